"""What a browser may run of a page: the files of the site, and one script that we put in."""

from base64 import b64encode
from hashlib import sha256

_REST = (
    "style-src 'self' 'unsafe-inline'; img-src 'self' data:; worker-src 'self' blob:; "
    "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)


def policy(script: str = "") -> str:
    """Return the policy of an answer; a script within it is allowed when it is the one given."""
    digest = b64encode(sha256(script.encode()).digest()).decode()
    allowed = f" 'sha256-{digest}'" if script else ""
    return f"default-src 'self'; script-src 'self' 'wasm-unsafe-eval'{allowed}; {_REST}"
