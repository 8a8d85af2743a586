"""``python -m fmnist_helpers progress``: what is done, and what comes next."""

from fmnist_helpers import progress


def add_arguments(parser) -> None:
    """The options of the command."""
    parser.epilog = "With both options, the copy is written first."
    parser.add_argument("--export", metavar="FILE", help="write a copy to a new file")
    parser.add_argument(
        "--reset",
        action="store_true",
        help="start over; what was recorded is kept under another name",
    )


def run(args) -> int:
    """Run the command, and return the exit status."""
    if args.export:
        print(f"A copy is in {progress.export(args.export)}.")
    if args.reset:
        kept = progress.reset()
        print(
            f"Started over; what was recorded is in {kept}."
            if kept
            else "Nothing was recorded yet."
        )
    if not (args.export or args.reset):
        progress.show()
    return 0
