"""What programs and their results exercised, counted by name: so that agreement is not agreement on nothing."""
from __future__ import annotations

import datetime
import itertools
import re
from collections import Counter
from collections.abc import Iterator, Sequence

from rulelang.compile.facts import expressions_of
from rulelang.core import nodes as core
from rulelang.core.population import Results
from rulelang.core.schedule import Entitlement, incentive_payments
from rulelang.core.walk import walk
from rulelang.exact.calendar import MONTHS_IN, Calendar, Period
from rulelang.exact.durations import MOST

from .measured_records import tallied
from .meetings import MEETINGS, met

CAUSES = (
    "missing", "rejected", "uncovered", "zero_division", "total_too_large", "outside", "before_first_day",
)
SCORED = (
    "linear", "steps", "every", "every full", "line", "weighed", "rescaled", "gate", "applies", "minimums", "reached",
)
"""Steps of a scorecard."""
PAID = ("flat", "fixed", "found by", "raised", "if", "multiplied", "added", "floor", "forfeited", "left")
"""Steps of what an incentive pays."""
CASES = {
    "gain cap": "cap over what is gained", "converted": "conversion of currency", "fixed": "amount on a line",
}
"""Cases that stand for something else, by their step."""
BEFORE = ("first day",)
"""The step of what is nothing before a partner's first day."""
ASKED = ("all", "any", "none", "at_least")
"""What records are asked to have."""
LISTED = ("listed", "listed if", "listed first", "listed best")
"""Steps of a list that is as one incentive."""
EXPECTED = (
    *(f"node {kind.__name__}" for kind in (
        core.Literal, core.FieldValue, core.ParameterValue, core.DayValue, core.PeriodShare, core.Arithmetic,
        core.Comparison, core.Includes, core.Logic, core.Case, core.Round, core.Known, core.Call, core.OrElse,
        core.Aggregate, core.Read, core.TierTest, core.KeyedValue,
        core.TierValue, core.Cohort, core.Rollup, core.InWindow, core.OnAnyDay, core.Covered,
        core.FromFirstDay, core.WholeBetween, core.OverMembers, core.CountedDay, core.OverUnits, core.GainedIn,
    )),
    *(f"cohort {name}" for name in (
        "rank", "below", "own", "count", "total", "median", "lowest", "highest", "top_total", "where", "left out", "by",
    )),
    *(f"rollup {n}" for n in ("total", "count", "lowest", "highest", "where", "1", "None", "20")),
    *(f"arithmetic {name}" for name in ("add", "subtract", "multiply", "divide", "divide by data")),
    *(f"comparison {name}" for name in ("equal", "unequal", "less", "at_most", "more", "at_least", "of ratios",
                                  "of months", "of days", "with days of a period", "with a day of a period")),
    *(f"tier {name}" for name in ("equal", "unequal", "less", "at_most", "more", "at_least")),
    *(f"logic {name}" for name in ("all", "any", "at_least", "none")),
    "growth_of", "change_in_points", "part rounded as a percent", "in a region", "not in a region",
    *(f"periods {name}" for name in ("all", "any", "at_least")),
    *(f"days of {name}" for name in ("Window", "Period", "NoneType")),
    *(f"rounding {n}" for n in ("half_even", "half_up", "half_down", "up", "down", "floor", "ceiling")),
    *(f"payout rounding {n}" for n in ("half_even", "half_up", "half_down", "up", "down", "floor", "ceiling")),
    *(f"window {name}" for name in ("last", "last_full", "previous", "year_to_date", "same_last_year", "ending")),
    *(f"aggregate {name}" for name in (
        "total", "count", "count_distinct", "lowest", "highest", "valid", "where", "median", "first", "latest", "all",
        "any", "none", "at_least",
    )),
    "measure of a record", "total of a record's records", "figure of a record's records",
    "window of a record's measure", "partner's measure in a record",
    "lowest or highest member", "share of records", "share of an amount", "growth over a window",
    "growth of what is worked out",
    *(f"records {name}" for name in ("in a window", "valid", "where")),
    *(f"parameter {n}" for n in ("AtPeriodStart", "AtPeriodEnd", "OnDate", "OnField", "that changes")),
    *(f"tier {name}" for name in ("AtPeriodStart", "AtPeriodEnd", "OnDate", "BeforePeriodEnd", "OnField")),
    *(f"assessed {unit}" for unit in MONTHS_IN), "assessed with a window", "keep line", "ladder with memory",
    *(f"measured {measured}, paid {paid}" for measured in MONTHS_IN for paid in MONTHS_IN),
    "entitlement whole", "entitlement cut as written", "entitlement cut prorated", "payout cap prorated", "payout cap",
    "stack all", "stack best", "stack first", "stack item", "stack best of lists", "stack rest",
    "paid in another currency", "paid in it from a day on", "rate that is divided by", "rate that is multiplied with",
    *(f"dropped from {kind}" for kind in ("best", "first", "rest")),
    "capped over several payments in it", "stack less", "payout floor", "payout floor under a longer cap",
    *LISTED, "whole rate without rounding", "rate for each unit", "part of a count", "amount on a line",
    "cases of a count",
    "incentive of two versions", "incentive of three versions", "incentive that ends",
    *(f"table {n}" for n in ("AtPeriodStart", "AtPeriodEnd", "OnDate", "OnField", "of one key", "of two keys",
                             "that changes")),
    *(f"tier as key {n}" for n in ("AtPeriodStart", "AtPeriodEnd", "OnField")), "one group of a program measure",
    "variant of a variant", "threshold set", "cap set", "bands set", "bands of amounts set", "member set",
    "number of a member set",
    "ladder replaced", "ladder at another pace", "ladder that goes on", "ladder that splits", "standing that goes on",
    "conversion of currency", "table in its own currency",
    "ladder by member", *(f"over members {n}" for n in ("total", "count", "lowest", "highest", "median", "where")),
    *(f"whole {unit} between" for unit in ("day", "week", "month", "quarter", "half", "year")),
    "days counted back", "days counted by data", "later of dates",
    "definition of two versions", "scorecard of two versions", "benefit of two versions", "reading of what was before",
    "cap over more than is measured", "cap over less than is measured", "floor over more than is measured",
    "floor over less than is measured",
    "payout of two versions", "incentive split where something changes",
    "rows by their own dates", "first day prorated", "first day as written",
    "points of a parameter", "window of two lengths", "window by name", "records by name", "top by name",
    "window for each member", "bound by name",
    "comparison of periods",
    "cap over what is gained", *(f"paid {step}" for step in PAID), "optional field", "year not from January",
    "calendar of its own",
    "field of a reference", "field of a parent", "field of a reference to a reference", "records of records",
    "part of a record", "part of an optional record", "part of a record in an optional one",
    *(f"definition {kind}" for kind in ("metric", "category", "scorecard", "designation", "benefit")),
    "definition by member", "eligibility by member", "member read in a window",
    "benefit by member", "benefit of a parameter", "member named in a case",
    "member named in place of what is missing",
    "exception of members", "set written out",
    "cohort own group", "rollup beside the one above",
    *(f"scored {step}" for step in SCORED), "score by a key", *MEETINGS,
    *(f"unknown {kind}" for kind in CAUSES), "several causes", "two tiers possible", "not due", "first assessment",
)
"""Everything that a run of 300 programs shows at least `LEAST` times."""
LEAST = 20


