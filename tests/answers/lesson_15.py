"""Answers to the exercises of lesson 15.

Written on 2026-11-24 by somebody who had read only the lesson, before the checks were read.
"""

from textwrap import dedent, indent

from tests.answers import Wrong


def _under(head: str, body: str) -> str:
    return f"{head}\n{indent(dedent(body).strip(), '    ')}\n"


def load(body: str) -> str:
    return _under("def my_load(path):", body)


def split(body: str) -> str:
    return _under("def my_split(groups, share, seed):", body)


def recognize(body: str) -> str:
    return _under("def my_recognize(model, classes, path):", body)


def plan(**changed: str) -> str:
    """A plan, with some entries written otherwise; those that are "" are left out."""
    entries = {
        "question": '"Do twice as many epochs help?"',
        "change": '{"epochs": 60}',
        "seeds": "[0, 1]",
        "expect": "0.08",
        "at_least": "0.06",
        "otherwise": '"Then 30 epochs are enough, and I try a smaller learning rate."',
    } | changed
    lines = [f'    "{name}": {value},\n' for name, value in entries.items() if value]
    return "my_plan = {\n" + "".join(lines) + "}\n"


LOADER = {
    "right": {
        "as in the hints": load("""
            image = Image.open(path)
            image = ImageOps.exif_transpose(image)
            image = image.convert("RGBA")
            white = Image.new("RGBA", image.size, "white")
            white.alpha_composite(image)
            return white.convert("RGB")
        """),
        "with with": load("""
            with Image.open(path) as image:
                upright = ImageOps.exif_transpose(image).convert("RGBA")
            background = Image.new("RGBA", upright.size, (255, 255, 255, 255))
            return Image.alpha_composite(background, upright).convert("RGB")
        """),
        "pasted with a mask": load("""
            picture = ImageOps.exif_transpose(Image.open(path)).convert("RGBA")
            page = Image.new("RGB", picture.size, "white")
            page.paste(picture, (0, 0), picture)
            return page
        """),
        "mask by name": load("""
            im = Image.open(path)
            im = ImageOps.exif_transpose(im)
            im = im.convert("RGBA")
            page = Image.new("RGB", im.size, (255, 255, 255))
            page.paste(im, mask=im.getchannel("A"))
            return page
        """),
        "composite": load("""
            picture = ImageOps.exif_transpose(Image.open(path)).convert("RGBA")
            white = Image.new("RGB", picture.size, "#ffffff")
            return Image.composite(picture.convert("RGB"), white, picture.split()[3])
        """),
        "NumPy": """
import numpy as np


def my_load(path):
    picture = ImageOps.exif_transpose(Image.open(path)).convert("RGBA")
    pixels = np.asarray(picture).astype(float)
    alpha = pixels[:, :, 3:] / 255
    mixed = pixels[:, :, :3] * alpha + 255 * (1 - alpha)
    return Image.fromarray(mixed.round().astype("uint8"), mode="RGB")
""",
        "turned after": load("""
            picture = Image.open(path).convert("RGBA")
            picture = ImageOps.exif_transpose(picture)
            page = Image.new("RGBA", picture.size, "white")
            page.alpha_composite(picture)
            return page.convert("RGB")
        """),
        "turned at the end": load("""
            image = Image.open(path)
            how = image.getexif()
            above = image.convert("RGBA")
            below = Image.new("RGBA", above.size, "white")
            below.alpha_composite(above)
            result = below.convert("RGB")
            result.getexif()[0x0112] = how.get(0x0112, 1)
            return ImageOps.exif_transpose(result)
        """),
        "the lesson's own": "my_load = load_picture\n",
    },
    "wrong": {
        "only converted": Wrong(
            load('return Image.open(path).convert("RGB")'),
            "transparent places are black or whatever was below, and not turned",
            "what was transparent is black",
        ),
        "not turned": Wrong(
            load("""
                picture = Image.open(path).convert("RGBA")
                page = Image.new("RGBA", picture.size, "white")
                page.alpha_composite(picture)
                return page.convert("RGB")
            """),
            "a photo that was taken sideways stays sideways",
            "lies on its side",
        ),
        "only turned": Wrong(
            load('return ImageOps.exif_transpose(Image.open(path)).convert("RGB")'),
            "transparent places are not white",
            "what was transparent is black",
        ),
        "still RGBA": Wrong(
            load("""
                picture = ImageOps.exif_transpose(Image.open(path)).convert("RGBA")
                page = Image.new("RGBA", picture.size, "white")
                page.alpha_composite(picture)
                return page
            """),
            "mode RGBA: not converted at the end",
            "got RGBA",
        ),
        "what alpha_composite returns": Wrong(
            load("""
                picture = ImageOps.exif_transpose(Image.open(path)).convert("RGBA")
                page = Image.new("RGBA", picture.size, "white")
                return page.alpha_composite(picture)
            """),
            "alpha_composite returns nothing",
            "returned None",
        ),
        "None assigned": Wrong(
            load("""
                picture = ImageOps.exif_transpose(Image.open(path)).convert("RGBA")
                page = Image.new("RGBA", picture.size, "white")
                page = page.alpha_composite(picture)
                return page.convert("RGB")
            """),
            "alpha_composite returns nothing, so page is None",
            "'NoneType' object",
        ),
        "the page above": Wrong(
            load("""
                picture = ImageOps.exif_transpose(Image.open(path)).convert("RGBA")
                page = Image.new("RGBA", picture.size, "white")
                picture.alpha_composite(page)
                return picture.convert("RGB")
            """),
            "the white page was put on the picture: all is white",
            "the page came back white",
        ),
        "the picture returned": Wrong(
            load("""
                picture = ImageOps.exif_transpose(Image.open(path)).convert("RGBA")
                page = Image.new("RGBA", picture.size, "white")
                page.alpha_composite(picture)
                return picture.convert("RGB")
            """),
            "the picture is returned, not the page that it was put on",
            "and return the white one",
        ),
        "an empty page": Wrong(
            load("""
                picture = ImageOps.exif_transpose(Image.open(path)).convert("RGBA")
                page = Image.new("RGBA", picture.size, "white")
                return page.convert("RGB")
            """),
            "the page is empty: the picture was not put on it",
            "your picture is not on it",
        ),
        "pasted without a mask": Wrong(
            load("""
                picture = ImageOps.exif_transpose(Image.open(path)).convert("RGBA")
                page = Image.new("RGB", picture.size, "white")
                page.paste(picture)
                return page
            """),
            "paste without a mask ignores transparency",
            "by its transparency",
        ),
        "black": Wrong(
            load("""
                picture = ImageOps.exif_transpose(Image.open(path)).convert("RGBA")
                page = Image.new("RGBA", picture.size, "black")
                page.alpha_composite(picture)
                return page.convert("RGB")
            """),
            "the background is black",
            "what was transparent is black",
        ),
        "no color": Wrong(
            load("""
                picture = ImageOps.exif_transpose(Image.open(path)).convert("RGBA")
                page = Image.new("RGBA", picture.size)
                page.alpha_composite(picture)
                return page.convert("RGB")
            """),
            "a new picture without a color is transparent black",
            "what was transparent is black",
        ),
        "light gray": Wrong(
            load("""
                picture = ImageOps.exif_transpose(Image.open(path)).convert("RGBA")
                page = Image.new("RGBA", picture.size, (240, 240, 240, 255))
                page.alpha_composite(picture)
                return page.convert("RGB")
            """),
            "the background is light gray",
            "where it was transparent, it is (240, 240, 240)",
        ),
        "white but transparent": Wrong(
            load("""
                picture = ImageOps.exif_transpose(Image.open(path)).convert("RGBA")
                page = Image.new("RGBA", picture.size, (255, 255, 255, 0))
                page.alpha_composite(picture)
                return page.convert("RGB")
            """),
            "the white page is transparent itself",
            "not transparent itself",
        ),
        "an RGB page": Wrong(
            load("""
                picture = ImageOps.exif_transpose(Image.open(path)).convert("RGBA")
                page = Image.new("RGB", picture.size, "white")
                page.alpha_composite(picture)
                return page
            """),
            "alpha_composite needs two pictures with transparency",
            "image has wrong mode",
        ),
        "transparency only in RGBA": Wrong(
            load("""
                picture = ImageOps.exif_transpose(Image.open(path))
                if picture.mode == "RGBA":
                    page = Image.new("RGBA", picture.size, "white")
                    page.alpha_composite(picture)
                    picture = page
                return picture.convert("RGB")
            """),
            "a palette or gray picture may be transparent too",
            "in a picture of mode LA",
        ),
        "transparency in RGBA and LA": Wrong(
            load("""
                picture = ImageOps.exif_transpose(Image.open(path))
                if picture.mode in ("RGBA", "LA"):
                    picture = picture.convert("RGBA")
                    page = Image.new("RGBA", picture.size, "white")
                    page.alpha_composite(picture)
                    picture = page
                return picture.convert("RGB")
            """),
            "a picture with a palette may be transparent too",
            "in a picture of mode P",
        ),
        "turned but not kept": Wrong(
            load("""
                picture = Image.open(path)
                ImageOps.exif_transpose(picture)
                picture = picture.convert("RGBA")
                page = Image.new("RGBA", picture.size, "white")
                page.alpha_composite(picture)
                return page.convert("RGB")
            """),
            "exif_transpose returns the turned picture; it was not kept",
            "returns the turned picture",
        ),
        "turned in place": Wrong(
            load("""
                picture = Image.open(path)
                picture = ImageOps.exif_transpose(picture, in_place=True)
                picture = picture.convert("RGBA")
                page = Image.new("RGBA", picture.size, "white")
                page.alpha_composite(picture)
                return page.convert("RGB")
            """),
            "in place, exif_transpose returns None",
            "'NoneType' object",
        ),
        "wide ones turned": Wrong(
            load("""
                picture = Image.open(path).convert("RGBA")
                if picture.width > picture.height:
                    picture = picture.rotate(90, expand=True)
                page = Image.new("RGBA", picture.size, "white")
                page.alpha_composite(picture)
                return page.convert("RGB")
            """),
            "turns every wide picture, whatever the camera says",
            "turns only what a camera took",
        ),
        "size before the turn": Wrong(
            load("""
                picture = Image.open(path)
                page = Image.new("RGBA", picture.size, "white")
                picture = ImageOps.exif_transpose(picture).convert("RGBA")
                page.alpha_composite(picture)
                return page.convert("RGB")
            """),
            "the page has the size from before the turn",
            "takes its size from that",
        ),
        "resized": Wrong(
            load("""
                picture = ImageOps.exif_transpose(Image.open(path)).convert("RGBA")
                picture = picture.resize((32, 32))
                page = Image.new("RGBA", picture.size, "white")
                page.alpha_composite(picture)
                return page.convert("RGB")
            """),
            "the size is changed",
            "keeps its own size",
        ),
        "fixed size": Wrong(
            load("""
                picture = ImageOps.exif_transpose(Image.open(path)).convert("RGBA")
                page = Image.new("RGBA", (256, 256), "white")
                page.alpha_composite(picture)
                return page.convert("RGB")
            """),
            "a page of a fixed size",
            "keeps its own size",
        ),
        "thumbnail": Wrong(
            load("""
                picture = ImageOps.exif_transpose(Image.open(path)).convert("RGBA")
                picture.thumbnail((32, 32))
                page = Image.new("RGBA", picture.size, "white")
                page.alpha_composite(picture)
                return page.convert("RGB")
            """),
            "thumbnail changes the size",
            "keeps its own size",
        ),
        "gray": Wrong(
            load("""
                picture = ImageOps.exif_transpose(Image.open(path)).convert("LA").convert("RGBA")
                page = Image.new("RGBA", picture.size, "white")
                page.alpha_composite(picture)
                return page.convert("RGB")
            """),
            "",
            "",
        ),
        "mode L": Wrong(
            load("""
                picture = ImageOps.exif_transpose(Image.open(path)).convert("RGBA")
                page = Image.new("RGBA", picture.size, "white")
                page.alpha_composite(picture)
                return page.convert("L")
            """),
            "a gray picture of mode L",
            "got L",
        ),
        "RGB first": Wrong(
            load("""
                picture = ImageOps.exif_transpose(Image.open(path)).convert("RGB")
                picture = picture.convert("RGBA")
                page = Image.new("RGBA", picture.size, "white")
                page.alpha_composite(picture)
                return page.convert("RGB")
            """),
            "converting to RGB first loses the transparency",
            "before you convert it to RGB",
        ),
        "a tensor": Wrong(
            load("""
                picture = ImageOps.exif_transpose(Image.open(path)).convert("RGBA")
                page = Image.new("RGBA", picture.size, "white")
                page.alpha_composite(picture)
                return ToTensor()(page.convert("RGB"))
            """),
            "a tensor, not a PIL image",
            "`ToTensor` comes later",
        ),
        "an array": Wrong(
            """
import numpy as np


def my_load(path):
    picture = ImageOps.exif_transpose(Image.open(path)).convert("RGBA")
    page = Image.new("RGBA", picture.size, "white")
    page.alpha_composite(picture)
    return np.array(page.convert("RGB"))
""",
            "an array, not a PIL image",
            "expected a PIL image",
        ),
        "alpha thrown away": Wrong(
            """
import numpy as np


def my_load(path):
    picture = ImageOps.exif_transpose(Image.open(path)).convert("RGBA")
    pixels = np.array(picture)
    pixels[pixels[:, :, 3] == 0] = 255
    return Image.fromarray(pixels[:, :, :3])
""",
            "half transparent places are not mixed with white",
            "half transparent",
        ),
        "black made white": Wrong(
            """
import numpy as np


def my_load(path):
    picture = ImageOps.exif_transpose(Image.open(path)).convert("RGB")
    pixels = np.array(picture)
    pixels[(pixels == 0).all(axis=2)] = 255
    return Image.fromarray(pixels)
""",
            "black lines become white as well",
            "black, and not transparent",
        ),
        "saved over": Wrong(
            load("""
                picture = ImageOps.exif_transpose(Image.open(path)).convert("RGBA")
                page = Image.new("RGBA", picture.size, "white")
                page.alpha_composite(picture)
                page = page.convert("RGB")
                page.save(path)
                return page
            """),
            "writes over the file",
            "wrote over the file",
        ),
        "shown": Wrong(
            load("""
                picture = ImageOps.exif_transpose(Image.open(path)).convert("RGBA")
                page = Image.new("RGBA", picture.size, "white")
                page.alpha_composite(picture)
                display(page.convert("RGB"))
            """),
            "shows, and returns nothing",
        ),
        "closed too early": Wrong(
            load("""
                with Image.open(path) as image:
                    pass
                picture = ImageOps.exif_transpose(image).convert("RGBA")
                page = Image.new("RGBA", picture.size, "white")
                page.alpha_composite(picture)
                return page.convert("RGB")
            """),
            "the file is closed before the picture is read",
        ),
        "yielded": Wrong(
            load("""
                picture = ImageOps.exif_transpose(Image.open(path)).convert("RGBA")
                page = Image.new("RGBA", picture.size, "white")
                page.alpha_composite(picture)
                yield page.convert("RGB")
            """),
            "yield makes a generator of it",
            "since the function uses `yield`",
        ),
        "two parameters": Wrong(
            """
def my_load(folder, name):
    picture = ImageOps.exif_transpose(Image.open(folder / name)).convert("RGBA")
    page = Image.new("RGBA", picture.size, "white")
    page.alpha_composite(picture)
    return page.convert("RGB")
""",
            "takes two parameters",
            "takes 2 arguments",
        ),
        "the stub": Wrong(
            load("return None  # your answer"), "nothing was written", "Not tried yet"
        ),
        "mirrored": Wrong(
            load("""
                picture = Image.open(path).transpose(Image.Transpose.ROTATE_270).convert("RGBA")
                page = Image.new("RGBA", picture.size, "white")
                page.alpha_composite(picture)
                return page.convert("RGB")
            """),
            "turns every picture",
            "turns only what a camera took",
        ),
        "turned the wrong way": Wrong(
            load("""
                picture = Image.open(path)
                if picture.getexif().get(0x0112, 1) != 1:
                    picture = picture.rotate(90, expand=True)
                picture = picture.convert("RGBA")
                page = Image.new("RGBA", picture.size, "white")
                page.alpha_composite(picture)
                return page.convert("RGB")
            """),
            "turns the same way whatever the camera says",
            "turn it as its camera says",
        ),
    },
}

