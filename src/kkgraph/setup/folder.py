"""The files of a new project: the structure of a survey, empty chapters, its municipality."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kkgraph import terms
from kkgraph.editing.naming import slug
from kkgraph.errors import system
from kkgraph.errors.output import OutputNotWritable
from kkgraph.errors.projects import FolderInUse
from kkgraph.project import settings
from kkgraph.setup.headings import Found
from kkgraph.setup.structure import About, quoted, turtle
from kkgraph.survey.text import Survey
from kkgraph.texts import bilingual

BASE: Final = "https://example.org/{slug}/"
PREFIXES: Final = {
    "kk": terms.KK,
    "dcterms": terms.DCTERMS,
    "geo": terms.PREFIXES["geo"],
    "foaf": terms.PREFIXES["foaf"],
    "owl": terms.OWL,
    "skos": terms.SKOS,
    "xsd": terms.XSD,
}


@dataclass(frozen=True)
class Plan:
    """What a person says of a new project; what texts call it follows from the city's name."""

    city: str
    year: str
    language: str = "da"
    base: str = ""

    @property
    def slug(self) -> str:
        """The city's name as a part of an IRI."""
        return slug(self.city)

    @property
    def root(self) -> str:
        """The base of its IRIs."""
        return self.base or BASE.format(slug=self.slug)

    @property
    def survey(self) -> str:
        """The path of its survey."""
        return f"survey/{self.slug}-{self.year}"

    @property
    def municipality(self) -> str:
        """The path of its municipality."""
        return f"municipality/{self.slug}-kommune"

    def about(self) -> About:
        """Return the survey as `data/sections.ttl` describes it."""
        titles = bilingual("setup.title", name=self.city)
        home = f"city/{self.slug}"
        return About(self.survey, titles, self.municipality, home, self.year, self.language)


def refuse_used(folder: Path) -> None:
    """Raise FolderInUse for a folder that holds anything."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise FolderInUse(folder)


def make(folder: Path, texts: Mapping[str, str]) -> None:
    """Write a new folder with its files, whole or not at all; raises OutputNotWritable."""
    import shutil
    import tempfile

    target = folder.absolute()
    made = None
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        made = Path(tempfile.mkdtemp(dir=target.parent, prefix=f".{target.name}."))
        for name, text in texts.items():
            (made / name).parent.mkdir(parents=True, exist_ok=True)
            (made / name).write_text(text, "utf-8")
        made.chmod(0o755)
        made.replace(target)
    except OSError as error:
        raise OutputNotWritable(folder, system(error)) from None
    finally:
        if made is not None:
            shutil.rmtree(made, ignore_errors=True)


def files(plan: Plan, survey: Survey, sections: Sequence[Found]) -> dict[str, str]:
    """Return the files of a new project by their path in it."""
    chapters = {f"data/survey/{name}": text for name, text in _chapters(plan, sections).items()}
    found = {
        settings.FILE: _settings(plan),
        "data/sections.ttl": turtle(plan.root, plan.about(), survey, sections),
        "data/register/municipalities.ttl": _municipality(plan),
        "data/register/cities.ttl": _city(plan),
        "data/links/identifiers.ttl": head(plan.root, "Identifiers from outside, with sources."),
        "data/themes.ttl": head(plan.root, "Themes of our own, and what falls under them."),
        **chapters,
    }
    return {**found, "data/manifest.txt": manifest(found)}


def manifest(found: Mapping[str, str]) -> str:
    """Return the list of a project's files of data."""
    says = "# Every file that the graph is made of. Add a new file here.\n"
    return says + "".join(f"{name}\n" for name in sorted(found) if name.startswith("data/"))


def head(base: str, says: str) -> str:
    """Return how a file of data begins."""
    prefixes = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items())
    return f"# {says}\n@base <{base}id/> .\n{prefixes}"


def _chapters(plan: Plan, sections: Sequence[Found]) -> dict[str, str]:
    """Return an empty file for each chapter; the graphs of its sections come into it."""
    tops = [one for one in sections if one.level == 1]
    return {
        chapter_file(one): head(plan.root, f"Chapter {one.name}: {one.heading.title}")
        for one in tops
    }


def chapter_file(chapter: Found) -> str:
    """Return the name of a chapter's file."""
    return f"{int(chapter.name):02}-{slug(chapter.heading.title)}.trig"


def _municipality(plan: Plan) -> str:
    da, en = quoted(f"{plan.city} Kommune"), quoted(f"City of {plan.city}")
    return (
        head(plan.root, "Municipalities.")
        + f"\n<{plan.municipality}> a kk:Municipality ;\n    skos:prefLabel {da}@da, {en}@en .\n"
    )


def _city(plan: Plan) -> str:
    name = quoted(plan.city)
    return (
        head(plan.root, "Cities.")
        + f"\n<city/{plan.slug}> a kk:City ;\n    skos:prefLabel {name}@da, {name}@en .\n"
    )


def _settings(plan: Plan) -> str:
    city = quoted(plan.city)
    return f"""\
# The project: what it is called, whose surveys it holds, and where its things live.
# A thing is <base>id/KIND/SLUG; what is named here by KIND/SLUG is one of them.
# Before anything is published, let base be an address of your own.
base = "{plan.root}"
languages = ["da", "en"]
surveys = ["{plan.survey}"]
licence = "{terms.LICENCE}"

[title]
da = {quoted(f"{plan.city} i verden")}
en = {quoted(f"{plan.city} in the world")}

# Whose work it is, and how texts call it; the English ones put "the" before it.
[municipality]
id = "{plan.municipality}"
da = {quoted(f"{plan.city} Kommune")}
en = {quoted(f"City of {plan.city}")}

[city]
id = "city/{plan.slug}"
da = {city}
en = {city}

[publisher]
da = {quoted(f"{plan.city} Kommune")}
en = {quoted(f"City of {plan.city}")}

# Prefixes for queries and files, beside those that every project has.
[prefixes]
"""
