"""Locks between commands, on a file or a folder: let go of when closed, or when the process ends.

Unix locks the file or folder itself. Windows locks no folder, and Python shares no lock there:
a file among the temporary ones, named after the path, is locked in its place.

Why no library: filelock makes a lock file of its own, which would lie in every project and site,
and shares locks by a database; portalocker needs pywin32 on Windows; neither locks a folder.
"""

import os
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Self

try:
    import fcntl as _unix
except ImportError:  # Windows
    fcntl: Any = None
else:
    fcntl = _unix


class Lock:
    """A file or folder that is held; at the end of a `with`, it is let go of."""

    def __init__(self, path: Path, *, shared: bool = False) -> None:
        """Take hold of what is there, or raise: BlockingIOError if another has it, or OSError.

        What is shared may be held by many that share it, where `can_share`.
        """
        self._stand_in = _stand_in(path) if fcntl is None else None
        flags = os.O_RDONLY if self._stand_in is None else os.O_RDWR | os.O_CREAT
        self._handle = os.open(self._stand_in or path, flags, 0o600)
        try:
            _take(self._handle, shared=shared)
        except OSError:
            os.close(self._handle)
            raise

    def release(self) -> None:
        """Let go."""
        os.close(self._handle)
        if self._stand_in is not None:
            with suppress(OSError):  # another has it by now
                self._stand_in.unlink()

    def __enter__(self) -> Self:
        """Hold it for a `with`."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Let go of it."""
        self.release()


def can_share() -> bool:
    """Tell whether several processes can hold a lock together on this system."""
    return fcntl is not None


def _stand_in(path: Path) -> Path:
    """Return the file that is locked in place of one that exists; raises FileNotFoundError."""
    import hashlib
    import tempfile

    name = hashlib.sha256(os.fsencode(path.resolve(strict=True))).hexdigest()[:16]
    return Path(tempfile.gettempdir()) / f"kkgraph-{name}.lock"


def _take(handle: int, *, shared: bool) -> None:
    """Lock what is open; raises BlockingIOError if another has it."""
    if fcntl is not None:
        fcntl.flock(handle, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
        return
    import msvcrt

    try:
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
    except OSError as error:
        raise BlockingIOError(error.errno, error.strerror) from None
