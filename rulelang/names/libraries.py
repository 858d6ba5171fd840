"""What `use` brings into a program: names of other files, and theirs in turn. Knows no types and reads no files.

Used are functions, types, records, regions and parameters: what says nothing of the partners of the other program.
Names are the same here as there. A file that is used in two ways is used once.
"""
from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import attrs

from rulelang.diagnostics.model import Report
from rulelang.names.resolved import Named
from rulelang.syntax import nodes
from rulelang.syntax.rewrite import parts_inside

BROUGHT = (
    nodes.Function, nodes.Enumeration, nodes.BoundedType, nodes.Region, nodes.Parameter, nodes.KeyedParameter,
    nodes.Record,
)


def own(modules: Iterable[nodes.Module]) -> tuple[nodes.Module, ...]:
    """The files of the program itself, without those that are only used."""
    return tuple(module for module in modules if not module.used_as)


@attrs.define
class Libraries:
    """The files that may be used, by name. `cyclic` are the uses that lead back to where they stand."""

    modules: Mapping[str, nodes.Module]
    report: Report
    used: dict[str, tuple[nodes.Use, ...]] = attrs.field(factory=dict)

    @classmethod
    def of(cls, modules: Iterable[nodes.Module], report: Report) -> Libraries:
        return cls({module.used_as: module for module in modules if module.used_as}, report)

    def brought_by(self, use: nodes.Use) -> Iterator[tuple[str, Named]]:
        """Each name that a use brings, with the file it comes from; a use that leads back to itself is reported."""
        yield from self._brought(use, ())

    def _brought(self, use: nodes.Use, path: tuple[nodes.Use, ...]) -> Iterator[tuple[str, Named]]:
        names = [one.module for one in path]
        if use.module in names:
            start = names.index(use.module)
            told = " -> ".join(f"`{name}`" for name in (*names[start:], use.module))
            labels = [(one.span, "use") for one in path[start + 1 :]]
            self.report.add("use-leads-back", use.span, labels=labels, name=use.module, path=told)
            return
        module = self.modules.get(use.module)
        if module is None:
            return  # reported where files are looked for
        for declaration in _usable(module):
            if isinstance(declaration, nodes.Use):
                yield from self._brought(declaration, (*path, use))
            elif isinstance(declaration, BROUGHT):
                yield use.module, declaration

    def report_unused(self, modules: Iterable[nodes.Module], program: nodes.Program) -> None:
        """A use of which nothing is read anywhere in the program and its variants."""
        written = [d for module in modules for d in module.declarations]
        if not any(isinstance(declaration, nodes.Use) for declaration in written):
            return
        mentioned: set[str] = set()
        for declaration in written:
            if not isinstance(declaration, nodes.Use):
                mentioned |= {name.text for name in parts_inside(declaration, nodes.Name)}
        silent = Libraries(self.modules, Report())
        for use in written:
            if isinstance(use, nodes.Use) and use.module in self.modules:
                brought = {declaration.name.text for _, declaration in silent.brought_by(use)}
                if not brought & mentioned:
                    self.report.add("use-of-nothing", use.span, name=use.module)


def _usable(module: nodes.Module) -> Iterator[nodes.Declaration]:
    """The declarations of a file but those of its variants."""
    for declaration in module.declarations:
        if isinstance(declaration, nodes.Variant):
            return
        yield declaration