def tally_variants(edits: Sequence[str], *, below: bool) -> Counter[str]:
    """What variants change, by their edits."""
    found: Counter[str] = Counter({"variant of a variant": int(below)})
    for edit in edits:
        found["cap set"] += edit.startswith("set ") and ": at most " in edit
        found["bands set"] += edit.startswith("set ") and ":\n  " in edit and "\n    from " in edit
        found["bands of amounts set"] += bool(re.match(r"set \w+:\n  \S.*\n    (?:from|above) .*: \d+ [A-Z]{3}", edit))
        found["member set"] += bool(re.match(r"set \w+\(", edit))
        found["number of a member set"] += bool(re.match(r"set \w+ \w+ \w+\(", edit))
        found["threshold set"] += bool(re.match(r"set \w+ \w+ \w+: ", edit))
    return found


def tally_program(program: core.Core, period: Period) -> Counter[str]:
    """What one program asks of an engine. An expression counts once however often it is read."""
    found: Counter[str] = Counter()
    seen: set[int] = set()
    definitions = {definition.name: definition for definition in program.definitions}
    for root in expressions_of(program):
        for node in walk(root):
            if id(node) not in seen:
                seen.add(id(node))
                found[f"node {type(node).__name__}"] += 1
                found.update(_of_node(node))
                found.update(tallied(node, definitions))
    found.update(_of_declarations(program))
    found.update(_of_payments(program, period))
    found.update(met(found))
    return found


