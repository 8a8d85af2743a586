"""Answers to the exercises of lesson 14.

Written on 2026-11-24 by somebody who had read only the lesson, before the checks were read.
"""

from textwrap import dedent, indent

from tests.answers import Wrong


def _under(head: str, body: str) -> str:
    return f"{head}\n{indent(dedent(body).strip(), '    ')}\n"


def fetch(body: str) -> str:
    return _under("def my_fetch(images, labels, indices):", body)


def rate(body: str) -> str:
    return _under("def my_rate(step, steps, highest):", body)


def trains(body: str) -> str:
    head = "def my_training(model, loader, val_loader, loss_fn, optimizer, scheduler, epochs):"
    return _under(head, body)


FETCH = {
    "right": {
        "unsqueeze": fetch("return images[indices].unsqueeze(1) / 255, labels[indices]"),
        "None as an index": fetch("""
            x = images[indices][:, None].float() / 255.0
            y = labels[indices]
            return x, y
        """),
        "reshape": fetch("""
            batch = images[indices].to(torch.float32).reshape(-1, 1, 28, 28)
            return batch / 255, labels[indices]
        """),
        "view of its length": fetch("""
            return (images[indices] / 255).view(len(indices), 1, 28, 28), labels[indices]
        """),
        "index_select": fetch("""
            some = torch.index_select(images, 0, indices)
            return torch.div(some, 255).unsqueeze(dim=1), labels.index_select(0, indices)
        """),
        "NumPy": fetch("""
            x = images.numpy()[indices.numpy()].astype("float32") / 255
            return torch.from_numpy(x).unsqueeze(1), labels[indices]
        """),
        "times a 255th": fetch("return images[indices].unsqueeze(1) * (1 / 255), labels[indices]"),
        "all as floats first": fetch("""
            images = images.unsqueeze(1).float() / 255
            return images[indices], labels[indices]
        """),
        "a pair with names": fetch("""
            batch = (images[indices].unsqueeze(1) / 255, labels[indices])
            return batch
        """),
        "other names": """
import numpy as np


def my_fetch(pixels, classes, places):
    chosen = pixels[places, :, :]
    chosen = chosen.float().div_(255)
    return chosen[:, None, :, :], classes[places]
""",
    },
    "wrong": {
        "not divided": Wrong(
            fetch("return images[indices].unsqueeze(1).float(), labels[indices]"),
            "values go up to 255: not divided",
            "floats from 0 to 1",
        ),
        "bytes": Wrong(
            fetch("return images[indices].unsqueeze(1), labels[indices]"),
            "still uint8, not divided by 255",
            "floats from 0 to 1",
        ),
        "no channel": Wrong(
            fetch("return images[indices] / 255, labels[indices]"),
            "the dimension of the channel is missing",
            "channel dimension is missing",
        ),
        "channel first of all": Wrong(
            fetch("return images[indices].unsqueeze(0) / 255, labels[indices]"),
            "the new dimension is before the batch's, not behind it",
            "the channel comes after the batch",
        ),
        "channel last": Wrong(
            fetch("return images[indices].unsqueeze(-1) / 255, labels[indices]"),
            "the channel comes last",
            "the channel comes before the rows",
        ),
        "flattened": Wrong(
            fetch("return images[indices].flatten(1) / 255, labels[indices]"),
            "each image is one row of 784 numbers",
            "no `flatten`",
        ),
        "whole-number division": Wrong(
            fetch("return images[indices].unsqueeze(1).float() // 255, labels[indices]"),
            "// throws away all that is below 1",
            "cut off what is below 1",
        ),
        "bytes again": Wrong(
            fetch("return (images[indices] / 255).byte().unsqueeze(1), labels[indices]"),
            "cast back to uint8, which makes 0 of all below 1",
            "keep the floats",
        ),
        "divided in place": Wrong(
            fetch("""
                batch = images[indices].unsqueeze(1)
                batch /= 255
                return batch, labels[indices]
            """),
            "bytes can't be divided in place: it raises",
            "can't be cast to the desired output type",
        ),
        "by 256": Wrong(
            fetch("return images[indices].unsqueeze(1) / 256, labels[indices]"),
            "divided by 256 instead of 255",
            "divided by 256",
        ),
        "by the maximum": Wrong(
            fetch("""
                x = images[indices].unsqueeze(1).float()
                return x / x.max(), labels[indices]
            """),
            "divided by the largest value of the batch, which need not be 255",
            "the largest value of this batch",
        ),
        "from -1 to 1": Wrong(
            fetch("return (images[indices].unsqueeze(1) / 255 - 0.5) / 0.5, labels[indices]"),
            "scaled to -1 to 1",
            "scaled to -1 to 1",
        ),
        "only images": Wrong(
            fetch("return images[indices].unsqueeze(1) / 255"),
            "no labels are returned",
            "`return images, labels`",
        ),
        "swapped": Wrong(
            fetch("return labels[indices], images[indices].unsqueeze(1) / 255"),
            "labels come first",
            "first the images, then the labels",
        ),
        "all labels": Wrong(
            fetch("return images[indices].unsqueeze(1) / 255, labels"),
            "the labels are not chosen by the positions",
            "`labels[indices]`",
        ),
        "labels as positions": Wrong(
            fetch("return images[indices].unsqueeze(1) / 255, indices"),
            "positions are returned in place of labels",
            "not the positions",
        ),
        "the first ones": Wrong(
            fetch("""
                n = len(indices)
                return images[:n].unsqueeze(1) / 255, labels[:n]
            """),
            "the first images, whatever the positions are",
            "the first images, whatever",
        ),
        "from first to last": Wrong(
            fetch("""
                a, b = indices.min(), indices.max() + 1
                return images[a:b].unsqueeze(1) / 255, labels[a:b]
            """),
            "a slice from the smallest position to the largest",
            "and no others",
        ),
        "sorted": Wrong(
            fetch("""
                indices = indices.sort().values
                return images[indices].unsqueeze(1) / 255, labels[indices]
            """),
            "the order of the positions is lost",
            "in ascending order",
        ),
        "as a mask": Wrong(
            fetch("""
                chosen = torch.zeros(len(images), dtype=torch.bool)
                chosen[indices] = True
                return images[chosen].unsqueeze(1) / 255, labels[chosen]
            """),
            "a mask loses the order of the positions, and those that come twice",
            "in ascending order",
        ),
        "one off": Wrong(
            fetch("return images[indices - 1].unsqueeze(1) / 255, labels[indices - 1]"),
            "each image is one before the right one",
            "one place before",
        ),
        "rows and columns swapped": Wrong(
            fetch("return images[indices].permute(0, 2, 1).unsqueeze(1) / 255, labels[indices]"),
            "each image is transposed",
            "rows and columns are swapped",
        ),
        "images shuffled into each other": Wrong(
            fetch("""
                x = images[indices].permute(1, 2, 0).reshape(-1, 1, 28, 28)
                return x / 255, labels[indices]
            """),
            "reshape puts pixels of different images into one",
            "right pixels in the wrong places",
        ),
        "a loop": Wrong(
            fetch("""
                batch = []
                for i in indices:
                    batch.append(images[i].unsqueeze(0) / 255)
                return torch.stack(batch), labels[indices]
            """),
            "image by image in a loop",
            "one image at a time",
        ),
        "labels as floats": Wrong(
            fetch("return images[indices].unsqueeze(1) / 255, labels[indices].float()"),
            "labels became floats, which the loss doesn't take",
            "the labels came as torch.float32",
        ),
        "double": Wrong(
            fetch("return images[indices].unsqueeze(1).double() / 255, labels[indices]"),
            "float64, which a model of float32 doesn't take",
            "got torch.float64",
        ),
        "half": Wrong(
            fetch("return images[indices].unsqueeze(1).half() / 255, labels[indices]"),
            "float16, which a model of float32 doesn't take",
            "got torch.float16",
        ),
        "input changed": Wrong(
            fetch("""
                images.unsqueeze_(1)
                return images[indices] / 255, labels[indices]
            """),
            "changes the images that were passed in",
            "your function changed the images",
        ),
        "squeeze": Wrong(
            fetch("return images[indices].squeeze(1) / 255, labels[indices]"),
            "squeeze takes a dimension away (there is none), unsqueeze adds one",
            "`unsqueeze(1)` inserts it",
        ),
        "printed": Wrong(
            fetch("print(images[indices].unsqueeze(1) / 255, labels[indices])"),
            "prints, and returns nothing",
            "`print` only shows the result",
        ),
        "yielded": Wrong(
            fetch("yield images[indices].unsqueeze(1) / 255, labels[indices]"),
            "yield makes a generator of it",
            "since the function uses `yield`",
        ),
        "the notebook's images": Wrong(
            fetch("""
                return in_memory.images[indices].unsqueeze(1) / 255, in_memory.targets[indices]
            """),
            "uses the notebook's dataset, not what was passed in",
            "'in_memory' is not defined",
        ),
        "two parameters": Wrong(
            """
def my_fetch(images, indices):
    return images[indices].unsqueeze(1) / 255
""",
            "takes two parameters instead of three",
            "takes 2 arguments",
        ),
        "the stub": Wrong(
            fetch("return None  # your answer"), "nothing was written", "Not tried yet"
        ),
        "ToTensor": Wrong(
            fetch("return ToTensor()(images[indices]), labels[indices]"),
            "ToTensor takes a picture or an array, not a tensor",
            "should be PIL Image or ndarray",
        ),
    },
}

