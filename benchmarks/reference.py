"""What the tutorial describes, step by step, written anew: the code that ours is measured against.

The steps are those of PyTorch's "Learn the Basics" (Datasets & DataLoaders, Optimization):
https://pytorch.org/tutorials/beginner/basics/intro.html. Nothing is slowed down, nothing sped up.
"""

import os
import warnings

import pandas as pd
import torch
from torch import nn
from torch.utils.data import DataLoader, Dataset, Subset
from torchvision import datasets
from torchvision.io import read_image
from torchvision.transforms import ToTensor

LEARNING_RATE = 1e-3
BATCH_SIZE = 64
EPOCHS = 5

# torchvision 0.29 deprecates read_image, which the tutorial uses.
warnings.filterwarnings("ignore", "The image decoding", DeprecationWarning)


def fashion_mnist(root, train=True):
    """The images as the tutorial opens them: PIL images, made tensors one by one."""
    return datasets.FashionMNIST(root=root, train=train, download=False, transform=ToTensor())


def loader(dataset, seed=None, num_workers=0):
    """The tutorial's loader, with a generator where the order must be known."""
    generator = None if seed is None else torch.Generator().manual_seed(seed)
    return DataLoader(
        dataset,
        batch_size=BATCH_SIZE,
        shuffle=True,
        num_workers=num_workers,
        generator=generator,
    )


class CustomImageDataset(Dataset):
    """A table read by pandas, and a row of it looked up for each image."""

    def __init__(self, annotations_file, img_dir, transform=None, target_transform=None):
        self.img_labels = pd.read_csv(annotations_file, header=None)
        self.img_dir = img_dir
        self.transform = transform
        self.target_transform = target_transform

    def __len__(self):
        return len(self.img_labels)

    def __getitem__(self, idx):
        image = read_image(os.path.join(self.img_dir, self.img_labels.iloc[idx, 0]))
        label = self.img_labels.iloc[idx, 1]
        if self.transform:
            image = self.transform(image)
        if self.target_transform:
            label = self.target_transform(label)
        return image, label


class NeuralNetwork(nn.Module):
    """784 pixels, two layers of 512, 10 logits."""

    def __init__(self):
        super().__init__()
        self.flatten = nn.Flatten()
        self.linear_relu_stack = nn.Sequential(
            nn.Linear(28 * 28, 512),
            nn.ReLU(),
            nn.Linear(512, 512),
            nn.ReLU(),
            nn.Linear(512, 10),
        )

    def forward(self, x):
        return self.linear_relu_stack(self.flatten(x))


def train_loop(dataloader, model, loss_fn, optimizer, report=print):
    """One epoch: predict, measure, propagate back, step; a word every hundred batches."""
    model.train()
    for batch, (X, y) in enumerate(dataloader):
        loss = loss_fn(model(X), y)
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
        if batch % 100 == 0:
            seen = batch * dataloader.batch_size + len(X)
            report(f"loss: {loss.item():>7f}  [{seen:>5d}/{len(dataloader.dataset):>5d}]")


def test_loop(dataloader, model, loss_fn):
    """Share of right answers, and the mean of the batches' mean losses."""
    model.eval()
    test_loss, correct = 0.0, 0
    with torch.no_grad():
        for X, y in dataloader:
            prediction = model(X)
            test_loss += loss_fn(prediction, y).item()
            correct += (prediction.argmax(1) == y).type(torch.float).sum().item()
    return correct / len(dataloader.dataset), test_loss / len(dataloader)


def train(root, epochs=EPOCHS, seed=0, report=print, images=None):
    """The whole tutorial: open the data, five epochs of SGD; returns the test accuracy.

    `images` is how many of the training images there shall be at most; None for all.
    """
    torch.manual_seed(seed)
    train_set = fashion_mnist(root, train=True)
    if images is not None:
        train_set = Subset(train_set, range(min(images, len(train_set))))
    train_dataloader = loader(train_set)
    test_dataloader = DataLoader(fashion_mnist(root, train=False), batch_size=BATCH_SIZE)
    model = NeuralNetwork()
    loss_fn = nn.CrossEntropyLoss()
    optimizer = torch.optim.SGD(model.parameters(), lr=LEARNING_RATE)
    accuracy = 0.0
    for epoch in range(epochs):
        report(f"Epoch {epoch + 1}")
        train_loop(train_dataloader, model, loss_fn, optimizer, report)
        accuracy, loss = test_loop(test_dataloader, model, loss_fn)
        report(f"Test: accuracy {accuracy:.1%}, mean loss {loss:>8f}")
    return accuracy
