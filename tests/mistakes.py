"""Mistakes that people make in the data, each with where it is found and how it is mended."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from kkgraph.project import Project

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = ("data", "ontology", "queries")
Edit = tuple[str, str, str]  # file, what stands there, what stands there instead


@dataclass(frozen=True)
class Mistake:
    """A mistake as edits, the cure as edits; `line` holds the words that its line begins with.

    `found`: rule, file, and words that the cure must hold; `line` "" is a file as a whole.
    """

    name: str
    edits: tuple[Edit, ...]
    rule: str
    file: str
    line: str
    words: tuple[str, ...] = ()
    cure: tuple[Edit, ...] = ()
    severity: str = "Violation"


def copy(folder: Path) -> Project:
    """Return a copy of the shipped project that a test may break."""
    for name in FOLDERS:
        shutil.copytree(ROOT / name, folder / name)
    return Project(folder)


def apply(root: Path, edits: tuple[Edit, ...]) -> None:
    """Make the edits: replace, append to a file ("" stood there), delete it ("*" stood there)."""
    for name, old, new in edits:
        path = root / name
        if old == "*":
            path.unlink()
            continue
        text = path.read_bytes().decode() if path.is_file() else ""
        assert old in text, (name, old)
        path.write_bytes((text.replace(old, new, 1) if old else text + new).encode())


def undone(edits: tuple[Edit, ...]) -> Callable[[Path], None]:
    """Return what takes edits back: the cure where it is to restore what stood there."""

    def undo(root: Path) -> None:
        for name in {name for name, _, _ in edits}:
            source = ROOT / name
            if source.is_file():
                shutil.copy(source, root / name)
            else:
                (root / name).unlink(missing_ok=True)

    return undo


MEMBERS, CITIES = "data/survey/04-medlemskaber.trig", "data/survey/05-samarbejdsbyer.trig"
TOWNS, NETWORKS = "data/register/cities.ttl", "data/register/networks.ttl"
HOMEPAGES = "data/links/homepages.ttl"
PROJECTS = "data/survey/06-igangvaerende-projekter.trig"
_MEMBER = "<membership/string> a kk:Membership ; "
_FEE = "    kk:amount 500000.0 ; "
_AGREEMENT = '    kk:date "2012"^^xsd:gYear ;\n    kk:summary "Søsterby'
_COOPERATION = "  <cooperation/buenos-aires> a kk:Cooperation ;"
_NEW = '\n<city/nykoebing> a kk:{} ;\n    skos:prefLabel "Nykøbing"@da, "Nykobing"@en .\n'
_USE = (
    CITIES,
    "kk:hasPartner <city/beijing> ;\n    kk:date",
    "kk:hasPartner <city/beijing>, <city/nykoebing> ;\n    kk:date",
)


def at(
    file: str, old: str, new: str, rule: str, *words: str, line: str = "", **more: object
) -> Mistake:
    """Return a mistake of one edit, found at the line where the new words begin."""
    cure = more.pop("cure", None)
    severity = str(more.pop("severity", "Violation"))
    name = str(more.pop("name", rule))
    edits = ((file, old, new),)
    mended = ((file, new, str(cure) if cure is not None else old),)
    return Mistake(name, edits, rule, file, line or new.strip(), words, mended, severity)


MISTAKES = [
    at(
        MEMBERS,
        _MEMBER,
        "<membership/string> a kk:Memberhsip ; ",
        "unknown-class",
        "kk:Membership",
        name="V1",
    ),
    Mistake(
        "V2",
        ((TOWNS, "", _NEW.format("Ciyt")), _USE),
        "unknown-class",
        TOWNS,
        "<city/nykoebing> a",
        ("kk:City",),
        ((TOWNS, "kk:Ciyt", "kk:City"),),
    ),
    at(
        TOWNS,
        "<city/athen> a kk:City ;",
        "<city/athen> a kk:City ; kk:isLocatdIn <country/danmark> ;",
        "unknown-property",
        "kk:isLocatedIn",
        name="V3",
        cure="<city/athen> a kk:City ; kk:isLocatedIn <country/danmark> ;",
    ),
    at(
        CITIES,
        "kk:hasPartner <city/buenos-aires>",
        "kk:hasPartnr <city/buenos-aires>",
        "unknown-property",
        "kk:hasPartner",
        name="V4",
    ),
    at(
        MEMBERS,
        _FEE,
        "    kk:amount 500.000 ; ",
        "thousands",
        "500000.0",
        name="V5",
        severity="Warning",
    ),
    at(
        MEMBERS,
        _FEE,
        '    kk:amount "1.500.000,50" ; ',
        "amount",
        "1500000.50",
        name="V6",
        cure="    kk:amount 1500000.50 ; ",
    ),
    at(
        CITIES,
        _AGREEMENT,
        _AGREEMENT.replace('"2012"', '"312"'),
        "lexical-form",
        '"2012"^^xsd:gYear',
        name="V7",
    ),
    at(
        PROJECTS,
        'kk:end "2023-08"^^xsd:gYearMonth',
        'kk:end "2023-19"^^xsd:gYearMonth',
        "lexical-form",
        "gYearMonth",
        name="V8",
    ),
    at(
        MEMBERS,
        'kk:month "--08"^^xsd:gMonth',
        'kk:month "--14"^^xsd:gMonth',
        "lexical-form",
        "gMonth",
        name="V9",
    ),
    at(
        CITIES,
        _AGREEMENT,
        _AGREEMENT.replace('"2012"^^xsd:gYear', '"2012"'),
        "date",
        '"2012"^^xsd:gYear',
        name="V10",
    ),
    Mistake(
        "V11",
        (
            (
                PROJECTS,
                'kk:start "2020-09"^^xsd:gYearMonth ;',
                'kk:start "2025-09"^^xsd:gYearMonth ;',
            ),
        ),
        "ends-first",
        PROJECTS,
        'kk:end "2024-02"',
        ("2024-02", "2025-09"),
        ((PROJECTS, "2025-09", "2020-09"),),
    ),
    at(
        MEMBERS,
        "  <working-group/string-political-forum> kk:lines",
        "  <city/oslo> kk:isMemberOf <network/string> .\n"
        "  <working-group/string-political-forum> kk:lines",
        "derived-property",
        name="V12",
        cure="  <working-group/string-political-forum> kk:lines",
    ),
    Mistake(
        "V13",
        (
            (
                TOWNS,
                "",
                _NEW.format("City").replace("Nykøbing", "Athen").replace("Nykobing", "Athina"),
            ),
            _USE,
        ),
        "same-label",
        TOWNS,
        '"Athen"@da, "Athina"',
        ("city:athen",),
        (
            (CITIES, ", <city/nykoebing>", ""),
            (
                TOWNS,
                _NEW.format("City").replace("Nykøbing", "Athen").replace("Nykobing", "Athina"),
                "",
            ),
        ),
    ),
    at(
        TOWNS,
        '"Beijing"@da, "Beijing"@en',
        '"Beijing", "Beijing"@en',
        "prefLabel",
        '"Beijing"@da',
        name="V14",
    ),
    at(TOWNS, '"Beijing"@da, "Beijing"@en', '"Beijing"@en', "prefLabel", '"…"@da', name="V15"),
    at(TOWNS, '"Beijing"@da, "Beijing"@en', '"Beijing "@da, "Beijing"@en', "blanks", name="V16"),
    at(
        HOMEPAGES,
        "<event/mipim> foaf:homepage <https://www.mipim.com>",
        '<event/mipim> foaf:homepage "https://www.mipim.com"',
        "homepage",
        "<",
        name="V17",
    ),
    at(
        MEMBERS,
        '<membership/mayors-for-peace> a kk:Membership ; kk:lines "323", ',
        '<membership/mayors-for-peace> a kk:Membership ; kk:lines "309", ',
        "lines-outside",
        "323",
        name="V18",
    ),
    at(
        MEMBERS,
        _MEMBER + 'kk:lines "307", "320-321" ;',
        _MEMBER,
        "no-lines",
        "kk:lines",
        name="V19",
    ),
    at(
        CITIES,
        "kk:hasPartner <city/beijing>, <organisation",
        "kk:hasPartner <city/bejing>, <organisation",
        "unknown-thing",
        "city:beijing",
        name="V20",
    ),
    Mistake(
        "V21",
        (
            (CITIES, "    kk:hasPartner <city/buenos-aires> ;\n", ""),
            (
                CITIES,
                "  <city/buenos-aires> kk:lines",
                "  <city/buenos-aires> kk:hasPartner <cooperation/buenos-aires> ; kk:lines",
            ),
        ),
        "swapped",
        CITIES,
        "<city/buenos-aires> kk:hasPartner",
        ("cooperation:buenos-aires kk:hasPartner city:buenos-aires",),
        (
            (CITIES, "kk:hasPartner <cooperation/buenos-aires> ; ", ""),
            (
                CITIES,
                "  <cooperation/buenos-aires> a kk:Cooperation ;",
                f"{_COOPERATION} kk:hasPartner <city/buenos-aires> ;",
            ),
        ),
    ),
    at(
        MEMBERS,
        'kk:start "2007"^^xsd:gYear ;',
        "kk:start 2007 ;",
        "start",
        '"2007"^^xsd:gYear.',
        name="a year as a number",
    ),
    at(
        PROJECTS,
        '"2020-09"^^xsd:gYearMonth',
        '"9-2020"^^xsd:gYearMonth',
        "lexical-form",
        '"2020-09"^^xsd:gYearMonth',
        line='kk:start "9-2020"',
        name="a month as people write it",
    ),
    at(
        PROJECTS,
        "kk:amount 4971000.0 ;",
        'kk:amount "4,971 mio. kr." ;',
        "amount",
        "4971000.0",
        name="millions",
    ),
    at(
        "data/survey/03-agendaer-og-handlingsplaner.trig",
        "kk:value 100000 ;",
        "kk:value 100.000 ;",
        "whole-thousands",
        "100000",
        name="thousands of a whole number",
    ),
    at(
        NETWORKS,
        'skos:prefLabel "C40"@da,',
        'skos:prefLabel "C40"@da-DK,',
        "language-tag",
        "@da",
        name="a tag that is more than a language",
    ),
    at(
        MEMBERS,
        'kk:lines "318-320" ; kk:isPartOf',
        'kk:lines "320\u2013318" ; kk:isPartOf',
        "lines-written",
        'kk:lines "318-320"',
        line="  <working-group/string-political-forum>",
        name="lines the wrong way round",
    ),
    Mistake(
        "a line too many in a file with a shorter name",
        (("data/register/units.ttl", "", "\n<department/socialforvaltningen> a kk:Unit .\n"),),
        "repeated-thing",
        "data/register/units.ttl",
        "<department/socialforvaltningen> a kk:Unit",
        ("data/register/departments.ttl",),
        (("data/register/units.ttl", "\n<department/socialforvaltningen> a kk:Unit .\n", ""),),
    ),
    Mistake("V22", ((TOWNS, "*", ""),), "lost-file", TOWNS, "", (TOWNS,)),
    Mistake("V23", ((PROJECTS, "*", ""),), "lost-file", PROJECTS, "", (PROJECTS,)),
    Mistake(
        "V26",
        (("data/register/regions.ttl", "", "\n<city/athen> a kk:Region .\n"),),
        "repeated-thing",
        "data/register/regions.ttl",
        "<city/athen> a kk:Region",
        (),
        (("data/register/regions.ttl", "\n<city/athen> a kk:Region .\n", ""),),
    ),
    at(
        CITIES,
        "<section/5.1.1> {",
        "<section/5.11> {",
        "not-a-section",
        "section:5.1.1",
        name="V34",
    ),
    at(
        CITIES,
        "kk:hasPartner <city/buenos-aires>",
        "kk:hasPartner [ a kk:City ]",
        "blank-node",
        name="V35",
    ),
]
