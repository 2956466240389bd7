"""What systemd is told (Type=notify-reload), and the socket it hands over."""

import contextlib
import os
import socket
import time

_FIRST = 3  # the descriptor of the first socket that systemd hands over


def tell(*lines: str) -> None:
    """Tell the service manager, if there is one that hears it."""
    address = os.environ.get("NOTIFY_SOCKET", "")
    if not address:
        return
    name = f"\0{address[1:]}" if address.startswith("@") else address
    with (
        contextlib.suppress(OSError),
        socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as sock,
    ):
        sock.connect(name)
        sock.sendall("\n".join(lines).encode())


def reloading() -> None:
    """Tell that a reload has begun; `tell("READY=1")` ends it."""
    tell("RELOADING=1", f"MONOTONIC_USEC={time.monotonic_ns() // 1000}")


def handed_over() -> socket.socket | None:
    """Return the socket that systemd listens on for us, None when it does not."""
    if os.environ.get("LISTEN_PID") != str(os.getpid()):
        return None
    if os.environ.get("LISTEN_FDS", "0") == "0":
        return None
    os.set_inheritable(_FIRST, False)  # noqa: FBT003 - the standard library's signature
    return socket.socket(fileno=_FIRST)
