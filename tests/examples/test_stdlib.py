"""The language's own library: every module is checked, told, listed and used by examples that run on every engine."""
from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from rulelang import api
from rulelang.syntax import nodes
from support.workspace import REPOSITORY

LIBRARY = REPOSITORY / "stdlib"
MODULES = sorted(LIBRARY.glob("*.rule"))


def functions(module: Path) -> list[nodes.Function]:
    declared = api.load(module).modules[0].declarations
    return [declaration for declaration in declared if isinstance(declaration, nodes.Function)]


def test_there_are_modules() -> None:
    assert [module.stem for module in MODULES] == ["attainment", "proration", "rounding", "scoring"]


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.stem)
def test_a_module_checks_by_itself_and_says_what_each_function_is_for(module: Path) -> None:
    listed = (LIBRARY / "README.md").read_text(encoding="utf-8")

    assert api.check(module) == ()
    assert functions(module) != []
    for function in functions(module):
        assert function.document is not None, function.name.text
        assert f"`{function.name.text}(" in listed, function.name.text


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.stem)
@pytest.mark.parametrize("engine", api.ENGINES)
def test_examples_of_a_module_call_every_function_of_it(module: Path, engine: str) -> None:
    folder = LIBRARY / "examples" / module.stem
    loaded = api.load(folder)
    text = (folder / "program.rule").read_text(encoding="utf-8")

    assert loaded.check() == ()
    assert [function.name.text for function in functions(module) if f"{function.name.text}(" not in text] == []
    cases = api.test(loaded, engine=engine).cases
    assert cases != ()
    assert [(case.title, case.failures) for case in cases if not case.passed] == []


def test_the_library_is_part_of_the_package() -> None:
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))

    assert project["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"] == {"stdlib": "rulelang/stdlib"}
