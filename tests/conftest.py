"""What the tests share: the tiny project, the shipped one, and a way to call the command."""

import fcntl
import gc
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache, lru_cache
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from serving import Server, serving
from sites import BASE, made
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling
from xdist.workermanage import WorkerController

from kkgraph import project as projects
from kkgraph import queries, tables
from kkgraph import store as stores
from kkgraph.cache.sources import Sources
from kkgraph.cli import main
from kkgraph.networks.model import Network
from kkgraph.networks.projection.declaration import find_projection
from kkgraph.networks.projection.projection import build
from kkgraph.networks.selection import Selection
from kkgraph.project import Project
from kkgraph.site.context import Site
from kkgraph.store import Store
from kkgraph.validation import conformance, sources
from kkgraph.validation.report.findings import Report

# Tests load; those of the cache (test_cache.py) have a cache folder of their own.
os.environ["KKGRAPH_NO_CACHE"] = "1"
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # hundreds of processes would each compile kkgraph
os.environ.pop("KKGRAPH_LANG", None)  # tests say themselves in which language they ask
# What the tests make stays: to look through all of it for what is gone takes a tenth of the time.
gc.set_threshold(100_000, 50, 1000)
HERE = Path(__file__).parent
ROOT = HERE.parent
MINI = HERE / "mini"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("chrome")
HAVNBY = ROOT / "examples" / "havnby"
LOAD = stores.load
SHIPPED, TINY = projects.find(ROOT), projects.find(MINI)
FRESH = {"test_store", "test_rules", "test_cache"}
# Modules that share a worker, because they share what takes long to make; others have their own.
SHARED = {
    "test_site": "site",
    "test_browser": "site",
    "test_front": "site",
    "test_endpoint": "server",
    "test_endpoint_api": "server",
    "test_endpoint_things": "server",
    "test_endpoint_reconciliation": "server",
    "test_assistant": "server",
    "test_servers": "server",
    "test_one_answer": "server",
    "test_endpoint_faults": "pages",
    "test_endpoint_pages": "pages",
    "test_queries": "answers",
    "test_answers": "answers",
    "test_errors": "code",
    "test_house": "code",
    "test_terms": "code",
    "test_texts": "code",
    "test_examples": "ontology",
    "test_ontology": "ontology",
    "test_shapes": "ontology",
    "test_networks": "networks",
    "test_networks_measures": "networks",
    "test_networks_writers": "networks",
    "test_differences": "made-up",
    "test_editing": "made-up",
    "test_exported": "made-up",
    "test_fuzz": "made-up",
    "test_sheets": "made-up",
}
# What takes longest, begun first: so that no worker is at work alone in the end.
FIRST = ("site", "test_endpoint_protection", "server", "answers", "test_network_page")


class Modules(LoadScopeScheduling):
    """Sends the tests of a module, or of modules that share, to one worker: all is made once."""

    def _assign_work_unit(self, node: WorkerController) -> None:
        """Give a worker what takes longest of what is left."""
        first = next((scope for scope in FIRST if scope in self.workqueue), None)
        if first:
            self.workqueue.move_to_end(first, last=False)
        super()._assign_work_unit(node)

    def remove_node(self, node: WorkerController) -> str | None:
        """Return the test that a worker died in, not to be run again; the rest go on elsewhere."""
        for scope in self.assigned_work[node].values():
            for test in (name for name, is_done in scope.items() if not is_done):
                scope[test] = True
                super().remove_node(node)
                return test
        return super().remove_node(node)

    def _split_scope(self, nodeid: str) -> str:
        name = nodeid.partition("::")[0].rpartition("/")[2].removesuffix(".py")
        return SHARED.get(name, name)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> Modules:
    """Return what deals the tests out."""
    return Modules(config, log)


@pytest.fixture(scope="module")
def browser():
    """Run the machine's Chromium for the tests of a file; they skip where there is none."""
    api = pytest.importorskip("playwright.sync_api", reason="needs the Python package playwright")
    api.expect.set_options(timeout=60_000)  # a machine at work on other things is no mistake
    with api.sync_playwright() as playwright:
        arguments = ["--disable-gpu", "--no-sandbox", "--disable-background-networking"]
        running = playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
        yield running
        running.close()


def expect(shown):
    """Return what asks about a part of a page; few tests do, so it is read where they run."""
    from playwright.sync_api import expect

    return expect(shown)


class Loading:
    """Loads what has the same files once a worker, and anew if somebody wrote to the graph."""

    MOST = 12  # copies of projects that are kept

    def __init__(self) -> None:
        """Keep nothing yet."""
        self.is_fresh = False
        self._kept: dict[tuple[object, bool, bool], tuple[Store, int]] = {}

    def __call__(self, project: Project, *, stated: bool = False, infer: bool = True) -> Store:
        """Return what `kkgraph.store.load` gives."""
        project.use()
        name = None if self.is_fresh else _name(project, stated=stated)
        if name is None:
            return LOAD(project, stated=stated, infer=infer)
        key = (name, stated, infer)
        kept, size = self._kept.get(key, (None, 0))
        if kept is None or (name != project and len(kept.local) != size):
            kept = LOAD(project, stated=stated, infer=infer)
            self._kept[key] = (kept, len(kept.local))
            copies = [one for one in self._kept if not isinstance(one[0], Project)]
            for old in copies[: -self.MOST]:
                del self._kept[old]
        return kept._replace(project=project)

    def forget(self) -> None:
        """Load anew what is asked for next: bench/mutation.py has changed the code that loads."""
        self._kept.clear()


