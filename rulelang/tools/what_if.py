"""A program with other values of its parameters, for asking what would be paid if. Knows no data and no engine.

The value is put into the parameter's declaration, in place of all its dates, and everything is then proved anew: a
value outside the parameter's own bounds, one that would make bands overlap, or one outside what the levels above a
variant allow it, is told as if it stood in the file.
"""
from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping

import attrs

from rulelang.diagnostics.model import Diagnostic
from rulelang.diagnostics.refused import Refused
from rulelang.diagnostics.suggest import did_you_mean, in_backticks
from rulelang.source import SourceFile
from rulelang.syntax import nodes, read
from rulelang.syntax.keywords import Keyword, keywords

FILE = "--set"
"""What the file is called that a value given with a command stands in."""
ANY_DAY = datetime.date(2000, 1, 1)
"""The day written beside a cell of a file: it holds on every day."""


def with_values(modules: Iterable[nodes.Module], values: Mapping[str, str]) -> tuple[nodes.Module, ...]:
    """The modules with each parameter or cell named at the value written, on every day; `Refused` where that cannot
    be. A cell is named as a variant names it: `base_rate (gold, CO)`."""
    modules = tuple(modules)
    declared = [d for m in modules for d in m.declarations if isinstance(d, (nodes.Parameter, nodes.KeyedParameter))]
    known = {declaration.name.text: declaration for declaration in declared}
    for asked, written in values.items():
        name, bracket, keys = (part.strip() for part in asked.partition("("))
        found = known.get(name)
        if found is None:
            near = in_backticks(did_you_mean(name, list(known)))
            raise Refused([Diagnostic("no-such-parameter", None, {"name": name, "suggestions": near})])
        if isinstance(found, nodes.KeyedParameter) and not bracket:
            keys = ", ".join(key.text for key in found.keys)
            raise Refused([Diagnostic("set-keyed", None, {"name": name, "keys": keys})])
        if isinstance(found, nodes.Parameter) and bracket:
            raise Refused([Diagnostic("set-no-cells", None, {"name": name})])
        if bracket:
            modules = tuple(_with_cell(module, name, f"({keys}", written) for module in modules)
        else:
            modules = tuple(_with_value(module, name, written) for module in modules)
    return modules


def _with_cell(module: nodes.Module, name: str, keys: str, written: str) -> nodes.Module:
    """The module with one cell of a parameter at that value."""
    def changed(declaration: nodes.Declaration) -> nodes.Declaration:
        if not isinstance(declaration, nodes.KeyedParameter) or declaration.name.text != name:
            return declaration
        dates = [entry.start for entry in declaration.entries if isinstance(entry, nodes.DatedTable)]
        cell = _read_cell(module.language, name, keys, written, min(dates, default=ANY_DAY))
        return attrs.evolve(declaration, asked=(*declaration.asked, cell))

    return attrs.evolve(module, declarations=tuple(changed(declaration) for declaration in module.declarations))


def _read_cell(language: str, name: str, keys: str, written: str, start: datetime.date) -> nodes.Set:
    """The value, read as a variant would set it."""
    if "\n" not in written:
        head, dated = _keywords(language, "SET", "FROM")
        module, findings = read(_given(f"{head} {name} {keys}: {written} {dated} {start}\n", language), language)
        if findings:
            raise Refused(findings)
        match module.declarations:
            case (nodes.Set(values=(_,), clause=None, cell=(_, *_)) as cell,):
                return cell
    told = {"name": f"{name} {keys}", "value": written}
    raise Refused([Diagnostic("set-not-a-value", None, told, language=language)])


def _given(text: str, language: str) -> SourceFile:
    return SourceFile(FILE, text, language)


def _keywords(language: str, *terminals: str) -> tuple[str, ...]:
    spellings = keywords().spellings
    return tuple(spellings[Keyword(terminal)][language][0] for terminal in terminals)


def _with_value(module: nodes.Module, name: str, written: str) -> nodes.Module:
    """The module with the parameter at that value, and without what variants set it to."""
    return attrs.evolve(
        module,
        declarations=tuple(
            _declared(module.language, declaration, written)
            if isinstance(declaration, nodes.Parameter) and declaration.name.text == name
            else declaration
            for declaration in module.declarations
            if not _sets(declaration, name)
        ),
    )


def _sets(declaration: object, name: str) -> bool:
    if not isinstance(declaration, nodes.Set) or declaration.clause is not None:
        return False
    return declaration.target.span.text.split() == [name]


def _declared(language: str, parameter: nodes.Parameter, written: str) -> nodes.Parameter:
    name = parameter.name.text
    start = min(value.start for value in parameter.values)
    value = _read(language, name, written, start)
    return attrs.evolve(parameter, values=(value,), bounds=_bounds(parameter), not_yet=(), replaced=parameter.values)


def _bounds(parameter: nodes.Parameter) -> nodes.Bounds | None:
    """The parameter's own, or those of a figure that is still to be chosen: giving it a value is choosing."""
    choices = [value.value for value in parameter.values if isinstance(value.value, nodes.ChooseBetween)]
    if parameter.bounds is None and choices:
        return nodes.Bounds(choices[0].low, choices[0].high, span=choices[0].span)
    return parameter.bounds


def _read(language: str, name: str, written: str, start: datetime.date) -> nodes.DatedValue:
    """The value, read as the value of a declaration that stands in a file of its own."""
    head, dated = _keywords(language, "PARAMETER", "FROM")
    if "\n" not in written:
        file = _given(f"{head} {name} {name}\n  {written} {dated} {start}\n", language)
        module, findings = read(file, language)
        if findings:
            raise Refused(findings)
        match module.declarations:
            case (nodes.Parameter(values=(value,), not_yet=()),):
                return value
    raise Refused([Diagnostic("set-not-a-value", None, {"name": name, "value": written}, language=language)])
