"""Modules to one program: finds the program, and for a variant every variant between the program and it.

Merging is in `names.merge`. Knows no types: whether a change stays inside its guardrail is proved by `typecheck`.
"""
from __future__ import annotations

from collections.abc import Iterable

from rulelang.diagnostics.model import Diagnostic, Report
from rulelang.names.by_member import written_out
from rulelang.names.given_figures import with_given_figures
from rulelang.names.laid_out import laid_out
from rulelang.names.libraries import Libraries, own
from rulelang.names.lists_of_records import with_lists
from rulelang.names.merge import Merge
from rulelang.names.named_bounds import with_named_bounds
from rulelang.names.named_by_whose import by_name_alone
from rulelang.names.problems import no_such_name
from rulelang.names.records import with_records
from rulelang.names.resolved import Resolved
from rulelang.names.type_labels import with_type_labels
from rulelang.source import Span
from rulelang.syntax import nodes

Found = tuple[nodes.Module, nodes.Variant]


def resolve(
    modules: Iterable[nodes.Module], name: str | None = None
) -> tuple[Resolved | None, tuple[Diagnostic, ...]]:
    """The program or variant called `name` (the program itself when None) out of the modules of a project."""
    report = Report()
    everything = tuple(modules)
    modules = own(everything)
    program = _only_program(modules, report)
    if program is None:
        return None, tuple(report.findings)
    home, declaration = program
    lineage = _lineage(modules, name, declaration, report)
    if lineage is None:
        return None, tuple(report.findings)
    libraries = Libraries.of(everything, report)
    merged = Merge(report, declaration, libraries=libraries).run(home, lineage)
    libraries.report_unused(modules, declaration)
    if merged is not None:
        merged = with_records(with_type_labels(merged), report)
        merged = with_given_figures(with_named_bounds(merged, everything, report))
        merged = laid_out(written_out(with_lists(merged, report), report), everything, report)
        merged = by_name_alone(merged)
    return merged, tuple(report.findings)


def names_of(modules: Iterable[nodes.Module]) -> tuple[str, ...]:
    """The program's name and its variants' names, in the order of the files; of a second program that is one too many
    it is told where the first is resolved."""
    every = [d for m in own(modules) for d in m.declarations]
    programs = [d.name.text for d in every if isinstance(d, nodes.Program)]
    variants = [d.name.text for d in every if isinstance(d, nodes.Variant)]
    return tuple(dict.fromkeys((*programs[:1], *variants)))


def _only_program(
    modules: tuple[nodes.Module, ...], report: Report
) -> tuple[nodes.Module, nodes.Program] | None:
    found = [(m, d) for m in modules for d in m.declarations if isinstance(d, nodes.Program)]
    if not found:
        broken = any(isinstance(d, nodes.Broken) and d.keyword == "program" for m in modules for d in m.declarations)
        if not broken:
            start = Span(modules[0].file, 0, min(1, len(modules[0].file.text))) if modules else None
            report.add("no-program", start)
        return None
    for _, other in found[1:]:
        report.add("two-programs", other.name.span, labels=[(found[0][1].name.span, "first")], name=other.name.text)
    return found[0]


def _lineage(
    modules: tuple[nodes.Module, ...], name: str | None, program: nodes.Program, report: Report
) -> tuple[Found, ...] | None:
    """The variants from the program down to the one called `name`, none for the program; None after a finding."""
    if name in (None, program.name.text):
        return ()
    variants = [(m, d) for m in modules for d in m.declarations if isinstance(d, nodes.Variant)]
    known = [program.name.text, *(d.name.text for _, d in variants)]
    found = [(m, d) for m, d in variants if d.name.text == name]
    if not found:
        no_such_name(report, "unknown-program", None, name or "", known, known=", ".join(f"`{k}`" for k in known))
        return None
    for _, other in found[1:]:
        report.add("declared-twice", other.name.span, labels=[(found[0][1].name.span, "first")], name=other.name.text)
    lineage = [found[0]]
    while (base := lineage[0][1].base).text != program.name.text:
        below = [d.name.text for _, d in lineage]
        above = next(((m, d) for m, d in variants if d.name.text == base.text), None)
        if above is None:
            no_such_name(report, "unknown-base", base.span, base.text, [k for k in known if k not in below])
            return None
        if base.text in below:
            path = " -> ".join(f"`{n}`" for n in (base.text, *below[: below.index(base.text) + 1]))
            report.add("variant-of-itself", base.span, name=base.text, path=path)
            return None
        lineage.insert(0, above)
    return tuple(lineage)
