"""Money of ties and nodes, which is never added where the survey forbids it.

A printed sum belongs to its fact. Grants are separate sums, and a node's may be added; a total
over many projects may hold any of them, and a grant that is only planned or expected is not
money that came, so beside other sums they leave a node without an amount.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from typing import NamedTuple

from kkgraph import terms
from kkgraph.networks.model import Network
from kkgraph.networks.projection.attributes import Attributes
from kkgraph.networks.projection.evidence_rows import EvidenceRow

_GRANT = "Grant"


class Sum(NamedTuple):
    """An amount of money in a currency ("" if none is printed)."""

    amount: Decimal
    currency: str


Sums = dict[tuple[str, ...], set[Sum]]  # what a row's facts print


def amount_of(tie: Iterable[EvidenceRow], attributes: Attributes) -> Sum | None:
    """Return the amount of a tie, None where none is printed or several must not be added."""
    return _total(_sums(tie), attributes)


def _sums(rows: Iterable[EvidenceRow]) -> Sums:
    found: Sums = defaultdict(set)
    for row in rows:
        if row.amount is not None:
            found[row.facts].add(Sum(row.amount, row.currency))
    return found


def _total(sums: Sums, attributes: Attributes) -> Sum | None:
    amounts = [one for each in sums.values() for one in each]
    if len(amounts) < 2:  # noqa: PLR2004 - one is not added to anything
        return next(iter(amounts), None)
    separate = all(len(each) == 1 for each in sums.values())
    currencies = {one.currency for one in amounts}
    if not separate or len(currencies) > 1 or not all(_counts(f, attributes) for f in sums):
        return None
    return Sum(sum((one.amount for one in amounts), Decimal(0)), currencies.pop())


def _counts(facts: tuple[str, ...], attributes: Attributes) -> bool:
    """Tell whether the sum of some facts may be added to another."""
    return all(
        attributes.type(fact) == _GRANT
        and terms.UNSETTLED.isdisjoint(attributes.values(fact, terms.STATUS))
        for fact in facts
    )


def with_money(network: Network, rows: list[EvidenceRow], attributes: Attributes) -> Network:
    """Give the nodes of a directed network what comes in and what goes out."""
    if not network.directed or all(row.amount is None for row in rows):
        return network
    into, out = _by_end(rows)
    nodes = []
    for node in network.nodes:
        came, went = _total(into[node.id], attributes), _total(out[node.id], attributes)
        money = came or went
        nodes.append(
            replace(
                node,
                amount_in=_number(came),
                amount_out=_number(went),
                currency=money.currency if money else "",
            )
        )
    return replace(network, nodes=tuple(nodes))


def _number(total: Sum | None) -> float | None:
    return None if total is None else float(total.amount)


def _by_end(rows: list[EvidenceRow]) -> tuple[dict[str, Sums], dict[str, Sums]]:
    into: dict[str, Sums] = defaultdict(lambda: defaultdict(set))
    out: dict[str, Sums] = defaultdict(lambda: defaultdict(set))
    for row in rows:
        if row.amount is not None and row.target:
            into[row.target][row.facts].add(Sum(row.amount, row.currency))
            out[row.source][row.facts].add(Sum(row.amount, row.currency))
    return into, out
