"""Files of rules as trees: every program reads, places point into the text, damage stays where it is."""
from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import attrs
import pytest

from rulelang.source import SourceFile, Span
from rulelang.syntax import nodes, read

GOLDEN = Path(__file__).parents[2] / "golden" / "parse"
PROGRAMS = sorted((GOLDEN / "programs").glob("*.rule"))
UPDATE = bool(os.environ.get("RULELANG_UPDATE"))


def tree(text: str, name: str = "x.rule") -> nodes.Module:
    """The module of a text that has no findings."""
    module, findings = read(SourceFile(name, text))

    assert [(finding.name, finding.span and finding.span.line) for finding in findings] == []
    return module


def value(text: str) -> object:
    """The tree of one value."""
    return tree(f"measure m of P is number\n  {text}\n").declarations[0].value  # type: ignore[union-attr]


def parts(node: object) -> Iterator[object]:
    yield node
    if isinstance(node, tuple):
        for item in node:
            yield from parts(item)
    elif attrs.has(type(node)) and not isinstance(node, (SourceFile, Span)):
        for attribute in attrs.fields(type(node)):
            if attribute.name not in ("span", "row_spans"):
                yield from parts(getattr(node, attribute.name))


def printed(node: object, depth: int = 0) -> str:
    """A tree without its places, a part a line."""
    pad = "  " * depth
    if isinstance(node, tuple):
        return "".join(printed(item, depth) for item in node) if node else ""
    if not attrs.has(type(node)):
        return f"{pad}{node!r}\n"
    plain, deep = [], []
    for attribute in attrs.fields(type(node)):
        held = getattr(node, attribute.name)
        if attribute.name in ("span", "file", "row_spans") or held is None or held == () or held is False:
            continue
        if isinstance(held, nodes.Name):
            plain.append(f"{attribute.name} `{held.text}`")
        elif attrs.has(type(held)) or isinstance(held, tuple):
            deep.append(f"{pad}  {attribute.name}:\n{printed(held, depth + 2)}")
        else:
            plain.append(f"{attribute.name} {held}")
    return f"{pad}{type(node).__name__} {', '.join(plain)}".rstrip() + "\n" + "".join(deep)


@pytest.mark.parametrize("path", PROGRAMS, ids=lambda path: path.name)
def test_every_program_reads_without_a_finding(path: Path) -> None:
    module = tree(path.read_text(encoding="utf-8"), path.name)

    assert not any(isinstance(each, nodes.Broken) for each in module.declarations)
    assert len(module.declarations) >= 2


@pytest.mark.parametrize("path", PROGRAMS, ids=lambda path: path.name)
def test_the_place_of_a_name_holds_the_name(path: Path) -> None:
    module = tree(path.read_text(encoding="utf-8"), path.name)
    kinds = {"texto", "número", "fecha", "dinero", "data", "dinheiro", "yes_or_no", "porcentaje", "percentual", "país"}

    for part in parts(module.declarations):
        if isinstance(part, nodes.Name) and part.span.text not in kinds and module.language == "en":
            assert part.span.text.strip("`") == part.text
        if attrs.has(type(part)) and hasattr(part, "span"):
            assert 0 <= part.span.start < part.span.stop <= len(module.file.text)


def test_three_languages_give_one_tree() -> None:
    english, spanish, portuguese = (
        tree((GOLDEN / "programs" / name).read_text(encoding="utf-8"), name)
        for name in ("alliance.rule", "alliance.es.rule", "alliance.pt.rule")
    )

    assert (english.language, spanish.language, portuguese.language) == ("en", "es", "pt")
    assert english.declarations == spanish.declarations == portuguese.declarations


@pytest.mark.parametrize("name", ["tour_variant", "tour_examples", "alliance"])
def test_a_tree_is_the_one_kept_beside_its_text(name: str) -> None:
    module = tree((GOLDEN / "programs" / f"{name}.rule").read_text(encoding="utf-8"))
    kept = GOLDEN / f"{name}.tree"
    if UPDATE:
        kept.write_text(printed(module.declarations), encoding="utf-8")

    assert printed(module.declarations) == kept.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (
            "total a of d where s is won - total a of d where s is lost",
            "(total a of d where s is won) - (total a of d where s is lost)",
        ),
        ("total a of d where s is won + b", "(total a of d where s is won) + b"),
        ("a - b - c", "(a - b) - c"),
        ("a - b * c", "a - (b * c)"),
        ("5% of a * b", "(5% of a) * b"),
        ("15% of net_sales + bonus", "(15% of net_sales) + bonus"),
        ("x between a and b and c is yes", "(x between a and b) and c is yes"),
        ("a + b * c >= d - e", "(a + (b * c)) >= (d - e)"),
        ("-5% + a", "(-5%) + a"),
        ("a -5", "a - 5"),
        ("net_sales in the previous quarter * 2", "(net_sales in the previous quarter) * 2"),
    ],
)
def test_what_binds_tighter(written: str, meant: str) -> None:
    assert value(written) == value(meant)


