"""The names a program declares, one table a kind of declaration. Knows nothing of what the declarations say."""
from __future__ import annotations

from collections.abc import Iterator, Mapping

import attrs

from rulelang.names.resolved import Named
from rulelang.syntax import nodes


@attrs.define(eq=False, repr=False)
class Tables:
    """Declarations by name. A name stands in at most one of the tables."""

    regions: dict[str, nodes.Region] = attrs.field(factory=dict)
    enumerations: dict[str, nodes.Enumeration] = attrs.field(factory=dict)
    kinds: dict[str, nodes.BoundedType] = attrs.field(factory=dict)
    records: dict[str, nodes.Record] = attrs.field(factory=dict)
    entities: dict[str, nodes.Entity] = attrs.field(factory=dict)
    parameters: dict[str, nodes.Parameter] = attrs.field(factory=dict)
    functions: dict[str, nodes.Function] = attrs.field(factory=dict)
    keyed: dict[str, nodes.KeyedParameter] = attrs.field(factory=dict)
    measures: dict[str, nodes.Measure] = attrs.field(factory=dict)
    eligibilities: dict[str, nodes.Eligibility] = attrs.field(factory=dict)
    ladders: dict[str, nodes.Tiers] = attrs.field(factory=dict)
    scorecards: dict[str, nodes.Scorecard] = attrs.field(factory=dict)
    benefits: dict[str, nodes.Benefit] = attrs.field(factory=dict)
    incentives: dict[str, nodes.Incentive] = attrs.field(factory=dict)
    payouts: dict[str, nodes.Payout] = attrs.field(factory=dict)

    def put(self, declaration: Named) -> None:
        """Adds a declaration, or takes it in place of the one of its name."""
        name = declaration.name.text
        match declaration:
            case nodes.Region():
                self.regions[name] = declaration
            case nodes.Enumeration():
                self.enumerations[name] = declaration
            case nodes.BoundedType():
                self.kinds[name] = declaration
            case nodes.Record():
                self.records[name] = declaration
            case nodes.Entity():
                self.entities[name] = declaration
            case nodes.Parameter():
                self.parameters[name] = declaration
            case nodes.Function():
                self.functions[name] = declaration
            case nodes.KeyedParameter():
                self.keyed[name] = declaration
            case nodes.Measure():
                self.measures[name] = declaration
            case nodes.Eligibility():
                self.eligibilities[name] = declaration
            case nodes.Tiers():
                self.ladders[name] = declaration
            case nodes.Benefit():
                self.benefits[name] = declaration
            case nodes.Scorecard():
                self.scorecards[name] = declaration
            case nodes.Incentive():
                self.incentives[name] = declaration
            case nodes.Payout():
                self.payouts[name] = declaration

    def all(self) -> Iterator[Mapping[str, Named]]:
        """Every table, in the order of the fields."""
        yield from (self.regions, self.enumerations, self.kinds, self.records, self.entities)
        yield from (self.parameters, self.keyed)
        yield from (self.functions, self.measures, self.eligibilities, self.ladders, self.scorecards, self.benefits)
        yield from (self.incentives, self.payouts)

    def names(self) -> tuple[str, ...]:
        """Every name, kind by kind in the order declared."""
        return tuple(name for table in self.all() for name in table)

    def copy(self) -> Tables:
        """The same declarations in tables of their own."""
        found = Tables()
        for table in self.all():
            for declaration in table.values():
                found.put(declaration)
        return found
