"""What a tie weighs: its facts, or what two nodes of a one-mode network share.

What both share counts one each, or by a method that weighs it against who else is in it:

- newman: 1 / (members - 1) each (Newman 2001, doi:10.1103/PhysRevE.64.016132)
- hyperbolic: 1 / members each (Coscia and Rossi 2019, doi:10.1109/ICDM.2019.00033)
- jaccard: what both are in as a share of what either is in
"""

from collections import defaultdict
from collections.abc import Callable, Iterable

from kkgraph.networks.model import Text
from kkgraph.networks.projection.evidence_rows import EvidenceRow
from kkgraph.texts import phrase

Weigh = Callable[[list[EvidenceRow]], float]


def weigher(rows: Iterable[EvidenceRow], method: str) -> Weigh:
    """Return the function that weighs the rows of one tie among all rows of the network."""
    if method == "count":
        return count
    members: dict[str, set[str]] = defaultdict(set)
    shares: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        for end in row.ends:
            if row.thing:
                members[row.thing].add(end)
                shares[end].add(row.thing)
    if method == "jaccard":
        return lambda tie: _jaccard(tie, shares)
    less = 1 if method == "newman" else 0
    return lambda tie: sum(1 / (len(members[one]) - less) for one in sorted(_shared(tie)))


def meaning(counted: Text, method: str) -> Text:
    """Return what a weight by a method says, where `counted` is what both nodes share."""
    if method == "count":
        return counted
    return {
        lang: phrase(f"networks.methods.{method}", lang, counted=counted[lang]) for lang in counted
    }


def count(tie: list[EvidenceRow]) -> float:
    """Return the number of shared things, or else of facts."""
    return float(len(_shared(tie) or {row.facts for row in tie}))


def _shared(tie: list[EvidenceRow]) -> set[str]:
    return {row.thing for row in tie if row.thing}


def _jaccard(tie: list[EvidenceRow], shares: dict[str, set[str]]) -> float:
    either = shares[tie[0].source] | shares[tie[0].target]
    return len(_shared(tie)) / len(either) if either else 1.0
