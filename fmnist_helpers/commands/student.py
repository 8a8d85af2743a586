"""``python -m fmnist_helpers student``: the lessons to hand out, or a course for nbgrader."""

import argparse

from fmnist_helpers import student


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("out", metavar="OUT", help="a new folder to write it into")
    parser.add_argument(
        "--nbgrader",
        action="store_true",
        help="write a source course: for nbgrader generate_assignment and autograde",
    )
    parser.add_argument(
        "--course",
        metavar="FOLDER",
        help="hand out what nbgrader has released in this course, with the package and a README",
    )
    parser.add_argument("--only", nargs="+", metavar="NN", help="these lessons, such as 03 04")
    parser.add_argument(
        "--lessons", metavar="FOLDER", help="where the lessons are (default: in this checkout)"
    )


def run(args: argparse.Namespace) -> int:
    """Write it, and say what comes next; the exit status."""
    if args.nbgrader:
        out = student.write_course(args.out, args.lessons, args.only)
        print(f"The course is in {out}. Next, in that folder:")
        for assignment in sorted((out / "source").iterdir()):
            print(f"  python -m nbgrader generate_assignment {assignment.name}")
    else:
        out = student.write(args.out, args.lessons, args.only, args.course)
        count = len(list((out / "notebooks").glob("*.ipynb")))
        lessons = "1 lesson" if count == 1 else f"{count} lessons"
        print(f"The student edition is in {out}: {lessons} without solutions.")
    return 0
