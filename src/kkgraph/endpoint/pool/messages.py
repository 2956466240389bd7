"""Messages between the server and its workers: a JSON head and a body of bytes, with lengths."""

import json
import socket
import struct
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

_LENGTHS = struct.Struct("!II")
SIZE = _LENGTHS.size
_PIECE = 1 << 16
_HEADS, _SHORT = 64, 1024  # heads that are remembered, and the bytes of one

Head = dict[str, Any]
GET = "get"  # the job whose body is the query string of a request, and its answer is written
NOT_PLAIN = 2  # the status of its answer when the request is not plain: the server is to read it


def encode(head: Head, body: bytes = b"") -> bytes:
    """Return a message as bytes."""
    try:
        text = _dumped(tuple(head.items()))
    except TypeError:  # there is a list or a dictionary in it
        text = json.dumps(head).encode()
    return _LENGTHS.pack(len(text), len(body)) + text + body


@lru_cache(_HEADS)
def _dumped(items: tuple[tuple[str, Any], ...]) -> bytes:
    """Return a head as JSON, those seen lately from memory: most messages have one of a few."""
    return json.dumps(dict(items)).encode()


@lru_cache(_HEADS)
def _loaded(text: bytes) -> Head:
    return json.loads(text)  # type: ignore[no-any-return]


def incoming(sock: socket.socket) -> Iterator[list[tuple[Head, bytes]]]:
    """Yield the messages that came together, waiting for one, until the other side disconnects."""
    buffer = bytearray()
    while piece := sock.recv(_PIECE):
        buffer += piece
        together = list(taken(buffer))
        if together:
            yield together


def taken(buffer: bytearray) -> Iterator[tuple[Head, bytes]]:
    """Take the whole messages off a buffer."""
    while (length := length_of(buffer)) is not None:
        message = bytes(buffer[:length])
        del buffer[:length]
        yield decode(message)


def decode(message: bytes) -> tuple[Head, bytes]:
    """Return the head and the body of a whole message."""
    head_length, _ = _LENGTHS.unpack_from(message)
    end = SIZE + head_length
    head = _loaded(message[SIZE:end]) if head_length <= _SHORT else json.loads(message[SIZE:end])
    return dict(head), message[end:]


def length_of(buffer: bytes | bytearray) -> int | None:
    """Return the length of the message that a buffer begins with, None while it is incomplete."""
    if len(buffer) < SIZE:
        return None
    length = SIZE + sum(_LENGTHS.unpack_from(buffer))
    return length if len(buffer) >= length else None
