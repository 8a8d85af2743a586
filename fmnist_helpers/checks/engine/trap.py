"""A file that does something when it is loaded, here without harm."""

SPRUNG = []


def _spring() -> None:
    SPRUNG.append(True)


class Trap:
    """Pickled, it becomes a call of `_spring`: a hostile file would put a command there."""

    def __reduce__(self):
        return _spring, ()
