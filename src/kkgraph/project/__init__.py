"""Where the ontology, the data and the saved queries are: a checkout, or the packaged copy."""

import os
import re
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import NamedTuple, Self
from urllib.parse import quote

from kkgraph import media, terms, texts
from kkgraph.editions.edition import WHOLE, Edition
from kkgraph.errors import DataFileError, InputNotReadable, ProjectNotFound, system
from kkgraph.errors.projects import ProjectIncomplete, WorkingFolderGone
from kkgraph.project import settings
from kkgraph.texts import Message


def read_text(path: Path) -> str:
    """Return the text of a project's file; DataFileError says which line is no UTF-8."""
    try:
        content = path.read_bytes()
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise DataFileError(path, line, Message("errors.input.save_utf8")) from None
    except OSError as error:
        raise InputNotReadable(path, system(error)) from None


class DataFile(NamedTuple):
    """A file of triples: the graph its triples belong to (None: it names its own graphs)."""

    path: Path
    graph: str | None

    @property
    def format(self) -> str:
        """The file's format by its ending, "ttl" where it has none of RDF."""
        found = media.rdf_of(self.path.name)
        return found.ending if found else "ttl"


@dataclass(frozen=True)
class Project:
    """A folder that holds `kkgraph.toml` and `data/`; `own` are files beside it.

    `ontology/` and `queries/` are its own if it has a vocabulary there; else those of the
    package, to which it may add rules and queries.

    `endpoint`: the server that is asked instead of the data (an address, or a profile's name).
    `edition`: which sources count, as of when. `beside`: other projects, loaded with this one.
    """

    root: Path
    own: tuple[Path, ...] = ()
    endpoint: str | None = None
    edition: Edition = WHOLE
    beside: tuple["Project", ...] = ()

    def plus(self, files: tuple[Path, ...]) -> "Project":
        """Return the project with a user's own files beside its data."""
        if not files:
            return self
        for path in files:
            if media.rdf_of(path.name) is None:
                known = ", ".join(f".{ending}" for ending in media.GRAPHS)
                raise InputNotReadable(path, Message("errors.input.no_rdf", known=known))
        return replace(self, own=(*self.own, *files))

    @cached_property
    def settings(self) -> settings.Settings:
        """What `kkgraph.toml` says of the project; the defaults where there is no such file."""
        path = self.root / settings.FILE
        return settings.read(path, read_text(path)) if path.is_file() else settings.Settings()

    def use(self) -> Self:
        """Make it the project that prefixes and texts of this process speak of; return it."""
        if _in_use and _in_use[0] is self:
            return self
        found = self.settings
        beside = {other.name: other.settings.base for other in self.beside}
        terms.use(terms.Names(found.base, found.prefixes, found.home, beside, found.licence))
        texts.use({lang: found.words(lang) for lang in texts.LANGUAGES})
        _in_use[:] = [self]
        return self

    @property
    def name(self) -> str:
        """What the project's own prefixes begin with beside another: its city, else its folder."""
        found = self.settings.city.path or self.settings.municipality.path
        slug = found.rpartition("/")[2] or re.sub(r"[^a-z0-9]+", "-", self.root.name.lower())
        return slug.strip("-") or "other"

    def together(self, others: tuple["Project", ...]) -> "Project":
        """Return the project with others beside it; each has to have a base of its own."""
        bases = {self.settings.base: self}
        for other in others:
            known = bases.setdefault(other.settings.base, other)
            if known is not other:
                place = other.root / settings.FILE
                raise DataFileError(
                    place, None, Message("errors.project.same_base", other=known.root)
                )
        return replace(self, beside=(*self.beside, *others))

    @cached_property
    def shared(self) -> Path:
        """The folder of the vocabulary, shapes, rules and queries: the project's or the package's.

        Raises ProjectNotFound if neither is there.
        """
        for folder in (self.root, *_shipped()):
            if (folder / "ontology" / "kk.ttl").is_file():
                return folder
        raise ProjectNotFound(self.root)

    @property
    def ontology(self) -> Path:
        """The vocabulary."""
        return self.shared / "ontology" / "kk.ttl"

    @property
    def shapes(self) -> Path:
        """The SHACL shapes of the data."""
        return self.shared / "ontology" / "shapes.ttl"

    @property
    def version(self) -> str:
        """The version of the data: the last release's, or else the ontology's."""
        return self.settings.version or self.ontology_version

    @property
    def issued(self) -> str:
        """The date of the version, "" of none."""
        found = re.search(r'dcterms:issued\s+"([^"]*)"', read_text(self.ontology))
        return self.settings.issued or (found[1] if found else "")

    @property
    def ontology_version(self) -> str:
        """The ontology's `owl:versionInfo`, or "" when it has none."""
        found = re.search(r'owl:versionInfo\s+"([^"]*)"', read_text(self.ontology))
        return found[1] if found else ""

    def sections_file(self) -> DataFile:
        """Return the file of the survey's structure."""
        return DataFile(self._file("data/sections.ttl"), terms.SECTIONS)

    def survey_files(self) -> list[DataFile]:
        """Return the TriG files of what the survey says, one a chapter."""
        return [DataFile(path, None) for path in self._files("data/survey", "*.trig")]

    def register_files(self) -> list[DataFile]:
        """Return the files of the register of things."""
        return [DataFile(path, terms.REGISTER) for path in self._files("data/register", "*.ttl")]

    def outside_files(self) -> list[DataFile]:
        """Return the files that do not come from the survey: links and our own themes."""
        links = [DataFile(path, terms.LINKS) for path in self._files("data/links", "*.ttl")]
        others = [file for one in self.beside for file in one.outside_files()]
        return [*links, DataFile(self._file("data/themes.ttl"), terms.THEMES), *others]

    def ontology_file(self) -> DataFile:
        """Return the vocabulary as a file to load, so that queries can ask for its labels."""
        return DataFile(self._file("ontology/kk.ttl", self.shared), terms.ONTOLOGY)

    def stated_files(self) -> list[DataFile]:
        """Return what the survey says, and what it takes to read that."""
        register = self.register_files()
        own = [self._own_file(path) for path in self.own]
        said = [self.sections_file(), *register, *self.survey_files(), *own]
        others = [file for one in self.beside for file in one.stated_files()[1:]]
        return [self.ontology_file(), *said, *others]

    def _own_file(self, path: Path) -> DataFile:
        """Return a user's file: its triples get a graph named after it, its quads keep theirs."""
        is_quads = DataFile(path, None).format in media.QUADS
        return DataFile(path, None if is_quads else terms.graph(f"own/{quote(path.stem)}"))

    def data_files(self) -> list[DataFile]:
        """Return every file to load, in a fixed order."""
        return [*self.stated_files(), *self.outside_files()]

    def settings_files(self) -> list[Path]:
        """Return the files that say whose projects these are."""
        files = (one.root / settings.FILE for one in (self, *self.beside))
        return [path for path in files if path.is_file()]

    def rule_files(self) -> list[Path]:
        """Return the rules, one SPARQL CONSTRUCT a file."""
        return self._shared("ontology/rules", "*.rq")

    def query_files(self) -> list[Path]:
        """Return the saved queries."""
        return self._shared("queries", "*/*.rq")

    def query_file(self, name: str) -> Path | None:
        """Return the saved query of a name, the project's own before the package's."""
        file = f"{name}.rq"
        found = (
            folder / file
            for root in dict.fromkeys((self.root, self.shared))
            for folder in _listed(root / "queries", "*")
            if _listed(folder, file)
        )
        return next(found, None)

    def questions_file(self) -> Path | None:
        """Return how people ask what the saved queries answer, if the project says so."""
        path = self.shared / "queries" / "questions.toml"
        return path if path.is_file() else None

    def shown(self, path: Path) -> str:
        """Return a path as a reader wants it: relative to the project when inside it."""
        return str(path.relative_to(self.root)) if path.is_relative_to(self.root) else str(path)

    def _shared(self, folder: str, pattern: str) -> list[Path]:
        """Return the package's files and the project's own, which may be none."""
        own = [] if self.shared == self.root else _listed(self.root / folder, pattern)
        return [*self._files(folder, pattern, self.shared), *own]

    def _file(self, name: str, root: Path | None = None) -> Path:
        path = (root or self.root) / name
        if not path.is_file() or path.stat().st_size == 0:
            raise ProjectIncomplete(path, Message("errors.project.no_file"))
        return path

    def _files(self, folder: str, pattern: str, root: Path | None = None) -> list[Path]:
        found = _listed((root or self.root) / folder, pattern)
        if not found:
            raise ProjectIncomplete(
                (root or self.root) / folder, Message("errors.project.no_files", pattern=pattern)
            )
        return found


