"""The pages of the static site, served from a folder, and what a browser may run of them."""

import hashlib
import re
from base64 import b64encode
from dataclasses import dataclass, field
from pathlib import Path

from kkgraph import media
from kkgraph.endpoint.pool.preparation import SITE
from kkgraph.endpoint.responses import Response, content

# A script within the page: neither one from a file nor a block of data.
_INLINE = re.compile(rb"<script(?![^>]*(?:src|type)=)[^>]*>(.*?)</script>", re.DOTALL)
_REST = (
    "style-src 'self' 'unsafe-inline'; img-src 'self' data:; worker-src 'self' blob:; "
    "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)


@dataclass
class Pages:
    """A folder of files by their paths, each read once."""

    folder: Path | None
    known: dict[str, Response] = field(default_factory=dict)

    @classmethod
    def within(cls, folder: str) -> "Pages":
        """Return the pages in a folder; none when nothing was written there."""
        path = Path(folder, SITE) if folder else None
        return cls(path if path and (path / "index.html").is_file() else None)

    def find(self, path: str) -> Response | None:
        """Return the file for a request's path ("" and "x/" are index pages), None without."""
        if self.folder is None:
            return None
        name = f"{path}index.html" if path == "" or path.endswith("/") else path
        if name not in self.known:
            file = _inside(self.folder, name)
            if file is None:
                return None
            self.known[name] = _read(file)
        return self.known[name]


def _read(file: Path) -> Response:
    kind, body = media.of_file(file.name), file.read_bytes()
    is_page = kind == media.HTML
    return content(body, kind, {"content-security-policy": policy(body)} if is_page else None)


def _inside(folder: Path, name: str) -> Path | None:
    """Return the file of a name, never one outside the folder."""
    hidden = (part for part in name.split("/") if part.startswith("."))
    if "\0" in name or any(part != ".well-known" for part in hidden):
        return None
    try:
        file = (folder / name).resolve()
    except OSError:
        return None
    return file if file.is_relative_to(folder.resolve()) and file.is_file() else None


def policy(page: bytes = b"") -> str:
    """Return the policy of an answer: the scripts within the page are named by their digests."""
    digests = (b64encode(hashlib.sha256(text).digest()).decode() for text in _INLINE.findall(page))
    allowed = "".join(f" 'sha256-{digest}'" for digest in digests)
    return f"default-src 'self'; script-src 'self' 'wasm-unsafe-eval'{allowed}; {_REST}"
