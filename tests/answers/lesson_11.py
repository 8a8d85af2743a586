"""Answers to the exercises of lesson 11.

Written on 2026-11-24 by somebody who had read only the lesson, not the checks.
"""

from tests.answers import Wrong

ANSWERS = {
    "read_curves": {
        "right": {
            "a dict": 'my_findings = {"A": 2, "B": 0, "C": 3, "D": 1}',
            "by dict()": "my_findings = dict(A=2, B=0, C=3, D=1)",
            "other order": 'my_findings = {"D": 1, "C": 3, "B": 0, "A": 2}',
            "zipped": 'my_findings = dict(zip("ABCD", [2, 0, 3, 1]))',
            "of NumPy": """
import numpy as np

my_findings = {name: number for name, number in zip("ABCD", np.array([2, 0, 3, 1]))}
""",
            "one by one": """
my_findings = {"A": None, "B": None, "C": None, "D": None}
my_findings["A"] = 2
my_findings["B"] = 0
my_findings["C"] = 3
my_findings["D"] = 1
""",
        },
        "wrong": {
            "untouched": Wrong(
                'my_findings = {"A": None, "B": None, "C": None, "D": None}', "not filled in"
            ),
            "half": Wrong(
                'my_findings = {"A": 2, "B": 0, "C": None, "D": None}',
                "C and D are open",
                "C: expected a number",
            ),
            "all the same": Wrong(
                'my_findings = {"A": 0, "B": 0, "C": 0, "D": 0}',
                "one answer for all four",
                "D ends with a high training loss",
            ),
            "two swapped": Wrong(
                'my_findings = {"A": 2, "B": 1, "C": 3, "D": 0}',
                "the unfinished training and the other with a high loss are swapped",
                "it doesn't underfit",
            ),
            "two others swapped": Wrong(
                'my_findings = {"A": 3, "B": 0, "C": 2, "D": 1}',
                "A and C are swapped",
                "A doesn't behave",
            ),
            "counted from one": Wrong(
                'my_findings = {"A": 3, "B": 1, "C": 4, "D": 2}',
                "numbers counted from 1",
                "from 0 to 3",
            ),
            "turned round": Wrong(
                'my_findings = {2: "A", 0: "B", 3: "C", 1: "D"}',
                "keys and values are swapped",
                "names",
            ),
            "a list": Wrong(
                "my_findings = [2, 0, 3, 1]", "a list in place of a dict", "expected a dict"
            ),
            "strings": Wrong(
                'my_findings = {"A": "2", "B": "0", "C": "3", "D": "1"}',
                "strings in place of numbers",
                "got '2'",
            ),
            "texts": Wrong(
                """
my_findings = {
    "A": checks.CURVE_FAULTS[2],
    "B": checks.CURVE_FAULTS[0],
    "C": checks.CURVE_FAULTS[3],
    "D": checks.CURVE_FAULTS[1],
}
""",
                "the texts in place of their numbers",
                "expected a number",
            ),
            "one is missing": Wrong(
                'my_findings = {"A": 2, "B": 0, "C": 3}', "D is missing", "got A, B, C."
            ),
            "one too many": Wrong(
                'my_findings = {"A": 2, "B": 0, "C": 3, "D": 1, "E": 0}', "there is no E", "C, D, E"
            ),
            "small letters": Wrong(
                'my_findings = {"a": 2, "b": 0, "c": 3, "d": 1}', "a, not A", "got a, b, c, d"
            ),
            "lists of numbers": Wrong(
                'my_findings = {"A": [2], "B": [0], "C": [3], "D": [1]}',
                "lists, not numbers",
                "got a list",
            ),
            "pairs": Wrong(
                'my_findings = [("A", 2), ("B", 0), ("C", 3), ("D", 1)]',
                "pairs, not a dict",
                "expected a dict",
            ),
            "a set": Wrong('my_findings = {"A", "B", "C", "D"}', "a set, not a dict", "got a set"),
            "the rest guessed": Wrong(
                'my_findings = {"A": 2, "B": 0, "C": 3, "D": 7}', "there is no answer 7", "got 7"
            ),
            "a function": Wrong(
                'def my_findings():\n    return {"A": 2, "B": 0, "C": 3, "D": 1}',
                "a function in place of its result",
                "got a function",
            ),
        },
    },
    "flip": {
        "right": {
            "torch.where": """
class MyFlip(nn.Module):
    def forward(self, images):
        if self.training:
            coins = torch.rand(len(images)) < 0.5
            images = torch.where(coins.reshape(-1, 1, 1, 1), images.flip(-1), images)
        return images
""",
            "image by image": """
class MyFlip(nn.Module):
    def __init__(self):
        super().__init__()

    def forward(self, images):
        if not self.training:
            return images
        result = []
        for image in images:
            if torch.rand(1).item() < 0.5:
                result.append(image.flip(2))
            else:
                result.append(image)
        return torch.stack(result)
""",
            "a clone, by mask": """
class MyFlip(nn.Module):
    def __init__(self, p=0.5):
        super().__init__()
        self.p = p

    def forward(self, x):
        if not self.training:
            return x
        out = x.clone()
        mask = torch.rand(x.shape[0]) < self.p
        out[mask] = torch.flip(x[mask], dims=[3])
        return out
""",
            "by arithmetic": """
class MyFlip(nn.Module):
    def forward(self, images):
        if not self.training:
            return images
        coins = torch.randint(0, 2, (images.size(0), 1, 1, 1))
        return coins * images.flip(3) + (1 - coins) * images
""",
            "Python's random": """
import random


class MyFlip(nn.Module):
    def forward(self, images):
        if not self.training:
            return images
        images = images.clone()
        for i in range(len(images)):
            if random.random() < 0.5:
                images[i] = torch.fliplr(images[i].permute(1, 2, 0)).permute(2, 0, 1)
        return images
""",
            "columns by index": """
class MyFlip(nn.Module):
    def forward(self, images):
        if self.training:
            width = images.shape[3]
            mirror = images[:, :, :, torch.arange(width - 1, -1, -1)]
            heads = torch.bernoulli(torch.full((len(images),), 0.5)).bool()
            return torch.where(heads[:, None, None, None], mirror, images)
        else:
            return images
""",
            "NumPy's coins": """
import numpy as np


class MyFlip(nn.Module):
    def forward(self, images):
        if not self.training:
            return images
        coins = np.random.rand(len(images)) > 0.5
        return torch.stack(
            [image.flip(-1) if coin else image for image, coin in zip(images, coins)]
        )
""",
            "torchvision, image by image": """
from torchvision.transforms import v2


class MyFlip(nn.Module):
    def __init__(self):
        super().__init__()
        self.flip = v2.RandomHorizontalFlip(p=0.5)

    def forward(self, images):
        if not self.training:
            return images
        return torch.stack([self.flip(image) for image in images])
""",
        },
        "wrong": {
            "one coin": Wrong(
                """
class MyFlip(nn.Module):
    def forward(self, images):
        if self.training and torch.rand(1).item() < 0.5:
            return images.flip(-1)
        return images
""",
                "one coin for the whole batch",
                "one decision for the whole batch",
            ),
            "all": Wrong(
                """
class MyFlip(nn.Module):
    def forward(self, images):
        if not self.training:
            return images
        return images.flip(-1)
""",
                "mirrors every image",
                "every image was mirrored",
            ),
            "also in evaluation": Wrong(
                """
class MyFlip(nn.Module):
    def forward(self, images):
        coins = torch.rand(len(images), 1, 1, 1) < 0.5
        return torch.where(coins, images.flip(-1), images)
""",
                "mirrors in evaluation mode",
                "in evaluation mode the images were changed",
            ),
            "self.train": Wrong(
                """
class MyFlip(nn.Module):
    def forward(self, images):
        if not self.train:
            return images
        coins = torch.rand(len(images), 1, 1, 1) < 0.5
        return torch.where(coins, images.flip(-1), images)
""",
                "self.train is a method, always true; self.training is meant",
                "not the method `self.train`",
            ),
            "the wrong way round": Wrong(
                """
class MyFlip(nn.Module):
    def forward(self, images):
        if self.training:
            return images
        coins = torch.rand(len(images), 1, 1, 1) < 0.5
        return torch.where(coins, images.flip(-1), images)
""",
                "mirrors in evaluation mode and not in training mode",
                "the wrong way round",
            ),
            "upside down": Wrong(
                """
class MyFlip(nn.Module):
    def forward(self, images):
        if not self.training:
            return images
        coins = torch.rand(len(images), 1, 1, 1) < 0.5
        return torch.where(coins, images.flip(-2), images)
""",
                "mirrors top to bottom",
                "stand on their heads",
            ),
            "the batch": Wrong(
                """
class MyFlip(nn.Module):
    def forward(self, images):
        if not self.training:
            return images
        coins = torch.rand(len(images), 1, 1, 1) < 0.5
        return torch.where(coins, images.flip(0), images)
""",
                "reverses the order of the batch",
                "changed places",
            ),
            "half a turn": Wrong(
                """
class MyFlip(nn.Module):
    def forward(self, images):
        if not self.training:
            return images
        coins = torch.rand(len(images), 1, 1, 1) < 0.5
        return torch.where(coins, images.flip(-1, -2), images)
""",
                "turns by half a circle: both dimensions are reversed",
                "turned around",
            ),
            "channels": Wrong(
                """
class MyFlip(nn.Module):
    def forward(self, images):
        if not self.training:
            return images
        coins = torch.rand(len(images), 1, 1, 1) < 0.5
        return torch.where(coins, images.flip(1), images)
""",
                "reverses the channels",
                "",
            ),
            "transposed": Wrong(
                """
class MyFlip(nn.Module):
    def forward(self, images):
        if not self.training:
            return images
        coins = torch.rand(len(images), 1, 1, 1) < 0.5
        return torch.where(coins, images.mT, images)
""",
                "swaps rows and columns in place of mirroring",
                "`.mT`",
            ),
            "in place": Wrong(
                """
class MyFlip(nn.Module):
    def forward(self, images):
        if not self.training:
            return images
        coins = torch.rand(len(images)) < 0.5
        images[coins] = images[coins].flip(-1)
        return images
""",
                "writes into the tensor that it was given",
                "that went in were changed",
            ),
            "no super": Wrong(
                """
class MyFlip(nn.Module):
    def __init__(self):
        self.p = 0.5

    def forward(self, images):
        if not self.training:
            return images
        coins = torch.rand(len(images), 1, 1, 1) < self.p
        return torch.where(coins, images.flip(-1), images)
""",
                "super().__init__() is missing",
                "`super().__init__()`",
            ),
            "a coin for each pixel": Wrong(
                """
class MyFlip(nn.Module):
    def forward(self, images):
        if not self.training:
            return images
        coins = torch.rand_like(images) < 0.5
        return torch.where(coins, images.flip(-1), images)
""",
                "a coin for each pixel",
                "they share no coin",
            ),
            "a coin for each row": Wrong(
                """
class MyFlip(nn.Module):
    def forward(self, images):
        if not self.training:
            return images
        coins = torch.rand(*images.shape[:3], 1) < 0.5
        return torch.where(coins, images.flip(-1), images)
""",
                "a coin for each row of pixels",
                "they share no coin",
            ),
            "a coin for each column": Wrong(
                """
class MyFlip(nn.Module):
    def forward(self, images):
        if not self.training:
            return images
        coins = torch.rand(images.shape[-1]) < 0.5
        return torch.where(coins, images.flip(-1), images)
""",
                "a coin for each column of pixels",
                "they share no coin",
            ),
            "coins of shape (B,)": Wrong(
                """
class MyFlip(nn.Module):
    def forward(self, images):
        if not self.training:
            return images
        coins = torch.rand(len(images)) < 0.5
        return torch.where(coins, images.flip(-1), images)
""",
                "coins of shape (B,) are broadcast along the columns",
                "broadcasting starts at the right",
            ),
            "not a module": Wrong(
                """
class MyFlip:
    def forward(self, images):
        if not self.training:
            return images
        coins = torch.rand(len(images), 1, 1, 1) < 0.5
        return torch.where(coins, images.flip(-1), images)
""",
                "not an nn.Module",
                "expected a module",
            ),
            "evaluation returns nothing": Wrong(
                """
class MyFlip(nn.Module):
    def forward(self, images):
        if self.training:
            coins = torch.rand(len(images), 1, 1, 1) < 0.5
            return torch.where(coins, images.flip(-1), images)
""",
                "returns None in evaluation mode",
                "returned None",
            ),
            "an object": Wrong(
                """
class MyFlip(nn.Module):
    def forward(self, images):
        if not self.training:
            return images
        coins = torch.rand(len(images), 1, 1, 1) < 0.5
        return torch.where(coins, images.flip(-1), images)


MyFlip = MyFlip()
""",
                "an object in place of the class",
                "without parentheses",
            ),
            "a function": Wrong(
                """
def MyFlip(images):
    coins = torch.rand(len(images), 1, 1, 1) < 0.5
    return torch.where(coins, images.flip(-1), images)
""",
                "a function in place of a class",
            ),
            "needs an argument": Wrong(
                """
class MyFlip(nn.Module):
    def __init__(self, p):
        super().__init__()
        self.p = p

    def forward(self, images):
        if not self.training:
            return images
        coins = torch.rand(len(images), 1, 1, 1) < self.p
        return torch.where(coins, images.flip(-1), images)
""",
                "MyFlip() lacks an argument",
                "'p'",
            ),
            "randn": Wrong(
                """
class MyFlip(nn.Module):
    def forward(self, images):
        if not self.training:
            return images
        coins = torch.randn(len(images), 1, 1, 1) < 0.5
        return torch.where(coins, images.flip(-1), images)
""",
                "randn in place of rand: about 69 % are mirrored",
                "`torch.randn(…) < 0.5` is not",
            ),
            "a quarter": Wrong(
                """
class MyFlip(nn.Module):
    def forward(self, images):
        if not self.training:
            return images
        coins = torch.rand(len(images), 1, 1, 1) < 0.25
        return torch.where(coins, images.flip(-1), images)
""",
                "mirrors with probability 0.25",
                "expected about 50 %",
            ),
            "every second": Wrong(
                """
class MyFlip(nn.Module):
    def forward(self, images):
        if not self.training:
            return images
        result = images.clone()
        result[::2] = images[::2].flip(-1)
        return result
""",
                "always the same half, not by chance",
                "nothing is random",
            ),
            "thrown away": Wrong(
                """
class MyFlip(nn.Module):
    def forward(self, images):
        if not self.training:
            return images
        for image in images:
            if torch.rand(1) < 0.5:
                image.flip(-1)
        return images
""",
                "the mirror image is thrown away",
                "what happens to them?",
            ),
            "seeded": Wrong(
                """
class MyFlip(nn.Module):
    def forward(self, images):
        if not self.training:
            return images
        torch.manual_seed(0)
        coins = torch.rand(len(images), 1, 1, 1) < 0.5
        return torch.where(coins, images.flip(-1), images)
""",
                "the same coins in every pass, as each seeds anew",
                "a seed is set",
            ),
            "both": Wrong(
                """
class MyFlip(nn.Module):
    def forward(self, images):
        if not self.training:
            return images
        return torch.cat([images, images.flip(-1)])
""",
                "returns twice as many images",
                "got (80",
            ),
            "a list": Wrong(
                """
class MyFlip(nn.Module):
    def forward(self, images):
        if not self.training:
            return images
        return [image.flip(-1) if torch.rand(1) < 0.5 else image for image in images]
""",
                "a list in place of a tensor",
                "got a list",
            ),
            "step of minus one": Wrong(
                """
class MyFlip(nn.Module):
    def forward(self, images):
        if not self.training:
            return images
        coins = torch.rand(len(images), 1, 1, 1) < 0.5
        return torch.where(coins, images[:, :, :, ::-1], images)
""",
                "tensors take no slices with a negative step",
                "::-1",
            ),
            "coins of the class": Wrong(
                """
class MyFlip(nn.Module):
    def __init__(self):
        super().__init__()
        self.coins = torch.rand(64, 1, 1, 1) < 0.5

    def forward(self, images):
        if not self.training:
            return images
        return torch.where(self.coins, images.flip(-1), images)
""",
                "the coins are tossed once, in __init__, for 64 images",
                "toss the coins in `forward`",
            ),
            "with the shift": Wrong(
                """
class MyFlip(RandomFlipShift):
    pass
""",
                "the package's layer, which also shifts",
                "no shift",
            ),
            "forwards": Wrong(
                """
class MyFlip(nn.Module):
    def forwards(self, images):
        if not self.training:
            return images
        coins = torch.rand(len(images), 1, 1, 1) < 0.5
        return torch.where(coins, images.flip(-1), images)
""",
                "forwards in place of forward",
                "is it spelt `forward`",
            ),
        },
    },
    "early_stopping": {
        "right": {
            "deepcopy": """
import copy


def my_early_stopping(model, train_epoch, val_loss, patience, epochs):
    best_model = copy.deepcopy(model)
    best_loss = float("inf")
    since = 0
    for epoch in range(epochs):
        train_epoch(model)
        loss = val_loss(model)
        if loss < best_loss:
            best_loss = loss
            best_model = copy.deepcopy(model)
            since = 0
        else:
            since += 1
            if since >= patience:
                break
    return best_model
""",
            "state_dict": """
import copy


def my_early_stopping(model, train_epoch, val_loss, patience, epochs):
    best = copy.deepcopy(model.state_dict())
    lowest, waited = float("inf"), 0
    for _ in range(epochs):
        train_epoch(model)
        loss = val_loss(model)
        if loss < lowest:
            lowest, waited = loss, 0
            best = copy.deepcopy(model.state_dict())
        else:
            waited += 1
        if waited == patience:
            break
    model.load_state_dict(best)
    return model
""",
            "state_dict, cloned": """
def my_early_stopping(model, train_epoch, val_loss, patience, epochs):
    best = None
    lowest = None
    bad = 0
    for _ in range(epochs):
        train_epoch(model)
        loss = float(val_loss(model))
        if lowest is None or loss < lowest:
            lowest = loss
            best = {name: value.clone() for name, value in model.state_dict().items()}
            bad = 0
        else:
            bad = bad + 1
        if bad >= patience:
            break
    if best is not None:
        model.load_state_dict(best)
    return model
""",
            "while": """
from copy import deepcopy


def my_early_stopping(model, train_epoch, val_loss, patience, epochs):
    best, lowest = model, float("inf")
    waited = done = 0
    while done < epochs and waited < patience:
        train_epoch(model)
        done += 1
        loss = val_loss(model)
        waited += 1
        if loss < lowest:
            best, lowest, waited = deepcopy(model), loss, 0
    return best
""",
            "lists of everything": """
import copy


def my_early_stopping(model, train_epoch, val_loss, patience, epochs):
    models, losses = [], []
    for epoch in range(epochs):
        train_epoch(model)
        models.append(copy.deepcopy(model))
        losses.append(val_loss(model))
        best_epoch = losses.index(min(losses))
        if epoch - best_epoch >= patience:
            break
    return models[best_epoch]
""",
            "by the number of the epoch": """
import copy
import numpy as np


def my_early_stopping(model, train_epoch, val_loss, patience, epochs):
    lowest, best_epoch, best = np.inf, 0, model
    for epoch in range(1, epochs + 1):
        train_epoch(model)
        loss = val_loss(model)
        if loss < lowest:
            lowest, best_epoch, best = loss, epoch, copy.deepcopy(model)
        elif epoch - best_epoch == patience:
            return best
    return best
""",
            "pickled": """
import io


def my_early_stopping(model, train_epoch, val_loss, patience, epochs):
    lowest = float("inf")
    waited = 0
    saved = io.BytesIO()
    torch.save(model.state_dict(), saved)
    for _ in range(epochs):
        train_epoch(model)
        loss = val_loss(model)
        if loss < lowest:
            lowest = loss
            waited = 0
            saved = io.BytesIO()
            torch.save(model.state_dict(), saved)
        else:
            waited += 1
        if waited == patience:
            break
    saved.seek(0)
    model.load_state_dict(torch.load(saved))
    return model
""",
        },
        "wrong": {
            "untouched": Wrong(
                """
def my_early_stopping(model, train_epoch, val_loss, patience, epochs):
    return None  # your answer
""",
                "the stub",
            ),
            "no copy": Wrong(
                """
def my_early_stopping(model, train_epoch, val_loss, patience, epochs):
    best, lowest, waited = model, float("inf"), 0
    for _ in range(epochs):
        train_epoch(model)
        loss = val_loss(model)
        if loss < lowest:
            best, lowest, waited = model, loss, 0
        else:
            waited += 1
        if waited == patience:
            break
    return best
""",
                "`best = model` makes no copy",
                "`copy.deepcopy(model)`",
            ),
            "a shallow copy": Wrong(
                """
import copy


def my_early_stopping(model, train_epoch, val_loss, patience, epochs):
    best, lowest, waited = model, float("inf"), 0
    for _ in range(epochs):
        train_epoch(model)
        loss = val_loss(model)
        if loss < lowest:
            best, lowest, waited = copy.copy(model), loss, 0
        else:
            waited += 1
        if waited == patience:
            break
    return best
""",
                "copy.copy shares the parameters",
                "`copy.deepcopy(model)`",
            ),
            "state_dict, not copied": Wrong(
                """
def my_early_stopping(model, train_epoch, val_loss, patience, epochs):
    best, lowest, waited = model.state_dict(), float("inf"), 0
    for _ in range(epochs):
        train_epoch(model)
        loss = val_loss(model)
        if loss < lowest:
            best, lowest, waited = model.state_dict(), loss, 0
        else:
            waited += 1
        if waited == patience:
            break
    model.load_state_dict(best)
    return model
""",
                "a state_dict holds the parameters themselves, not copies",
                "`state_dict()` holds the same",
            ),
            "the last one": Wrong(
                """
def my_early_stopping(model, train_epoch, val_loss, patience, epochs):
    lowest, waited = float("inf"), 0
    for _ in range(epochs):
        train_epoch(model)
        loss = val_loss(model)
        if loss < lowest:
            lowest, waited = loss, 0
        else:
            waited += 1
        if waited == patience:
            break
    return model
""",
                "returns the model as it was at the end",
                "that is the model of the last epoch",
            ),
            "not in a row": Wrong(
                """
import copy


def my_early_stopping(model, train_epoch, val_loss, patience, epochs):
    best, lowest, waited = model, float("inf"), 0
    for _ in range(epochs):
        train_epoch(model)
        loss = val_loss(model)
        if loss < lowest:
            best, lowest = copy.deepcopy(model), loss
        else:
            waited += 1
        if waited == patience:
            break
    return best
""",
                "the count is never set back to 0",
                "in a row",
            ),
            "one epoch too late": Wrong(
                """
import copy


def my_early_stopping(model, train_epoch, val_loss, patience, epochs):
    best, lowest, waited = model, float("inf"), 0
    for _ in range(epochs):
        train_epoch(model)
        loss = val_loss(model)
        if loss < lowest:
            best, lowest, waited = copy.deepcopy(model), loss, 0
        else:
            waited += 1
        if waited > patience:
            break
    return best
""",
                "waits one epoch longer than patience",
                "not `>`",
            ),
            "one epoch too early": Wrong(
                """
import copy


def my_early_stopping(model, train_epoch, val_loss, patience, epochs):
    best, lowest, waited = model, float("inf"), 1
    for _ in range(epochs):
        train_epoch(model)
        loss = val_loss(model)
        if loss < lowest:
            best, lowest, waited = copy.deepcopy(model), loss, 1
        else:
            waited += 1
        if waited == patience:
            break
    return best
""",
                "stops one epoch before patience has run out",
                "an epoch too early",
            ),
            "at the first rise": Wrong(
                """
import copy


def my_early_stopping(model, train_epoch, val_loss, patience, epochs):
    best, lowest = model, float("inf")
    for _ in range(epochs):
        train_epoch(model)
        loss = val_loss(model)
        if loss >= lowest:
            break
        best, lowest = copy.deepcopy(model), loss
    return best
""",
                "stops at the first epoch without a new lowest loss, whatever patience",
                "go on through a first rise",
            ),
            "compares with the epoch before": Wrong(
                """
import copy


def my_early_stopping(model, train_epoch, val_loss, patience, epochs):
    best, before, waited = model, float("inf"), 0
    for _ in range(epochs):
        train_epoch(model)
        loss = val_loss(model)
        if loss < before:
            best, waited = copy.deepcopy(model), 0
        else:
            waited += 1
        before = loss
        if waited == patience:
            break
    return best
""",
                "compares with the loss of the epoch before, not with the lowest",
                "not with the one before",
            ),
            "an equal loss counts": Wrong(
                """
import copy


def my_early_stopping(model, train_epoch, val_loss, patience, epochs):
    best, lowest, waited = model, float("inf"), 0
    for _ in range(epochs):
        train_epoch(model)
        loss = val_loss(model)
        if loss <= lowest:
            best, lowest, waited = copy.deepcopy(model), loss, 0
        else:
            waited += 1
        if waited == patience:
            break
    return best
""",
                "an equal loss is no new lowest one",
                "an equal loss is none",
            ),
            "the highest": Wrong(
                """
import copy


def my_early_stopping(model, train_epoch, val_loss, patience, epochs):
    best, highest, waited = model, 0, 0
    for _ in range(epochs):
        train_epoch(model)
        loss = val_loss(model)
        if loss > highest:
            best, highest, waited = copy.deepcopy(model), loss, 0
        else:
            waited += 1
        if waited == patience:
            break
    return best
""",
                "keeps the model of the highest loss",
                "not a new highest",
            ),
            "the lowest begins at 0": Wrong(
                """
import copy


def my_early_stopping(model, train_epoch, val_loss, patience, epochs):
    best, lowest, waited = model, 0, 0
    for _ in range(epochs):
        train_epoch(model)
        loss = val_loss(model)
        if loss < lowest:
            best, lowest, waited = copy.deepcopy(model), loss, 0
        else:
            waited += 1
        if waited == patience:
            break
    return best
""",
                "no loss is below 0, so none is ever a new lowest",
                '`float("inf")`',
            ),
            "for ever": Wrong(
                """
import copy


def my_early_stopping(model, train_epoch, val_loss, patience, epochs):
    best, lowest, waited = model, float("inf"), 0
    while waited < patience:
        train_epoch(model)
        loss = val_loss(model)
        if loss < lowest:
            best, lowest, waited = copy.deepcopy(model), loss, 0
        else:
            waited += 1
    return best
""",
                "epochs is never used",
                "`epochs` allows 4",
            ),
            "never stops early": Wrong(
                """
import copy


def my_early_stopping(model, train_epoch, val_loss, patience, epochs):
    best, lowest = model, float("inf")
    for _ in range(epochs):
        train_epoch(model)
        loss = val_loss(model)
        if loss < lowest:
            best, lowest = copy.deepcopy(model), loss
    return best
""",
                "patience is never used",
                "it never stops",
            ),
            "one epoch less": Wrong(
                """
import copy


def my_early_stopping(model, train_epoch, val_loss, patience, epochs):
    best, lowest, waited = model, float("inf"), 0
    for _ in range(1, epochs):
        train_epoch(model)
        loss = val_loss(model)
        if loss < lowest:
            best, lowest, waited = copy.deepcopy(model), loss, 0
        else:
            waited += 1
        if waited == patience:
            break
    return best
""",
                "trains for one epoch less than epochs",
                "`range(epochs)`",
            ),
            "a fixed patience": Wrong(
                """
import copy


def my_early_stopping(model, train_epoch, val_loss, patience=5, epochs=80):
    best, lowest, waited = model, float("inf"), 0
    for _ in range(epochs):
        train_epoch(model)
        loss = val_loss(model)
        if loss < lowest:
            best, lowest, waited = copy.deepcopy(model), loss, 0
        else:
            waited += 1
        if waited == 5:
            break
    return best
""",
                "5 in place of the argument patience",
                "stop after epoch 7",
            ),
            "returns the loss": Wrong(
                """
import copy


def my_early_stopping(model, train_epoch, val_loss, patience, epochs):
    best, lowest, waited = model, float("inf"), 0
    for _ in range(epochs):
        train_epoch(model)
        loss = val_loss(model)
        if loss < lowest:
            best, lowest, waited = copy.deepcopy(model), loss, 0
        else:
            waited += 1
        if waited == patience:
            break
    return lowest
""",
                "returns the lowest loss, not the model",
                "return the model",
            ),
            "returns both": Wrong(
                """
import copy


def my_early_stopping(model, train_epoch, val_loss, patience, epochs):
    best, lowest, waited = model, float("inf"), 0
    for _ in range(epochs):
        train_epoch(model)
        loss = val_loss(model)
        if loss < lowest:
            best, lowest, waited = copy.deepcopy(model), loss, 0
        else:
            waited += 1
        if waited == patience:
            break
    return best, lowest
""",
                "returns a pair, not the model alone",
                "the model alone",
            ),
            "returns a state_dict": Wrong(
                """
import copy


def my_early_stopping(model, train_epoch, val_loss, patience, epochs):
    best, lowest, waited = model.state_dict(), float("inf"), 0
    for _ in range(epochs):
        train_epoch(model)
        loss = val_loss(model)
        if loss < lowest:
            best, lowest, waited = copy.deepcopy(model.state_dict()), loss, 0
        else:
            waited += 1
        if waited == patience:
            break
    return best
""",
                "returns a state_dict, not the model",
                "got a dict",
            ),
            "measured before training": Wrong(
                """
import copy


def my_early_stopping(model, train_epoch, val_loss, patience, epochs):
    best, lowest, waited = model, float("inf"), 0
    for _ in range(epochs):
        loss = val_loss(model)
        train_epoch(model)
        if loss < lowest:
            best, lowest, waited = copy.deepcopy(model), loss, 0
        else:
            waited += 1
        if waited == patience:
            break
    return best
""",
                "measures the loss before the epoch and copies the model after it",
                "first train, then measure",
            ),
            "no training": Wrong(
                """
import copy


def my_early_stopping(model, train_epoch, val_loss, patience, epochs):
    best, lowest, waited = model, float("inf"), 0
    for _ in range(epochs):
        loss = val_loss(model)
        if loss < lowest:
            best, lowest, waited = copy.deepcopy(model), loss, 0
        else:
            waited += 1
        if waited == patience:
            break
    return best
""",
                "never trains",
                "no epoch was trained",
            ),
            "train_epoch as a number": Wrong(
                """
import copy


def my_early_stopping(model, train_epoch, val_loss, patience, epochs):
    best, lowest, waited = model, float("inf"), 0
    for _ in range(epochs):
        train_epoch(model)
        if val_loss < lowest:
            best, lowest, waited = copy.deepcopy(model), val_loss, 0
        else:
            waited += 1
        if waited == patience:
            break
    return best
""",
                "compares the function val_loss, not what it returns",
                "val_loss < lowest",
            ),
            "train_epoch without the model": Wrong(
                """
import copy


def my_early_stopping(model, train_epoch, val_loss, patience, epochs):
    best, lowest, waited = model, float("inf"), 0
    for _ in range(epochs):
        train_epoch()
        loss = val_loss(model)
        if loss < lowest:
            best, lowest, waited = copy.deepcopy(model), loss, 0
        else:
            waited += 1
        if waited == patience:
            break
    return best
""",
                "train_epoch() lacks the model",
                "train_epoch()",
            ),
            "model.copy": Wrong(
                """
def my_early_stopping(model, train_epoch, val_loss, patience, epochs):
    best, lowest, waited = model, float("inf"), 0
    for _ in range(epochs):
        train_epoch(model)
        loss = val_loss(model)
        if loss < lowest:
            best, lowest, waited = model.copy(), loss, 0
        else:
            waited += 1
        if waited == patience:
            break
    return best
""",
                "a model has no method copy",
                "has no attribute 'copy'",
            ),
            "the model is rebound": Wrong(
                """
import copy


def my_early_stopping(model, train_epoch, val_loss, patience, epochs):
    best, lowest, waited = model, float("inf"), 0
    for _ in range(epochs):
        model = train_epoch(model)
        loss = val_loss(model)
        if loss < lowest:
            best, lowest, waited = copy.deepcopy(model), loss, 0
        else:
            waited += 1
        if waited == patience:
            break
    return best
""",
                "takes what train_epoch returns, None, for the model",
                "'NoneType'",
            ),
            "printed": Wrong(
                """
import copy


def my_early_stopping(model, train_epoch, val_loss, patience, epochs):
    best, lowest, waited = model, float("inf"), 0
    for _ in range(epochs):
        train_epoch(model)
        loss = val_loss(model)
        if loss < lowest:
            best, lowest, waited = copy.deepcopy(model), loss, 0
        else:
            waited += 1
        if waited == patience:
            break
    print(best)
""",
                "prints the model in place of returning it",
                "`print` only shows",
            ),
            "yielded": Wrong(
                """
import copy


def my_early_stopping(model, train_epoch, val_loss, patience, epochs):
    best, lowest, waited = model, float("inf"), 0
    for _ in range(epochs):
        train_epoch(model)
        loss = val_loss(model)
        if loss < lowest:
            best, lowest, waited = copy.deepcopy(model), loss, 0
        else:
            waited += 1
        if waited == patience:
            break
    yield best
""",
                "yield in place of return",
                "`yield`",
            ),
            "return within the loop": Wrong(
                """
import copy


def my_early_stopping(model, train_epoch, val_loss, patience, epochs):
    best, lowest, waited = model, float("inf"), 0
    for _ in range(epochs):
        train_epoch(model)
        loss = val_loss(model)
        if loss < lowest:
            best, lowest, waited = copy.deepcopy(model), loss, 0
        else:
            waited += 1
        if waited == patience:
            break
        return best
""",
                "returns after the first epoch",
                "does `return` stand inside the loop?",
            ),
            "copy without import": Wrong(
                """
def my_early_stopping(model, train_epoch, val_loss, patience, epochs):
    best, lowest, waited = model, float("inf"), 0
    for _ in range(epochs):
        train_epoch(model)
        loss = val_loss(model)
        if loss < lowest:
            best, lowest, waited = copy.deepcopy(model), loss, 0
        else:
            waited += 1
        if waited == patience:
            break
    return best
""",
                "copy is not imported",
                "'copy' is not defined",
            ),
            "the loss asked twice": Wrong(
                """
import copy


def my_early_stopping(model, train_epoch, val_loss, patience, epochs):
    best, waited = model, 0
    for _ in range(epochs):
        train_epoch(model)
        if val_loss(model) < val_loss(best):
            best, waited = copy.deepcopy(model), 0
        else:
            waited += 1
        if waited == patience:
            break
    return best
""",
                "compares the model with itself at first, as best is the model",
                "was no loss a new lowest?",
            ),
        },
    },
}
