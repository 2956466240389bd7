"""Commands that write, killed at any moment or out of space: every file stays whole."""

import errno
import os
import random
import re
import shutil
import signal
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from kkgraph.cli import main
from kkgraph.editing import transaction
from kkgraph.site import output

ROOT = Path(__file__).parent.parent
HAVNBY = ROOT / "examples" / "havnby"
TEXT = ROOT / "examples" / "havnby-2022.txt"
PROPOSED = ("--city", "Havnby", "--year", "2022", "--survey", "old.txt")
_PLACE = ("--section", "2.1", "--lines", "16")
ROWS = (
    "membership,section,lines,member,organisation\n"
    ",2.1,16,Malmø,EUROCITIES\n,2.1,16,Hamborg,EUROCITIES\n"
)
COMMANDS = {
    "new": ("new", "membership", "--member", "Malmø", "--organisation", "EUROCITIES", *_PLACE),
    "edit": ("edit", "payment:string", "amount=130000"),
    "withdraw": ("edit", "city:hamborg", "--withdraw", "--replaced-by", "city:malmoe"),
    "import": ("import", "rows.csv"),
    "template": ("template", "membership", "--filled", "-o", "out.xlsx"),
    "export": ("export", "tables"),
    "release": ("release", "1.0.0", "--date", "2030-01-01"),
    "diff": ("diff", "older", "project", "-o", "out.md"),
    "migrate": ("migrate", "--project", "older"),
    "sections": ("survey", "sections", "new.txt"),
    "align": ("survey", "align", "old.txt", "new.txt"),
    "init": ("init", "begun", *PROPOSED),
    "site": ("site", "public"),
}
TIMES = dict.fromkeys(COMMANDS, 4) | {"site": 2}  # 50 in all
_WRITING = {"open", "os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.chmod", "shutil.rmtree"}
NO_PROJECT = {"diff", "migrate", "init"}  # commands that are not asked of `project`
LINES = 3  # lines that the text gets at its head


def begin(area: Path) -> None:
    """Put a project, one of an earlier version, and two versions of the text into a folder."""
    shutil.rmtree(area, ignore_errors=True)
    shutil.copytree(HAVNBY, area / "project")
    shutil.copytree(HAVNBY, area / "older")
    shutil.copytree(ROOT / "ontology", area / "older" / "ontology")
    ontology = area / "older" / "ontology" / "kk.ttl"
    text = re.sub(
        r'owl:versionInfo "[^"]*"', 'owl:versionInfo "0.1.0"', ontology.read_text("utf-8")
    )
    ontology.write_text(text, "utf-8")
    for path in (area / "older" / "data" / "survey").glob("*.trig"):
        text = path.read_text("utf-8")
        path.write_text(text.replace("kk:hasResponsibleParty", "kk:hasUnit"), "utf-8")
    (area / "rows.csv").write_text(ROWS, "utf-8")
    shutil.copy(TEXT, area / "old.txt")
    (area / "new.txt").write_text("\n" * LINES + TEXT.read_text("utf-8"), "utf-8")


def files(area: Path) -> dict[str, bytes]:
    """Return the files of a folder; what a command keeps aside has a name with a dot."""
    inside = (path for path in area.rglob("*") if path.is_file())
    named = ((path.relative_to(area), path) for path in inside)
    hidden = re.compile(r"\.(?!well-known|kkgraph-site|htaccess|nojekyll)")
    return {
        str(name): path.read_bytes()
        for name, path in named
        if not any(hidden.match(part) for part in name.parts)
    }


@dataclass(frozen=True)
class Ended:
    """How a command ended: its status, what it said, how often it wrote."""

    status: int
    said: str
    writes: int


@dataclass(frozen=True)
class Fate:
    """What befalls a command at the writing of a number: it is killed, or the disk is full."""

    place: int = 0
    killed: bool = True


def run(area: Path, name: str, fate: Fate = Fate()) -> Ended:
    """Run a command in a process of its own."""
    words = [*COMMANDS[name], *([] if name in NO_PROJECT else ["--project", "project"])]
    counts, says = os.pipe(), os.pipe()
    child = os.fork()
    if not child:
        _become(area, words, fate, (counts[1], says[1]))
    os.close(counts[1])
    os.close(says[1])
    said, writes = (_everything(pipe[0]) for pipe in (says, counts))
    _, status = os.waitpid(child, 0)
    return Ended(os.waitstatus_to_exitcode(status), said.decode(), len(writes))


def _everything(pipe: int) -> bytes:
    with open(pipe, "rb") as file:
        return file.read()


