"""What holds for every lesson: rules that read the stored notebook, without running it.

A rule takes a Lesson and yields one sentence for each thing that is wrong, naming the cell.
`test_notebooks.py` holds each lesson to each rule, and shows for each rule what it refuses.
"""

from tests.hygiene import code, form, minutes, outputs
from tests.hygiene.code import MAX_ASSERTS, MAX_IGNORED, MAX_LINES, MAX_LONG_CELLS, MAX_YES_OR_NO
from tests.hygiene.lesson import Lesson

__all__ = [
    "MAX_ASSERTS",
    "MAX_IGNORED",
    "MAX_LINES",
    "MAX_LONG_CELLS",
    "MAX_YES_OR_NO",
    "RULES",
    "Lesson",
]

RULES = (
    form.opening_cell_in_form,
    form.closing_cell_in_form,
    form.linked_with_its_neighbors,
    form.headings_in_order,
    form.links_resolve,
    form.figures_are_described,
    form.images_have_alt,
    minutes.honest_minutes,
    code.plain_python,
    code.imports_from_the_list,
    code.few_and_known_tags,
    code.short_cells,
    code.tags_fit_the_outputs,
    code.results_are_shown,
    code.few_asserts,
    code.cells_are_a_learners,
    code.solutions_are_folded,
    outputs.outputs_stored_in_order,
    outputs.as_regenerate_leaves_it,
    outputs.small_file,
    outputs.errors_only_where_tagged,
    outputs.nothing_on_stderr,
    outputs.stored_outputs_are_stable,
)