SPLIT = {
    "right": {
        "as in the hints": split("""
            names = groups.unique()
            g = torch.Generator().manual_seed(seed)
            order = torch.randperm(len(names), generator=g)
            chosen = names[order[: round(share * len(names))]]
            held = torch.isin(groups, chosen)
            return (~held).nonzero().flatten(), held.nonzero().flatten()
        """),
        "where": split("""
            unique = torch.unique(groups)
            generator = torch.Generator()
            generator.manual_seed(seed)
            unique = unique[torch.randperm(len(unique), generator=generator)]
            n = int(len(unique) * share)
            held = torch.isin(groups, unique[:n])
            return torch.where(~held)[0], torch.where(held)[0]
        """),
        "random": """
import random


def my_split(groups, share, seed):
    names = sorted(set(groups.tolist()))
    random.Random(seed).shuffle(names)
    chosen = set(names[: round(share * len(names))])
    train, held_out = [], []
    for place, group in enumerate(groups.tolist()):
        if group in chosen:
            held_out.append(place)
        else:
            train.append(place)
    return torch.tensor(train), torch.tensor(held_out)
""",
        "NumPy": """
import numpy as np


def my_split(groups, share, seed):
    names = np.unique(groups.numpy())
    rng = np.random.default_rng(seed)
    chosen = rng.choice(names, size=round(share * len(names)), replace=False)
    held = np.isin(groups.numpy(), chosen)
    return torch.from_numpy(np.flatnonzero(~held)), torch.from_numpy(np.flatnonzero(held))
""",
        "scikit-learn": """
from sklearn.model_selection import GroupShuffleSplit


def my_split(groups, share, seed):
    splitter = GroupShuffleSplit(n_splits=1, test_size=share, random_state=seed)
    train, held_out = next(splitter.split(groups, groups=groups))
    return torch.from_numpy(train), torch.from_numpy(held_out)
""",
        "the last ones held out": split("""
            names = groups.unique()
            generator = torch.Generator().manual_seed(seed)
            names = names[torch.randperm(len(names), generator=generator)]
            cut = len(names) - round(share * len(names))
            places = torch.arange(len(groups))
            train = places[torch.isin(groups, names[:cut])]
            held_out = places[torch.isin(groups, names[cut:])]
            return train, held_out
        """),
        "the program's seed": split("""
            torch.manual_seed(seed)
            names = groups.unique()
            names = names[torch.randperm(len(names))]
            held = torch.isin(groups, names[: round(share * len(names))])
            return torch.nonzero(~held).squeeze(1), torch.nonzero(held).squeeze(1)
        """),
        "by inverse": split("""
            names, number = groups.unique(return_inverse=True)
            generator = torch.Generator().manual_seed(seed)
            order = torch.randperm(len(names), generator=generator)
            held = order[number] < round(share * len(names))
            places = torch.arange(len(groups))
            return places[~held], places[held]
        """),
    },
    "wrong": {
        "pictures shuffled": Wrong(
            split("""
                generator = torch.Generator().manual_seed(seed)
                order = torch.randperm(len(groups), generator=generator)
                n = round(share * len(groups))
                return order[n:], order[:n]
            """),
            "the pictures are shuffled, so that groups are torn apart",
            "draw groups",
        ),
        "no shuffling": Wrong(
            split("""
                names = groups.unique()
                held = torch.isin(groups, names[: round(share * len(names))])
                return (~held).nonzero().flatten(), held.nonzero().flatten()
            """),
            "not drawn by chance: the seed is not used",
            "never uses its parameter `seed`",
        ),
        "cut in a row": Wrong(
            split("""
                n = round(share * len(groups))
                places = torch.arange(len(groups))
                return places[n:], places[:n]
            """),
            "the first pictures; groups are torn apart, and no chance in it",
            "has pictures in both parts",
        ),
        "cut after sorting": Wrong(
            split("""
                order = groups.argsort(stable=True)
                n = round(share * len(groups))
                return order[n:], order[:n]
            """),
            "sorted by group and cut: not drawn by chance, and one group is cut",
        ),
        "swapped": Wrong(
            split("""
                names = groups.unique()
                generator = torch.Generator().manual_seed(seed)
                names = names[torch.randperm(len(names), generator=generator)]
                held = torch.isin(groups, names[: round(share * len(names))])
                return held.nonzero().flatten(), (~held).nonzero().flatten()
            """),
            "held out comes first: train and held out are swapped",
            "the parts are swapped",
        ),
        "share for training": Wrong(
            split("""
                names = groups.unique()
                generator = torch.Generator().manual_seed(seed)
                names = names[torch.randperm(len(names), generator=generator)]
                seen = torch.isin(groups, names[: round(share * len(names))])
                return seen.nonzero().flatten(), (~seen).nonzero().flatten()
            """),
            "the share is taken for training",
            "the parts are swapped",
        ),
        "seed not used": Wrong(
            split("""
                names = groups.unique()
                names = names[torch.randperm(len(names))]
                held = torch.isin(groups, names[: round(share * len(names))])
                return (~held).nonzero().flatten(), held.nonzero().flatten()
            """),
            "the seed is not used: each call returns another split",
            "never uses its parameter `seed`",
        ),
        "a fixed seed": Wrong(
            split("""
                names = groups.unique()
                generator = torch.Generator().manual_seed(0)
                names = names[torch.randperm(len(names), generator=generator)]
                held = torch.isin(groups, names[: round(share * len(names))])
                return (~held).nonzero().flatten(), held.nonzero().flatten()
            """),
            "a fixed seed: every seed returns the same split",
            "two different seeds held out the same groups",
        ),
        "masks": Wrong(
            split("""
                names = groups.unique()
                generator = torch.Generator().manual_seed(seed)
                names = names[torch.randperm(len(names), generator=generator)]
                held = torch.isin(groups, names[: round(share * len(names))])
                return ~held, held
            """),
            "masks, not places",
            "a mask of True and False",
        ),
        "columns": Wrong(
            split("""
                names = groups.unique()
                generator = torch.Generator().manual_seed(seed)
                names = names[torch.randperm(len(names), generator=generator)]
                held = torch.isin(groups, names[: round(share * len(names))])
                return (~held).nonzero(), held.nonzero()
            """),
            "nonzero returns a column for each dimension: not flattened",
            "`.flatten()`",
        ),
        "group numbers": Wrong(
            split("""
                names = groups.unique()
                generator = torch.Generator().manual_seed(seed)
                names = names[torch.randperm(len(names), generator=generator)]
                n = round(share * len(names))
                return names[n:], names[:n]
            """),
            "the numbers of groups, not the places of pictures",
            "not numbers of groups",
        ),
        "groups of the pictures": Wrong(
            split("""
                names = groups.unique()
                generator = torch.Generator().manual_seed(seed)
                names = names[torch.randperm(len(names), generator=generator)]
                held = torch.isin(groups, names[: round(share * len(names))])
                return groups[~held], groups[held]
            """),
            "the group numbers of the pictures, not their places",
            "not numbers of groups",
        ),
        "one picture per group": Wrong(
            split("""
                generator = torch.Generator().manual_seed(seed)
                names = groups.unique()
                order = torch.randperm(len(names), generator=generator)
                n = round(share * len(names))
                return order[n:], order[:n]
            """),
            "places in the list of groups, not of pictures",
            "return places of pictures",
        ),
        "numbers without gaps": Wrong(
            split("""
                count = len(groups.unique())
                generator = torch.Generator().manual_seed(seed)
                chosen = torch.randperm(count, generator=generator)[: round(share * count)]
                held = torch.isin(groups, chosen)
                return (~held).nonzero().flatten(), held.nonzero().flatten()
            """),
            "takes the groups to be numbered from 0 without gaps",
            "`groups.unique()`",
        ),
        "numbers up to the largest": Wrong(
            split("""
                count = groups.max() + 1
                generator = torch.Generator().manual_seed(seed)
                chosen = torch.randperm(count, generator=generator)[: int(share * count)]
                held = torch.isin(groups, chosen)
                return (~held).nonzero().flatten(), held.nonzero().flatten()
            """),
            "draws from all numbers up to the largest, most of which no group has",
            "negative dimension",
        ),
        "share of pictures": Wrong(
            split("""
                names = groups.unique()
                generator = torch.Generator().manual_seed(seed)
                names = names[torch.randperm(len(names), generator=generator)]
                held = torch.isin(groups, names[: round(share * len(groups))])
                return (~held).nonzero().flatten(), held.nonzero().flatten()
            """),
            "the share of the number of pictures, not of groups",
            "the share of all pictures",
        ),
        "share as a percentage": Wrong(
            split("""
                names = groups.unique()
                generator = torch.Generator().manual_seed(seed)
                names = names[torch.randperm(len(names), generator=generator)]
                held = torch.isin(groups, names[: round(share / 100 * len(names))])
                return (~held).nonzero().flatten(), held.nonzero().flatten()
            """),
            "share is taken for a percentage: nothing is held out",
            "0% of the groups",
        ),
        "a fifth": Wrong(
            split("""
                names = groups.unique()
                generator = torch.Generator().manual_seed(seed)
                names = names[torch.randperm(len(names), generator=generator)]
                held = torch.isin(groups, names[: len(names) // 5])
                return (~held).nonzero().flatten(), held.nonzero().flatten()
            """),
            "a fifth, whatever share is",
            "never uses its parameter `share`",
        ),
        "each group tosses a coin": Wrong(
            split("""
                generator = torch.Generator().manual_seed(seed)
                held = torch.rand(len(groups), generator=generator) < share
                return (~held).nonzero().flatten(), held.nonzero().flatten()
            """),
            "each picture is drawn by itself, so that groups are torn apart",
            "draw groups",
        ),
        "groups shuffled as pictures": Wrong(
            split("""
                generator = torch.Generator().manual_seed(seed)
                shuffled = groups[torch.randperm(len(groups), generator=generator)]
                held = torch.isin(groups, shuffled[: round(share * len(groups))])
                return (~held).nonzero().flatten(), held.nonzero().flatten()
            """),
            "large groups are drawn more often, and too many are held out",
            "`groups.unique()`",
        ),
        "overlap": Wrong(
            split("""
                names = groups.unique()
                generator = torch.Generator().manual_seed(seed)
                names = names[torch.randperm(len(names), generator=generator)]
                n = round(share * len(names))
                train = torch.isin(groups, names[n - 1 :]).nonzero().flatten()
                held_out = torch.isin(groups, names[:n]).nonzero().flatten()
                return train, held_out
            """),
            "off by one: one group is in both",
            "are in both parts",
        ),
        "a group lost": Wrong(
            split("""
                names = groups.unique()
                generator = torch.Generator().manual_seed(seed)
                names = names[torch.randperm(len(names), generator=generator)]
                n = round(share * len(names))
                train = torch.isin(groups, names[n + 1 :]).nonzero().flatten()
                held_out = torch.isin(groups, names[:n]).nonzero().flatten()
                return train, held_out
            """),
            "off by one: one group is in neither",
            "are in no part",
        ),
        "all for training": Wrong(
            split("""
                names = groups.unique()
                generator = torch.Generator().manual_seed(seed)
                names = names[torch.randperm(len(names), generator=generator)]
                held = torch.isin(groups, names[: round(share * len(names))])
                return torch.arange(len(groups)), held.nonzero().flatten()
            """),
            "the held-out pictures are in the training set as well",
            "are in both parts",
        ),
        "two draws": Wrong(
            split("""
                names = groups.unique()
                generator = torch.Generator().manual_seed(seed)
                n = round(share * len(names))
                seen = names[torch.randperm(len(names), generator=generator)][n:]
                held = names[torch.randperm(len(names), generator=generator)][:n]
                train = torch.isin(groups, seen).nonzero().flatten()
                return train, torch.isin(groups, held).nonzero().flatten()
            """),
            "shuffled twice, so that groups may be in both or in neither",
            "are in both parts",
        ),
        "only held out": Wrong(
            split("""
                names = groups.unique()
                generator = torch.Generator().manual_seed(seed)
                names = names[torch.randperm(len(names), generator=generator)]
                return torch.isin(groups, names[: round(share * len(names))]).nonzero().flatten()
            """),
            "returns one tensor, the held-out places",
            "return both",
        ),
        "sets": Wrong(
            split("""
                names = groups.unique()
                generator = torch.Generator().manual_seed(seed)
                names = names[torch.randperm(len(names), generator=generator)]
                held = torch.isin(groups, names[: round(share * len(names))])
                places = set(range(len(groups)))
                held_out = set(held.nonzero().flatten().tolist())
                return places - held_out, held_out
            """),
            "sets, not tensors",
            "got a set",
        ),
        "isin the wrong way": Wrong(
            split("""
                names = groups.unique()
                generator = torch.Generator().manual_seed(seed)
                names = names[torch.randperm(len(names), generator=generator)]
                held = torch.isin(names[: round(share * len(names))], groups)
                return (~held).nonzero().flatten(), held.nonzero().flatten()
            """),
            "the arguments of isin are swapped",
        ),
        "share not rounded": Wrong(
            split("""
                names = groups.unique()
                generator = torch.Generator().manual_seed(seed)
                names = names[torch.randperm(len(names), generator=generator)]
                held = torch.isin(groups, names[: share * len(names)])
                return (~held).nonzero().flatten(), held.nonzero().flatten()
            """),
            "a slice up to a number with a fraction raises",
            "slice indices must be integers",
        ),
        "seed as generator": Wrong(
            split("""
                names = groups.unique()
                names = names[torch.randperm(len(names), generator=seed)]
                held = torch.isin(groups, names[: round(share * len(names))])
                return (~held).nonzero().flatten(), held.nonzero().flatten()
            """),
            "generator wants a torch.Generator, not a number",
            "invalid combination of arguments",
        ),
        "modulo": Wrong(
            split("""
                held = groups % round(1 / share) == seed % round(1 / share)
                return (~held).nonzero().flatten(), held.nonzero().flatten()
            """),
            "by the remainder of the group number: not by chance, and not a share of the groups",
            "nothing was drawn by chance",
        ),
        "one group": Wrong(
            split("""
                names = groups.unique()
                generator = torch.Generator().manual_seed(seed)
                chosen = names[torch.randperm(len(names), generator=generator)[0]]
                held = groups == chosen
                return (~held).nonzero().flatten(), held.nonzero().flatten()
            """),
            "one group only is held out",
            "never uses its parameter `share`",
        ),
        "changes the groups": Wrong(
            split("""
                names = groups.unique()
                generator = torch.Generator().manual_seed(seed)
                names = names[torch.randperm(len(names), generator=generator)]
                for name in names[: round(share * len(names))]:
                    groups[groups == name] = -1
                held = groups == -1
                return (~held).nonzero().flatten(), held.nonzero().flatten()
            """),
            "changes the groups that were passed in",
            "your function changed the groups",
        ),
        "the notebook's groups": Wrong(
            """
groups = torch.arange(40) // 2


def my_split(g, share, seed):
    names = groups.unique()
    generator = torch.Generator().manual_seed(seed)
    names = names[torch.randperm(len(names), generator=generator)]
    held = torch.isin(groups, names[: round(share * len(names))])
    return (~held).nonzero().flatten(), held.nonzero().flatten()
""",
            "uses the notebook's groups, not those that are passed in",
            "the notebook's `groups`",
        ),
        "deal": Wrong(
            split("""
                fold = deal(torch.zeros_like(groups), groups, folds=5, seed=seed)
                return (fold > 0).nonzero().flatten(), (fold == 0).nonzero().flatten()
            """),
            "always a fifth, whatever share is",
            "never uses its parameter `share`",
        ),
        "neighbors removed": Wrong(
            split("""
                names = groups.unique_consecutive()
                generator = torch.Generator().manual_seed(seed)
                order = torch.randperm(len(names), generator=generator)
                number = torch.unique_consecutive(groups, return_inverse=True)[1]
                held = torch.isin(number, order[: round(share * len(names))])
                return (~held).nonzero().flatten(), held.nonzero().flatten()
            """),
            "unique_consecutive only joins equal neighbors, so groups are torn apart",
            "has pictures in both parts",
        ),
        "two parameters": Wrong(
            """
def my_split(groups, share):
    names = groups.unique()
    names = names[torch.randperm(len(names))]
    held = torch.isin(groups, names[: round(share * len(names))])
    return (~held).nonzero().flatten(), held.nonzero().flatten()
""",
            "takes no seed",
            "takes 2 arguments",
        ),
        "yielded": Wrong(
            split("""
                names = groups.unique()
                generator = torch.Generator().manual_seed(seed)
                names = names[torch.randperm(len(names), generator=generator)]
                held = torch.isin(groups, names[: round(share * len(names))])
                yield (~held).nonzero().flatten()
                yield held.nonzero().flatten()
            """),
            "yield makes a generator of it",
            "since the function uses `yield`",
        ),
        "names of the classes": Wrong(
            split('return ["a", "b"]'), "two texts, not two tensors of places", "got 'a'"
        ),
        "the stub": Wrong(
            split("return None  # your answer"), "nothing was written", "Not tried yet"
        ),
    },
}

