"""Runs of tests, each in a fork of this process: what it imported is there at once."""

import ast
import contextlib
import gc
import os
import signal
import sys
import time
from collections.abc import Callable, Collection, Iterator
from functools import lru_cache
from pathlib import Path
from types import CodeType, FunctionType

import pytest

_Cached = type(lru_cache(len))


def run(folder: Path, job: Callable[[], int], seconds: float, log: Path) -> int | None:
    """Do a job in a folder and a process of its own; return its exit code, None if it is late."""
    return ended(begun(folder, job, log), seconds)


def begun(folder: Path, job: Callable[[], int], log: Path) -> int:
    """Begin a job in a folder and a process of its own; return the number of that."""
    pid = os.fork()
    if pid == 0:
        code = 3
        try:
            _detach(log)
            settle(folder)
            code = job()
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(code)
    return pid


def ended(pid: int, seconds: float) -> int | None:
    """Return the exit code of a process, None if it is late; what it left at work ends too."""
    try:
        return _waited(pid, seconds)
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(pid, signal.SIGKILL)


def _detach(log: Path) -> None:
    os.setsid()
    out = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    for number in (1, 2):
        os.dup2(out, number)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)


def settle(folder: Path) -> None:
    """Work in a copy of the checkout, in this process and those it starts."""
    os.chdir(folder)
    source = str(folder / "src")
    sys.path[:] = [source, *(p for p in sys.path if p != str(Path(__file__).parent))]
    os.environ |= {"PYTHONPATH": source, "PYTHONDONTWRITEBYTECODE": "1"}
    sys.dont_write_bytecode = True


def _waited(pid: int, seconds: float) -> int | None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        done, status = os.waitpid(pid, os.WNOHANG)
        if done:
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.02)
    os.killpg(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    return None


def pytest_main(arguments: Collection[str], *plugins: object, slow: bool) -> int:
    """Run pytest in this process, slow tests or not; plugins imported already are no error."""
    marks = "not long" if slow else "not slow and not long"
    call = ["-q", "-n", "0", "-p", "no:cacheprovider", "-m", marks]
    call += ["-W", "ignore::pytest.PytestAssertRewriteWarning", *arguments]
    return int(pytest.main(call, plugins=list(plugins)))


def forget(folder: Path) -> None:
    """Forget the modules of a copy: the next who imports them reads them again."""
    for name, module in list(sys.modules.items()):
        if (getattr(module, "__file__", None) or "").startswith(str(folder)):
            del sys.modules[name]


def replace(path: Path, tree: ast.Module) -> bool:
    """Give the functions of an imported module other code, and forget what any function kept.

    Tells whether that could be done: not where two functions have one name and line.
    """
    codes: dict[tuple[str, int], list[CodeType]] = {}
    for code in _codes(compile(tree, str(path), "exec")):
        codes.setdefault(_name(code), []).append(code)
    for one in gc.get_objects():
        if isinstance(one, FunctionType) and one.__code__.co_filename == str(path):
            found = codes.get(_name(one.__code__), [])
            if len(found) != 1 or len(found[0].co_freevars) != len(one.__code__.co_freevars):
                return False
            one.__code__ = found[0]
        elif isinstance(one, _Cached) and (one.__module__ or "").startswith("kkgraph"):
            one.cache_clear()
    return True


def _codes(code: CodeType) -> Iterator[CodeType]:
    for one in code.co_consts:
        if isinstance(one, CodeType):
            yield one
            yield from _codes(one)


def _name(code: CodeType) -> tuple[str, int]:
    return code.co_qualname, code.co_firstlineno
