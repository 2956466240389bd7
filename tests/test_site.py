"""The site: every link leads somewhere, every file parses, the same input gives the same bytes."""

import gc
import gzip
import json
import re
import subprocess
import sys
import weakref
from base64 import b64encode
from dataclasses import dataclass, field
from hashlib import sha256
from html.parser import HTMLParser
from itertools import combinations
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pyoxigraph as ox
import pytest
import rdflib
from sampling import each
from sites import BASE, made

from kkgraph import terms
from kkgraph.errors.output import OutputNotWritable
from kkgraph.networks.drawing import text_metrics
from kkgraph.project import find
from kkgraph.site import builder, output, rendering, shares
from kkgraph.site.builder import build
from kkgraph.site.catalogue import dcat, hosting
from kkgraph.site.catalogue.citations import cite
from kkgraph.site.context import Site, once
from kkgraph.site.data import dumps, entities
from kkgraph.site.links import Here, file_of, page_of
from kkgraph.site.pages import listing, network
from kkgraph.site.pages.statements import Renderer
from kkgraph.store import load
from kkgraph.survey.text import read
from kkgraph.texts import OFFERED

MINI = Path(__file__).parent / "mini"
ROOT = Path(__file__).parents[1]
PROJECTS = {"tiny": MINI, "small": ROOT / "examples" / "havnby", "shipped": ROOT}
CATALOGUE = ("dataset", "catalog", "publisher", "survey", "ontology/0.1.0", "ontology/0.2.0")
CATALOGUE += ("dataset/0.1.0",)
# What the site of each project has at least: pages, triples in the dumps and in a description.
LEAST = {"tiny": (100, 300, 50), "small": (300, 1000, 100), "shipped": (3000, 10_000, 100)}
# Terms that the tiny project uses and its own small vocabulary does not define.
LACKING = {"Approximate", "Partner"}
ENTITY = {"nt": "nt", "ttl": "turtle", "rdf": "xml", "jsonld": "json-ld"}


@dataclass
class Html(HTMLParser):
    """A page: its links by the element that has them, its anchors, its text."""

    links: list[tuple[str, str]] = field(default_factory=list)
    anchors: list[str] = field(default_factory=list)
    texts: list[tuple[str, str]] = field(default_factory=list)
    open: list[str] = field(default_factory=list)
    lang: str = ""
    targets: list[tuple[str, str, str]] = field(default_factory=list)

    def __post_init__(self):
        """Begin to parse."""
        super().__init__()

    def handle_starttag(self, tag, attrs):
        """Keep what a crawler follows."""
        given = dict(attrs)
        self.links += [(tag, given[a]) for a in ("href", "src", "action") if given.get(a)]
        self.anchors += [given["id"]] if given.get("id") else []
        self.lang = self.lang or (given.get("lang", "") if tag == "html" else "")
        self.open.append(tag)

    def handle_endtag(self, tag):
        """Leave an element."""
        while self.open and self.open.pop() != tag:
            pass

    def handle_data(self, data):
        """Keep text with the element it stands in."""
        if data.strip():
            self.texts.append((self.open[-1] if self.open else "", data.strip()))


@pytest.fixture(
    scope="session",
    params=["tiny", *(pytest.param(name, marks=pytest.mark.slow) for name in ("small", "shipped"))],
)
def whose(request):
    """Return whose site `built` is: the tiny project's, and as slow tests those of the others."""
    return request.param


@pytest.fixture(scope="session")
def tiny_built(tmp_path_factory):
    """Return the folder of the tiny project's site, which was there and empty before."""
    out = tmp_path_factory.mktemp("tiny") / "out"
    out.mkdir()
    return made(out, "1", MINI)


@pytest.fixture(scope="session")
def html(built):
    """Return all pages of the site, parsed, by path."""
    found = {}
    for path in built.rglob("*.html"):
        page = Html()
        page.feed(path.read_text("utf-8"))
        name = path.relative_to(built).as_posix()
        page.targets = list(targets(name, page))
        found[name] = page
    return found


