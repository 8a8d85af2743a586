"""Lesson 11: a picture of your own, what preprocessing makes of it, and what the model says."""

import base64
from html import escape

import ipywidgets as widgets
import torch
from PIL import Image

from fmnist_helpers import plots
from fmnist_helpers.datasets import prepare_picture
from fmnist_helpers.device import device_of
from fmnist_helpers.sources import CLASS_NAMES
from fmnist_helpers.widgets import drawings
from fmnist_helpers.widgets.base import Lab, control, status_html, two_columns

MEASURES = {
    "width": "How wide the body is",
    "length": "How long it is",
    "sleeves": "How long the sleeves are",
    "flare": "How much wider the hem is than the waist",
    "legs": "How far up the legs are parted",
}
GARMENTS = {  # what each name sets the measures to
    "T-shirt": (60, 60, 20, 0, 0),
    "pullover": (55, 65, 75, 0, 0),
    "dress": (10, 100, 0, 45, 0),
    "trousers": (25, 100, 0, 0, 100),
}
DRAWN, UPLOADED = "drawn with the sliders", "uploaded"
NO_GARMENTS = {"a cat": drawings.cat, "noise": drawings.noise, "blank paper": drawings.blank}
LIMIT = "PNG or JPEG, below 10 MB: Jupyter drops a larger file, and says nothing."
SIDE = 104  # screen pixels of each step


class TryYourOwn(Lab):
    """Draw a garment with sliders or upload a picture; see preprocessing's steps and the answer.

    `model` takes images as float32 (1, 1, 28, 28) in [0, 1] and gives logits (1, 10). It is left
    as it was.

    Controls ``picture``, ``upload``, ``measures``, ``turn``, ``invert``, ``crop``.

    ``measures`` are sliders by name. ``prepared`` holds each step, see
    ``datasets.PreparedPicture``; ``probabilities`` are float32 (10,), and ``answer`` is the name of
    the likeliest class. ``error`` is what was wrong with the file uploaded last, or empty.
    """

    def __init__(self, model):
        self.model, self.uploaded, self.error = model, None, ""
        self._make_controls()
        self.note, self.steps, self.result, self.bars = (widgets.HTML() for _ in range(4))
        controls = [
            self.picture,
            self.upload,
            widgets.HTML(
                f"<div style='margin-left:9.4em;line-height:1.3'><small>{LIMIT}</small></div>"
            ),
            *self.measures.values(),
            self.turn,
            self.invert,
            self.crop,
            self.note,
        ]
        super().__init__(
            "Try your own",
            "make a T-shirt shorter and wider, or upload a photo of a garment on plain paper; then "
            "choose the cat.",
            "the model must name one of ten classes, even for a picture of nothing like clothing, "
            "and it can be sure of it.",
            [two_columns(controls, [self.steps, self.result, self.bars])],
        )
        self.on_change(self._choose, self.picture)
        self.on_change(self._take, self.upload)
        self.on_change(self._sketch, *self.measures.values())
        self.on_change(self._draw, self.turn, self.invert, self.crop)
        self._choose()

    def _make_controls(self):
        self.picture = control(
            widgets.Dropdown, "picture", "What the model is to look at",
            options=[*GARMENTS, *NO_GARMENTS, DRAWN, UPLOADED],
        )  # fmt: skip
        self.upload = widgets.FileUpload(
            accept="image/*", multiple=False, description="Upload a picture",
            tooltip="A PNG or JPEG file of this computer, below 10 MB",
            layout=widgets.Layout(width="auto", margin="2px 11px 2px 9.3em"),
        )  # fmt: skip
        self.measures = {
            name: control(widgets.IntSlider, name, f"{tip}, in percent", max=100, step=5)
            for name, tip in MEASURES.items()
        }
        self.turn = control(
            widgets.IntSlider, "turn", "Turn the picture, in degrees", min=-180, max=180, step=5
        )
        self.invert = control(
            widgets.Checkbox, "invert",
            "Exchange dark and bright; set by itself if the background is bright", indent=False,
        )  # fmt: skip
        self.crop = control(
            widgets.Checkbox, "crop to the content",
            "Cut off the background around; the training images have none", value=True,
            indent=False,
        )  # fmt: skip

    def _choose(self):
        """Show the picture that was chosen; invert it if its background is bright."""
        name = self.picture.value
        if name == UPLOADED and self.uploaded is None:
            self.note.value = status_html("There is none yet: press <b>Upload a picture</b>.")
            return
        with self.hold_updates():
            for slider, value in zip(self.measures.values(), GARMENTS.get(name, ()), strict=False):
                slider.value = value
            self.invert.value = prepare_picture(self._picture()).was_inverted
        self.note.value = self.error = ""
        self._draw()

    def _take(self):
        """Read the file that was uploaded; if it is not a picture, say so and keep the old one."""
        if not self.upload.value:
            return
        file = self.upload.value[0]
        try:
            self.uploaded = prepare_picture(file["content"]).original
        except ValueError as error:  # to be told to the person, who can choose another file
            self.error = f"{file['name']}: {error}"
            look = "border-left:4px solid #D55E00;padding:4px 10px;line-height:1.4"
            self.note.value = f"<div role='alert' style='{look}'>{escape(self.error)}</div>"
            return
        with self.hold_updates():
            self.picture.value = UPLOADED
        self._choose()

    def _sketch(self):
        """Draw a garment by the sliders."""
        if self.picture.value == DRAWN:
            self._draw()
        elif self.picture.value in GARMENTS:
            with self.hold_updates():
                self.picture.value = DRAWN
            self._draw()
        else:
            self.picture.value = DRAWN  # and choose whether to invert

    def _picture(self) -> Image.Image:
        name = self.picture.value
        if name in NO_GARMENTS:
            picture = NO_GARMENTS[name]()
        elif name == UPLOADED:
            picture = self.uploaded
        else:
            picture = drawings.garment(*(slider.value for slider in self.measures.values()))
        return picture

    def _draw(self):
        if self.picture.value == UPLOADED and self.uploaded is None:
            return
        picture = self._picture()
        if self.turn.value:
            corner = picture.getpixel((0, 0))
            picture = picture.rotate(
                -self.turn.value, Image.Resampling.BICUBIC, expand=True, fillcolor=corner
            )
        self.prepared = prepare_picture(picture, invert=self.invert.value, crop=self.crop.value)
        self.probabilities = self._ask(self.prepared.image)
        best = int(self.probabilities.argmax())
        self.answer = CLASS_NAMES[best]
        self.steps.value = _step_by_step(self.prepared)
        self.result.value = status_html(self._verdict(best))
        self.bars.value = plots.svg_bars(
            self.probabilities, CLASS_NAMES, highlight=best, low=0, high=1,
            title="probabilities of the ten classes",
        )  # fmt: skip

    def _verdict(self, best) -> str:
        percent = 100 * self.probabilities[best]
        said = f"The model says <b>{self.answer}</b>, and gives it {percent:.0f} %."
        name = self.picture.value
        if self.prepared.blank:
            return f"{said} The picture is empty: there is nothing to see on it."
        if name in NO_GARMENTS:
            return f"{said} It is {name}. There is no class for that."
        return f"{said} The ten together are always 100 %."

    @torch.inference_mode()
    def _ask(self, image) -> torch.Tensor:
        training = self.model.training
        self.model.eval()
        try:
            return self.model(image[None].to(device_of(self.model))).softmax(dim=1)[0].cpu()
        finally:
            self.model.train(training)

    def static_figure(self) -> plots.LessonFigure:
        """The five steps of preprocessing."""
        made = self.prepared
        steps = [made.original, made.gray, made.inverted, made.cropped, made.resized]
        titles = ["original", "gray", "inverted" if made.was_inverted else "not inverted"]
        titles += ["cropped" if self.crop.value else "not cropped", "28 × 28"]
        return plots.image_grid(steps, titles, columns=5)


