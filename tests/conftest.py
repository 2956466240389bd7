"""What the tests share: the tiny project, the shipped one, and a way to call the command."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from serving import Server, serving
from sites import made

from kkgraph import project as projects
from kkgraph import store as stores
from kkgraph.cli import main
from kkgraph.project import Project
from kkgraph.store import Store
from kkgraph.validation import conformance
from kkgraph.validation.report.findings import Report

HERE = Path(__file__).parent
ROOT = HERE.parent
MINI = HERE / "mini"
# Modules that share a worker, because they share what takes long to make; others have their own.
SHARED = {
    "test_site": "site",
    "test_browser": "site",
    "test_endpoint": "server",
    "test_endpoint_api": "server",
    "test_endpoint_things": "server",
    "test_data": "report",
}


@pytest.hookimpl(tryfirst=True)  # before xdist reads the groups
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Send the tests of a module or of some modules to one worker, so fixtures are made once."""
    for item in items:
        name = item.path.stem
        item.add_marker(pytest.mark.xdist_group(SHARED.get(name, name)))


@pytest.fixture(scope="session")
def project() -> Project:
    """Return the shipped project: this checkout."""
    return projects.find(ROOT)


@pytest.fixture(scope="session")
def store(project: Project) -> Store:
    """Return the shipped project, loaded."""
    return stores.load(project)


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
    return conformance.examine(project)


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
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the shipped project's site."""
    return made(tmp_path_factory.mktemp("site") / "out", "1")
