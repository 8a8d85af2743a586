"""What lesson 13 says of files and does not show."""

import json
import pickle
import struct

import pytest
import torch
from safetensors.torch import load_file, save_file
from torch import nn

from fmnist_helpers import checks, widgets
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


def of_other_widths():
    model = NeuralNetwork()
    model.linear_relu_stack[0] = nn.Linear(784, 256)
    model.load_state_dict(NeuralNetwork().state_dict())


def of_a_checkpoint():
    states = {"model": NeuralNetwork().state_dict(), "optimizer": {}, "epoch": 3}
    NeuralNetwork().load_state_dict(states)


def of_a_wrapped_model():
    class Wrapped(nn.Module):
        def __init__(self):
            super().__init__()
            self.module = NeuralNetwork()

    NeuralNetwork().load_state_dict(Wrapped().state_dict())


def cut_short(path):
    torch.save(NeuralNetwork().state_dict(), path)
    path.write_bytes(path.read_bytes()[:100_000])
    torch.load(path, weights_only=True)


@pytest.mark.parametrize(
    ("name", "make"), [("B", of_other_widths), ("D", of_a_wrapped_model), ("E", of_a_checkpoint)]
)
def test_errors_of_names_and_shapes_are_those_that_pytorch_raises(name, make):
    with pytest.raises(RuntimeError) as caught:
        make()
    said = " ".join(str(caught.value).split())
    for part in checks.LOAD_ERRORS[name].split(" … "):
        assert part.rstrip(", …") in said


def test_the_error_of_a_file_that_was_cut_short_is_the_one_that_pytorch_raises(tmp_path):
    with pytest.raises(RuntimeError) as caught:
        cut_short(tmp_path / "weights.pt")
    assert checks.LOAD_ERRORS["C"] in str(caught.value)


def test_the_error_of_a_file_from_a_gpu_is_the_one_that_pytorch_raises(saved_on_a_gpu):
    with pytest.raises(RuntimeError) as caught:
        torch.load(saved_on_a_gpu, weights_only=True)
    assert checks.LOAD_ERRORS["A"] in str(caught.value)


def test_a_whole_model_is_refused_and_named(tmp_path):
    torch.save(NeuralNetwork(), tmp_path / "whole.pt")
    with pytest.raises(pickle.UnpicklingError, match=r"fmnist_helpers\.models\.NeuralNetwork"):
        torch.load(tmp_path / "whole.pt", weights_only=True)


def test_safetensors_begin_with_a_list_and_hold_the_same_numbers(tmp_path):
    state = NeuralNetwork().state_dict()
    save_file(state, tmp_path / "garments.safetensors")
    data = (tmp_path / "garments.safetensors").read_bytes()
    (length,) = struct.unpack("<Q", data[:8])
    listed = json.loads(data[8 : 8 + length])
    assert {name: entry["shape"] for name, entry in listed.items()} == {
        name: list(tensor.shape) for name, tensor in state.items()
    }
    assert 8 + length + 4 * sum(tensor.numel() for tensor in state.values()) == len(data)
    loaded = load_file(tmp_path / "garments.safetensors")
    assert all(torch.equal(loaded[name], tensor) for name, tensor in state.items())


@pytest.mark.parametrize("content", [{"epoch": 3}, {"model": {"weight": torch.zeros(2)}}])
def test_safetensors_take_neither_a_number_nor_a_dict_in_the_dict(tmp_path, content):
    with pytest.raises(ValueError, match=r"torch\.Tensor"):
        save_file(content, tmp_path / "run.safetensors")


def test_a_state_dict_holds_the_models_own_tensors():
    model = nn.Linear(2, 2)
    kept, copied = model.state_dict(), {k: v.clone() for k, v in model.state_dict().items()}
    before = model.weight.tolist()
    with torch.no_grad():
        model.weight += 1
    assert torch.equal(kept["weight"], model.weight)
    assert copied["weight"].tolist() == before


def test_try_your_own_opens_on_a_garment_that_is_inverted():
    own = widgets.try_your_own(nn.Sequential(nn.Flatten(), nn.Linear(784, 10)))
    assert own.picture.value == "T-shirt"
    assert own.invert.value
    assert own.prepared.image.shape == (1, 28, 28)
