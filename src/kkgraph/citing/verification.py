"""A citation checked later: whether what it cites is still the same, or was in a release."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from kkgraph import queries
from kkgraph.citing import subjects
from kkgraph.citing.subjects import Cited
from kkgraph.errors.versions import CitationInvalid
from kkgraph.store import Store
from kkgraph.texts import phrase

_DIGEST = re.compile(r"(?<![0-9a-fA-F])[0-9a-fA-F]{64}(?![0-9a-fA-F])")
_URL = re.compile(r"https?://[^\s\"'{}<>]+")
_VERSION = re.compile(
    r"(?:kkgraph |version\W+|ET {2}- )(\d+\.\d+\.\d+(?:[-+][\w.+-]*\w)?)", re.IGNORECASE
)


@dataclass(frozen=True)
class Claim:
    """What a citation says: a digest, and where it says so, an address and a version."""

    digest: str
    url: str = ""
    version: str = ""


@dataclass(frozen=True)
class Verdict:
    """A claim, what is found in its place, and the version in which it is looked for."""

    claim: Claim
    found: Cited
    version: str

    def __bool__(self) -> bool:
        """Tell whether the content is the one cited."""
        return self.claim.digest == self.found.digest


def read(text: str) -> Claim:
    """Read a citation in any of its forms, or a digest alone; raises CitationInvalid."""
    found = _DIGEST.search(text)
    if found is None:
        raise CitationInvalid(text)
    url, version = _URL.search(text), _VERSION.search(text)
    return Claim(
        found[0].lower(), url[0].rstrip(".,;)") if url else "", version[1] if version else ""
    )


def check(store: Store, claim: Claim, cited: Callable[[Store], Cited] | None) -> Verdict:
    """Look up what is cited, as the caller says or else as the claim's address does."""
    if cited is not None:
        found = cited(store)
    elif claim.url:
        found = subjects.at(store, claim.url)
    else:
        found = subjects.dataset(store)
    return Verdict(claim, found, queries.version(store))


def in_words(verdict: Verdict, lang: str) -> str:
    """Return the verdict in a sentence or two."""
    found, claim = verdict.found, verdict.claim
    key = "verified" if verdict else "differs"
    words = phrase(f"citing.{key}", lang, url=found.url, version=verdict.version)
    if not verdict:
        words += " " + phrase("citing.digests", lang, cited=claim.digest, found=found.digest)
        if claim.version and claim.version != verdict.version:
            words += " " + phrase("citing.versions", lang, version=claim.version)
    return words + "\n"
