"""Checks take a right answer in any form, and no wrong one for it."""

import copy
import random
from fractions import Fraction

import numpy as np
import pytest
import torch
from torch import nn

from fmnist_helpers import checks
from fmnist_helpers.checks.engine import verdict as verdicts

LABELS = torch.tensor([9, 2, 7, 1])
SCORES = torch.eye(10)[[9, 2, 8, 1]]  # wrong at place 2


@pytest.fixture(autouse=True)
def own_progress(tmp_path, monkeypatch):
    monkeypatch.setenv("FMNIST_PROGRESS", str(tmp_path / "progress.json"))
    monkeypatch.delenv("FMNIST_STRICT", raising=False)


@pytest.mark.parametrize("place", [2, torch.tensor(2), np.int64(2), np.array(2)], ids=repr)
def test_the_place_of_a_mistake_is_a_whole_number_in_any_form(place):
    assert checks.mistake(place, SCORES, LABELS)


@pytest.mark.parametrize("place", [2.0, torch.tensor(2.0), np.float64(2), True, "2"], ids=repr)
def test_what_is_no_place_is_told_so(place):
    assert "expected a whole number" in checks.mistake(place, SCORES, LABELS).text


@pytest.mark.parametrize("places", [[2], (2,), torch.tensor([2, 2]), np.array([2])], ids=repr)
def test_several_places_are_not_one(places):
    assert "expected one place" in checks.mistake(places, SCORES, LABELS).text


def brighter_in_floats(image, amount):
    return (image.double() + amount).clip(0, 255).byte()


def brighter_by_mask(image, amount):
    result = image + amount
    result[image > 255 - amount] = 255
    return result


@pytest.mark.parametrize("function", [brighter_in_floats, brighter_by_mask])
def test_an_image_is_made_brighter_in_any_way(function):
    assert checks.brighten(function)


def means_filled_in(images, labels):
    means = torch.zeros(10, 28, 28, dtype=torch.float64)
    for label in range(10):
        means[label] = images[labels == label].double().mean(0)
    return means


def means_by_one_hot(images, labels):
    members = (labels == torch.arange(10)[:, None]).float()
    sums = (members @ images.reshape(len(images), -1).float()).reshape(10, 28, 28)
    return sums / members.sum(dim=1)[:, None, None]


@pytest.mark.parametrize("function", [means_filled_in, means_by_one_hot])
def test_class_means_are_found_in_any_way(function):
    assert checks.class_means(function)


