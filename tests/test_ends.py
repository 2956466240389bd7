"""Commands end cleanly: one line and 2 whatever happens to what they read and write."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from sampling import each

MINI = Path(__file__).parent / "mini"
CALLS = ["query fees", "query fees --format csv", "queries", "show Oslo", "stats", "--help", "-V"]
CLOSED = "import os, sys; os.close(int(sys.argv[1])); os.execv(sys.executable, sys.argv[2:])"


def run(*call: str, folder: Path = MINI, env: dict[str, str] | None = None, **more):
    """Run the command in a process of its own."""
    command = [sys.executable, "-m", "kkgraph", *call]
    environment = {**os.environ, **(env or {})}
    return subprocess.run(
        command, cwd=folder, env=environment, stderr=subprocess.PIPE, text=True, check=False, **more
    )


def closed(number: int, *call: str):
    """Run the command with one of its streams closed."""
    command = [sys.executable, "-c", CLOSED, str(number), sys.executable, "-m", "kkgraph", *call]
    return subprocess.run(command, cwd=MINI, capture_output=True, text=True, check=False)


def is_one_line(done) -> bool:
    """Tell whether a command failed as it should."""
    return (
        done.returncode == 2
        and done.stderr.startswith("kkgraph: ")
        and done.stderr.count("\n") == 1
    )


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize("call", each(CALLS, 4))
def test_full_disk(call: str, unbuffered: str) -> None:
    """A short write is never taken for success."""
    with Path("/dev/full").open("w") as full:
        done = run(*call.split(), stdout=full, env={"PYTHONUNBUFFERED": unbuffered})
    assert is_one_line(done), done.stderr
    assert "No space left" in done.stderr


@pytest.mark.parametrize("call", each(CALLS, 4))
def test_closed_output(call: str) -> None:
    """What cannot be printed is said on standard error."""
    done = closed(1, *call.split())
    assert is_one_line(done), done.stderr


def test_closed_input() -> None:
    """A query from a closed standard input is refused."""
    done = closed(0, "query", "-")
    assert is_one_line(done), done.stderr


def test_deleted_working_folder(tmp_path: Path) -> None:
    """A working folder that is gone is one line."""
    gone = tmp_path / "gone"
    gone.mkdir()
    code = "import os, sys; os.rmdir(os.getcwd()); os.execv(sys.executable, sys.argv[1:])"
    command = [sys.executable, "-c", code, sys.executable, "-m", "kkgraph", "stats"]
    done = subprocess.run(command, cwd=gone, capture_output=True, text=True, check=False)
    assert is_one_line(done), done.stderr
    assert "working folder is gone" in done.stderr


def test_loop_of_links(mini_copy) -> None:
    """A link that leads to itself among the queries is named."""
    link = mini_copy.root / "queries" / "memberships" / "loop.rq"
    link.symlink_to("loop.rq")
    done = run("queries", folder=mini_copy.root, stdout=subprocess.PIPE)
    assert is_one_line(done), done.stderr
    assert "loop.rq" in done.stderr


@pytest.mark.parametrize(
    ("service", "allowed", "refused"),
    [
        ("<http://127.0.0.1:9/>", (), True),
        ("<http://127.0.0.1:9/>", ("127.0.0.1:8",), True),
        ("SILENT <http://127.0.0.1:9/>", (), True),
        ("?any", ("127.0.0.1:9",), True),
        ("SILENT <http://127.0.0.1:9/>", ("127.0.0.1:9",), False),
    ],
)
def test_service(service: str, allowed: tuple[str, ...], *, refused: bool) -> None:
    """No host is asked that the call does not name."""
    text = f"SELECT * {{ SERVICE {service} {{ ?s ?p ?o }} }}"
    hosts = [word for host in allowed for word in ("--allow-service", host)]
    done = run("query", "-e", text, *hosts, stdout=subprocess.PIPE)
    assert ("SERVICE is switched off" in done.stderr) == refused


@pytest.mark.parametrize(
    "call",
    [
        ("site", "out", "--base-url", "data.example.dk/x"),
        ("site", "out", "--base-url", "https://data.example.dk/x y"),
        ("site", "out", "--base-url", "ftp:/x"),
        ("site", "out", "--base-url", 'https://data.example.dk/"<b>'),
        ("site", "out", "--base-url", ""),
        ("serve", "--base-url", "https://"),
        ("serve", "--base-url", "https://data.example.dk:99999"),
        ("serve", "--time-limit", "nan"),
    ],
)
def test_values_that_nothing_can_be_done_with(tmp_path: Path, call: tuple[str, ...]) -> None:
    """An address that is none, and a limit that is no number, are refused before anything else."""
    done = run(*call, "--project", str(MINI), folder=tmp_path, timeout=60)
    assert is_one_line(done), done.stderr
    assert list(tmp_path.iterdir()) == []