@pytest.fixture(scope="module")
def some(store, shipped_site, mini_site, tmp_path_factory):
    """Return a folder with the shipped project's descriptions, and the few pages asked for here.

    The dumps that are described are the tiny project's: they take long, and have tests above.
    """
    site, folder = shipped_site, tmp_path_factory.mktemp("some")
    pages = {(page.path, page.lang): page for lang in OFFERED for page in first(site, lang)}
    dumped = dumps.files(mini_site)
    store.project.use()
    hosted = hosting.files(site, [path for path, _ in pages])
    oslo = list(site.index.subjects()).index(f"{terms.ID}city/oslo")
    files = [*dumped, *dcat.files(site, dumped), *hosted, *builder.assets()]
    drawn = network.pictures(site, "departments-networks", "en")  # the front page's
    files += [(one.file, one.content) for one in drawn.values()]
    files += entities.files(site, slice(oslo, oslo + 1))
    files += [(file_of(*at), rendering.render(site, page).encode()) for at, page in pages.items()]
    for name, content in files:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return folder


def first(site, lang):
    """Yield a language's front page, those of the catalogue, and Oslo's."""
    wanted = {"", "id/city/oslo/", *map("{}/".format, CATALOGUE)}
    for page in listing.pages(site, lang):
        if page.path in wanted:
            wanted.remove(page.path)
            yield page
        if not wanted:
            return


@pytest.fixture(scope="module")
def mini_site(mini):
    """Return the tiny project as a site."""
    return Site(mini, BASE)


def targets(path: str, page: Html):
    """Yield the (element, file, fragment) of each link of a page that stays on the site."""
    for tag, link in page.links:
        address = urljoin(BASE + path, link)
        if address.startswith(BASE):
            parts = urlsplit(address)
            file = unquote(parts.path[len(urlsplit(BASE).path) :])
            yield (
                tag,
                f"{file}index.html" if file.endswith("/") or not file else file,
                parts.fragment,
            )


def test_every_internal_link_resolves(built, html, whose):
    """A crawler finds the file of each link, and the anchor where the link names one."""
    files = {p.relative_to(built).as_posix() for p in built.rglob("*") if p.is_file()}
    broken = {
        f"{path} -> {file}#{fragment}"
        for path, page in html.items()
        for _, file, fragment in page.targets
        if file not in files
        or (fragment and "=" not in fragment and fragment not in html[file].anchors)
    }
    if whose == "tiny":
        broken = {link for link in broken if link.rpartition("#")[2] not in LACKING}
    assert len(html) > LEAST[whose][0]
    assert broken == set()


def test_no_page_is_an_orphan(html):
    """Each page can be reached from the front page by links and by the search field."""
    seen, waiting = {"index.html"}, ["index.html"]
    while waiting:
        path = waiting.pop()
        found = {file for tag, file, _ in html[path].targets if tag in {"a", "form"}}
        waiting += (new := (found & set(html)) - seen)
        seen |= new
    assert set(html) - seen == {"404.html", "da/404.html"}


def test_anchors_of_a_page_are_unique(html):
    """No two elements of a page have the same id."""
    twice = {p for p, page in html.items() if len(page.anchors) != len(set(page.anchors))}
    assert twice == set()


def test_every_page_exists_in_both_languages(html):
    """A page's Danish counterpart stands under `da/`, and each says which language it is."""
    english = {path for path in html if not path.startswith("da/")}
    assert {f"da/{path}" for path in english} == set(html) - english
    wrong = {p for p, page in html.items() if page.lang != ("da" if p.startswith("da/") else "en")}
    assert wrong == set()


def test_no_label_is_a_naked_iri(html):
    """No link's text is an IRI or CURIE of the graph, but where the page names the identifier."""
    curie = re.compile(r"^(kk|[a-z-]+):[A-Za-z][\w-]*$")
    naked = {
        (path, text)
        for path, page in html.items()
        if "explore" not in path
        for tag, text in page.texts
        if tag == "a" and (text.startswith(terms.ID) or curie.match(text))
    }
    own = {(p, t) for p, t in naked if _iri_of(p) == t}
    standard = {(p, t) for p, t in naked if p.removeprefix("da/") == "ontology/index.html"}
    assert naked - own - standard == set()


