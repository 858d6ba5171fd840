"""A trial of the messages: sixty mistakes to be mended by somebody who has only what rulelang says and the files.

    python -m tests.support.trial write FOLDER --count 60 --seed 1
    python -m tests.support.trial grade FOLDER

`write` makes a numbered folder for each mistake: `message.txt`, as the command prints it, and the damaged files. What
was meant is kept in `FOLDER.key`, outside. `grade` reads what was mended in place and says of each number whether
nothing is reported any more, and whether the program means what it meant.
"""
from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

TESTS = Path(__file__).parents[1]
sys.path[:0] = [str(TESTS), str(TESTS.parent)]

import attrs  # noqa: E402

from rulelang import api  # noqa: E402
from rulelang.diagnostics.catalogue import entries, severity, words  # noqa: E402
from rulelang.diagnostics.model import Diagnostic, Severity  # noqa: E402
from rulelang.diagnostics.refused import Refused  # noqa: E402
from support.mistakes import PROGRAM, Mistake, mistakes  # noqa: E402
from support.mistakes_in_data import DATA, PERIOD, outcomes_of, plant, said_of  # noqa: E402

MESSAGE = "message.txt"
SHARE_OF_DATA = 6
"""One mistake of so many is in data."""


@attrs.frozen
class Grade:
    """`remaining` is what is still reported. `meant` is None where nobody could know from the files what was meant:
    then a mend counts that reports nothing and changes no other line."""

    number: str
    mistake: Mistake
    remaining: tuple[Diagnostic, ...]
    meant: bool | None
    elsewhere: int

    @property
    def mended(self) -> bool:
        return not self.remaining and (self.elsewhere == 0 if self.meant is None else self.meant)

    def __str__(self) -> str:
        code = entries("en")[self.mistake.finding].id
        said = "; ".join(f"{words(each).id} {words(each).message}" for each in self.remaining[:2])
        verdict = "mended" if self.mended else "NOT mended"
        means = {True: "means what was meant", False: "means something else", None: "nobody can know what was meant"}
        why = said or means[self.meant] + (f"; {self.elsewhere} other lines changed" if self.elsewhere else "")
        return f"{self.number} {code} {self.mistake.title}: {verdict}; {why}"


# ------------------------------------------------------------------------------------------------------------ writing


def write(folder: Path, count: int, seed: int) -> None:
    """The folders of a trial, and the key beside them."""
    key = key_of(folder)
    chosen = drawn(count, seed)
    shutil.copytree(PROGRAM, key / PROGRAM.name, ignore=shutil.ignore_patterns("data"))
    shutil.copytree(DATA, key / "data")
    for number, mistake in enumerate(chosen, 1):
        _write_one(folder / f"{number:02}", mistake, key)
    titles = {f"{number:02}": [is_of_data(mistake), mistake.title] for number, mistake in enumerate(chosen, 1)}
    (key / "key.json").write_text(json.dumps(titles, indent=2, ensure_ascii=False), encoding="utf-8")


