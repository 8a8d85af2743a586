"""Answers to the exercises of lesson 01, by somebody who had read only the lesson (2026-11-24)."""

import torch

from tests.answers import Wrong
from tests.support.helpers import small_garments

ANSWERS = {
    "brighten": {
        "right": {
            "int16": """
def brighten(image, amount):
    wide = image.to(torch.int16)
    wide = wide + amount
    wide = torch.clamp(wide, 0, 255)
    return wide.to(torch.uint8)
""",
            "float": """
def brighten(image, amount):
    return (image.float() + amount).clip(max=255).byte()
""",
            "numpy": """
def brighten(image, amount):
    array = image.numpy().astype(int)
    return torch.from_numpy(np.clip(array + amount, 0, 255).astype(np.uint8))
""",
            "pixel by pixel": """
def brighten(image, amount):
    result = image.clone()
    for row in range(28):
        for column in range(28):
            result[row, column] = min(255, int(image[row, column]) + amount)
    return result
""",
            "a mask": """
def brighten(image, amount):
    result = image + amount
    result[image > 255 - amount] = 255
    return result
""",
            "clamp to what leaves room": """
def brighten(img, plus):
    return img.clamp(max=255 - plus) + plus
""",
            "where": """
def brighten(image, amount):
    summed = image.long() + amount
    return torch.where(summed > 255, 255, summed).to(dtype=torch.uint8)
""",
            "minimum": """
def brighten(image, amount):
    bright = image.int() + amount
    return torch.minimum(bright, torch.tensor(255)).to(torch.uint8)
""",
            "shares of white, and back": """
def brighten(image, amount):
    return ((image / 255 + amount / 255).clamp(max=1) * 255).to(torch.uint8)
""",
        },
        "wrong": {
            "nothing written": Wrong(
                """
def brighten(image, amount):
    ...
""",
                "returns None",
            ),
            "the code above": Wrong(
                """
def brighten(image, amount):
    return (image + amount).clamp(max=255)
""",
                "the sum overflows before the clamp",
                "the sum was made in one byte",
            ),
            "clamp first": Wrong(
                """
def brighten(image, amount):
    return image.clamp(max=255).int() + amount
""",
                "clamps before it adds, and returns int32",
                "comes after the sum",
            ),
            "clamp first, then back": Wrong(
                """
def brighten(image, amount):
    return (image.int().clamp(max=255) + amount).to(torch.uint8)
""",
                "clamps before it adds, so that the sum overflows on the way back",
                "Order: more room, add, clamp, back",
            ),
            "not back": Wrong(
                """
def brighten(image, amount):
    return (image.int() + amount).clamp(max=255)
""",
                "int32 is not turned back into uint8",
                "got torch.int32",
            ),
            "left as float": Wrong(
                """
def brighten(image, amount):
    return (image.float() + amount).clamp(max=255)
""",
                "float32 is not turned back into uint8",
                "got torch.float32",
            ),
            "no clamp": Wrong(
                """
def brighten(image, amount):
    return (image.int() + amount).to(torch.uint8)
""",
                "no clamp: overflows on the way back",
                "went back to uint8 before `clamp(max=255)`",
            ),
            "back before clamp": Wrong(
                """
def brighten(image, amount):
    return (image.int() + amount).to(torch.uint8).clamp(max=255)
""",
                "turns back to uint8 before it clamps",
                "went back to uint8 before `clamp(max=255)`",
            ),
            "clamp lost": Wrong(
                """
def brighten(image, amount):
    result = image.int() + amount
    result.clamp(max=255)
    return result.to(torch.uint8)
""",
                "the result of clamp is not kept",
                "went back to uint8 before `clamp(max=255)`",
            ),
            "int lost": Wrong(
                """
def brighten(image, amount):
    image.int()
    image = image + amount
    return image.clamp(max=255)
""",
                "the result of int() is not kept: overflow",
                "the sum was made in one byte",
            ),
            "clamp from below": Wrong(
                """
def brighten(image, amount):
    return (image.int() + amount).clamp(255).to(torch.uint8)
""",
                "clamp(255) is the smallest value: all is white",
                "lower limit",
            ),
            "amount of the lesson": Wrong(
                """
def brighten(image, amount):
    return (image.int() + 60).clamp(max=255).to(torch.uint8)
""",
                "adds 60 whatever the amount",
                "never uses its parameter `amount`",
            ),
            "image of the lesson": Wrong(
                """
def brighten(image, amount):
    return (boot.int() + amount).clamp(max=255).to(torch.uint8)
""",
                "uses boot instead of its parameter",
                "it uses the notebook's `boot`",
            ),
            "three pixels": Wrong(
                """
def brighten(image, amount):
    return torch.tensor([200, 255, 255], dtype=torch.uint8)
""",
                "the three pixels of the hint, whatever the image",
                "two different inputs, the same result",
            ),
            "printed": Wrong(
                """
def brighten(image, amount):
    print((image.int() + amount).clamp(max=255).to(torch.uint8))
""",
                "prints instead of returning",
                "`print` only shows",
            ),
            "python's min": Wrong(
                """
def brighten(image, amount):
    return min(image.int() + amount, 255).to(torch.uint8)
""",
                "Python's min compares whole tensors",
                "`torch.minimum`",
            ),
            "int without parentheses": Wrong(
                """
def brighten(image, amount):
    return (image.int + amount).clamp(max=255).to(torch.uint8)
""",
                "int without parentheses",
                "needs parentheses",
            ),
            "clamp of the amount": Wrong(
                """
def brighten(image, amount):
    return image.int() + amount.clamp(max=255).to(torch.uint8)
""",
                "missing parentheses: clamps the amount",
                "a plain number, not a tensor",
            ),
            "its input changed": Wrong(
                """
def brighten(image, amount):
    image[image > 255 - amount] = 255 - amount
    image += amount
    return image
""",
                "changes the image that it is given",
                "changed the image",
            ),
            "times": Wrong(
                """
def brighten(image, amount):
    return (image.int() * amount).clamp(max=255).to(torch.uint8)
""",
                "multiplies instead of adding",
                "don't multiply",
            ),
            "percent": Wrong(
                """
def brighten(image, amount):
    return (image * (1 + amount / 100)).clamp(max=255).to(torch.uint8)
""",
                "takes the amount as a percentage",
                "no percentage",
            ),
            "shares": Wrong(
                """
def brighten(image, amount):
    return (image / 255 + amount / 255).clamp(max=1)
""",
                "returns floats from 0 to 1",
                "shares of white",
            ),
            "255 missed": Wrong(
                """
def brighten(image, amount):
    return (image.int() + amount).clamp(max=254).to(torch.uint8)
""",
                "white is 255, not 254",
                "white is 255",
            ),
            "256": Wrong(
                """
def brighten(image, amount):
    return (image.int() + amount).clamp(max=256).to(torch.uint8)
""",
                "256 does not fit into uint8 and becomes 0",
                "256 doesn't fit",
            ),
            "int8": Wrong(
                """
def brighten(image, amount):
    return (image.to(torch.int8) + amount).clamp(max=127).to(torch.uint8)
""",
                "int8 holds no more than 127",
                "the sum was made in one byte",
            ),
            "stretched": Wrong(
                """
def brighten(image, amount):
    bright = image.int() + amount
    return (bright * 255 / bright.max()).to(torch.uint8)
""",
                "scales everything instead of stopping at 255",
                "leave the others as they are",
            ),
            "bright pixels not at all": Wrong(
                """
def brighten(image, amount):
    return torch.where(image.int() + amount > 255, image, image + amount)
""",
                "pixels that would be too bright stay as they are",
                "what would be too bright becomes white",
            ),
            "one parameter": Wrong(
                """
def brighten(image):
    return (image.int() + 100).clamp(max=255).to(torch.uint8)
""",
                "takes one argument only",
                "takes 1 argument",
            ),
            "parameters swapped": Wrong(
                """
def brighten(amount, image):
    return (image.int() + amount).clamp(max=255).to(torch.uint8)
""",
                "the parameters are swapped",
                "your parameters are (",
            ),
            "a list": Wrong(
                """
def brighten(image, amount):
    return (image.int() + amount).clamp(max=255).tolist()
""",
                "a list, not a tensor",
                "got a list",
            ),
            "one row": Wrong(
                """
def brighten(image, amount):
    return (image.reshape(-1).int() + amount).clamp(max=255).to(torch.uint8)
""",
                "the shape is lost",
                "got (784,)",
            ),
            "yield": Wrong(
                """
def brighten(image, amount):
    yield (image.int() + amount).clamp(max=255).to(torch.uint8)
""",
                "yield makes a generator",
                "uses `yield`",
            ),
            "called": Wrong(
                """
def brighten(image, amount):
    return (image.int() + amount).clamp(max=255).to(torch.uint8)

brighten = brighten(torch.zeros(28, 28, dtype=torch.uint8), 60)
""",
                "the result of a call, not the function",
                "its name holds a result",
            ),
        },
    },
    "class_means": {
        "right": {
            "a loop": """
def class_means(images, labels):
    means = []
    for c in range(10):
        means.append(images[labels == c].float().mean(dim=0))
    return torch.stack(means)
""",
            "into zeros": """
def class_means(images, labels):
    result = torch.zeros(10, 28, 28)
    for number in range(10):
        mine = images[labels == number]
        result[number] = mine.to(torch.float32).mean(0)
    return result
""",
            "sum and count": """
def class_means(pictures, classes):
    return torch.stack([
        pictures[classes == c].sum(dim=0) / (classes == c).sum() for c in range(10)
    ])
""",
            "matmul with one-hot rows": """
def class_means(images, labels):
    one_hot = (labels == torch.arange(10).unsqueeze(1)).float()
    sums = one_hot @ images.flatten(1).float()
    return (sums / one_hot.sum(dim=1, keepdim=True)).reshape(10, 28, 28)
""",
            "numpy": """
def class_means(images, labels):
    images, labels = images.numpy(), labels.numpy()
    means = [images[labels == c].mean(axis=0) for c in range(10)]
    return torch.tensor(np.array(means), dtype=torch.float32)
""",
            "garment by garment": """
def class_means(images, labels):
    sums = torch.zeros(10, 28, 28)
    counts = torch.zeros(10)
    for image, label in zip(images, labels):
        sums[label] += image
        counts[label] += 1
    return sums / counts.reshape(10, 1, 1)
""",
            "in float64, then back": """
def class_means(images, labels):
    means = [images[labels == c].double().mean(dim=0) for c in range(10)]
    return torch.stack(means).float()
""",
            "index_add": """
def class_means(images, labels):
    sums = torch.zeros(10, 28, 28).index_add(0, labels, images.float())
    return sums / labels.bincount(minlength=10)[:, None, None]
""",
            "cat of pictures with a frame": """
def class_means(images, labels):
    means = [images[labels == c].float().mean(dim=0, keepdim=True) for c in range(10)]
    return torch.cat(means)
""",
            "double": """
def class_means(images, labels):
    return torch.stack([images[labels == c].double().mean(dim=0) for c in range(10)])
""",
        },
        "wrong": {
            "nothing written": Wrong(
                """
def class_means(images, labels):
    ...
""",
                "returns None",
            ),
            "no dim": Wrong(
                """
def class_means(images, labels):
    return torch.stack([images[labels == c].float().mean() for c in range(10)])
""",
                "mean without dim: one number per class",
                "`.mean()` averages everything",
            ),
            "dim=1": Wrong(
                """
def class_means(images, labels):
    return [images[labels == c].float().mean(dim=1) for c in range(10)]
""",
                "the mean over rows, in a list",
                "`dim=` names the one that goes",
            ),
            "dim=(1, 2)": Wrong(
                """
def class_means(images, labels):
    means = []
    for c in range(10):
        means.append(images[labels == c].float().mean(dim=(1, 2)))
    return means
""",
                "the brightness of each garment, in a list",
                "`dim=` names the one that goes",
            ),
            "a list": Wrong(
                """
def class_means(images, labels):
    return [images[labels == c].float().mean(dim=0) for c in range(10)]
""",
                "a list, not one tensor",
                "`torch.stack(means)`",
            ),
            "a dict": Wrong(
                """
def class_means(images, labels):
    return {c: images[labels == c].float().mean(dim=0) for c in range(10)}
""",
                "a dict, not one tensor",
                "got a dict",
            ),
            "cat": Wrong(
                """
def class_means(images, labels):
    return torch.cat([images[labels == c].float().mean(dim=0) for c in range(10)])
""",
                "cat instead of stack: (280, 28)",
                "`torch.cat` joins",
            ),
            "stacked side by side": Wrong(
                """
def class_means(images, labels):
    means = [images[labels == c].float().mean(dim=0) for c in range(10)]
    return torch.stack(means, dim=1)
""",
                "stacked along dim 1",
                "the ten classes are dim 0",
            ),
            "nine": Wrong(
                """
def class_means(images, labels):
    return torch.stack([images[labels == c].float().mean(dim=0) for c in range(9)])
""",
                "nine classes",
                "there are ten classes",
            ),
            "from one": Wrong(
                """
def class_means(images, labels):
    return torch.stack([images[labels == c].float().mean(dim=0) for c in range(1, 11)])
""",
                "classes counted from 1: class 10 has no garment, its mean is nan",
                "is the mean of class 1",
            ),
            "scaled": Wrong(
                """
def class_means(images, labels):
    return torch.stack([(images[labels == c] / 255).mean(dim=0) for c in range(10)])
""",
                "divided by 255",
                "between 0 and 1",
            ),
            "whole numbers": Wrong(
                """
def class_means(images, labels):
    means = [images[labels == c].float().mean(dim=0) for c in range(10)]
    return torch.stack(means).to(torch.uint8)
""",
                "uint8: the decimals are cut off",
                "got torch.uint8",
            ),
            "floor division": Wrong(
                """
def class_means(images, labels):
    means = [images[labels == c].sum(dim=0) // (labels == c).sum() for c in range(10)]
    return torch.stack(means).float()
""",
                "// cuts off the decimals",
                "not `//`",
            ),
            "no float": Wrong(
                """
def class_means(images, labels):
    return torch.stack([images[labels == c].mean(dim=0) for c in range(10)])
""",
                "mean of uint8 raises",
                "`.float()` first",
            ),
            "summed in a byte": Wrong(
                """
def class_means(images, labels):
    result = torch.zeros(10, 28, 28)
    for c in range(10):
        mine = images[labels == c]
        total = torch.zeros(28, 28, dtype=torch.uint8)
        for image in mine:
            total += image
        result[c] = total / len(mine)
    return result
""",
                "the sums overflow in uint8",
                "the sum overflowed",
            ),
            "sums": Wrong(
                """
def class_means(images, labels):
    return torch.stack([images[labels == c].float().sum(dim=0) for c in range(10)])
""",
                "sums, not means",
                "is the sum, not the mean",
            ),
            "medians": Wrong(
                """
def class_means(images, labels):
    return torch.stack([images[labels == c].float().median(dim=0).values for c in range(10)])
""",
                "medians, not means",
                "the median",
            ),
            "shares of all": Wrong(
                """
def class_means(images, labels):
    result = torch.zeros(10, 28, 28)
    for c in range(10):
        mask = (labels == c).reshape(-1, 1, 1)
        result[c] = (images * mask).float().mean(dim=0)
    return result
""",
                "divided by the number of all garments, not of the class's",
                "divided by all",
            ),
            "mean of all": Wrong(
                """
def class_means(images, labels):
    return torch.stack([images.float().mean(dim=0) for c in range(10)])
""",
                "the mean of all garments, ten times",
                "the mean of all garments",
            ),
            "mean of means": Wrong(
                """
def class_means(images, labels):
    result = torch.zeros(10, 28, 28)
    for image, label in zip(images, labels):
        result[label] = (result[label] + image) / 2
    return result
""",
                "half of the last, a quarter of the one before: not a mean",
            ),
            "one garment each": Wrong(
                """
def class_means(images, labels):
    return torch.stack([images[labels == c][0].float() for c in range(10)])
""",
                "the first garment of each class",
                "the first of its class",
            ),
            "first ten garments": Wrong(
                """
def class_means(images, labels):
    return torch.stack([images[c].float() for c in range(10)])
""",
                "the first ten garments",
                "never uses its parameter `labels`",
            ),
            "every tenth": Wrong(
                """
def class_means(images, labels):
    return torch.stack([images[c::10].float().mean(dim=0) for c in range(10)])
""",
                "takes every tenth garment instead of the class's",
                "never uses its parameter `labels`",
            ),
            "label of a place": Wrong(
                """
def class_means(images, labels):
    return torch.stack(
        [images[labels == labels[c]].float().mean(dim=0) for c in range(10)]
    )
""",
                "the classes of the first ten garments",
                "is the mean of class",
            ),
            "number of the garment": Wrong(
                """
def class_means(images, labels):
    return torch.stack([images[labels[labels == c]].float().mean(dim=0) for c in range(10)])
""",
                "labels used as places",
            ),
            "returned too early": Wrong(
                """
def class_means(images, labels):
    means = []
    for c in range(10):
        means.append(images[labels == c].float().mean(dim=0))
        return torch.stack(means)
""",
                "return within the loop",
                "inside the loop",
            ),
            "one list too deep": Wrong(
                """
def class_means(images, labels):
    means = []
    for c in range(10):
        means = [images[labels == c].float().mean(dim=0)]
    return torch.stack(means)
""",
                "only the last class is kept",
                "to the same list",
            ),
            "append's result": Wrong(
                """
def class_means(images, labels):
    means = []
    for c in range(10):
        means = means.append(images[labels == c].float().mean(dim=0))
    return torch.stack(means)
""",
                "append returns None",
                "such as `append`",
            ),
            "printed": Wrong(
                """
def class_means(images, labels):
    means = [images[labels == c].float().mean(dim=0) for c in range(10)]
    print(torch.stack(means))
""",
                "prints instead of returning",
                "`print` only shows",
            ),
            "a frame too many": Wrong(
                """
def class_means(images, labels):
    means = [images[labels == c].float().mean(dim=0, keepdim=True) for c in range(10)]
    return torch.stack(means)
""",
                "keepdim leaves (10, 1, 28, 28)",
                "`keepdim=True`",
            ),
            "on its side": Wrong(
                """
def class_means(images, labels):
    return torch.stack([images[labels == c].float().mean(dim=0).T for c in range(10)])
""",
                "rows and columns are swapped",
                "lying on its side",
            ),
            "parameters swapped": Wrong(
                """
def class_means(labels, images):
    return torch.stack([images[labels == c].float().mean(dim=0) for c in range(10)])
""",
                "the parameters are swapped",
                "your parameters are (",
            ),
            "garments of the lesson": Wrong(
                """
def class_means(x, y):
    return torch.stack([images[labels == c].float().mean(dim=0) for c in range(10)])
""",
                "uses the lesson's images instead of its parameters",
                "does it use a variable of the notebook",
            ),
            "one class": Wrong(
                """
def class_means(images, labels):
    return images[labels == 3].float().mean(dim=0)
""",
                "one class only",
                "one mean per class",
            ),
            "async": Wrong(
                """
async def class_means(images, labels):
    return torch.stack([images[labels == c].float().mean(dim=0) for c in range(10)])
""",
                "async makes a coroutine",
                "without `async`",
            ),
        },
    },
    "contact_sheet": {
        "right": {
            "cat of rows": """
def contact_sheet(images, columns):
    rows = []
    for start in range(0, len(images), columns):
        rows.append(torch.cat(list(images[start : start + columns]), dim=1))
    return torch.cat(rows, dim=0)
""",
            "stacks": """
def contact_sheet(images, columns):
    return torch.vstack([torch.hstack(list(row)) for row in images.split(columns)])
""",
            "transpose": """
def contact_sheet(images, columns):
    n, h, w = images.shape
    return images.view(-1, columns, h, w).transpose(1, 2).reshape(-1, columns * w)
""",
            "into zeros": """
def contact_sheet(images, columns):
    N, H, W = images.shape
    sheet = torch.zeros(N // columns * H, columns * W, dtype=torch.uint8)
    for i in range(N):
        r, c = i // columns, i % columns
        sheet[r * H : (r + 1) * H, c * W : (c + 1) * W] = images[i]
    return sheet
""",
            "numpy": """
def contact_sheet(images, columns):
    n, h, w = images.shape
    grid = images.numpy().reshape(n // columns, columns, h, w)
    return torch.from_numpy(grid.swapaxes(1, 2).reshape(n // columns * h, columns * w).copy())
""",
            "a grid of torchvision": """
import torchvision

def contact_sheet(images, columns):
    return torchvision.utils.make_grid(images.unsqueeze(1), nrow=columns, padding=0)[0]
""",
            "all in one row, then cut": """
def contact_sheet(images, columns):
    count, height, width = images.shape
    strip = images.permute(1, 0, 2).reshape(height, count * width)
    return torch.cat(strip.split(columns * width, dim=1))
""",
            "pixel by pixel": """
def contact_sheet(images, columns):
    count, height, width = images.shape
    lines = []
    for row in range(count // columns):
        for y in range(height):
            line = [images[row * columns + c, y] for c in range(columns)]
            lines.append(torch.cat(line))
    return torch.stack(lines)
""",
        },
        "wrong": {
            "nothing written": Wrong(
                """
def contact_sheet(images, columns):
    ...
""",
                "returns None",
            ),
            "reshape": Wrong(
                """
def contact_sheet(images, columns):
    n, h, w = images.shape
    return images.reshape(n // columns * h, columns * w)
""",
                "reshape alone scrambles",
                "`permute`",
            ),
            "no permute": Wrong(
                """
def contact_sheet(images, columns):
    n, h, w = images.shape
    placed = images.reshape(n // columns, columns, h, w)
    return placed.reshape(n // columns * h, columns * w)
""",
                "permute is missing: scrambled",
                "`permute`",
            ),
            "permute lost": Wrong(
                """
def contact_sheet(images, columns):
    n, h, w = images.shape
    placed = images.reshape(n // columns, columns, h, w)
    placed.permute(0, 2, 1, 3)
    return placed.reshape(n // columns * h, columns * w)
""",
                "the result of permute is not kept",
                "reshape reads the numbers on and on",
            ),
            "another permute": Wrong(
                """
def contact_sheet(images, columns):
    n, h, w = images.shape
    placed = images.reshape(n // columns, columns, h, w).permute(0, 2, 3, 1)
    return placed.reshape(n // columns * h, columns * w)
""",
                "another order of dimensions: interleaved",
                "no garment is whole",
            ),
            "down the columns": Wrong(
                """
def contact_sheet(images, columns):
    n, h, w = images.shape
    placed = images.reshape(columns, n // columns, h, w).permute(1, 2, 0, 3)
    return placed.reshape(n // columns * h, columns * w)
""",
                "in the order of columns, not of reading",
                "row 0, column 1 is garment",
            ),
            "garments on their sides": Wrong(
                """
def contact_sheet(images, columns):
    n, h, w = images.shape
    rows = []
    for start in range(0, n, columns):
        rows.append(torch.cat([image.T for image in images[start : start + columns]], dim=1))
    return torch.cat(rows)
""",
                "each garment lies on its side",
                "lies on its side",
            ),
            "rows for columns": Wrong(
                """
def contact_sheet(images, columns):
    n, h, w = images.shape
    across = n // columns
    return images.reshape(columns, across, h, w).permute(0, 2, 1, 3).reshape(
        columns * h, across * w
    )
""",
                "rows and columns are swapped",
                "rows and columns are swapped",
            ),
            "the sheet on its side": Wrong(
                """
def contact_sheet(images, columns):
    n, h, w = images.shape
    placed = images.reshape(n // columns, columns, h, w).permute(0, 2, 1, 3)
    return placed.reshape(n // columns * h, columns * w).T
""",
                "the sheet lies on its side",
                "the whole sheet lies on its side",
            ),
            "28 by 28": Wrong(
                """
def contact_sheet(images, columns):
    rows = len(images) // columns
    placed = images.reshape(rows, columns, 28, 28).permute(0, 2, 1, 3)
    return placed.reshape(rows * 28, columns * 28)
""",
                "28 is written in",
                "take N, H and W from",
            ),
            "width from height": Wrong(
                """
def contact_sheet(images, columns):
    n, size = images.shape[0], images.shape[1]
    placed = images.reshape(n // columns, columns, size, size).permute(0, 2, 1, 3)
    return placed.reshape(n // columns * size, columns * size)
""",
                "takes garments for squares",
                "take N, H and W from",
            ),
            "height and width swapped": Wrong(
                """
def contact_sheet(images, columns):
    n, w, h = images.shape
    placed = images.reshape(n // columns, columns, h, w).permute(0, 2, 1, 3)
    return placed.reshape(n // columns * h, columns * w)
""",
                "height and width are swapped",
                "the height and the width of a garment are swapped",
            ),
            "eight columns": Wrong(
                """
def contact_sheet(images, columns):
    n, h, w = images.shape
    placed = images.reshape(-1, 8, h, w).permute(0, 2, 1, 3)
    return placed.reshape(-1, 8 * w)
""",
                "8 is written in",
                "never uses its parameter `columns`",
            ),
            "64 garments": Wrong(
                """
def contact_sheet(images, columns):
    placed = images[:64].reshape(64 // columns, columns, 28, 28).permute(0, 2, 1, 3)
    return placed.reshape(64 // columns * 28, columns * 28)
""",
                "64 garments of 28 × 28 are written in",
                "take N, H and W from",
            ),
            "four dimensions": Wrong(
                """
def contact_sheet(images, columns):
    n, h, w = images.shape
    return images.reshape(n // columns, columns, h, w).permute(0, 2, 1, 3)
""",
                "the last reshape is missing",
                "a sheet is one picture with two dimensions",
            ),
            "only placed": Wrong(
                """
def contact_sheet(images, columns):
    n, h, w = images.shape
    return images.reshape(n // columns, columns, h, w)
""",
                "only the first step",
                "a sheet is one picture with two dimensions",
            ),
            "gaps": Wrong(
                """
from torchvision.utils import make_grid

def contact_sheet(images, columns):
    return make_grid(images.unsqueeze(1), nrow=columns)[0]
""",
                "gaps of two pixels between the garments",
                "there are gaps",
            ),
            "three channels": Wrong(
                """
from torchvision.utils import make_grid

def contact_sheet(images, columns):
    return make_grid(images.unsqueeze(1), nrow=columns, padding=0)
""",
                "make_grid returns three channels",
                "a sheet is one picture with two dimensions",
            ),
            "one row": Wrong(
                """
def contact_sheet(images, columns):
    return torch.cat(list(images[:columns]), dim=1)
""",
                "only the first row",
                "its grid is 1 by 4",
            ),
            "one column": Wrong(
                """
def contact_sheet(images, columns):
    return torch.cat(list(images), dim=0)
""",
                "everything under each other",
                "its grid is 12 by 1",
            ),
            "all in one row": Wrong(
                """
def contact_sheet(images, columns):
    return torch.hstack(list(images))
""",
                "everything beside each other",
                "its grid is 1 by 12",
            ),
            "last row forgotten": Wrong(
                """
def contact_sheet(images, columns):
    rows = []
    for start in range(0, len(images) - columns, columns):
        rows.append(torch.cat(list(images[start : start + columns]), dim=1))
    return torch.cat(rows)
""",
                "the last row is missing",
                "its grid is 2 by 4",
            ),
            "same row again": Wrong(
                """
def contact_sheet(images, columns):
    rows = []
    for r in range(len(images) // columns):
        rows.append(torch.cat([images[c] for c in range(columns)], dim=1))
    return torch.cat(rows)
""",
                "the first row again and again",
                "row 1, column 0 is garment 0",
            ),
            "one too few in each row": Wrong(
                """
def contact_sheet(images, columns):
    rows = []
    for start in range(0, len(images), columns):
        rows.append(torch.cat(list(images[start : start + columns - 1]), dim=1))
    return torch.cat(rows)
""",
                "a column is missing",
                "its grid is 3 by 3",
            ),
            "overlapping rows": Wrong(
                """
def contact_sheet(images, columns):
    rows = []
    for r in range(len(images) // columns):
        rows.append(torch.cat(list(images[r : r + columns]), dim=1))
    return torch.cat(rows)
""",
                "rows start at r, not at r * columns",
                "row 1, column 0 is garment 1",
            ),
            "from below": Wrong(
                """
def contact_sheet(images, columns):
    n, h, w = images.shape
    placed = images.flip(0).reshape(n // columns, columns, h, w).permute(0, 2, 1, 3)
    return placed.reshape(n // columns * h, columns * w)
""",
                "in reverse order",
                "row 0, column 0 is garment 11",
            ),
            "into float zeros": Wrong(
                """
def contact_sheet(images, columns):
    n, h, w = images.shape
    sheet = torch.zeros(n // columns * h, columns * w)
    for i in range(n):
        r, c = i // columns, i % columns
        sheet[r * h : (r + 1) * h, c * w : (c + 1) * w] = images[i]
    return sheet
""",
                "float32, not uint8",
                "got torch.float32",
            ),
            "scaled": Wrong(
                """
def contact_sheet(images, columns):
    n, h, w = images.shape
    placed = (images / 255).reshape(n // columns, columns, h, w).permute(0, 2, 1, 3)
    return placed.reshape(n // columns * h, columns * w)
""",
                "divided by 255",
                "divided by 255",
            ),
            "true division": Wrong(
                """
def contact_sheet(images, columns):
    n, h, w = images.shape
    rows = n / columns
    return images.reshape(rows, columns, h, w).permute(0, 2, 1, 3).reshape(rows * h, -1)
""",
                "/ gives a float, which reshape refuses",
            ),
            "view": Wrong(
                """
def contact_sheet(images, columns):
    n, h, w = images.shape
    placed = images.view(n // columns, columns, h, w).permute(0, 2, 1, 3)
    return placed.view(n // columns * h, columns * w)
""",
                "view cannot follow permute",
                "Use .reshape",
            ),
            "list of rows": Wrong(
                """
def contact_sheet(images, columns):
    return [
        torch.cat(list(images[i : i + columns]), dim=1) for i in range(0, len(images), columns)
    ]
""",
                "a list of rows",
                "got a list of 3",
            ),
            "stack of rows": Wrong(
                """
def contact_sheet(images, columns):
    return torch.stack([
        torch.cat(list(images[i : i + columns]), dim=1) for i in range(0, len(images), columns)
    ])
""",
                "stack instead of cat: three dimensions",
                "unlike `torch.stack`",
            ),
            "shown": Wrong(
                """
def contact_sheet(images, columns):
    n, h, w = images.shape
    placed = images.reshape(n // columns, columns, h, w).permute(0, 2, 1, 3)
    plots.garment(placed.reshape(n // columns * h, columns * w))
""",
                "shows the sheet and returns None",
                "returned None",
            ),
            "parameters swapped": Wrong(
                """
def contact_sheet(columns, images):
    n, h, w = images.shape
    placed = images.reshape(n // columns, columns, h, w).permute(0, 2, 1, 3)
    return placed.reshape(n // columns * h, columns * w)
""",
                "the parameters are swapped",
                "your parameters are (",
            ),
            "garments of the lesson": Wrong(
                """
def contact_sheet(pictures, columns):
    n, h, w = images.shape
    placed = images.reshape(n // columns, columns, h, w).permute(0, 2, 1, 3)
    return placed.reshape(n // columns * h, columns * w)
""",
                "uses the lesson's images instead of its parameter",
                "it uses the notebook's `images`",
            ),
        },
    },
    "broadcast_shapes": {
        "right": {
            "a list": 'my_shapes = [(60, 28, 28), "error", (60, 28, 28), (64, 64)]',
            "a tuple": 'my_shapes = (60, 28, 28), "error", (60, 28, 28), (64, 64)',
            "lists of lists": 'my_shapes = [[60, 28, 28], "error", [60, 28, 28], [64, 64]]',
            "tried": """
my_shapes = [
    (torch.zeros(60, 28, 28) + torch.zeros(28, 28)).shape,
    "error",
    (torch.zeros(60, 28, 28) + torch.zeros(60, 1, 1)).shape,
    (torch.zeros(64, 1) + torch.zeros(64)).shape,
]
""",
            "a loop that tries": """
my_shapes = []
for a, b in [((60, 28, 28), (28, 28)), ((60, 28, 28), (60,)), ((60, 28, 28), (60, 1, 1)),
             ((64, 1), (64,))]:
    try:
        my_shapes.append(tuple((torch.zeros(a) + torch.zeros(b)).shape))
    except RuntimeError:
        my_shapes.append("error")
""",
            "asked of numpy": """
my_shapes = [
    np.broadcast_shapes((60, 28, 28), (28, 28)),
    "error",
    np.broadcast_shapes((60, 28, 28), (60, 1, 1)),
    np.broadcast_shapes((64, 1), (64,)),
]
""",
            "Error with a capital": 'my_shapes = [(60, 28, 28), "Error", (60, 28, 28), (64, 64)]',
            "entries of numpy": """
sixty, side, many = np.int64(60), np.int64(28), np.int64(64)
my_shapes = [(sixty, side, side), "error", (sixty, side, side), (many, many)]
""",
            "tensors of these shapes": """
my_shapes = [
    torch.zeros(60, 28, 28) + torch.zeros(28, 28),
    "error",
    torch.zeros(60, 28, 28) + torch.zeros(60, 1, 1),
    torch.zeros(64, 1) + torch.zeros(64),
]
""",
        },
        "wrong": {
            "nothing written": Wrong("my_shapes = None", "not answered"),
            "the example": Wrong(
                'my_shapes = [(28, 28), "error", (60,), (1, 1)]',
                "the example of the stub",
                "pair 1, (60, 28, 28) and (28, 28)",
            ),
            "4: as the first": Wrong(
                'my_shapes = [(60, 28, 28), "error", (60, 28, 28), (64, 1)]',
                "4 is taken to be (64, 1)",
                "counts as (1, 64)",
            ),
            "4: as the second": Wrong(
                'my_shapes = [(60, 28, 28), "error", (60, 28, 28), (64,)]',
                "4 is taken to be (64,)",
                "counts as (1, 64)",
            ),
            "4: an error": Wrong(
                'my_shapes = [(60, 28, 28), "error", (60, 28, 28), "error"]',
                "4 is taken to fail",
                "they do fit",
            ),
            "2: stretched": Wrong(
                "my_shapes = [(60, 28, 28), (60, 28, 28), (60, 28, 28), (64, 64)]",
                "2 is aligned on the left",
                "right-aligned",
            ),
            "2: stretched further": Wrong(
                "my_shapes = [(60, 28, 28), (60, 28, 60), (60, 28, 28), (64, 64)]",
                "2: 28 and 60 are taken to fit",
                "28 stands over 60",
            ),
            "3: an error": Wrong(
                'my_shapes = [(60, 28, 28), "error", "error", (64, 64)]',
                "3 is taken to fail",
                "they do fit",
            ),
            "3: as the second": Wrong(
                'my_shapes = [(60, 28, 28), "error", (60, 1, 1), (64, 64)]',
                "3: the ones are not stretched",
                "wins over a 1",
            ),
            "1: an error": Wrong(
                'my_shapes = ["error", "error", (60, 28, 28), (64, 64)]',
                "1 is taken to fail",
                "they do fit",
            ),
            "1: as the second": Wrong(
                'my_shapes = [(28, 28), "error", (60, 28, 28), (64, 64)]',
                "1: the longer shape is cut",
                "nothing is cut off",
            ),
            "1: joined": Wrong(
                'my_shapes = [(60, 28, 28, 28, 28), "error", (60, 28, 28), (64, 64)]',
                "1: the shapes are joined",
                "are not joined",
            ),
            "1: added": Wrong(
                'my_shapes = [(60, 56, 56), "error", (120, 29, 29), (128, 1)]',
                "the entries are added",
                "the numbers are added",
            ),
            "three": Wrong(
                "my_shapes = [(60, 28, 28), (60, 28, 28), (64, 64)]",
                "the error is left out",
                "has one too",
            ),
            "five": Wrong(
                'my_shapes = [(60, 28, 28), "error", (60, 28, 28), (64, 64), (64,)]',
                "five answers",
                "got 5",
            ),
            "in another order": Wrong(
                'my_shapes = [(60, 28, 28), (60, 28, 28), "error", (64, 64)]',
                "2 and 3 are swapped",
            ),
            "one number": Wrong(
                'my_shapes = [60 * 28 * 28, "error", 60 * 28 * 28, 64 * 64]',
                "how many entries, not the shapes",
                "got 47040",
            ),
            "how many dimensions": Wrong(
                'my_shapes = [3, "error", 3, 2]', "how many dimensions, not the shapes", "got 3"
            ),
            "None for an error": Wrong(
                "my_shapes = [(60, 28, 28), None, (60, 28, 28), (64, 64)]",
                'None instead of "error"',
                "pair 2 has no answer yet",
            ),
            "one answer": Wrong(
                "my_shapes = (60, 28, 28)", "one answer only", "expected a list of four answers"
            ),
            "one string": Wrong(
                'my_shapes = "(60, 28, 28), error, (60, 28, 28), (64, 64)"',
                "one string",
                "expected a list",
            ),
            "a set": Wrong(
                'my_shapes = {(60, 28, 28), "error", (64, 64)}', "a set has no order", "got a set"
            ),
            "numbers of the questions": Wrong(
                "my_shapes = [1, 3, 4]",
                "which ones work, not what comes out",
                "expected a list of four answers",
            ),
            "yes and no": Wrong(
                "my_shapes = [True, False, True, True]",
                "yes or no, not shapes",
                "expected a list of four answers",
            ),
            "the class of the error": Wrong(
                "my_shapes = [(60, 28, 28), RuntimeError, (60, 28, 28), (64, 64)]",
                'the class of the error, not "error"',
                "got the class `RuntimeError`",
            ),
        },
    },
}


def given() -> dict:
    """The lesson's data variables, on the bundled small set."""
    garments = small_garments()
    images, labels = garments.images, garments.targets
    return {
        "train_set": garments,
        "images": images,
        "labels": labels,
        "boot": images[0],
        "bright": torch.tensor([100, 200, 250], dtype=torch.uint8),
        "four": images[:4].float(),
    }
