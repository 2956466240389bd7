"""The IRIs of new things: kind and slug, by the project's rule."""

import re
import unicodedata
from collections.abc import Callable

_SPELT = str.maketrans(
    {"æ": "ae", "ø": "oe", "å": "aa", "ß": "ss", "đ": "d", "ð": "d", "ł": "l", "þ": "th", "œ": "oe"}
)


def slug(text: str) -> str:
    """Return a name as a slug: lower case, Danish letters spelt out, the rest to hyphens."""
    plain = unicodedata.normalize("NFKD", text.lower().translate(_SPELT))
    bare = "".join(c for c in plain if not unicodedata.combining(c)).translate(_SPELT)
    return "-".join(re.findall(r"[a-z0-9]+", bare))


def of_fact(what: str, who: str, is_free: Callable[[str], bool]) -> str:
    """Return the slug of a fact after the things it ties, the first that is free.

    `what` alone for what the municipality does (then `who` is ""), else `what-who`; both are
    slugs. A number is added to what is taken.
    """
    base = "-".join(filter(None, (what, who)))
    if is_free(base):
        return base
    return next(f"{base}-{n}" for n in range(2, 10_000) if is_free(f"{base}-{n}"))


def last(iri: str) -> str:
    """Return the slug of a thing by its IRI."""
    return iri.rpartition("/")[2]
