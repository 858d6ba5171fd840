"""Declarations to one program: gathers names, finds the base of a variant, merges the variant's edits over it.

Knows no types: whether a change stays inside its guardrail is proved by `typecheck.guardrails`.
"""
from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator

import attrs

from rulelang.diagnostics.model import Diagnostic, Report
from rulelang.exact.calendar import ONE_DAY, Calendar
from rulelang.names.problems import no_such_name
from rulelang.names.resolved import Override, Resolved, Rules
from rulelang.source import Span
from rulelang.syntax import nodes

EARLIEST = datetime.date(1900, 1, 1)
FAMILIES = {
    nodes.Region: "regions",
    nodes.Enumeration: "enumerations",
    nodes.Entity: "entities",
    nodes.Parameter: "parameters",
    nodes.Measure: "measures",
    nodes.Eligibility: "eligibilities",
    nodes.Tiers: "ladders",
    nodes.Incentive: "incentives",
    nodes.Payout: "payouts",
}
TRADE_WORDS = {
    "regions": "region", "enumerations": "type", "entities": "entity", "parameters": "parameter",
    "measures": "measure", "eligibilities": "eligibility", "ladders": "tiers", "incentives": "incentive",
    "payouts": "payout",
}


def resolve(
    modules: Iterable[nodes.Module], name: str | None = None
) -> tuple[Resolved | None, tuple[Diagnostic, ...]]:
    """The program or variant called `name` (the program itself when None) out of the modules of a project."""
    report = Report()
    modules = tuple(modules)
    program = _only_program(modules, report)
    if program is None:
        return None, tuple(report.findings)
    home, declaration = program
    variant_module, variant = _variant(modules, name, declaration, report)
    if name not in (None, declaration.name.text) and variant is None:
        return None, tuple(report.findings)
    merged = _Merge(report, declaration, variant).run(home, variant_module)
    return merged, tuple(report.findings)


def names_of(modules: Iterable[nodes.Module]) -> tuple[str, ...]:
    """The program's name and its variants' names, in the order of the files."""
    found = [d for m in modules for d in m.declarations if isinstance(d, (nodes.Program, nodes.Variant))]
    found.sort(key=lambda d: isinstance(d, nodes.Variant))
    return tuple(dict.fromkeys(d.name.text for d in found))


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


def _variant(
    modules: tuple[nodes.Module, ...], name: str | None, program: nodes.Program, report: Report
) -> tuple[nodes.Module | None, nodes.Variant | None]:
    if name in (None, program.name.text):
        return None, None
    variants = [(m, d) for m in modules for d in m.declarations if isinstance(d, nodes.Variant)]
    found = [(m, d) for m, d in variants if d.name.text == name]
    if not found:
        known = [program.name.text, *(d.name.text for _, d in variants)]
        no_such_name(report, "unknown-program", None, name or "", known, known=", ".join(f"`{k}`" for k in known))
        return None, None
    module, variant = found[0]
    if variant.base.text != program.name.text:
        others = [program.name.text, *(d.name.text for _, d in variants if d is not variant)]
        if variant.base.text in others:
            report.add("not-yet", variant.base.span, construct="a variant of a variant")
        else:
            no_such_name(report, "unknown-base", variant.base.span, variant.base.text, others)
        return None, None
    return module, variant


