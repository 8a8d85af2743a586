"""By which numbers images were normalized."""

import torch

from fmnist_helpers.checks.engine import NotYet, what_led_to

FORMULA = "`(images - mean) / std`"
FROM_TRAINING = "the test set has no say: take both numbers from the training images alone."
CHANNELS = (0, 2, 3)  # what is averaged over, so that a number per channel is left
LEAVE_CHANNELS = "average over images, rows and columns, and leave the channels: `dim=(0, 2, 3)`."


def is_normalized(result, images, by, dims=CHANNELS) -> bool:
    """Whether `result` is `images` normalized by the statistics of `by`, either kind of std."""
    centered = images - by.mean(dim=dims, keepdim=True)
    kinds = (centered / by.std(dim=dims, correction=kind, keepdim=True) for kind in (1, 0))
    return any(torch.allclose(result.double(), each.double(), atol=1e-3) for each in kinds)


def explain_training(result: torch.Tensor, train: torch.Tensor, test: torch.Tensor) -> None:
    """Raise NotYet for training images that were normalized by the wrong numbers."""
    for by, which in (
        (torch.cat([train, test]), "training and test images together"),
        (test, "test images"),
    ):
        if is_normalized(result, train, by):
            raise NotYet(
                f"the training images were normalized with the numbers of the {which}.",
                FROM_TRAINING,
                "test_set_statistics",
            )
    each = "each training image was normalized with its own numbers, not with those of them all."
    all_of_them = "dimension 0 counts the images; it belongs among those that you average over."
    one = "one mean and one standard deviation were used for all three channels."
    pixel = "each pixel was normalized with a mean and a standard deviation of its own."
    for dims, message, hint in (
        ((0, 1, 2, 3), one, LEAVE_CHANNELS),
        ((1, 2, 3), each, all_of_them),
        ((2, 3), each, all_of_them),
        ((0,), pixel, "all pixels of a channel share theirs: `dim=(0, 2, 3)`."),
    ):
        if is_normalized(result, train, train, dims):
            raise NotYet(message, hint)
    centers = ", ".join(f"{value:z.2f}" for value in result.float().mean(dim=CHANNELS).tolist())
    spreads = ", ".join(f"{value:.2f}" for value in result.float().std(dim=CHANNELS))
    raise NotYet(
        f"each channel of the training images should end with mean 0 and standard deviation 1; "
        f"got means {centers} and standard deviations {spreads}.",
        what_led_to(result, _mistakes(train)) or f"one mean and one spread each: {LEAVE_CHANNELS}",
    )


def _mistakes(images: torch.Tensor) -> dict[str, torch.Tensor]:
    mean, std = images.mean(dim=CHANNELS, keepdim=True), images.std(dim=CHANNELS, keepdim=True)
    low, high = images.amin(dim=CHANNELS, keepdim=True), images.amax(dim=CHANNELS, keepdim=True)
    averaged = images.std(dim=(2, 3), keepdim=True).mean(dim=0, keepdim=True)
    red = images[:, 0]
    return {
        f"the images came back as they were: {FORMULA}.": images,
        "the standard deviations of the single images were averaged, which is not the standard "
        "deviation of all pixels: compute it once, with `dim=(0, 2, 3)`.": (
            (images - mean) / averaged
        ),
        f"the division by the standard deviation is missing: {FORMULA}.": images - mean,
        f"the mean was not subtracted: {FORMULA}.": images / std,
        f"the mean was added: {FORMULA}.": (images + mean) / std,
        f"the standard deviation was multiplied by: {FORMULA}.": (images - mean) * std,
        f"mean and standard deviation changed places: {FORMULA}.": (images - std) / mean,
        "only the mean was divided by the standard deviation: Python divides before it subtracts. "
        f"With parentheses: {FORMULA}.": images - mean / std,
        "the images were divided by the variance, the square of the standard deviation: `std` "
        "instead of `var`.": (images - mean) / std**2,
        f"bright became dark; the other way round: {FORMULA}.": (mean - images) / std,
        "the images were stretched to go from 0 to 1: subtract the mean, then divide by the "
        "standard deviation.": (images - low) / (high - low),
        "the images were divided by 255; these are floats already.": images / 255,
        "the results were cut off below 0 and above 1; normalized images may be negative.": (
            (images - mean) / std
        ).clamp(0, 1),
        "the results were cut to whole numbers: `/` divides, `//` divides and cuts.": (
            (images - mean) // std
        ),
        f"the numbers of the first channel were used for all three: {LEAVE_CHANNELS}": (
            (images - red.mean()) / red.std()
        ),
    }
