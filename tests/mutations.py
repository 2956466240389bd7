"""Sixty kinds of mistake at random places of the data, to count which are found, and where.

A kind finds its places by a pattern and says what to write there instead. `UNKNOWABLE` are
changes to another plausible value: only someone who reads the survey can know those.
"""

import random
import re
import shutil
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

Change = Callable[[re.Match[str], random.Random], str]
SURVEY, REGISTER, LINKS = "data/survey/*.trig", "data/register/*.ttl", "data/links/*.ttl"
_THING = r"<(city|network|organisation|unit|department|topic|municipality)/([a-z-]{6,})>"
_TEXT = r'"([^"\n]{12,})"@(da|en)'
_LINES = r'kk:lines "(\d+)(?:-(\d+))?"'
_YEAR = r'"(\d{4})"\^\^xsd:gYear\b'


@dataclass(frozen=True)
class Kind:
    """A kind of mistake: files, the places in them, and what is written there."""

    name: str
    files: str
    pattern: str
    change: Change


@dataclass(frozen=True)
class Made:
    """A mistake that was made: in which file, and from which line to which."""

    kind: str
    file: str
    first: int
    last: int


def _slip(text: str, rng: random.Random) -> str:
    """Return a word with one letter left out, not the first, so that it is another word."""
    return text[: (at := rng.randrange(1, len(text)))] + text[at + 1 :]


def _in(old: str, new: str) -> Change:
    """Return a change that writes something else for a part of what is there."""
    return lambda found, _: found[0].replace(old, new, 1)


def _as(new: str) -> Change:
    r"""Return a change that writes a template, \1 for what a group found."""
    return lambda found, _: found.expand(new)


def _slipped(group: int) -> Change:
    """Return a change that leaves a letter out of a group."""

    def change(found: re.Match[str], rng: random.Random) -> str:
        start, end = (at - found.start() for at in found.span(group))
        whole = found[0]
        return whole[:start] + _slip(whole[start:end], rng) + whole[end:]

    return change


def _in_text(new: str) -> Change:
    """Return a change that writes something in the middle of a text."""

    def change(found: re.Match[str], rng: random.Random) -> str:
        at = rng.randrange(2, len(found[1]) - 1)
        return f'"{found[1][:at]}{new}{found[1][at:]}"@{found[2]}'

    return change


def _decomposed(found: re.Match[str], _: random.Random) -> str:
    return unicodedata.normalize("NFD", found[0])


