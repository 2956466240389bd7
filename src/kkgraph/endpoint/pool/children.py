"""Work that is done in a child process, whose memory goes with it."""

import os
from collections.abc import Callable

from kkgraph.errors import KkgraphError

_LONGEST = 60_000  # bytes of a message: a pipe holds a few more


def apart(work: Callable[[], None]) -> None:
    """Do something in a child, whose memory goes with it; raises the KkgraphError it raises."""
    reading, writing = os.pipe()
    pid = os.fork()
    if not pid:
        os.close(reading)
        os._exit(_report(work, writing))
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        message = pipe.read().decode(errors="ignore")  # it may be cut within a character
    _, status = os.waitpid(pid, 0)
    if message or status:
        raise KkgraphError(message or f"a preparing process ended with status {status}")


def _report(work: Callable[[], None], writing: int) -> int:
    try:
        work()
    except KkgraphError as error:
        os.write(writing, str(error).encode()[:_LONGEST])
        return 1
    except Exception as error:  # noqa: BLE001 - the process ends here, the message does not
        os.write(writing, f"{type(error).__name__}: {error}".encode()[:_LONGEST])
        return 1
    return 0