def _of_node(node: core.Expression) -> Iterator[str]:
    told = getattr(node, "told", "")
    if told in ("growth_of", "change_in_points"):
        yield told
        read = [each for each in walk(node) if isinstance(each, core.Read)]
        bases = [each for each in walk(node) if isinstance(each, core.InWindow)]
        worked_out = any(isinstance(base.value, core.Arithmetic) for base in bases)
        yield from ["growth of what is worked out"] if worked_out else []
        yield from ["growth over a window"] if all(each.window is not None for each in read) else []
    window = getattr(node, "window", None)
    if window is not None:
        yield f"window {window.kind}"
        if window.ending_count:
            yield "window ending"
    yield from (f"scored {step}" for step in SCORED if step == node.step)
    yield from (f"paid {step}" for step in PAID if step == node.step)
    yield from (step for step in LISTED if step == node.step)
    yield from _of_members(node)
    match node:
        case core.Arithmetic():
            yield from _of_arithmetic(node)
        case core.Comparison():
            yield from _of_comparison(node)
        case core.Logic():
            yield _of_list(node)
        case core.WholeBetween() | core.CountedDay() | core.Case(type=core.Day()):
            yield from _of_days(node)
        case core.OverMembers(function=function, tests=tests):
            yield from (f"over members {function}", *(["over members where"] if tests else []))
        case core.OverUnits() | core.GainedIn():
            yield from _of_limits(node)
        case core.OnAnyDay(days=days):
            yield f"days of {type(days).__name__}"
        case core.Case(step=step) if step in CASES:
            yield CASES[step]
        case core.Read(since=since) if since is not None:
            yield "reading of what was before"
        case core.Read(definition=name, window=window) if window is not None and name.endswith(")"):
            yield "member read in a window"
        case core.Round(mode=mode, value=value):
            yield f"rounding {mode}"
            yield from (["part rounded as a percent"] if getattr(value.type, "kind", "") == "share" else [])
            yield from (["whole rate without rounding"] if value.step == "flat" and not node.step else [])
        case core.Aggregate():
            yield from _of_aggregate(node)
        case core.Cohort() | core.Rollup():
            yield from _across(node)
        case core.ParameterValue() | core.KeyedValue() | core.TierValue() | core.TierTest() | core.Call():
            yield from _of_reading(node)


def _of_aggregate(node: core.Aggregate) -> Iterator[str]:
    function = node.function
    yield f"aggregate {function}"
    yield from (["aggregate valid"] if node.valid_at else []) + (["aggregate where"] if node.where else [])
    if isinstance(node.type, core.Choice) and function in ("lowest", "highest"):
        yield "lowest or highest member"
    if isinstance(node.type, core.Truth) and function in ASKED:
        asked = {"in a window": node.window, "valid": node.valid_at, "where": node.where}
        yield from (f"records {name}" for name, written in asked.items() if written is not None)


def _of_limits(node: core.OverUnits | core.GainedIn) -> Iterator[str]:
    """The floors and caps over another period than the measured one."""
    if node.step not in ("gained", "by unit"):
        return
    over = "more" if node.step == "gained" else "less"
    value = node.value
    while isinstance(value, core.Round) or (isinstance(value, core.Case) and value.step in ("cap", "floor", *BEFORE)):
        if isinstance(value, core.Case) and value.step not in BEFORE:
            yield f"{value.step} over {over} than is measured"
        value = value.value if isinstance(value, core.Round) else value.otherwise


def _of_members(node: core.Expression) -> Iterator[str]:
    match node:
        case core.Literal(type=core.ChoiceSet()):
            yield "set written out"
        case core.Case(type=core.Choice(), told=core.Excepted()):
            yield "exception of members"


