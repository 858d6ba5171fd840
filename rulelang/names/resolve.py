"""Declarations to one program: gathers names, finds the base of a variant, merges the variant's edits over it.

Knows no types: whether a change stays inside its guardrail is proved by `typecheck.guardrails`.
"""
from __future__ import annotations

from collections.abc import Iterable, Iterator

import attrs

from rulelang.diagnostics.model import Diagnostic, Report
from rulelang.diagnostics.phrase import phrase
from rulelang.exact.calendar import ONE_DAY, UNITS, Calendar
from rulelang.names.clauses import all_of, first_of
from rulelang.names.heads import under
from rulelang.names.problems import no_such_name
from rulelang.names.resolved import Named, NewCadence, NewMembers, NewValues, Override, Resolved, Rules
from rulelang.names.tables import Tables
from rulelang.source import Span
from rulelang.syntax import nodes


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
    for _, other in found[1:]:
        report.add("declared-twice", other.name.span, labels=[(variant.name.span, "first")], name=other.name.text)
    if variant.base.text != program.name.text:
        others = [program.name.text, *(d.name.text for _, d in variants if d is not variant)]
        if variant.base.text in others:
            report.add("not-yet", variant.base.span, construct=phrase("a variant of a variant"))
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
    tables: Tables = attrs.field(factory=Tables)
    places: dict[str, nodes.Name] = attrs.field(factory=dict)
    overrides: list[Override] = attrs.field(factory=list)
    examples: list[nodes.Example] = attrs.field(factory=list)
    openings: list[nodes.Opening] = attrs.field(factory=list)
    not_yet: list[nodes.NotYet] = attrs.field(factory=list)

    def run(self, home: nodes.Module, variant_module: nodes.Module | None) -> Resolved | None:
        own = tuple(under(home, self.program))
        self.gather(own)
        self.refuse_edits(own)
        head = self.program.clauses
        start, currency = first_of(nodes.EffectiveFrom, head), first_of(nodes.Currency, head)
        if start is None:
            self.report.add("no-effective-date", self.program.name.span, name=self.program.name.text)
        if currency is None:
            self.report.add("no-currency", self.program.name.span, name=self.program.name.text)
        if start is None or currency is None:
            return None
        change = first_of(nodes.EffectiveFrom, self.variant.clauses) if self.variant else None
        if self.variant and change is None:
            self.report.add("no-effective-date", self.variant.name.span, name=self.variant.name.text)
            return None
        base = self.tables.copy()
        if self.variant is not None and variant_module is not None:
            base_openings, self.openings = self.openings, []
            edits = tuple(under(variant_module, self.variant))
            self.gather(edits)
            self.apply(edits, base, base_openings)
        language = (variant_module or home).language
        return self.merged(base, start, currency, change, language)

    def merged(
        self,
        base: Tables,
        start: nodes.EffectiveFrom,
        currency: nodes.Currency,
        change: nodes.EffectiveFrom | None,
        language: str,
    ) -> Resolved:
        tables, head = self.tables, self.program.clauses
        year, edition = first_of(nodes.YearStarts, head), first_of(nodes.Edition, head)
        month = year.month if year else 1
        versions = _Versions(start, change, Calendar(month))
        return Resolved(
            program=self.program,
            variant=self.variant,
            language=language,
            currency=currency.code.text,
            year_starts=month,
            start=start.day,
            change=change,
            edition=edition.number if edition else 1,
            regions=tables.regions,
            enumerations=tables.enumerations,
            entities=tables.entities,
            parameters=tables.parameters,
            measures=tables.measures,
            eligibilities=tables.eligibilities,
            ladders=tables.ladders,
            incentives={n: (d, versions.of(base.incentives.get(n), d)) for n, d in tables.incentives.items()},
            payouts={n: (d, versions.of(base.payouts.get(n), d)) for n, d in tables.payouts.items()},
            overrides=tuple(self.overrides),
            adaptable=tuple(self.openings),
            examples=tuple(self.examples),
            not_yet=tuple(self.not_yet),
            own=frozenset(tables.names()) - frozenset(base.names()),
        )

    def gather(self, declarations: Iterable[nodes.Declaration]) -> None:
        for declaration in declarations:
            match declaration:
                case nodes.Adaptable():
                    self.openings.extend(declaration.openings)
                case nodes.Example():
                    self.examples.append(declaration)
                case nodes.NotYet():
                    self.not_yet.append(declaration)
                case nodes.Program() | nodes.Variant():
                    self.not_yet.extend(all_of(nodes.NotYet, declaration.clauses))
                case nodes.Broken() | nodes.Set() | nodes.AddMembers():
                    pass  # reported by the parser, or an edit
                case _:
                    self.declare(declaration)

    def declare(self, declaration: Named) -> None:
        name = declaration.name
        first = self.places.get(name.text)
        if first is not None:
            self.report.add("declared-twice", name.span, labels=[(first.span, "first")], name=name.text)
            return
        self.places[name.text] = name
        self.tables.put(declaration)

    # -------------------------------------------------------------------------------------------- edits

    def refuse_edits(self, declarations: Iterable[nodes.Declaration]) -> None:
        """A program changes nothing: what it says it says in one place."""
        for edit in declarations:
            if isinstance(edit, (nodes.Set, nodes.AddMembers)):
                name = edit.target if isinstance(edit, nodes.AddMembers) else edit.target.path[0]
                self.report.add("edit-outside-variant", edit.span, name=name.text)

    def apply(
        self, declarations: Iterable[nodes.Declaration], base: Tables, openings: list[nodes.Opening]
    ) -> None:
        changed: dict[tuple[str, ...], nodes.Set] = {}
        for edit in declarations:
            match edit:
                case nodes.Set(target=target):
                    path = tuple(name.text for name in target.path)
                    if path in changed:
                        labels = [(changed[path].span, "first")]
                        self.report.add("said-twice", edit.span, labels=labels, clause=f"set {target.span.text}")
                        continue
                    changed[path] = edit
                    self.apply_set(edit, base, openings)
                case nodes.AddMembers():
                    self.apply_members(edit, base, openings)

    def apply_set(self, edit: nodes.Set, base: Tables, openings: list[nodes.Opening]) -> None:
        head = edit.target.path[0]
        opening = opening_for(edit.target, openings)
        parameter = base.parameters.get(head.text)
        paying = base.incentives.get(head.text) or base.payouts.get(head.text)
        if parameter is not None:
            if edit.clause is not None:
                self.report.add("set-needs-value", edit.span, name=head.text)
                return
            self.overrides.append(NewValues(edit, parameter, opening))
            self.tables.put(_with_values(parameter, edit))
        elif paying is not None:
            if edit.clause is None:
                self.report.add("not-settable", head.span, name=head.text)
                return
            self.overrides.append(NewCadence(edit, paying, opening, edit.clause))
            self.tables.put(_with_cadence(paying, edit.clause))
        elif head.text in base.names():
            self.report.add("not-settable", head.span, name=head.text)
        else:
            no_such_name(self.report, "unknown-target", head.span, head.text, base.names())

    def apply_members(self, edit: nodes.AddMembers, base: Tables, openings: list[nodes.Opening]) -> None:
        old = base.enumerations.get(edit.target.text)
        if old is None:
            no_such_name(self.report, "unknown-target", edit.target.span, edit.target.text, base.names())
            return
        opening = opening_for(nodes.Target((edit.target,), span=edit.span), openings)
        self.overrides.append(NewMembers(edit, old, opening))
        members = {m.name.text: m for m in old.members}
        for member in edit.members:
            if member.name.text in members:
                first = members[member.name.text].name.span
                self.report.add("declared-twice", member.name.span, labels=[(first, "first")], name=member.name.text)
            members.setdefault(member.name.text, member)
        self.tables.put(attrs.evolve(old, members=tuple(members.values())))


