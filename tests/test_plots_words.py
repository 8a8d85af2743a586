"""What a reader who can't see a figure is told: data in, words out."""

import numpy as np
import pytest
import torch

from fmnist_helpers import plots
from fmnist_helpers.plots.words import crossing, each, listed, number, percent, trend

NAN = float("nan")
TWO = ("cat", "dog")


# --- lines ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ([3, 2, 1], "falls from 3 to 1"),
        ([0.1, 0.5, 0.9], "rises from 0.1 to 0.9"),
        ([3, 1, 0.5, 2], "falls from 3 to 2, lowest at step 2 with 0.5"),
        ([1, 9, 0.5], "falls from 1 to 0.5, highest at step 1 with 9"),
        ([1, 5, 0, 1], "goes from 1 to 1, lowest at step 2 with 0, highest at step 1 with 5"),
        ([2, 2, 2], "stays near 2"),
        ([4], "4 at step 0"),
    ],
)
def test_a_line_goes_somewhere_past_its_extremes(values, said):
    assert trend(np.array(values, float)) == said


def test_a_line_is_flat_beside_the_height_of_the_picture():
    values = np.linspace(2.30, 2.28, 10)
    assert trend(values, height=2.0) == "stays near 2.29"
    assert trend(values, height=0.02) == "falls from 2.3 to 2.28"


@pytest.mark.parametrize(
    ("series", "said"),
    [
        ({"a": [1, 2, 3], "b": [2, 2.5, 2.6]}, "a lies above b from epoch 3 on"),
        ({"a": [1, 1, 1], "b": [2, 2, 2]}, "b lies above a throughout"),
        ({"a": [3, 1, 3, 1], "b": [2, 2, 2, 2]}, "b lies above a from epoch 4 on"),
        ({"a": [1], "b": [3], "c": [2]}, "at the end, from highest to lowest: b, c, a"),
        ({"a": [1, 2]}, ""),
    ],
)
def test_two_lines_cross_and_more_are_ranked(series, said):
    arrays = {name: np.array(values, float) for name, values in series.items()}
    assert crossing(arrays, x="epoch", start=1) == said


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ([2.0, 3.0, 90.0, 95.0], "bad diverges: from 2, leaving the picture at the top at step 2"),
        ([2.0, 1.5, NAN, NAN], "bad diverges: from 2, not a number after step 1"),
        ([NAN, NAN], "bad is not a number from the start"),
        ([9.0, 8.0, 7.0], "bad ends above the picture, over 4"),
        ([2.0, 30.0, 1.0], "bad falls from 2 to 1, highest at step 1 with 30"),
    ],
)
def test_a_line_that_leaves_the_picture_is_told(values, said):
    figure = plots.curves({"good": [2.0, 1.0], "bad": values}, top=4)
    assert f"; {said}" in figure.details


def test_curves_are_told_as_they_are_averaged():
    figure = plots.curves({"a": [4.0, 2.0, 0.0, 2.0]}, window=2)
    assert figure.details == "averaged over 2, a falls from 4 to 1"


def test_a_schedule_is_told_by_its_peak():
    rates = [*np.linspace(0.05, 0.5, 20), *np.linspace(0.5, 0.006, 80)]
    assert plots.curves({"rate": rates}).details == (
        "rate falls from 0.05 to 0.006, highest at step 19 with 0.5"
    )


def test_history_tells_the_turn_the_gap_and_the_marked_epoch():
    history = {
        "train_loss": [0.9, 0.5, 0.3, 0.1],
        "val_loss": [0.8, 0.55, 0.6, 0.9],
        "train_accuracy": [0.6, 0.8, 0.9, 0.99],
        "val_accuracy": [0.65, 0.79, 0.8, 0.78],
    }
    assert plots.history_curves(history).details == (
        "Loss: training falls from 0.9 to 0.1; "
        "validation rises from 0.8 to 0.9, lowest at epoch 2 with 0.55; "
        "validation lies above training from epoch 2 on. "
        "Accuracy: training rises from 0.6 to 0.99; "
        "validation rises from 0.65 to 0.78, highest at epoch 3 with 0.8; "
        "training lies above validation from epoch 2 on. "
        "Marked: epoch 2, with the lowest validation loss, 0.55"
    )
    alone = {"train_loss": [2.0, 1.0], "train_accuracy": [0.3, 0.5]}
    assert plots.history_curves(alone).details == (
        "Loss: training falls from 2 to 1. Accuracy: training rises from 0.3 to 0.5"
    )


# --- images and batches -----------------------------------------------------------------------


def test_numbers_of_an_image_are_read_out():
    image = torch.tensor([[0, 0, 10], [20, 30, 40]], dtype=torch.uint8)
    figure = plots.image_values(image, rows=slice(None), columns=slice(None))
    assert figure.details == "Rows of numbers: 0 0 10; 20 30 40"


def test_an_image_that_was_scaled_twice_is_told_to_be_black_and_one_never_scaled_white():
    image = torch.full((4, 4), 255, dtype=torch.uint8)
    figure = plots.value_ranges({"raw": image, "twice": image / 255 / 255, "never": image.float()})
    full = "drawn at 100 % of full brightness on average"
    assert figure.details == f"raw: {full}; twice: drawn nearly black; never: {full}"


