"""Mistakes in what looks across subjects, for the program of `planted.py`."""
from __future__ import annotations

from support.planted import Mistake

M = Mistake
OTHER, READY = "net_sales + 5 USD", "seats >= 3"
OTHER_OF = "measure other of Partner is money\n  net_sales + 5 USD"

PARTNER = "entity Partner identified by partner_id\n  partner_id text\n"
BELOW = "entity Partner identified by partner_id, belongs to Partner as resellers\n  partner_id text\n"
PARENT = "  parent Partner, optional\n"
LEVELS = f"{BELOW}{PARENT}"
PERSON = (
    "entity Person identified by person_id, belongs to Person as staff\n  person_id text\n  boss Person, optional\n\n"
)

NAMES = [
    M("among-another", OTHER, "median net_sales among Deal", text="Deal"),
    M("no-such-entity", OTHER, "median net_sales among Partners", text="Partners"),
    M("after-the-scope", READY, "(rank of net_sales among Partner over the last 4 quarters) <= 3",
      text="over the last 4 quarters"),
    M("one-in-program", OTHER_OF, "measure other of program is money\n  net_sales + 5 USD", at="net_sales + 5 USD",
      text="net_sales"),
    M("one-in-program", OTHER_OF, "measure other of program is count\n  count deals", at="count deals"),
    M("nobody-to-compare", OTHER_OF, "measure other of program is count\n  rank of seats among Partner",
      at="rank of seats"),
    M("grouped-otherwise", OTHER_OF,
      "measure other of program by country is count\n  total seats among Partner\n\n"
      "measure everybody of program is count\n  other", at="other", text="other"),
]
TYPES = [
    M("field-of-whom", OTHER, "median net_sales among Partner where seats >= Partner.seats", text="Partner.seats"),
    M("group-of-nobody", OTHER_OF, "measure other of program is count\n  total seats among Partner where country is "
      "Partner.country", at="total seats", text="country"),
    M("ratio-compared", READY, "(rank of attainment among Partner) <= 3", text="attainment"),
    M("no-arithmetic", READY, "(rank of joined among Partner) <= 3", text="joined"),
    M("top-out-of-range", READY, "(share of the top 0% of net_sales among Partner) <= 3%", text="0%"),
    M("total-inside-where", "  total amount of deals\n",
      "  total amount of deals where ((median seats among Partner) >= 1)\n", text="median seats among Partner"),
    M("not-a-group", OTHER_OF, "measure other of program by csat is count\n  total seats among Partner", text="csat"),
    M("hierarchy-of-another", "entity Certificate belongs to", f"{PERSON}entity Certificate belongs to",
      at="entity Person", text="belongs to Person as staff"),
    M("belongs-to-itself-twice", PARTNER, LEVELS.replace("as resellers", "as resellers, belongs to Partner as heirs"),
      at="entity Partner", text="belongs to Partner as heirs"),
    M("hierarchy-needs-a-link", PARTNER, BELOW, at="entity Partner", text="belongs to Partner as resellers"),
    M("hierarchy-needs-a-link", PARTNER, f"{LEVELS}  sponsor Partner, optional\n", at="entity Partner",
      text="belongs to Partner as resellers"),
    M("group-is-not-written", OTHER_OF,
      "measure everybody of program by country is count\n  total seats among Partner\n\n"
      "measure other of Partner is count\n  everybody(seats)", at="everybody(seats)", text="seats"),
    M("nobody-at-the-top", PARTNER, f"{BELOW}  parent Partner\n", at="parent Partner", text="parent Partner"),
    M("records-have-no-levels", "  total amount of deals\n", "  total amount of deals at every level\n",
      text="at every level"),
    M("not-over-a-hierarchy", PARTNER, LEVELS, at="median seats", text="median seats of resellers",
      also=((OTHER_OF, "measure other of Partner is count\n  median seats of resellers"),)),
    M("levels-out-of-range", PARTNER, LEVELS, at="total seats", text="at up to 33 levels",
      also=((OTHER_OF, "measure other of Partner is count\n  total seats of resellers at up to 33 levels"),)),
    M("compared-too-wide", READY, "(rank of (quota * seats) among Partner) <= 3", text="quota * seats"),
]
