"""Licences by their addresses, as `kkgraph.toml` names them, and what they are called."""

import re
from typing import Final

# A text, as most commands never ask: it is compiled when first used.
_CREATIVE: Final = (
    r"https?://creativecommons\.org/(?:licenses/([a-z-]+)|publicdomain/(zero))/(\d\.\d)/?"
)


def called(address: str) -> str:
    """Return what people call a licence: "CC BY 4.0"; its address where that is not known."""
    found = re.fullmatch(_CREATIVE, address)
    if not found:
        return address
    kind = f"CC {found[1].upper()}" if found[1] else "CC0"
    return f"{kind} {found[3]}"


def identifier(address: str) -> str:
    """Return a licence's name in SPDX's list, "CC-BY-4.0"; "" where that is not known."""
    name = called(address)
    return "" if name == address else name.replace(" ", "-")
