"""Mistakes about records that name one another, to plant into the small program."""
from __future__ import annotations

from support.planted import Mistake

M = Mistake
PLACE = "entity Place identified by {key}\n  {key} text\n  city text\n\nparameter euro"
LINE = "entity Line belongs to Deal as lines\n  units count\n\n"
PEOPLE = "measure people of Partner is count\n  count "
SEEN = "measure seen_together of Deal is count\n  count seats valid {day}\n\n"
SEAT = "entity Seat belongs to Deal as seats, valid from since\n  since date\n\n"
LARGE = "measure large of Deal is money\n  amount * (net_sales / Partner.quota rounded down to 2 decimals)\n\n"

NAMES = [
    M("parents-in-a-circle", "parameter euro",
      "entity Box identified by box_id, belongs to Lid as boxes\n  box_id text\n\n"
      "entity Lid identified by lid_id, belongs to Box as lids\n  lid_id text\n\nparameter euro", at="entity Box"),
    M("two-ways-to-the-partner", "parameter euro",
      "entity Line belongs to Deal as lines, belongs to Partner as lines\n  units count\n\nparameter euro",
      at="entity Line", text="belongs to Partner as lines"),
    M("parents-share-a-key", "parameter euro",
      "entity Line belongs to Deal as lines, belongs to Place as uses\n  units count\n\n"
      + PLACE.format(key="deal_id"), at="entity Line", text="belongs to Place as uses"),
    M("records-out-of-reach", "parameter euro",
      "entity Trip belongs to Place as trips\n  units count\n\n" + PLACE.format(key="place_id"), at="entity Trip",
      text="belongs to Place as trips"),
    M("records-of-records", PEOPLE + "certificates valid at period end", f"{LINE}{PEOPLE}lines", at="count lines",
      text="lines"),
]
TYPES = [
    M("measure-of-nobodys", "parameter euro", "entity Trip identified by trip_id\n  trip_id text\n\n"
      "entity Walk belongs to Deal as walks\n  trip Trip\n\n"
      "measure length of Trip is count\n  1\n\nparameter euro", at="measure length of Trip", text="Trip"),
    M("result-of-a-record", "parameter euro", "tiers Standing of Deal, lowest first\n  assessed every month\n"
      "  tier low\n  tier high\n    requires nothing_there >= 2\n\nparameter euro", text="Deal"),
    M("eligibility-of-a-record", "parameter euro",
      "eligibility sizeable of Deal\n  amount > 5 USD\n\nparameter euro", at="eligibility sizeable", text="Deal"),
    M("measure-of-another", "  net_sales > quota\n", "  large > quota\n\n" + LARGE, at="large > quota", text="large"),
    M("day-of-each-record", PEOPLE, SEAT + SEEN.format(day="on closed_on") + PEOPLE,
      at="count seats valid on closed_on", text="closed_on"),
    M("measure-over-which-days", PEOPLE + "certificates valid at period end",
      f"{LARGE}{PEOPLE}deals over the last 2 quarters where large > 5 USD",
      at="count deals over the last 2 quarters", text="large"),
    M("rule-needs-a-date", "parameter euro", "at most one Partner per country in each year\n\nparameter euro",
      at="at most one Partner"),
    M("rule-needs-yes-or-no", "parameter euro", "at most one kind Deal per amount on any day\n\nparameter euro",
      text="kind"),
    M("rule-names-twice", "parameter euro",
      "at most one Deal per kind and amount and kind on any day\n\nparameter euro",
      text="kind"),
    M("rule-counts-records", "parameter euro", "at most one distinct Deal per kind on any day\n\nparameter euro",
      text="distinct"),
    M("rule-of-none", "parameter euro", "at most 0 Deal per kind on any day\n\nparameter euro",
      at="at most 0 Deal", text="at most 0 Deal per kind on any day"),
    M("rule-by-owner", "parameter euro", "at most one Deal per partner_id on any day\n\nparameter euro",
      at="at most one Deal", text="partner_id"),
    M("reference-needs-a-key", "  seen_on   date, optional\n", "  seen_on   date, optional\n  proof Certificate\n",
      at="proof Certificate", text="Certificate"),
    M("not-a-reference", "  total amount of deals\n", "  total amount of deals where kind.name is bronze\n",
      text="kind"),
]
