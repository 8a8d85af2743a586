"""The networks of the lessons: images in, logits out."""

import torch
from torch import nn


class NeuralNetwork(nn.Module):
    """The multilayer perceptron of PyTorch's *Learn the Basics*: 784 → 512 → 512 → 10.

    Takes images as float32 (B, 1, 28, 28), in [0, 1] as ``ToTensor`` gives them, and returns
    logits as float32 (B, 10): scores, not probabilities, one per class. 669,706 parameters.
    """

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

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        return self.linear_relu_stack(self.flatten(images))


class SmallCNN(nn.Module):
    """A convolutional network with one stage per width in `widths`; each stage halves the image.

    A stage is convolution, 2×2 maximum, batch norm, ReLU. The first convolution has a
    `kernel`×`kernel` window and moves by `stride` pixels, the others 3×3 and 1. A `hidden` layer
    and the ten logits follow.

    Takes float32 (B, 1, 28, 28) in [0, 1], as ``NeuralNetwork`` does, and returns logits (B, 10).
    In training mode `augment` changes the images first. With `mirror`, evaluation mode returns the
    mean of the logits for an image and its mirror image: twice the work, a few more correct.
    """

    def __init__(
        self,
        widths: tuple[int, ...] = (16,),
        *,
        kernel: int = 3,
        stride: int = 1,
        hidden: int = 128,
        augment: nn.Module | None = None,
        mirror: bool = False,
    ):
        super().__init__()
        side = -(-28 // stride) // 2 ** len(widths)
        self.augment = augment or nn.Identity()
        self.mirror = mirror
        stages, channels = [], 1
        for width in widths:
            stage = nn.Sequential(
                nn.Conv2d(channels, width, kernel, stride, padding=kernel // 2, bias=False),
                nn.MaxPool2d(2),  # first, for the same values with a quarter of the work
                nn.BatchNorm2d(width),
                nn.ReLU(inplace=True),
            )
            stages.append(stage)
            channels, kernel, stride = width, 3, 1
        self.features = nn.Sequential(*stages)
        self.classifier = nn.Sequential(
            nn.Linear(side * side * channels, hidden, bias=False),
            nn.BatchNorm1d(hidden),
            nn.ReLU(),
            nn.Linear(hidden, 10),
        )
        # Channels last in memory is what the CPU's and the GPU's convolutions are fastest with.
        self.to(memory_format=torch.channels_last)

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        if self.training:
            return self._logits(self.augment(images))
        if self.mirror:
            return (self._logits(images) + self._logits(images.flip(-1))) / 2
        return self._logits(images)

    def _logits(self, images: torch.Tensor) -> torch.Tensor:
        # Mean and standard deviation of the training images' pixels, rounded.
        images = ((images - 0.286) / 0.353).contiguous(memory_format=torch.channels_last)
        # Flattened in the order in which it lies in memory: no copy, here or on the way back.
        return self.classifier(self.features(images).permute(0, 2, 3, 1).flatten(1))


class RandomFlipShift(nn.Module):
    """In training mode: mirrors every second image or so, and moves each by up to `shift` pixels.

    Images (B, C, H, W) go in and out; what moves in from outside is 0, the background. In
    evaluation mode the images pass untouched. Drawn from torch's generator of the images' device.
    """

    def __init__(self, shift: int = 2):
        super().__init__()
        self.shift = shift

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        if not self.training:
            return images
        size, _, height, width = images.shape
        draw = {"size": (size, 1), "device": images.device}
        mirrored = torch.rand(**draw) < 0.5
        if self.shift == 0:
            return torch.where(mirrored[:, :, None, None], images.flip(-1), images)
        rows = torch.arange(height, device=images.device)
        columns = torch.arange(width, device=images.device)
        columns = torch.where(mirrored, columns.flip(0), columns)
        rows = rows + torch.randint(0, 2 * self.shift + 1, **draw)
        columns = columns + torch.randint(0, 2 * self.shift + 1, **draw)
        padded = nn.functional.pad(images, [self.shift] * 4)
        batch = torch.arange(size, device=images.device)[:, None, None]
        return padded[batch, :, rows[:, :, None], columns[:, None, :]].permute(0, 3, 1, 2)
