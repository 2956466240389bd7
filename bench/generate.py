"""Makes up surveys of any size, in the shape of ours: N municipalities, each in some years.

    python bench/generate.py FOLDER --municipalities 100 --years 5    # a project folder
    python bench/generate.py --municipalities 100 --years 5 > quads.nq    # one stream

A municipality's survey of a year has about 2,400 quads (graphs of sections,
lines, hedges, Danish and English), so 2.5 million take 210 municipalities in 5 years. A few
networks and cities are named everywhere and most hardly ever, departments and units differ in
size, and the same seed gives the same bytes. `--broken N` puts N wrong values in, one a survey
and then from the first again; what they are is in `BROKEN`. Names are made up: nothing is said
of any real city.
"""

import argparse
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import pyoxigraph as ox

from kkgraph import project as projects
from kkgraph import terms

HEAD = f"""@base <{terms.ID}> .
@prefix kk: <{terms.KK}> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

"""
SYLLABLES = ("al", "ber", "dra", "eg", "fal", "gri", "hol", "is", "kol", "lun", "mar", "nor", "os")
BROKEN = (
    'kk:start "2020-13"^^xsd:gYearMonth',
    'kk:end "sommeren 2019"^^xsd:gYear',
    'kk:start "31-12-2018"^^xsd:date',
    'kk:amount "mange penge"',
    "kk:startHedge kk:NoSuchHedge",
    'kk:summary "kun på dansk"@da',
)
AMOUNTS = ("kk:Exact", "kk:Approximate", "kk:AtLeast", "kk:MoreThan")


@dataclass
class World:
    """What all surveys name, by popularity: the first of a list is named most."""

    seed: int
    municipalities: int
    years: int
    broken: int = 0
    networks: list[str] = field(default_factory=list)
    cities: list[str] = field(default_factory=list)
    projects: list[str] = field(default_factory=list)
    named: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        """Make up more names the more surveys there are, but not in proportion."""
        surveys = self.municipalities * self.years
        draw = self.chance("names")
        self.networks = _names(draw, 40 + int(12 * surveys**0.5))
        self.cities = _names(draw, 60 + int(20 * surveys**0.5))
        self.projects = _names(draw, 50 + 6 * surveys)

    def chance(self, what: object) -> Random:
        """Return the random numbers of one part, the same whatever else is made."""
        return Random(f"{self.seed} {what}")  # noqa: S311 - a survey, not a secret

    def popular(self, draw: Random, names: list[str]) -> str:
        """Return a name and note it; the n-th is chosen about 1/n times as often as the first."""
        name = names[min(int(len(names) ** draw.random()) - 1, len(names) - 1)]
        self.named.add(name)
        return name


def _names(draw: Random, number: int) -> list[str]:
    """Return made-up names, each another."""
    return [f"{''.join(draw.choices(SYLLABLES, k=3))}-{n}" for n in range(1, number + 1)]


def _label(name: str) -> str:
    return name.replace("-", " ").capitalize()


def _registered(kind: str, cls: str, name: str, more: str = "") -> str:
    label = _label(name)
    return f'<{kind}/{name}> a kk:{cls} ; skos:prefLabel "{label}"@da, "{label}"@en{more} .\n'


def register(world: World) -> Iterator[tuple[str, str]]:
    """Yield the register's files, name and text: what the surveys written so far name."""
    yield "networks", _known(world, "network", "Network", world.networks)
    own = [f"kommune-{n}" for n in range(1, world.municipalities + 1)]
    cities = "".join(_registered("city", "City", name) for name in own)
    yield "cities", cities + _known(world, "city", "City", world.cities)
    yield "projects", _known(world, "project", "Project", world.projects)
    yield "municipalities", "".join(_municipality(n) for n in range(1, world.municipalities + 1))
    yield "units", "".join(_parts(world, n) for n in range(1, world.municipalities + 1))


def _known(world: World, kind: str, cls: str, names: list[str]) -> str:
    return "".join(_registered(kind, cls, one) for one in names if one in world.named)


