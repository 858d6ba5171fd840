"""The hash of a whole program: equal in every order, language and wording of labels; another for each figure in it."""
from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from rulelang.core.hash import canonical_text, semantic_hash
from rulelang.core.lower import lower
from rulelang.core.nodes import Core
from rulelang.names.resolve import resolve
from rulelang.source import SourceFile
from rulelang.syntax import read
from rulelang.syntax.format import format_text
from rulelang.typecheck.check import check
from support.planted import PROGRAM, VARIANT

NUMBER = re.compile(r"(?<![\w.-])\d[\d_]*(?:\.\d+)?(?![\w-])")
DATE = re.compile(r"\b\d{4}-\d\d-\d\d\b")
# What says who may change a value or how far, or where nothing is paid from; the edition is another language.
SAYS_NO_AMOUNT = ("language edition", "parameter rate", "rate: between", "from 0 USD", "effective from")
# Figures of a scorecard that are right only together: one of them alone cannot be another.
RIGHT_TOGETHER = ("category ", "metric ", "out of", "from  0: 0 points", "10 points if", "linear up to 10 points")


def core_of(*texts: str, name: str | None = None) -> Core:
    modules = []
    for number, text in enumerate(texts):
        module, findings = read(SourceFile(f"{number}.rule", text))
        assert findings == ()
        modules.append(module)
    resolved, findings = resolve(modules, name)
    assert resolved is not None
    assert findings == ()
    checked, findings = check(resolved)
    assert checked is not None, [f.name for f in findings]
    return lower(checked)


def hash_of(*texts: str, name: str | None = None) -> str:
    return semantic_hash(core_of(*texts, name=name))


def figures() -> Iterator[tuple[int, int, str]]:
    """Where each figure stands that pays, and the line it stands in."""
    for pattern in (NUMBER, DATE):
        for found in pattern.finditer(PROGRAM):
            start = PROGRAM.rfind("\n", 0, found.start()) + 1
            line = PROGRAM[start : PROGRAM.index("\n", start)].strip()
            lower_end_of_csat = line.startswith("csat  ") and found[0] == "0"
            if not line.startswith((*SAYS_NO_AMOUNT, *RIGHT_TOGETHER)) and not lower_end_of_csat:
                yield found.start(), found.end(), line


FIGURES = list(figures())


def another(figure: str) -> str:
    """A figure near to it: a day earlier within the year before, or one more."""
    if DATE.fullmatch(figure):
        return f"{int(figure[:4]) - 1}-12-31" if figure.endswith("-01-01") else figure[:-2] + "01"
    return str(int(figure.replace("_", "").split(".")[0]) + 1)


def test_the_figures_are_found() -> None:
    assert len(FIGURES) >= 15


@pytest.mark.parametrize(("start", "stop", "line"), FIGURES, ids=[f"{line} @{start}" for start, _, line in FIGURES])
def test_each_figure_is_in_it(start: int, stop: int, line: str) -> None:
    changed = PROGRAM[:start] + another(PROGRAM[start:stop]) + PROGRAM[stop:]

    assert hash_of(changed) != hash_of(PROGRAM)


def test_declarations_may_stand_in_any_order() -> None:
    head, *others = PROGRAM.strip().split("\n\n")

    assert hash_of("\n\n".join([head, *reversed(others)]) + "\n") == hash_of(PROGRAM)


def test_fields_may_stand_in_any_order() -> None:
    seats, quota = "  seats      count\n", "  quota      money\n"

    assert hash_of(PROGRAM.replace(seats + quota, quota + seats)) == hash_of(PROGRAM)


@pytest.mark.parametrize("language", ["es", "pt"])
def test_keywords_of_another_language_are_not_in_it(language: str) -> None:
    translated = format_text(SourceFile("base.rule", PROGRAM), language)

    assert translated != PROGRAM
    assert hash_of(translated) == hash_of(PROGRAM)


@pytest.mark.parametrize(
    ("plain", "labelled"),
    [
        ("program base\n", 'program base "The base"\n'),
        ("  tier elite\n", '  tier elite "Elite" es: "Élite"\n'),
        ("type Grade is one of bronze,", 'type Grade "Grade" is one of bronze "Bronze",'),
        ("measure people of Partner is", 'measure people of Partner "People" is'),
        ("incentive bonus of Partner\n", 'incentive bonus of Partner "Bonus"\n  """Paid to all."""\n'),
        ("between 0 and 5, optional\n", 'between 0 and 5, optional, asked as "Satisfaction"\n'),
    ],
)
def test_labels_and_documents_are_not_in_it(plain: str, labelled: str) -> None:
    assert PROGRAM.count(plain) == 1
    assert hash_of(PROGRAM.replace(plain, labelled)) == hash_of(PROGRAM)


def test_the_name_of_a_program_is_not_in_it() -> None:
    assert hash_of(PROGRAM.replace("program base\n", "program basis\n")) == hash_of(PROGRAM)


def test_a_variant_has_a_hash_of_its_own() -> None:
    variant = hash_of(PROGRAM, VARIANT, name="base_andes")

    assert variant != hash_of(PROGRAM)
    assert variant != hash_of(PROGRAM, VARIANT.replace("rate: 3%", "rate: 4%"), name="base_andes")
    assert variant != hash_of(PROGRAM, VARIANT.replace("region andes", "region CO"), name="base_andes")
    assert variant == hash_of(PROGRAM + "\n" + VARIANT, name="base_andes")


def test_the_text_that_is_hashed_says_its_format_first() -> None:
    assert canonical_text(core_of(PROGRAM)).startswith("rl1\nCore[")


def test_a_function_is_what_its_body_comes_to() -> None:
    written = PROGRAM.replace("net_sales + 5 USD", "(net_sales + 5 USD) * 2")
    function = "\nfunction twice(value money) is money\n  (value + 5 USD) * 2\n"

    assert hash_of(PROGRAM.replace("net_sales + 5 USD", "twice(net_sales)") + function) == hash_of(written)
    assert hash_of(PROGRAM + function) == hash_of(PROGRAM)


LISTS = (
    "  all of rebate, (the best of bonus, extra)\n",
    "  all of (all of rebate), (the best of bonus, (the best of extra))\n",
)


@pytest.mark.parametrize("lists", LISTS)
def test_a_list_inside_a_list_of_its_kind_is_one_list(lists: str) -> None:
    flat = "  all of rebate\n  the best of bonus, extra\n"
    assert flat in PROGRAM

    assert hash_of(PROGRAM.replace(flat, lists)) == hash_of(PROGRAM)


def test_a_list_under_a_condition_or_in_another_order_is_another() -> None:
    flat = "  all of rebate\n  the best of bonus, extra\n"
    texts = (
        "  all of rebate, bonus if ready, extra\n", "  all of rebate, bonus if bigger, extra\n",
        "  all of rebate, (the first that applies of bonus if ready, extra)\n",
        "  all of rebate, (the first that applies of extra if ready, bonus)\n",
        "  all of rebate, (the best of bonus if ready, extra)\n",
    )

    assert len({hash_of(PROGRAM.replace(flat, text)) for text in texts}) == len(texts)


def test_what_the_guide_is_called_changes_no_hash() -> None:
    labelled = PROGRAM.replace("  currency USD\n", '  currency USD\n  edition "guide 2026"\n', 1)
    assert core_of(labelled).guide_edition == "guide 2026"
    assert hash_of(labelled) == hash_of(PROGRAM)
