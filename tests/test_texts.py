"""The interface texts: two files with the same keys, all of them used, none missing."""

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest
from modules import nodes

from kkgraph import texts
from kkgraph.project import find
from kkgraph.site.rendering import MENU

PACKAGE = Path(texts.__file__).parent.parent
MINI = Path(__file__).parent / "mini"
WEB = PACKAGE.parent.parent / "web" / "src"
# Tables whose keys the data or another vocabulary decide.
BY_DATA = (
    "comparison.both",
    "comparison.none",
    "comparison.only",
    "differences.added",
    "differences.withdrawn",
    "errors.system",
    "export.columns",
    "export.tables",
    "headings",
    "literals.currencies",
    "literals.months",
    "literals.numerals",
    "literals.precision",
    "literals.truth",
    "networks.attributes",
    "networks.filters",
    "networks.measures",
    "networks.methods",
    "remote.change",
    "site.catalogue.themes",
    "site.inverses",
    "site.layers",
    "site.plurals",
    "site.topics",
    "terms",
    "validation.cures.components",
    "validation.cures.shapes",
    "validation.rules",
    "validation.severities",
)
FORMS = {"one", "other"}
ASKING = ("phrase", "bilingual", "table", "Message")  # what takes a key first


def read(lang: str) -> dict[str, str]:
    """Return the texts of a file by dotted key, those with forms as `key.one`."""
    return dict(flat(tomllib.loads((PACKAGE / "texts" / f"{lang}.toml").read_text("utf-8"))))


def flat(table: dict[str, object], prefix: str = "") -> Iterator[tuple[str, str]]:
    """Yield the texts below a table with their dotted keys."""
    for key, value in table.items():
        if isinstance(value, dict):
            yield from flat(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", str(value)


TEXTS = {lang: read(lang) for lang in texts.LANGUAGES}
KEYS = {key.rpartition(".")[0] if key.rpartition(".")[2] in FORMS else key for key in TEXTS["en"]}
TABLES = {key[: place.start()] for key in KEYS for place in re.finditer(r"\.", key)}


def test_both_files_have_the_same_keys() -> None:
    """What is said in one language is said in the other."""
    assert list(TEXTS["da"]) == list(TEXTS["en"])


def test_placeholders_are_the_same() -> None:
    """A text is filled with the same details in both languages."""

    def names(lang: str, key: str) -> set[str]:
        return {name for _, name, _, _ in Formatter().parse(TEXTS[lang][key]) if name}

    assert [key for key in TEXTS["en"] if names("da", key) != names("en", key)] == []


def test_no_text_is_empty_or_padded() -> None:
    """A text says something, without blanks around it: an empty one would leave a hole."""
    said = [text for lang in TEXTS for text in TEXTS[lang].values()]
    assert [text for text in said if not text or text != " ".join(text.split())] == []


def test_forms_come_in_pairs() -> None:
    """A text for one has its other for several."""
    stems = [[k.rpartition(".")[0] for k in TEXTS["en"] if k.endswith(f".{f}")] for f in FORMS]
    assert stems[0] == stems[1] != []


def modules() -> list[Path]:
    """Return the package's modules but the texts' own."""
    return [path for path in PACKAGE.rglob("*.py") if path.parent.name != "texts"]


def asked(path: Path) -> Iterator[ast.expr]:
    """Yield what a module gives as key of a text, itself or by a name it was given before."""
    asking = (*ASKING, "say") if "cli" in path.parts else ASKING
    given = [
        node
        for node in nodes(path)
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant | ast.IfExp)
    ]
    for node in nodes(path):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute):
            name = node.func.id if isinstance(node.func, ast.Name) else node.func.attr
            if name in asking and node.args:
                key = node.args[0]
                yield key
                yield from (
                    one.value
                    for one in given
                    for target in one.targets
                    if isinstance(target, ast.Name) and ast.dump(key) == ast.dump(_read(target))
                )


def _read(name: ast.Name) -> ast.Name:
    """Return a name as it stands where it is read."""
    return ast.Name(name.id, ast.Load())


def strings(path: Path) -> set[str]:
    """Return every string in a module."""
    constants = (node.value for node in nodes(path) if isinstance(node, ast.Constant))
    return {value for value in constants if isinstance(value, str)}


