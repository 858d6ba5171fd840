"""The numbers of a ladder by member as a variant has them: for all members, and for one by itself.

What a level says of one member comes before what it says of all; what a level below says of all comes after both.
"""
from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from rulelang.names.resolved import FigureBound
from rulelang.names.thresholds import Figure, for_all, read_by_name, title, title_of_member
from rulelang.names.timelines import with_values
from rulelang.syntax import nodes

if TYPE_CHECKING:
    from rulelang.names.merge import Merge


def put_figure(merge: Merge, edit: nodes.Set, root: Figure, so_far: Figure) -> None:
    """The figure of a requirement as an edit leaves it; the ladder reads it by its name, of all members."""
    whole, name = title(for_all(edit.target)), title(edit.target)
    of_one = name != whole and bool(merge.roots.ladders[edit.target.path[0].text].by)
    first = whole if of_one else name
    if first not in merge.figures:
        merge.figures[first] = _called(so_far.parameter, first)
        merged = merge.tables.ladders[edit.target.path[0].text]
        merge.tables.put(read_by_name(merged, root.written, merge.figures[first].name))
    if of_one:
        known = merge.figures.get(name) or _called(merge.figures[whole], name)
        merge.figures[name] = with_values(known, edit, root.parameter)
        return
    for each in [each for each in merge.figures if each == name or _is_one_of(each, name)]:
        merge.figures[each] = with_values(merge.figures[each], edit, root.parameter)


def _called(parameter: nodes.Parameter, name: str) -> nodes.Parameter:
    return attrs.evolve(parameter, name=nodes.Name(name, span=parameter.name.span))


def _is_one_of(name: str, whole: str) -> bool:
    """Whether a figure is that of one member of what another is of all."""
    members = name.partition("(")[2].partition(")")[0]
    return bool(members) and name == title_of_member(whole, (members,))


def bounds_of_member(bounds: tuple[FigureBound, ...], members: tuple[str, ...]) -> tuple[FigureBound, ...]:
    """The bounds that hold for one member: what a level says of it by itself comes before what it says of all."""
    own = {_about(each) for each in bounds if each.members == members}
    return tuple(each for each in bounds if each.members == members or (not each.members and _about(each) not in own))


def _about(bound: FigureBound) -> tuple[object, ...]:
    return (bound.door.owner.name.text, bound.tier, bound.bounded, bound.to_keep)
