"""What a notebook shows of a widget when it is opened again, before its cell has been run."""

from collections.abc import Callable

from IPython.display import display

from fmnist_helpers.plots import in_jupyter_page

# JupyterLab puts each output into a .jp-OutputArea-child. While the widget lives, this hides the
# face that stands before it; without a kernel, what is left of the widget: a prompt, and a panel
# that holds no element.
STYLE = """<style>
.jp-OutputArea-child:has(.fmnist-face):has(
  + .jp-OutputArea-child > .jp-OutputArea-output > .lm-Widget
) { display: none; }
.jp-OutputArea-child:has(.fmnist-face)
  + .jp-OutputArea-child:not(:has(> .jp-OutputArea-output > *)) { display: none; }
</style>"""
RUN_AGAIN = "This shows what the widget looked like. To use it, run this cell again."
VIEW = "application/vnd.jupyter.widget-view+json"


def with_face(
    bundle: tuple[dict, dict] | dict, face: Callable[[], str], text: str
) -> tuple[dict, dict] | dict:
    """The `bundle` of a widget that a cell shows, after its `face`, which returns HTML, is shown.

    ``text`` is the face in words. Outside a Jupyter page the bundle is all there is.
    """
    if not in_jupyter_page():
        return bundle
    html = f'{STYLE}<div class="fmnist-face">{face()}<p><em>{RUN_AGAIN}</em></p></div>'
    display({"text/html": html, "text/plain": text}, raw=True)
    data = bundle[0] if isinstance(bundle, tuple) else bundle
    return {VIEW: data[VIEW], "text/plain": ""}, {}
