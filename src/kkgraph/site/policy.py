"""What a browser may run of a page: the files of the site, and scripts that we put in."""

from base64 import b64encode
from hashlib import sha256

_REST = (
    "style-src 'self' 'unsafe-inline'; img-src 'self' data:; worker-src 'self' blob:; "
    "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)


def policy(*scripts: str, elsewhere: bool = False) -> str:
    """Return the policy of an answer; a script within it is allowed when it is one of those given.

    `elsewhere`: its queries may go to any server.
    """
    digests = (b64encode(sha256(one.encode()).digest()).decode() for one in scripts)
    allowed = "".join(f" 'sha256-{digest}'" for digest in digests)
    asked = "connect-src 'self' http: https:; " if elsewhere else ""
    return f"default-src 'self'; script-src 'self' 'wasm-unsafe-eval'{allowed}; {asked}{_REST}"
