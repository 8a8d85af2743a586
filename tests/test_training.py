"""The loops of `training`, held against the tutorial's steps written anew."""

import copy
import math
import re
import signal

import pytest
import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

from fmnist_helpers import training
from fmnist_helpers.training import History, Score, Tally, fit, train_loop, train_step

IMAGES = 90  # with batches of 32: 32, 32 and a short 26


def clothes(count: int = IMAGES, seed: int = 0) -> TensorDataset:
    """Images (count, 1, 28, 28) in [0, 1] that can be learned: a pattern a class, and noise."""
    generator = torch.Generator().manual_seed(seed)
    patterns = torch.rand(10, 1, 28, 28, generator=torch.Generator().manual_seed(9))
    labels = torch.randint(10, (count,), generator=generator)
    noise = torch.rand(count, 1, 28, 28, generator=generator)
    return TensorDataset(0.5 * patterns[labels] + 0.5 * noise, labels)


def loader(count: int = IMAGES, *, seed: int | None = None, batch_size: int = 32) -> DataLoader:
    generator = None if seed is None else torch.Generator().manual_seed(seed)
    return DataLoader(
        clothes(count), batch_size=batch_size, shuffle=seed is not None, generator=generator
    )


def network(seed: int = 0, *, dropout: float = 0.0) -> nn.Module:
    torch.manual_seed(seed)
    return nn.Sequential(
        nn.Flatten(), nn.Linear(784, 32), nn.ReLU(), nn.Dropout(dropout), nn.Linear(32, 10)
    )


def sgd(model: nn.Module, lr: float = 0.1) -> torch.optim.SGD:
    return torch.optim.SGD(model.parameters(), lr=lr)


def same_bits(one: nn.Module, other: nn.Module) -> bool:
    pairs = zip(one.state_dict().values(), other.state_dict().values(), strict=True)
    return all(torch.equal(a, b) for a, b in pairs)


def tutorial_training(batches, model, lr):
    """The tutorial's steps with neither an optimizer nor this package: (loss, right, size)s."""
    model.train()
    seen = []
    for images, labels in batches:
        logits = model(images)
        loss = -logits.log_softmax(dim=1)[torch.arange(len(labels)), labels].mean()
        gradients = torch.autograd.grad(loss, list(model.parameters()))
        with torch.no_grad():
            for parameter, gradient in zip(model.parameters(), gradients, strict=True):
                parameter -= lr * gradient
        right = [int(row.argmax()) == int(label) for row, label in zip(logits, labels, strict=True)]
        seen.append((float(loss.detach()), sum(right), len(labels)))
    return seen


