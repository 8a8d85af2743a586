"""Coverage-guided fuzzing of what reads files: `uv run --with atheris python -m tests.fuzz csv`."""
