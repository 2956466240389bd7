"""Whom a request is from: the address of the connection, or what a trusted proxy says."""

from collections.abc import Sequence
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from starlette.types import Scope

_HOME = 64  # bits of an IPv6 address that one client has to itself
_HOPS = 32  # of a chain of proxies that are looked at

Network = IPv4Network | IPv6Network


def networks(texts: Sequence[str]) -> tuple[Network, ...]:
    """Read addresses or networks; raises ValueError."""
    return tuple(ip_network(text) for text in texts)


def client_of(scope: Scope, trusted: Sequence[Network]) -> str:
    """Return who asks: of the chain in X-Forwarded-For the last address that is no trusted proxy.

    Whoever is not trusted may say what it likes there: it is not read.
    """
    peer = scope["client"][0] if scope.get("client") else ""
    if trusted and _is_within(peer, trusted):
        for hop in reversed(_hops(scope)[-_HOPS:]):
            if not _is_address(hop):
                break
            peer = hop
            if not _is_within(hop, trusted):
                break
    return _home(peer)


def _hops(scope: Scope) -> list[str]:
    values = [value for name, value in scope["headers"] if name == b"x-forwarded-for"]
    return [hop.strip() for hop in b",".join(values).decode("latin-1").split(",") if hop.strip()]


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True


def _is_within(text: str, trusted: Sequence[Network]) -> bool:
    return _is_address(text) and any(ip_address(text) in network for network in trusted)


def _home(text: str) -> str:
    """Return the address, of an IPv6 one the part that its holder cannot change."""
    if ":" not in text or not _is_address(text):
        return text
    address = IPv6Address(text.partition("%")[0])
    if address.ipv4_mapped is not None:
        return str(address.ipv4_mapped)
    return str(IPv6Network((address, _HOME), strict=False).network_address)