def _step_by_step(made) -> str:
    """The pictures of all steps in a row that wraps, each with what was done."""
    low, high = made.image.min().item(), made.image.max().item()
    cropped = "nothing to crop" if made.blank else "cropped"
    cropped = cropped if made.cropped.shape != made.gray.shape or made.blank else "not cropped"
    steps = {
        "original": made.original,
        "gray": made.gray,
        "inverted" if made.was_inverted else "not inverted": made.inverted,
        cropped: made.cropped,
        "resized": made.resized,
    }
    parts = [_figure(i, name, pixels) for i, (name, pixels) in enumerate(steps.items(), start=1)]
    last = (
        f"<div style='width:100%'>6. as a tensor: float32 {tuple(made.image.shape)}, from "
        f"{low:.2f} to {high:.2f}</div>"
    )
    style = "display:flex;flex-wrap:wrap;gap:6px 14px;line-height:1.4;align-items:flex-end"
    return f"<div style='{style}'>{''.join(parts)}{last}</div>"


def _figure(number, name, pixels) -> str:
    picture = pixels if isinstance(pixels, Image.Image) else Image.fromarray(pixels)
    size = f"{picture.width}×{picture.height}"
    picture = picture.copy()
    picture.thumbnail((2 * SIDE, 2 * SIDE))  # twice as fine as it is shown: for sharp screens
    data = base64.b64encode(plots.png_bytes(picture, zoom=1)).decode("ascii")
    shrink = SIDE / max(picture.size)
    width, height = (max(1, round(side * shrink)) for side in picture.size)
    look = "image-rendering:pixelated;" if max(picture.size) < SIDE else ""
    return (
        f"<figure style='margin:0;width:{SIDE + 8}px'><img alt='step {number}, {name}' "
        f"width='{width}' height='{height}' style='{look}border:1px solid #8888' "
        f"src='data:image/png;base64,{data}'><figcaption>{number}. {name}<br>"
        f"<small>{size}</small></figcaption></figure>"
    )
