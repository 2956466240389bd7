"""One mistake, one finding: which results of the shapes only follow from another finding."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from kkgraph import terms
from kkgraph.validation.checks.mended import Mended
from kkgraph.validation.checks.vocabulary import Vocabulary
from kkgraph.validation.report.findings import Finding
from kkgraph.validation.report.wording import is_about_mentions

# The constraints on a value that say best what is wrong, the best first.
_FIRST = ("Datatype", "Class", "NodeKind", "Or", "In", "LanguageIn", "Pattern", "MinInclusive")
_OTHER_END = terms.HAS_ORGANISATION  # of a membership whose member is a network
_OF_NUMBER = ("MinCount", "MaxCount", "UniqueLang", "QualifiedMinCount", "QualifiedMaxCount")


@dataclass(frozen=True)
class Causes:
    """What was found before the shapes ran, and what the ontology derives."""

    mended: Mended
    vocabulary: Vocabulary

    def kept(self, found: Iterable[Finding]) -> list[Finding]:
        """Return the findings that are mistakes of their own."""
        own = [one for one in found if not self._follows(one)]
        astray = {
            one.focus for one in own if one.rule == "not-here" or one.rule.endswith("Refused")
        }
        own = [one for one in own if one.focus not in astray or not is_missing(one)]
        misnamed = {one.focus for one in own if one.rule == "wrong-iri"}
        own = [
            one for one in own if one.rule == "wrong-iri" or not {one.focus, one.value} & misnamed
        ]
        exchanged = {one.focus for one in own if one.rule == "memberIsNoNetwork"}
        own = [one for one in own if one.path != _OTHER_END or one.focus not in exchanged]
        return list(_best(own))

    def _follows(self, one: Finding) -> bool:
        """Whether a result follows from what was told of its thing, property or value."""
        mended = self.mended
        if one.focus in mended.unknown or one.value in mended.unknown:
            return True
        if one.rule == "ends-first" and (one.focus, terms.START) in mended.excused:
            return True
        if is_about_mentions(one):
            return one.focus in mended.dropped or terms.kind_of(one.focus) in self._lost_kinds
        if one.is_nameless or (one.focus, one.path) in mended.excused:
            return one.focus not in self._nameless_given
        return is_missing(one) and one.focus in self._excused

    @cached_property
    def _excused(self) -> set[str]:
        """The things of which something is excused."""
        return {subject for subject, _ in self.mended.excused}

    @cached_property
    def _lost_kinds(self) -> set[str | None]:
        """The kinds of unknown things: one of them may be meant by what is mentioned nowhere."""
        return {terms.kind_of(iri) for iri in self.mended.unknown}

    @cached_property
    def _nameless_given(self) -> set[str]:
        """Blank nodes of given files, which are nobody's mistake."""
        return {
            str(quad.subject)
            for source in self.mended.sources
            if source.given
            for quad in source.quads
            if str(quad.subject).startswith("_:")
        }


def is_missing(one: Finding) -> bool:
    """Whether a finding says that something is not there."""
    return component(one) in ("MinCount", "Or", "QualifiedMinCount") and one.value is None


def component(one: Finding) -> str:
    """Return the constraint's name without what all have in common."""
    return one.component.removesuffix("ConstraintComponent").rpartition("#")[2]


def _best(found: Iterable[Finding]) -> Iterator[Finding]:
    """Yield one finding for each value, and one for each property whose number is wrong."""
    listed = sorted(found, key=_rank)
    valued = {(one.focus, one.path) for one in listed if one.value is not None and one.path}
    lineless = {one.focus for one in listed if one.path == terms.LINES}
    seen: set[tuple[str, str | None, str | None, str]] = set()
    for one in listed:
        is_number = component(one) in _OF_NUMBER and one.value is None
        if is_number and (one.focus, one.path) in valued:
            continue
        if one.path in (terms.CITED_FROM, terms.CITATION) and one.focus in lineless:
            continue
        part = "" if one.path else f"{one.shape}"
        graph = one.graph or "" if one.path == terms.LINES and one.value is None else ""
        key = (one.focus, one.path, one.value, part or graph)
        is_shadow = graph == "" and one.path == terms.LINES and one.focus in _told_lines(seen)
        if key not in seen and not (is_shadow and one.value is None):
            seen.add(key)
            yield one


def _told_lines(seen: Iterable[tuple[str, str | None, str | None, str]]) -> set[str]:
    return {focus for focus, path, _, _ in seen if path == terms.LINES}


def _rank(one: Finding) -> tuple[bool, int, str]:
    """Return a key: what names a graph first, then the constraint that says it best."""
    name = component(one)
    return (one.graph is None, _FIRST.index(name) if name in _FIRST else len(_FIRST), one.shape)


# Findings after which nobody can tell what the survey's sections mention.
_UNSETTLING = (
    "blank-node",
    "no-thing",
    "not-a-section",
    "no-section",
    "unknown-thing",
    "lines-outside",
    "pages-outside",
    "not-here",
    "swapped",
    "repeated-file",
    "repeated-graph",
)


def settled(found: Iterable[Finding]) -> list[Finding]:
    """Return the findings without unmentioned things while another may be why they are."""
    listed = list(found)
    is_unsettled = any(one.rule in _UNSETTLING for one in listed)
    return [one for one in listed if not (is_unsettled and is_about_mentions(one))]


def without_lost(found: Iterable[Finding], unknown: Iterable[str]) -> tuple[list[Finding], int]:
    """Return the findings that do not follow from a lost file, and how many do."""
    gone = set(unknown)
    kept, folded = [], 0
    for one in found:
        follows = (
            one.rule in ("unknown-thing", "no-class", "not-a-section")
            or is_about_mentions(one)
            or one.focus in gone
            or one.value in gone
            or is_missing(one)
        )
        folded += (1 + one.more) if follows else 0
        if not follows:
            kept.append(one)
    return kept, folded
