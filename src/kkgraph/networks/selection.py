"""One selection of a network, for command, map, page, API and Python alike.

First the filters say which evidence counts, then the method weighs and thins the ties, then
a part is taken: least weight, neighbourhood, k-core, largest component, without isolates.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from kkgraph import terms
from kkgraph.entities import search
from kkgraph.errors import ParameterInvalid
from kkgraph.networks.projection.periods import bounds, is_printed
from kkgraph.store import Store
from kkgraph.texts import Message

FILTERS = ("disparity", "noise-corrected")
MERGE = "city-municipality"
METHODS = ("count", "newman", "hyperbolic", "jaccard")


@dataclass(frozen=True)
class Selection:
    """What of a network is wanted; as it stands here, all of it.

    themes, departments, chapters: names or IRIs, any of which will do; chapters are numbers
        of chapters and sections.
    first, last: years, months or days ("2019", "2019-05"); ties without a printed time stay.
    method: how a one-mode network weighs what two nodes share.
    backbone, filter: the level of significance, between 0 and 1, of the disparity filter or the
        noise-corrected one.
    ego, radius: the node around which to stay, and how many steps.
    """

    themes: tuple[str, ...] = ()
    departments: tuple[str, ...] = ()
    chapters: tuple[str, ...] = ()
    first: str = ""
    last: str = ""
    merge: bool = False
    method: str = "count"
    min_weight: float = 0.0
    backbone: float | None = None
    filter: str = "disparity"
    ego: str | None = None
    radius: int = 1
    core: int = 0
    largest: bool = False
    drop_isolated: bool = False

    @property
    def filters(self) -> bool:
        """Whether some evidence may not count."""
        return bool(self.themes or self.departments or self.chapters or self.first or self.last)

    @property
    def cuts(self) -> bool:
        """Whether some ties or nodes may be left out once the ties are weighed."""
        ties = self.min_weight or self.backbone is not None
        return bool(ties or self.ego or self.core or self.largest or self.drop_isolated)


WHOLE = Selection()


def resolved(store: Store, chosen: Selection) -> Selection:
    """Return a selection with IRIs for names, and numbers for sections.

    Raises ParameterInvalid, EntityNotFound and EntityAmbiguous.
    """
    _check(chosen, stated=store.stated)
    sections = _iris(store, chosen.chapters, "Section")
    return replace(
        chosen,
        themes=_iris(store, chosen.themes, "Theme"),
        departments=_iris(store, chosen.departments, "Department"),
        chapters=tuple(terms.section_number(iri) or "" for iri in sections),
        ego=search.resolve(store, chosen.ego).value if chosen.ego else None,
    )


def _iris(store: Store, texts: tuple[str, ...], cls: str) -> tuple[str, ...]:
    return tuple(search.resolve(store, text, terms.term(cls)).value for text in texts)


def _check(chosen: Selection, *, stated: bool) -> None:
    if stated and chosen.themes:
        raise ParameterInvalid("theme", Message("errors.selection.theme"))
    same = bool(chosen.first) and chosen.first == chosen.last
    for name, text in (("at" if same else "from", chosen.first), ("to", chosen.last)):
        if text and not is_printed(text):
            raise ParameterInvalid(name, Message("errors.selection.date", text=text))
    if chosen.first and chosen.last and bounds(chosen.first)[0] > bounds(chosen.last)[1]:
        raise ParameterInvalid(
            "to", Message("errors.selection.before", last=chosen.last, first=chosen.first)
        )
    if not (math.isfinite(chosen.min_weight) and chosen.min_weight >= 0):
        raise ParameterInvalid(
            "min-weight", Message("errors.selection.weight", text=f"{chosen.min_weight:g}")
        )
    if chosen.backbone is not None and not 0 < chosen.backbone < 1:
        raise ParameterInvalid(
            "backbone", Message("errors.selection.level", text=f"{chosen.backbone:g}")
        )
    if chosen.filter not in FILTERS:
        raise ParameterInvalid(
            "backbone", Message("errors.selection.one_of", known=", ".join(FILTERS))
        )
    if chosen.method not in METHODS:
        raise ParameterInvalid(
            "projection", Message("errors.selection.one_of", known=", ".join(METHODS))
        )


def said(chosen: Selection) -> dict[str, str]:
    """Return what differs from the whole as it was given, for captions and files."""
    same_day = chosen.first and chosen.first == chosen.last
    found: dict[str, Any] = {
        "theme": ", ".join(chosen.themes),
        "department": ", ".join(chosen.departments),
        "chapter": ", ".join(chosen.chapters),
        "at": chosen.first if same_day else "",
        "from": "" if same_day else chosen.first,
        "to": "" if same_day else chosen.last,
        "merge": chosen.merge,
        "projection": "" if chosen.method == WHOLE.method else chosen.method,
        "min-weight": f"{chosen.min_weight:g}" if chosen.min_weight else "",
        "backbone": "" if chosen.backbone is None else f"{chosen.filter} {chosen.backbone:g}",
        "ego": chosen.ego,
        "radius": chosen.ego and chosen.radius != WHOLE.radius and str(chosen.radius),
        "k-core": chosen.core and str(chosen.core),
        "largest": chosen.largest,
        "drop-isolated": chosen.drop_isolated,
    }
    return {key: "yes" if value is True else str(value) for key, value in found.items() if value}


def from_words(words: Mapping[str, Sequence[str]]) -> Selection:
    """Return the selection that options in words make, under their names on the command line.

    Themes, departments and chapters may have several values, the others have one; a flag is
    set by "yes". Raises ParameterInvalid for an unknown option or a value that does not fit.
    """
    unknown = set(words) - {*_SEVERAL, *_ONE}
    if unknown:
        known = ", ".join((*_SEVERAL, *_ONE))
        raise ParameterInvalid(min(unknown), Message("errors.selection.option", known=known))
    if "at" in words and {"from", "to"} & set(words):
        raise ParameterInvalid("at", Message("errors.selection.at"))
    if "radius" in words and "ego" not in words:
        raise ParameterInvalid("radius", Message("errors.selection.radius"))
    found: dict[str, Any] = {_SEVERAL[key]: tuple(words[key]) for key in _SEVERAL if key in words}
    for key in _ONE:
        if key in words:
            found |= _read(key, words[key])
    return replace(WHOLE, **found)


def _read(key: str, texts: Sequence[str]) -> dict[str, Any]:
    """Return what an option with one value sets; raises ParameterInvalid."""
    fields, read = _ONE[key]
    try:
        (text,) = texts
        value = read(text)
    except ValueError:
        raise ParameterInvalid(
            key, Message("errors.selection.value", text=", ".join(texts))
        ) from None
    if isinstance(value, tuple):
        return dict(zip(fields, value, strict=True))
    return dict.fromkeys(fields, value)


def _level(text: str) -> tuple[str, float]:
    """Return a backbone's filter, the disparity filter if none is named, and its level."""
    *name, level = text.split()
    (filter_,) = name or [FILTERS[0]]
    return filter_, float(level)


def _merge(text: str) -> bool:
    return _flag("yes" if text == MERGE else text)


def _count(text: str) -> int:
    if not text.isascii() or not text.isdecimal():
        raise ValueError(text)
    return int(text)


def _flag(text: str) -> bool:
    if text != "yes":
        raise ValueError(text)
    return True


_SEVERAL = {"theme": "themes", "department": "departments", "chapter": "chapters"}
_ONE: dict[str, tuple[tuple[str, ...], Callable[[str], Any]]] = {
    "from": (("first",), str),
    "to": (("last",), str),
    "at": (("first", "last"), str),
    "merge": (("merge",), _merge),
    "projection": (("method",), str),
    "min-weight": (("min_weight",), float),
    "backbone": (("filter", "backbone"), _level),
    "ego": (("ego",), str),
    "radius": (("radius",), _count),
    "k-core": (("core",), _count),
    "largest": (("largest",), _flag),
    "drop-isolated": (("drop_isolated",), _flag),
}
OPTIONS = (*_SEVERAL, *_ONE)
SEVERAL, FLAGS = frozenset(_SEVERAL), frozenset({"largest", "drop-isolated"})