def _municipality(number: int) -> str:
    return _registered("municipality", "Municipality", f"kommune-{number}")


def _departments(world: World, number: int) -> list[str]:
    count = 2 + int(world.chance(f"departments {number}").paretovariate(1.2)) % 8
    return [f"forvaltning-{number}-{n}" for n in range(1, count + 1)]


def _units(world: World, department: str) -> list[str]:
    """Return a department's units."""
    count = int(world.chance(department).paretovariate(1.1)) % 12
    name = department.replace("forvaltning", "enhed")
    return [f"{name}-{n}" for n in range(1, count + 1)]


def _parts(world: World, number: int) -> str:
    """Return a municipality's departments and their units, as the register has them."""
    lines = []
    for name in _departments(world, number):
        lines.append(_registered("department", "Department", name))
        lines += [_registered("unit", "Unit", one) for one in _units(world, name)]
    return "".join(lines)


@dataclass
class Survey:
    """A municipality's survey of a year, while it is written: its sections and what they say."""

    world: World
    number: int
    year: int
    line: int = 0
    order: int = 0
    organised: int = 0
    sections: list[str] = field(default_factory=list)
    graphs: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Begin with what chooses, and the departments."""
        self.draw = self.world.chance(f"survey {self.number} {self.year}")
        self.departments = _departments(self.world, self.number)
        self.key = f"{self.number}-{self.year}"
        self.base = f"{self.number}.{self.year}"
        self.name = f"survey/kommune-{self.key}"
        title, place = f"Kommune {self.number}, {self.year}", f"kommune-{self.number}"
        digest = f"{self.world.chance(self.name).getrandbits(256):064x}"
        self.sections.append(
            f'<{self.name}> a kk:Survey ; dcterms:title "{title}"@da, "{title}"@en ; '
            f"kk:hasMunicipality <municipality/{place}> ; dcterms:spatial <city/{place}> ; "
            f'dcterms:issued "{self.year}"^^xsd:gYear ; dcterms:language "da" ; '
            f'kk:digest "{digest}" .\n'
        )

    def section(self, number: str, title: str, length: int) -> str:
        """Begin a section of some lines, and return its path."""
        self.order += 1
        parent = number.rpartition(".")[0] if number.count(".") > 1 else ""
        above = f" ; kk:isPartOfSection <section/{parent}>" if parent else ""
        level = number.count(".")
        digest = f"{self.world.chance(number).getrandbits(256):064x}"
        first, self.line = self.line + 1, self.line + length
        self.sections.append(
            f"<section/{number}> a kk:Section ; dcterms:isPartOf <{self.name}> ; "
            f'kk:number "{number}" ; '
            f'dcterms:title "{title}"@da ; kk:level {level} ; kk:order {self.order} ; '
            f'kk:firstLine {first} ; kk:lastLine {self.line} ; kk:digest "{digest}"{above} .\n'
        )
        return f"section/{number}"

    def written(self) -> None:
        """Write the chapters: the organisation, memberships and projects by department."""
        self.section(self.base, f"Kommune {self.number}, {self.year}", 1)
        self.organisation()
        for chapter, entry in ((2, self.membership), (3, self.participation)):
            self.section(f"{self.base}.{chapter}", "Medlemskaber og projekter", 1)
            for place, department in enumerate(self.departments, 1):
                below = f"{self.base}.{chapter}.{place}"
                heading, line = self.section(below, _label(department), 1), self.line
                listed = f'kk:lines "{line}" ; kk:hasDepartment <department/{department}>'
                facts = []
                for n in range(1, 2 + int(4 * self.draw.paretovariate(1.3)) % 40):
                    fact = f"{self.key}-{place}-{n}"
                    entry(f"{below}.{n}", fact)
                    facts.append(fact)
                kind = "membership" if chapter == 2 else "participation"  # noqa: PLR2004
                self.graph(heading, [f"<{kind}/{one}> {listed} ." for one in facts])

    def graph(self, section: str, statements: list[str]) -> None:
        """Add a section's graph."""
        self.graphs.append(f"<{section}> {{\n  " + "\n  ".join(statements) + "\n}\n")

    def organisation(self) -> None:
        """Write which department is whose, and which unit."""
        section = self.section(f"{self.base}.1", "Organisation", len(self.departments))
        whole = f"<municipality/kommune-{self.number}>"
        said = [
            f'<department/{one}> kk:lines "{self.line}" ; kk:isUnitOf {whole} .'
            for one in self.departments
        ]
        said += [
            f'<unit/{unit}> kk:lines "{self.line}" ; kk:isUnitOf <department/{one}> .'
            for one in self.departments
            for unit in _units(self.world, one)
        ]
        self.organised = self.line
        self.graph(section, said)

    def membership(self, number: str, fact: str) -> None:
        """Write an entry on a membership: what the network is, the members, the fee."""
        draw, name = self.draw, self.world.popular(self.draw, self.world.networks)
        section = self.section(number, _label(name), draw.randint(4, 12))
        a, b = self.line - 2, self.line
        network = f"<network/{name}>"
        said = [
            f'{network} kk:lines "{a}" ; kk:isListedIn <{section}> .',
            (
                f'<membership/{fact}> a kk:Membership ; kk:lines "{a}", "{b}" ; '
                f"kk:hasMember <municipality/kommune-{self.number}> ; kk:hasOrganisation {network}"
                f"{self.start()} ."
            ),
            (
                f'<description/{fact}> a kk:Description ; kk:lines "{a}-{b}" ; '
                f"kk:isAbout {network} ; kk:aspect kk:Purpose"
                f"{self.summary('Netværket', 'The network', name)} ."
            ),
            (
                f'<count/{fact}> a kk:StatedCount ; kk:lines "{b}" ; kk:isAbout {network} ; '
                f"kk:value {int(20 * draw.paretovariate(1))} ; "
                f"kk:precision {draw.choice(AMOUNTS)} ; "
                'kk:countedAs "byer"@da, "cities"@en .'
            ),
        ]
        for n, city in enumerate(self.partners(), 1):
            said.append(
                f'<membership/{fact}-{n}> a kk:Membership ; kk:lines "{b}" ; '
                f"kk:hasMember <city/{city}> ; kk:hasOrganisation {network} ."
            )
        if draw.random() < 0.4:  # noqa: PLR2004
            said.append(
                f'<payment/{fact}> a kk:Payment ; kk:lines "{b}" ; '
                f"kk:hasPayer <municipality/kommune-{self.number}> ; kk:isAbout {network} ; "
                f'kk:amount {int(1000 * draw.paretovariate(1))}.0 ; kk:currency "DKK" ; '
                f'kk:precision {draw.choice(AMOUNTS)} ; kk:interval "P1Y"^^xsd:duration .'
            )
        self.graph(section, said)

    def participation(self, number: str, fact: str) -> None:
        """Write an entry on a project: who takes part, since when, in what role."""
        draw, name = self.draw, self.world.popular(self.draw, self.world.projects)
        section = self.section(number, _label(name), draw.randint(3, 9))
        project, end = f"<project/{name}>", self.line
        said = [
            f'{project} kk:lines "{end - 1}" ; kk:isListedIn <{section}> .',
            (
                f'<participation/{fact}> a kk:Participation ; kk:lines "{end}" ; '
                f"kk:hasParticipant <municipality/kommune-{self.number}> ; "
                f"kk:inActivity {project} ; kk:role kk:Partner{self.start()} ."
            ),
            (
                f'<description/{fact}-p> a kk:Description ; kk:lines "{end}" ; '
                f"kk:isAbout {project} ; kk:aspect kk:Focus"
                f"{self.summary('Projektet', 'The project', name)} ."
            ),
        ]
        for n, city in enumerate(self.partners(), 1):
            said.append(
                f'<participation/{fact}-{n}> a kk:Participation ; kk:lines "{end}" ; '
                f"kk:hasParticipant <city/{city}> ; kk:inActivity {project} ; kk:role kk:Partner ."
            )
        self.graph(section, said)

    def partners(self) -> list[str]:
        """Return some cities: mostly few, sometimes many."""
        number = min(int(self.draw.paretovariate(1)) - 1, 40)
        found = (self.world.popular(self.draw, self.world.cities) for _ in range(number))
        return list(dict.fromkeys(found))

    def start(self) -> str:
        """Return a start of any precision, hedged or not, or none."""
        year = self.year - int(self.draw.paretovariate(0.8)) % 30
        return self.draw.choice(
            (
                "",
                f' ; kk:start "{year}"^^xsd:gYear',
                f' ; kk:start "{year}"^^xsd:gYear ; kk:startHedge kk:Early',
                f' ; kk:start "{year}-{self.draw.randint(1, 12):02}"^^xsd:gYearMonth',
                f' ; kk:start "{year}-05-{self.draw.randint(1, 28):02}"^^xsd:date',
            )
        )

    def summary(self, da: str, en: str, name: str) -> str:
        """Return what something is for, in both languages."""
        label, other = _label(name), _label(self.draw.choice(self.world.cities))
        return (
            f' ; kk:summary "{da} {label} samler erfaringer fra {other}."@da, '
            f'"{en} {label} gathers what is known in {other}."@en'
        )

    def breaks(self, times: int) -> None:
        """Put wrong values into the last graphs."""
        for n in range(times):
            value = BROKEN[self.draw.randrange(len(BROKEN))]
            fact = f"<aim/{self.key}-broken-{n + 1}> a kk:Aim"
            place = f"<section/{self.base}.1>"
            self.graphs.append(
                f'{place} {{\n  {fact} ; kk:lines "{self.organised}" ; {value} .\n}}\n'
            )


