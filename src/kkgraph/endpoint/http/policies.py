"""The content security policy: what a page of ours may load and run in a browser."""

import hashlib
import re
from base64 import b64encode

# A script within the page: neither one from a file nor a block of data.
_INLINE = re.compile(rb"<script(?![^>]*(?:src|type)=)[^>]*>(.*?)</script>", re.DOTALL)
_REST = (
    "style-src 'self' 'unsafe-inline'; img-src 'self' data:; worker-src 'self' blob:; "
    "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)


def policy(page: bytes = b"") -> str:
    """Return the policy of an answer: the scripts within the page are named by their digests."""
    digests = (b64encode(hashlib.sha256(text).digest()).decode() for text in _INLINE.findall(page))
    allowed = "".join(f" 'sha256-{digest}'" for digest in digests)
    return f"default-src 'self'; script-src 'self' 'wasm-unsafe-eval'{allowed}; {_REST}"