@pytest.mark.parametrize(
    "text",
    [
        "a and b or c", "total a of d where s is won >= 5", "a < b < c", "not a", "x is one of a, b", "a / b or else c",
        "total a of d where b > t over the last 4 quarters", "any of d have s is won and t is x", "5_0.00.0",
    ],
)  # fmt: skip
def test_what_has_two_readings_is_refused(text: str) -> None:
    module, findings = read(SourceFile("x.rule", f"measure m of P is number\n  {text}\n"))

    assert len(findings) == 1
    assert isinstance(module.declarations[0], nodes.Broken)


def test_an_unclosed_text_or_a_stray_sign_damages_only_its_own_declaration() -> None:
    text = (
        'measure a of P is money\n  """a text\nmeasure b of P is money\n  x\n'
        'measure c "label of P is money\n  x\nmeasure d of P is money\n  x § y\nmeasure e of P is money\n  x\n'
        'measure f of P is money\n  """closed\nover two lines"""\n  x\n'
    )

    module, findings = read(SourceFile("x.rule", text))

    assert [type(each).__name__ for each in module.declarations] == [
        "Broken", "Measure", "Broken", "Broken", "Measure", "Measure",
    ]  # fmt: skip
    assert [(finding.name, finding.span.line) for finding in findings if finding.span] == [
        ("unclosed-text", 2), ("unclosed-quote", 5), ("stray-character", 8),
    ]  # fmt: skip


def test_a_broken_declaration_keeps_its_word_and_its_name() -> None:
    module, _ = read(SourceFile("x.es.rule", "incentivo bono de Partner\n  se paga cada\n"))

    assert module.declarations == (nodes.Broken("incentive", "bono", span=module.declarations[0].span),)


@pytest.mark.parametrize(
    ("name", "text", "language"),
    [
        ("x.rule", "program p\n  currency USD\n", "en"),
        ("x.es.rule", "medida m de P es dinero\n  a\n", "es"),
        ("x.rule", "programa p\n  idioma pt\n  moeda USD\n", "pt"),
        ("x.es.rule", "program p\n  language en\n  currency USD\n", "en"),
        ("x.rule", 'program p\n  source "x\\n  language es"\n', "en"),
    ],
)
def test_the_language_is_said_or_read_off_the_name(name: str, text: str, language: str) -> None:
    assert tree(text, name).language == language


def test_a_letter_with_a_separate_accent_is_the_letter() -> None:
    text = "entity País identified by número\n  número  text\n"

    assert tree(unicodedata.normalize("NFD", text)) == tree(text)
    assert tree("\ufeff" + text) == tree(text)


def test_words_of_the_language_are_names_where_they_cannot_be_mistaken() -> None:
    fields = ("country", "track", "category", "date", "count", "number", "source", "currency", "points", "tier", "less")
    entity = "entity E identified by country\n" + "".join(f"  {name}  text\n" for name in fields)
    module = tree(entity)

    assert tuple(field.name.text for field in module.declarations[0].fields) == fields  # type: ignore[union-attr]
    assert value("`total` + `for`") == value("`total`  + `for`")
    assert tree("entity E identified by NO\n  NO  country\n  IS  country\n")


def test_a_declaration_that_does_not_run_keeps_its_name() -> None:
    text = "fund s of P\n  claimed within 45 days\n"
    later = tree(text).declarations[0]

    assert isinstance(later, nodes.NotYet)
    assert (later.construct, later.name) == ("a development fund", "s")


def test_example_data_is_not_read_as_language() -> None:
    text = (
        'example "x" in 2025\n  given P\n    rows\n'
        "      | a     | b         | c  | d          | e      |\n"
        "      | total | Acme S.A. | NO | 2025-01-01 | (x, y) |\n"
        "      | for   | D-1       |    | yes        | ()     |\n"
        "  expect\n    x is 1\n"
    )
    rows = tree(text).declarations[0].given[0].items[0]  # type: ignore[union-attr]

    assert printed(rows.rows[0]).split("\n")[:2] == ["Name text total", "Text value Acme S.A."]
    assert rows.rows[1][0].text == "for"
    assert rows.rows[1][2] is None
    assert rows.rows[1][3] == nodes.YesNo(value=True, span=rows.span)
    assert rows.rows[1][4] == ()


def test_a_value_too_deep_to_follow_is_reported() -> None:
    deep = "(" * 400 + "a" + ")" * 400
    long = " + ".join(["a"] * 2_000)

    for text in (deep, long):
        _, findings = read(SourceFile("x.rule", f"measure m of P is number\n  {text}\n"))
        assert [finding.name for finding in findings] == ["too-deep"]


def test_a_list_may_stand_left_of_the_words_before_it() -> None:
    """Indentation carries no meaning, so what is in the list is not a declaration's next line that lacks a value."""
    text = "eligibility c of P\n        all of\n      a >= 1\n      b >= 2\n"

    assert read(SourceFile("a.rule", text))[1] == ()
