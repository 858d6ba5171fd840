"""Results of examples as JUnit XML, which continuous integration reads. The same results give the same bytes."""
from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, SubElement, indent, tostring

if TYPE_CHECKING:
    from rulelang.results import CaseResult


def junit(cases: Sequence[CaseResult]) -> str:
    """One suite a file, one test case an example; ends with a newline."""
    root = Element("testsuites", {"name": "rulelang"} | _counts(cases))
    files = dict.fromkeys(_file(case) for case in cases)
    for file in files:
        own = [case for case in cases if _file(case) == file]
        suite = SubElement(root, "testsuite", {"name": file} | _counts(own))
        for case in own:
            line = case.place.rpartition(":")[2]
            told = SubElement(suite, "testcase", classname=file, name=_plain(case.title), file=file, line=line)
            if not case.passed:
                failure = SubElement(told, "failure", message=_plain(case.failures[0]))
                failure.text = _plain("\n".join(case.failures))
    indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="unicode") + "\n"


def _file(case: CaseResult) -> str:
    return case.place.rpartition(":")[0]


def _counts(cases: Sequence[CaseResult]) -> dict[str, str]:
    return {"tests": str(len(cases)), "failures": str(sum(not case.passed for case in cases))}


def _plain(text: str) -> str:
    """The text without the characters that XML cannot hold."""
    return "".join(c if c >= " " or c in "\t\n" else "\N{REPLACEMENT CHARACTER}" for c in text)
