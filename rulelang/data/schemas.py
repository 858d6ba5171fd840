"""What a program takes and gives, for other programs: JSON Schema and the header of each CSV file.

JSON Schema 2020-12. Amounts are texts of decimal digits, as everywhere where binary fractions would round them.
"""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rulelang.core.nodes import (
    Choice,
    ChoiceSet,
    Core,
    Day,
    Entity,
    Field,
    Quantity,
    Truth,
    Type,
    Words,
    in_own_currency,
)
from rulelang.core.paid_in import types_ever
from rulelang.core.samples import samples_of
from rulelang.data.durations import EXAMPLES
from rulelang.data.layout import layout_of
from rulelang.data.rendered import CURRENCY, Column, outcome_type, result_columns
from rulelang.data.written import money_digits
from rulelang.diagnostics.catalogue import told
from rulelang.diagnostics.phrase import Phrase, Told, listed, phrase
from rulelang.exact.decimals import decimal_digits
from rulelang.exact.named_periods import example_period, period_pattern
from rulelang.languages import ENGLISH
from rulelang.names.thresholds import spoken

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def input_schema(core: Core, language: str = ENGLISH) -> dict[str, Any]:
    """The schema of one partner with its records, as `Program.evaluate` and a case take them. What it says to people is
    in a language."""
    relations = {relation.relation or relation.name: relation for relation in core.entities[1:]}
    records = {name: {"type": "array", "items": _row(core, relation)} for name, relation in relations.items()}
    private = _private(core, core.outcomes)
    schema: dict[str, Any] = {
        "$schema": DIALECT,
        "title": phrase("{program}: {subject} and records", program=_named(core), subject=core.subject.name),
        **({"description": phrase("results rest on {figures}", figures=private)} if private is not None else {}),
        "type": "object",
        "properties": {
            "given": _row(core, core.subject),
            "records": {"type": "object", "properties": records, "additionalProperties": False},
        },
        "required": ["given"],
        "additionalProperties": False,
    }
    return {key: _in_words(part, language) for key, part in schema.items()}


def output_schema(core: Core, language: str = ENGLISH) -> dict[str, Any]:
    """The schema of a JSON result: a list with one object for each partner. What it says to people is in a language."""
    columns = result_columns(core.outcomes, core, {})
    types: dict[str, Type] = {name: core.subject.field(name).type for name in core.subject.keys}
    types |= {name: outcome_type(core, name) for name in core.outcomes}
    row = {
        "type": "object",
        "properties": {c.name: _column(core, c, types) for c in columns},
        "required": [column.name for column in columns],
        "additionalProperties": False,
    }
    title = told(phrase("{program}: results", program=_named(core)), language)
    return {"$schema": DIALECT, "title": title, "type": "array", "items": _in_words(row, language)}


def _in_words(part: object, language: str) -> object:
    """A part of a schema with its phrases said in a language."""
    if isinstance(part, Phrase):
        return told(part, language)
    if isinstance(part, dict):
        return {key: _in_words(each, language) for key, each in part.items()}
    return [_in_words(each, language) for each in part] if isinstance(part, list) else part


def _column(core: Core, column: Column, types: Mapping[str, Type]) -> dict[str, Any]:
    """A column of a result; of an outcome also which figures that are not public it rests on."""
    schema = _cell(core, column, types.get(column.name), column.name in core.subject.keys)
    private = _private(core, [column.name]) if column.name in core.outcomes else None
    if private is None:
        return schema
    rests = phrase("rests on {figures}", figures=private)
    said = schema.get("description", "")
    return schema | {"description": phrase("{kind}; {rests}", kind=said, rests=rests) if said else rests}


def _private(core: Core, outcomes: Sequence[str]) -> Phrase | None:
    """Which figures that are not public outcomes rest on; None where there are none."""
    names = sorted(name for name, _ in samples_of(core, outcomes))
    figures = listed(spoken(name) for name in names)
    return phrase("sample figures, not public: {figures}", figures=figures) if names else None


def headers(core: Core) -> Mapping[str, Sequence[str]]:
    """The columns of each entity's file of data, by the entity's name."""
    return {each.name: layout_of(core, each).columns for each in core.entities}


def output_header(core: Core) -> Sequence[str]:
    """The columns of a result file."""
    return [column.name for column in result_columns(core.outcomes, core, {})]


def _named(core: Core) -> str:
    """The program with the edition of its guide."""
    return f"{core.name}, {core.guide_edition}" if core.guide_edition else core.name


def _row(core: Core, entity: Entity) -> dict[str, Any]:
    """Records need not repeat the key of the one partner they belong to."""
    fields = tuple(field for field in layout_of(core, entity).fields if not field.column)
    owned = () if entity.parent is None else core.subject.keys
    return {"title": entity.name, **_object(fields, owned)}