SCHEDULE = {
    "right": {
        "as in the hints": rate("""
            top = steps / 5
            if step < top:
                return highest * (0.1 + 0.9 * step / top)
            return highest * (steps - step) / (steps - top)
        """),
        "if and else": rate("""
            top = 0.2 * steps
            if step <= top:
                start = highest / 10
                lr = start + (highest - start) * (step / top)
            else:
                lr = highest * (1 - (step - top) / (steps - top))
            return lr
        """),
        "the lower of two lines": rate("""
            up = 0.1 + 0.9 * step / (steps / 5)
            down = (steps - step) / (steps * 4 / 5)
            return highest * min(up, down)
        """),
        "np.interp": """
import numpy as np


def my_rate(step, steps, highest):
    return np.interp(step, [0, steps / 5, steps], [highest / 10, highest, 0])
""",
        "a lambda": """
my_rate = lambda step, steps, highest: (
    highest * (0.1 + 4.5 * step / steps)
    if 5 * step < steps
    else highest * (1 - step / steps) * 1.25
)
""",
        "two functions": """
def line(x, x0, y0, x1, y1):
    return y0 + (y1 - y0) * (x - x0) / (x1 - x0)


def my_rate(i, total, top_rate):
    knee = total / 5
    if i < knee:
        return line(i, 0, 0.1 * top_rate, knee, top_rate)
    return line(i, knee, top_rate, total, 0.0)
""",
        "a share of the way": rate("""
            progress = step / steps
            if progress < 0.2:
                return highest * (0.1 + 0.9 * progress / 0.2)
            return highest * (1.0 - progress) / 0.8
        """),
        "a slope per step": rate("""
            top = steps / 5
            slope_up = (highest - highest / 10) / top
            slope_down = -highest / (steps - top)
            if step > top:
                return highest + slope_down * (step - top)
            return highest / 10 + slope_up * step
        """),
        "fractions": """
def my_rate(step, steps, highest):
    from fractions import Fraction

    top = Fraction(steps, 5)
    if step < top:
        return highest * float(Fraction(1, 10) + Fraction(9, 10) * step / top)
    return highest * float((steps - step) / (steps - top))
""",
    },
    "wrong": {
        "a whole top": Wrong(
            rate("""
                top = steps // 5
                if step < top:
                    return highest * (0.1 + 0.9 * step / top)
                return highest * (steps - step) / (steps - top)
            """),
            "// makes the fifth a whole number",
            "made a whole number",
        ),
        "a rounded top": Wrong(
            rate("""
                top = int(0.2 * steps)
                if step < top:
                    return highest * (0.1 + 0.9 * step / top)
                return highest * (steps - step) / (steps - top)
            """),
            "int makes the fifth a whole number",
            "made a whole number",
        ),
        "from zero": Wrong(
            rate("""
                top = steps / 5
                if step < top:
                    return highest * step / top
                return highest * (steps - step) / (steps - top)
            """),
            "starts at 0, not at a tenth",
            "would move nothing",
        ),
        "above the highest": Wrong(
            rate("""
                top = steps / 5
                if step < top:
                    return highest * (0.1 + step / top)
                return highest * (steps - step) / (steps - top)
            """),
            "climbs to 1.1 times the highest",
            "above `highest`",
        ),
        "an absolute start": Wrong(
            rate("""
                top = steps / 5
                if step < top:
                    return 0.1 + (highest - 0.1) * step / top
                return highest * (steps - step) / (steps - top)
            """),
            "starts at 0.1, not at a tenth of the highest",
            "a tenth of `highest`",
        ),
        "the lesson's highest": Wrong(
            rate("""
                top = steps / 5
                if step < top:
                    return 0.5 * (0.1 + 0.9 * step / top)
                return 0.5 * (steps - step) / (steps - top)
            """),
            "0.5 in place of highest",
            "never uses its parameter `highest`",
        ),
        "the lesson's steps": Wrong(
            rate("""
                if step < 20:
                    return highest * (0.1 + 0.9 * step / 20)
                return highest * (100 - step) / 80
            """),
            "100 steps, whatever is passed in",
            "never uses its parameter `steps`",
        ),
        "zero one step early": Wrong(
            rate("""
                top = steps / 5
                if step < top:
                    return highest * (0.1 + 0.9 * step / top)
                return highest * (steps - 1 - step) / (steps - 1 - top)
            """),
            "reaches 0 at the last step, steps - 1",
            "0 at the last step already",
        ),
        "counted from 1": Wrong(
            rate("""
                step = step + 1
                top = steps / 5
                if step < top:
                    return highest * (0.1 + 0.9 * step / top)
                return highest * (steps - step) / (steps - top)
            """),
            "each step has the rate of the next",
            "the rate of the next",
        ),
        "falls to a tenth": Wrong(
            rate("""
                top = steps / 5
                if step < top:
                    return highest * (0.1 + 0.9 * step / top)
                return highest * (1 - 0.9 * (step - top) / (steps - top))
            """),
            "falls to a tenth, not to 0",
            "It would come to",
        ),
        "falls from the start": Wrong(
            rate("""
                top = steps / 5
                if step < top:
                    return highest * (0.1 + 0.9 * step / top)
                return highest * (1 - step / steps)
            """),
            "the way down is counted from step 0: it begins at 0.8 of the highest",
            "The way down begins at the top",
        ),
        "falls too fast": Wrong(
            rate("""
                top = steps / 5
                if step < top:
                    return highest * (0.1 + 0.9 * step / top)
                return highest * (1 - (step - top) / top)
            """),
            "the way down is as steep as the way up, and gets below 0",
            "falls below 0",
        ),
        "a quarter": Wrong(
            rate("""
                top = steps / 4
                if step < top:
                    return highest * (0.1 + 0.9 * step / top)
                return highest * (steps - step) / (steps - top)
            """),
            "the top is at a quarter",
            "Its top is at step 25",
        ),
        "top is 0.2": Wrong(
            rate("""
                top = 0.2
                if step < top:
                    return highest * (0.1 + 0.9 * step / top)
                return highest * (steps - step) / (steps - top)
            """),
            "0.2 is the share, not the step of the top",
            "Its top is at step 1",
        ),
        "top is 5": Wrong(
            rate("""
                top = 5
                if step < top:
                    return highest * (0.1 + 0.9 * step / top)
                return highest * (steps - step) / (steps - top)
            """),
            "the top is at step 5, not at a fifth",
            "Its top is at step 5",
        ),
        "the wrong way round": Wrong(
            rate("""
                top = steps / 5
                if step > top:
                    return highest * (0.1 + 0.9 * step / top)
                return highest * (steps - step) / (steps - top)
            """),
            "the two lines are swapped",
            "were the two lines swapped",
        ),
        "the upper of two lines": Wrong(
            rate("""
                top = steps / 5
                return highest * max(0.1 + 0.9 * step / top, (steps - step) / (steps - top))
            """),
            "max in place of min",
            "were the two lines swapped",
        ),
        "only the way up": Wrong(
            rate("""
                top = steps / 5
                if step < top:
                    return highest * (0.1 + 0.9 * step / top)
            """),
            "nothing is returned on the way down",
            "also after a loop or an `if`",
        ),
        "stays at the top": Wrong(
            rate("""
                top = steps / 5
                if step < top:
                    return highest * (0.1 + 0.9 * step / top)
                return highest
            """),
            "it doesn't fall",
            "never comes down",
        ),
        "only falls": Wrong(
            rate("return highest * (steps - step) / steps"),
            "it doesn't climb",
            "a random start can't bear that",
        ),
        "a jump": Wrong(
            rate("""
                if step < steps / 5:
                    return highest / 10
                return highest * (steps - step) / (steps - steps / 5)
            """),
            "stays at a tenth, then jumps",
            "not a straight line",
        ),
        "exponential": Wrong(
            rate("""
                top = steps / 5
                if step < top:
                    return highest * 0.1 ** (1 - step / top)
                return highest * (steps - step) / (steps - top)
            """),
            "the climb is no straight line",
            "not a straight line",
        ),
        "cosine": Wrong(
            """
import math


def my_rate(step, steps, highest):
    top = steps / 5
    if step < top:
        return highest * (0.1 + 0.9 * step / top)
    return highest * (1 + math.cos(math.pi * (step - top) / (steps - top))) / 2
""",
            "the fall is a cosine, no straight line",
            "not a straight line",
        ),
        "without highest": Wrong(
            rate("""
                top = steps / 5
                if step < top:
                    return 0.1 + 0.9 * step / top
                return (steps - step) / (steps - top)
            """),
            "a factor, not a rate: not multiplied by highest",
            "`highest` plays no part",
        ),
        "parameters swapped": Wrong(
            """
def my_rate(steps, step, highest):
    top = steps / 5
    if step < top:
        return highest * (0.1 + 0.9 * step / top)
    return highest * (steps - step) / (steps - top)
""",
            "takes steps before step",
        ),
        "two parameters": Wrong(
            """
def my_rate(step, steps):
    top = steps / 5
    if step < top:
        return 0.1 + 0.9 * step / top
    return (steps - step) / (steps - top)
""",
            "highest is no parameter",
            "takes 2 arguments",
        ),
        "all rates": Wrong(
            rate("""
                rates = []
                for step in range(steps):
                    top = steps / 5
                    if step < top:
                        rates.append(highest * (0.1 + 0.9 * step / top))
                    else:
                        rates.append(highest * (steps - step) / (steps - top))
                return rates
            """),
            "returns a list of all rates",
            "return one number",
        ),
        "printed": Wrong(
            rate("""
                top = steps / 5
                if step < top:
                    print(highest * (0.1 + 0.9 * step / top))
                else:
                    print(highest * (steps - step) / (steps - top))
            """),
            "prints, and returns nothing",
            "`print` only shows the result",
        ),
        "yielded": Wrong(
            rate("""
                top = steps / 5
                if step < top:
                    yield highest * (0.1 + 0.9 * step / top)
                else:
                    yield highest * (steps - step) / (steps - top)
            """),
            "yield makes a generator of it",
            "since the function uses `yield`",
        ),
        "rounded": Wrong(
            rate("""
                top = steps / 5
                if step < top:
                    return round(highest * (0.1 + 0.9 * step / top), 2)
                return round(highest * (steps - step) / (steps - top), 2)
            """),
            "rounded to two digits",
            "are rounded",
        ),
        "a number": Wrong("my_rate = 0.5\n", "a number, not a function", "expected a function"),
        "called": Wrong(
            rate("""
                top = steps / 5
                if step < top:
                    return highest * (0.1 + 0.9 * step / top)
                return highest * (steps - step) / (steps - top)
            """)
            + "\n\nmy_rate = my_rate(0, 100, 0.5)\n",
            "a value of the function, not the function",
            "expected a function",
        ),
        "a scheduler": Wrong(
            rate("""
                optimizer = torch.optim.SGD(nn.Linear(1, 1).parameters(), lr=highest)
                return torch.optim.lr_scheduler.OneCycleLR(
                    optimizer, max_lr=highest, total_steps=steps + 1, pct_start=0.2
                )
            """),
            "returns a scheduler, not a number",
            "return one number",
        ),
        "one line of sight": Wrong(
            rate("""
                top = steps / 5
                if step < top:
                    return 0.1 * highest + step / top
                return highest * (steps - step) / (steps - top)
            """),
            "the climb is to 1, not to highest",
            "above `highest`",
        ),
    },
}

