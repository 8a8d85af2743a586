"""What the site gives to take away: the course, and the class edition, each as one zip."""

import shutil
import tempfile
from pathlib import Path

from classroom import edition
from classroom.package import PROJECT, belongs

COURSE = "fashion-mnist-course"
CLASS_EDITION = "fashion-mnist-class-edition"
README = """# From data to a trained PyTorch model

Install uv once (`pip install uv`). Then, in this folder:

    uv run --no-dev fmnist learn

It copies the lessons for you, into `my-lessons`, and opens JupyterLab at the first.
"""


def write(checkout: Path, folder: Path) -> None:
    """Write both zips into `folder`. Each unpacks into a folder of its own name."""
    with tempfile.TemporaryDirectory() as temporary:
        made = Path(temporary)
        edition.write(made / CLASS_EDITION)
        course(checkout, made / COURSE)
        for name in (COURSE, CLASS_EDITION):
            shutil.make_archive(str(folder / name), "zip", made, name)


def course(checkout: Path, folder: Path) -> None:
    """Write what a learner needs into the new `folder`: lessons with solutions, and the package."""
    folder.mkdir()
    for name in PROJECT:
        shutil.copyfile(checkout / name, folder / name)
    (folder / "README.md").write_text(README, encoding="utf-8")
    lessons = sorted((checkout / "notebooks").glob("[0-9][0-9]_*.ipynb"))
    pictures = (checkout / "notebooks" / "pictures").iterdir()
    package = (checkout / "fmnist_helpers").rglob("*")
    for path in (*lessons, *pictures, *package):
        part = path.relative_to(checkout)
        if part.parts[0] == "notebooks" or belongs(path, part):
            (folder / part).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, folder / part)
