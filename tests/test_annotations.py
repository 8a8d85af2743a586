"""Tables of labels, held by properties: what is written comes back, or is refused by its line."""

import csv
import io
import os
import string

import pytest
import torch
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from torch.utils.data import DataLoader

from fmnist_helpers.datasets import CustomImageDataset, annotations, labels_csv, split
from fmnist_helpers.loaders import make_loader
from tests.support.helpers import Labeled, write_images, write_table

# The same examples in each run, few enough to take a second or two.
PROPERTY = settings(
    max_examples=150,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
NAMES = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cs"], exclude_characters="\0\\/:"),
    min_size=1,
    max_size=12,
).filter(lambda name: name.strip() not in ("", ".."))
ROWS = st.lists(st.tuples(NAMES, st.integers(0, 10**18 - 1)), min_size=1, max_size=30)


def pairs(rows):
    """The rows as names and labels."""
    return list(zip(rows.names, rows.labels, strict=True))


def read_or_refusal(file):
    """The rows and no error, or nothing and what the error says."""
    try:
        return labels_csv.read(file), ""
    except ValueError as error:
        return None, str(error)


def written(rows, **dialect):
    text = io.StringIO(newline="")
    csv.writer(text, **dialect).writerows(rows)
    return text.getvalue()


@PROPERTY
@given(
    rows=ROWS,
    delimiter=st.sampled_from(",;\t"),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL, csv.QUOTE_NONNUMERIC]),
    lineterminator=st.sampled_from(["\n", "\r\n", "\r"]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig"]),
)
def test_what_is_written_comes_back(tmp_path, rows, delimiter, quoting, lineterminator, encoding):
    """Whatever the names hold: quotes, commas, line breaks, any script."""
    rows = [(f"{name}.png", label) for name, label in rows]
    if any("\n" in name or "\r" in name for name, _ in rows):
        # Left alone, the writer of older Pythons quotes no line break but its own.
        quoting = csv.QUOTE_ALL
    header = written([("name", "label")], delimiter=delimiter, lineterminator=lineterminator)
    text = header + written(
        rows, delimiter=delimiter, quoting=quoting, lineterminator=lineterminator
    )
    table = write_table(tmp_path / "labels.csv", text.encode(encoding))
    assert pairs(labels_csv.read(table)) == [(name.strip(), label) for name, label in rows]


@PROPERTY
@given(
    fields=st.lists(
        st.lists(
            st.sampled_from(["", " ", "a.png", "b", "0", "7", "-1", "1.5", '"', "..", "\0"]),
            max_size=4,
        ),
        max_size=12,
    ),
    separator=st.sampled_from([",", ", ", ";"]),
)
def test_every_row_is_read_or_named(tmp_path, fields, separator):
    """No row is lost: as many come back as lines hold something, but for one header."""
    lines = [separator.join(row) for row in fields]
    table = write_table(tmp_path / "labels.csv", "\n".join(lines))
    holding = [
        n for n, line in enumerate(lines, start=1) if line.replace(separator.strip(), "").strip()
    ]
    rows, error = read_or_refusal(table)
    if rows is None:
        assert error.startswith(str(table))
        if ", line " in error:
            assert int(error.split(", line ")[1].split(":")[0]) in holding
    else:
        assert rows.lines.tolist() in (holding, holding[1:])
        if len(rows.lines) < len(holding):
            assert "b" in lines[holding[0] - 1]


@PROPERTY
@given(contents=st.binary(max_size=200))
def test_bytes_of_any_kind_are_read_or_refused(tmp_path, contents):
    table = write_table(tmp_path / "labels.csv", contents)
    rows, error = read_or_refusal(table)
    if rows is None:
        assert error.startswith(str(table))
    else:
        assert len(rows.labels) > 0
        for name, label in pairs(rows):
            assert name.strip() == name != ""
            assert 0 <= label < 10**18
            assert not name.startswith("/")
            assert ".." not in name.split("/")


@PROPERTY
@given(name=st.text(string.ascii_letters + "./\\: ", min_size=1, max_size=12))
def test_no_name_leads_out_of_the_folder(tmp_path, name):
    table = write_table(tmp_path / "labels.csv", written([("x.png", 0), (name, 0)]))
    rows, error = read_or_refusal(table)
    if rows is None:
        assert "line 2: " in error
    else:
        (_, (read_name, _)) = pairs(rows)
        inside = os.path.normpath(os.path.join("/folder", read_name))
        assert inside == "/folder" or inside.startswith("/folder/")


# A split and a loader, whatever the sizes ---------------------------------------------------------


class LabeledByTensor(Labeled):
    """The same items, also asked for by a tensor of indices."""

    supports_index_tensors = True

    def __getitem__(self, idx):
        targets = torch.tensor(self.targets)
        return (idx, targets[idx]) if isinstance(idx, torch.Tensor) else (idx, self.targets[idx])


