"""`rulelang variants`: a program and its variants as a tree."""
from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rulelang.cli.exits import FINDINGS, FINE
from rulelang.diagnostics.catalogue import told
from rulelang.diagnostics.phrase import Phrase, phrase

if TYPE_CHECKING:
    from rulelang.api import Loaded
    from rulelang.tools.family import Change, Member

FORMAT = "rulelang.variants.v1"


@click.command(short_help="Show a program's variants and what each changes.")
@click.argument("program", required=False)
@click.option(
    "--format",
    "style",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="A tree for people, or one document.",
)
@click.option("--lock", is_flag=True, help="Write rulelang.lock: what each variant is now checked against.")
def variants(program: str | None, style: str, lock: bool) -> int:
    """Show PROGRAM and its variants as a tree: what each changes, from what, and the bounds that hold for it.

    PROGRAM is the name of a program or a variant under `programs`, a folder, or a file; all of this folder without it.
    Ends with 1 when there are errors: `rulelang check` shows them.

    \b
    Examples:
      rulelang variants
      rulelang variants programs/acme
      rulelang variants acme --format json
      rulelang variants acme --lock
    """
    from rulelang import api
    from rulelang.cli.output import any_error, tell

    families: list[tuple[Member, str]] = []
    sound = True
    for root in _roots(program):
        loaded = api.load(root)
        if loaded.has_errors or any_error(f for name in loaded.programs for f in loaded.program(name).findings):
            tell(loaded.check())
            sound = False
        elif lock:
            _write_lock(root, loaded)
        family = loaded.variants()
        families += [(family, loaded.language)] if family is not None else []
    if style == "json":
        document = {"format": FORMAT, "programs": [_document(family) for family, _ in families]}
        click.echo(json.dumps(document, ensure_ascii=False, indent=2))
    else:
        click.echo("\n\n".join("\n".join(_tree(family, "", language)) for family, language in families))
    return FINE if sound else FINDINGS


def _write_lock(root: Path, loaded: Loaded) -> None:
    from rulelang.cli.output import in_words, say
    from rulelang.data.atomic import replacing
    from rulelang.project import LOCK_FILE, home_of

    path = home_of(root) / LOCK_FILE
    with replacing(path) as temporary:
        temporary.write_text(loaded.lock_text(), encoding="utf-8", newline="")
    say(in_words(phrase("wrote {file}", file=path.as_posix()), [loaded.language]))


def _roots(program: str | None) -> tuple[Path, ...]:
    from rulelang.cli.locate import find_program, program_roots

    if program is None or Path(program).exists():
        return program_roots([program or "."])
    return (find_program(program)[0],)


def _tree(member: Member, indent: str, language: str) -> Iterator[str]:
    yield indent + told(_heading(member), language)
    inside = f"{indent}  "
    for change in member.changes:
        yield from (f"{inside}{line}" for line in _change(change, language))
    if member.declares:
        yield inside + told(phrase("declares {names}", names=", ".join(member.declares)), language)
    if member.unpublished:
        private = phrase("has figures that are not public: {names}", names=", ".join(member.unpublished))
        yield inside + told(private, language)
    if member.opens:
        yield inside + told(phrase("leaves open"), language)
        yield from (f"{inside}  {line}" for line in member.opens)
    for variant in member.variants:
        yield from _tree(variant, inside, language)


def _heading(member: Member) -> Phrase:
    named = f'{member.name} "{member.label}"' if member.label else member.name
    name = f"{named}, {member.edition}" if member.edition else named
    facts = {"name": name, "region": member.region, "count": len(member.covers), "day": member.effective}
    if len(member.covers) > 1:
        return phrase("{name}, for {region} ({count} countries), from {day}", **facts)
    if member.region:
        return phrase("{name}, for {region}, from {day}", **facts)
    return phrase("{name}, from {day}", **facts)


def _change(change: Change, language: str) -> Iterator[str]:
    from rulelang.names.thresholds import spoken

    name = told(spoken(change.name), language)
    facts = {"name": name, "text": change.text}
    done = {
        "members": phrase("{name} gains: {text}", **facts),
        "requirements": phrase("{name} also requires: {text}", **facts),
        "items": phrase("{name} also pays: {text}", **facts),
        "dropped": phrase("{name} is dropped", **facts),
    }.get(change.kind)
    yield told(done, language) if done is not None else f"{name}: {change.text}"
    for said in change.said:
        words = phrase("{owner} says: {text}" if said.owner else "global: {text}", owner=said.owner, text=said.text)
        yield f"  {told(words, language)}"
    for bound in change.bounds:
        yield f"  {told(phrase('{owner} allows: {text}', owner=bound.owner, text=bound.text), language)}"


def _document(member: Member) -> dict[str, object]:
    return {
        "name": member.name,
        "label": member.label,
        **({"edition": member.edition} if member.edition else {}),
        "region": member.region or None,
        "covers": list(member.covers),
        "effective": str(member.effective),
        "changes": [
            {
                "name": change.name,
                "kind": change.kind,
                "text": change.text,
                "before": [{"owner": said.owner or None, "text": said.text} for said in change.said],
                "bounds": [{"owner": bound.owner, "text": bound.text} for bound in change.bounds],
            }
            for change in member.changes
        ],
        "declares": list(member.declares),
        "opens": list(member.opens),
        "unpublished": list(member.unpublished),
        "variants": [_document(variant) for variant in member.variants],
    }