def _of_comparison(node: core.Comparison) -> Iterator[str]:
    yield f"comparison {node.operator}"
    written = node.right.span.text if isinstance(node.right, core.Literal) else ""
    if isinstance(node.left.type, core.Day) and written and written != str(node.right.value):
        inside = "in" in node.span.text.split()
        yield "comparison with " + ("days of a period" if inside else "a day of a period")
    if isinstance(node.left.type, core.Ratio):
        yield "comparison of ratios"
    elif isinstance(node.left.type, core.Words) and node.left.type.year_starts:
        yield "comparison of periods"
    elif isinstance(node.left.type, core.Quantity) and node.left.type.kind in MOST:
        yield f"comparison of {node.left.type.kind}"


def _of_list(node: core.Logic) -> str:
    """A list of conditions, or what it stands for."""
    if node.step.startswith((core.IN_REGION, core.OUT_OF_REGION)):
        return "in a region" if node.step.startswith(core.IN_REGION) else "not in a region"
    return f"{'periods' if node.step == 'periods' else 'logic'} {node.quantity}"


def _of_days(node: core.WholeBetween | core.CountedDay | core.Case) -> Iterator[str]:
    match node:
        case core.WholeBetween(unit=unit):
            yield f"whole {unit} between"
        case core.CountedDay(count=count, back=back):
            yield from ["days counted back"] if back else []
            yield from ["days counted by data"] if not isinstance(count, core.Literal) else []
        case core.Case(branches=((core.Comparison("at_least" | "at_most"), _),)):
            yield "later of dates"


def _of_arithmetic(node: core.Arithmetic) -> Iterator[str]:
    yield f"arithmetic {node.operator}"
    if node.operator == "multiply" and node.span.text.startswith("50% of count"):
        yield "part of a count"
    if node.told == "part":
        yield "share of records" if getattr(node.left, "function", "") == "count" else "share of an amount"
    if node.operator == "divide" and isinstance(node.type, core.Ratio):
        yield "arithmetic divide by data"
    added = node.right.branches[0][1] if isinstance(node.right, core.Case) else node.right
    if node.step == "raised" and isinstance(added, core.ParameterValue):
        yield "points of a parameter"
    banded = node.step.startswith("band ") or (node.step == "flat" and isinstance(node.left, core.Case))
    if banded and getattr(node.left.type, "kind", "") == "money":
        yield "rate for each unit"


def _of_reading(node: core.Expression) -> Iterator[str]:
    match node:
        case core.ParameterValue(day=day):
            yield f"parameter {type(day).__name__}"
        case core.KeyedValue(type=kind) if core.in_own_currency(kind):
            yield "table in its own currency"
        case core.KeyedValue(parameter=name, keys=keys, day=day):
            yield from ["score by a key"] if name.startswith("scored_") else []
            yield from (f"table {type(day).__name__}", f"table of {'one key' if len(keys) == 1 else 'two keys'}")
        case core.TierValue(day=day):
            yield f"tier as key {type(day).__name__}"
        case core.Call(inputs=((_, core.Literal(type=core.Choice() | core.Words())), *_)):
            yield "one group of a program measure"
        case core.TierTest(operator=operator, day=day):
            yield from (f"tier {operator}", f"tier {type(day).__name__}")


def _across(node: core.Cohort | core.Rollup) -> Iterator[str]:
    kind = "cohort" if isinstance(node, core.Cohort) else "rollup"
    yield f"{kind} {node.function}"
    yield from [f"{kind} where"] if node.where else []
    if isinstance(node, core.Rollup):
        yield f"rollup {node.levels}"
        beside = node.where is not None and "Partner." in node.where.span.text
        yield from ["rollup beside the one above"] if beside else []
    elif node.by:
        yield "cohort own group" if any(field.step == core.OWN_GROUP for field in node.by) else "cohort by"


def _of_record(field: core.Field) -> str:
    """A part of a record that is always there, of one that may be absent, or of one in that."""
    return ("part of a record", "part of an optional record", "part of a record in an optional one")[len(field.wholes)]


