"""A project's files as they were in a revision of git."""

import io
import subprocess
import tarfile
from pathlib import Path

from kkgraph.errors import InputNotReadable
from kkgraph.texts import Message


def checkout(folder: Path, revision: str, into: Path) -> bool:
    """Write a folder's files as of a revision; False if git knows no such revision there."""
    if revision.startswith("-") or not _git(
        folder, "rev-parse", "--verify", f"{revision}^{{tree}}"
    ):
        return False
    prefix = (_git(folder, "rev-parse", "--show-prefix") or b"").decode().strip()
    content = _git(folder, "archive", "--format=tar", f"{revision}:{prefix}")
    if content is None:
        raise InputNotReadable(revision, Message("errors.input.revision", folder=folder))
    with tarfile.open(fileobj=io.BytesIO(content)) as archive:
        archive.extractall(into, filter="data")
    return True


def _git(folder: Path, *words: str) -> bytes | None:
    """Return what git prints, None if it fails or is not installed."""
    command = ["git", "-C", str(folder), *words]
    try:
        done = subprocess.run(command, capture_output=True, check=False)  # noqa: S603 - our words
    except OSError:
        return None
    return done.stdout if done.returncode == 0 else None