PLAN = {
    "right": {
        "more epochs": plan(),
        "no mirroring": plan(
            question='"Does mirroring help at all?"',
            change='{"flip": False}',
            expect="-0.1",
            at_least="0.07",
        ),
        "a smaller rate": plan(
            question='"Is the learning rate too large for batches of 16?"',
            change='{"lr": 0.001}',
            seeds="(0, 1, 2)",
            expect="0.1",
            at_least="0.08",
            otherwise='"Then the rate is not what limits the network."',
        ),
        "fewer epochs": plan(
            question='"What does a training of 10 epochs lose?"',
            change="dict(epochs=10)",
            expect="-0.12",
        ),
        "dict()": """
my_plan = dict(
    question="Does it matter whether the network sees bright colors?",
    change={"color": False},
    seeds=[3, 4],
    expect=-0.1,
    at_least=0.08,
    otherwise="Then I believe that shapes matter more than colors here.",
)
""",
        "step by step": """
my_plan = {}
my_plan["question"] = "Would a rate ten times as high ruin the training?"
my_plan["change"] = {"lr": 0.03}
my_plan["seeds"] = list(range(3))
my_plan["expect"] = -20 / 100
my_plan["at_least"] = 6 / 100
my_plan["otherwise"] = "Then the schedule makes the network robust against large rates."
""",
        "many seeds": plan(seeds="range(5)"),
        "no change is expected": plan(expect="0"),
        "a copy of the lesson's, changed": """
my_plan = {
    "question": "Does the network need more epochs?",
    "change": {"epochs": 90},
    "seeds": [0, 1],
    "expect": 0.06,
    "at_least": 0.06,
    "otherwise": "Then it has learned what it can from so few pictures.",
}
""",
    },
    "wrong": {
        "two changes": Wrong(
            plan(change='{"epochs": 60, "lr": 0.001}'),
            "two changes at the same time",
            "one change per experiment",
        ),
        "less than what counts is expected": Wrong(
            plan(expect="0.03"),
            "what is expected would not count, by the plan's own rule",
            "can't show what you expect",
        ),
        "no change": Wrong(
            plan(change="{}"), "nothing is changed", "`change` leaves everything as it is"
        ),
        "the same value": Wrong(
            plan(change='{"epochs": 30}'), "30 is the present value", "leaves everything as it is"
        ),
        "already so": Wrong(
            plan(question='"Does mirroring help?"', change='{"flip": True}'),
            "flip is True already",
            "leaves everything as it is",
        ),
        "no such setting": Wrong(
            plan(change='{"batch_size": 32}'), "no such setting", "there is no setting 'batch_size'"
        ),
        "misspelled": Wrong(
            plan(change='{"learning_rate": 0.001}'),
            "the setting is called lr",
            "there is no setting 'learning_rate'",
        ),
        "change as a text": Wrong(
            plan(change='"epochs 60"'), "change is a text, not a dict", "expected a dict"
        ),
        "change as a pair": Wrong(
            plan(change='("epochs", 60)'), "change is a pair, not a dict", "expected a dict"
        ),
        "change as a set": Wrong(
            plan(change='{"epochs", 60}'), "a comma for a colon: a set", "`change` is a set"
        ),
        "all settings": Wrong(
            plan(change='{"color": True, "flip": True, "epochs": 60, "lr": 0.003}'),
            "all settings, though only one differs",
            "repeats settings that stay",
        ),
        "the value as a text": Wrong(
            plan(change='{"epochs": "60"}'), "epochs is a text", "of another kind"
        ),
        "half an epoch": Wrong(
            plan(change='{"epochs": 45.5}'), "epochs is no whole number", "expected a whole number"
        ),
        "no epoch": Wrong(
            plan(change='{"epochs": 0}'), "no epoch: nothing is trained", "a whole number from 1 on"
        ),
        "a negative rate": Wrong(plan(change='{"lr": -0.001}'), "a negative rate", "not negative"),
        "flip as a text": Wrong(
            plan(question='"Does mirroring help?"', change='{"flip": "no"}', expect="-0.1"),
            "a text that is not empty counts as True",
            "of another kind",
        ),
        "one seed": Wrong(plan(seeds="[0]"), "one seed says nothing about chance", "with one seed"),
        "a number of seeds": Wrong(
            plan(seeds="2"), "a number, not a list of seeds", "expected a list"
        ),
        "the same seed twice": Wrong(
            plan(seeds="[0, 0]"), "the same seed twice", "two or more different seeds"
        ),
        "no seeds": Wrong(plan(seeds="[]"), "an empty list of seeds", "without seeds"),
        "seeds as texts": Wrong(
            plan(seeds='["0", "1"]'), "texts, not numbers", "expected whole numbers"
        ),
        "seeds between numbers": Wrong(
            plan(seeds="[0.5, 1.5]"), "seeds must be whole numbers", "expected whole numbers"
        ),
        "percent": Wrong(
            plan(expect="8", at_least="6"),
            "in percent, not in shares of 1",
            "5 points of accuracy are 0.05",
        ),
        "expect in percent": Wrong(
            plan(expect="5"), "in percent, not in shares of 1", "5 points of accuracy are 0.05"
        ),
        "an accuracy": Wrong(
            plan(expect="0.75"), "the accuracy itself, not the change of it", "not the accuracy"
        ),
        "expect in words": Wrong(
            plan(expect='"better"'), "words, not a number", "a number for `expect`"
        ),
        "expect as a text": Wrong(
            plan(expect='"+8 %"'), "a text, not a number", "a number for `expect`"
        ),
        "everything counts": Wrong(
            plan(at_least="0"),
            "everything would count as a difference",
            "any difference would count",
        ),
        "chance counts": Wrong(
            plan(at_least="0.001"),
            "below what two seeds differ by chance alone",
            "chance alone would pass",
        ),
        "a negative least": Wrong(
            plan(at_least="-0.06"), "at_least is negative", "any difference would count"
        ),
        "nothing ever counts": Wrong(
            plan(at_least="0.9", expect="0.95"),
            "a difference that can never be reached",
            "a change by 9",
        ),
        "at_least None": Wrong(
            plan(at_least="None"), "at_least is left open", "a number for `at_least`"
        ),
        "no question": Wrong(plan(question='""'), "the question is empty", "`question` is ''"),
        "not a question": Wrong(
            plan(question="True"), "the question is no text", "`question` is True"
        ),
        "dots": Wrong(plan(question='"..."'), "no question is written", "`question` is '...'"),
        "otherwise empty": Wrong(plan(otherwise='""'), "otherwise is empty", "`otherwise` is ''"),
        "otherwise None": Wrong(
            plan(otherwise="None"), "otherwise is no text", "`otherwise` is None"
        ),
        "question missing": Wrong(
            plan(question=""), "the question is missing", "doesn't say `question`"
        ),
        "otherwise missing": Wrong(
            plan(otherwise=""), "otherwise is missing", "doesn't say `otherwise`"
        ),
        "at_least missing": Wrong(
            plan(at_least=""), "at_least is missing", "doesn't say `at_least`"
        ),
        "another name": Wrong(
            plan(at_least="") + 'my_plan["atleast"] = 0.06\n',
            "atleast in place of at_least",
            "it has `atleast`",
        ),
        "the lesson's plan": Wrong(
            """
my_plan = {
    "question": "Does the network need color to tell the classes apart?",
    "change": {"color": False},
    "seeds": [0, 1],
    "expect": -0.15,
    "at_least": 0.06,
    "otherwise": "Then it goes by shapes, and gray pictures would do.",
}
""",
            "the lesson's plan, not one of their own",
            "the lesson's question",
        ),
        "a list": Wrong(
            'my_plan = ["More epochs?", {"epochs": 60}, [0, 1], 0.08, 0.06, "Then not."]\n',
            "a list, not a dict",
            "expected a dict, got a list",
        ),
        "a text": Wrong(
            'my_plan = "I train for 60 epochs, and expect 8 points more."\n',
            "a text, not a dict",
            "expected a dict, got 'I train",
        ),
        "a function": Wrong(
            """
def my_plan():
    return {"question": "Do more epochs help?", "change": {"epochs": 60}}
""",
            "a function, not a dict",
            "got a function",
        ),
        "a list of dicts": Wrong(
            'my_plan = [{"question": "More epochs?"}, {"change": {"epochs": 60}}]\n',
            "a list of dicts",
            "got a list of 2",
        ),
        "empty": Wrong("my_plan = {}\n", "an empty dict", "doesn't say `question`"),
        "the stub": Wrong("my_plan = None  # a dict\n", "nothing was written", "Not tried yet"),
        "a range": Wrong(
            plan(expect="(0.06, 0.1)"), "a range, not a number", "a number for `expect`"
        ),
        "change of an entry in place": Wrong(
            plan(change='["epochs", 60]'), "change is a list, not a dict", "`change` is a list"
        ),
        "nan": Wrong(plan(expect='float("nan")'), "nan is no expectation", "`expect` is nan"),
    },
}

