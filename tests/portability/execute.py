"""Run one lesson with this Python, and write what it printed: `__main__` starts this elsewhere.

    python -m tests.portability.execute LESSON RESULT [NAME=VALUE ...]

The lesson itself stays as it is. The kernel gets each NAME=VALUE as an environment variable.
"""

import sys
from pathlib import Path

import nbformat

from tests.regenerate import LessonError, execute, normalize


def main(lesson: str, result: str, *variables: str) -> int:
    notebook = nbformat.read(lesson, as_version=4)
    try:
        execute(
            notebook, Path(lesson).parent, dict(each.split("=", maxsplit=1) for each in variables)
        )
    except LessonError as error:
        print(error, file=sys.stderr)
        return 1
    normalize(notebook)
    nbformat.write(notebook, result)
    return 0


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:]))
