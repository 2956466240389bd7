"""The release in the catalogue: DCAT of the dataset, with this version and the one before."""

from collections.abc import Mapping

import pyoxigraph as ox

from kkgraph import terms
from kkgraph.releases.metadata import Release
from kkgraph.site.catalogue import dcat
from kkgraph.site.context import Site
from kkgraph.store import Store
from kkgraph.texts import LANGUAGES, phrase

_DCAT = terms.PREFIXES["dcat"]


def address(base: str, version: str) -> str:
    """Return where the files of a release are served, with a slash at the end."""
    return f"{base}release/{version}/"


def texts() -> tuple[str, str, str]:
    """Return title, description and publisher of the dataset."""
    return (
        phrase("site.frame.title", "en"),
        phrase("site.frame.lead", "en"),
        phrase("site.citation.author", "en"),
    )


def keywords() -> tuple[str, ...]:
    """Return the dataset's keywords."""
    return tuple(phrase("site.catalogue.keywords", "en").split("; "))


def files(
    store: Store, base: str, release: Release, dumped: Mapping[str, bytes]
) -> dict[str, bytes]:
    """Return the description of the dataset, with the dumps at the release's addresses."""
    site = Site(store, base)
    path = release.address.removeprefix(base)
    found = dcat.catalogue(site, [(path + name, content) for name, content in dumped.items()])
    this = release.address
    found.add(found.dataset, _DCAT + "hasCurrentVersion", this)
    found.add(found.dataset, _DCAT + "hasVersion", this)
    found.add(this, terms.TYPE, _DCAT + "Dataset")
    found.add(this, _DCAT + "isVersionOf", found.dataset)
    found.add(this, _DCAT + "version", ox.Literal(release.version))
    found.add(this, terms.ISSUED, found.date())
    for lang in LANGUAGES:
        title = ox.Literal(f"{phrase('site.frame.title', lang)} {release.version}", language=lang)
        about = ox.Literal(phrase("site.frame.lead", lang), language=lang)
        found.add(this, terms.TITLE, title)
        found.add(this, terms.DESCRIPTION, about)
    if release.previous:
        before = _DCAT + "previousVersion"
        found.triples = {one for one in found.triples if one.predicate.value != before}
        for one in (found.dataset, this):
            found.add(one, before, release.previous)
        found.add(found.dataset, _DCAT + "hasVersion", release.previous)
    return {"dataset.ttl": found.turtle(), "dataset.jsonld": found.written("jsonld")}