def files(world: World) -> Iterator[tuple[str, str | None, str]]:
    """Yield the project's data: path, graph (None where the text names them), text."""
    yield "data/links/none.ttl", terms.LINKS, HEAD
    yield "data/themes.ttl", terms.THEMES, HEAD
    surveys = world.municipalities * world.years
    sections = []
    for nth in range(surveys):
        one = Survey(world, nth // world.years + 1, 2020 + nth % world.years)
        one.written()
        one.breaks(world.broken // surveys + (nth < world.broken % surveys))
        sections += one.sections
        yield f"data/survey/{one.key}.trig", None, HEAD + "".join(one.graphs)
    for name, text in register(world):
        yield f"data/register/{name}.ttl", terms.REGISTER, HEAD + text
    yield "data/sections.ttl", terms.SECTIONS, HEAD + "".join(sections)


def write(world: World, folder: Path) -> None:
    """Write a project folder, with the ontology and the saved queries of this one."""
    ours = projects.find(Path(__file__).parents[1])
    for name in ("ontology", "queries"):
        shutil.copytree(ours.root / name, folder / name)
    for name, _, text in files(world):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def stream(world: World) -> None:
    """Write the data as N-Quads to standard output, without the ontology."""
    for name, graph, text in files(world):
        kind = ox.RdfFormat.TRIG if name.endswith(".trig") else ox.RdfFormat.TURTLE
        quads = ox.parse(text, format=kind)
        if graph:
            place = ox.NamedNode(graph)
            quads = (ox.Quad(q.subject, q.predicate, q.object, place) for q in quads)
        ox.serialize(quads, sys.stdout.buffer, format=ox.RdfFormat.N_QUADS)


def main() -> int:
    """Write a folder or a stream."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, help="must not exist; without: a stream")
    parser.add_argument("--municipalities", type=int, default=1)
    parser.add_argument("--years", type=int, default=1)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--broken", type=int, default=0)
    chosen = parser.parse_args()
    world = World(chosen.seed, chosen.municipalities, chosen.years, chosen.broken)
    if chosen.folder is None:
        stream(world)
    elif chosen.folder.exists():
        sys.stderr.write(f"{chosen.folder}: exists; name a folder to make\n")
        return 2
    else:
        write(world, chosen.folder)
    return 0


if __name__ == "__main__":
    sys.exit(main())