class TestTrainLoop:
    def test_gives_the_same_bits_as_the_tutorials_steps(self):
        ours, reference = network(), network()
        loss_fn = nn.CrossEntropyLoss()
        train_loop(loader(seed=3), ours, loss_fn, sgd(ours))

        optimizer = sgd(reference)
        reference.train()
        for images, labels in loader(seed=3):
            loss = loss_fn(reference(images), labels)
            loss.backward()
            optimizer.step()
            optimizer.zero_grad()
        assert same_bits(ours, reference)

    def test_agrees_with_the_steps_done_by_hand(self):
        ours, by_hand = network(), network()
        score = train_loop(loader(), ours, nn.CrossEntropyLoss(), sgd(ours))
        seen = tutorial_training(loader(), by_hand, 0.1)
        for parameter, expected in zip(ours.parameters(), by_hand.parameters(), strict=True):
            torch.testing.assert_close(parameter, expected)
        loss = sum(loss * size for loss, _, size in seen) / IMAGES
        assert score.loss == pytest.approx(loss, rel=1e-6)
        assert score.accuracy == sum(right for _, right, _ in seen) / IMAGES

    def test_learns(self):
        model = network()
        data = loader(seed=0)
        for _ in range(40):
            score = train_loop(data, model, nn.CrossEntropyLoss(), sgd(model))
        assert score.accuracy > 0.9

    def test_scores_the_model_as_it_was_before_each_step(self):
        model, data = network(), loader(batch_size=IMAGES)
        before = training.test_loop(data, model, nn.CrossEntropyLoss())
        assert train_loop(data, model, nn.CrossEntropyLoss(), sgd(model)) == pytest.approx(before)

    def test_forgets_stale_gradients(self):
        clean, stale = network(), network()
        for parameter in stale.parameters():
            parameter.grad = torch.full_like(parameter, 1e3)
        for model in (clean, stale):
            train_loop(loader(), model, nn.CrossEntropyLoss(), sgd(model))
        assert same_bits(clean, stale)

    def test_switches_training_mode_on(self):
        model = network(dropout=0.5).eval()
        train_loop(loader(), model, nn.CrossEntropyLoss(), sgd(model))
        assert model.training
        without = network()
        train_loop(loader(), without, nn.CrossEntropyLoss(), sgd(without))
        assert not same_bits(model, without)  # so the dropout was at work

    def test_dict_batches_give_the_same_bits(self):
        pairs, dicts = network(), network()
        train_loop(loader(), pairs, nn.CrossEntropyLoss(), sgd(pairs))
        batches = [{"image": images, "label": labels} for images, labels in loader()]
        train_loop(batches, dicts, nn.CrossEntropyLoss(), sgd(dicts))
        assert same_bits(pairs, dicts)

    def test_one_hot_labels_give_the_same_scores(self):
        model, one_hot = network(), network()
        batches = [(images, nn.functional.one_hot(y, 10).float()) for images, y in loader()]
        expected = train_loop(loader(), model, nn.CrossEntropyLoss(), sgd(model))
        score = train_loop(batches, one_hot, nn.CrossEntropyLoss(), sgd(one_hot))
        assert score.accuracy == expected.accuracy
        assert score.loss == pytest.approx(expected.loss, rel=1e-6)

    def test_steps_the_scheduler_after_every_batch(self):
        model = network()
        optimizer = sgd(model, lr=1.0)
        halving = torch.optim.lr_scheduler.ExponentialLR(optimizer, gamma=0.5)
        rates = []
        optimizer.register_step_post_hook(lambda *_: rates.append(optimizer.param_groups[0]["lr"]))
        train_loop(loader(), model, nn.CrossEntropyLoss(), optimizer, scheduler=halving)
        assert rates == [1.0, 0.5, 0.25]
        assert optimizer.param_groups[0]["lr"] == 0.125

    def test_reads_nothing_from_the_device_at_a_step(self, monkeypatch):
        reads, steps = [], []
        for name in ("item", "tolist", "cpu", "__float__", "__int__", "__bool__"):
            original = getattr(torch.Tensor, name)

            def spy(self, *args, _original=original, _name=name):
                reads.append(_name)
                return _original(self, *args)

            monkeypatch.setattr(torch.Tensor, name, spy)
        model = network()
        plain = list(loader())  # the loader itself reads its seed
        reads.clear()
        train_loop(
            plain,
            model,
            nn.CrossEntropyLoss(),
            sgd(model),
            on_step=lambda tally: steps.append(list(reads)),
        )
        assert steps == [[], [], []]
        assert reads  # it is read once, at the end: the spy works

    def test_tells_on_step_after_each_batch(self):
        model, lengths, weights = network(), [], []

        def look(tally):
            lengths.append(len(tally))
            weights.append(model[1].weight.detach().clone())

        train_loop(loader(), model, nn.CrossEntropyLoss(), sgd(model), on_step=look)
        assert lengths == [1, 2, 3]
        assert torch.equal(weights[-1], model[1].weight)
        assert not torch.equal(weights[0], weights[1])

    def test_continues_the_tally_of_an_epoch_that_was_cut_short(self):
        whole, parts = network(), network()
        loss_fn = nn.CrossEntropyLoss()
        batches = list(loader())
        expected = train_loop(batches, whole, loss_fn, sgd(whole))
        tally = Tally(loss_fn)
        train_loop(batches[:1], parts, loss_fn, sgd(parts), tally=tally)
        assert train_loop(batches[1:], parts, loss_fn, sgd(parts), tally=tally) == expected


