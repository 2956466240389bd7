"""Accepted proposals in a project's files: register, links, the sections that name them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import pyoxigraph as ox

from kkgraph import terms
from kkgraph.editing import layout
from kkgraph.project import Project, read_text
from kkgraph.setup.folder import PREFIXES, head, manifest
from kkgraph.setup.proposals import Proposal, Register, by_thing
from kkgraph.setup.structure import quoted
from kkgraph.sparql.terms import lexical

_PLURALS = {"city": "cities", "network": "networks", "programme": "programmes"}
_LABELS = {terms.ALT_LABEL: "skos:altLabel", terms.HIDDEN_LABEL: "skos:hiddenLabel"}
_LINKS = ox.NamedNode(terms.LINKS)
_ABOUT = ox.NamedNode(terms.IS_ABOUT)


def accepted(
    project: Project, register: Register, proposals: Sequence[Proposal]
) -> dict[Path, str]:
    """Return the files that change, with their new texts; what is there already stays."""
    files = _Files(project)
    known = _known(project)
    for thing, found in by_thing(proposals).items():
        if thing not in known:
            files.add(_register_file(thing), _described(register, thing))
            files.add("data/links/identifiers.ttl", _linked(register, thing))
        for one in found:
            files.mention(one)
    return files.texts()


def _register_file(thing: str) -> str:
    return f"data/register/{_PLURALS[thing.partition('/')[0]]}.ttl"


def _known(project: Project) -> set[str]:
    """Return the paths of the things that the project's own register has."""
    own = Register.of(project).graph
    subjects = own.quads_for_pattern(None, ox.NamedNode(terms.TYPE), None, None)
    return {terms.path_of(lexical(quad.subject)) or "" for quad in subjects}


def _described(register: Register, thing: str) -> str:
    """Return a thing of the register as Turtle: class and labels."""
    iri = register.iri(thing)
    cls = terms.KINDS[thing.partition("/")[0]]
    labels = register.labels(iri)
    lines = [
        f"<{thing}> a kk:{cls} ;",
        f"    skos:prefLabel {quoted(labels['da'])}@da, {quoted(labels['en'])}@en",
    ]
    for predicate, name in _LABELS.items():
        found = register.graph.quads_for_pattern(
            ox.NamedNode(iri), ox.NamedNode(predicate), None, None
        )
        others = sorted(str(q.object) for q in found)
        if others:
            lines[-1] += " ;"
            lines.append(f"    {name} {', '.join(others)}")
    return "\n".join(lines) + " .\n"


def _linked(register: Register, thing: str) -> str:
    """Return the identifiers of a thing with their sources, as the shipped links have them."""
    node = ox.NamedNode(register.iri(thing))
    links = {q.subject for q in register.graph.quads_for_pattern(None, _ABOUT, node, _LINKS)}
    about = [*register.graph.quads_for_pattern(node, None, None, _LINKS)]
    ours = [q for q in about if not _leads_to_ours(q)]
    for link in sorted(links, key=str):
        ours += register.graph.quads_for_pattern(link, None, None, _LINKS)
    return _turtle(ours, register.iri("")) + _as_registered(thing, register.iri(thing))


def _as_registered(thing: str, registered: str) -> str:
    """Return that a thing is the one of the shipped register that a person took it for."""
    kind, _, slug = thing.partition("/")
    return (
        f"<{thing}> owl:sameAs <{registered}> .\n"
        f"<link/kkgraph/{kind}-{slug}> a kk:Link ;\n"
        f"    kk:isAbout <{thing}> ;\n"
        f"    kk:hasTarget <{registered}> ;\n"
        '    kk:confidence "verified" ;\n'
        '    dcterms:source "the register of kkgraph, by its name; a person said yes"@en .\n'
    )


def _turtle(quads: Iterable[ox.Quad], base: str) -> str:
    """Return statements with the shipped project's IRIs made relative: they become one's own."""
    triples = sorted((quad.triple for quad in quads), key=str)
    text = (ox.serialize(triples, format=ox.RdfFormat.TURTLE, prefixes=PREFIXES) or b"").decode()
    body = "".join(
        line for line in text.splitlines(keepends=True) if not line.startswith("@prefix")
    )
    return body.replace(f"<{base}", "<").replace("\t", "    ")


def _leads_to_ours(quad: ox.Quad) -> bool:
    return isinstance(quad.object, ox.NamedNode) and terms.path_of(quad.object.value) is not None


class _Files:
    """Files of a project that are added to."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.added: dict[str, list[str]] = defaultdict(list)
        self.named: dict[str, list[Proposal]] = defaultdict(list)

    def add(self, name: str, block: str) -> None:
        if block:
            self.added[name].append(block)

    def mention(self, proposal: Proposal) -> None:
        self.named[proposal.section].append(proposal)

    def texts(self) -> dict[Path, str]:
        found = {self.project.root / n: self._appended(n, b) for n, b in self.added.items()}
        found |= self._chapters()
        if new := [path for path in found if not path.exists()]:
            path = self.project.root / "data" / "manifest.txt"
            names = dict.fromkeys(read_text(path).split("\n"), "")
            names |= {str(one.relative_to(self.project.root)): "" for one in new}
            found[path] = manifest(names)
        return found

    def _appended(self, name: str, blocks: Iterable[str]) -> str:
        path = self.project.root / name
        title = name.rpartition("/")[2].partition(".")[0].capitalize()
        text = read_text(path) if path.is_file() else head(self.project.settings.base, f"{title}.")
        return text + "".join(f"\n{block}" for block in blocks)

    def _chapters(self) -> Mapping[Path, str]:
        """Return the chapters' files with what their sections name."""
        by_chapter: dict[Path, dict[str, list[Proposal]]] = defaultdict(dict)
        files = {
            int(f.path.name[:2]): f.path
            for f in self.project.survey_files()
            if f.path.name[:2].isdecimal()
        }
        for section, found in sorted(self.named.items()):
            by_chapter[files[int(section.partition(".")[0].partition("-")[0])]][section] = found
        return {path: self._chapter(path, sections) for path, sections in by_chapter.items()}

    def _chapter(self, path: Path, sections: Mapping[str, list[Proposal]]) -> str:
        text = read_text(path)
        for section, found in sections.items():
            graphs = {group.name: group for group in layout.read(text).groups}
            group = graphs.get(terms.section(section))
            known = {b.subject for b in layout.read(text).blocks if group and b.graph == group.name}
            said = "".join(_mention(one) for one in found if terms.thing(one.thing) not in known)
            if group and said:
                text = text[: group.close] + said + text[group.close :]
            elif said:
                text += f"\n<section/{section}> {{\n{said}}}\n"
        return text


def _mention(proposal: Proposal) -> str:
    lines = ", ".join(f'"{one}"' for one in proposal.lines)
    own = proposal.spelling == proposal.name_da
    printed = "" if own else f" ; kk:printedName {quoted(proposal.spelling)}"
    return f"  <{proposal.thing}> kk:lines {lines}{printed} .\n"