@attrs.frozen
class _Versions:
    """Which clauses are in force when: the program's from its start, a variant's from its change on."""

    start: nodes.EffectiveFrom
    change: nodes.EffectiveFrom | None
    calendar: Calendar

    def of(
        self, old: nodes.Incentive | nodes.Payout | None, new: nodes.Incentive | nodes.Payout
    ) -> tuple[Rules, ...]:
        """The rules of what the program declares as `old` (None: only the variant does) and the merge as `new`."""
        if self.change is None:
            return (Rules(self.start.day, None, new.clauses, self.start.edges),)
        if old is None:
            return (Rules(self.change.day, None, new.clauses, self.change.edges),)
        return tuple(_split(old, new, self.start, self.change, self.calendar))


def _split(
    old: nodes.Incentive | nodes.Payout,
    new: nodes.Incentive | nodes.Payout,
    start: nodes.EffectiveFrom,
    change: nodes.EffectiveFrom,
    calendar: Calendar,
) -> Iterator[Rules]:
    """The base's clauses until the variant takes over, the merged ones from then on."""
    day = change.day
    if change.open_periods == "next":
        unit = _open_over(old.clauses)
        if unit is not None:
            whole = calendar.containing(unit, day)
            day = day if whole.start == day else whole.stop + ONE_DAY
    if day > start.day:
        yield Rules(start.day, day - ONE_DAY, old.clauses, change.edges or start.edges)
    yield Rules(max(day, start.day), None, new.clauses, change.edges)


def _open_over(clauses: Iterable[object]) -> str | None:
    """The unit that has to end before `from the next period` begins: what is measured, or capped in a payout, runs
    over it. A unit that is none of the calendar's is reported where it is written."""
    clauses = tuple(clauses)
    measured, cap = first_of(nodes.MeasuredEvery, clauses), first_of(nodes.AtMost, clauses)
    paid = first_of(nodes.PaidEvery, clauses)
    units = [measured.unit if measured else None, cap.each if cap else None, paid.unit if paid else None]
    return next((unit for unit in units if unit in UNITS), None)


def _with_cadence(
    old: nodes.Incentive | nodes.Payout, paid: nodes.PaidEvery
) -> nodes.Incentive | nodes.Payout:
    """The same with another `paid every`, which stands last."""
    if isinstance(old, nodes.Payout):
        kept = tuple(c for c in old.clauses if not isinstance(c, nodes.PaidEvery))
        return attrs.evolve(old, clauses=(*kept, paid))
    others = tuple(c for c in old.clauses if not isinstance(c, nodes.PaidEvery))
    return attrs.evolve(old, clauses=(*others, paid))


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
