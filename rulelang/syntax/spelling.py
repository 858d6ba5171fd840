"""How a word of a declaration is spelled in a language, with the number and gender its neighbours ask for.

Knows the keyword table; knows no layout.
"""
from __future__ import annotations

import re
from collections.abc import Sequence

from lark import Token

from rulelang.frozen import frozen
from rulelang.source import SourceFile
from rulelang.syntax.branch import Branch
from rulelang.syntax.keywords import HARD, Keyword, Trie, agreement, keywords, reserved, written
from rulelang.syntax.wording import filled, keyword_of, leaves, neutral_name, spelled_name, unit_word

SINGULAR_SLOTS = frozenset({"IN_PREVIOUS", "THE_PREVIOUS", "SAME_LAST_YEAR"})
AFTER_FIGURE = frozenset({"UNITS_AFTER", "UNITS_BEFORE"})
SIGNS = {"GE": ">=", "LE": "<=", "GT": ">", "LT": "<", "SUB": "-", "ADD": "+"}


@frozen(eq=False)
class Word:
    """One word of a declaration as it is to be written, with the terminal it stands for."""

    token: Token
    text: str
    rule: str


@frozen(eq=False)
class Speller:
    """Spells the words of one declaration, in their own language or in another."""

    file: SourceFile
    source: str
    target: str
    # also names that begin a phrase somewhere, not only those that are always keywords
    guard_all: bool = False

    def words(self, tree: Branch) -> list[Word]:
        found = list(leaves(tree))
        tokens = [token for token, _, _ in found]
        return [
            Word(token, self.text(tokens, at, rule, place), rule) for at, (token, rule, place) in enumerate(found)
        ]

    def text(self, tokens: Sequence[Token], at: int, rule: str, place: int) -> str:
        token = tokens[at]
        if token.type in ("DOC", "STRING", "LANG_STRING", "CODE"):
            return self.written(token)
        if token.type == "NAME":
            return self.name(token, rule, place)
        keyword = keyword_of(token)
        if keyword is None:
            return SIGNS.get(token.type) or _figure(self.written(token))
        if self.source == self.target:
            return self.written(token) if rule == "document" else " ".join(self.written(token).split())
        return self.keyword(keyword, tokens, at, rule)

    def written(self, token: Token) -> str:
        return self.file.text[token.start_pos or 0 : token.end_pos]

    def name(self, token: Token, rule: str, place: int) -> str:
        if self.source == self.target:
            return self.written(token)
        neutral = neutral_name(token, rule, place, self.source)
        spelled = spelled_name(neutral, rule, place, self.target)
        if spelled != neutral or not self.guarded(spelled):
            return spelled
        return f"`{spelled}`"

    def guarded(self, name: str) -> bool:
        """Whether a name needs backticks in the language it is written in."""
        place = keywords().tries[self.target].children.get(name)
        if name in reserved(self.target) or _always_a_keyword(place):
            return True
        return self.guard_all and place is not None

    def keyword(self, keyword: Keyword, tokens: Sequence[Token], at: int, rule: str) -> str:
        token, table = tokens[at], keywords()
        if keyword.terminal == "UNIT":
            return unit_word(keyword.value, self.target, plural=not _single(tokens, at))
        chosen = self.special(keyword, tokens, at, rule) or table.spellings[keyword][self.target][0]
        alone = keyword.terminal in AFTER_FIGURE and at > 0 and str(tokens[at - 1]) == "1"
        plural = keyword.terminal not in SINGULAR_SLOTS and not alone
        return filled(chosen, str(token), self.target, plural=plural)

    def special(self, keyword: Keyword, tokens: Sequence[Token], at: int, rule: str) -> str | None:
        """The spelling that its place asks for: its rule, the word before it, the word after it, the unit near it."""
        after = tokens[at + 1].type if at + 1 < len(tokens) else ""
        before = tokens[at - 1] if at else None
        beside = "" if before is None else "1" if str(before) == "1" else before.type
        name, table = keyword.terminal, written(self.target)
        places = (f"{name} in {rule}", f"{name} after {beside}", f"{name} then {after}", name)
        agreeing = agreement(self.target).get(_unit_near(tokens, at), "")
        for place in places:
            found = table.get(f"{place} {agreeing}") or table.get(place)
            if found:
                return found
        return None


def _always_a_keyword(place: Trie | None) -> bool:
    return place is not None and any(ending.terminal in HARD for ending in place.endings)


def _single(tokens: Sequence[Token], at: int) -> bool:
    """A unit stands alone after `each` and after the figure 1, and in a list that begins so."""
    before = tokens[at - 1] if at else None
    while before is not None and before.type in ("UNIT", "COMMA", "OR"):
        at -= 1
        before = tokens[at - 1] if at else None
    if before is None or before.type in ("NUMBER", "PRORATED_BY"):
        return before is None or str(before) == "1"
    return True


def _unit_near(tokens: Sequence[Token], at: int) -> str:
    """The unit in a phrase's own slots, else the one within the next two words."""
    own = str(tokens[at]).split()[-1]
    if keywords().spellings.get(Keyword("UNIT", own)):
        return own
    near = (token for token in tokens[at + 1 : at + 3])
    return next(
        (str(token).split()[-1] for token in near if token.type in ("UNIT", "THE_PREVIOUS", "SAME_LAST_YEAR")), ""
    )


def _figure(text: str) -> str:
    """`50_000  USD` and `2 %` with the blanks that everybody writes."""
    money = re.fullmatch(r"(-?[0-9_.]+)[ ]*([A-Z]{3})", text)
    if money:
        return f"{money[1]} {money[2]}"
    return text.replace(" ", "") if text.endswith("%") else text