def _name(project: Project, *, stated: bool) -> object:
    """Return what tells a project from those with other files; None: nothing but loading it."""
    if project in (SHIPPED, TINY):
        return project
    if project.beside:
        each = (replace(project, beside=()), *project.beside)
        names = tuple(_name(one, stated=stated) for one in each)
        return None if None in names else names
    made_of = Sources.of(project, stated=stated)
    return made_of and (made_of.digest, project.own)


stores.load = loading = Loading()  # before a module of tests takes the name
# A file of the same text is parsed once a worker, too: the vocabulary and shapes of most projects.
sources.parsed = lru_cache(maxsize=64)(sources.parsed)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Use the project that a test asks for, whatever was used before, also in its fixtures.

    The same files are loaded once a worker, but where loading is what is tested.
    """
    loading.is_fresh = item.path.stem in FRESH
    is_tiny = {"mini", "mini_project"} & set(getattr(item, "fixturenames", ()))
    project = TINY if is_tiny else SHIPPED
    again = replace(project)  # not the one in use: a test may have changed what names mean
    vars(again)["settings"] = project.settings  # its file, read once
    again.use()


@pytest.fixture(scope="session")
def project() -> Project:
    """Return the shipped project: this checkout."""
    return projects.find(ROOT)


@pytest.fixture(scope="session")
def store(project: Project) -> Store:
    """Return the shipped project, loaded."""
    return stores.load(project)


@pytest.fixture(scope="session")
def shipped_site(store: Store) -> Site:
    """Return the shipped project as a site, which keeps what its pages work out."""
    return Site(store, BASE)


@pytest.fixture(scope="session")
def answered(store: Store) -> Callable[[Path, str], tables.Result]:
    """Return what answers a saved query's example on the shipped project, in a language."""

    @cache
    def answer(path: Path, lang: str) -> tables.Result:
        query = queries.read_query(path)
        return queries.run(store, query, query.example_values, lang)

    return answer


@pytest.fixture(scope="session")
def network(store: Store) -> Callable[..., Network]:
    """Return what builds a network of the shipped project, each once, the whole or a selection."""

    @cache
    def built(name: str, selection: Selection) -> Network:
        return build(store, find_projection(store.project, name), selection)

    return lambda name, **wanted: built(name, Selection(**wanted))


@pytest.fixture(scope="session")
def mini_project() -> Project:
    """Return the tiny project. Tests only read it; those that write take `mini_copy`."""
    return projects.find(MINI)


@pytest.fixture(scope="session")
def mini(mini_project: Project) -> Store:
    """Return the tiny project, loaded."""
    return stores.load(mini_project)


@pytest.fixture
def mini_copy(tmp_path: Path) -> Project:
    """Return a copy of the tiny project that a test may break."""
    return Project(Path(shutil.copytree(MINI, tmp_path / "project")))


@pytest.fixture(scope="session")
def report(project: Project) -> Report:
    """Return what validation finds in the shipped data."""
    return conformance.Validation(project).run()


@pytest.fixture
def kkgraph() -> Callable[..., Result]:
    """Return a function that calls the command on the tiny project: `kkgraph("show", "Oslo")`."""

    def call(*args: str, folder: Path = MINI, stdin: str | bytes | None = None) -> Result:
        name, *rest = args
        project = [] if name == "completion" else ["--project", str(folder)]
        call = [name, *project, *rest]
        return CliRunner().invoke(main, call, input=stdin, prog_name="kkgraph")

    return call


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Run a server with the shipped project, its pages aside, for all tests that only ask it."""
    log = tmp_path_factory.mktemp("server") / "log"
    # --force: that the shipped data hold is what test_data tells.
    with serving(ROOT, log, "--force", "--no-pages", "--time-limit", "20") as running:
        yield running


@pytest.fixture(scope="session")
def paged(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Run a server with the tiny project and its pages, for all tests that only ask it."""
    log = tmp_path_factory.mktemp("paged") / "log"
    with serving(MINI, log, "--force", "--workers", "1") as running:
        yield running


@pytest.fixture(scope="session", params=["small", pytest.param("shipped", marks=pytest.mark.slow)])
def whose(request: pytest.FixtureRequest) -> str:
    """Return whose site `built` is: a small project's, and as a slow test the shipped one's."""
    return str(request.param)


@pytest.fixture(scope="session")
def built(whose: str, request: pytest.FixtureRequest) -> Path:
    """Return the folder of a project's site."""
    return Path(request.getfixturevalue(f"{whose}_built"))


@pytest.fixture(scope="session")
def small_built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the site of the documents' small project, Havnby."""
    return made(tmp_path_factory.mktemp("small") / "out", "1", HAVNBY)


@pytest.fixture(scope="session")
def shipped_built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the shipped project's site, built once for all workers: slow."""
    root = tmp_path_factory.getbasetemp()
    folder = (root.parent if "PYTEST_XDIST_WORKER" in os.environ else root) / "site"
    folder.mkdir(exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        return made(folder / "out", "1") if not (folder / "out").exists() else folder / "out"