def test_orders_are_compared():
    shuffled = plots.shuffle_order([[0, 1, 2], [2, 0, 1]], ["plain", "mixed"])
    assert shuffled.details == (
        "each row holds every index once; plain is sorted; no two rows are alike; "
        "plain: 0, 1, 2; mixed: 2, 0, 1"
    )
    repeated = plots.shuffle_order([[0, 0, 1], [0, 0, 1]])
    assert repeated.details.startswith("some indices repeat; 1 order for 2 rows; ")


# --- steps ------------------------------------------------------------------------------------


def test_errors_and_steps_are_told_point_by_point():
    assert plots.squared_errors([1, 2], [3.0, 5.0], [3.0, 7.0]).details == (
        "mean squared error 2; at x 1 target 3, predicted 3; at x 2 target 5, predicted 7"
    )
    figure = plots.gradient_steps(lambda w: (w - 1) ** 2, [-3.0, 5.0])
    assert figure.details == (
        "weight -3 loss 16 slope -8; weight 5 loss 16 slope 8; the curve is lowest near weight 1"
    )


def test_a_trace_tells_what_each_call_changes():
    records = [
        {"operation": "start", "weight": 2.0, "gradient": None, "loss": 4.0},
        {"operation": "backward", "weight": 2.0, "gradient": 4.0, "loss": 4.0},
        {"operation": "step", "weight": 1.6, "gradient": 4.0, "loss": 4.0},
        {"operation": "zero_grad", "weight": 1.6, "gradient": None, "loss": 4.0},
    ]
    assert plots.step_trace(records).details == (
        "weight: 2, 2, 1.6, 1.6 (changes at each step); "
        "gradient: None, 4, 4, None (changes at each backward and zero_grad); "
        "loss: 4, 4, 4, 4 (never changes)"
    )


def test_paths_zigzag_or_go_straight():
    paths = {"zig": [[-2, 1], [-1, -1], [0, 1], [1, -1]], "straight": [[-2, 1], [0, 0]]}
    figure = plots.loss_surface_paths(
        lambda x, y: x**2 + y**2, paths, x_range=(-2, 2), y_range=(-2, 2)
    )
    assert figure.details == (
        "zig: 3 steps from (-2, 1) to (1, -1), loss 5 to 2, turns back 2 times along w₁; "
        "straight: 1 step from (-2, 1) to (0, 0), loss 5 to 0, without turning back; "
        "the loss is lowest near (0, 0)"
    )


def test_softmax_names_the_largest_logit():
    details = plots.softmax_loss([0.0, 2.0], 0, class_names=TWO).details
    assert details.endswith(
        "the largest logit is that of dog; on the falling curve of -ln p, a point at probability "
        "0.119 and loss 2.127"
    )


# --- mistakes and times -----------------------------------------------------------------------


def test_the_matrix_tells_its_diagonal_and_its_largest_mistakes_first():
    figure = plots.confusion_matrix([[5, 2], [3, 0]], TWO)
    assert figure.details.startswith(
        "5 of 10 lie on the diagonal, right; "
        "most frequent mistakes: dog taken for cat 3, cat taken for dog 2. By label: "
    )
    assert "mistakes" not in plots.confusion_matrix([[5, 0], [0, 1]], TWO).details


def test_scores_are_told_by_class():
    details = plots.class_scores([[9, 1], [4, 6]], TWO).details
    assert details == "cat: precision 0.692, recall 0.900; dog: precision 0.857, recall 0.600"


def test_predictions_are_counted():
    scores = [[0.9, 0.1], [0.8, 0.2], [0.3, 0.7]]
    figure = plots.predictions_grid(torch.zeros(3, 4, 4), scores, [0, 1, 1], class_names=TWO)
    assert figure.details.startswith("2 right, 1 wrong. cat predicted cat 90 %, dog 10 %; ")


def test_calibration_is_told_bin_by_bin():
    sure = plots.reliability_diagram([0.95] * 4 + [0.55], [True, False, False, False, True])
    assert sure.details == (
        "expected calibration error 0.650; confidence 0.55: accuracy 1.00 of 1 image; "
        "confidence 0.95: accuracy 0.25 of 4 images"
    )


def test_shares_compare_the_rows():
    rows = {"slow": {"load": 8.0, "learn": 2.0}, "fast": {"load": 1.0, "learn": 4.0}}
    assert plots.time_shares(rows).details == (
        "slow: 10 ms, load 80%, learn 20%; "
        "fast: 5 ms, load 20%, learn 80%; fast takes 0.5 times as long as slow"
    )


def test_accuracy_over_time_has_a_start_and_an_end():
    runs = {"slow": ([0, 10, 20], [0.1, 0.5, 0.4]), "fast": ([0, 2], [0.1, 0.9])}
    assert plots.time_to_accuracy(runs, targets=(0.6,)).details == (
        "slow: from 10.0% at 0 s to 40.0% at 20 s, 50.0% at best, 60% never; "
        "fast: from 10.0% at 0 s to 90.0% at 2 s, 90.0% at best, 60% after 2 s"
    )


# --- small words ------------------------------------------------------------------------------


def test_numbers_are_short():
    said = [number(value) for value in (0.0, -0.0, 0.12345, 1234.6, 2.5e9)]
    assert said == ["0", "0", "0.123", "1,235", "2.5e9"]
    assert [percent(share) for share in (0, 0.001, 0.5, 0.999, 1)] == [
        "0 %", "<1 %", "50 %", ">99 %", "100 %",
    ]  # fmt: skip
    assert [listed(names) for names in ([], ["a"], ["a", "b", "c"])] == ["", "a", "a, b and c"]
    assert each("{} {:.1f}", "ab", [1, 2]) == "a 1.0; b 2.0"