def _become(area: Path, words: list[str], fate: Fate, pipes: tuple[int, int]) -> None:
    """Be the command: each time that it writes, a byte goes to the first pipe."""
    status, own, count = 70, os.getpid(), 0

    def watch(event: str, given: tuple[object, ...]) -> None:
        nonlocal count
        if event not in _WRITING or os.getpid() != own or not _writes(event, given, area):
            return
        count += 1
        os.write(pipes[0], b".")
        if fate.killed and count == fate.place:
            # A file that is opened is so, and empty, when the command dies.
            if event == "open":
                sys.setprofile(lambda _, what, __: _die() if what == "c_return" else None)
            else:
                _die()
        if not fate.killed and count >= fate.place and event == "open":
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(given[0]))

    try:
        os.chdir(area)
        for number in (1, 2):
            os.dup2(pipes[1], number)
        sys.stdin, sys.stdout = open(os.devnull), open(1, "w", closefd=False)  # noqa: PTH123, SIM115
        sys.stderr = open(2, "w", closefd=False)  # noqa: SIM115
        sys.addaudithook(watch)
        main(words, prog_name="kkgraph")
    except SystemExit as ended:
        status = int(ended.code or 0)
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _writes(event: str, given: tuple[object, ...], area: Path) -> bool:
    """Tell whether an event changes something in a folder."""
    if event == "open" and not _to_write(*given[1:3]):
        return False
    where = given[0]
    if not isinstance(where, str | os.PathLike):
        return False
    return Path(os.path.abspath(where)).is_relative_to(area)  # noqa: PTH100 - links stay


def _to_write(mode: object, flags: object) -> bool:
    is_text = isinstance(mode, str) and set(mode) & set("wax+")
    return bool(is_text or (isinstance(flags, int) and flags & (os.O_WRONLY | os.O_RDWR)))


@pytest.fixture
def area(tmp_path: Path) -> Iterator[Path]:
    """Return the folder in which commands work."""
    yield tmp_path / "area"
    shutil.rmtree(tmp_path / "area", ignore_errors=True)


@pytest.mark.slow
@pytest.mark.parametrize("name", COMMANDS)
def test_killed_anywhere(area: Path, name: str) -> None:
    """Each file is as before or as after; the next command that writes makes all one of them."""
    begin(area)
    before = files(area)
    ended = run(area, name)
    assert ended.status == 0, ended.said
    after = files(area)
    assert after != before
    rng = random.Random(name)  # noqa: S311 - places, no secret
    for _ in range(TIMES[name]):
        begin(area)
        stopped = run(area, name, Fate(rng.randint(1, ended.writes)))
        assert stopped.status == -signal.SIGKILL
        found = files(area)
        assert [n for n in found if found[n] not in (before.get(n), after.get(n))] == []
        assert [n for n in before if n in after and n not in found] == []
        for folder in ("project", "older"):
            with transaction.locked(area / folder):
                pass
            assert not (area / folder / transaction.PENDING).exists()
            assert part(files(area), folder) in (part(before, folder), part(after, folder))


def part(found: dict[str, bytes], folder: str) -> dict[str, bytes]:
    """Return the files of a folder in the area."""
    return {name: content for name, content in found.items() if name.startswith(f"{folder}/")}


@pytest.mark.slow
@pytest.mark.parametrize("name", COMMANDS)
def test_no_space(area: Path, name: str) -> None:
    """Where the disk takes no more, one line says so, and nothing is changed."""
    begin(area)
    before = files(area)
    ended = run(area, name, Fate(1, killed=False))
    assert ended.status == 2, ended.said
    said = ended.said.splitlines()
    assert re.fullmatch(r"kkgraph: .*: No space left on device", said[-1])
    assert [line for line in said if line.startswith(("kkgraph:", "Traceback"))] == said[-1:]
    assert files(area) == before


def test_what_a_killed_build_left_is_removed(tmp_path):
    """The next build removes the temporary folder of one that was killed, not of one at work."""
    left = tmp_path / ".site.kkgraph-abc"
    (left / "made").mkdir(parents=True)
    other = tmp_path / ".other.kkgraph-abc"
    other.mkdir()
    with output.workshop(tmp_path / "site") as first:
        assert first.parent == tmp_path
        with output.workshop(tmp_path / "site") as second:
            assert (first.is_dir(), second.is_dir(), left.exists()) == (True, True, False)
        assert first.is_dir()
    assert [path.name for path in tmp_path.iterdir()] == [other.name]
