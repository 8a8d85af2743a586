"""What lesson 13 says of files and does not show."""

import pickle

import pytest
import torch

from fmnist_helpers.models import NeuralNetwork


@pytest.fixture
def saved_on_a_gpu(tmp_path, monkeypatch):
    """A state dict whose tensors say that they were on a GPU, made on a computer without one."""
    if torch.cuda.is_available():
        pytest.skip("here it goes back to the GPU")
    monkeypatch.setattr("torch.serialization.location_tag", lambda storage: "cuda:0")
    path = tmp_path / "weights.pt"
    torch.save({"weight": torch.arange(3.0)}, path)
    return path


def test_a_file_from_a_gpu_does_not_load_without_one(saved_on_a_gpu):
    with pytest.raises(RuntimeError, match="CUDA device"):
        torch.load(saved_on_a_gpu, weights_only=True)


def test_map_location_loads_a_file_from_a_gpu_to_the_cpu(saved_on_a_gpu):
    state = torch.load(saved_on_a_gpu, weights_only=True, map_location="cpu")
    assert state["weight"].device.type == "cpu"
    assert state["weight"].tolist() == [0, 1, 2]


class Called:
    """Asks to be restored by a call that the test can see."""

    def __init__(self, path):
        self.path = path

    def __reduce__(self):
        return open, (self.path, "w")


def test_a_refused_file_has_called_nothing(tmp_path):
    witness = tmp_path / "witness"
    torch.save(Called(str(witness)), tmp_path / "gift.pt")
    with pytest.raises(pickle.UnpicklingError, match="Weights only load failed"):
        torch.load(tmp_path / "gift.pt", weights_only=True)
    assert not witness.exists()
    torch.load(tmp_path / "gift.pt", weights_only=False).close()
    assert witness.exists()


def test_a_view_takes_its_whole_storage_into_the_export_and_a_copy_does_not(tmp_path):
    model, images = NeuralNetwork().eval(), torch.zeros(1_000, 1, 28, 28)
    sizes = []
    for example in (images[:2], images[:2].clone()):
        torch.export.save(torch.export.export(model, (example,)), tmp_path / "model.pt2")
        sizes.append((tmp_path / "model.pt2").stat().st_size)
    assert sizes[0] - sizes[1] > 900 * 784 * 4
