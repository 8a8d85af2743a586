"""``python -m fmnist_helpers data``: the images, before a lesson needs them."""

from fmnist_helpers.sources import describe, ensure_fashion_mnist


def add_arguments(parser) -> None:
    """The options of the command."""
    parser.add_argument("--root", default="data", help="the folder to put it into (%(default)s)")
    parser.add_argument(
        "--full",
        action="store_true",
        help="exit with status 1 if only the bundled sample is available",
    )


def run(args) -> int:
    """Run the command, and return the exit status."""
    found = describe(ensure_fashion_mnist(args.root))
    print(found)
    return 1 if args.full and found.state != "full" else 0
