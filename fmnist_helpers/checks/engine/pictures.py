"""Picture files of many modes, what they look like, and a model that keeps what it was given."""

from pathlib import Path

import numpy as np
import torch
from PIL import Image, ImageOps
from torch import nn

from fmnist_helpers.checks.engine.expect import describe
from fmnist_helpers.checks.engine.verdict import NotYet


def write_picture(name: str, mode: str, size: tuple[int, int]) -> Path:
    """A file with blocks of random colors; if it has transparency, black is below it."""
    width, height = size
    pixels = np.random.default_rng().integers(40, 216, (height, width, 4), dtype=np.uint8)
    pixels[..., 3] = 255
    pixels[: height // 2] = 0
    pixels[-2:, :, 3] = 128
    image, more = Image.fromarray(pixels), {}
    if mode == "P":
        image = image.convert("RGB").quantize(8)
        more["transparency"] = image.getpixel((0, 0))
    elif mode == "EXIF":
        image = Image.fromarray(np.kron(pixels[::8, ::8, :3], np.ones((8, 8, 1), np.uint8)))
        more["exif"] = image.getexif()
        more["exif"][0x0112] = 6  # the camera was turned by a quarter
    else:
        image = image.convert(mode)
    file = Path(name)
    image.save(file, **more)
    return file


def on_page(file: Path, color: str = "white", turn: bool = True) -> Image.Image:
    """The picture in a file as a learner should load it: upright, RGB, on `color`."""
    with Image.open(file) as image:
        picture = (ImageOps.exif_transpose(image) if turn else image).convert("RGBA")
    page = Image.new("RGBA", picture.size, color)
    page.alpha_composite(picture)
    return page.convert("RGB")


def without_transparency(file: Path) -> Image.Image:
    """The picture as RGB, with what was below the transparency."""
    with Image.open(file) as image:
        return ImageOps.exif_transpose(image).convert("RGB")


def look_the_same(one: Image.Image, other: Image.Image) -> bool:
    """Whether no pixel differs by more than rounding."""
    if one.size != other.size:
        return False
    difference = np.asarray(one).astype(int) - np.asarray(other)
    return bool(np.abs(difference).max() <= 3)


def wrong_pixels(found: np.ndarray, right: np.ndarray, file: Path, kind: str) -> NotYet:
    """Which pixels of a picture are wrong: those that the file has transparent, or others."""
    with Image.open(file) as image:
        alpha = np.asarray(image.convert("RGBA"))[..., 3]
    said = f"the pixels of a picture of mode {kind} are not its own"
    hint = "convert it, put it on white, and turn it as its camera says, by `exif_transpose`."
    if alpha.shape != found.shape[:2]:
        return NotYet(f"{said}.", hint)
    wrong = (np.abs(found.astype(int) - right) > 3).any(axis=2)
    for where, place in (
        (alpha == 0, "where it was transparent"),
        ((alpha > 0) & (alpha < 255), "where it was half transparent"),
        ((alpha == 255) & (right == 0).all(axis=2), "where it was black, and not transparent"),
    ):
        if (wrong & where).any():
            row, column = np.argwhere(wrong & where)[0]
            colors = [tuple(map(int, each[row, column])) for each in (found, right)]
            return NotYet(
                f"{said}: {place}, it is {colors[0]}; expected {colors[1]}.",
                "a white page that is not transparent itself, and the picture on it by its "
                "transparency.",
            )
    return NotYet(f"{said}.", hint)


def is_near(images: torch.Tensor, picture: Image.Image) -> bool:
    """Whether a batch of one image holds `picture`, scaled to [0, 1]."""
    wanted = torch.from_numpy(np.array(picture)).permute(2, 0, 1) / 255
    return bool((images[0].double() - wanted).abs().mean() < 0.01)


class Recorder(nn.Module):
    """A model for pictures of any size that keeps what it was given, and how it was called."""

    def __init__(self, classes: int):
        super().__init__()
        self.pool, self.norm = nn.AdaptiveAvgPool2d(8), nn.BatchNorm1d(192)
        self.drop, self.head = nn.Dropout(0.5), nn.Linear(192, classes)
        nn.init.uniform_(self.norm.running_mean, 0.2, 0.6)
        nn.init.normal_(self.head.weight, std=0.15)
        self.train()
        self.images = None

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        if not isinstance(images, torch.Tensor):
            raise NotYet(
                f"the model was given {describe(images)}.", "`prepare` makes a tensor of a picture."
            )
        if images.ndim == 3:
            raise NotYet(
                f"the model was given one image, {tuple(images.shape)}; it takes batches.",
                "`unsqueeze(0)` makes a batch of one.",
                "missing_dimension",
            )
        if images.ndim != 4 or images.shape[:2] != (1, 3):
            raise NotYet(
                f"the model was given the shape {tuple(images.shape)}; expected (1, 3, side, side)."
            )
        if self.training:  # with one picture, batch norm would raise an error of its own
            raise NotYet(
                "the model was in training mode: batch norm would use this one picture's own "
                "statistics, and dropout drop half of the features.",
                "`model.eval()` before you ask it.",
                "eval_for_no_grad",
            )
        self.images = images.detach().clone()
        return self._logits(images)

    def _logits(self, images):
        return self.head(self.drop(self.norm(self.pool(images).flatten(1))))

    def expected(self) -> torch.Tensor:
        self.eval()
        with torch.no_grad():
            self.logits = self._logits(self.images)[0]
        return self.logits.softmax(dim=0)


def telling_model(classes: int, file: Path) -> Recorder:
    """A model whose answer shows a mistake: class 0 is neither its first choice nor its last."""
    picture = ImageOps.pad(on_page(file), (32, 32), color="white")
    while True:
        model = Recorder(classes)
        model.images = torch.from_numpy(np.array(picture)).permute(2, 0, 1)[None] / 255
        probabilities = model.expected()
        model.images = None
        best, highest = int(probabilities.argmax()), float(probabilities.max())
        if best == 0 or (classes > 2 and probabilities.argmin() == 0):
            continue
        if 0.6 < highest < 0.85 and abs(highest - model.logits[best].sigmoid()) > 0.02:
            return model.train()
