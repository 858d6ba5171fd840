"""Proves that a resolved program means one thing: names, types, units, scales, ranges, timelines, bands, guardrails.

Never evaluates and never guesses: where two readings are possible it says so and stops.
"""
from __future__ import annotations

from typing import TYPE_CHECKING

from rulelang.diagnostics import catalogue
from rulelang.diagnostics.model import Diagnostic, Report, Severity
from rulelang.diagnostics.phrase import phrase
from rulelang.exact.calendar import FIRST_YEAR, LAST_YEAR
from rulelang.names.ladder_versions import versions_of
from rulelang.names.problems import no_such_name, places_of
from rulelang.names.resolved import Resolved
from rulelang.typecheck.bound import BoundReader, no_project
from rulelang.typecheck.claims import check_claims
from rulelang.typecheck.currencies import with_currency_fields
from rulelang.typecheck.data_rules import check_data_rules
from rulelang.typecheck.entities import check_entity, find_subject
from rulelang.typecheck.expressions import Checker
from rulelang.typecheck.facts import Checked
from rulelang.typecheck.growth_lengths import bases_of_run, check_growth_lengths
from rulelang.typecheck.incentives import check_incentive
from rulelang.typecheck.kinds import check_kinds
from rulelang.typecheck.ladders import check_ladder, check_ladder_cycles
from rulelang.typecheck.never_holds import check_never_holds
from rulelang.typecheck.own_calendar import check_calendar
from rulelang.typecheck.paid_in import check_payouts_there
from rulelang.typecheck.payouts import check_paid_once, check_payout
from rulelang.typecheck.program import check_program
from rulelang.typecheck.records import check_records
from rulelang.typecheck.records_measured import is_of_records
from rulelang.typecheck.timelines import check_parameter, note_choices

if TYPE_CHECKING:
    from rulelang.source import Span
    from rulelang.syntax import nodes


def check(
    resolved: Resolved, bound: BoundReader = no_project
) -> tuple[Checked | None, tuple[Diagnostic, ...]]:
    """The checked program, or None where any finding is an error. `bound` reads tables that stand in files."""
    report = Report()
    resolved = with_currency_fields(resolved)
    for item in resolved.not_yet:
        report.add("not-yet", item.span, construct=phrase(item.construct))
    subject = find_subject(resolved, report)
    if subject is None:
        return None, tuple(report.findings)
    checker = Checker(resolved, subject, report, bound=bound)
    if not check_calendar(checker):
        return None, tuple(report.findings)
    check_program(checker)
    _declarations(checker)
    check_growth_lengths(checker)
    check_data_rules(checker)
    if resolved.lineage or resolved.given or any(block.openings for block in resolved.adaptable):
        _adapted(checker)
    if not any(catalogue.severity(f) is Severity.ERROR for f in report.findings):
        check_never_holds(checker)
    findings = _once(report.findings, resolved)
    if any(catalogue.severity(f) is Severity.ERROR for f in findings):
        return None, findings
    return _checked(checker), findings


def _adapted(checker: Checker) -> None:
    """What head office leaves open and what variants made of it; a program by itself has neither."""
    from rulelang.typecheck.clause_bounds import check_clause_bounds
    from rulelang.typecheck.dropped import check_dropped
    from rulelang.typecheck.gains import check_gains
    from rulelang.typecheck.guardrails import check_given, check_new_members, check_overrides
    from rulelang.typecheck.openings import check_openings

    check_openings(checker)
    check_dropped(checker)
    check_overrides(checker)
    check_given(checker)
    check_clause_bounds(checker)
    check_gains(checker)
    check_new_members(checker)


def _once(findings: list[Diagnostic], resolved: Resolved) -> tuple[Diagnostic, ...]:
    """Each finding once: what is wrong in a declaration for every member is told of the first member alone."""
    found: dict[object, Diagnostic] = {}
    for finding in findings:
        inside = finding.span is not None and any(_holds(whole, finding.span) for whole in resolved.by_member.values())
        found.setdefault((finding.name, finding.span) if inside else finding, finding)
    return tuple(found.values())


def _holds(whole: Span, part: Span) -> bool:
    return whole.file is part.file and whole.start <= part.start and part.stop <= whole.stop


