"""The parser's table as text that is quick to read, and the parser that runs on it. Knows no grammar and no language.

A file of rules uses a tenth of the table's rows and rules: each is made from its line when the parser first comes to
it. Rows and trees are those that lark makes from the whole grammar; only the time they are made at differs.
"""
from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from lark import Lark, Token
from lark.grammar import NonTerminal, Rule, RuleOptions, Terminal
from lark.lexer import LexerThread
from lark.parse_tree_builder import ParseTreeBuilder
from lark.parsers.lalr_analysis import IntParseTable, Reduce, Shift
from lark.parsers.lalr_interactive_parser import InteractiveParser
from lark.parsers.lalr_parser import _Parser

from rulelang.languages import ENGLISH
from rulelang.syntax.branch import Branch
from rulelang.syntax.lexing import PhraseLexer, Spoken

START = "declaration"
Row = dict[str, tuple[Any, Any]]
Maker = Callable[[list[Any]], Any]


def written(built: Lark) -> str:
    """The table of a parser: a first line of JSON with names and rules, then a line a state.

    A line holds pairs of figures: the number of a name and where to go, or, below zero, the rule that ends here.
    """
    table = built.parser.parser._parse_table
    rules = {rule: number for number, rule in enumerate(built.rules)}
    names: dict[str, int] = {}
    lines = []
    for state in range(len(table.states)):
        pairs = (
            f"{names.setdefault(name, len(names))} {-1 - rules[to] if action is Reduce else to}"
            for name, (action, to) in table.states[state].items()
        )
        lines.append(" ".join(pairs))
    head = {
        "names": list(names),
        "rules": [_told(rule) for rule in built.rules],
        "start": table.start_states[START],
        "end": table.end_states[START],
    }
    return "\n".join([json.dumps(head), *lines])


def _told(rule: Rule) -> list[Any]:
    options = rule.options
    symbols = [[str(s.name), s.is_term, isinstance(s, Terminal) and s.filter_out] for s in rule.expansion]
    empty = list(options.empty_indices)
    return [str(rule.origin.name), symbols, rule.order, rule.alias, options.keep_all_tokens, options.expand1, empty]


class _Rows(dict[int, Row]):
    """The rows of the table by state, each made when it is first asked for."""

    def __init__(self, lines: list[str], names: list[str], rules: _Rules) -> None:
        self.lines, self.names, self.rules = lines, names, rules

    def __missing__(self, state: int) -> Row:
        figures = [int(figure) for figure in self.lines[state].split()]
        row = {
            self.names[name]: (Shift, to) if to >= 0 else (Reduce, self.rules[-1 - to])
            for name, to in zip(figures[::2], figures[1::2], strict=True)
        }
        self[state] = row
        return row


class _Rules(dict[int, Rule]):
    """The rules of the grammar by number, each made when it is first asked for."""

    def __init__(self, told: list[list[Any]]) -> None:
        self.told = told

    def __missing__(self, number: int) -> Rule:
        origin, symbols, order, alias, keep_all, expand, empty = self.told[number]
        expansion = [Terminal(n, filtered) if terminal else NonTerminal(n) for n, terminal, filtered in symbols]
        options = RuleOptions(keep_all, expand, empty_indices=tuple(empty))
        rule = self[number] = Rule(NonTerminal(origin), expansion, order, alias, options)
        return rule


class _Makers(dict[Rule, Maker]):
    """What makes the branch of a rule, as lark does it; nothing is to be made of a word."""

    def __missing__(self, rule: Rule) -> Maker:
        maker: Maker = ParseTreeBuilder([rule], Branch).create_callback()[rule]  # type: ignore[no-untyped-call]
        self[rule] = maker
        return maker

    def __contains__(self, key: object) -> bool:
        return isinstance(key, Rule)

    def __bool__(self) -> bool:
        return True


class KeptParser:
    """Parses declarations; what may go wrong is lark's `UnexpectedToken`."""

    def __init__(self, text: str) -> None:
        first, *lines = text.split("\n")
        head: Mapping[str, Any] = json.loads(first)
        rows = _Rows(lines, head["names"], _Rules(head["rules"]))
        table = IntParseTable(rows, {START: head["start"]}, {START: head["end"]})  # type: ignore[no-untyped-call]
        self._parser = _Parser(table, _Makers())  # type: ignore[arg-type]
        self._lexer = PhraseLexer(None)

    def parse(self, spoken: Spoken) -> Branch:
        """The tree of one declaration."""
        tree: Branch = self._parser.parse(LexerThread.from_custom_input(self._lexer, spoken), START)
        return tree

    def place(self, tokens: Sequence[Token]) -> InteractiveParser:
        """The parser after these words, which it can take."""
        thread = LexerThread.from_custom_input(self._lexer, Spoken(ENGLISH, ()))
        place: InteractiveParser = self._parser.parse(thread, START, start_interactive=True)
        for token in tokens:
            place.feed_token(token)
        return place
