"""Citations for the eye: each section once, in the survey's order, its lines as ranges."""

import re
from collections.abc import Iterable

from kkgraph.lines import merged, ranges, section_order
from kkgraph.texts import phrase

_CITED = re.compile(r"§(?P<section>[^;]+?)(?:, lines? (?P<lines>[\d\N{EN DASH}, -]+))?(?=;|$)")


def citation(text: str, lang: str) -> str:
    """Return a citation as the language writes it: "4.1.5, l. 307" or "§4.1.5, lines 307"."""
    return _CITED.sub(lambda found: _place(found["section"], found["lines"] or "", lang), text)


def _place(section: str, lines: str, lang: str) -> str:
    lines = lines.replace("-", "\N{EN DASH}")
    several = 2 if re.search("[\N{EN DASH},]", lines) else 1
    key = "place" if lines else "heading"
    return phrase(f"formats.{key}", lang, section=section, lines=lines, n=several)


def gathered(texts: Iterable[str]) -> str:
    """Return citations as one: a section once, lines that touch made one range, all in order.

    What is not a citation of a section stays as it is, after those.
    """
    parts = [part.strip() for text in texts for part in text.split(";")]
    lines: dict[str, list[str]] = {}
    other: dict[str, None] = {}
    for part in filter(None, parts):
        if found := _CITED.fullmatch(part):
            said = (found["lines"] or "").replace("\N{EN DASH}", "-")
            lines.setdefault(found["section"], []).extend(filter(None, said.split(", ")))
        else:
            other[part] = None
    return "; ".join([*(_written(one, lines[one]) for one in _in_order(lines)), *other])


def _in_order(sections: Iterable[str]) -> list[str]:
    return sorted(sections, key=section_order)


def _written(section: str, lines: list[str]) -> str:
    said = ", ".join(map(str, merged(ranges(lines))))
    word = "lines" if re.search("[,-]", said) else "line"
    return f"§{section}" + f", {word} {said}" * bool(said)


def sections_in(cited: str) -> set[str]:
    """Return the numbers of the sections that a citation names."""
    return {found["section"] for found in _CITED.finditer(cited)}