@attrs.define
class _Merge:
    """One merge: names of the base, then names and edits of the variant."""

    report: Report
    program: nodes.Program
    variant: nodes.Variant | None
    tables: dict[str, dict[str, object]] = attrs.field(factory=lambda: {f: {} for f in FAMILIES.values()})
    places: dict[str, nodes.Name] = attrs.field(factory=dict)
    overrides: list[Override] = attrs.field(factory=list)
    examples: list[nodes.Example] = attrs.field(factory=list)
    openings: list[nodes.Opening] = attrs.field(factory=list)
    not_yet: list[nodes.NotYet] = attrs.field(factory=list)

    def run(self, home: nodes.Module, variant_module: nodes.Module | None) -> Resolved | None:
        self.gather(home)
        start = self.clause(self.program, nodes.EffectiveFrom)
        if start is None:
            self.report.add("no-effective-date", self.program.name.span, name=self.program.name.text)
        currency = self.clause(self.program, nodes.Currency)
        if currency is None:
            self.report.add("no-currency", self.program.name.span, name=self.program.name.text)
        if start is None or currency is None:
            return None
        calendar = Calendar(self.month())
        change = self.clause(self.variant, nodes.EffectiveFrom) if self.variant else None
        if self.variant and change is None:
            self.report.add("no-effective-date", self.variant.name.span, name=self.variant.name.text)
            return None
        base = {f: dict(t) for f, t in self.tables.items()}
        if variant_module is not None:
            base_openings, self.openings = self.openings, []
            self.gather(variant_module)
            self.apply(variant_module, base, base_openings)
        edition = self.clause(self.program, nodes.Edition)
        return Resolved(
            program=self.program,
            variant=self.variant,
            language=(variant_module or home).language,
            currency=currency.code.text,
            year_starts=self.month(),
            start=start.day,
            change=change,
            edition=edition.number if edition else 1,
            **{f: self.tables[f] for f in FAMILIES.values() if f not in ("incentives", "payouts")},
            incentives=self.versions("incentives", base, start, change, calendar),
            payouts=self.versions("payouts", base, start, change, calendar),
            overrides=tuple(self.overrides),
            adaptable=tuple(self.openings),
            examples=tuple(self.examples),
            not_yet=tuple(self.not_yet),
            own=frozenset(n for f, t in self.tables.items() for n in t if n not in base[f]),
        )

    def clause(self, owner: nodes.Program | nodes.Variant | None, kind: type):
        return next((c for c in owner.clauses if isinstance(c, kind)), None) if owner else None

    def month(self) -> int:
        starts = self.clause(self.program, nodes.YearStarts)
        return starts.month if starts else 1

    def gather(self, module: nodes.Module) -> None:
        for declaration in module.declarations:
            family = FAMILIES.get(type(declaration))
            if family:
                self.declare(family, declaration)
            elif isinstance(declaration, nodes.Adaptable):
                self.openings.extend(declaration.openings)
            elif isinstance(declaration, nodes.Example):
                self.examples.append(declaration)
            elif isinstance(declaration, nodes.NotYet):
                self.not_yet.append(declaration)
            elif isinstance(declaration, (nodes.Program, nodes.Variant)):
                self.not_yet.extend(c for c in declaration.clauses if isinstance(c, nodes.NotYet))

    def declare(self, family: str, declaration) -> None:
        name: nodes.Name = declaration.name
        first = self.places.get(name.text)
        if first is not None:
            self.report.add("declared-twice", name.span, labels=[(first.span, "first")], name=name.text)
            return
        self.places[name.text] = name
        self.tables[family][name.text] = declaration

    # -------------------------------------------------------------------------------------------- edits

    def apply(self, module: nodes.Module, base: dict, openings: list[nodes.Opening]) -> None:
        for edit in module.declarations:
            match edit:
                case nodes.Set():
                    self.apply_set(edit, base, openings)
                case nodes.AddMembers():
                    self.apply_members(edit, base, openings)
                case nodes.RequireFor():
                    self.report.add("not-yet", edit.span, construct="require for")

    def unknown_target(self, name: nodes.Name, base: dict) -> None:
        known = [n for table in base.values() for n in table]
        no_such_name(self.report, "unknown-target", name.span, name.text, known)

    def apply_set(self, edit: nodes.Set, base: dict, openings: list[nodes.Opening]) -> None:
        head = edit.target.path[0]
        opening = opening_for(edit.target, openings)
        if head.text in base["parameters"]:
            old = base["parameters"][head.text]
            self.overrides.append(Override(edit, old, opening))
            if edit.clause is not None or len(edit.target.path) > 1:
                self.report.add("set-needs-value", edit.span, name=head.text)
                return
            self.tables["parameters"][head.text] = _with_values(old, edit)
        elif head.text in base["incentives"] or head.text in base["payouts"]:
            family = "incentives" if head.text in base["incentives"] else "payouts"
            old = base[family][head.text]
            self.overrides.append(Override(edit, old, opening))
            if not isinstance(edit.clause, nodes.PaidEvery):
                self.report.add("not-yet", edit.span, construct="set of anything but `paid every`")
                return
            clauses = tuple(c for c in old.clauses if not isinstance(c, nodes.PaidEvery))
            self.tables[family][head.text] = attrs.evolve(old, clauses=(*clauses, edit.clause))
        elif head.text in base["ladders"]:
            self.report.add("not-yet", edit.span, construct="set of a tier's requirement")
        elif any(head.text in table for table in base.values()):
            self.report.add("not-settable", head.span, name=head.text)
        else:
            self.unknown_target(head, base)

    def apply_members(self, edit: nodes.AddMembers, base: dict, openings: list[nodes.Opening]) -> None:
        old = base["enumerations"].get(edit.target.text)
        if old is None:
            self.unknown_target(edit.target, base)
            return
        self.overrides.append(Override(edit, old, opening_for(nodes.Target((edit.target,), span=edit.span), openings)))
        members = {m.name.text: m for m in old.members}
        for member in edit.members:
            if member.name.text in members:
                first = members[member.name.text].name.span
                self.report.add("declared-twice", member.name.span, labels=[(first, "first")], name=member.name.text)
            members.setdefault(member.name.text, member)
        self.tables["enumerations"][edit.target.text] = attrs.evolve(old, members=tuple(members.values()))

    # -------------------------------------------------------------------------------------------- versions

    def versions(
        self, family: str, base: dict, start: nodes.EffectiveFrom, change: nodes.EffectiveFrom | None, calendar: Calendar
    ) -> dict[str, tuple[object, tuple[Rules, ...]]]:
        found = {}
        for name, declaration in self.tables[family].items():
            old = base[family].get(name)
            if change is None:
                rules: tuple[Rules, ...] = (Rules(start.day, None, declaration.clauses, start.edges),)
            elif old is None:
                rules = (Rules(change.day, None, declaration.clauses, change.edges),)
            else:
                rules = tuple(_split(old, declaration, start, change, calendar))
            found[name] = (declaration, rules)
        return found