KINDS = (
    Kind("class misspelt", SURVEY, r"\ba kk:(\w{4,})", _slipped(1)),
    Kind("class in small letters", SURVEY, r"\ba kk:(\w+)", lambda m, _: m[0].lower()),
    Kind(
        "class of another fact",
        SURVEY,
        r"\ba kk:(Membership|Payment|Post|Grant)\b",
        _as("a kk:Recurrence"),
    ),
    Kind("class of another vocabulary", SURVEY, r"\ba kk:\w+", _as("a <http://schema.org/Thing>")),
    Kind("class lost", SURVEY, r"\ba kk:\w+ ;\s+(?=kk:lines)", _as("")),
    Kind("property misspelt", SURVEY, r"kk:((?:has|is|in)[A-Z]\w+)", _slipped(1)),
    Kind("property with a capital", SURVEY, r"kk:h(as[A-Z]\w+)", _as(r"kk:H\1")),
    Kind(
        "property of another fact",
        SURVEY,
        r"kk:(hasOrganisation|hasHolder|hasPayer|hasFunder|inActivity)\b",
        _as("kk:everyNthMeeting"),
    ),
    Kind(
        "property derived",
        SURVEY,
        r"kk:(hasMember|hasParticipant|hasPartner)\b",
        _as("kk:takesPartIn"),
    ),
    Kind("property that is gone", SURVEY, r"kk:hasResponsibleParty\b", _as("kk:hasUnit")),
    Kind(
        "property of another vocabulary",
        SURVEY,
        r"kk:(hasTopic|isAbout)\b",
        _as("<http://purl.org/dc/terms/subjekt>"),
    ),
    Kind("thing misspelt", SURVEY, r"(?<=[a-zA-Z,]) " + _THING, _slipped(2)),
    Kind(
        "thing of another kind",
        SURVEY,
        r"(?<=[a-zA-Z,]) <(city|network|unit)/([a-z-]{6,})>",
        _as(r" <award/\2>"),
    ),
    Kind(
        "thing with a capital",
        SURVEY,
        r"(?<=[a-zA-Z,]) " + _THING,
        lambda m, _: f" <{m[1]}/{m[2].title()}>",
    ),
    Kind(
        "thing with an underscore",
        SURVEY,
        r"(?<=[a-zA-Z,]) <(unit|organisation)/([a-z]+)-([a-z-]+)>",
        _as(r" <\1/\2_\3>"),
    ),
    Kind(
        "thing elsewhere",
        SURVEY,
        r"(kk:(?:hasOrganisation|hasTopic|hasDepartment|hasMember)) <[^>]+>",
        _as(r"\1 <https://example.org/x>"),
    ),
    Kind(
        "thing as text",
        SURVEY,
        r"(kk:(?:hasOrganisation|hasMember|hasPartner|inActivity)) <\w+/([^>]+)>",
        _as(r'\1 "\2"'),
    ),
    Kind(
        "thing without a name",
        SURVEY,
        r"(kk:(?:hasOrganisation|hasMember|hasPartner|inActivity)) <[^>]+>",
        _as(r"\1 []"),
    ),
    Kind(
        "ends exchanged",
        SURVEY,
        r"kk:hasMember (<[^>]+>) ; kk:hasOrganisation (<network/[^>]+>)",
        _as(r"kk:hasOrganisation \1 ; kk:hasMember \2"),
    ),
    Kind("role misspelt", SURVEY, r"kk:role kk:(\w{4,})", _slipped(1)),
    Kind("role of another list", SURVEY, r"kk:role kk:\w+", _as("kk:role kk:Exact")),
    Kind(
        "precision of another list",
        SURVEY,
        r"kk:precision kk:\w+",
        _as("kk:precision kk:Completed"),
    ),
    Kind("status as text", SURVEY, r"kk:status kk:(\w+)", _as(r'kk:status "\1"')),
    Kind("aspect that is a class", SURVEY, r"kk:aspect kk:\w+", _as("kk:aspect kk:City")),
    Kind(
        "lines of another section",
        SURVEY,
        _LINES,
        lambda m, _: f'kk:lines "{(int(m[1]) + 500) % 1000 + 1}"',
    ),
    Kind("lines backwards", SURVEY, r'kk:lines "(\d+)-(\d+)"', _as(r'kk:lines "\2-\1"')),
    Kind("lines with words", SURVEY, _LINES, _in('"', '"l. ')),
    Kind(
        "lines with a long dash",
        SURVEY,
        r'kk:lines "(\d+)-(\d+)"',
        _as('kk:lines "\\1\N{EN DASH}\\2"'),
    ),
    Kind("lines as a number", SURVEY, r'kk:lines "(\d+)"(?= [;.])', _as(r"kk:lines \1")),
    Kind("lines lost", SURVEY, r'(\ba kk:\w+ ;\s+)kk:lines "\d+" ;\s+(?=kk:)', _as(r"\1")),
    Kind("year with three figures", SURVEY, _YEAR, lambda m, _: m[0].replace(m[1], m[1][:3])),
    Kind("year without its type", SURVEY, _YEAR, _as(r'"\1"')),
    Kind("year of another type", SURVEY, _YEAR, _as(r'"\1"^^xsd:date')),
    Kind("type misspelt", SURVEY, _YEAR, _as(r'"\1"^^xsd:gYaer')),
    Kind(
        "month that is none",
        SURVEY,
        r'"(\d{4})-\d\d"\^\^xsd:gYearMonth',
        _as(r'"\1-13"^^xsd:gYearMonth'),
    ),
    Kind(
        "duration without its letter",
        SURVEY,
        r'"P(\w+)"\^\^xsd:duration',
        _as(r'"\1"^^xsd:duration'),
    ),
    Kind("amount as text", SURVEY, r"kk:amount ([1-9]\d+)\.0", _as(r'kk:amount "\1,00"')),
    Kind(
        "amount with a full stop",
        SURVEY,
        r"kk:amount ([1-9]\d*?)(\d{3})\.0",
        _as(r"kk:amount \1.\2"),
    ),
    Kind("amount below nought", SURVEY, r"kk:amount ([1-9])", _as(r"kk:amount -\1")),
    Kind("amount twice", SURVEY, r"kk:amount ([1-9]\d+\.0)", _as(r"kk:amount \1, 7.0")),
    Kind("currency in words", SURVEY, r'kk:currency "DKK"', _as('kk:currency "kr."')),
    Kind(
        "currency as an IRI", SURVEY, r'kk:currency "(?:DKK|EUR)"', _as("kk:currency <urn:x:dkk>")
    ),
    Kind("tag lost", SURVEY, _TEXT, _as(r'"\1"')),
    Kind("tag of another language", SURVEY, r'"([^"\n]{12,})"@da', _as(r'"\1"@dk')),
    Kind("tag of the same language", SURVEY, r'(?<=@da, )"([^"\n]{12,})"@en', _as(r'"\1"@da')),
    Kind(
        "language lost",
        SURVEY,
        r'kk:(?:summary|note) "[^"\n]+"@da,\s+(?=")',
        lambda m, _: m[0].split('"')[0],
    ),
    Kind("blank behind a text", SURVEY, _TEXT, _as(r'"\1 "@\2')),
    Kind("two blanks in a text", SURVEY, _TEXT, _in(" ", "  ")),
    Kind("no-break space in a text", SURVEY, _TEXT, _in_text("\xa0")),
    Kind("zero width space in a text", SURVEY, _TEXT, _in_text("\u200b")),
    Kind("letters in two characters", SURVEY, r'"[^"\n]*[åéöÅ][^"\n]*"@(?:da|en)', _decomposed),
    Kind("text emptied", SURVEY, _TEXT, _as(r'""@\2')),
    Kind("graph of no section", SURVEY, r"^<section/([\d.]+)> \{", _as(r"<section/\1.99> {")),
    Kind("graph of another section", SURVEY, r"^<section/(?!1>)[\d.]+> \{", _as("<section/1> {")),
    Kind("full stop lost", SURVEY, r" \.\n(?=  <)", _as("\n")),
    Kind("quotation mark lost", SURVEY, r'"@da', _as("@da")),
    Kind("label of one language", REGISTER, r'skos:prefLabel "[^"]+"@da, ', _as("skos:prefLabel ")),
    Kind(
        "label of another thing",
        REGISTER,
        r'(?<=a kk:City ;\n    )skos:prefLabel "(?!Oslo)[^"]+"@da, "[^"]+"@en',
        _as('skos:prefLabel "oslo"@da, "Oslo"@en'),
    ),
    Kind(
        "class of another thing",
        REGISTER,
        r"> a kk:(City|Network|Person|Topic|Department)\b",
        _as("> a kk:Award"),
    ),
    Kind("class of the register misspelt", REGISTER, r"> a kk:(\w{4,})", _slipped(1)),
    Kind("label property misspelt", REGISTER, r"skos:(prefLabel)", _slipped(1)),
    Kind("homepage as text", LINKS, r"foaf:homepage <([^>]+)>", _as(r'foaf:homepage "\1"')),
    Kind("same as text", LINKS, r"owl:sameAs <([^>]+)>", _as(r'owl:sameAs "\1"')),
    Kind("coordinate out of range", LINKS, r"geo:lat (\d\d)\.", _as(r"geo:lat 1\1.")),
    Kind("coordinate with a comma", LINKS, r"geo:lat (\d+)\.(\d+)", _as(r'geo:lat "\1,\2"')),
    Kind("link to a thing misspelt", LINKS, r"kk:isAbout <(\w+)/([a-z-]{6,})>", _slipped(2)),
    Kind(
        "prefix of another address",
        SURVEY,
        r"@prefix kk: <https://w3id.org/kkgraph/ontology#>",
        _in("https", "http"),
    ),
    Kind(
        "section that begins behind its end",
        "data/sections.ttl",
        r"kk:firstLine (\d+)",
        _as("kk:firstLine 9999"),
    ),
    Kind(
        "section without its title's language",
        "data/sections.ttl",
        r'(dcterms:title "[^"]+")@da',
        _as(r"\1"),
    ),
    Kind("file dropped", "data/[rls]*/*.t*", "", _as("")),
    Kind("rule dropped", "ontology/rules/*.rq", "", _as("")),
    Kind("file copied", "data/[rls]*/*.t*", "", _as("")),
    Kind("file renamed", "data/[rls]*/*.t*", "", _as("")),
)
UNKNOWABLE = (
    Kind("another year", SURVEY, _YEAR, lambda m, _: m[0].replace(m[1], str(int(m[1]) - 1))),
    Kind(
        "another city",
        SURVEY,
        r"(kk:(?:hasPartner|hasMember)) <city/[a-z-]+>",
        _as(r"\1 <city/oslo>"),
    ),
    Kind("another role", SURVEY, r"kk:role kk:\w+", _as("kk:role kk:Partner")),
    Kind("another figure of an amount", SURVEY, r"kk:amount ([1-9])", _as(r"kk:amount 2\1")),
    Kind("another topic", SURVEY, r"kk:hasTopic <topic/[a-z-]+>", _as("kk:hasTopic <topic/klima>")),
    Kind("another word", SURVEY, _TEXT, _in(" ", " ikke ")),
    Kind("a topic left out", SURVEY, r", <topic/[a-z-]+>", _as("")),
)
_WHOLE = {"file dropped", "rule dropped", "file copied", "file renamed"}