def sheet_by_loops(images, columns):
    height, width = images.shape[1:]
    sheet = torch.zeros(len(images) // columns * height, columns * width, dtype=torch.uint8)
    for place, image in enumerate(images):
        top, left = place // columns * height, place % columns * width
        sheet[top : top + height, left : left + width] = image
    return sheet


def sheet_by_joining(images, columns):
    rows = [torch.cat(tuple(row), dim=1) for row in images.split(columns)]
    return torch.cat(rows)


@pytest.mark.parametrize("function", [sheet_by_loops, sheet_by_joining])
def test_a_contact_sheet_is_laid_out_in_any_way(function):
    assert checks.contact_sheet(function)


def test_shapes_may_be_lists_tuples_or_torch_s_own():
    right = [[60, 28, 28], "Error", torch.Size([60, 28, 28]), (64, 64)]
    assert checks.broadcast_shapes(right)
    assert checks.broadcast_shapes(tuple(right))


def test_a_truth_value_is_no_number():
    assert "expected a whole number, got True" in checks.steps(True).text


def test_an_error_that_is_not_about_devices_is_the_learners_own():
    def fails(model, images):
        raise RuntimeError("mat1 and mat2 shapes cannot be multiplied")

    verdict = checks.forward(fails)
    assert "raised RuntimeError: mat1 and mat2" in verdict.text
    assert verdict.misconception is None


def test_a_network_counts_in_any_form_that_computes_it():
    def layers():
        return [nn.Flatten(), nn.Linear(784, 512), nn.ReLU(), nn.Linear(512, 512), nn.ReLU()]

    class BackToFront(nn.Module):
        def __init__(self):
            super().__init__()
            self.last = nn.Linear(512, 10)
            self.middle = nn.Linear(512, 512)
            self.first = nn.Linear(784, 512)

        def forward(self, images):
            x = self.first(images.reshape(len(images), -1)).clamp(min=0)
            return self.last(nn.functional.relu(self.middle(x)))

    assert checks.network(BackToFront)
    assert checks.network(lambda: nn.Sequential(*layers(), nn.Linear(512, 10)))


def test_counts_may_be_numbers_of_numpy_or_torch_or_a_tuple():
    counts = [401_920, 0, 160, 4_640]
    for answer in (tuple(counts), torch.tensor(counts), np.array(counts), list(np.array(counts))):
        assert checks.parameter_counts(answer)


def a_step(model, images, labels, loss_fn, optimizer):
    logits = model(images)
    loss = loss_fn(logits, labels)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss, logits


@pytest.mark.parametrize(
    "step",
    [
        lambda *a: a_step(*a)[0],
        lambda *a: a_step(*a)[0].item(),
        lambda *a: a_step(*a)[0].detach(),
        lambda *a: a_step(*a),
    ],
    ids=["loss", "number", "detached", "as the package's"],
)
def test_a_step_returns_the_loss_in_any_form(step):
    assert checks.step(step)


def test_a_step_may_clear_the_gradients_at_its_end():
    def step(model, images, labels, loss_fn, optimizer):
        loss = loss_fn(model(images), labels)
        loss.backward()
        optimizer.step()
        model.zero_grad()
        return loss

    assert checks.step(step)


@pytest.mark.parametrize(
    "labels",
    [
        lambda column: column[:, 0].to(torch.int64),
        lambda column: torch.tensor([int(number) for number in column]),
        lambda column: column.flatten().round().long(),
    ],
    ids=["index", "loop", "flatten"],
)
def test_labels_may_be_made_in_any_way(labels):
    assert checks.labels(labels)


def test_cross_entropy_may_loop_over_the_images():
    def loop(logits, labels):
        losses = []
        for row, label in zip(logits, labels, strict=True):
            row = row - row.max()
            losses.append(row.exp().sum().log() - row[label])
        return sum(losses) / len(losses)

    assert checks.cross_entropy(loop)


def test_a_backward_pass_may_work_image_by_image():
    def by_rows(x, target, w1, w2):
        for_w1, for_w2 = torch.zeros_like(w1), torch.zeros_like(w2)
        for row, wanted in zip(x, target, strict=True):
            inner = w1 @ row
            error = 2 * (w2 @ inner.relu() - wanted) / len(x)
            for_w2 += error * inner.relu()
            for_w1 += torch.outer(error * w2[0] * (inner > 0), row)
        return [for_w1, for_w2]

    assert checks.backward_pass(by_rows)


def test_momentum_may_keep_the_rate_in_its_velocity_or_be_made_by_a_function():
    class Optimizer:
        def __init__(self, parameters, lr, momentum):
            self.rate, self.share = lr, momentum
            self.pairs = [[parameter, 0] for parameter in parameters]

        def zero_grad(self):
            for parameter, _ in self.pairs:
                if parameter.grad is not None:
                    parameter.grad.zero_()

        def step(self):
            for pair in self.pairs:
                pair[1] = self.share * pair[1] + self.rate * pair[0].grad
                pair[0].data = pair[0].data - pair[1]

    assert checks.momentum(Optimizer)
    assert checks.momentum(lambda parameters, lr, momentum: Optimizer(parameters, lr, momentum))


@pytest.mark.parametrize(
    "rate", [np.float32(0.3), np.array([0.3]), torch.tensor(0.3), Fraction(3, 10)]
)
def test_a_learning_rate_may_be_any_number(rate):
    assert checks.learning_rate(rate)


@pytest.mark.parametrize("rate", ["0.3", True, np.bool_(True), torch.tensor(True)])
def test_a_learning_rate_is_neither_text_nor_a_bool(rate):
    assert "expected a positive number" in checks.learning_rate(rate).text


def test_findings_that_are_not_filled_in_are_not_tried():
    for check in (checks.broken_losses, checks.broken_runs, checks.read_curves):
        assert check(dict.fromkeys("ABCD")).state == verdicts.NOT_TRIED


@pytest.mark.parametrize("form", [torch.Tensor.tolist, torch.Tensor.numpy, torch.Tensor.int])
def test_a_confusion_matrix_of_whole_numbers_comes_in_any_form(form):
    def counted(labels, predictions, classes):
        places = labels * classes + predictions
        return form(places.bincount(minlength=classes**2).reshape(classes, classes))

    verdict = checks.confusion_matrix(counted)
    assert verdict, verdict.text


class FlipInALoop(nn.Module):
    def __init__(self):
        super().__init__()
        self.probability = 0.5

    def forward(self, x):
        if self.training:
            x = x.clone()
            for place in range(len(x)):
                if random.random() < self.probability:
                    x[place] = torch.fliplr(x[place].movedim(0, -1)).movedim(-1, 0)
        return x


class FlipByMask(nn.Module):
    def forward(self, x):
        if not self.training:
            return x.clone()
        result, chosen = x.clone(), torch.bernoulli(torch.full((len(x),), 0.5)).bool()
        result[chosen] = x[chosen].flip(dims=(3,))
        return result


@pytest.mark.parametrize("layer", [FlipInALoop, FlipByMask, lambda: FlipByMask()])
def test_images_are_mirrored_in_any_way(layer):
    assert checks.flip(layer)


def stops_by_saved_weights(model, train_epoch, val_loss, patience, epochs):
    """Loads the best weights into the model that was trained."""
    losses = []
    for epoch in range(epochs):
        train_epoch(model)
        losses.append(val_loss(model))
        if losses.index(min(losses)) == epoch:
            saved = {name: value.clone() for name, value in model.state_dict().items()}
        if epoch - losses.index(min(losses)) >= patience:
            break
    model.load_state_dict(saved)
    return model


def stops_after_a_first_look(model, train_epoch, val_loss, patience, epochs):
    """Measures the untrained model too, and trains a copy."""
    current = copy.deepcopy(model)
    best, lowest, waited = model, val_loss(current), 0
    for _ in range(epochs):
        train_epoch(current)
        waited += 1
        if (loss := val_loss(current)) < lowest:
            best, lowest, waited = copy.deepcopy(current), loss, 0
        if waited >= patience:
            return best
    return best


@pytest.mark.parametrize("function", [stops_by_saved_weights, stops_after_a_first_look])
def test_training_stops_early_in_any_way(function):
    assert checks.early_stopping(function)