def _split(old, new, start: nodes.EffectiveFrom, change: nodes.EffectiveFrom, calendar: Calendar) -> Iterator[Rules]:
    """The base's clauses until the variant takes over, the merged ones from then on."""
    day = change.day
    if change.open_periods == "next":
        unit = next(
            (c.unit for kind in (nodes.MeasuredEvery, nodes.PaidEvery) for c in old.clauses if isinstance(c, kind)), None
        )
        if unit is not None:
            whole = calendar.containing(unit, day)
            day = day if whole.start == day else whole.stop + ONE_DAY
    if day > start.day:
        yield Rules(start.day, day - ONE_DAY, old.clauses, change.edges or start.edges)
    yield Rules(max(day, start.day), None, new.clauses, change.edges)


def _with_values(old: nodes.Parameter, edit: nodes.Set) -> nodes.Parameter:
    """The base's timeline until the variant's first own date, then the variant's own values alone."""
    if not edit.values:
        return old
    first = min(v.start for v in edit.values)
    kept = [value for value in old.values if value.start < first]
    if kept and (kept[-1].stop is None or kept[-1].stop >= first):
        kept[-1] = attrs.evolve(kept[-1], stop=first - ONE_DAY)
    return attrs.evolve(old, values=(*kept, *edit.values))


def opening_for(target: nodes.Target, openings: Iterable[nodes.Opening]) -> nodes.Opening | None:
    """The line of `adaptable` that speaks of a target, else the one for everything else."""
    path = [n.text for n in target.path]
    rest = None
    for opening in openings:
        if opening.target is None:
            rest = opening
        elif [n.text for n in opening.target.path] == path and opening.target.to_keep == target.to_keep:
            return opening
    return rest
