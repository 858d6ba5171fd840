"""Mistakes about functions, libraries, claims and what is declared for each member, to plant into the small program."""
from __future__ import annotations

from support.planted import Mistake

M = Mistake
OTHER = "net_sales + 5 USD"
BEFORE = "measure net_sales of Partner is money\n"
HALF = "function half(value money) is money\n  value / 2\n\n"


def beside(finding: str, declaration: str, call: str = "half(5 USD)", *, at: str = "", text: str = "") -> Mistake:
    """A declaration before the measures, and a call of it where `other` is computed."""
    new = f"{declaration}\n\n{BEFORE}"
    return M(finding, BEFORE, new, at=at, text=text, also=((OTHER, call),))


AROUND = """function one(value money) is money
  another(value)

function another(value money) is money
  one(value)"""
DOUBLED = "\n\n".join(
    f"function twice_{n}(value money) is money\n  twice_{n - 1}(value) + twice_{n - 1}(value)" for n in range(1, 14)
)
DOUBLED = f"function twice_0(value money) is money\n  value\n\n{DOUBLED}"
LEVELS = "function by_level(level Level) is money\n  when level >= select: 5 USD\n  otherwise: 0 USD"

SPOKEN = (
    'measure spoken of Partner is text\n  "Hello"\n  except "a" when seats >= 50: "Welcome"\n'
    '  except "b" when csat >= 4: "Dear"\n  when exceptions meet they add'
)

SCORE = "type Score is number between 0 and 5"
NAMES = [
    beside("kind-of-a-kind", f"{SCORE}\n\ntype Grading is Score", "net_sales", at="type Grading", text="Score"),
    M("no-such-function", OTHER, "ratee(net_sales)", text="ratee"),
    beside("function-calls-itself", AROUND, "one(5 USD)", at="one(value)"),
    beside("outside-the-function", "function half(value money) is money\n  value * rate", at="value * rate",
           text="rate"),
    beside("outside-the-function", "function half(value money) is money\n  total amount of deals",
           at="total amount of deals"),
]
TYPES = [
    beside("outside-its-kind", f"{SCORE}\n\nmeasure doubled of Partner is Score\n  csat * 2", "net_sales",
           at="csat * 2"),
    beside("more-decimals-than-declared", "measure eighth of Partner is number with 2 decimals\n  seats / 8",
           "net_sales", at="seats / 8"),
    beside("more-decimals-than-declared", "function part(a number) is number with 2 decimals\n  a / (a + 1)",
           "net_sales * part(8)", at="a / (a + 1)"),
    M("paid-in-its-period", "adaptable\n", 'always "of another period"\n  rebate year to date >= 0 USD\n\nadaptable\n',
      at="rebate year to date", text="rebate year to date"),
    M("takes-no-inputs", OTHER, "net_sales(5)"),
    beside("another-number-of-inputs", HALF.strip(), "half(5 USD, 2)", at="half(5 USD, 2)"),
    beside("input-is-another-kind", HALF.strip(), "half(seats)", at="half(seats)", text="seats"),
    beside("input-is-another-kind", HALF.strip(), "half(5 EUR)", at="half(5 EUR)", text="5 EUR"),
    beside("several-for-one", HALF.strip(), "half((seats, seats))", at="half((seats", text="(seats, seats)"),
    beside("exceptions-cannot-meet-so", SPOKEN, "net_sales", at="when exceptions"),
    beside("tier-wanted", LEVELS, "by_level(grade)", at="by_level(grade)", text="grade"),
    M("cases-not-covered", BEFORE,
      f"measure sized of Partner is count\n  when seats < 5: 1\n  when seats > 5: 2\n\n{BEFORE}", at="when seats < 5"),
    beside("cases-not-covered", "function half(value money) is money\n  when value > 5 USD: value\n"
           "  when value < 5 USD: 0 USD", at="when value > 5 USD"),
    beside("too-many-calls", DOUBLED, "twice_13(5 USD)", at="twice_"),
    beside("call-beyond-38-digits", "function cube(value number) is number\n  value * value * value",
           "cube(net_sales / 1 USD) * 5 USD", at="cube(net_sales", text="cube(net_sales / 1 USD)"),
]
