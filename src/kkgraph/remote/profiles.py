"""Where a server is: an address, or a name under which the config file has one.

`kkgraph/config.toml` in the user's config folder (`$XDG_CONFIG_HOME`, else `~/.config`):

    [endpoints.work]
    url = "https://example.org/sparql"
    update = "https://example.org/update"    # these two where they do not follow from url
    store = "https://example.org/data"
    timeout = 120
    evaluate = "server"                      # or "here": fetch the graph and ask it here
    user = "me"                              # the password stands in netrc or the environment
"""

import os
import sys
import tomllib
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from kkgraph.errors import InputNotReadable, system
from kkgraph.errors.remote import EndpointUnknown
from kkgraph.texts import Message

VARIABLE: Final = "KKGRAPH_ENDPOINT"
TIMEOUT: Final = 60.0
HERE, THERE = "here", "server"
EVALUATORS: Final = ("", HERE, THERE)


@dataclass(frozen=True)
class Profile:
    """The addresses of a server, how long to wait for it, and who asks.

    `url` answers queries; `update` and `store` take updates and graphs, "" where they are
    to be found out. `timeout` is in seconds. `evaluate` says who evaluates queries: the
    "server", or kkgraph "here", when it has fetched the graph; "" where kkgraph decides.
    """

    url: str
    update: str = ""
    store: str = ""
    user: str = ""
    evaluate: str = ""
    timeout: float = TIMEOUT


def resolve(text: str) -> Profile:
    """Return the profile of an address or a name; raises EndpointUnknown, InputNotReadable."""
    if is_address(text):
        timeout = _seconds(os.environ.get("KKGRAPH_ENDPOINT_TIMEOUT"))
        evaluate = os.environ.get("KKGRAPH_ENDPOINT_EVALUATE", "")
        return Profile(text, timeout=timeout, evaluate=evaluate)
    path = config_file()
    known = _profiles(path)
    if text not in known:
        raise EndpointUnknown(text, path, sorted(known))
    return _profile(path, text, known[text])


def is_address(text: str) -> bool:
    """Tell whether a text is an address of the web, and not a name or a path."""
    parts = urlsplit(text)
    return parts.scheme in ("http", "https") and bool(parts.netloc)


def config_file() -> Path:
    """Return the path of the config file, which need not exist."""
    chosen = Path(os.environ.get("XDG_CONFIG_HOME", ""))
    if chosen.is_absolute():
        return chosen / "kkgraph" / "config.toml"
    home = Path(os.path.expanduser("~"))  # noqa: PTH111 - without a home it does not raise
    folder = home / ("Library/Application Support" if sys.platform == "darwin" else ".config")
    return folder / "kkgraph" / "config.toml"


def _profiles(path: Path) -> dict[str, Any]:
    """Return the tables under `endpoints`, by name; none without a file."""
    if not path.is_file():
        return {}
    try:
        found = tomllib.loads(path.read_text("utf-8")).get("endpoints", {})
    except (OSError, ValueError) as error:
        why = system(error) if isinstance(error, OSError) else str(error)
        raise InputNotReadable(path, why) from None
    if not isinstance(found, dict):
        raise InputNotReadable(path, Message("errors.remote.no_table"))
    return found


def _profile(path: Path, name: str, given: object) -> Profile:
    """Return a profile of the config file; raises InputNotReadable for one that does not fit."""
    where = f"[endpoints.{name}]"
    known = {field.name for field in fields(Profile)}
    if not isinstance(given, dict) or not is_address(str(given.get("url", ""))):
        raise InputNotReadable(path, Message("errors.remote.needs_url", where=where))
    if unknown := sorted(set(given) - known):
        names, there = ", ".join(unknown), ", ".join(sorted(known))
        what = Message("errors.remote.unknown_key", where=where, names=names, known=there)
        raise InputNotReadable(path, what)
    if given.get("evaluate", "") not in EVALUATORS:
        raise InputNotReadable(path, Message("errors.remote.evaluate", where=where))
    timeout = _seconds(given.get("timeout"))
    return Profile(
        **{key: str(value) for key, value in given.items() if key != "timeout"}, timeout=timeout
    )


def _seconds(given: object) -> float:
    """Return a time-out; the usual one for what is no number above 0."""
    try:
        seconds = float(str(given))
    except ValueError:
        return TIMEOUT
    return seconds if seconds > 0 else TIMEOUT
