"""Lesson 13: a picture of your own, what preprocessing makes of it, and what the model says."""

import base64

import ipywidgets as widgets
import numpy as np
import torch
from PIL import Image

from fmnist_helpers import plots
from fmnist_helpers.datasets import prepare_picture
from fmnist_helpers.sources import CLASS_NAMES
from fmnist_helpers.training import mode, predict
from fmnist_helpers.widgets import base, drawings
from fmnist_helpers.widgets.drawing_pad import DrawingPad

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
BY_HAND, DRAWN, UPLOADED = "drawn by hand", "drawn with the sliders", "uploaded"
NO_GARMENTS = {"a cat": drawings.cat, "noise": drawings.noise, "blank paper": drawings.blank}
LIMIT = (
    "PNG or JPEG, below 10 MB: Jupyter drops larger files without a message. A phone offers its "
    "camera too."
)
SIDE = 104  # screen pixels of each step
FOR_AGAINST = ("#56B4E9", "#E69F00")  # bright on black


class TryYourOwn(base.Lab):
    """Draw a garment by hand or with sliders, or upload a picture; see what the model makes of it.

    `model` takes images as float32 (1, 1, 28, 28) in [0, 1] and gives logits (1, 10). It is left
    as it was.

    Controls ``picture``, ``pad``, ``upload``, ``measures`` (sliders by name), ``turn``, ``invert``,
    ``crop``, ``reasons``. ``prepared`` holds each step, see ``datasets.PreparedPicture``;
    ``probabilities`` are float32 (10,), and ``answer`` is the name of the likeliest class.
    ``error`` is what was wrong with the file uploaded last, or empty.
    """

    title = "Try your own"
    try_this = (
        "draw a bag, stroke by stroke; make a T-shirt shorter and wider; upload a photo of a "
        "garment on plain paper; then choose the cat."
    )
    notice = (
        "the model must name one of ten classes, even for a picture of nothing like clothing, and "
        "it can be sure of it."
    )

    def __init__(self, model):
        super().__init__()
        self.model, self.uploaded, self.error = model, None, ""
        self._make_controls()
        self.note, self.steps, self.result, self.bars, self.why = (widgets.HTML() for _ in range(5))
        self.pad = DrawingPad(layout={"margin": "4px 0 4px 5.5em"})
        limit = widgets.HTML(f"<small>{LIMIT}</small>", layout={"margin": "0 0 0 9.4em"})
        changes = [self.turn, self.invert, self.crop, self.reasons]
        sliders = [*self.measures.values()]
        controls = [self.picture, self.upload, limit, self.pad, *sliders, *changes, self.note]
        self.show(base.two_columns(controls, [self.result, self.bars, self.why, self.steps]))
        self.pad.observe(self.guard(self._follow_the_pen), "pixels")
        self.on_change(self._choose, self.picture)
        self.on_change(self._take, self.upload)
        self.on_change(self._sketch, *sliders)
        self.on_change(self._draw, *changes)
        self._choose()

    def _make_controls(self):
        options = [*GARMENTS, *NO_GARMENTS, BY_HAND, DRAWN, UPLOADED]
        self.picture = base.dropdown("picture", "What the model looks at", options)
        self.upload = widgets.FileUpload(
            accept="image/*",
            description="Upload a picture",
            tooltip="A PNG or JPEG file of this computer, below 10 MB",
            layout={"width": "auto", "margin": "2px 11px 2px 9.3em"},
        )
        self.measures = {
            name: base.slider(name, f"{tip}, in percent", 0, 100, 0, step=5)
            for name, tip in MEASURES.items()
        }
        self.turn = base.slider("turn", "Rotate the picture, in degrees", -180, 180, 0, step=5)
        tip = "Swap dark and bright; set automatically if the background is bright"
        self.invert = base.checkbox("invert", tip)
        tip = "Cut off the background around it; the training images have none"
        self.crop = base.checkbox("crop to the content", tip, value=True)
        tip = "Which pixels make the model surer of its answer, and which less sure"
        self.reasons = base.checkbox("which pixels speak for it", tip)

    def _choose(self):
        """Show the picture that was chosen; invert it if its background is bright."""
        name = self.picture.value
        if name == UPLOADED and self.uploaded is None:
            self.note.value = base.status_html(
                "There is no picture yet: press <b>Upload a picture</b>."
            )
            return
        with self.hold_updates():
            for slider, value in zip(self.measures.values(), GARMENTS.get(name, ()), strict=False):
                slider.value = value
            self.invert.value = prepare_picture(self._picture()).was_inverted
        self.note.value = self.error = ""
        self._draw()

    def _follow_the_pen(self):
        """Answer to what is drawn on the pad, which is then the picture."""
        if self.updates_held:
            return
        if self.picture.value != BY_HAND:
            self.picture.value = BY_HAND
        else:
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
            self.note.value = base.alert_html(self.error)
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
        if name == UPLOADED:
            return self.uploaded
        if name in NO_GARMENTS:
            return NO_GARMENTS[name]()
        if name == BY_HAND:
            return Image.fromarray(self.pad.image)
        return drawings.garment(*(slider.value for slider in self.measures.values()))

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
        self.probabilities = predict(self.model, self.prepared.image[None]).softmax(dim=1)[0]
        best = int(self.probabilities.argmax())
        self.answer = CLASS_NAMES[best]
        self.reasons.description = f"which pixels speak for {self.answer}"
        self.steps.value = self._step_by_step()
        self.result.value = base.status_html(self._verdict(best))
        look = {"highlight": best, "low": 0, "high": 1, "title": "probabilities of the ten classes"}
        self.bars.value = plots.svg_bars(self.probabilities, CLASS_NAMES, **look)
        self.why.value = self._reasons(best) if self.reasons.value else ""

    def _reasons(self, best: int) -> str:
        """The image, with each pixel's share in the logit of class `best`: gradient times value."""
        image = self.prepared.image[None].clone().requires_grad_()
        with torch.enable_grad(), mode(self.model, train=False):
            device = next((p.device for p in self.model.parameters()), image.device)
            (slope,) = torch.autograd.grad(self.model(image.to(device))[0, best], image)
        share = (slope * image).detach()[0, 0]
        strength = (share / share.abs().max().clamp(min=1e-9)).numpy()
        ground = 0.35 * self.prepared.resized.astype(float)[..., None]
        blue, orange = (np.array([int(c[i : i + 2], 16) for i in (1, 3, 5)]) for c in FOR_AGAINST)
        color = np.where(strength[..., None] > 0, blue, orange)
        mixed = ground + np.abs(strength)[..., None] * (color - ground)
        picture = Image.fromarray(mixed.clip(0, 255).astype(np.uint8))
        drawn = base64.b64encode(plots.png_bytes(picture, zoom=5)).decode("ascii")
        alt = f"the image: pixels that speak for {self.answer} are blue, those against it orange"
        return base.captioned(
            f"blue speaks for {self.answer}, orange against it",
            f"<img alt='{alt}' src='data:image/png;base64,{drawn}'>",
        )

    def _verdict(self, best) -> str:
        percent = 100 * self.probabilities[best]
        said = f"The model says <b>{self.answer}</b>, with {percent:.0f} % probability."
        name = self.picture.value
        if self.prepared.blank:
            return f"{said} The picture is empty."
        if name in NO_GARMENTS:
            return f"{said} It is {name}. There is no class for that."
        return f"{said} The ten probabilities always add up to 100 %."

    def _preprocessing(self):
        """{what was done: the picture after it} for each of the five steps."""
        made = self.prepared
        return {
            "original": made.original,
            "gray": made.gray,
            "inverted" if made.was_inverted else "not inverted": made.inverted,
            "cropped" if made.cropped.shape != made.gray.shape else "not cropped": made.cropped,
            "28 × 28": made.resized,
        }

    def _step_by_step(self) -> str:
        """The pictures of all steps in a row that wraps."""
        steps = enumerate(self._preprocessing().items(), start=1)
        parts = [_figure(i, name, pixels) for i, (name, pixels) in steps]
        image = self.prepared.image
        parts.append(
            f"<div style='width:100%'>6. as a tensor: float32 {tuple(image.shape)}, from "
            f"{image.min():.2f} to {image.max():.2f}</div>"
        )
        style = "display:flex;flex-wrap:wrap;gap:6px 14px;line-height:1.4;align-items:flex-end"
        return f"<div style='{style}'>{''.join(parts)}</div>"

    def static_figure(self) -> plots.LessonFigure:
        """The five steps of preprocessing."""
        steps = self._preprocessing()
        return plots.image_grid([*steps.values()], [*steps], columns=5)


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