def _of_declarations(program: core.Core) -> Iterator[str]:
    if program.year_starts != 1:
        yield "year not from January"
    if program.own_calendar is not None:
        yield "calendar of its own"
    names = {parameter.name for parameter in program.parameters}
    yield from (["window by name"] if any(name.startswith("number_") for name in names) else [])
    yield from (["window of two lengths"] if "long" in names else [])
    yield from (["records by name"] if any(name.startswith("wanted_") for name in names) else [])
    yield from (["top by name"] if any(name.startswith("leaders_") for name in names) else [])
    yield from (["bound by name"] if "upper_0" in names else [])
    yield from ("window for each member" for keyed in program.keyed if keyed.name == "own_length")
    yield from ("parameter that changes" for p in program.parameters if len(p.values) > 1)
    yield from ("table that changes" for p in program.keyed if len(p.tables) > 1)
    for entity in (program.subject, *program.relations):
        yield from (_borrowed(b) for b in entity.borrowed)
        yield from (["records of records"] if entity.parent not in (None, program.subject.name) else [])
        yield from ("optional field" for field in entity.fields if field.optional)
        yield from (_of_record(field) for field in entity.fields if "." in field.name)
    yield from (f"definition {definition.kind}" for definition in program.definitions)
    yield from (f"member named in {_named(d.value)}" for d in program.definitions if d.kind == "measure")
    turns = [day for definition in program.definitions if (day := _turn(definition.value)) is not None]
    yield from ("definition of two versions" for _ in turns)
    scored = (d.kind for d in program.definitions if d.kind in ("scorecard", "benefit") and _turn(d.value) is not None)
    yield from (f"{kind} of two versions" for kind in scored)
    yield from ("cases of a count" for definition in program.definitions if definition.name == "listed_steps")
    yield from ("definition by member" for definition in program.definitions if definition.name.endswith(")"))
    eligibilities = (d for d in program.definitions if d.kind == "eligibility")
    yield from ("eligibility by member" for eligibility in eligibilities if eligibility.name.endswith(")"))
    benefits = (d.value for d in program.definitions if d.kind == "benefit")
    yield from ("benefit of a parameter" for value in benefits if _gives_a_figure(value))
    yield from ("benefit by member" for d in program.definitions if d.kind == "benefit" and d.name.endswith(")"))
    yield from _of_first_day(program)
    for ladder in program.ladders:
        yield from (["ladder by member"] if ladder.name.endswith(")") else [])
        yield from (["ladder replaced"] if any(v.before and not v.goes_on for v in ladder.versions) else [])
        yield from (["ladder that goes on"] if ladder.goes_on else [])
        yield from (["ladder that splits"] if ladder.splits else [])
        yield from (["standing that goes on"] if ladder.goes_on and ladder.has_memory else [])
        yield from (["ladder at another pace"] if len({v.every for v in ladder.versions}) > 1 else [])
        yield f"assessed {ladder.every}"
        yield from (["assessed with a window"] if ladder.window else [])
        yield from (["ladder with memory"] if ladder.has_memory else [])
        yield from ("keep line" for s in ladder.steps if s.keeps is not s.requires)
    for incentive in program.incentives:
        yield from (f"measured {v.measured_every}, paid {v.paid_every}" for v in incentive.versions)
        yield from (["incentive of two versions"] if len(incentive.versions) > 1 else [])
        split = any(version.start in turns for version in incentive.versions)
        yield from (["incentive split where something changes"] if split else [])
        yield from (["incentive of three versions"] if len(incentive.versions) > 2 else [])
        yield from (["rows by their own dates"] if incentive.name == "row_rebate" else [])
        yield from (["incentive that ends"] if incentive.versions[-1].stop is not None else [])
    caps = [{v.cap.span for v in payout.versions if v.cap is not None} for payout in program.payouts]
    yield from ("payout of two versions" for spans in caps if len(spans) > 1)
    for version in (v for payout in program.payouts for v in payout.versions):
        yield from (_stack(stack) for stack in version.stacks)
        yield from (["payout cap"] if version.cap is not None else [])
        yield from (["payout floor"] if version.floor is not None else [])
        yield from (["payout floor under a longer cap"] if version.cap and version.floor_every != version.cap_every
                    and version.floor is not None else [])
        yield from (["payout cap prorated"] if version.cap is not None and version.prorated else [])
        yield from ([f"payout rounding {version.round_mode}"] if version.round_mode else [])
        yield from _of_paid_in(version)
    for payout in program.payouts:
        yield from (f"dropped from {kind}" for pair in itertools.pairwise(payout.versions) for kind in _dropped(*pair))
    changed = [{v.paid_in is None for v in payout.versions} for payout in program.payouts]
    yield from ("paid in it from a day on" for each in changed if len(each) > 1)