RECOGNIZE = {
    "right": {
        "as in the hints": recognize("""
            image = prepare(load_picture(path)).unsqueeze(0)
            model.eval()
            with torch.no_grad():
                probabilities = model(image).softmax(dim=1)
            p, c = probabilities.max(dim=1)
            return classes[c.item()], p.item()
        """),
        "the first row": recognize("""
            model.eval()
            x = prepare(load_picture(path))[None]
            with torch.no_grad():
                logits = model(x)[0]
            probs = torch.softmax(logits, dim=0)
            best = probs.argmax().item()
            return classes[best], float(probs[best])
        """),
        "by hand": recognize("""
            model.eval()
            with torch.inference_mode():
                logits = model(prepare(load_picture(path)).unsqueeze(dim=0)).squeeze(0)
            e = (logits - logits.max()).exp()
            p = e / e.sum()
            i = int(torch.argmax(p))
            return classes[i], p[i].item()
        """),
        "nn.functional": recognize("""
            picture = load_picture(path)
            batch = torch.stack([prepare(picture)])
            model.train(False)
            output = model(batch).detach()
            probability, number = nn.functional.softmax(output, dim=-1).max(dim=-1)
            return (classes[int(number)], float(probability))
        """),
        "topk": recognize("""
            model.eval()
            with torch.no_grad():
                top = model(prepare(load_picture(path)).unsqueeze(0)).softmax(1).topk(1)
            return classes[top.indices[0, 0]], top.values[0, 0].item()
        """),
        "a list and max": recognize("""
            model.eval()
            batch = prepare(load_picture(path)).unsqueeze(0)
            values = model(batch).softmax(dim=1)[0].tolist()
            best = max(range(len(classes)), key=lambda i: values[i])
            return classes[best], values[best]
        """),
        "a dict of names": recognize("""
            model.eval()
            with torch.no_grad():
                values = model(prepare(load_picture(path)).unsqueeze(0)).softmax(dim=1)
            named = dict(zip(classes, values.flatten().tolist()))
            name = max(named, key=named.get)
            return name, named[name]
        """),
        "mode put back": recognize("""
            was = model.training
            model.eval()
            with torch.no_grad():
                p = model(prepare(load_picture(path)).unsqueeze(0)).log_softmax(dim=1).exp()
            model.train(was)
            return classes[p.argmax(dim=1).item()], p.max().item()
        """),
    },
    "wrong": {
        "no eval": Wrong(
            recognize("""
                batch = prepare(load_picture(path)).unsqueeze(0)
                with torch.no_grad():
                    p, c = model(batch).softmax(dim=1).max(dim=1)
                return classes[c.item()], p.item()
            """),
            "the model may be in training mode",
            "`model.eval()` before",
        ),
        "eval without ()": Wrong(
            recognize("""
                batch = prepare(load_picture(path)).unsqueeze(0)
                model.eval
                with torch.no_grad():
                    p, c = model(batch).softmax(dim=1).max(dim=1)
                return classes[c.item()], p.item()
            """),
            "model.eval is not called",
            "`model.eval()` before",
        ),
        "train": Wrong(
            recognize("""
                batch = prepare(load_picture(path)).unsqueeze(0)
                model.train()
                with torch.no_grad():
                    p, c = model(batch).softmax(dim=1).max(dim=1)
                return classes[c.item()], p.item()
            """),
            "puts the model in training mode",
            "in training mode",
        ),
        "eval too late": Wrong(
            recognize("""
                with torch.no_grad():
                    output = model(prepare(load_picture(path)).unsqueeze(0))
                model.eval()
                p, c = output.softmax(dim=1).max(dim=1)
                return classes[c.item()], p.item()
            """),
            "eval() comes after the model was used",
            "`model.eval()` before",
        ),
        "logit": Wrong(
            recognize("""
                model.eval()
                with torch.no_grad():
                    value, c = model(prepare(load_picture(path)).unsqueeze(0)).max(dim=1)
                return classes[c.item()], value.item()
            """),
            "the logit, not a probability: no softmax",
            "which is the logit",
        ),
        "softmax along the batch": Wrong(
            recognize("""
                model.eval()
                with torch.no_grad():
                    p = model(prepare(load_picture(path)).unsqueeze(0)).softmax(dim=0)
                value, c = p.max(dim=1)
                return classes[c.item()], value.item()
            """),
            "softmax along dimension 0, the batch: all are 1",
            "the classes are in dimension 1",
        ),
        "max along the batch": Wrong(
            recognize("""
                model.eval()
                with torch.no_grad():
                    p = model(prepare(load_picture(path)).unsqueeze(0)).softmax(dim=1)
                value, c = p.max(dim=0)
                return classes[c[0].item()], value[0].item()
            """),
            "max along dimension 0, the batch: always class 0",
            "taken along dimension 1",
        ),
        "no batch": Wrong(
            recognize("""
                model.eval()
                with torch.no_grad():
                    p, c = model(prepare(load_picture(path))).softmax(dim=1).max(dim=1)
                return classes[c.item()], p.item()
            """),
            "no dimension for the batch",
            "makes a batch of one",
        ),
        "no batch, dim 0": Wrong(
            recognize("""
                model.eval()
                with torch.no_grad():
                    p, c = model(prepare(load_picture(path))).softmax(dim=0).max(dim=0)
                return classes[c.item()], p.item()
            """),
            "no dimension for the batch",
            "makes a batch of one",
        ),
        "batch dimension second": Wrong(
            recognize("""
                model.eval()
                with torch.no_grad():
                    p, c = model(prepare(load_picture(path)).unsqueeze(1)).softmax(1).max(dim=1)
                return classes[c[0].item()], p[0].item()
            """),
            "unsqueeze(1): each color is a picture of its own",
            "expected (1, 3, side, side)",
        ),
        "number": Wrong(
            recognize("""
                model.eval()
                with torch.no_grad():
                    p, c = model(prepare(load_picture(path)).unsqueeze(0)).softmax(1).max(dim=1)
                return c.item(), p.item()
            """),
            "the number of the class, not its name",
            "the name of a class",
        ),
        "only the name": Wrong(
            recognize("""
                model.eval()
                with torch.no_grad():
                    c = model(prepare(load_picture(path)).unsqueeze(0)).argmax(dim=1)
                return classes[c.item()]
            """),
            "no probability is returned",
            "return both",
        ),
        "swapped": Wrong(
            recognize("""
                model.eval()
                with torch.no_grad():
                    p, c = model(prepare(load_picture(path)).unsqueeze(0)).softmax(1).max(dim=1)
                return p.item(), classes[c.item()]
            """),
            "the probability comes first",
            "expected the name of a class",
        ),
        "max unpacked the wrong way": Wrong(
            recognize("""
                model.eval()
                with torch.no_grad():
                    c, p = model(prepare(load_picture(path)).unsqueeze(0)).softmax(1).max(dim=1)
                return classes[int(c.item())], p.item()
            """),
            "max returns values first, then places",
            "is the maximum taken",
        ),
        "percent": Wrong(
            recognize("""
                model.eval()
                with torch.no_grad():
                    p, c = model(prepare(load_picture(path)).unsqueeze(0)).softmax(1).max(dim=1)
                return classes[c.item()], 100 * p.item()
            """),
            "in percent",
            "a percentage",
        ),
        "a text": Wrong(
            recognize("""
                model.eval()
                with torch.no_grad():
                    p, c = model(prepare(load_picture(path)).unsqueeze(0)).softmax(1).max(dim=1)
                return f"{classes[c.item()]} ({p.item():.0%})"
            """),
            "one text, not a name and a number",
            "return both",
        ),
        "probability as a text": Wrong(
            recognize("""
                model.eval()
                with torch.no_grad():
                    p, c = model(prepare(load_picture(path)).unsqueeze(0)).softmax(1).max(dim=1)
                return classes[c.item()], f"{p.item():.0%}"
            """),
            "the probability is a text",
            "without a text around it",
        ),
        "whole-number probability": Wrong(
            recognize("""
                model.eval()
                with torch.no_grad():
                    p, c = model(prepare(load_picture(path)).unsqueeze(0)).softmax(1).max(dim=1)
                return classes[c.item()], int(p)
            """),
            "int makes 0 of the probability",
            "cut off by `int`",
        ),
        "rounded": Wrong(
            recognize("""
                model.eval()
                with torch.no_grad():
                    p, c = model(prepare(load_picture(path)).unsqueeze(0)).softmax(1).max(dim=1)
                return classes[c.item()], round(p.item(), 1)
            """),
            "rounded to one digit",
            "rounded",
        ),
        "log_softmax": Wrong(
            recognize("""
                model.eval()
                with torch.no_grad():
                    p, c = model(prepare(load_picture(path)).unsqueeze(0)).log_softmax(1).max(1)
                return classes[c.item()], p.item()
            """),
            "the logarithm of the probability",
            "the logarithm",
        ),
        "sigmoid": Wrong(
            recognize("""
                model.eval()
                with torch.no_grad():
                    p, c = model(prepare(load_picture(path)).unsqueeze(0)).sigmoid().max(dim=1)
                return classes[c.item()], p.item()
            """),
            "sigmoid in place of softmax",
            "a sigmoid",
        ),
        "divided by the sum": Wrong(
            recognize("""
                model.eval()
                with torch.no_grad():
                    logits = model(prepare(load_picture(path)).unsqueeze(0))[0]
                p = logits / logits.sum()
                return classes[logits.argmax().item()], p.max().item()
            """),
            "logits divided by their sum are no probabilities",
            "which is not a softmax",
        ),
        "softmax twice": Wrong(
            recognize("""
                model.eval()
                with torch.no_grad():
                    p = model(prepare(load_picture(path)).unsqueeze(0)).softmax(1).softmax(1)
                value, c = p.max(dim=1)
                return classes[c.item()], value.item()
            """),
            "softmax twice",
            "softmax already",
        ),
        "argmin": Wrong(
            recognize("""
                model.eval()
                with torch.no_grad():
                    p, c = model(prepare(load_picture(path)).unsqueeze(0)).softmax(1).min(dim=1)
                return classes[c.item()], p.item()
            """),
            "the class that the model prefers least",
            "smallest logit",
        ),
        "the first class's probability": Wrong(
            recognize("""
                model.eval()
                with torch.no_grad():
                    p = model(prepare(load_picture(path)).unsqueeze(0)).softmax(dim=1)
                return classes[p.argmax().item()], p[0, 0].item()
            """),
            "the probability of class 0, not of the preferred one",
            "that of the first class",
        ),
        "mean probability": Wrong(
            recognize("""
                model.eval()
                with torch.no_grad():
                    p = model(prepare(load_picture(path)).unsqueeze(0)).softmax(dim=1)
                return classes[p.argmax().item()], p.mean().item()
            """),
            "the mean of the probabilities, which is the same for every picture",
            "the mean of all",
        ),
        "sorted classes": Wrong(
            recognize("""
                model.eval()
                with torch.no_grad():
                    p, c = model(prepare(load_picture(path)).unsqueeze(0)).softmax(1).max(dim=1)
                return sorted(classes)[c.item()], p.item()
            """),
            "sorts the classes, whose order is the model's",
            "the model prefers",
        ),
        "the notebook's classes": Wrong(
            """
CLASSES = ["bird", "bug", "fruit", "house"]


def my_recognize(model, classes, path):
    batch = prepare(load_picture(path)).unsqueeze(0)
    model.eval()
    with torch.no_grad():
        p, c = model(batch).softmax(dim=1).max(dim=1)
    return CLASSES[c.item()], p.item()
""",
            "the lesson's classes, not those that are passed in",
            "the notebook's `CLASSES`",
        ),
        "the notebook's model": Wrong(
            """
net = PictureNet(4)


def my_recognize(model, classes, path):
    batch = prepare(load_picture(path)).unsqueeze(0)
    net.eval()
    with torch.no_grad():
        p, c = net(batch).softmax(dim=1).max(dim=1)
    return classes[c.item()], p.item()
""",
            "the notebook's network, not the one that is passed in",
        ),
        "not prepared": Wrong(
            recognize("""
                batch = ToTensor()(load_picture(path)).unsqueeze(0)
                model.eval()
                with torch.no_grad():
                    p, c = model(batch).softmax(dim=1).max(dim=1)
                return classes[c.item()], p.item()
            """),
            "not brought to the size of the training pictures: no prepare",
            "its own size",
        ),
        "stretched": Wrong(
            recognize("""
                batch = ToTensor()(load_picture(path).resize((32, 32))).unsqueeze(0)
                model.eval()
                with torch.no_grad():
                    p, c = model(batch).softmax(dim=1).max(dim=1)
                return classes[c.item()], p.item()
            """),
            "stretched instead of padded as by prepare",
            "was stretched",
        ),
        "opened by hand": Wrong(
            recognize("""
                batch = prepare(Image.open(path).convert("RGB")).unsqueeze(0)
                model.eval()
                with torch.no_grad():
                    p, c = model(batch).softmax(dim=1).max(dim=1)
                return classes[c.item()], p.item()
            """),
            "not loaded by load_picture: transparent places become black",
            "transparent in the file is black",
        ),
        "path to prepare": Wrong(
            recognize("""
                batch = prepare(path).unsqueeze(0)
                model.eval()
                with torch.no_grad():
                    p, c = model(batch).softmax(dim=1).max(dim=1)
                return classes[c.item()], p.item()
            """),
            "prepare takes a picture, not a path",
            "",
        ),
        "divided by 255 again": Wrong(
            recognize("""
                batch = prepare(load_picture(path)).unsqueeze(0) / 255
                model.eval()
                with torch.no_grad():
                    p, c = model(batch).softmax(dim=1).max(dim=1)
                return classes[c.item()], p.item()
            """),
            "divided by 255 a second time",
            "and nothing more",
        ),
        "times 255": Wrong(
            recognize("""
                batch = 255 * prepare(load_picture(path)).unsqueeze(0)
                model.eval()
                with torch.no_grad():
                    p, c = model(batch).softmax(dim=1).max(dim=1)
                return classes[c.item()], p.item()
            """),
            "pixels up to 255",
            "expected 0 to 1",
        ),
        "prepared twice over": Wrong(
            recognize("""
                batch = prepare(load_picture(path)).unsqueeze(0)
                batch = (batch - batch.mean()) / batch.std()
                model.eval()
                with torch.no_grad():
                    p, c = model(batch).softmax(dim=1).max(dim=1)
                return classes[c.item()], p.item()
            """),
            "normalized once more, though the model does that",
            "and nothing more",
        ),
        "all probabilities": Wrong(
            recognize("""
                model.eval()
                with torch.no_grad():
                    p = model(prepare(load_picture(path)).unsqueeze(0)).softmax(dim=1)
                return classes[p.argmax().item()], p
            """),
            "the probabilities of all classes",
            "expected one probability",
        ),
        "a list of one": Wrong(
            recognize("""
                model.eval()
                with torch.no_grad():
                    p, c = model(prepare(load_picture(path)).unsqueeze(0)).softmax(1).max(dim=1)
                return [classes[i] for i in c], p.tolist()
            """),
            "a list of one name and a list of one number",
            "expected the name of a class, got a list",
        ),
        "trains": Wrong(
            recognize("""
                model.eval()
                batch = prepare(load_picture(path)).unsqueeze(0)
                for parameter in model.parameters():
                    parameter.data.zero_()
                with torch.no_grad():
                    p, c = model(batch).softmax(dim=1).max(dim=1)
                return classes[c.item()], p.item()
            """),
            "changes the model's weights",
            "weights have changed",
        ),
        "printed": Wrong(
            recognize("""
                model.eval()
                with torch.no_grad():
                    p, c = model(prepare(load_picture(path)).unsqueeze(0)).softmax(1).max(dim=1)
                print(classes[c.item()], p.item())
            """),
            "prints, and returns nothing",
            "`print` only shows the result",
        ),
        "yielded": Wrong(
            recognize("""
                model.eval()
                with torch.no_grad():
                    p, c = model(prepare(load_picture(path)).unsqueeze(0)).softmax(1).max(dim=1)
                yield classes[c.item()], p.item()
            """),
            "yield makes a generator of it",
            "since the function uses `yield`",
        ),
        "classes indexed by a float": Wrong(
            recognize("""
                model.eval()
                with torch.no_grad():
                    p = model(prepare(load_picture(path)).unsqueeze(0)).softmax(dim=1)
                return classes[p.max().item()], p.max().item()
            """),
            "the probability is used as a place in the list",
            "list indices must be integers",
        ),
        "parameters swapped": Wrong(
            """
def my_recognize(path, model, classes):
    batch = prepare(load_picture(path)).unsqueeze(0)
    model.eval()
    with torch.no_grad():
        p, c = model(batch).softmax(dim=1).max(dim=1)
    return classes[c.item()], p.item()
""",
            "the path comes first",
        ),
        "one parameter": Wrong(
            """
def my_recognize(path):
    return load_picture(path), 1.0
""",
            "takes the path alone",
            "takes 1 argument",
        ),
        "a constant": Wrong(recognize('return "bird", 0.9'), "always bird", "was never called"),
        "the stub": Wrong(
            recognize("return None  # your answer"), "nothing was written", "Not tried yet"
        ),
    },
}

ANSWERS = {
    "picture_loader": LOADER,
    "group_split": SPLIT,
    "plan": PLAN,
    "recognizer": RECOGNIZE,
}
