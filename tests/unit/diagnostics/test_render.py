"""Findings laid out for people, editors, machines and pull requests."""
from __future__ import annotations

import json
from textwrap import dedent

import attrs
import pytest

from rulelang.diagnostics import catalogue
from rulelang.diagnostics.model import Diagnostic, Edit, Label, Place, Safety
from rulelang.diagnostics.render import render_concise, render_github, render_json, render_text
from rulelang.source import SourceFile, Span

FILE = SourceFile(
    "programs/acme/program.rule",
    dedent("""\
    program acme
      currency USD



    entity Deal
      amount  money

    payout pay of Partner
      all of bonus
      budget 5_000 USD
    """),
)


def span(text: str, file: SourceFile = FILE) -> Span:
    start = file.text.index(text)
    return Span(file, start, start + len(text))


def finding(where: Span | None, *labels: tuple[Span, str], **more: object) -> Diagnostic:
    return Diagnostic("not-yet", where, {"construct": "budget"}, tuple(Label(*label) for label in labels), **more)


def test_the_lines_that_matter_are_shown_in_their_order_with_marks() -> None:
    shown = render_text([finding(span("budget"), (span("money"), "money in USD"))])

    assert shown == dedent("""\
    error[RL190 not-yet]: `budget` is part of the language but cannot be run yet
      --> programs/acme/program.rule:11:3
       |
     7 |   amount  money
       |           ----- money in USD
       :
    11 |   budget 5_000 USD
       |   ^^^^^^ not yet
       = help: leave this out for now; a later version of rulelang may run it
    """)


def test_a_place_in_another_file_has_an_excerpt_of_its_own() -> None:
    other = SourceFile("variants/br.es.rule", "variant br of acme\n\tañade 日本 budget\n")
    shown = render_text([finding(span("all of bonus"), (span("budget", other), "here"))])

    assert shown.splitlines()[1:8] == [
        "  --> programs/acme/program.rule:10:3",
        "   |",
        "10 |   all of bonus",
        "   |   ^^^^^^^^^^^^ not yet",
        "  ::: variants/br.es.rule:2:11",
        "   |",
        " 2 | \tañade 日本 budget",
    ]
    assert shown.splitlines()[8] == "   | \t           ------ here"


def test_on_one_line_the_place_of_the_finding_comes_first() -> None:
    shown = render_text([finding(span("all of bonus"), (span("all"), "one"), (span("bonus"), "other"))])

    assert shown.splitlines()[3:7] == [
        "10 |   all of bonus",
        "   |   ^^^^^^^^^^^^ not yet",
        "   |   --- one",
        "   |          ----- other",
    ]


def test_a_mark_stays_on_its_line_and_an_empty_one_is_still_seen() -> None:
    whole = Span(FILE, 0, len(FILE.text))
    end = Span(FILE, 12, 12)

    assert "1 | program acme\n  | ^^^^^^^^^^^^ not yet" in render_text([finding(whole)])
    assert "  |             ^ not yet" in render_text([finding(end)])


def test_a_finding_about_data_names_file_row_and_column() -> None:
    shown = render_text([finding(None, place=Place("Deal.csv", 17, "amount"))])

    assert shown.splitlines()[1] == " --> Deal.csv, row 17, column amount"


def test_a_finding_about_a_spanish_file_is_told_in_spanish_where_there_are_words(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    file = SourceFile("a.rule", "programa acme\n  idioma es\n")
    english = catalogue.entries()
    spanish = {"not-yet": attrs.evolve(english["not-yet"], help={"": ("espere",)})}

    monkeypatch.setattr(catalogue, "entries", lambda language="en": spanish if language == "es" else english)
    assert "  = ayuda: espere" in render_text([finding(span("acme", file))])
    monkeypatch.setattr(catalogue, "entries", lambda language="en": {} if language == "es" else english)
    assert "  = help: " in render_text([finding(span("acme", file))])


def test_the_first_twenty_are_shown_and_the_others_counted() -> None:
    many = [finding(Span(FILE, at, at + 1)) for at in range(23)]

    shown = render_text(many)

    assert shown.count("error[") == 20
    assert shown.endswith("\n\n23 errors, and 3 more; `--format concise` lists them all\n")


def test_nothing_to_report_is_no_text() -> None:
    assert render_text([]) == render_concise([]) == render_github([]) == ""


def test_concise_is_one_line_a_finding_in_the_order_of_the_files() -> None:
    findings = [finding(span("budget")), finding(None, place=Place("Deal.csv", 2, "amount")), finding(span("amount"))]

    assert [line.partition(": ")[0] for line in render_concise(findings).splitlines()] == [
        "Deal.csv, row 2, column amount",
        "programs/acme/program.rule:7:3",
        "programs/acme/program.rule:11:3",
    ]


def test_concise_says_what_the_excerpt_would_have_shown() -> None:
    assert render_concise([finding(span("budget"))]) == (
        "programs/acme/program.rule:11:3: RL190 `budget` is part of the language but cannot be run yet (not yet)\n"
    )


def test_json_holds_facts_and_words() -> None:
    edit = Edit(span("5_000"), "6_000", Safety.CHANGES_PAYOUT)
    document = json.loads(render_json([finding(span("budget"), (span("money"), "money"), edits=(edit,))]))

    assert document["format"] == "rulelang.findings.v1"
    [shown] = document["findings"]
    assert (shown["id"], shown["name"], shown["severity"]) == ("RL190", "not-yet", "error")
    assert shown["start"] == {"line": 11, "column": 3}
    assert shown["stop"] == {"line": 11, "column": 9}
    assert shown["labels"][0]["start"] == {"line": 7, "column": 11}
    assert shown["edits"][0] | {"start": 0, "stop": 0} == {
        "file": FILE.name, "start": 0, "stop": 0, "replacement": "6_000", "safety": "changes-payout",
    }  # fmt: skip
    assert shown["values"] == {"construct": "budget"}


def test_github_commands_escape_what_would_end_them() -> None:
    odd = Diagnostic("not-yet", span("budget"), {"construct": "50%\nof: a, b"})

    line = render_github([odd])

    assert line.startswith(
        "::error file=programs/acme/program.rule,line=11,endLine=11,col=3,endColumn=8,title=RL190 not-yet::"
        "`50%25%0Aof: a, b` is part"
    )
    assert line.count("\n") == 1