class TestTestLoop:
    def test_means_are_per_image_and_not_per_batch(self):
        model, data = network(), loader()
        score = training.test_loop(data, model, nn.CrossEntropyLoss())
        images, labels = clothes().tensors
        with torch.no_grad():
            logits = model(images)
        losses = [
            math.log(sum(math.exp(x) for x in row)) - row[label]
            for row, label in zip(logits.double().tolist(), labels.tolist(), strict=True)
        ]
        right = sum(
            row.index(max(row)) == label
            for row, label in zip(logits.tolist(), labels.tolist(), strict=True)
        )
        assert score.loss == pytest.approx(sum(losses) / IMAGES, rel=1e-6)
        assert score.accuracy == right / IMAGES

        of_batches = [
            training.test_loop([batch], model, nn.CrossEntropyLoss()).loss for batch in data
        ]
        assert score.loss != pytest.approx(sum(of_batches) / len(of_batches), rel=1e-5)

    def test_short_last_batch_weighs_by_its_images(self):
        """Three images right, then one wrong: 3/4, where a mean of batch means would be 1/2."""
        logits = torch.full((4, 10), -50.0)
        logits[:3, 0] = logits[3, 1] = 50.0
        labels = torch.zeros(4, dtype=torch.int64)
        batches = [(logits[:3], labels[:3]), (logits[3:], labels[3:])]
        score = training.test_loop(batches, nn.Identity(), nn.CrossEntropyLoss())
        assert score == Score(loss=25.0, accuracy=0.75)

    def test_does_not_depend_on_the_batch_size(self):
        model, loss_fn = network(), nn.CrossEntropyLoss()
        scores = [
            training.test_loop(loader(batch_size=size), model, loss_fn) for size in (1, 32, 90)
        ]
        for score in scores[1:]:
            assert score == pytest.approx(scores[0], rel=1e-6)

    def test_reduction_sum_gives_the_same_means(self):
        model = network()
        mean = training.test_loop(loader(), model, nn.CrossEntropyLoss())
        total = training.test_loop(loader(), model, nn.CrossEntropyLoss(reduction="sum"))
        assert total == pytest.approx(mean, rel=1e-6)

    def test_loss_may_be_a_plain_function(self):
        model = network()
        assert training.test_loop(
            loader(), model, nn.functional.cross_entropy
        ) == training.test_loop(loader(), model, nn.CrossEntropyLoss())

    def test_leaves_the_model_in_evaluation_mode_and_unchanged(self):
        model = network(dropout=0.5).train()
        before = copy.deepcopy(model)
        first = training.test_loop(loader(), model, nn.CrossEntropyLoss())
        assert not model.training
        assert same_bits(model, before)
        assert all(parameter.grad is None for parameter in model.parameters())
        assert training.test_loop(loader(), model, nn.CrossEntropyLoss()) == first  # no dropout

    def test_keeps_no_graph(self):
        graphs = []

        def loss_fn(logits, labels):
            loss = nn.functional.cross_entropy(logits, labels)
            graphs.append((logits.requires_grad, loss.grad_fn))
            return loss

        training.test_loop(loader(), network(), loss_fn)
        assert graphs == [(False, None)] * 3


class TestTrainStep:
    def test_gives_loss_and_logits_from_before_the_step(self):
        model = network()
        images, labels = clothes(8).tensors
        expected = model(images).detach()
        loss, logits = train_step(model, images, labels, nn.CrossEntropyLoss(), sgd(model))
        assert torch.equal(logits, expected)
        assert torch.equal(loss, nn.functional.cross_entropy(expected, labels))
        assert not torch.equal(model(images), expected)

    def test_cuts_what_it_gives_from_the_graph(self):
        model = network()
        for value in train_step(model, *clothes(8).tensors, nn.CrossEntropyLoss(), sgd(model)):
            assert not value.requires_grad

    def test_leaves_the_gradients_to_be_looked_at(self):
        model = network()
        train_step(model, *clothes(8).tensors, nn.CrossEntropyLoss(), sgd(model))
        assert all(parameter.grad is not None for parameter in model.parameters())