def _listed(folder: Path, pattern: str) -> list[Path]:
    """Return what fits in a folder by name, "*.ttl", or in each folder of it, "*/*.rq".

    It takes a third of the time of Path.glob.
    """
    first, slash, rest = pattern.partition("/")
    _, star, ending = first.rpartition("*")
    try:
        names = sorted(os.listdir(folder))  # noqa: PTH208 - names are compared
    except OSError:
        return []
    found = [folder / name for name in names if name.endswith(ending) and (star or name == ending)]
    return [path for one in found for path in _listed(one, rest)] if slash else found


_in_use: list[Project] = []


def find(explicit: Path | None = None) -> Project:
    """Return the named project, else the checkout around the working folder, else the packaged one.

    An explicit folder that is no project is an error, never silently another project.
    """
    if explicit is not None:
        if not _is_project(explicit):
            raise ProjectNotFound(explicit)
        return Project(explicit.resolve()).use()
    try:
        here = Path.cwd()
    except FileNotFoundError:
        raise WorkingFolderGone from None
    for folder in (here, *here.parents, *_shipped()):
        if _is_project(folder):
            return Project(folder).use()
    raise ProjectNotFound(here)


def package() -> Project:
    """Return the project that the package brings, which lends its register; it is not put to use.

    Raises ProjectNotFound where the package was taken apart.
    """
    found = next((folder for folder in _shipped() if _is_project(folder)), None)
    if found is None:
        raise ProjectNotFound(_shipped()[0])
    return Project(found)


def _is_project(folder: Path) -> bool:
    has = (folder / "data").is_dir()
    named = (folder / settings.FILE).is_file()
    return has and (named or _is_whole(folder))


def _is_whole(folder: Path) -> bool:
    """Tell whether a folder without `kkgraph.toml` is a project of before that file."""
    return (folder / "ontology" / "kk.ttl").is_file() and (folder / "queries").is_dir()


def _shipped() -> tuple[Path, Path]:
    """Return the copy inside the wheel, and the checkout behind an editable install."""
    package = Path(__file__).resolve().parent.parent
    return package / "_project", package.parent.parent