def _iri_of(path: str) -> str:
    return "https://w3id.org/kkgraph/" + path.removeprefix("da/").removesuffix("/index.html")


@pytest.mark.parametrize("one_in", each([20, 1], 2))
@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
def test_entity_files_together_are_the_dump(built, one_in, whose):
    """An independent parser reads the files; all formats agree; all hold the whole dump.

    Beside it they have what each document is about, its dataset and licence, and names of facts.
    """
    rdflib_normalizes, rdflib.NORMALIZE_LITERALS = rdflib.NORMALIZE_LITERALS, False
    try:
        files = sorted([*(built / "id").rglob("*.nt"), built / "ontology.nt"])
        differing = []
        for path in files[::one_in]:
            graphs = [_parsed(path.with_suffix(f".{e}"), fmt) for e, fmt in ENTITY.items()]
            differing += [path] if any(graph != graphs[0] for graph in graphs) else []
    finally:
        rdflib.NORMALIZE_LITERALS = rdflib_normalizes
    assert differing == []
    union = set().union(*(_triples(path, ox.RdfFormat.N_TRIPLES) for path in files))
    dumps = built.glob("dump/*.ttl")
    dump = set().union(*(_triples(path, ox.RdfFormat.TURTLE) for path in dumps))
    dump = {t for t in dump if not t.subject.value.startswith(f"{terms.ROOT}dump/")}
    assert dump - union == set()
    assert {t.predicate.value for t in union - dump} == {
        terms.LABEL,
        terms.PREFIXES["void"] + "inDataset",
        terms.DCTERMS + "license",
        terms.PREFIXES["foaf"] + "primaryTopic",
    }
    assert len(dump) > LEAST[whose][1]


def _triples(path: Path, fmt: ox.RdfFormat) -> set:
    return {quad.triple for quad in ox.parse(path.read_bytes(), format=fmt)}


def _parsed(path: Path, fmt: str) -> set:
    graph = rdflib.Graph(bind_namespaces="none")
    return set(graph.parse(path, format=fmt))


def test_dumps_are_the_store(built, whose):
    """The quads of the dumps are those of the named graphs; the rest says what the files are."""
    store = load(find(PROJECTS[whose]))
    wanted = {q for q in store.graph if isinstance(q.graph_name, ox.NamedNode)}
    nquads = gzip.decompress((built / "dump/kkgraph.nq.gz").read_bytes())
    assert set(ox.parse(nquads, format=ox.RdfFormat.N_QUADS)) == wanted
    trig = (built / "dump/kkgraph.trig").read_bytes()
    assert _in_graphs(ox.parse(trig, format=ox.RdfFormat.TRIG)) == wanted
    triples = {q.triple for q in wanted}
    whole = _triples(built / "dump/kkgraph.jsonld", ox.RdfFormat.JSON_LD)
    layers = {path: _triples(path, ox.RdfFormat.TURTLE) for path in built.glob("dump/*.ttl")}
    for paths, found in (
        ([built / "dump/kkgraph.jsonld"], whole),
        (layers, set().union(*layers.values())),
    ):
        assert triples <= found
        assert {t.subject.value for t in found - triples} == {
            terms.ROOT + path.relative_to(built).as_posix() for path in paths
        }


def _in_graphs(quads):
    return {q for q in quads if q.graph_name != ox.DefaultGraph()}


@pytest.mark.parametrize(
    "name",
    [
        "dataset.ttl",
        "void.ttl",
        "provenance.ttl",
        "queries.ttl",
        ".well-known/void",
        ".well-known/sparql-examples",
    ],
)
def test_descriptions_parse(built, name, whose):
    """What machines read about the dataset is Turtle that an independent parser takes."""
    assert len(rdflib.Graph().parse(built / name, format="turtle")) > LEAST[whose][2]


