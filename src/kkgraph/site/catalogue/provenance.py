"""PROV: how the site was made."""

import hashlib
from urllib.parse import quote

import pyoxigraph as ox

from kkgraph import __version__, terms
from kkgraph.site.catalogue.description import FOAF, PROV, SCHEMA, Description, named
from kkgraph.site.context import Site
from kkgraph.texts import LANGUAGES


def build_provenance(site: Site) -> Description:
    """Describe how the site was made: from which files, by which program; no clock."""
    found = Description(site)
    build, program = f"{named('provenance')}#build", f"{named('provenance')}#kkgraph"
    found.add(found.dataset, terms.TYPE, PROV + "Entity")
    found.add(found.dataset, PROV + "wasGeneratedBy", build)
    found.add(found.dataset, PROV + "wasDerivedFrom", named("survey"))
    found.add(build, terms.TYPE, PROV + "Activity")
    found.both(build, terms.LABEL, dict.fromkeys(LANGUAGES, "kkgraph site"))
    found.add(build, PROV + "wasAssociatedWith", program)
    found.add(program, terms.TYPE, PROV + "SoftwareAgent")
    found.add(program, FOAF + "name", ox.Literal("kkgraph"))
    found.add(program, SCHEMA + "softwareVersion", ox.Literal(__version__))
    project = site.store.project
    used = [*(file.path for file in project.data_files()), *project.rule_files()]
    for path in used:
        iri = f"{named('provenance')}#{quote(project.shown(path))}"
        found.add(build, PROV + "used", iri)
        found.add(iri, terms.TYPE, PROV + "Entity")
        found.add(iri, terms.TITLE, ox.Literal(project.shown(path)))
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        found.add(iri, terms.IDENTIFIER, ox.Literal(f"sha256:{digest}"))
    return found
