"""What the parser says about a declaration that stops making sense. Holds the facts; the words are in the catalogue.

Each rule knows one mistake people make. The first that recognises the place answers; the last always does.
"""
from __future__ import annotations

from lark.exceptions import UnexpectedToken

from rulelang.diagnostics.model import Report
from rulelang.source import SourceFile
from rulelang.syntax.expectations import place_before
from rulelang.syntax.lexing import Spoken
from rulelang.syntax.problems import (
    conditions,
    data_rules,
    first_word,
    inner_lists,
    missing,
    other_ways,
    payouts,
    periods,
    readings,
    signs,
    trade,
    trade_words,
    words,
)
from rulelang.syntax.problems.stop import Stop


def unexpected(file: SourceFile, spoken: Spoken, error: UnexpectedToken, report: Report) -> None:
    """Reports the place where a declaration stops making sense, once."""
    token = error.token if error.token.type != "$END" else None
    before = tuple(spoken.tokens[: len(spoken.tokens) - (token is not None)])
    stop = Stop(file, spoken.language, spoken.pieces, before, token, place_before(before), report)
    for rule in FIRST_RULES if not before else RULES:
        if rule(stop):
            return


FIRST_RULES = (
    first_word.bullet_first,
    first_word.row_first,
    data_rules.another_count,
    first_word.half_a_word,
    first_word.clause_first,
    first_word.other_language,
    first_word.unknown_declaration,
)
RULES = (
    trade.bands_with_two_meanings,
    trade.least_as_a_clause,
    trade_words.clause_of_the_trade,
    trade_words.percent_added,
    trade_words.limit_behind_comma,
    periods.period_in_other_words,
    periods.time_ago_in_other_words,
    periods.day_in_a_period,
    readings.reading_in_other_words,
    inner_lists.list_on_lines_in_list,
    inner_lists.list_in_a_value,
    inner_lists.growth_of_a_value,
    inner_lists.share_of_all,
    trade.bands_without_word,
    trade.figure_in_words,
    trade.band_with_two_ends,
    trade.band_as_a_range,
    trade.sum_as_a_payout,
    payouts.payout_by_members,
    trade.parameter_without_kind,
    trade.members_without_one_of,
    trade.comparison_in_words,
    trade.comparison_read_on,
    other_ways.if_in_front,
    other_ways.condition_behind,
    other_ways.compared,
    other_ways.in_list,
    other_ways.bullet_before_condition,
    other_ways.table_without_date,
    other_ways.rounding_without_way,
    data_rules.values_counted,
    data_rules.comma_between_fields,
    conditions.mixed,
    conditions.prefix_not,
    conditions.window_after_where,
    conditions.chain,
    trade.line_left_open,
    signs.bullet,
    signs.minus,
    signs.apart,
    signs.unclosed,
    conditions.list_without_parentheses,
    conditions.row_not_closed,
    conditions.lowest_first,
    conditions.comma_in_head,
    conditions.comma,
    conditions.comma_between_conditions,
    conditions.or_else_beside_sign,
    words.reserved,
    words.mistyped,
    data_rules.days_not_said,
    trade.permission,
    words.field_without_type,
    missing.missing,
    words.clause_of_another,
    words.clause_in_another_language,
    words.unknown_clause,
    missing.anything,
)
