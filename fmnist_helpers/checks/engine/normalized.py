"""By which numbers images were normalized."""

import torch

from fmnist_helpers.checks.engine import NotYet

FORMULA = "`(images - mean) / std`"
BOTH = "the statistics of training and test images together were used."
FROM_TRAINING = "the test set has no say: take both numbers from the training images alone."


def is_normalized(result, images, by, dims) -> bool:
    """Whether `result` is `images` normalized by the statistics of `by`, either kind of std."""
    mean = by.mean(dim=dims, keepdim=True)
    return any(
        torch.allclose(
            result.double(),
            ((images - mean) / by.std(dim=dims, correction=kind, keepdim=True)).double(),
            atol=1e-3,
        )
        for kind in (1, 0)
    )


def explain_training(result: torch.Tensor, train: torch.Tensor, test: torch.Tensor) -> None:
    if is_normalized(result, train, torch.cat([train, test]), (0, 2, 3)):
        raise NotYet(BOTH, FROM_TRAINING, "test_set_statistics")
    mean = train.mean(dim=(0, 2, 3), keepdim=True)
    if is_normalized(result, train, train, (0, 1, 2, 3)):
        raise NotYet(
            "one mean and one standard deviation were used for all three channels.",
            "average over images, rows and columns, and leave the channels: `dim=(0, 2, 3)`.",
        )
    if is_normalized(result, train, train, (1, 2, 3)) or is_normalized(
        result, train, train, (2, 3)
    ):
        raise NotYet(
            "each training image was normalized with its own numbers, not with those of them all.",
            "dimension 0 counts the images; it belongs among those that you average over.",
        )
    spread = train.std(dim=(0, 2, 3), keepdim=True)
    low, high = train.amin(dim=(0, 2, 3), keepdim=True), train.amax(dim=(0, 2, 3), keepdim=True)
    red_mean, red_spread = train[:, 0].mean(), train[:, 0].std()
    averaged = train.std(dim=(2, 3), keepdim=True).mean(dim=0, keepdim=True)
    for wrong, message, hint in (
        (train, "the images came back as they were.", FORMULA),
        (
            (train - mean) / averaged,
            "the standard deviations of the single images were averaged. That is not the standard "
            "deviation of all their pixels.",
            "take it over all of them at once: `dim=(0, 2, 3)`.",
        ),
        (
            train - mean,
            "the mean is subtracted; the division by the standard deviation is missing.",
            FORMULA,
        ),
        (
            train / spread,
            "the images were divided by the standard deviation; the mean was not subtracted.",
            FORMULA,
        ),
        ((train + mean) / spread, "the mean was added.", FORMULA),
        ((train - mean) * spread, "the standard deviation was multiplied by.", FORMULA),
        ((train - spread) / mean, "mean and standard deviation changed places.", FORMULA),
        (
            train - mean / spread,
            "only the mean was divided by the standard deviation: Python divides before it "
            "subtracts.",
            f"parentheses: {FORMULA}.",
        ),
        (
            (train - mean) / spread**2,
            "the images were divided by the variance, the square of the standard deviation.",
            "`std` instead of `var`.",
        ),
        (
            (mean - train) / spread,
            "bright became dark: the images were subtracted from the mean.",
            "the other way round: `images - mean`.",
        ),
        (
            (train - low) / (high - low),
            "the images were stretched to go from 0 to 1; normalized ones have mean 0 and standard "
            "deviation 1.",
            "subtract the mean, then divide by the standard deviation.",
        ),
        (
            train / 255,
            "the images were divided by 255; these are floats already.",
            "subtract the mean, then divide by the standard deviation.",
        ),
        (
            ((train - mean) / spread).clamp(0, 1),
            "the results were cut off below 0 and above 1.",
            "normalized images may be negative.",
        ),
        (
            (train - mean) // spread,
            "the results were cut to whole numbers.",
            "`/` divides, `//` divides and cuts.",
        ),
        (
            (train - red_mean) / red_spread,
            "the numbers of the first channel were used for all three.",
            "average over images, rows and columns, and leave the channels: `dim=(0, 2, 3)`.",
        ),
    ):
        if torch.allclose(result, wrong, atol=1e-4, rtol=1e-4):
            raise NotYet(message, hint)
    if is_normalized(result, train, test, (0, 2, 3)):
        raise NotYet(
            "the training images were normalized with the numbers of the test images.",
            FROM_TRAINING,
            "test_set_statistics",
        )
    if is_normalized(result, train, train, 0):
        raise NotYet(
            "each pixel was normalized with a mean and a standard deviation of its own.",
            "all pixels of a channel share theirs: `dim=(0, 2, 3)`.",
        )
    centers = ", ".join(f"{value:z.2f}" for value in result.float().mean(dim=(0, 2, 3)).tolist())
    spreads = ", ".join(f"{value:.2f}" for value in result.float().std(dim=(0, 2, 3)))
    raise NotYet(
        f"each channel of the training images should end with mean 0 and standard deviation 1; "
        f"got means {centers} and standard deviations {spreads}.",
        "one mean and one standard deviation per channel, over all images, rows and columns: "
        "`dim=(0, 2, 3)`.",
    )
