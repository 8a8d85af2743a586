"""The drawings of lesson 15, and what the lesson says of them and does not show."""

import ast
import csv
import hashlib
import math
import warnings
from collections import Counter
from pathlib import Path

import nbformat
import pytest
import torch
from PIL import Image
from torchvision.datasets import ImageFolder

from classroom.package import belongs
from fmnist_helpers.sources import DRAWINGS
from tests.support.lessons import NOTEBOOKS, ROOT

FILES = sorted(path for path in DRAWINGS.glob("*/*"))
CELLS = [
    cell.source
    for cell in nbformat.read(NOTEBOOKS / "15_your_own_data.ipynb", as_version=4).cells
    if cell.cell_type == "code"
]


@pytest.fixture(scope="module")
def lesson():
    """What the lesson imports, and its functions, by their names."""
    names = {}
    for source in CELLS:
        kept = [
            node
            for node in ast.parse(source).body
            if isinstance(node, ast.Import | ast.ImportFrom | ast.FunctionDef | ast.ClassDef)
        ]
        exec(compile(ast.Module(kept, []), "lesson 15", "exec"), names)
    return names


def test_each_drawing_has_a_source_and_each_source_a_drawing():
    with (DRAWINGS / "SOURCES.csv").open(encoding="utf-8", newline="") as table:
        rows = list(csv.DictReader(table))
    assert [row["file"] for row in rows] == [
        path.relative_to(DRAWINGS).as_posix() for path in FILES
    ]
    assert all(row["creator"] and row["file in openclipart 0.18"] for row in rows)
    assert not any("@" in row["creator"] for row in rows), "no address of a person"
    assert "public domain" in (DRAWINGS / "LICENSE").read_text(encoding="utf-8")


def test_the_drawings_are_small_mixed_and_open_without_a_warning():
    modes, sizes = Counter(), set()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for path in FILES:
            with Image.open(path) as image:
                image.convert("RGB")
                modes[image.mode] += 1
                sizes.add(image.size)
    assert set(modes) == {"RGB", "RGBA", "P", "L", "LA"}
    assert min(modes.values()) >= 5
    assert len(sizes) > 50
    assert sum(path.stat().st_size for path in FILES) < 1_000_000


def test_no_class_has_fewer_pictures_than_the_lesson_asks_of_a_learner():
    counts = Counter(path.parent.name for path in FILES)
    assert set(counts) == {"bird", "bug", "fruit", "house"}
    assert min(counts.values()) >= 30


def test_no_file_is_there_twice():
    contents = Counter(hashlib.sha256(path.read_bytes()).hexdigest() for path in FILES)
    assert max(contents.values()) == 1


def test_most_transparent_drawings_hide_black():
    """The lesson shows what comes up when transparency is dropped."""
    hidden = []
    for path in FILES:
        with Image.open(path) as image:
            if image.has_transparency_data:
                clear = image.convert("RGBA").getchannel("A").point(lambda alpha: alpha == 0, "1")
                dropped = image.convert("RGB").convert("L")
                if box := clear.getbbox():
                    hidden.append(dropped.getpixel(_first(clear, box)) < 20)
    assert len(hidden) > 100
    assert sum(hidden) > 0.6 * len(hidden)


def _first(mask, box):
    left, top, right, _ = box
    return next((x, top) for x in range(left, right) if mask.getpixel((x, top)))


def test_a_class_edition_comes_with_the_drawings():
    there = [*FILES, DRAWINGS / "SOURCES.csv", DRAWINGS / "LICENSE"]
    assert all(belongs(path, path.relative_to(ROOT)) for path in there)


def test_a_hidden_folder_becomes_the_first_class(tmp_path):
    for name in ("cat", ".ipynb_checkpoints"):
        (tmp_path / name).mkdir()
    assert ImageFolder(tmp_path, allow_empty=True).class_to_idx[".ipynb_checkpoints"] == 0
    with pytest.raises(FileNotFoundError):
        ImageFolder(tmp_path)


def test_a_fingerprint_knows_an_outline_and_its_filled_version_and_no_mirror_image(lesson):
    y, x = torch.meshgrid(torch.arange(32.0), torch.arange(32.0), indexing="ij")
    distance = ((x - 11) ** 2 / 2 + (y - 15) ** 2).sqrt() + (x > 14) * 3
    outline, filling = (distance - 7).abs() < 1, distance < 6.5
    pictures = torch.ones(3, 3, 32, 32)
    pictures[0, :, filling] = torch.tensor([0.9, 0.3, 0.2])[:, None]
    pictures[:2, :, outline] = 0
    pictures[2] = pictures[0].flip(-1)
    prints = lesson["fingerprints"](pictures)
    similarity = prints @ prints.T
    assert similarity[0, 1] > 0.85
    assert similarity[0, 2] < 0.5
    assert torch.allclose(similarity.diag(), torch.ones(3), atol=1e-5)


def test_folds_keep_groups_together_and_spread_the_classes(lesson):
    generator = torch.Generator().manual_seed(1)
    labels = torch.arange(4).repeat_interleave(30)
    groups = torch.arange(120) // 2  # pairs of twins of one class
    fold = lesson["deal"](labels, groups, folds=5, seed=3)
    assert all(len(fold[groups == group].unique()) == 1 for group in groups.unique())
    counts = torch.stack([labels[fold == number].bincount(minlength=4) for number in range(5)])
    assert counts.min() >= 4
    assert counts.max() <= 8
    shuffled = torch.randperm(60, generator=generator)[groups]  # the groups' numbers mean nothing
    assert fold.tolist() == lesson["deal"](labels, shuffled, folds=5, seed=3).tolist()
    assert fold.tolist() != lesson["deal"](labels, groups, folds=5, seed=4).tolist()


def test_the_plus_minus_holds_in_19_of_20_cases():
    """Of many samples of 40 with 70 % right, how many stay within the margin?"""
    margin = 2 * math.sqrt(0.7 * 0.3 / 40)
    generator = torch.Generator().manual_seed(0)
    found = (torch.rand(20_000, 40, generator=generator) < 0.7).double().mean(dim=1)
    assert 0.93 < ((found - 0.7).abs() <= margin).double().mean() < 0.98


def test_the_loader_of_the_lesson_puts_pictures_on_white_and_turns_them(lesson, tmp_path):
    image = Image.new("RGBA", (8, 4), (0, 0, 0, 0))
    image.putpixel((0, 0), (200, 0, 0, 255))
    image.save(tmp_path / "a.png")
    found = lesson["load_picture"](tmp_path / "a.png")
    assert (found.mode, found.size) == ("RGB", (8, 4))
    assert found.getpixel((0, 0)) == (200, 0, 0)
    assert found.getpixel((5, 2)) == (255, 255, 255)
    exif = Image.Exif()
    exif[0x0112] = 6
    Image.new("RGB", (8, 4)).save(tmp_path / "b.jpg", exif=exif)
    assert lesson["load_picture"](tmp_path / "b.jpg").size == (4, 8)


def test_the_report_is_written_where_git_does_not_look():
    text = "\n".join(CELLS)
    assert 'work = Path("_work/lesson_15")' in text
    assert "notebooks/_work/" in Path(NOTEBOOKS.parent, ".gitignore").read_text(encoding="utf-8")
