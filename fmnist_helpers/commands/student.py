"""``python -m fmnist_helpers student``: the lessons to hand out, or a course for nbgrader."""

from fmnist_helpers import _nbgrader_course, student


def add_arguments(parser) -> None:
    """The options of the command."""
    parser.add_argument("out", metavar="OUT", help="a new folder to write it into")
    parser.add_argument(
        "--nbgrader",
        action="store_true",
        help="write a source course: for nbgrader generate_assignment and autograde",
    )
    parser.add_argument("--only", nargs="+", metavar="NN", help="these lessons, such as 03 04")
    parser.add_argument(
        "--lessons", metavar="FOLDER", help="where the lessons are (those of the checkout)"
    )


def run(args) -> int:
    """Run the command, and return the exit status."""
    make = _nbgrader_course.write_course if args.nbgrader else student.write
    out = make(args.out, args.lessons, args.only)
    if args.nbgrader:
        assignment = _nbgrader_course.ASSIGNMENT
        print(f"The course is in {out}. Next, in that folder:")
        print(f"  python -m nbgrader generate_assignment {assignment}")
    else:
        count = len(list((out / "notebooks").glob("*.ipynb")))
        print(f"The student edition is in {out}: {count} lessons without solutions.")
    return 0