class TestPredict:
    def test_the_logits_of_evaluation_mode_whatever_the_batch(self):
        model, images = network(dropout=0.5), torch.rand(7, 1, 28, 28)
        model.eval()
        with torch.no_grad():
            expected = model(images)
        model.train()
        for batch_size in (3, 7, 500):
            logits = training.predict(model, images, batch_size=batch_size)
            torch.testing.assert_close(logits, expected)
            assert not logits.requires_grad
            assert model.training

    def test_each_part_returns_to_its_own_mode_even_after_an_error(self):
        model = nn.Sequential(nn.Linear(2, 2), nn.BatchNorm1d(2))
        model[1].eval()
        with training.mode(model, train=False):
            assert not model[0].training
        with pytest.raises(ZeroDivisionError), training.mode(model, train=False):
            raise ZeroDivisionError
        assert [model.training, model[0].training, model[1].training] == [True, True, False]
        with training.mode(model, train=True):
            assert model[1].training
        assert not model[1].training


class TestFit:
    def run(self, *, seed: int = 0, epochs: int = 2, **options) -> tuple[nn.Module, History]:
        model = network(seed, dropout=0.2)
        options.setdefault("val_loader", loader(40))
        history = fit(
            model,
            loader(seed=seed),
            loss_fn=nn.CrossEntropyLoss(),
            optimizer=sgd(model),
            epochs=epochs,
            **options,
        )
        return model, history

    def test_records_every_epoch(self):
        model = network()
        optimizer, loss_fn, train, val = sgd(model), nn.CrossEntropyLoss(), loader(), loader(40)
        history = fit(model, train, val, loss_fn, optimizer, epochs=2)

        again = network()
        optimizer = sgd(again)
        for epoch in range(2):
            score = train_loop(train, again, loss_fn, optimizer)
            assert (history.train_loss[epoch], history.train_accuracy[epoch]) == score
            score = training.test_loop(val, again, loss_fn)
            assert (history.val_loss[epoch], history.val_accuracy[epoch]) == score
        assert len(history) == len(history.seconds) == 2
        assert min(history.seconds) > 0

    def test_same_seed_same_bits_other_seed_others(self):
        (one, history), (same, same_history) = self.run(), self.run()
        other, other_history = self.run(seed=1)
        assert same_bits(one, same)
        assert history == same_history
        assert not same_bits(one, other)
        assert history != other_history

    def test_without_validation(self):
        _, history = self.run(val_loader=None)
        assert history.val_loss == history.val_accuracy == []
        assert len(history.train_loss) == len(history.seconds) > 0

    def test_continues_a_history(self):
        model = network()
        data, optimizer, loss_fn = loader(seed=0), sgd(model), nn.CrossEntropyLoss()
        history = fit(model, data, None, loss_fn, optimizer, epochs=1)
        epochs = []
        longer = fit(
            model,
            data,
            None,
            loss_fn,
            optimizer,
            epochs=3,
            history=history,
            on_epoch=lambda epoch, _: epochs.append(epoch),
        )
        assert longer is history
        assert len(history) == 3
        assert epochs == [2, 3]

        whole = network()
        assert history == fit(whole, loader(seed=0), None, loss_fn, sgd(whole), epochs=3)
        assert same_bits(model, whole)

    def test_history_that_is_long_enough_trains_no_further(self):
        model, history = self.run(epochs=2)
        before = copy.deepcopy(model)
        fit(model, loader(), None, nn.CrossEntropyLoss(), sgd(model), epochs=2, history=history)
        assert same_bits(model, before)
        assert len(history) == 2

    def test_calls_on_epoch_when_the_epoch_is_in_the_history(self):
        seen = []
        self.run(epochs=3, on_epoch=lambda epoch, history: seen.append((epoch, len(history))))
        assert seen == [(1, 1), (2, 2), (3, 3)]

    def test_on_epoch_is_told_of_the_validation_too(self):
        seen = []
        self.run(epochs=2, on_epoch=lambda epoch, history: seen.append(len(history.val_loss)))
        assert seen == [1, 2]

    @pytest.mark.parametrize(("answer", "epochs"), [(True, 1), (None, 3), (1, 3), ("no", 3)])
    def test_ends_early_only_where_on_epoch_says_true(self, answer, epochs):
        _, history = self.run(epochs=3, on_epoch=lambda *_: answer)
        assert len(history) == epochs

    def test_hands_scheduler_on_step_and_tally_to_the_loop(self):
        model, steps = network(), []
        optimizer, loss_fn = sgd(model, lr=1.0), nn.CrossEntropyLoss()
        scheduler = torch.optim.lr_scheduler.ExponentialLR(optimizer, gamma=0.5)
        tally = Tally(loss_fn)
        tally.add(torch.tensor(2.0), torch.eye(10), torch.arange(10))
        history = fit(
            model,
            loader(),
            None,
            loss_fn,
            optimizer,
            epochs=2,
            scheduler=scheduler,
            on_step=lambda tally: steps.append(len(tally)),
            tally=tally,
        )
        assert steps == [2, 3, 4, 1, 2, 3]  # continued in the first epoch only
        assert optimizer.param_groups[0]["lr"] == 0.5**6
        assert tally.totals()[2] == IMAGES + 10
        assert history.train_loss[0] == tally.score().loss

    def test_verbose_prints_a_line_for_each_epoch_and_the_seconds_left(self, capsys):
        _, history = self.run(epochs=3, verbose=True)
        shown = [line.partition("\r") for line in capsys.readouterr().out.split("\n")[:-1]]
        rows = zip(*(vars(history)[name] for name in list(vars(history))[:4]), strict=True)
        assert [line for _, _, line in shown] == [
            f"epoch {epoch} of 3   training: loss {row[0]:.2f}, {row[1]:.1%}   "
            f"validation: loss {row[2]:.2f}, {row[3]:.1%}"
            for epoch, row in enumerate(rows, start=1)
        ]
        assert shown[0][0] == "epoch 1 of 3"
        for epoch in (2, 3):
            assert re.fullmatch(rf"epoch {epoch} of 3, about \d+ s left", shown[epoch - 1][0])
        # What is overwritten must not stick out behind the line that takes its place.
        assert all(len(before) < len(line) for before, _, line in shown)

    def test_the_seconds_left_are_those_of_the_epochs_to_come(self, capsys):
        model, history = network(), History()
        history.add(Score(2.0, 0.1), None, seconds=7.0)
        fit(
            model,
            loader(),
            None,
            nn.CrossEntropyLoss(),
            sgd(model),
            epochs=4,
            history=history,
            on_epoch=lambda *_: True,
            verbose=True,
        )
        shown = capsys.readouterr().out
        assert shown.startswith("epoch 2 of 4, about 21 s left\repoch 2 of 4   training: loss ")
        assert "validation" not in shown
        assert shown.count("\n") == 1

    def test_says_nothing_unless_asked(self, capsys):
        self.run(epochs=2)
        assert capsys.readouterr().out == ""

    @pytest.mark.usefixtures("ctrl_c")
    @pytest.mark.parametrize("in_epoch", [1, 3])
    def test_an_interrupt_of_a_verbose_training_keeps_the_finished_epochs(self, in_epoch, capsys):
        """A real signal, in the middle of an epoch, as the notebook's button sends it."""
        steps = []

        def interrupt(tally):
            steps.append(len(tally))
            if len(steps) == 3 * (in_epoch - 1) + 2:
                signal.raise_signal(signal.SIGINT)

        _, history = self.run(epochs=5, on_step=interrupt, verbose=True)
        assert len(history) == in_epoch - 1
        assert len(history.val_loss) == len(history.seconds) == in_epoch - 1
        last = capsys.readouterr().out.split("\n")[-2].rpartition("\r")[2]
        assert last == f"interrupted: {in_epoch - 1} of 5 epochs are in the history"

    @pytest.mark.usefixtures("ctrl_c")
    def test_after_an_interrupt_the_same_history_goes_on(self, capsys):
        model = network()
        data, optimizer, loss_fn = loader(seed=0), sgd(model), nn.CrossEntropyLoss()
        history = History()

        def interrupt(epoch, _):
            if epoch == 2:
                signal.raise_signal(signal.SIGINT)

        options = {"epochs": 3, "history": history, "verbose": True}
        fit(model, data, None, loss_fn, optimizer, on_epoch=interrupt, **options)
        assert len(history) == 2
        fit(model, data, None, loss_fn, optimizer, **options)
        assert len(history) == 3

    def test_an_interrupt_of_a_silent_training_is_the_callers(self):
        def interrupt(tally):
            raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            self.run(on_step=interrupt)

    def test_times_are_no_part_of_equality(self):
        assert History(train_loss=[1.0], seconds=[1.0]) == History(train_loss=[1.0], seconds=[2.0])

    @pytest.mark.parametrize("epochs", [0, -1])
    def test_refuses_fewer_than_one_epoch(self, epochs):
        with pytest.raises(ValueError, match=f"epochs={epochs}: expected 1 or more"):
            self.run(epochs=epochs)