TRAINING = {
    "right": {
        "both mended": trains("""
            for epoch in range(epochs):
                model.train()
                for images, labels in loader:
                    training.train_step(model, images, labels, loss_fn, optimizer)
                    scheduler.step()
                score = training.test_loop(val_loader, model, loss_fn)
            return score
        """),
        "train at every step": trains("""
            for epoch in range(epochs):
                for images, labels in loader:
                    model.train()
                    training.train_step(model, images, labels, loss_fn, optimizer)
                    scheduler.step()
                score = training.test_loop(val_loader, model, loss_fn)
            return score
        """),
        "back to training after the test": trains("""
            model.train()
            for epoch in range(epochs):
                for images, labels in loader:
                    training.train_step(model, images, labels, loss_fn, optimizer)
                    scheduler.step()
                score = training.test_loop(val_loader, model, loss_fn)
                model.train()
            return score
        """),
        "tested once, at the end": trains("""
            model.train()
            for epoch in range(epochs):
                for images, labels in loader:
                    training.train_step(model, images, labels, loss_fn, optimizer)
                    scheduler.step()
            return training.test_loop(val_loader, model, loss_fn)
        """),
        "train_loop": trains("""
            for _ in range(epochs):
                training.train_loop(loader, model, loss_fn, optimizer, scheduler=scheduler)
                score = training.test_loop(val_loader, model, loss_fn)
            return score
        """),
        "fit": trains("""
            training.fit(
                model, loader, val_loader, loss_fn, optimizer, epochs=epochs, scheduler=scheduler
            )
            return training.test_loop(val_loader, model, loss_fn)
        """),
        "steps by hand": trains("""
            scores = []
            for _ in range(epochs):
                model.train(True)
                for batch in loader:
                    x, y = batch
                    optimizer.zero_grad()
                    loss = loss_fn(model(x), y)
                    loss.backward()
                    optimizer.step()
                    scheduler.step()
                model.eval()
                scores.append(training.test_loop(val_loader, model, loss_fn))
            return scores[-1]
        """),
        "while, with prints": trains("""
            epoch = 0
            while epoch < epochs:
                model.train()
                for images, labels in loader:
                    loss, _ = training.train_step(model, images, labels, loss_fn, optimizer)
                    scheduler.step()
                score = training.test_loop(val_loader, model, loss_fn)
                print(f"epoch {epoch + 1}: {score.accuracy:.1%}", scheduler.get_last_lr())
                epoch += 1
            return score
        """),
    },
    "wrong": {
        "as it was": Wrong(
            trains("""
                model.train()
                for epoch in range(epochs):
                    for images, labels in loader:
                        training.train_step(model, images, labels, loss_fn, optimizer)
                    scheduler.step()
                    score = training.test_loop(val_loader, model, loss_fn)
                return score
            """),
            "nothing was changed: scheduler once per epoch, and evaluation mode from epoch 2 on",
            "learned in evaluation mode",
        ),
        "only the mode": Wrong(
            trains("""
                for epoch in range(epochs):
                    model.train()
                    for images, labels in loader:
                        training.train_step(model, images, labels, loss_fn, optimizer)
                    scheduler.step()
                    score = training.test_loop(val_loader, model, loss_fn)
                return score
            """),
            "the scheduler is moved once per epoch",
            "once per epoch",
        ),
        "only the schedule": Wrong(
            trains("""
                model.train()
                for epoch in range(epochs):
                    for images, labels in loader:
                        training.train_step(model, images, labels, loss_fn, optimizer)
                        scheduler.step()
                    score = training.test_loop(val_loader, model, loss_fn)
                return score
            """),
            "from the second epoch on it trains in evaluation mode",
            "learned in evaluation mode",
        ),
        "scheduler first": Wrong(
            trains("""
                for epoch in range(epochs):
                    model.train()
                    for images, labels in loader:
                        scheduler.step()
                        training.train_step(model, images, labels, loss_fn, optimizer)
                    score = training.test_loop(val_loader, model, loss_fn)
                return score
            """),
            "the scheduler moves before the step, so the first rate is never used",
            "moved *before* each step",
        ),
        "scheduler in both places": Wrong(
            trains("""
                for epoch in range(epochs):
                    model.train()
                    for images, labels in loader:
                        training.train_step(model, images, labels, loss_fn, optimizer)
                        scheduler.step()
                    scheduler.step()
                    score = training.test_loop(val_loader, model, loss_fn)
                return score
            """),
            "the scheduler moves once too often per epoch",
            "moved 18 times in 15 steps",
        ),
        "all moves after the epoch": Wrong(
            trains("""
                for epoch in range(epochs):
                    model.train()
                    for images, labels in loader:
                        training.train_step(model, images, labels, loss_fn, optimizer)
                    for _ in range(len(loader)):
                        scheduler.step()
                    score = training.test_loop(val_loader, model, loss_fn)
                return score
            """),
            "the rate is the same for a whole epoch; all moves come after it",
            "moved right after each step",
        ),
        "never moved": Wrong(
            trains("""
                for epoch in range(epochs):
                    model.train()
                    for images, labels in loader:
                        training.train_step(model, images, labels, loss_fn, optimizer)
                    score = training.test_loop(val_loader, model, loss_fn)
                return score
            """),
            "the scheduler is never moved",
            "moved 0 times",
        ),
        "step without ()": Wrong(
            trains("""
                for epoch in range(epochs):
                    model.train()
                    for images, labels in loader:
                        training.train_step(model, images, labels, loss_fn, optimizer)
                        scheduler.step
                    score = training.test_loop(val_loader, model, loss_fn)
                return score
            """),
            "scheduler.step is not called",
            "with parentheses",
        ),
        "train without ()": Wrong(
            trains("""
                for epoch in range(epochs):
                    model.train
                    for images, labels in loader:
                        training.train_step(model, images, labels, loss_fn, optimizer)
                        scheduler.step()
                    score = training.test_loop(val_loader, model, loss_fn)
                return score
            """),
            "model.train is not called",
            "`model.train()` before each epoch",
        ),
        "eval while it trains": Wrong(
            trains("""
                for epoch in range(epochs):
                    model.eval()
                    for images, labels in loader:
                        training.train_step(model, images, labels, loss_fn, optimizer)
                        scheduler.step()
                    score = training.test_loop(val_loader, model, loss_fn)
                return score
            """),
            "it trains in evaluation mode",
            "in epoch 1 the model learned in evaluation mode",
        ),
        "tested in training mode": Wrong(
            trains("""
                right = 0
                for epoch in range(epochs):
                    model.train()
                    for images, labels in loader:
                        training.train_step(model, images, labels, loss_fn, optimizer)
                        scheduler.step()
                    right, count, loss = 0, 0, 0
                    with torch.no_grad():
                        for images, labels in val_loader:
                            logits = model(images)
                            loss += loss_fn(logits, labels).item() * len(labels)
                            right += (logits.argmax(1) == labels).sum().item()
                            count += len(labels)
                    score = training.Score(loss / count, right / count)
                return score
            """),
            "the validation is done in training mode",
            "seen in training mode",
        ),
        "the first epoch's score": Wrong(
            trains("""
                for epoch in range(epochs):
                    model.train()
                    for images, labels in loader:
                        training.train_step(model, images, labels, loss_fn, optimizer)
                        scheduler.step()
                    score = training.test_loop(val_loader, model, loss_fn)
                    return score
            """),
            "return inside the loop: one epoch only",
            "one epoch only",
        ),
        "one epoch": Wrong(
            trains("""
                model.train()
                for images, labels in loader:
                    training.train_step(model, images, labels, loss_fn, optimizer)
                    scheduler.step()
                return training.test_loop(val_loader, model, loss_fn)
            """),
            "epochs is not used: one epoch only",
            "one epoch only",
        ),
        "an epoch too few": Wrong(
            trains("""
                for epoch in range(1, epochs):
                    model.train()
                    for images, labels in loader:
                        training.train_step(model, images, labels, loss_fn, optimizer)
                        scheduler.step()
                    score = training.test_loop(val_loader, model, loss_fn)
                return score
            """),
            "one epoch too few",
            "one epoch too few",
        ),
        "an epoch too many": Wrong(
            trains("""
                for epoch in range(epochs + 1):
                    model.train()
                    for images, labels in loader:
                        training.train_step(model, images, labels, loss_fn, optimizer)
                        scheduler.step()
                    score = training.test_loop(val_loader, model, loss_fn)
                return score
            """),
            "one epoch too many",
            "one epoch too many",
        ),
        "nothing returned": Wrong(
            trains("""
                for epoch in range(epochs):
                    model.train()
                    for images, labels in loader:
                        training.train_step(model, images, labels, loss_fn, optimizer)
                        scheduler.step()
                    score = training.test_loop(val_loader, model, loss_fn)
            """),
            "the score is not returned",
            "end it with `return`",
        ),
        "printed": Wrong(
            trains("""
                for epoch in range(epochs):
                    model.train()
                    for images, labels in loader:
                        training.train_step(model, images, labels, loss_fn, optimizer)
                        scheduler.step()
                    print(training.test_loop(val_loader, model, loss_fn))
            """),
            "the score is printed, not returned",
            "`print` only shows the result",
        ),
        "all scores": Wrong(
            trains("""
                scores = []
                for epoch in range(epochs):
                    model.train()
                    for images, labels in loader:
                        training.train_step(model, images, labels, loss_fn, optimizer)
                        scheduler.step()
                    scores.append(training.test_loop(val_loader, model, loss_fn))
                return scores
            """),
            "returns the scores of all epochs in a list",
            "the last score",
        ),
        "the best score": Wrong(
            trains("""
                best = None
                for epoch in range(epochs):
                    model.train()
                    for images, labels in loader:
                        training.train_step(model, images, labels, loss_fn, optimizer)
                        scheduler.step()
                    score = training.test_loop(val_loader, model, loss_fn)
                    if best is None or score.accuracy > best.accuracy:
                        best = score
                return best
            """),
            "returns the best score, not the last",
            "an earlier epoch",
        ),
        "the history": Wrong(
            trains("""
                return training.fit(
                    model,
                    loader,
                    val_loader,
                    loss_fn,
                    optimizer,
                    epochs=epochs,
                    scheduler=scheduler,
                )
            """),
            "returns fit's history, not a score",
            "got a History",
        ),
        "the model": Wrong(
            trains("""
                for epoch in range(epochs):
                    model.train()
                    for images, labels in loader:
                        training.train_step(model, images, labels, loss_fn, optimizer)
                        scheduler.step()
                    score = training.test_loop(val_loader, model, loss_fn)
                return model
            """),
            "returns the model, not the score",
            "got a Sequential",
        ),
        "scored on training data": Wrong(
            trains("""
                for epoch in range(epochs):
                    model.train()
                    for images, labels in loader:
                        training.train_step(model, images, labels, loss_fn, optimizer)
                        scheduler.step()
                    score = training.test_loop(loader, model, loss_fn)
                return score
            """),
            "the score is that of the training data",
            "on the training images",
        ),
        "loaders swapped": Wrong(
            trains("""
                for epoch in range(epochs):
                    model.train()
                    for images, labels in val_loader:
                        training.train_step(model, images, labels, loss_fn, optimizer)
                        scheduler.step()
                    score = training.test_loop(loader, model, loss_fn)
                return score
            """),
            "trains with the validation data",
            "validation batches",
        ),
        "tested before the epoch": Wrong(
            trains("""
                for epoch in range(epochs):
                    score = training.test_loop(val_loader, model, loss_fn)
                    model.train()
                    for images, labels in loader:
                        training.train_step(model, images, labels, loss_fn, optimizer)
                        scheduler.step()
                return score
            """),
            "the score is from before the last epoch",
            "an earlier epoch",
        ),
        "first batch only": Wrong(
            trains("""
                for epoch in range(epochs):
                    model.train()
                    images, labels = next(iter(loader))
                    training.train_step(model, images, labels, loss_fn, optimizer)
                    scheduler.step()
                    score = training.test_loop(val_loader, model, loss_fn)
                return score
            """),
            "each epoch is one batch",
            "one batch per epoch",
        ),
        "no zero_grad": Wrong(
            trains("""
                for epoch in range(epochs):
                    model.train()
                    for images, labels in loader:
                        loss_fn(model(images), labels).backward()
                        optimizer.step()
                        scheduler.step()
                    score = training.test_loop(val_loader, model, loss_fn)
                return score
            """),
            "gradients add up: no zero_grad",
            "gradients cleared",
        ),
        "an optimizer of its own": Wrong(
            trains("""
                optimizer = torch.optim.SGD(model.parameters(), lr=0.5, momentum=0.9)
                for epoch in range(epochs):
                    model.train()
                    for images, labels in loader:
                        training.train_step(model, images, labels, loss_fn, optimizer)
                        scheduler.step()
                    score = training.test_loop(val_loader, model, loss_fn)
                return score
            """),
            "another optimizer than the one that was passed in and that the scheduler moves",
            "optimizer that was passed took no step",
        ),
        "train_loop without its scheduler": Wrong(
            trains("""
                for epoch in range(epochs):
                    training.train_loop(loader, model, loss_fn, optimizer)
                    scheduler.step()
                    score = training.test_loop(val_loader, model, loss_fn)
                return score
            """),
            "the scheduler is moved once per epoch",
            "once per epoch",
        ),
        "only the accuracy": Wrong(
            trains("""
                for epoch in range(epochs):
                    model.train()
                    for images, labels in loader:
                        training.train_step(model, images, labels, loss_fn, optimizer)
                        scheduler.step()
                    score = training.test_loop(val_loader, model, loss_fn)
                return score.accuracy
            """),
            "returns the accuracy alone, not the score",
            "(loss, accuracy)",
        ),
        "the stub": Wrong(
            trains("return None  # your answer"), "nothing was written", "Not tried yet"
        ),
    },
}

ANSWERS = {"fetch": FETCH, "schedule": SCHEDULE, "scheduled_training": TRAINING}
