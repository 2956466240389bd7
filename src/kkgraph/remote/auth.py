"""Who asks: a user and password, or a token, from the environment or netrc."""

import netrc
import os
from collections.abc import Generator
from pathlib import Path
from urllib.parse import unquote, urlsplit

import httpx

from kkgraph.errors import InputNotReadable
from kkgraph.remote.profiles import Profile

USER, PASSWORD, TOKEN = (f"KKGRAPH_ENDPOINT_{name}" for name in ("USER", "PASSWORD", "TOKEN"))


class Login(httpx.Auth):
    """Gives user and password when the server asks, in the way (Digest, Basic) that it asks."""

    requires_request_body = True

    def __init__(self, user: str, password: str) -> None:
        """Keep what to answer."""
        self._user, self._password = user, password
        self._digest = httpx.DigestAuth(user, password)
        self._basic = httpx.BasicAuth(user, password)
        self._chosen: httpx.Auth | None = None

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """Send the request; once more, with what was asked for."""
        if self._chosen is None:
            response = yield request
            asked = response.headers.get("www-authenticate", "").lower()
            if response.status_code != httpx.codes.UNAUTHORIZED:
                return
            self._chosen = self._digest if "digest" in asked else self._basic
        yield from self._chosen.auth_flow(request)


class Bearer(httpx.Auth):
    """Gives a token with every request."""

    def __init__(self, token: str) -> None:
        """Keep the token."""
        self._token = token

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """Send the request with the token."""
        request.headers["Authorization"] = f"Bearer {self._token}"
        yield request


def login(profile: Profile) -> httpx.Auth | None:
    """Return how to log in at a server: environment, address, then netrc; None for nobody."""
    if token := os.environ.get(TOKEN):
        return Bearer(token)
    parts = urlsplit(profile.url)
    user = os.environ.get(USER) or profile.user or unquote(parts.username or "")
    password = os.environ.get(PASSWORD) or unquote(parts.password or "")
    if not password:
        user, password = _netrc(parts.hostname or "", user)
    return Login(user, password) if user and password else None


def _netrc(host: str, user: str) -> tuple[str, str]:
    """Return what netrc has for a host, if it is for the user that is wanted."""
    path = Path(os.environ.get("NETRC") or os.path.expanduser("~/.netrc"))  # noqa: PTH111 - as above
    if not path.is_file():
        return "", ""
    try:
        found = netrc.netrc(str(path)).authenticators(host)
    except (OSError, netrc.NetrcParseError) as error:
        raise InputNotReadable(path, str(error)) from None
    name, _, password = found or ("", "", "")
    return (name, password or "") if user in ("", name) else ("", "")