def _object(fields: Sequence[Field], owned: Sequence[str] = (), before: str = "") -> dict[str, Any]:
    """A row, or a record in it whose parts have `before` in front of their names."""
    properties: dict[str, Any] = {}
    required: list[str] = []
    for field in fields:
        name, dot, _ = field.name.removeprefix(before).partition(".")
        if name in properties:
            continue
        inside = [each for each in fields if each.name.startswith(f"{before}{name}.")] if dot else []
        absent = field.optional and not field.needed
        if inside:
            absent = any(whole == f"{before}{name}" for whole, _ in field.wholes)
        schema = _object(inside, before=f"{before}{name}.") if inside else _field(field)
        properties[name] = _or_null(schema) if absent else schema
        if not absent and name not in owned and (inside or not isinstance(field.type, ChoiceSet)):
            required.append(name)
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}


def _field(field: Field) -> dict[str, Any]:
    schema = _value(field.type)
    if field.question:
        schema["description"] = field.question
    return schema


def _or_null(schema: dict[str, Any]) -> dict[str, Any]:
    if "enum" in schema:
        return schema | {"enum": [*schema["enum"], None], "type": [schema["type"], "null"]}
    return schema | {"type": [*([schema["type"]] if isinstance(schema["type"], str) else schema["type"]), "null"]}


def _value(type_: Type) -> dict[str, Any]:
    match type_:
        case Quantity() if in_own_currency(type_):
            own = phrase("money with the code of its currency: `1250.00 EUR`")
            return {"type": "string", "pattern": r"^-?[0-9_]+(\.[0-9]+)? [A-Z]{3}$", "description": own}
        case Quantity(kind="percent"):
            return {"type": "string", "pattern": r"^-?[0-9_]+(\.[0-9]+)?%$", "description": phrase("a percent: `2.5%`")}
        case Quantity(kind="money"):
            return {"type": "string", "pattern": _decimals(type_), "description": _money_in(type_.currency)}
        case Quantity(kind="months" | "days" as kind):
            time = phrase("a time in months" if kind == "months" else "a time in days")
            said = phrase("{kind}: `{example}`", kind=time, example=EXAMPLES[kind])
            return {"type": "string", "pattern": r"^[0-9]{1,5} +\w|^P[0-9]{1,5}[DWMY]$", "description": said}
        case Quantity(kind="count"):
            return {"type": "integer"}
        case Quantity():
            return {"type": ["string", "integer"], "pattern": _decimals(type_)}
        case Truth():
            return {"type": "boolean"}
        case Choice():
            return {"type": "string", "enum": list(type_.members)}
        case ChoiceSet():
            items = {"type": "string", "enum": list(type_.members)}
            return {"type": "array", "items": items, "uniqueItems": True}
        case Day():
            return {"type": "string", "format": "date"}
        case Words(country=True):
            return {"type": "string", "pattern": "^[A-Z]{2}$", "description": phrase("a country by its ISO 3166 code")}
        case Words(is_currency=True):
            return {"type": "string", "pattern": "^[A-Z]{3}$", "description": phrase("a currency by its ISO 4217 code")}
        case Words(calendar=calendar, year_starts=month) if month:
            said = phrase("a period, as in {example}", example=example_period(calendar))
            return {"type": "string", "pattern": f"^({period_pattern(calendar)})$", "description": said}
    return {"type": "string"}


def _decimals(type_: Quantity) -> str:
    digits = decimal_digits(type_.denominator) or 0
    return rf"^-?[0-9_]+(\.[0-9]{{1,{digits}}})?$" if digits else r"^-?[0-9_]+$"


def _cell(core: Core, column: Column, type_: Type | None, is_key: bool) -> dict[str, Any]:
    ladder = next((ladder for ladder in core.ladders if ladder.name == column.name), None)
    if column.kind == "yes_no":
        schema: dict[str, Any] = {"type": "boolean"}
    elif ladder is not None:
        schema = {"type": "string", "enum": [step.name for step in ladder.steps]}
    elif column.kind == "money" and len(types_ever(core, column.name)) > 1:
        schema = _money_of(types_ever(core, column.name))
    elif column.kind == "money":
        pattern = rf"^-?[0-9]+\.[0-9]{{{column.digits}}}$" if column.digits else "^-?[0-9]+$"
        schema = {"type": "string", "pattern": pattern, "description": _money_in(column.currency)}
    elif isinstance(type_, Day):
        schema = {"type": "string", "format": "date"}
    elif column.name.endswith(CURRENCY):
        kinds = types_ever(core, column.name.removesuffix(CURRENCY))
        return {"type": "string", "enum": [kind.currency for kind in kinds]}
    else:
        schema = {"type": "string"}
    return schema if is_key else _or_null(schema)


def _money_of(kinds: Sequence[Quantity]) -> dict[str, Any]:
    """An amount in one of several currencies, with the decimals of one of them."""
    digits = sorted({money_digits(kind) or 0 for kind in kinds})
    parts = "|".join(rf"\.[0-9]{{{each}}}" if each else "" for each in digits)
    first, *others = (str(kind.currency) for kind in kinds)
    said: Told = first
    for other in others:
        said = phrase("{first} or {second}", first=said, second=other)
    return {"type": "string", "pattern": f"^-?[0-9]+({parts})$", "description": _money_in(said)}


def _money_in(currency: Told | None) -> Phrase:
    return phrase("money in {currency}", currency=currency)
