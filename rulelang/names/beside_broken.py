"""What is found in a program beside declarations that could not be read, as far as it depends on none of them.

Such a declaration is known by its word, and by its name or by all the words in it. What names it, or names something
that does, may be told something that only follows from its absence: nothing found there is told. Knows no types.
"""
from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

import attrs

from rulelang.diagnostics.model import Diagnostic
from rulelang.languages import ENGLISH
from rulelang.names.heads import is_head, owned
from rulelang.source import Span
from rulelang.syntax import nodes
from rulelang.syntax.keywords import built_in
from rulelang.syntax.rewrite import parts_inside
from rulelang.syntax.split import DECLARATIONS

BY_NAME = frozenset({"measure", "eligibility", "parameter", "function", "incentive", "payout", "benefit", "example"})
"""What others read by its name and in no other way; of an entity, a type or tiers they read what is inside, too."""
OF_EVERYTHING = frozenset({"program", "use"})
"""Without these nothing can be said of the rest: they hold its currency and its days, or names that stand elsewhere."""
NO_ENTITY = frozenset(word.lower() for word in DECLARATIONS) - {"entity"} | {""}
"""A word that is misspelt may be that of an entity."""
FREELY = (nodes.Measure, nodes.Eligibility, nodes.Parameter, nodes.KeyedParameter, nodes.Function, nodes.Example)
"""What a variant may declare whatever `adaptable` says; everything else it may only where that opens it."""
OF_ALL_ENTITIES = frozenset({"two-subjects"})
"""What is found by looking at every entity: the one that cannot be read may name the one that seems to stand alone."""
EDITS = (nodes.Set, nodes.AddMembers, nodes.AddToStack, nodes.Drop, nodes.Relabel, nodes.RequireFor, nodes.Tiers)
"""What makes one thing of what several levels say."""
EDIT_WORDS = frozenset({"set", "add_to", "drop", "relabel", "require_for"})

_TEXT_OR_REMARK = re.compile(r'"(?:[^"\\\n]|\\.)*"?|#[^\n]*')
_WORD = re.compile(r"[^\W\d]\w*")


def can_be_left_out(modules: Iterable[nodes.Module], errors: Sequence[Diagnostic]) -> bool:
    """Whether every error lies in a declaration without which the others can be looked at."""
    declared = [each for module in modules for each in module.declarations]
    if any(_is_inside(error.span, [each]) for each in declared if _word(each) in OF_EVERYTHING for error in errors):
        return False
    hurt = [each for each in declared if _word(each) not in OF_EVERYTHING]
    return all(_is_inside(error.span, hurt) for error in errors)


def _word(declaration: nodes.Declaration) -> str:
    """The first word of a declaration, as far as others depend on it by more than by names."""
    match declaration:
        case nodes.Broken():
            return declaration.keyword
        case nodes.Program():
            return "program"
        case nodes.Use():
            return "use"
        case nodes.Adaptable():
            return "adaptable"
        case nodes.Entity():
            return "entity"
    return ""


def beside_broken(
    modules: Sequence[nodes.Module], errors: Sequence[Diagnostic], findings: Iterable[Diagnostic]
) -> tuple[Diagnostic, ...]:
    """Those of some findings that lie in declarations which depend on nothing that has one of the errors in it, with
    all that they point at."""
    free, hidden = _free(modules, errors)
    hurt = [each for module in modules for each in module.declarations if _is_hurt(each, errors)]
    unsure = frozenset[str]() if all(_word(each) in NO_ENTITY for each in hurt) else OF_ALL_ENTITIES

    def is_free(span: Span | None) -> bool:
        return _is_inside(span, free) and not _is_inside(span, hidden)

    told = (f for f in findings if f.name not in unsure)
    return tuple(f for f in told if is_free(f.span) and all(is_free(label.span) for label in f.labels))


def _is_hurt(declaration: nodes.Declaration, errors: Sequence[Diagnostic]) -> bool:
    return any(_is_inside(error.span, [declaration]) for error in errors)


