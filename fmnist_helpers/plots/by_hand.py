"""Shows what a lesson draws with pyplot itself, described like every other figure."""

import io

from fmnist_helpers.plots.style import picture_bundle


class Drawing:
    """A picture, as PNG bytes, and what a reader who can't see it is told."""

    def __init__(self, png: bytes, description: str):
        self.png, self.description = png, description

    def __repr__(self):
        return f"Figure: {self.description}"

    def _repr_mimebundle_(self, include=None, exclude=None):
        return picture_bundle(self.png, repr(self), self.description)


def show(description: str) -> Drawing:
    """Show pyplot's current figure, as ``plt.show()`` does, with words for those who can't see it.

    The figure is closed. Raises ValueError if nothing was drawn.
    """
    from matplotlib import pyplot as plt  # the other figures don't need it

    if not plt.get_fignums():
        raise ValueError("pyplot has no figure to show: draw first, such as with plt.imshow")
    figure, buffer = plt.gcf(), io.BytesIO()
    figure.savefig(buffer, format="png", bbox_inches="tight", metadata={"Software": None})
    plt.close(figure)
    return Drawing(buffer.getvalue(), " ".join(description.split()))