def make(
    root: Path, rng: random.Random, number: int, kinds: tuple[Kind, ...] = KINDS
) -> Made | None:
    """Make a mistake of the kind of that number at a random place; None if it has no place."""
    kind = kinds[number % len(kinds)]
    paths = sorted(root.glob(kind.files))
    if kind.name in _WHOLE:
        return _whole(root, kind.name, rng.choice(paths))
    places = [(path, found) for path in paths for found in _places(path, kind)]
    if not places:
        return None
    path, found = rng.choice(places)
    text = path.read_text(encoding="utf-8")
    new = kind.change(found, rng)
    path.write_text(text[: found.start()] + new + text[found.end() :], encoding="utf-8")
    first = text.count("\n", 0, found.start()) + 1
    return Made(kind.name, str(path.relative_to(root)), first, first + new.rstrip().count("\n"))


def _places(path: Path, kind: Kind) -> Iterator[re.Match[str]]:
    text = path.read_text(encoding="utf-8")
    commented = re.compile(r"^\s*#.*$", re.MULTILINE)
    gone = [found.span() for found in commented.finditer(text)]
    for found in re.finditer(kind.pattern, text, re.MULTILINE):
        if not any(start <= found.start() < end for start, end in gone):
            yield found


def _whole(root: Path, name: str, path: Path) -> Made:
    made = path
    if name == "file copied":
        made = path.with_stem(path.stem + " (kopi)")
        shutil.copy(path, made)
    elif name == "file renamed":
        path.rename(path.with_suffix(path.suffix.upper()))
    else:
        path.unlink()
    return Made(name, str(made.relative_to(root)), 0, 10**6)