def _dropped(earlier: core.PayoutVersion, later: core.PayoutVersion) -> Iterator[str]:
    """The words of lists out of which one leaves while others stay."""
    stays = {name for stack in later.stacks for name in _names(stack)}
    for stack in earlier.stacks:
        names = _names(stack)
        yield from [stack.kind] if names & stays and names - stays else []


def _names(stack: core.Stack | core.Composed) -> set[str]:
    return {name for name, _ in stack.items} if isinstance(stack, core.Composed) else set(stack.items)


def _of_paid_in(version: core.PayoutVersion) -> Iterator[str]:
    """What is paid in another currency than the program's."""
    if version.paid_in is not None:
        yield "paid in another currency"
        yield f"rate that is {'divided by' if version.paid_in.inverse else 'multiplied with'}"
        yield from ["capped over several payments in it"] if version.cap_every not in (None, version.paid_every) else []


def _of_first_day(program: core.Core) -> Iterator[str]:
    """What becomes of the figures of an incentive where a first day cuts its period."""
    if program.subject.valid_from is not None:
        versions = (version for incentive in program.incentives for version in incentive.versions)
        yield from (f"first day {'prorated' if version.by_first_day else 'as written'}" for version in versions)


def _named(value: core.Expression) -> str:
    """Where a measure names a member or a country itself."""
    match value:
        case core.Case(type=core.Choice() | core.Words(country=True), branches=((_, core.Literal()), *_)):
            return "a case"
        case core.OrElse(type=core.Choice() | core.Words(country=True), fallback=core.Literal()):
            return "place of what is missing"
    return "nothing"


def _stack(stack: core.Stack | core.Composed) -> str:
    return f"stack {stack.kind}{' of lists' if isinstance(stack, core.Composed) and stack.kind == 'best' else ''}"
def _turn(value: core.Expression) -> datetime.date | None:
    """The day on which a later version of a definition begins."""
    match value:
        case core.Case(branches=((core.Comparison("less", core.DayValue(), core.Literal(day)), _),)):
            return day if isinstance(day, datetime.date) else None
    return None


def _borrowed(borrowed: core.Borrowed) -> str:
    if len(borrowed.path) > 1:
        return "field of a reference to a reference"
    return f"field of a {'parent' if borrowed.path[0] == borrowed.entity else 'reference'}"


def _of_payments(program: core.Core, period: Period) -> Iterator[str]:
    calendar = program.calendar
    for incentive in program.incentives:
        for payment in incentive_payments(calendar, incentive, period):
            for entitlement in payment.plus:
                yield f"entitlement {_cut(calendar, incentive, entitlement)}"


def _cut(calendar: Calendar, incentive: core.Incentive, entitlement: Entitlement) -> str:
    """Whether the measured period that an entitlement belongs to is cut by its rules."""
    version = incentive.versions[entitlement.version]
    whole = calendar.containing(version.measured_every, entitlement.period.stop)
    cut_at_stop = version.stop is not None and version.stop < whole.stop
    if entitlement.period.start == whole.start and not cut_at_stop:
        return "whole"
    return "cut prorated" if version.prorated else "cut as written"


def tally_results(program: core.Core, results: Results) -> Counter[str]:
    """What came out: outcomes, unknown ones by cause, and partners who are paid."""
    found: Counter[str] = Counter({"first assessment": len(results.fold_starts)})
    found["cohort left out"] = sum(size.left_out > 0 for size in results.cohorts)
    paying = {x.name for x in (*program.incentives, *program.payouts)}
    for _, outcomes in results.rows:
        found["partners"] += 1
        found["outcomes"] += len(outcomes)
        for outcome in outcomes:
            found.update({f"unknown {cause.kind}" for cause in outcome.causes})
            found["unknown"] += bool(outcome.causes)
            found["several causes"] += len(outcome.causes) > 1
            found["not due"] += not outcome.due
            found["two tiers possible"] += outcome.lowest is not None
        paid = [o.value for name, o in zip(results.outcomes, outcomes, strict=True) if name in paying]
        found["partners with incentives"] += bool(paying)
        found["partners paid"] += any(paid)
    return found


def _gives_a_figure(value: core.Expression) -> bool:
    """Whether a parameter stands where something is given, not in what is asked for it."""
    if isinstance(value, core.Case):
        return any(_gives_a_figure(each) for each in (*(given for _, given in value.branches), value.otherwise))
    return isinstance(value, core.ParameterValue | core.KeyedValue)