class TestTally:
    def test_an_empty_batch_counts_no_image(self):
        tally = Tally(nn.CrossEntropyLoss())
        tally.add(torch.tensor(2.0), torch.eye(10), torch.arange(10))
        tally.add(torch.tensor(math.nan), torch.empty(0, 10), torch.empty(0, dtype=torch.int64))
        assert tally.totals() == (20.0, 10, 10)
        assert len(tally) == 2

    def test_continues_from_the_counts_of_another(self):
        whole, first = Tally(nn.CrossEntropyLoss()), Tally(nn.CrossEntropyLoss())
        for number, (images, labels) in enumerate(loader()):
            logits = images.flatten(1)[:, :10]
            loss = nn.functional.cross_entropy(logits, labels)
            whole.add(loss, logits, labels)
            if number == 0:
                first.add(loss, logits, labels)
                rest = Tally(nn.CrossEntropyLoss(), earlier=first.counts())
            else:
                rest.add(loss, logits, labels)
        assert torch.equal(rest.counts(), whole.counts())
        assert rest.counts().shape == (3, 3)
        assert rest.totals() == whole.totals()
        assert len(rest) == len(whole) == 3

    def test_a_small_loss_is_not_lost_beside_a_large_sum(self):
        """2²⁴ + 1 has no float32 of its own, as the sum of a long run's losses would not."""
        tally = Tally(nn.CrossEntropyLoss())
        for loss in (2.0**24, 1.0):
            tally.add(torch.tensor(loss), torch.eye(10)[:1], torch.tensor([0]))
        assert tally.totals() == (2**24 + 1, 2, 2)


