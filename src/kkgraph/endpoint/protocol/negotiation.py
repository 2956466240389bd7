"""Content negotiation: which of the forms on offer a request wants (RFC 9110, section 12)."""

from collections.abc import Iterable, Mapping
from functools import lru_cache

from kkgraph import media
from kkgraph.texts import OFFERED

RESULTS = media.offers(media.RESULTS.values())
ANSWERS = {name: ending for name, ending in RESULTS.items() if ending in ("json", "xml")}
SHEETS = media.offers(media.SHEETS.values())
GRAPHS = media.offers(media.GRAPHS.values())
PAGES = media.offers(media.PAGES.values())
DOCUMENTS = media.offers((*media.GRAPHS.values(), *media.PAGES.values()))
_HEADERS, _SHORT = 256, 256  # headers whose choice is remembered, and the characters of one


def choose(accept: str | None, offers: Iterable[str]) -> str | None:
    """Return the media type that suits best, None when none is acceptable.

    Without a header the first offer is taken; of equally wanted ones the first.
    """
    wanted = accept or "*/*"
    return (_remembered if len(wanted) <= _SHORT else _chosen)(wanted, tuple(offers))


def _chosen(accept: str, offers: tuple[str, ...]) -> str | None:
    ranges = _ranges(accept)
    best, quality = None, 0.0
    for offer in offers:
        wanted = _quality(offer, ranges)
        if wanted > quality:
            best, quality = offer, wanted
    return best


_remembered = lru_cache(_HEADERS)(_chosen)


def _ranges(accept: str) -> dict[str, float]:
    """Return each media range of a header with its q-value; an ill-written q counts as 0."""
    found: dict[str, float] = {}
    for part in accept.split(","):
        name, *parameters = (piece.strip().lower() for piece in part.split(";"))
        if name:
            found[name] = max(found.get(name, 0.0), _q(parameters))
    return found


def packs(header: str) -> bool:
    """Tell whether gzip is wanted by Accept-Encoding, no less than what is not packed."""
    ranges = _ranges(header)
    other = ranges.get("*", 0.0)
    gzip = max((ranges[name] for name in ("gzip", "x-gzip") if name in ranges), default=other)
    return 0 < gzip >= ranges.get("identity", 0.0)


def _q(parameters: list[str]) -> float:
    for parameter in parameters:
        key, _, value = parameter.partition("=")
        if key.strip() == "q":
            try:
                number = float(value)
            except ValueError:
                return 0.0
            return number if 0 <= number <= 1 else 0.0
    return 1.0


def _quality(offer: str, ranges: Mapping[str, float]) -> float:
    """Return the q-value of the most specific range that fits."""
    kind = offer.partition("/")[0]
    for name in (offer, f"{kind}/*", "*/*"):
        if name in ranges:
            return ranges[name]
    return 0.0


def language(asked: str | None, header: str | None) -> str:
    """Return "en" or "da": what `?lang=` says, else what Accept-Language prefers."""
    if not (asked or header):
        return "en"
    if asked in OFFERED:
        return asked
    ranges = _ranges(header or "")
    wanted = {lang: _language_quality(lang, ranges) for lang in OFFERED}
    return "da" if wanted["da"] > wanted["en"] else "en"


def _language_quality(lang: str, ranges: Mapping[str, float]) -> float:
    fitting = [q for name, q in ranges.items() if name.partition("-")[0] == lang]
    return max(fitting, default=ranges.get("*", 0.0))