def of_python() -> Iterator[tuple[str, str]]:
    """Yield (module, key or table) of every text that Python asks for."""
    for path in modules():
        words = strings(path)
        for expression in asked(path):
            for part in ast.walk(expression):
                if isinstance(part, ast.JoinedStr) and isinstance(part.values[0], ast.Constant):
                    table = str(part.values[0].value).rstrip(".")
                    yield path.name, table
                    yield from ((path.name, key) for key in below(table, words))
                elif isinstance(part, ast.Constant) and not str(part.value).endswith("."):
                    yield from ((path.name, key) for key in {str(part.value)} if is_key(key))


def is_key(value: str) -> bool:
    """Tell whether a string in the place of a key is one, and not a part of it."""
    return "." in value or value in BY_DATA


def below(table: str, words: set[str]) -> set[str]:
    """Return the keys of a table that a module's strings complete; all if data decide."""
    inside = {key for key in KEYS if key.startswith(f"{table}.")}
    if table in BY_DATA:
        return inside
    return {key for key in inside if begins(key.removeprefix(f"{table}."), words)}


def begins(text: str, words: set[str]) -> bool:
    """Tell whether a text begins with one of some words."""
    return any(text[:length] in words for length in range(len(text) + 1))


def of_templates() -> Iterator[tuple[str, str]]:
    """Yield (template, key or table) of every text that a template asks for."""
    for path in (PACKAGE / "site" / "templates").glob("*.html"):
        source = path.read_text("utf-8")
        for key in re.findall(r"'((?:cited|site|networks|releases)\.[\w.]+)'", source):
            yield path.name, key.rstrip(".")
        for table in re.findall(r"t\('(site\.\w+)\.' ~", source):
            words = set(re.findall(r"'(\w+)'", source)) | set(MENU)
            found = {f"{table}.{word}" for word in words} & KEYS
            yield from ((path.name, key) for key in found)


def of_scripts() -> Iterator[tuple[str, str]]:
    """Yield (script, key) of every text that TypeScript asks for."""
    for path in WEB.rglob("*.ts"):
        folder = path.relative_to(WEB).parts[0]
        source = path.read_text("utf-8")
        for key in sorted(of_script(source, WEB / folder)):
            shown = [f"web.{room}.{key}" for room in ROOMS if f"web.{room}.{key}" in KEYS | TABLES]
            own = [f"web.{folder}.{key}"] if folder != "shared" else shown
            yield from ((path.name, one) for one in own or [f"web.{folder}.{key}"])


ROOMS = sorted({key.split(".")[1] for key in KEYS if key.startswith("web.")})


def of_script(source: str, folder: Path) -> Iterator[str]:
    """Yield the keys in a script, which stands in a room's folder."""
    for argument in re.findall(r"\bword\(((?:[^,()]|\([^()]*\))+),", source):
        yield from re.findall(r'"(\w+)"', re.sub(r'=== "\w+"', "", argument))
    inside = {key.partition(f"web.{folder.name}.")[2] for key in KEYS} - {""}
    for start in re.findall(r"\bword\(`(\w+)\$\{", source):  # what is after it, data decide
        yield from (key for key in inside if key.startswith(start))
    if re.search(r"\bword\(\w+,", source):  # one of the words that the room's scripts have
        scripts = (other.read_text("utf-8") for other in folder.rglob("*.ts"))
        yield from inside & {word for one in scripts for word in re.findall(r'"(\w+)"', one)}


@pytest.fixture(scope="module")
def used() -> list[tuple[str, str]]:
    """Return (module, template or script, key or table) of every text that is asked for."""
    return sorted({*of_python(), *of_templates(), *of_scripts()})


def test_every_text_asked_for_is_there(used: list[tuple[str, str]]) -> None:
    """No module, template or script asks for a text that is not written."""
    assert [(place, key) for place, key in used if key not in KEYS | TABLES] == []


def test_every_text_is_used(used: list[tuple[str, str]]) -> None:
    """No text stands in the files that nothing shows."""
    keys = {key for _, key in used}
    by_data = tuple(f"{table}." for table in BY_DATA if table in keys)
    assert {key for key in KEYS - keys if not key.startswith(by_data)} == set()