def _free(
    modules: Sequence[nodes.Module], errors: Sequence[Diagnostic]
) -> tuple[list[nodes.Declaration], list[nodes.Field]]:
    """The declarations that depend on nothing that has an error in it, and the fields of theirs that do."""
    declared = [each for module in modules for each in module.declarations]
    hurt = [each for each in declared if _is_hurt(each, errors)]
    free = [each for each in declared if all(each is not other for other in hurt)]
    lacking = {word for each in hurt for word in _words(each)} - {name for each in free for name in _declared_in(each)}
    touched = {word for each in hurt if _word(each) in EDIT_WORDS for word in _all_words(each)}
    unopened = any(_word(each) == "adaptable" for each in hurt)
    of_variants = [
        each for each in _of_variants(modules)
        if (unopened and not isinstance(each, FREELY)) or (isinstance(each, EDITS) and _names_in(each) & touched)
    ]
    free = [each for each in free if all(each is not other for other in of_variants)]
    if not all(_word(each) in NO_ENTITY for each in hurt):
        # What a program is about is told at its head.
        free = [each for each in free if not is_head(each)]
    if any(_may_be_payout(each) for each in hurt):
        # That there is nothing to pay in another currency is told at the head that says one.
        free = [each for each in free if not (is_head(each) and any(parts_inside(each, nodes.PaidIn)))]
    return _independent(free, lacking)


def _may_be_payout(declaration: nodes.Declaration) -> bool:
    if isinstance(declaration, nodes.Broken):
        return declaration.keyword not in NO_ENTITY - {"payout"} | {"entity"}
    return isinstance(declaration, nodes.Payout)


def _independent(
    free: list[nodes.Declaration], lacking: set[str]
) -> tuple[list[nodes.Declaration], list[nodes.Field]]:
    """Without those that name what is lacking, or what such a one gives; and the fields that do."""
    hidden: list[nodes.Field] = []
    while True:
        depend = [each for each in free if _named_by(each) & lacking]
        of_kind = [f for each in free for f in _fields(each) if _names_in((f.type, f.bounds)) & lacking]
        fields = [field for field in of_kind if field not in hidden]
        if not depend and not fields:
            return free, hidden
        free = [each for each in free if all(each is not other for other in depend)]
        hidden += fields
        lacking |= {name for each in depend for name in _declared_in(each)} | {field.name.text for field in fields}


def _named_by(declaration: nodes.Declaration) -> set[str]:
    """The names that a declaration depends on as a whole; an entity is known without some of its fields."""
    if isinstance(declaration, nodes.Entity):
        own = {field.name.text for field in declaration.fields}
        return _names_in(attrs.evolve(declaration, fields=())) - own
    return _names_in(declaration)


def _fields(declaration: nodes.Declaration) -> tuple[nodes.Field, ...]:
    return declaration.fields if isinstance(declaration, nodes.Entity) else ()


def _words(hurt: nodes.Declaration) -> Iterator[str]:
    """The names that a declaration may have given."""
    if not isinstance(hurt, nodes.Broken):
        yield from _declared_in(hurt)
    elif hurt.keyword in BY_NAME and (hurt.name or hurt.keyword == "example"):
        yield from [hurt.name] if hurt.name else []
    else:
        yield from _all_words(hurt)


def _all_words(hurt: nodes.Declaration) -> list[str]:
    return _WORD.findall(_TEXT_OR_REMARK.sub(" ", hurt.span.text))


def _declared_in(declaration: nodes.Declaration) -> Iterator[str]:
    """The names that a declaration gives, those inside it among them."""
    yield from _own_name(declaration)
    match declaration:
        case nodes.Entity():
            yield from (parent.records.text for parent in (*declaration.parents, *declaration.under_itself))
            yield from (field.name.text for field in declaration.fields)
        case nodes.Enumeration() | nodes.AddMembers():
            yield from (member.name.text for member in declaration.members)
        case nodes.Tiers():
            yield from (tier.name.text for tier in declaration.tiers)


def _own_name(declaration: nodes.Declaration) -> Iterator[str]:
    name = getattr(declaration, "name", None)
    if isinstance(name, nodes.Name):
        yield name.text


def _names_in(node: object) -> set[str]:
    """The names in a node, but for kinds of values that come with the language."""
    own = built_in("types", ENGLISH)
    kinds = {id(kind.name) for kind in parts_inside(node, nodes.TypeExpression) if kind.name.text in own}
    return {name.text for name in parts_inside(node, nodes.Name) if id(name) not in kinds}


def _of_variants(modules: Iterable[nodes.Module]) -> Iterator[nodes.Declaration]:
    """What stands below the head of a variant."""
    for module in modules:
        for head, declaration in owned(module):
            if declaration is not head and isinstance(head, nodes.Variant):
                yield declaration


def _is_inside(span: Span | None, declarations: Iterable[nodes.Declaration | nodes.Field]) -> bool:
    return span is not None and any(
        each.span.file is span.file and each.span.start <= span.start and span.stop <= each.span.stop
        for each in declarations
    )