class TestErrors:
    images = torch.rand(4, 1, 28, 28)
    labels = torch.tensor([0, 1, 2, 3])

    @pytest.mark.parametrize(
        "loop",
        [
            lambda batches, model, loss_fn: train_loop(batches, model, loss_fn, sgd(model)),
            training.test_loop,
        ],
        ids=["train", "test"],
    )
    @pytest.mark.parametrize(
        ("batch", "message"),
        [
            (((images * 255).to(torch.uint8), labels), "images are torch.uint8.*Scale them once"),
            ((images, labels.float()), "labels are torch.float32.*torch.int64.*labels.long()"),
            ((images, labels.int()), "labels are torch.int32"),
            ((images, labels[:3]), r"4 images but labels of shape \(3,\)"),
            ((images, torch.tensor(1)), r"4 images but labels of shape \(\)"),
            ((images, labels[:, None]), r"shape \(4, 1\).*squeeze"),
            ((images, nn.functional.one_hot(labels, 10)), "one-hot labels are torch.int64"),
            (([1, 2, 3, 4], labels), "images are a list, not a tensor.*ToTensor"),
            ((images, [0, 1, 2, 3]), "labels are a list, not a tensor"),
        ],
    )
    def test_batch_that_cannot_train_a_classifier(self, loop, batch, message):
        model = network()
        before = copy.deepcopy(model)
        loss_fn = nn.CrossEntropyLoss()
        with pytest.raises(ValueError, match=message):
            loop([batch], model, loss_fn)
        assert same_bits(model, before)

    def test_dataset_in_place_of_a_loader(self):
        model = network()
        with pytest.raises((TypeError, ValueError), match=r"Dataset|int, not a tensor"):
            train_loop([(self.images[0], 3)], model, nn.CrossEntropyLoss(), sgd(model))

    def test_empty_loader(self):
        model = network()
        with pytest.raises(ValueError, match=r"no batch.*drop_last"):
            train_loop([], model, nn.CrossEntropyLoss(), sgd(model))
        with pytest.raises(ValueError, match=r"no batch.*drop_last"):
            training.test_loop([], model, nn.CrossEntropyLoss())
