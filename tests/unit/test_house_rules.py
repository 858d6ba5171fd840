"""Rules of the house that a reader should not have to check: no binary floats, short files, nothing swallowed."""
from __future__ import annotations

import ast
import functools
import re
from pathlib import Path

import rulelang

PACKAGE = Path(rulelang.__file__).parent
REPOSITORY = PACKAGE.parent
FILE_LINES_MAX = 600
FUNCTION_LINES_MAX = 70
# Charts and simulations may draw and sample with floats; nothing they compute is paid.
FLOATS_ALLOWED = ("report/", "simulate/")
UNFINISHED = re.compile(r"\b(TODO|FIXME|XXX|NotImplementedError)\b")
MACHINE_PATHS = re.compile(r"(?<![\w.])/(?:work|tmp|home|farm)/|\.\./shared")


@functools.cache
def sources() -> tuple[tuple[str, str, ast.Module], ...]:
    """Every module: its place, its text and its tree."""
    texts = [(path, path.read_text(encoding="utf-8")) for path in sorted(PACKAGE.rglob("*.py"))]
    return tuple((path.relative_to(PACKAGE).as_posix(), text, ast.parse(text)) for path, text in texts)


@functools.cache
def places() -> tuple[tuple[str, ast.AST], ...]:
    """Every part of every tree."""
    return tuple((file, node) for file, _, tree in sources() for node in ast.walk(tree))


def test_no_binary_float_between_input_and_output() -> None:
    found = [
        f"rulelang/{file}:{node.lineno}"
        for file, node in places()
        if not file.startswith(FLOATS_ALLOWED) and _is_float(node)
    ]

    assert found == []


def _is_float(node: ast.AST) -> bool:
    match node:
        case ast.Constant(value=float()):
            return True
        case ast.Call(func=ast.Name(id="float")):
            return True
    return False


def test_files_and_functions_stay_readable() -> None:
    files = [f"rulelang/{file}" for file, text, _ in sources() if text.count("\n") > FILE_LINES_MAX]
    functions = [
        f"rulelang/{file}:{node.lineno} {node.name}"
        for file, node in places()
        if isinstance(node, ast.FunctionDef) and (node.end_lineno or 0) - node.lineno >= FUNCTION_LINES_MAX
    ]

    assert files == []
    assert functions == []


def test_every_module_says_what_it_does() -> None:
    assert [file for file, text, tree in sources() if text.strip() and not ast.get_docstring(tree)] == []


def test_no_problem_is_swallowed() -> None:
    found = [
        f"rulelang/{file}:{node.lineno}"
        for file, node in places()
        if isinstance(node, ast.ExceptHandler) and _is_broad(node.type) and _does_nothing(node.body)
    ]

    assert found == []


def _is_broad(caught: ast.expr | None) -> bool:
    return caught is None or (isinstance(caught, ast.Name) and caught.id in ("Exception", "BaseException"))


def _does_nothing(body: list[ast.stmt]) -> bool:
    return all(isinstance(each, ast.Pass) for each in body)


def test_nothing_is_left_unfinished() -> None:
    assert [file for file, text, _ in sources() if UNFINISHED.search(text)] == []


def test_no_path_of_one_machine_is_written_down() -> None:
    kept = [REPOSITORY / name for name in ("rulelang", "tests", "docs", "programs", "stdlib", "README.md")]
    texts = [
        path
        for root in kept
        for path in ([root] if root.is_file() else sorted(root.rglob("*")))
        if path.suffix in (".py", ".md", ".rule", ".toml", ".lark") and path != Path(__file__)
    ]

    assert [str(path) for path in texts if MACHINE_PATHS.search(path.read_text(encoding="utf-8"))] == []
