"""Requests to a server: time-outs, retries where they are safe, and its words when it refuses."""

import errno
import io
import random
import re
import ssl
import time
import weakref
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from typing import IO, Any, Final, cast
from urllib.parse import urlsplit, urlunsplit

import httpx

from kkgraph import __version__
from kkgraph.errors import Said, system
from kkgraph.errors.remote import EndpointFailed
from kkgraph.remote.auth import login
from kkgraph.remote.profiles import Profile
from kkgraph.remote.values import standard
from kkgraph.texts import Message

TRIES: Final = 4
_FIRST_PAUSE: Final = 0.25  # seconds; twice as long each time
_LONGEST_PAUSE: Final = 30.0
_BUSY: Final = (429, 502, 503, 504)
_WORDS: Final = 500  # characters of a server's message that are repeated
_CONNECT: Final = 10.0
_CHUNK: Final = 1 << 16
_MARKUP: Final = re.compile(r"<(style|script|title)\b.*?</\1>|<[^>]*>", re.DOTALL | re.IGNORECASE)


@dataclass
class Client:
    """One server, over connections that are kept."""

    profile: Profile
    http: httpx.Client = field(init=False, repr=False)
    is_virtuoso: bool = field(default=False, init=False)

    def __post_init__(self) -> None:
        """Open nothing yet; what is opened is closed with the last who uses this."""
        self.http = httpx.Client(
            auth=login(self.profile),
            timeout=httpx.Timeout(self.profile.timeout, connect=_CONNECT),
            headers={"User-Agent": f"kkgraph/{__version__}"},
        )
        weakref.finalize(self, self.http.close)

    @property
    def shown(self) -> str:
        """The address of the server as errors say it: without a password."""
        return without_login(self.profile.url)

    def open(self, method: str, url: str, *, safe: bool, **rest: Any) -> httpx.Response:  # noqa: ANN401 - httpx's
        """Send a request and return its response, of which the body is still to be read.

        `safe`: it may be sent again when the connection fails or the server is busy.
        Raises EndpointFailed, with the server's words if it refuses.
        """
        url = without_login(url)
        response = self._tried(method, url, TRIES if safe else 1, rest)
        if response.is_success:
            return response
        with closing(response):
            raise EndpointFailed(url, _words(response), response.status_code)

    def _tried(self, method: str, url: str, tries: int, rest: dict[str, Any]) -> httpx.Response:
        """Return the response of the last of some tries; raises EndpointFailed without any."""
        for number in range(1, tries + 1):
            try:
                response = self._once(method, url, rest)
            except httpx.HTTPError as error:
                if number == tries or isinstance(error, httpx.UnsupportedProtocol):
                    raise EndpointFailed(url, _reason(error)) from None
                time.sleep(_pause(number))
                continue
            if number == tries or response.status_code not in _BUSY:
                break
            response.close()
            time.sleep(_pause(number, response.headers))
        return response

    def _once(self, method: str, url: str, rest: dict[str, Any]) -> httpx.Response:
        response = self.http.send(self.http.build_request(method, url, **rest), stream=True)
        self.is_virtuoso = _is_virtuoso(response.headers)
        return response

    def send(self, method: str, url: str, *, safe: bool, **rest: Any) -> httpx.Response:  # noqa: ANN401 - httpx's
        """Send a request and return its response, read to the end; raises EndpointFailed."""
        with closing(self.open(method, url, safe=safe, **rest)) as response:
            try:
                response.read()
            except httpx.HTTPError as error:
                raise EndpointFailed(without_login(url), _reason(error)) from None
            return response


class Body(io.RawIOBase):
    """What comes of a response as a file, read as it comes."""

    def __init__(self, response: httpx.Response, pieces: Iterator[bytes]) -> None:
        """Read the pieces of this response, which is closed at the end."""
        self._response, self._pieces, self._rest = response, pieces, b""

    def readable(self) -> bool:
        """Tell that it can be read."""
        return True

    def readinto(self, buffer: Any, /) -> int:  # noqa: ANN401 - any buffer
        """Fill a buffer with what has come; raises OSError when it breaks off."""
        while not self._rest:
            try:
                self._rest = next(self._pieces)
            except StopIteration:
                return 0
            except httpx.HTTPError as error:
                where = without_login(str(self._response.url.copy_with(query=None)))
                raise OSError(
                    str(Message("errors.remote.broke_off", where=where, why=_reason(error)))
                ) from None
        size = min(len(buffer), len(self._rest))
        buffer[:size], self._rest = self._rest[:size], self._rest[size:]
        return size

    def close(self) -> None:
        """Let the connection go."""
        self._response.close()
        super().close()


def body(response: httpx.Response) -> IO[bytes]:
    """Return the body of a response as a file, in standard words."""
    pieces = response.iter_bytes(_CHUNK)
    if _is_virtuoso(response.headers):
        pieces = standard(_lines(pieces))
    return cast("IO[bytes]", io.BufferedReader(Body(response, pieces)))


def _is_virtuoso(headers: Mapping[str, str]) -> bool:
    return headers.get("server", "").startswith("Virtuoso")


def _lines(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the same bytes, cut where lines end."""
    rest = b""
    for piece in pieces:
        whole, newline, rest = (rest + piece).rpartition(b"\n")
        if newline:
            yield whole + newline
    yield rest


def without_login(url: str) -> str:
    """Return an address without user and password."""
    parts = urlsplit(url)
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))


def _pause(number: int, headers: Mapping[str, str] | None = None) -> float:
    """Return how many seconds to wait after a try: what the server says, or ever longer."""
    said = (headers or {}).get("retry-after", "")
    if said.isdecimal():
        return min(float(said), _LONGEST_PAUSE)
    return float(_FIRST_PAUSE * 2 ** (number - 1) * random.uniform(0.75, 1.25))  # noqa: S311 - no secret


def _reason(error: httpx.HTTPError) -> Said:
    """Return why there is no answer, in words."""
    if isinstance(error, httpx.TimeoutException):
        return Message("errors.remote.no_time", kind=type(error).__name__)
    refused = next((one for one in _causes(error) if isinstance(one, OSError)), None)
    is_of_tls = isinstance(refused, ssl.SSLError)  # whose numbers are its own
    if refused is not None and not is_of_tls and refused.errno in errno.errorcode:
        return system(refused)
    return str(error) or type(error).__name__


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    """Yield an error, and what it was raised after."""
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def _words(response: httpx.Response) -> Said:
    """Return what a server says when it refuses: its status, and its message as one line."""
    status = f"{response.status_code} {response.reason_phrase}".strip()
    if response.is_redirect:
        there = response.headers.get("location", "")
        return Message("errors.remote.moved", status=status, address=there)
    try:
        text = response.read().decode(response.encoding or "utf-8", "replace")
    except (httpx.HTTPError, LookupError):
        return status
    if "html" in response.headers.get("content-type", ""):
        text = _MARKUP.sub(" ", text)
    said = " ".join(text.split())
    return f"{status}: {said[:_WORDS]}{' …' * (len(said) > _WORDS)}" if said else status
