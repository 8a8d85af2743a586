"""Answers that differ from another one in a few characters, written as that difference."""


def edited(source: str, *replacements: tuple[str, str]) -> str:
    """`source` with each (old, new) replaced; each `old` must be there, or the answer is a slip."""
    for old, new in replacements:
        if old not in source:
            raise ValueError(f"not in the source: {old!r}")
        source = source.replace(old, new)
    return source
