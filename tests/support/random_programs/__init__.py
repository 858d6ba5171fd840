"""Random programs: rule text of the whole running subset, populations that fit it, and the comparison of engines.

Everything follows from a seed. `generate(seed)` writes a program, `people(core, period, seed)` a population,
`compare(...)` runs the engines, `smallest(...)` reduces what they disagree on. `python -m tests.support.random_programs`
does it for as many programs as one likes.
"""
