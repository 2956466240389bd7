"""The pages of the static site, served from a folder, and what a browser may run of them."""

import asyncio
import hashlib
import re
from base64 import b64encode
from pathlib import Path

from kkgraph import media
from kkgraph.endpoint.pool.cache import Cache
from kkgraph.endpoint.pool.preparation import SITE
from kkgraph.endpoint.responses import Response, content

_SHARE = 4  # the part of the room that one file may take
# A script within the page: neither one from a file nor a block of data.
_INLINE = re.compile(rb"<script(?![^>]*(?:src|type)=)[^>]*>(.*?)</script>", re.DOTALL)
_REST = (
    "style-src 'self' 'unsafe-inline'; img-src 'self' data:; worker-src 'self' blob:; "
    "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)


class Pages:
    """A folder of files by their paths, those asked for last in memory."""

    def __init__(self, folder: str, room: int) -> None:
        """Take a folder ("" for none) and the bytes of memory that its files may fill."""
        self._folder = Path(folder, SITE) if folder else None
        self._cache: Cache[str] = Cache(room, share=_SHARE)

    async def find(self, path: str) -> Response | None:
        """Return the file for a request's path ("" and "x/" are index pages), None without."""
        name = f"{path}index.html" if path == "" or path.endswith("/") else path
        found = self._cache.find(name)
        if found is None and self._folder is not None:
            found = await asyncio.to_thread(_read, self._folder, name)
            if found is not None:
                self._cache.keep(name, found)
        return found


def _read(folder: Path, name: str) -> Response | None:
    """Return the file of a name, None without; nothing outside the folder, each by one name."""
    if any(part == "" or (part[0] == "." and part != ".well-known") for part in name.split("/")):
        return None
    try:
        body = (folder / name).read_bytes()
    except (OSError, ValueError):  # a folder, a name too long for the system, a NUL
        return None
    kind = media.of_file(name.rpartition("/")[2])
    is_page = kind == media.HTML
    return content(body, kind, {"content-security-policy": policy(body)} if is_page else None)


def policy(page: bytes = b"") -> str:
    """Return the policy of an answer: the scripts within the page are named by their digests."""
    digests = (b64encode(hashlib.sha256(text).digest()).decode() for text in _INLINE.findall(page))
    allowed = "".join(f" 'sha256-{digest}'" for digest in digests)
    return f"default-src 'self'; script-src 'self' 'wasm-unsafe-eval'{allowed}; {_REST}"
