"""Tests on inputs that a check doesn't try: they go into the cells that nbgrader grades.

``hidden_NAME`` goes with ``checks.NAME`` and asserts on the learner's function. Its source is
copied into the notebook, so it imports what it needs, and names of the lesson stay untouched.
An answer that is a value, not a function, needs none: its check decides.
"""


def hidden_class_mean(answer):
    import torch

    images = torch.randint(0, 256, (33, 28, 28), dtype=torch.uint8)
    labels = torch.arange(33) % 3
    for label in range(3):
        mean = answer(images, labels, label).float()
        mean = mean * 255 if mean.max() <= 1 else mean
        assert torch.allclose(mean, images[label::3].float().mean(dim=0), atol=0.5), label


def hidden_invert(answer):
    import torch

    for image in (torch.zeros(1, 28, 28), torch.ones(1, 28, 28), torch.rand(1, 28, 28)):
        assert torch.allclose(answer(image.clone()), 1 - image, atol=1e-5)


def hidden_read_table(answer):
    import tempfile
    from pathlib import Path

    with tempfile.TemporaryDirectory() as folder:
        for rows in (1, 23):
            path = Path(folder, "labels.csv")
            lines = [f"coat {row}.png, {9 - row % 10}\n" for row in range(rows)]
            path.write_text("".join(lines), encoding="utf-8")
            table = answer(str(path))
            assert len(table) == rows, f"{rows} lines, {len(table)} rows"
            last = table.iloc[-1].tolist() if hasattr(table, "iloc") else list(table[-1])
            assert str(last[0]) == f"coat {rows - 1}.png", last
            assert int(last[-1]) == 9 - (rows - 1) % 10, last


def hidden_to_float(answer):
    import torch

    for image in (
        torch.zeros(1, 28, 28, dtype=torch.uint8),
        torch.full((3, 5, 4), 255, dtype=torch.uint8),
        torch.randint(0, 100, (1, 28, 28), dtype=torch.uint8),
    ):
        assert torch.allclose(answer(image.clone()).float(), image / 255, atol=1e-6)


def hidden_as_batch(answer):
    import torch

    for image in (
        torch.randint(0, 50, (28, 28), dtype=torch.uint8),
        torch.zeros(28, 28, dtype=torch.uint8),
    ):
        batch = answer(image.clone())
        assert batch.shape == (1, 1, 28, 28), tuple(batch.shape)
        assert torch.allclose(batch[0, 0].float(), image / 255, atol=1e-6)


def hidden_test_loader(answer):
    import torch
    from torch.utils.data import TensorDataset

    for size in (1, 33, 130):
        labels = torch.randint(0, 10, (size,))
        loader = answer(TensorDataset(torch.rand(size, 1, 28, 28), labels))
        for _ in range(2):
            assert torch.equal(torch.cat([batch[1] for batch in loader]), labels)


def hidden_move_images(answer):
    import torch

    for shape in ((1, 1, 28, 28), (7, 3, 4, 4)):
        images = torch.rand(shape)
        assert torch.equal(answer(images, torch.device("cpu")), images)
        moved = answer(images, torch.device("meta"))
        assert moved.device.type == "meta"
        assert moved.shape == shape


def hidden_forward(answer):
    import torch
    from torch import nn

    model = nn.Sequential(nn.Flatten(), nn.Linear(12, 10))
    images = torch.rand(5, 1, 3, 4)
    with torch.no_grad():
        assert torch.allclose(answer(model, images), model(images))
        model = model.to("meta")
        assert answer(model, images).shape == (5, 10)
        assert answer(model, images.to("meta")).device.type == "meta"


def hidden_loss(answer):
    import torch
    from torch.nn import functional as F

    for size in (1, 7):
        logits, labels = 9 * torch.randn(size, 10), torch.randint(0, 10, (size,))
        expected = float(F.cross_entropy(logits, labels))
        assert abs(float(answer(logits, labels)) - expected) < 1e-3


def hidden_labels(answer):
    import torch

    for numbers in ([0.0], [3.0, 3.0, 0.0, 8.0, 5.0]):
        labels = answer(numbers)
        assert labels.dtype == torch.int64
        assert labels.tolist() == [int(number) for number in numbers]


def hidden_step(answer):
    import copy

    import torch
    from torch import nn

    model = nn.Sequential(nn.Flatten(), nn.Linear(12, 3))
    twin = copy.deepcopy(model)
    optimizers = [torch.optim.Adam(each.parameters(), lr=0.01) for each in (model, twin)]
    loss_fn = nn.CrossEntropyLoss()
    for size in (4, 9, 1):
        images, labels = torch.rand(size, 1, 3, 4), torch.randint(0, 3, (size,))
        answer(model, images, labels, loss_fn, optimizers[0])
        optimizers[1].zero_grad()
        loss_fn(twin(images), labels).backward()
        optimizers[1].step()
        for mine, other in zip(model.parameters(), twin.parameters(), strict=True):
            assert torch.allclose(mine, other, atol=1e-5)


