"""Random programs: rule text of the whole running subset, populations that fit it, and the comparison of engines.

Everything follows from a seed. `program.generate(seed)` writes a program, `people.people(core, period, seed)` a
population, `comparing.run_all(...)` runs the engines, `shrinking.smallest(...)` reduces what they disagree on.
`python -m tests.support.random_programs` does it for as many programs as one likes.
"""