def test_descriptions_count_what_is_there(built):
    """VoID has as many triples as the dump, and DCAT's byte sizes are those of the files."""
    void = rdflib.Graph().parse(built / "void.ttl")
    dcat = rdflib.Graph().parse(built / "dataset.ttl")
    dataset = next(void.subjects(rdflib.VOID.rootResource))
    nquads = gzip.decompress((built / "dump/kkgraph.nq.gz").read_bytes())
    triples = {q.triple for q in ox.parse(nquads, format=ox.RdfFormat.N_QUADS)}
    assert int(void.value(dataset, rdflib.VOID.triples)) == len(triples)
    size = rdflib.URIRef("http://schema.org/contentSize")
    sizes = {str(s): int(str(o).removesuffix(" B")) for s, o in dcat.subject_objects(size)}
    assert sizes == {
        BASE + path.relative_to(built).as_posix(): path.stat().st_size
        for path in (built / "dump").iterdir()
    }


def test_front_page_is_light(some):
    """The front page with all that it loads is under 150 kB, the query engine left aside."""
    page = Html()
    page.feed((some / "index.html").read_text("utf-8"))
    loaded = {
        file
        for tag, file, _ in targets("index.html", page)
        if tag in {"img", "image", "script"} or file.endswith((".css", "icon.svg"))
    }
    assert "assets/europe.svg" in loaded
    assert "assets/sparql.js" not in loaded
    size = sum((some / name).stat().st_size for name in {"index.html", *loaded})
    assert size < 150_000


@pytest.mark.slow  # three builds
def test_built_twice_the_site_is_the_same(tmp_path):
    """Another build, in a process that hashes otherwise, gives the same bytes."""
    first, again = (made(tmp_path / seed, seed, MINI) for seed in "12")
    assert len(_contents(first)) > 50
    assert _contents(again) == _contents(first)


@pytest.mark.slow
def test_built_twice_the_shipped_site_is_the_same(shipped_built, tmp_path):
    """The same of the shipped project."""
    again = made(tmp_path / "out", "2")
    assert _contents(again) == _contents(shipped_built)


def _contents(folder: Path) -> dict:
    return {
        p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()
    }


def test_earlier_site_is_replaced_and_nothing_else(mini_site, tiny_built, tmp_path):
    """A folder that is no site, or a file, is refused and left as it was; an empty one is taken."""
    out = tmp_path / "out"
    out.mkdir()
    (out / "letter.txt").write_text("dear")
    with pytest.raises(OutputNotWritable, match="no site of kkgraph"):
        build(mini_site, out)
    assert [p.name for p in tmp_path.rglob("*")] == ["out", "letter.txt"]
    with pytest.raises(OutputNotWritable, match="it is a file"):
        build(mini_site, out / "letter.txt")
    assert (tiny_built / "index.html").is_file()
    assert [p.name for p in tiny_built.parent.iterdir()] == ["out"]


@pytest.mark.slow  # builds the site twice
def test_files_of_others_in_an_earlier_site_stay(mini_site, tmp_path):
    """A second build takes away what the first wrote and the second does not, and no more."""
    out = tmp_path / "out"
    build(mini_site, out)
    before = _contents(out)
    foreign = {".git/HEAD": b"ref", "CNAME": b"graph.example", "id/city/notes.txt": b"mine"}
    for name, content in foreign.items():
        (out / name).parent.mkdir(exist_ok=True)
        (out / name).write_bytes(content)
    (out / "gone").mkdir()
    (out / "gone/page.html").write_text("of an earlier build")
    with (out / output.MANIFEST).open("a") as manifest:
        manifest.write("gone/page.html\n../kept.txt\n")
    (tmp_path / "kept.txt").write_text("outside")
    build(mini_site, out)
    assert _contents(out) == before | foreign
    assert not (out / "gone").exists()
    assert (tmp_path / "kept.txt").exists()


@pytest.mark.slow  # builds the site twice
def test_file_of_others_where_the_site_has_one_is_refused(mini_site, tmp_path):
    """A build that would overwrite somebody's file changes nothing and names the file."""
    out = tmp_path / "out"
    build(mini_site, out)
    manifest = (out / output.MANIFEST).read_text("utf-8")
    (out / output.MANIFEST).write_text(manifest.replace("robots.txt\n", ""), "utf-8")
    (out / "robots.txt").write_text("mine")
    before = _contents(out)
    with pytest.raises(OutputNotWritable, match=r"robots\.txt.*move it away"):
        build(mini_site, out)
    assert _contents(out) == before