def hidden_mean_loss(answer):
    for losses, sizes in (([1.5], [3]), ([0.2, 0.4, 1.0, 3.0], [50, 50, 50, 1])):
        total = sum(loss * size for loss, size in zip(losses, sizes, strict=True))
        assert abs(float(answer(losses, sizes)) - total / sum(sizes)) < 1e-6


def hidden_test_loop(answer):
    import torch
    from torch import nn
    from torch.utils.data import DataLoader, TensorDataset

    images, labels = torch.rand(31, 1, 2, 3), torch.randint(0, 4, (31,))
    model = nn.Sequential(nn.Flatten(), nn.Dropout(0.5), nn.Linear(6, 4))
    loss_fn = nn.CrossEntropyLoss()
    for size in (10, 31):
        model.train()
        loss, accuracy = answer(
            DataLoader(TensorDataset(images, labels), batch_size=size), model, loss_fn
        )
        model.eval()
        with torch.no_grad():
            logits = model(images)
        right = float((logits.argmax(dim=1) == labels).double().mean())
        assert abs(float(loss) - float(loss_fn(logits, labels))) < 1e-4
        assert abs(float(accuracy) - right) < 1e-6


def hidden_choose(answer):
    scores = {
        "lr 0.1": {"validation": 0.71, "test": 0.90},
        "lr 0.01": {"validation": 0.88, "test": 0.70},
        "lr 0.001": {"validation": 0.87, "test": 0.91},
    }
    assert answer(scores) == "lr 0.01"
    assert answer({"only": {"validation": 0.1, "test": 0.2}}) == "only"


def hidden_diagnose(answer):
    curves = (
        ("overfitting", [1.2, 0.6, 0.2, 0.05, 0.01], [1.1, 0.7, 0.8, 1.2, 1.9]),
        ("underfitting", [2.3, 2.0, 1.7, 1.4, 1.1], [2.3, 2.0, 1.7, 1.4, 1.1]),
        ("underfitting", [2.2, 1.9, 1.62, 1.61, 1.6], [2.2, 1.9, 1.65, 1.64, 1.63]),
        ("neither", [0.9, 0.5, 0.31, 0.301, 0.3], [0.9, 0.55, 0.36, 0.352, 0.35]),
        ("neither", [1.1, 0.8, 0.6, 0.5, 0.42], [1.1, 0.85, 0.66, 0.56, 0.48]),
    )
    for word, train_losses, val_losses in curves:
        assert answer(train_losses, val_losses) == word, word


def hidden_recall(answer):
    import torch

    matrix = torch.randint(1, 9, (10, 10))
    for label in (0, 9):
        right = int(matrix[label, label]) / int(matrix[label].sum())
        assert abs(float(answer(matrix, label)) - right) < 1e-4


def hidden_restore(answer):
    import tempfile
    from pathlib import Path

    import torch

    from fmnist_helpers.models import NeuralNetwork

    images = torch.rand(2, 1, 28, 28)
    with tempfile.TemporaryDirectory() as folder:
        for number in range(2):
            saved, path = NeuralNetwork(), Path(folder, f"model {number}.pt")
            torch.save(saved.state_dict(), path)
            model = answer(path)
            assert not model.training
            with torch.no_grad():
                assert torch.allclose(model(images), saved(images), atol=1e-6)


def hidden_best_epoch(answer):
    for losses, best in (([0.4], 1), ([0.9, 0.8, 0.7, 0.6], 4), ([2.0, 0.3, 0.4, 0.5, 0.31], 2)):
        assert answer(list(losses)) == best, losses


def hidden_fetch(answer):
    import torch

    images = torch.randint(0, 256, (50, 28, 28), dtype=torch.uint8)
    labels = torch.randint(0, 10, (50,))
    for indices in (torch.tensor([49]), torch.tensor([3, 3, 0]), torch.randperm(50)):
        batch, targets = answer(images, labels, indices)
        assert batch.shape == (len(indices), 1, 28, 28), tuple(batch.shape)
        assert torch.allclose(batch[:, 0], images[indices] / 255, atol=1e-6)
        assert torch.equal(targets, labels[indices])


def hidden_scaled_rate(answer):
    for lr, old, new, expected in (
        (0.5, 100, 300, 1.5),
        (0.2, 64, 64, 0.2),
        (1.0, 512, 32, 1 / 16),
    ):
        assert abs(answer(lr, old, new) - expected) < 1e-6, (lr, old, new)


def hidden_part(answer):
    import torch

    for total, size in ((64, 4), (33, 2), (1, 2)):
        parts = [[int(i) for i in answer(torch.arange(total), r, size)] for r in range(size)]
        assert sorted(i for part in parts for i in part) == list(range(total)), (total, size)
        assert max(map(len, parts)) - min(map(len, parts)) <= 1, (total, size)


def hidden_reading_hours(answer):
    for images, each, rate in ((60_000, 784, 100), (1_000_000_000, 50_000, 500)):
        hours = images * each / (rate * 1e6) / 3600
        assert abs(answer(images, each, rate) / hours - 1) < 1e-3, (images, each, rate)
