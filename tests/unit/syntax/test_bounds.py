"""Texts made to keep the reader busy, and figures that no value can hold: each ends in findings soon."""
from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from rulelang import api
from rulelang.diagnostics.catalogue import words
from rulelang.diagnostics.phrase import QUOTED_MAX
from rulelang.diagnostics.render.text import LINE_SHOWN_MAX, render_text
from rulelang.languages import languages
from rulelang.source import SourceFile
from rulelang.syntax import read
from rulelang.syntax.bounds import BRACKETS_MAX, FINDINGS_MAX
from rulelang.syntax.damage import FIGURE_DIGITS_MAX

CPU_SECONDS_MAX = 4.0
"""Of this process; on an idle machine none of these takes half of it."""
HEAD = """program base
  language edition 1
  currency USD
  year starts january
  effective from 2025-01-01

entity Partner identified by partner_id
  partner_id text
  country    country
  csat       number between 0 and 5, optional
  quota      money
  big        yes or no

"""
CONDITION = f"{HEAD}eligibility e of Partner\n  "
VALUE = f"{HEAD}measure x of Partner is money\n  "


def chain(count: int) -> str:
    steps = [f"measure m{n} of Partner is money\n  m{n + 1} + quota\n" for n in range(count)]
    return f"{HEAD}{''.join(steps)}measure m{count} of Partner is money\n  quota\n"


HOSTILE: dict[str, tuple[Callable[[], str], str]] = {
    "a million brackets": (lambda: f"{VALUE}{'(' * 500_000}1{')' * 500_000}\n", "too-many-words"),
    "a million open brackets": (lambda: f"{VALUE}{'(' * 1_000_000}\n", "too-many-words"),
    "brackets too deep": (lambda: f"{VALUE}{'(' * 101}1{')' * 101}\n", "too-deep"),
    "not, 10 000 times": (lambda: f"{CONDITION}{'not ' * 10_000}big\n", "not-in-front"),
    "not, 50 000 times": (lambda: f"{CONDITION}{'not ' * 50_000}big\n", "too-many-words"),
    "200 000 quotes": (lambda: f"{CONDITION}{chr(34) * 200_000}\n", "too-many-words"),
    "3.9 million quotes": (lambda: f"{CONDITION}{chr(34) * 3_900_000}\n", "too-many-words"),
    "100 000 threefold quotes": (lambda: f"{CONDITION}{chr(34) * 300_000}\n", "too-many-words"),
    "100 000 joined": (lambda: f"{CONDITION}big{' and big' * 100_000}\n", "too-many-words"),
    "20 000 slips": (lambda: HEAD + "".join(f"foo{n} bar\n" for n in range(20_000)), "too-many-findings"),
    "a quote left open": (lambda: f"{CONDITION}country is {chr(34)}{'x' * 3_900_000}\n", "unclosed-quote"),
    "pairs of points": (lambda: f"{VALUE}{'1.' * 1_900_000}\n", "too-many-words"),
    "a figure of millions of digits": (lambda: f"{VALUE}{'1' * 3_900_000} USD\n", "figure-too-long"),
    "a name of millions of letters": (lambda: f"{HEAD}{'x' * 3_900_000}\n", "unknown-declaration"),
    "5 000 steps": (lambda: chain(5_000), "too-deep-together"),
    "7 000 names that are not there": (
        lambda: HEAD + "".join(f"eligibility e{n} of Partner\n  z{n} is yes\n" for n in range(7_000)), "unknown-name",
    ),
    "20 000 files that are not there": (
        lambda: HEAD + "".join(f"use abc{n}\n" for n in range(20_000)), "no-such-module",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_text_ends_in_a_finding_soon(name: str, tmp_path: Path) -> None:
    text, expected = HOSTILE[name]
    file = tmp_path / "program.rule"
    file.write_text(text(), "utf-8")

    started = time.process_time()
    findings = api.check(file)
    shown = render_text(findings)
    taken = time.process_time() - started

    assert expected in {finding.name for finding in findings}
    assert len(shown) < 20_000
    assert max(map(len, shown.splitlines())) < 4 * LINE_SHOWN_MAX
    assert taken < CPU_SECONDS_MAX


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("figure", ["{} USD", "{}%", "0.{}", "{}", "1,{},1"])
def test_a_figure_longer_than_any_value_is_told(figure: str, language: str) -> None:
    text = f"{HEAD}parameter p number\n  {figure.format('1' * 5_000)} from 2025-01-01\n"

    (found,) = [finding for finding in read(SourceFile("a.rule", text))[1] if finding.name == "figure-too-long"]

    told = words(found, language)
    assert str(FIGURE_DIGITS_MAX) in told.message
    assert len(told.message) < 2 * QUOTED_MAX
    assert told.help


def test_figures_have_as_many_digits_as_the_widest_value() -> None:
    text = f"{HEAD}parameter p number\n  {'1' * FIGURE_DIGITS_MAX} from 2025-01-01\n"

    assert read(SourceFile("a.rule", text))[1] == ()


def test_as_many_brackets_as_the_limit_says_can_be_read() -> None:
    deep = "(" * BRACKETS_MAX + "quota" + ")" * BRACKETS_MAX

    assert read(SourceFile("a.rule", f"{VALUE}{deep}\n"))[1] == ()
    assert [found.name for found in read(SourceFile("a.rule", f"{VALUE}({deep})\n"))[1]] == ["too-deep"]


def test_findings_of_one_file_stop_after_some() -> None:
    text = HEAD + "".join(f"foo{n} bar\n" for n in range(1_000))

    findings = read(SourceFile("a.rule", text))[1]

    assert len(findings) == FINDINGS_MAX + 1
    assert findings[-1].name == "too-many-findings"