def test_scripts_are_looked_through(used: list[tuple[str, str]]) -> None:
    """The three ways of asking are all found, so that the tests above see every use."""
    assert ("layout.html", "site.menu.browse") in used
    assert ("vocabulary.py", "site.vocabulary.groups.classes") in used
    rooms = {key.rpartition(".")[0] for _, key in of_scripts()}
    assert rooms == {"web.network", "web.map", "web.search", "web.sparql", "web.table"}


def test_no_table_of_languages_elsewhere() -> None:
    """Texts by language stand in the two files alone."""
    pattern = re.compile(r"""["']?\bda["']?: *["'(]""")
    sources = [*modules(), *WEB.rglob("*.ts")]
    found = [path for path in sources if pattern.search(path.read_text("utf-8"))]
    assert found == []


def test_forms() -> None:
    """One takes the form of one, every other number the other, also one written with letters."""
    said = [texts.phrase("literals.units.year", "en", n=n) for n in (1, "1", 0, 2, "1,000")]
    assert said == ["1 year", "1 year", "0 years", "2 years", "1,000 years"]


def test_missing() -> None:
    """A key that is not there is an error of the program, not an empty text."""
    with pytest.raises(KeyError):
        texts.phrase("site.front.nothing", "da")


def test_two_projects_take_turns() -> None:
    """Texts speak of the project in use, and are parsed once for each."""
    said, parsed = [], set()
    root = Path(__file__).parents[1]
    for project in 2 * (find(root), find(root / "examples" / "havnby")):
        project.use()
        said.append(texts.phrase("site.catalogue.keywords", "en").partition(";")[0])
        parsed.add(id(texts.table("site.catalogue", "en")))
    assert said == 2 * ["Copenhagen", "Havnby"]
    assert len(parsed) == 2


def test_piped_query_reads_no_texts() -> None:
    """A query that is written as CSV says nothing, so it does not read the texts."""
    script = (
        "import atexit, sys, kkgraph.cli, kkgraph.texts as t\n"
        "atexit.register(lambda: print(t._read.cache_info().currsize, file=sys.stderr))\n"
        "kkgraph.cli.main(sys.argv[1:])"
    )
    call = [sys.executable, "-c", script, "query", "fees", "--format", "csv"]
    done = subprocess.run(call, capture_output=True, text=True, check=True, cwd=MINI)
    assert (done.stdout.split()[:2], done.stderr.strip()) == (
        ["network,amount", "NORDLYS,250000"],
        "0",
    )


def test_every_language_is_read_at_once() -> None:
    """A worker of the server has lost its files: what it says was read before."""
    script = (
        "import resource\n"
        "from kkgraph import texts\n"
        "texts.read_all()\n"
        "resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))\n"
        "print(*texts.bilingual('site.frame.skip').values())"
    )
    call = [sys.executable, "-X", "utf8", "-c", script]
    assert subprocess.check_output(call, text=True) == "Gå til indholdet Skip to content\n"


PLACEHOLDER = re.compile(r"\{\w+\}")
# Words that the glossary rejects, for something else or for the same under another name.
REJECTED = re.compile(
    r"""(?<!\w)(?:
        § | kortlægning | fakt(?:um|a) | bidragyder | venskabsby | bevilling | udefra | udad |
        trykt | trykker | siges\ at | netværkskort | netværksfigur | udvalg: | gemte? |
        ordforråd | begrebsliste | ontologi(?:en)? | slags | former(?:ne)? | triples? |
        blank\ knude | belæg | mellemliggenhed | skridt | omgivelser | genvej | hverv |
        støttesum | søgemaskine | læsning | ved\ en\ regel | citer\w+ | citér | forespørgsler |
        fortegnelse | proveniens
    )(?!\w)""",
    re.IGNORECASE | re.VERBOSE,
)


def test_danish_keeps_to_the_glossary() -> None:
    """One Danish word for one thing: none that an official would take for another."""
    said = {key: PLACEHOLDER.sub("", text) for key, text in TEXTS["da"].items()}
    assert [key for key, text in said.items() if REJECTED.search(text)] == []


def test_danish_sentences_end() -> None:
    """A text of several sentences ends with a full stop, as the English one does."""
    pairs = [(key, said, TEXTS["en"][key]) for key, said in TEXTS["da"].items() if " " in said]
    assert [key for key, da, en in pairs if en.endswith(".") != da.endswith(".")] == []