@pytest.mark.slow  # builds the site twice
def test_build_that_fails_leaves_the_earlier_site(mini_site, tmp_path, monkeypatch):
    """When a renaming fails half way, every file of the earlier site is as it was."""
    out = tmp_path / "out"
    build(mini_site, out)
    for path in _contents(out).keys() - {output.MANIFEST}:
        (out / path).write_text(f"earlier {path}")
    before = _contents(out)
    rename, calls = Path.rename, []

    def failing(source: Path, target: Path) -> Path:
        calls.append(source)
        if len(calls) == len(before):
            raise OSError(28, "No space left on device")
        return rename(source, target)

    monkeypatch.setattr(Path, "rename", failing)
    with pytest.raises(OutputNotWritable, match="No space left"):
        build(mini_site, out)
    assert _contents(out) == before
    assert [p.name for p in tmp_path.iterdir()] == ["out"]


@pytest.mark.slow  # builds the site twice
def test_what_a_killed_build_left_is_cleaned_up(mini_site, tmp_path):
    """The next build removes the temporary folder of a dead one, not that of a living one."""
    hold = "import sys; from pathlib import Path; from kkgraph.site.output import workshop\n"
    hold += "with workshop(Path(sys.argv[1])) as w: print(w, flush=True); input()"
    command = [sys.executable, "-c", hold, str(tmp_path / "out")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        folder = Path(process.stdout.readline().decode().strip())
        build(mini_site, tmp_path / "out")
        assert folder.is_dir()
        process.kill()
    assert folder.is_dir()
    build(mini_site, tmp_path / "out")
    assert [p.name for p in tmp_path.iterdir()] == ["out"]


@pytest.mark.parametrize("number", [0, 1])
def test_labels_on_a_front_map_do_not_overlap(some, number):
    """The names on each map of the front page can be read: none lies on another."""
    page = (some / "index.html").read_text("utf-8")
    drawn = re.findall(r'<svg class="map".*?</svg>', page, re.DOTALL)[number]
    found = re.findall(r'<text x="([\d.]+)" y="([\d.]+)">([^<]+)</text>', drawn)
    boxes = [(float(x), float(y), text_metrics.width(text, 16)) for x, y, text in found]
    assert len(boxes) >= 10
    assert [
        (one, other)
        for one, other in combinations(boxes, 2)
        if one[0] < other[0] + other[2]
        and other[0] < one[0] + one[2]
        and abs(one[1] - other[1]) < 16
    ] == []


def test_a_title_in_bibtex_is_escaped(mini_site):
    """Signs that TeX takes for its own are escaped in a title, and left in the other forms."""
    citation = cite(mini_site, "R&D_50%", "", "en")
    assert r"title = {R\&D\_50\%. In " in citation.bibtex
    assert "R&D_50%" in citation.apa
    assert json.loads(citation.csl)[0]["title"].startswith("R&D_50%")


def test_base_url_is_where_the_site_says_it_is(some):
    """Canonical links, alternates, sitemap and downloads name the address, the data their IRIs."""
    page = (some / "da/id/city/oslo/index.html").read_text("utf-8")
    assert f'<link rel="canonical" href="{BASE}da/id/city/oslo/">' in page
    assert f'<link rel="alternate" hreflang="en" href="{BASE}id/city/oslo/">' in page
    assert f"<loc>{BASE}id/city/oslo/</loc>" in (some / "sitemap.xml").read_text("utf-8")
    assert f"{BASE}$1.%{{ENV:WANTED}} [R=303,L]" in (some / "w3id/.htaccess").read_text("utf-8")
    assert "RewriteBase /kk/" in (some / ".htaccess").read_text("utf-8")
    assert "<https://w3id.org/kkgraph/id/city/oslo>" in (some / "id/city/oslo.nt").read_text(
        "utf-8"
    )


@pytest.mark.slow  # builds the site twice
def test_passages_stand_only_where_a_survey_was_given(mini, mini_site, tmp_path):
    """Lines of the text are on the pages with `--survey`, and on none without."""
    text = read(MINI / "survey.txt")
    build(mini_site, tmp_path / "without")
    build(Site(mini, BASE, text), tmp_path / "with")
    lines = [line.strip() for line in text.lines if len(line.strip()) > 40]
    assert lines

    def shown(folder: Path) -> set:
        whole = "\n".join(p.read_text("utf-8") for p in folder.rglob("*.html"))
        return {line for line in lines if line in whole}

    assert shown(tmp_path / "without") == set()
    assert shown(tmp_path / "with")


@pytest.mark.parametrize(
    "local",
    ["../../../away/city", "city/../../index", "city//oslo", "city/.", "city/%2E%2e/%2e%2e/x"],
)
def test_iri_that_leads_out_of_its_folder_is_refused(kkgraph, mini_copy, tmp_path, local):
    """An IRI whose path would stand elsewhere ends the build, with the IRI and nothing written."""
    (mini_copy.root / "data/register/more.ttl").write_text(
        f'<{terms.ID}{local}> a <{terms.KK}City> ; <{terms.PREF_LABEL}> "X"@en, "X"@da .'
    )
    before = _contents(tmp_path)
    result = kkgraph("site", str(tmp_path / "a/b/out"), folder=mini_copy.root)
    assert result.exit_code == 2
    assert f"{terms.ID}{local}" in result.stderr
    assert _contents(tmp_path) == before
    assert not (tmp_path / "a").exists()


@pytest.mark.slow  # builds a site
def test_names_of_files_may_have_any_character(kkgraph, mini_copy, tmp_path):
    """Spaces and signs that no IRI may have are escaped where a file's name is in an IRI."""
    root = mini_copy.root
    (root / "data/register/others 100% <new>.ttl").write_text("# nothing yet\n")
    saved = next((root / "queries").rglob("*.rq"))
    saved.rename(saved.with_name("my own.rq"))
    result = kkgraph("site", str(tmp_path / "out"), folder=root)
    assert result.exit_code == 0, result.exception
    said = (tmp_path / "out/provenance.ttl").read_text("utf-8")
    assert "provenance#data/register/others%20100%25%20%3Cnew%3E.ttl" in said


def test_statements_of_a_page_name_section_and_lines(mini):
    """A fact's card says where it stands, and leads to that place on the section's page."""
    site = Site(mini, BASE)
    fact = next(iri for iri in site.index.subjects() if terms.kind_of(iri) == "membership")
    card = Renderer(site.index, "en").card(fact)
    proof = card.badges[0]
    assert re.fullmatch("§[0-9.]+ · [0-9][0-9\N{EN DASH}, ]*", proof.text)
    assert proof.page.endswith(f"#{card.anchor}")


def test_two_pages_on_one_path_are_refused(mini, monkeypatch):
    """A page that would overwrite another is an error that names the path."""
    site = Site(mini, BASE)
    one = next(listing.pages(site, "en"))  # no data can make this clash
    monkeypatch.setattr(listing, "pages", lambda _site, _lang: iter([one, one]))
    with pytest.raises(listing.PathTaken, match="two pages of the site"):
        listing.listing(site)


@pytest.mark.parametrize(
    ("iri", "page"),
    [
        (terms.ID + "city/oslo", "id/city/oslo/"),
        (terms.KK + "City", "ontology/#City"),
        (terms.QUERY + "grants", "queries/grants/"),
        (terms.ONTOLOGY, "ontology/"),
        ("https://example.org/x", None),
    ],
)
def test_page_of_an_iri(iri, page):
    """Every IRI of the project has its page; others have none."""
    assert page_of(iri) == page


def test_links_hold_wherever_the_site_lies():
    """Links are relative; only the page for addresses that are not there begins with the base."""
    assert file_of("id/city/oslo/", "da") == "da/id/city/oslo/index.html"
    assert Here("id/city/oslo/", "da").page("map/") == "../../../../da/map/index.html"
    assert Here("404.html", "en", BASE).page("map/") == f"{BASE}map/index.html"


def test_site_without_jinja_says_what_to_install(kkgraph, monkeypatch, tmp_path):
    """Without Jinja2 the command says how to get it, and writes nothing."""
    import kkgraph.site as package

    monkeypatch.setitem(sys.modules, "jinja2", None)
    for name in ("rendering", "builder"):
        monkeypatch.delitem(sys.modules, f"kkgraph.site.{name}", raising=False)
        monkeypatch.delattr(package, name, raising=False)
    result = kkgraph("site", str(tmp_path / "out"))
    assert result.exit_code == 2
    assert re.search(r"install it with: pip install '\S*\[site\]'", result.output)
    assert not (tmp_path / "out").exists()


def test_a_site_keeps_what_it_works_out_once(mini):
    """What pages share is worked out once a site and argument, and goes when the site goes."""
    calls = []

    @once
    def size(site: Site, lang: str) -> int:
        calls.append((site, lang))
        return len(site.index.by_subject)

    one, other = Site(mini), Site(mini, endpoint="/sparql")
    assert [size(one, "da"), size(one, "da"), size(one, "en")] == [size(other, "da")] * 3
    assert [(site is one, lang) for site, lang in calls] == [
        (True, "da"),
        (True, "en"),
        (False, "da"),
    ]
    gone = weakref.ref(other)
    calls.clear()
    del other
    gc.collect()
    assert gone() is None


@pytest.mark.parametrize(
    "url",
    ["example.org", "ftp://example.org/", "https:///kk/", "https://", "//example.org/", "/kk/",
     "https://a b.example/", "https://graph.example/?x=1", "https://graph.example/#top",
     "https://graph.example:port/", "https://me:secret@graph.example/"],
)  # fmt: skip
def test_base_url_that_is_no_web_address_is_refused(kkgraph, tmp_path, url):
    """Scheme and host are looked at before anything is written."""
    result = kkgraph("site", "--base-url", url, str(tmp_path / "out"))
    assert result.exit_code == 2
    assert "--base-url" in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_static_hosts_say_what_a_page_may_run(built):
    """The files for hosts allow the site's own scripts, those within a page by their digest."""
    rules = [(built / name).read_text("utf-8") for name in ("_headers", ".htaccess")]
    scripts = {
        script
        for path in built.rglob("explore.html")
        for script in re.findall(r"<script>(.*?)</script>", path.read_text("utf-8"), re.DOTALL)
    }
    for one in rules:
        policy = re.search(r"Content-Security-Policy:? (.*)", one)[1]
        assert re.search(r"script-src 'self' 'wasm-unsafe-eval'[^;]*; connect-src 'self'", policy)
        assert "'unsafe-eval'" not in policy
        for script in scripts:
            digest = b64encode(sha256(script.encode()).digest()).decode()
            assert f"'sha256-{digest}'" in policy


@pytest.mark.slow  # builds a site
def test_absence_of_the_base_url_is_said(kkgraph, tmp_path):
    """Without an address the pages name the project's own, and the command says so."""
    result = kkgraph("site", str(tmp_path / "out"))
    assert result.exit_code == 0
    assert "no --base-url" in result.stderr
    assert terms.ROOT in result.stderr


def test_the_dataset_keeps_its_iri_wherever_it_is_served(some):
    """What is described is one thing; addresses of pages and files are the host's."""
    for name in ("dataset.ttl", "void.ttl", "provenance.ttl"):
        said = (some / name).read_text("utf-8")
        assert f"<{terms.dataset()}>" in said
        assert f"<{BASE}dataset>" not in said
    graph = rdflib.Graph().parse(some / "dataset.ttl")
    urls = set(map(str, graph.objects(None, rdflib.DCAT.downloadURL)))
    assert {url.startswith(f"{BASE}dump/") for url in urls} == {True}


@pytest.mark.parametrize("path", CATALOGUE)
def test_iris_of_the_catalogue_have_pages_on_a_static_host(some, path):
    """The dataset, its catalogue, publisher and source, and versions lead to a page each."""
    for lang in ("", "da/"):
        assert terms.ROOT + path in (some / lang / path / "index.html").read_text("utf-8")


def test_descriptions_say_what_void_recommends(some):
    """VoID has title, dates, makers, licence, subjects, statistics and ways to the data."""
    void = rdflib.Graph().parse(some / "void.ttl")
    dataset = rdflib.URIRef(terms.dataset())
    titles = void.objects(dataset, rdflib.DCTERMS.title)
    assert {t.language: str(t).partition(":")[0] for t in titles} == {
        "da": "København i verden",
        "en": "Copenhagen in the world",
    }
    wanted = ["title", "description", "creator", "contributor", "publisher", "source"]
    wanted += ["created", "date", "issued", "modified", "license", "subject"]
    assert [p for p in wanted if (dataset, rdflib.DCTERMS[p], None) not in void] == []
    counted = "triples entities classes properties distinctSubjects distinctObjects documents"
    listed = "feature uriSpace vocabulary exampleResource dataDump rootResource"
    named = (*counted.split(), *listed.split())
    assert [p for p in named if (dataset, rdflib.VOID[p], None) not in void] == []


def test_the_version_before_is_named(some):
    """DCAT names the version that this one replaces, which has a page."""
    dcat = rdflib.Graph().parse(some / "dataset.ttl")
    previous = terms.PREFIXES["dcat"] + "previousVersion"
    earlier = dcat.value(rdflib.URIRef(terms.dataset()), rdflib.URIRef(previous))
    assert str(earlier) == f"{terms.dataset()}/0.1.0"
    assert (some / "dataset/0.1.0/index.html").is_file()


@pytest.mark.slow  # builds a site
def test_a_folder_that_only_a_host_prepared_is_free(mini_site, tmp_path):
    """A repository without files, or with a host's own, takes a site; anything else is refused."""
    out = tmp_path / "out"
    (out / ".git").mkdir(parents=True)
    (out / ".git/HEAD").write_text("ref")
    (out / "CNAME").write_text("graph.example")
    build(mini_site, out)
    assert (out / "index.html").is_file()
    assert (out / ".git/HEAD").read_text() == "ref"


@pytest.mark.slow  # builds the site twice
def test_only_files_that_changed_are_written_again(mini_copy, tmp_path):
    """After a change in one chapter pages of others keep their time, and the count is whole."""
    out = tmp_path / "out"
    count = build(Site(load(mini_copy), BASE), out)
    times = {p: p.stat().st_mtime_ns for p in out.rglob("*") if p.is_file()}
    chapter = mini_copy.root / "data/survey/01-netvaerk.trig"
    chapter.write_text(chapter.read_text().replace("250000.0", "260000.0"))
    assert build(Site(load(mini_copy), BASE), out) == count
    written = {p.relative_to(out).as_posix() for p, t in times.items() if p.stat().st_mtime_ns > t}
    assert "id/payment/nordlys/index.html" in written
    assert "id/city/malmoe/index.html" not in written
    assert not any(path.startswith("id/section/2") for path in written)


@pytest.mark.slow  # builds the site twice
def test_shares_together_write_the_same_site(mini, tmp_path, monkeypatch):
    """Whether one process builds the site or three, every file is the same."""
    build(Site(mini, BASE), tmp_path / "one")
    monkeypatch.setattr(builder, "_WORTH_SHARING", 0)
    monkeypatch.setattr(shares, "processors", lambda: 3)
    build(Site(mini, BASE), tmp_path / "three")
    assert _contents(tmp_path / "three") == _contents(tmp_path / "one")


@pytest.mark.slow  # builds the site
def test_what_a_share_raises_ends_the_build(mini, tmp_path, monkeypatch):
    """An error in another process is the build's, and nothing is left behind."""
    monkeypatch.setattr(builder, "_WORTH_SHARING", 0)
    monkeypatch.setattr(shares, "processors", lambda: 2)

    def full(_site: Site, share: slice) -> list:
        if share.start:
            raise OSError(28, "No space left on device")
        return []

    monkeypatch.setattr(builder.entities, "files", full)
    with pytest.raises(OutputNotWritable, match="No space left"):
        build(Site(mini, BASE), tmp_path / "out")
    assert list(tmp_path.iterdir()) == []
