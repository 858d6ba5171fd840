"""Worked examples that others published, and the ledger of what became of each.

`mechanisms.json` and `programs.json` are the examples as they were collected: inputs, expected figures, source, note.
The ledger names each once: the folder whose rules run it, or the words it waits for, or why it is left out.
An example in a rule file belongs to the case that its title begins with; an expectation `for "ID ..."` to that one.
"""
from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterable, Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Any

import attrs

from rulelang import api
from rulelang.interpret.explain import explain
from rulelang.syntax import nodes
from rulelang.tools.example_checks import examples_of
from rulelang.tools.examples import asked_of
from rulelang.typecheck.constants import literal_value
from support.workspace import REPOSITORY

FOLDER = REPOSITORY / "tests" / "cases" / "published"
_FIGURE = re.compile(r"\d[\d_]*(?:\.\d+)?")
_MONTH = re.compile(r"\d{4}-\d{2}")
_PLAIN = re.compile(r"-?\d+(\.\d+)?")


@attrs.frozen
class Case:
    """One published example; `expected` by its own names, figures as exact decimals."""

    name: str
    expected: dict[str, Any]


@attrs.frozen
class Ledger:
    """`runs` by folder; `not_said` is what the language leaves out on purpose, `not_pay` what is no rule of pay.
    `told` are the expected names of a case whose figures its explanation tells, `aside` those that are not asked of
    it, each with the reason."""

    runs: dict[str, tuple[str, ...]]
    waits: dict[str, str]
    not_said: dict[str, str]
    not_pay: dict[str, str]
    told: dict[str, tuple[str, ...]]
    aside: dict[str, dict[str, str]]

    def names(self) -> tuple[str, ...]:
        """Every case as often as it is listed."""
        running = (name for names in self.runs.values() for name in names)
        return (*running, *self.waits, *self.not_said, *self.not_pay)


def published() -> dict[str, Case]:
    """Every published example by its name."""
    found: dict[str, Case] = {}
    for file in ("mechanisms.json", "programs.json"):
        for each in json.loads((FOLDER / file).read_text(encoding="utf-8"), parse_float=Decimal):
            assert each["id"] not in found, f"{each['id']} is published twice"
            found[each["id"]] = Case(each["id"], each["expected"])
    return found


def ledger() -> Ledger:
    """What became of each example."""
    read = tomllib.loads((FOLDER / "ledger.toml").read_text(encoding="utf-8"))
    runs = {folder: tuple(names) for folder, names in read["runs"].items()}
    told = {name: tuple(keys) for name, keys in read["told"].items()}
    return Ledger(runs, read["waits"], read["not_said"], read["not_pay"], told, read["aside"])


def loaded_from(folder: str) -> list[api.Loaded]:
    """The program of a folder, or where it holds several each of them."""
    home = FOLDER / folder
    paths = [home] if (home / "program.rule").is_file() else sorted(home.glob("*.rule"))
    return [api.load(path) for path in paths]


def asked_of_each(programs: Iterable[api.Loaded], known: Iterable[str]) -> dict[str, list[nodes.Expected]]:
    """What the examples of programs expect, by the published case that it belongs to."""
    names = frozenset(known)
    found: dict[str, list[nodes.Expected]] = {}
    for module in (module for loaded in programs for module in loaded.modules):
        for example in (each for each in module.declarations if isinstance(each, nodes.Example)):
            for expected in example.expected:
                name = _case_of(example, expected)
                if name in names:
                    found.setdefault(name, []).append(expected)
    return found


def told_of_each(programs: Iterable[api.Loaded], known: Iterable[str]) -> dict[str, set[Fraction]]:
    """Every figure in the explanations of what the examples expect, by the published case that it belongs to."""
    names = frozenset(known)
    found: dict[str, set[Fraction]] = {}
    for loaded, name in ((one, name) for one in programs for name in one.programs):
        core = loaded.program(name).ready
        for _, example in examples_of(loaded.modules, name, loaded.programs[0], None):
            asked = asked_of(core, example)
            assert asked is not None, f"{example.title.value} cannot be run"
            population, period, _ = asked
            keys = {str(subject.key[0]): subject.key for subject in population.subjects}
            for expected in example.expected:
                whose = _case_of(example, expected)
                if whose in names:
                    key = keys[expected.partner.value] if expected.partner is not None else next(iter(keys.values()))
                    text = explain(core, population, key, period, expected.name.text)
                    found.setdefault(whose, set()).update(Fraction(n.replace("_", "")) for n in _FIGURE.findall(text))
    return found


def _case_of(example: nodes.Example, expected: nodes.Expected) -> str:
    """The first word of whom an expectation is for, or of the title of its example."""
    whose = expected.partner.value if expected.partner is not None else example.title.value
    return whose.split(" ")[0].rstrip(":")


def figures(expected: object) -> Iterator[object]:
    """The single figures and words of what is expected, however deep they lie."""
    if isinstance(expected, dict):
        for each in expected.values():
            yield from figures(each)
    elif isinstance(expected, list):
        for each in expected:
            yield from figures(each)
    else:
        yield expected


def says(asked: nodes.Expected, figure: object) -> bool:
    """Whether an expectation is that figure: a share may be published as a fraction or in percent."""
    value = asked.value
    exact = literal_value(value)
    if isinstance(figure, bool):
        return isinstance(value, nodes.YesNo) and value.value is figure
    if isinstance(figure, (int, Decimal)) or (isinstance(figure, str) and _PLAIN.fullmatch(figure)):
        published = Fraction(figure)
        return exact == published or (isinstance(value, nodes.Percent) and exact == published / 100)
    if isinstance(value, nodes.Date) and isinstance(figure, str) and _MONTH.fullmatch(figure):
        return value.value.isoformat().startswith(figure)
    if isinstance(value, nodes.Date) and figure == f"{value.value:%B} {value.value.day}":
        return True
    return _plain(value) == _plain_text("none" if figure is None else str(figure))


def _plain(value: object) -> str:
    match value:
        case nodes.Name(text=text):
            return _plain_text(text)
        case nodes.Text(value=text):
            return _plain_text(text)
        case nodes.Date(value=day):
            return _plain_text(day.isoformat())
    return ""


def _plain_text(text: str) -> str:
    return re.sub(r"[^0-9a-z]+", "_", text.casefold()).strip("_")
