"""A difference as text, Markdown, JSON, SPARQL Update and RDF Patch."""

import json as json_library
from collections.abc import Callable
from itertools import groupby

from kkgraph.differences import patches
from kkgraph.differences.blanks import line
from kkgraph.differences.comparison import KINDS, Change, Difference, changes
from kkgraph.differences.sentences import Speaker
from kkgraph.sparql.terms import Term
from kkgraph.texts import phrase

_WIDEST = 8  # characters of a section number that the sentences leave room for


def text(found: Difference, speaker: Speaker) -> str:
    """Return the sentences by section, then the count."""
    listed = changes(found)
    groups = [(speaker.place(g)[0], list(c)) for g, c in groupby(listed, lambda c: c.graph)]
    width = min(max((len(p) for p, _ in groups if p[:1].isdigit()), default=0), _WIDEST) + 2
    rows = []
    for place, group in groups:
        said = [speaker.sentence(change) for change in group]
        if place[:1].isdigit():
            heads = [place, *[""] * (len(said) - 1)]
            rows += [f"{head:<{width - 1}} {row}" for head, row in zip(heads, said, strict=True)]
        else:
            rows += [place, *(" " * width + row for row in said)]
    indent = " " * width if rows else ""
    return "\n".join([*rows, indent + summary(found, listed, speaker.lang)]) + "\n"


def summary(found: Difference, listed: list[Change], lang: str) -> str:
    """Return how many statements are corrected, added and withdrawn, and that no more differs."""
    files = len(found.reordered)
    more = " " + phrase("differences.reordered", lang, n=files) if files else ""
    if not listed:
        return phrase("differences.nothing", lang) + more
    counts = {kind: sum(change.kind == kind for change in listed) for kind in KINDS}
    return phrase("differences.counts", lang, n=counts["corrected"], **counts) + more


def markdown(found: Difference, speaker: Speaker) -> str:
    """Return the sentences as lists under a heading a section."""
    listed, rows = changes(found), []
    for graph, group in groupby(listed, lambda change: change.graph):
        rows += [f"### {' '.join(speaker.place(graph)).strip()}", ""]
        rows += [f"- {speaker.sentence(change)}" for change in group]
        rows.append("")
    return "\n".join([*rows, summary(found, listed, speaker.lang)]) + "\n"


def json(found: Difference, speaker: Speaker) -> str:
    """Return changes with their sentences and terms, and the statements as N-Quads."""
    listed = changes(found)
    document = {
        "from": found.before.name,
        "to": found.after.name,
        "counts": {kind: sum(change.kind == kind for change in listed) for kind in KINDS},
        "reordered": list(found.reordered),
        "changes": [_change(change, speaker) for change in listed],
        "removed": sorted(line(quad).rstrip() for quad in found.removed),
        "added": sorted(line(quad).rstrip() for quad in found.added),
    }
    return json_library.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _change(change: Change, speaker: Speaker) -> dict[str, object]:
    return {
        "kind": change.kind,
        "graph": change.graph,
        "section": speaker.place(change.graph)[0],
        "subject": change.subject,
        "property": change.predicate,
        "before": [_term(term) for term in change.before],
        "after": [_term(term) for term in change.after],
        "sentence": speaker.sentence(change),
    }


def _term(term: Term) -> str:
    return str(term)


WRITERS: dict[str, Callable[[Difference, Speaker], str]] = {
    "text": text,
    "md": markdown,
    "json": json,
    "ru": lambda found, _: patches.update(found),
    "rdfp": lambda found, _: patches.patch(found),
}