def drawn(count: int, seed: int) -> list[Mistake]:
    """As many mistakes, each of another code, one of six in data; nobody chooses which."""
    draw = random.Random(seed)
    pool = [*draw.sample(mistakes("data"), len(mistakes("data")))]
    in_rules = [*draw.sample(mistakes(), len(mistakes()))]
    found: dict[str, Mistake] = {}
    for mistake in pool:
        if len(found) < max(1, count // SHARE_OF_DATA):
            found.setdefault(mistake.finding, mistake)
    for mistake in in_rules:
        if len(found) < count:
            found.setdefault(mistake.finding, mistake)
    chosen = list(found.values())
    draw.shuffle(chosen)
    return chosen


def is_of_data(mistake: Mistake) -> bool:
    return (DATA / mistake.file).is_file()


def key_of(folder: Path) -> Path:
    return folder.with_name(folder.name + ".key")


def _write_one(folder: Path, mistake: Mistake, key: Path) -> None:
    folder.mkdir(parents=True)
    shutil.copytree(key / PROGRAM.name, folder / PROGRAM.name)
    command = ["check", PROGRAM.name]
    if is_of_data(mistake):
        shutil.copytree(key / "data", folder / "data")
        plant(mistake, folder / "data")
        command = ["run", PROGRAM.name, "--data", "data", "--period", PERIOD, "--engine", "interpreter"]
    else:
        file = folder / PROGRAM.name / mistake.file
        file.write_text(mistake.planted_in(file.read_text(encoding="utf-8"))[0], encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": str(TESTS.parent), "NO_COLOR": "1", "COLUMNS": "120"}
    done = subprocess.run(
        [sys.executable, "-m", "rulelang", *command], cwd=folder, env=environment, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    findings = done.stderr if is_of_data(mistake) else done.stdout
    (folder / MESSAGE).write_text(f"$ rulelang {' '.join(command)}\n{findings}", encoding="utf-8")


# ------------------------------------------------------------------------------------------------------------ grading


def grade(folder: Path) -> list[Grade]:
    """A grade for each number of a trial."""
    key = key_of(folder)
    titles = json.loads((key / "key.json").read_text(encoding="utf-8"))
    of_data = {each.title: each for each in mistakes("data")}
    of_rules = {each.title: each for each in mistakes()}
    meant = meaning(key / PROGRAM.name)
    found = []
    for number, (in_data, title) in titles.items():
        if in_data:
            found.append(_graded_data(number, of_data[title], folder / number, key))
        else:
            found.append(_graded_rules(number, of_rules[title], folder / number, key, meant))
    return found


def _graded_rules(number: str, mistake: Mistake, folder: Path, key: Path, meant: object) -> Grade:
    remaining = _errors(folder / PROGRAM.name)
    if remaining or mistake.free:
        return Grade(number, mistake, remaining, None if mistake.free else False, _elsewhere(mistake, folder, key))
    means = meaning(folder / PROGRAM.name)
    return Grade(number, mistake, remaining, means == meant or means in _alternatives(mistake, key), 0)


def _graded_data(number: str, mistake: Mistake, folder: Path, key: Path) -> Grade:
    remaining = said_of(folder / "data")
    if remaining or mistake.free:
        return Grade(number, mistake, remaining, None if mistake.free else False, 0)
    return Grade(number, mistake, remaining, outcomes_of(folder / "data") == outcomes_of(key / "data"), 0)


def _errors(program: Path) -> tuple[Diagnostic, ...]:
    try:
        return tuple(each for each in api.check(program) if severity(each) is Severity.ERROR)
    except Refused as refused:
        return refused.findings


def meaning(program: Path) -> object:
    """What a family means: the semantic hash of each of its programs, and which of its examples come out as written."""
    loaded = api.load(program)
    hashes = [loaded.program(name).semantic_hash for name in loaded.programs]
    return hashes, [case.passed for case in api.test(loaded).cases]


def _alternatives(mistake: Mistake, key: Path) -> list[object]:
    """What the family means with each of the texts that would be as right in the place of the slip."""
    file = key / PROGRAM.name / mistake.file
    text = file.read_text(encoding="utf-8")
    found = []
    for other in mistake.also:
        file.write_text(text.replace(mistake.was, other), encoding="utf-8")
        found.append(meaning(key / PROGRAM.name))
    file.write_text(text, encoding="utf-8")
    return found


def _elsewhere(mistake: Mistake, folder: Path, key: Path) -> int:
    """How many lines were changed or taken out that the mistake had left alone."""
    before, _ = mistake.planted_in((key / PROGRAM.name / mistake.file).read_text(encoding="utf-8"))
    after = (folder / PROGRAM.name / mistake.file).read_text(encoding="utf-8").split("\n")
    first = before.count("\n", 0, before.index(mistake.now))
    slipped = range(first, first + mistake.now.count("\n") + 1)
    return sum(line not in after for at, line in enumerate(before.split("\n")) if at not in slipped)


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["write", "grade"])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--count", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args(arguments)
    if asked.what == "write":
        write(asked.folder, asked.count, asked.seed)
        return 0
    grades = grade(asked.folder)
    print("\n".join(str(each) for each in grades))
    print(f"{sum(each.mended for each in grades)} of {len(grades)} mended, ", end="")
    print(f"{sum(not each.remaining for each in grades)} without a finding")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
