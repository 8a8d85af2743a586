"""Pictures and drawings without matplotlib, quick enough to follow a slider."""
