"""Where Python has no Unix modules, all can be imported, and what needs them says so."""

import subprocess
import sys
from pathlib import Path

import pytest

MINI = Path(__file__).parent / "mini"
# No module of ours finds these; those of others, which know both systems, are left alone.
AS_WINDOWS = """
import asyncio, builtins, errno, multiprocessing.connection, os, subprocess, sys
from types import SimpleNamespace
import fcntl

HIDDEN = {"fcntl", "grp", "pty", "pwd", "resource", "syslog", "termios", "tty"}
GONE = ("fork", "forkpty", "getpgid", "getuid", "geteuid", "killpg", "nice", "sched_getaffinity",
        "setsid", "sysconf", "uname", "waitpid", "O_CLOEXEC", "WNOHANG")
original = builtins.__import__

def importing(name, globals=None, locals=None, fromlist=(), level=0):
    if name in HIDDEN and (globals or {}).get("__name__", "").startswith("kkgraph"):
        raise ImportError(f"No module named {name!r}", name=name)
    return original(name, globals, locals, fromlist, level)

def locking(handle, mode, count):
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise PermissionError(errno.EACCES, "held") from None

for name in GONE:
    delattr(os, name)
builtins.__import__ = importing
multiprocessing.get_all_start_methods = lambda: ["spawn"]
sys.modules["msvcrt"] = SimpleNamespace(LK_NBLCK=2, locking=locking)
"""
IMPORT = """
import importlib, pkgutil, kkgraph
for module in pkgutil.walk_packages(kkgraph.__path__, "kkgraph."):
    if module.name != "kkgraph.__main__":
        importlib.import_module(module.name)
        print(module.name)
"""
COMMAND = """
import sys
from kkgraph.__main__ import main
sys.argv[0] = "kkgraph"
sys.exit(main())
"""


def run(script: str, *call: str) -> subprocess.CompletedProcess[str]:
    """Run a script in the small project, as if on Windows."""
    command = [sys.executable, "-c", AS_WINDOWS + script, *call]
    return subprocess.run(command, cwd=MINI, capture_output=True, text=True, check=False)


@pytest.mark.slow  # all modules, and what they import
def test_every_module_can_be_imported():
    """No module needs a module of Unix to be there."""
    done = run(IMPORT)
    assert done.returncode == 0, done.stderr
    assert {"kkgraph.site.output", "kkgraph.endpoint.pool.worker"} < {*done.stdout.split()}


def test_commands_work():
    """A query is answered."""
    asked = run(COMMAND, "query", "fees", "--format", "csv")
    assert asked.returncode == 0, asked.stderr
    assert "NORDLYS" in asked.stdout


@pytest.mark.slow  # a site
def test_a_site_is_built(tmp_path):
    """All of it, beside nothing else."""
    built = run(COMMAND, "site", str(tmp_path / "site"))
    assert built.returncode == 0, built.stderr
    assert (tmp_path / "site" / "index.html").is_file()
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_the_server_says_that_it_cannot():
    """`kkgraph serve` needs processes that share their memory: one line says that it has none."""
    done = run(COMMAND, "serve", "--port", "0")
    assert done.returncode == 2
    lacks = "kkgraph serve does not run on this system, which lacks Python's os.fork"
    assert done.stderr == f"kkgraph: {lacks}\n"
