"""The house's floors: a package imports only what stands below it, and outside packages come in by one door each."""
from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import attrs
import pytest

import rulelang

PACKAGE = Path(rulelang.__file__).parent
# From the lowest up. Packages of one floor do not know each other, but for the exceptions below.
FLOORS = (
    ("shipped",),
    ("kept",),
    ("languages",),
    ("exact",),
    ("frozen",),
    ("source",),
    ("diagnostics",),
    ("project",),
    ("settings",),
    ("syntax",),
    ("names",),
    ("typecheck",),
    ("core",),
    ("interpret", "compile", "data"),
    ("api", "loading", "program", "results", "running", "running_family", "continuing"),
    ("tools", "simulate", "ledger"),
    ("cli", "report", "lsp", "serve"),
)
RANK = {name: rank for rank, floor in enumerate(FLOORS) for name in floor}
# The types of the core are the types of the language: the checker speaks of them and of nothing else up there.
VOCABULARY = "rulelang.core.nodes"
# The façade and the parts it is made of; what stands above it and is offered through it, imported when asked for.
FACADE = ("api", "loading", "program", "results", "running", "running_family", "continuing")
OFFERED_LATER = ("tools",)
# A batch engine reads and writes data where it stands; the definition of the language and generated Python do not.
NEIGHBOURS = (("compile/duckdb/", "data"),)
# Where a package from outside may be imported, by the beginning of the path; everywhere else it may not.
DOORS = {
    "attrs": ("",),
    "attr": ("",),
    "cattrs": ("",),
    "lark": ("syntax/",),
    "click": ("cli/",),
    "duckdb": ("compile/duckdb/", "data/"),
}
# Not everybody has these: importing a module that uses them works without, so they are imported inside functions.
OPTIONAL = ("duckdb",)


@attrs.frozen
class Import:
    """One import: the file (relative to the package), its line, the module imported, and whether it is at the top."""

    file: str
    line: int
    module: str
    at_top: bool

    def __str__(self) -> str:
        return f"rulelang/{self.file}:{self.line} imports {self.module}"

    @property
    def floor(self) -> str:
        """The package of the house that the file belongs to; "" for the front door."""
        head = self.file.split("/")[0].removesuffix(".py")
        return "" if head in ("__init__", "__main__") else head


def imports() -> Iterator[Import]:
    for path in sorted(PACKAGE.rglob("*.py")):
        file = path.relative_to(PACKAGE).as_posix()
        tree = ast.parse(path.read_text(encoding="utf-8"))
        inner = {id(node) for scope in ast.walk(tree) if _is_later(scope) for node in ast.walk(scope)}
        for node in ast.walk(tree):
            for module in modules(node, file):
                yield Import(file, node.lineno, module, id(node) not in inner)


def _is_later(node: ast.AST) -> bool:
    """Whether what stands inside is not run on import: a function, or what only type checkers read."""
    match node:
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.Lambda():
            return True
        case ast.If(test=ast.Name(id="TYPE_CHECKING")):
            return True
    return False


def modules(node: ast.AST, file: str) -> Iterator[str]:
    """The modules an import statement names, in full."""
    match node:
        case ast.Import(names=names):
            yield from (each.name for each in names)
        case ast.ImportFrom(module=module, names=names, level=level):
            parents = ["rulelang", *file.split("/")[:-1]][: None if level < 2 else 1 - level] if level else []
            base = ".".join([*parents, *([module] if module else [])])
            # `from rulelang.core import nodes` names a module; `from rulelang.api import load` only something in one.
            yield from dict.fromkeys(_module(base, each.name) for each in names)


def _module(base: str, name: str) -> str:
    path = PACKAGE.parent.joinpath(*base.split("."), name)
    return f"{base}.{name}" if base == "rulelang" or path.is_dir() or path.with_suffix(".py").is_file() else base


IMPORTS = tuple(imports())


def test_every_package_has_a_floor() -> None:
    packages = {each.floor for each in IMPORTS} - {""}

    assert packages - RANK.keys() == set()


def test_a_package_imports_only_what_stands_below_it() -> None:
    wrong = [
        str(each)
        for each in IMPORTS
        if each.module.startswith("rulelang.") and each.floor and not _below(each)
    ]

    assert wrong == []


def _below(each: Import) -> bool:
    imported = each.module.split(".")[1]
    if imported not in RANK:  # the package's own names: its version
        return True
    if each.floor == "typecheck" and each.module == VOCABULARY:
        return True
    if each.floor in FACADE and (imported in FACADE or (imported in OFFERED_LATER and not each.at_top)):
        return True
    same_package = imported == each.floor
    neighbour = any(each.file.startswith(start) and imported == other for start, other in NEIGHBOURS)
    return same_package or neighbour or RANK[imported] < RANK[each.floor]


def test_the_types_of_the_core_know_only_numbers_and_places() -> None:
    mine = [each for each in IMPORTS if each.file.startswith("core/nodes/") and each.module.startswith("rulelang.")]
    others = [each for each in mine if not each.module.startswith("rulelang.core.nodes.")]

    assert [str(each) for each in others if each.module.split(".")[1] not in ("exact", "frozen", "source")] == []


def test_the_engines_do_not_know_each_other() -> None:
    """They are independent readings of one core, so that comparing them means something."""
    pairs = (("interpret", "compile"), ("compile", "interpret"))

    assert [str(each) for each in IMPORTS if (each.floor, (*each.module.split("."), "")[1]) in pairs] == []


def test_exact_needs_nothing_but_the_standard_library_and_attrs() -> None:
    allowed = {*sys.stdlib_module_names, "attrs", "attr"}

    wrong = [
        str(each)
        for each in IMPORTS
        if each.floor == "exact"
        and each.module.split(".")[0] not in allowed
        and not each.module.startswith("rulelang.exact")
    ]
    assert wrong == []


def test_outside_packages_come_in_by_their_doors() -> None:
    outside = [each for each in IMPORTS if each.module.split(".")[0] not in {*sys.stdlib_module_names, "rulelang"}]

    wrong = [str(each) for each in outside if not each.file.startswith(DOORS.get(each.module.split(".")[0], ("/",)))]
    assert wrong == []


@pytest.mark.parametrize("package", OPTIONAL)
def test_optional_packages_are_imported_where_they_are_used(package: str) -> None:
    assert [str(each) for each in IMPORTS if each.module.split(".")[0] == package and each.at_top] == []


@pytest.mark.parametrize(
    ("text", "file", "expected"),
    [
        ("import a.b, c", "x.py", ["a.b", "c"]),
        ("from rulelang import api, __version__", "cli/x.py", ["rulelang.api", "rulelang.__version__"]),
        ("from rulelang.api import load", "cli/x.py", ["rulelang.api"]),
        ("from . import x", "cli/x.py", ["rulelang.cli"]),
        ("from ..api import x", "cli/x.py", ["rulelang.api"]),
        ("from .. import api", "cli/x.py", ["rulelang.api"]),
        ("from rulelang.core import nodes, walk", "cli/x.py", ["rulelang.core.nodes", "rulelang.core.walk"]),
    ],
)
def test_an_import_is_read_in_full(text: str, file: str, expected: list[str]) -> None:
    assert list(modules(ast.parse(text).body[0], file)) == expected
