"""The recipe best94 alone: it trains for long, so this table is made only where it is named."""

from benchmarks import recipes
from benchmarks._measure import Options, Table


def run(options: Options) -> Table:
    """As the table of the recipes."""
    return recipes.run(options, ("best94",))
