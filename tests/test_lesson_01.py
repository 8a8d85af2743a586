"""What lesson 01 says and its outputs do not show."""

import numpy as np
import pytest
import torch

IMAGES = torch.randint(0, 256, (6, 28, 28), generator=torch.Generator().manual_seed(0)).byte()


def shares_memory(one, other):
    return one.untyped_storage().data_ptr() == other.untyped_storage().data_ptr()


@pytest.mark.parametrize(
    "view",
    [
        lambda x: x[0, :8, :8],
        lambda x: x.permute(0, 2, 1),
        lambda x: x[0].T,
        lambda x: x.unsqueeze(0),
        lambda x: x.unsqueeze(0).squeeze(0),
        lambda x: x.reshape(6, 784),
        lambda x: torch.from_numpy(x.numpy()),
    ],
)
def test_views_share_memory(view):
    assert shares_memory(view(IMAGES), IMAGES)


@pytest.mark.parametrize(
    "copy",
    [
        lambda x: x[x > 200],
        lambda x: x + 1,
        lambda x: x.clone(),
        lambda x: x.permute(0, 2, 1).reshape(-1),  # here reshape can't be a view
        lambda x: torch.tensor(x.numpy()),
    ],
)
def test_copies_do_not(copy):
    assert not shares_memory(copy(IMAGES), IMAGES)


def test_a_step_of_minus_one_and_a_mean_of_whole_numbers_are_refused():
    with pytest.raises(ValueError, match="step must be greater than zero"):
        IMAGES[0][::-1]
    with pytest.raises(RuntimeError, match="floating point"):  # or a subclass of it
        IMAGES.mean()


def test_and_asks_for_a_single_yes_or_no():
    with pytest.raises(RuntimeError, match="more than one value is ambiguous"):
        bool((IMAGES > 3) and (IMAGES < 9))


def test_conversion_to_bytes_cuts_off_decimals():
    assert torch.tensor([1.9, 254.6]).to(torch.uint8).tolist() == [1, 254]


def test_permute_lays_a_garment_on_its_side_and_reshape_scrambles_it():
    boot = IMAGES[:1]
    assert torch.equal(boot.permute(0, 2, 1)[0], boot[0].T)
    wide = torch.arange(6).reshape(1, 2, 3)
    assert not torch.equal(wide.reshape(1, 3, 2), wide.permute(0, 2, 1))


def test_evened_out_garments_have_the_same_mean_where_nothing_is_clamped():
    images = IMAGES.float()
    even = images / images.mean(dim=(1, 2), keepdim=True) * 100
    torch.testing.assert_close(even.mean(dim=(1, 2)), torch.full((6,), 100.0))


def test_floats_of_numpy_do_not_mix_with_a_models():
    with pytest.raises(RuntimeError, match="dtype"):
        torch.nn.Linear(2, 1)(torch.from_numpy(np.zeros((1, 2))))