def _checked(checker: Checker) -> Checked:
    """What was found: where nothing was reported, everything declared has a type."""
    return Checked(
        checker.resolved,
        checker.facts,
        checker.subject,
        fields={key: kind for key, kind in checker.fields.items() if kind is not None},
        parameters={name: kind for name, kind in checker.parameters.items() if kind is not None},
        keyed={name: found for name, found in checker.keyed.items() if found is not None},
        unchosen=tuple(checker.unchosen),
        definitions={name: kind for name, kind in checker.definitions.items() if kind is not None},
        borrowed=frozenset(checker.borrowed),
        parts=checker.parts,
        worked_out=checker.worked_out,
        rules=checker.rules,
        memory=checker.memory,
        bases=bases_of_run(checker),
        chosen=tuple(checker.chosen),
        whose=checker.whose,
    )


def _declarations(checker: Checker) -> None:
    resolved = checker.resolved
    check_kinds(checker)
    check_records(checker)
    for entity in resolved.entities.values():
        check_entity(checker, entity)
    for name, parameter in resolved.parameters.items():
        needed = resolved.own.get(name, resolved.start)
        if not FIRST_YEAR <= needed.year <= LAST_YEAR:
            needed = min(value.start for value in parameter.values)  # the year itself is reported at the head
        if name in resolved.figures:
            needed = max(needed, parameter.values[0].start)  # a tier may ask for it in a later version only
        checker.parameters[name] = check_parameter(checker, parameter, needed)
        note_choices(checker, parameter)
    for name, keyed in resolved.keyed.items():
        from rulelang.typecheck.keyed import check_keyed

        checker.keyed[name] = check_keyed(checker, keyed, resolved.own.get(name, resolved.start))
    for name in resolved.functions:
        from rulelang.typecheck.functions import function_type

        function_type(checker, name)
    scored: list[nodes.Scorecard | nodes.Benefit] = [*resolved.scorecards.values(), *resolved.benefits.values()]
    about = [
        *(d.subject for d in resolved.measures.values() if not d.of_program and not is_of_records(checker, d)),
        *(d.subject for d in resolved.eligibilities.values() if not _is_of_a_record(checker, d)),
        *(version.subject for d in resolved.ladders.values() for version in versions_of(d)),
        *(d.subject for d in scored),
    ]
    for subject in about:
        _check_subject(checker, subject)
    for each in scored:
        if _is_about_another(checker, each.name, each.subject):
            checker.definitions[each.name.text] = None
    for name in (*resolved.measures, *resolved.eligibilities, *resolved.scorecards, *resolved.benefits):
        checker.definition_type(name)
    for ladder in resolved.ladders.values():
        from rulelang.typecheck.rising import check_rising

        if any(_is_about_another(checker, each.name, each.subject) for each in versions_of(ladder)):
            continue
        for version in versions_of(ladder):
            check_ladder(checker, version)
        check_rising(checker, ladder)
    check_ladder_cycles(checker)
    for incentive, versions in resolved.incentives.values():
        _check_subject(checker, incentive.subject)
        if not _is_about_another(checker, incentive.name, incentive.subject):
            check_incentive(checker, incentive, versions)
    for payout, versions in resolved.payouts.values():
        _check_subject(checker, payout.subject)
        if not _is_about_another(checker, payout.name, payout.subject):
            check_payout(checker, payout, versions)
    check_paid_once(checker)
    check_payouts_there(checker)
    check_claims(checker)


def _is_of_a_record(checker: Checker, declared: nodes.Eligibility) -> bool:
    """`eligibility insured of Tenant`: told once, with the measure to write; its condition is not looked at."""
    entity, name = declared.subject.text, declared.name.text
    if entity == checker.subject or entity not in checker.resolved.entities:
        return False
    checker.report.add(
        "eligibility-of-a-record", declared.subject.span, name=name, entity=entity, subject=checker.subject
    )
    checker.definitions[name] = None
    return True


def _is_about_another(checker: Checker, name: nodes.Name, about: nodes.Name) -> bool:
    """`tiers Level of Customer` where results are about partners: told once; what stands in it is not looked at."""
    entities = checker.resolved.entities
    if about.text == checker.subject or about.text not in entities:
        return False
    checker.report.add(
        "result-of-a-record", about.span, labels=[(entities[checker.subject].name.span, "subject")], name=name.text,
        entity=about.text, subject=checker.subject,
    )
    return True


def _check_subject(checker: Checker, name: nodes.Name) -> None:
    """What results are about is there."""
    if name.text not in checker.resolved.entities:
        known = places_of(checker.resolved.entities)
        no_such_name(checker.report, "no-such-entity", name.span, name.text, known, places=known)
