"""How answers are written to a client: what belongs together at once."""

import asyncio
from typing import Any

_SMALL = 64 * 1024


class Joined:
    """A transport that writes a response's head and body together: one system call, not two."""

    def __init__(
        self, transport: asyncio.Transport, loop: asyncio.AbstractEventLoop, patience: float
    ) -> None:
        """Stand in front of a transport, whose client has some seconds to read what is left."""
        self._transport, self._loop, self._patience = transport, loop, patience
        self._pieces: list[bytes] = []

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever else the transport does
        """Leave all else to the transport."""
        return getattr(self._transport, name)

    def write(self, data: bytes) -> None:
        """Keep a small piece until the end of this turn of the loop."""
        if not self._pieces:
            self._loop.call_soon(self._flush)
        self._pieces.append(data)
        if len(data) > _SMALL:
            self._flush()

    def write_whole(self, data: bytes) -> None:
        """Write what nothing is to be joined to."""
        self._flush()
        self._transport.write(data)

    def close(self) -> None:
        """Close after what was written, or without it when it is not read in time."""
        self._flush()
        self._transport.close()
        if self._transport.get_write_buffer_size():
            self._loop.call_later(self._patience, self._transport.abort)

    def _flush(self) -> None:
        if self._pieces:
            self._transport.write(b"".join(self._pieces))
            self._pieces.clear()
