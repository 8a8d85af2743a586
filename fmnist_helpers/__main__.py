"""``fmnist COMMAND``, or ``python -m fmnist_helpers COMMAND``: see COMMANDS below, or ``--help``.

A command is a module with two functions: ``add_arguments(parser)``, and ``run(args)``, which
returns the exit status: 2 means input that cannot be used, and a line says what is wrong with it.
"""

import argparse
import importlib
import io
import sys
from pathlib import Path
from types import ModuleType

COMMANDS = {
    "learn": "copy the lessons for you, and open JupyterLab where you stopped",
    "data": "find Fashion-MNIST, download it if necessary, verify it",
    "train": "train a network, with checkpoints; on several processes under torchrun",
    "doctor": "say what would keep the lessons from running, and what to do about it",
    "progress": "show which exercises and quizzes are done, export them, start over",
    "student": "write the lessons without solutions, to hand out; or a course for nbgrader",
}


def module_of(command: str) -> ModuleType:
    """Imported when it is asked for: `doctor` must run where torch cannot even be imported."""
    return importlib.import_module(f"fmnist_helpers.commands.{command}")


def main(arguments: list[str] | None = None) -> int:
    """Run the command that `arguments`, else the command line, names; the exit status."""
    arguments = sys.argv[1:] if arguments is None else arguments
    for stream in (sys.stdout, sys.stderr):
        # In a pipe or file, Windows may write an encoding that lacks ✓: then ? stands for it.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    called = "fmnist" if Path(sys.argv[0]).stem == "fmnist" else "python -m fmnist_helpers"
    parser = _Parser(prog=called, description="Behind the lessons.")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    asked = next((argument for argument in arguments if not argument.startswith("-")), None)
    try:
        for name, purpose in COMMANDS.items():
            command = commands.add_parser(name, help=purpose, description=purpose)
            if name == asked:
                module = module_of(name)
                module.add_arguments(command)
        args = parser.parse_args(arguments)
        return module.run(args)
    except ImportError as error:
        return _give_up(parser, asked, f"{error}. `{parser.prog} doctor` says what to do", 1)
    except ConnectionError as error:
        return _give_up(parser, asked, str(error), 1)
    except (ValueError, OSError) as error:
        return _give_up(parser, asked, str(error), 2)
    except KeyboardInterrupt:
        return _give_up(parser, asked, "stopped", 130)


class _Parser(argparse.ArgumentParser):
    """Says what is wrong in one line; argparse would print the whole usage before it."""

    def __init__(self, **options):
        # No abbreviations: torchrun would take "--log" for one of its own options.
        super().__init__(**options, allow_abbrev=False)

    def error(self, message: str):
        self.exit(2, f"{self.prog}: {message} (--help shows what can be given)\n")


def _give_up(parser, command: str, message: str, status: int) -> int:
    message = " ".join(line.strip() for line in message.splitlines() if line.strip())
    print(f"{parser.prog} {command}: {message}", file=sys.stderr)
    return status


if __name__ == "__main__":
    sys.exit(main())
