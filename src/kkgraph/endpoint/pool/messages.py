"""Messages between the server and its workers: a JSON head and a body of bytes, with lengths."""

import json
import socket
import struct
from typing import Any

_LENGTHS = struct.Struct("!II")
SIZE = _LENGTHS.size

Head = dict[str, Any]


def encode(head: Head, body: bytes = b"") -> bytes:
    """Return a message as bytes."""
    text = json.dumps(head).encode()
    return _LENGTHS.pack(len(text), len(body)) + text + body


def receive(sock: socket.socket) -> tuple[Head, bytes] | None:
    """Read one message, waiting for it; None when the other side has disconnected."""
    lengths = _exactly(sock, _LENGTHS.size)
    if lengths is None:
        return None
    head_length, body_length = _LENGTHS.unpack(lengths)
    rest = _exactly(sock, head_length + body_length)
    return None if rest is None else (json.loads(rest[:head_length]), rest[head_length:])


def _exactly(sock: socket.socket, length: int) -> bytes | None:
    pieces = bytearray()
    while len(pieces) < length:
        piece = sock.recv(min(length - len(pieces), 1 << 20))
        if not piece:
            return None
        pieces += piece
    return bytes(pieces)


def decode(message: bytes) -> tuple[Head, bytes]:
    """Return the head and the body of a whole message."""
    head_length, _ = _LENGTHS.unpack_from(message)
    return json.loads(message[SIZE : SIZE + head_length]), message[SIZE + head_length :]


def length_of(buffer: bytes | bytearray) -> int | None:
    """Return the length of the message that a buffer begins with, None while it is incomplete."""
    if len(buffer) < SIZE:
        return None
    length = SIZE + sum(_LENGTHS.unpack_from(buffer))
    return length if len(buffer) >= length else None
