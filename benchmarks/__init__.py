"""Side-by-side measurements against the tutorial's code: ``python -m benchmarks``.

A table is a module here with one function, ``run(options) -> Table``; `__main__` lists it, and
`_measure` has what every table needs: code that takes turns, medians, spread, the machine.
`python -m benchmarks widgets` stands apart: it needs a browser.
"""
