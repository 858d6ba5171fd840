"""Words for the terminals of a declaration in a language. Knows the keyword table; knows no layout and no meaning."""
from __future__ import annotations

from collections.abc import Iterator

from lark import Token

from rulelang.languages import ENGLISH
from rulelang.syntax.branch import Branch
from rulelang.syntax.keywords import Keyword, built_in, keywords, spelled

TYPE_RULES = frozenset(
    {"plain_type", "decimals_type", "money_in_type", "own_money_type", "set_type", "list_type"}
)
MONTH_RULES = frozenset({"year_starts", "demotion_in_months"})


def leaves(tree: Branch, rule: str = "") -> Iterator[tuple[Token, str, int]]:
    """Every token of a tree with the rule it stands in and its place among that rule's children, left to right.

    A name inside a list of names answers with the rule that holds the list.
    """
    own = rule if tree.data in ("names", "path") and rule in MONTH_RULES else str(tree.data)
    for place, child in enumerate(tree.children):
        if isinstance(child, Token):
            yield child, own, place
        else:
            yield from leaves(child, own)


def neutral_name(word: Token, rule: str, place: int, language: str) -> str:
    """A name as the tree has it: English where it comes with the language, else as written."""
    if rule in TYPE_RULES and not (rule == "money_in_type" and place == 2):
        return built_in("types", language).get(str(word), str(word))
    if rule in MONTH_RULES:
        return built_in("months", language).get(str(word), str(word))
    return str(word)


def spelled_name(word: str, rule: str, place: int, language: str) -> str:
    """The other way round: a neutral name in a language."""
    if rule in TYPE_RULES and not (rule == "money_in_type" and place == 2):
        return spelled("types", language).get(word, word)
    if rule in MONTH_RULES:
        return spelled("months", language).get(word, word)
    return word


def keyword_of(token: Token) -> Keyword | None:
    """The keyword a token stands for, None for names, figures, texts and marks."""
    table = keywords().spellings
    if token.type == "UNIT":
        return Keyword("UNIT", str(token))
    found = Keyword(token.type)
    return found if found in table else None


def canonical_text(tree: Branch, language: str) -> str:
    """The words of a tree in English, one blank between them: the same for every language and layout."""
    words = []
    for token, rule, place in leaves(tree):
        if token.type == "COMMA" and rule == "given_value":
            continue  # a matter of layout: given values may stand on lines of their own
        keyword = keyword_of(token)
        if keyword:
            words.append(filled(keywords().spellings[keyword][ENGLISH][0], str(token), ENGLISH, plural=True))
        elif token.type == "NAME":
            words.append(neutral_name(token, rule, place, language))
        else:
            words.append(" ".join(str(token).split()))
    return " ".join(words)


def filled(phrase: str, slots: str, language: str, plural: bool) -> str:
    """A phrase with what stood in its slots: `{n} {u} ago` and `12 month` is `12 months ago`."""
    if "{" not in phrase:
        return phrase
    parts = slots.split()
    if "{n}" in phrase:
        number, parts = parts[0], parts[1:]
        phrase = phrase.replace("{n}", number)
        plural = plural and number != "1"
    if "{u}" in phrase and parts:
        phrase = phrase.replace("{u}", unit_word(parts[0], language, plural=plural))
    return phrase


def unit_word(unit: str, language: str, *, plural: bool) -> str:
    forms = keywords().spellings[Keyword("UNIT", unit)][language]
    return forms[0] if plural else forms[1]