TARGETS = st.lists(st.integers(-2, 4), min_size=2, max_size=60)


@PROPERTY
@given(targets=TARGETS, data=st.data(), seed=st.integers(0, 2**32))
def test_a_split_loses_nothing_and_is_fair(targets, data, seed):
    wanted = data.draw(st.integers(1, len(targets) - 1))
    train, val = split(Labeled(targets), wanted, seed=seed)
    assert len(val) == wanted
    assert sorted(train.indices.tolist() + val.indices.tolist()) == list(range(len(targets)))
    for label in set(targets):
        exact = targets.count(label) * wanted / len(targets)
        assert abs(val.targets.tolist().count(label) - exact) < 1
    assert [val[place] for place in range(len(val))] == [
        (index, targets[index]) for index in val.indices.tolist()
    ]


@PROPERTY
@given(
    size=st.integers(1, 70),
    batch_size=st.integers(1, 80),
    seed=st.integers(0, 2**63 - 1),
    shuffle=st.booleans(),
    drop_last=st.booleans(),
    stop_after=st.integers(0, 9),
)
def test_a_loader_gives_the_plain_loaders_batches(
    size, batch_size, seed, shuffle, drop_last, stop_after
):
    """In three epochs, the first of which is left early."""
    drop_last = drop_last and batch_size <= size
    options = {"batch_size": batch_size, "shuffle": shuffle, "drop_last": drop_last}
    dataset = LabeledByTensor(list(range(size)))
    ours = make_loader(dataset, seed=seed, **options)
    plain = DataLoader(dataset, generator=torch.Generator().manual_seed(seed), **options)
    for stop in (stop_after, size, size):
        seen = []
        for loader in (ours, plain):
            batches = []
            for batch in loader:
                batches.append([part.tolist() for part in batch])
                if len(batches) > stop:
                    break
            seen.append(batches)
        assert seen[0] == seen[1]


# The rows and their files -------------------------------------------------------------------------


def test_lines_are_those_that_an_editor_shows(tmp_path):
    """After blank lines, a header, a name of three lines; across what is read at once."""
    text = '\nname,label\n"a\nb\nc.png",1\n\n' + "d.png,2\n" * 2000
    rows = labels_csv.read(write_table(tmp_path / "labels.csv", text))
    assert rows.lines.tolist() == [3, *range(7, 2007)]


def test_only_files_that_are_asked_for_are_looked_at(tmp_path, monkeypatch):
    """Of a long table no file is looked for when it is opened, and each when it is read."""
    monkeypatch.setattr(annotations, "CHECKED_AT_ONCE", 2)
    write_images(tmp_path / "images", "a.png", "sub/b.png")
    table = write_table(tmp_path / "labels.csv", "a.png,0\nsub/b.png,1\nsub/d.png,3\n")
    dataset = CustomImageDataset(table, tmp_path / "images")
    assert dataset[0]["image"].shape == dataset[1]["image"].shape == (1, 28, 28)
    with pytest.raises(FileNotFoundError, match=r"line 3 names 'sub/d\.png', which is not in"):
        dataset[2]


def test_a_folder_that_is_itself_a_link_will_do(tmp_path):
    write_images(tmp_path / "real", "sub/a.png")
    (tmp_path / "link").symlink_to(tmp_path / "real")
    table = write_table(tmp_path / "labels.csv", "sub/a.png,0\n")
    assert CustomImageDataset(table, tmp_path / "link")[0]["image"].shape == (1, 28, 28)


@pytest.mark.parametrize("header", ["name, label", "Image,Class", "파일,레이블", ",name,label"])
def test_a_header_is_no_row(tmp_path, header):
    rows = ",".join(["0"] * header.startswith(",") + ["x.png", "1"])
    table = write_table(tmp_path / "labels.csv", f"{header}\n{rows}\n")
    if header.startswith(","):
        with pytest.raises(ValueError, match=r"line 2: the label is 'x\.png'"):
            labels_csv.read(table)
    else:
        assert pairs(labels_csv.read(table)) == [("x.png", 1)]


FORMATS = ["png", "jpg", "jpeg", "gif", "bmp", "webp", "tif", "tiff", "ppm", "pgm"]


@pytest.mark.parametrize("suffix", FORMATS)
def test_a_row_that_names_a_picture_of_any_format_is_no_heading(tmp_path, suffix):
    table = write_table(tmp_path / "labels.csv", f"shirt.{suffix.upper()}, shirt\nbag.png, 8\n")
    with pytest.raises(ValueError, match="line 1: the label 'shirt' is not a class number"):
        CustomImageDataset(table, tmp_path)
