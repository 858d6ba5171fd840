"""Mistakes about fields that are records, to plant into the small program, which has none."""
from __future__ import annotations

from support.planted import Mistake

HEAD = "entity Partner identified by partner_id\n"
ADDRESS = "record Address\n  city  text\n  note  text, optional\n\n"
NOTES = "record Notes\n  first   text, optional\n  second  text, optional\n\n"
WIDE = "".join(f"record Ring_{n}\n" + "".join(f"  part_{m} Ring_{n + 1}\n" for m in range(9)) for n in range(3))
WIDE += "record Ring_3\n  part text\n\n"


def _field(finding: str, line: str, text: str, record: str = ADDRESS) -> Mistake:
    """One more field of the partner, of a record that is declared before it."""
    return Mistake(finding, HEAD, f"{record}{HEAD}  {line}\n", at=line, text=text)


def _read(finding: str, condition: str, text: str) -> Mistake:
    """A condition over a partner with an address."""
    also = ((HEAD, f"{ADDRESS}{HEAD}  home Address\n"),)
    return Mistake(finding, "  seats >= 3\n", f"  {condition}\n", text=text, also=also)


TYPES = [
    Mistake("record-in-itself", HEAD, f"record Outer\n  inner  Outer\n\n{HEAD}", at="inner  Outer", text="Outer"),
    _field("record-in-itself", "rings Ring_0", "Ring_0", WIDE),
    _field("record-never-absent", "notes Notes, optional", "notes Notes, optional", NOTES),
    _field("record-elsewhere", "homes set of Address", "set of Address"),
    _field("record-elsewhere", "homes list of Address", "list of Address"),
    Mistake("record-elsewhere", "parameter euro number\n", f"{ADDRESS}parameter euro Address\n",
            at="parameter euro", text="Address"),
    _field("record-property", "home Address between 1 and 2", "between 1 and 2"),
    _field("record-property", 'home Address, asked as "Where?"', '"Where?"'),
    _read("record-read-whole", 'home is "Lima"', "home"),
    _read("no-such-part", 'home.town is "Lima"', "town"),
]
