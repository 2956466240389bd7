"""What the operator decides: where to listen, and what a query may cost."""

import json
from dataclasses import asdict, dataclass

MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class Settings:
    """Limits of a server. Times are seconds, sizes bytes."""

    root: str
    host: str = "127.0.0.1"
    port: int = 8000
    base_url: str = ""
    time_limit: float = 10.0
    time_slice: float = 0.25
    quick_workers: int = 2
    slow_workers: int = 2
    queue_timeout: float = 10.0
    rows: int = 200_000
    answer_bytes: int = 16 * MEGABYTE
    request_bytes: int = 256 * 1024
    worker_memory: int = 512 * MEGABYTE
    cache_bytes: int = 16 * MEGABYTE
    wire_bytes: int = 8 * MEGABYTE
    page_bytes: int = 96 * MEGABYTE
    outgoing_bytes: int = 128 * MEGABYTE
    connections: int = 1024
    trusted_proxies: tuple[str, ...] = ()
    client_timeout: float = 15.0
    slow_query: float = 1.0
    log_queries: bool = False
    force: bool = False
    pages: bool = True
    as_of: str | None = None
    source: str | None = None

    def dump(self) -> str:
        """Return them as text, for another process."""
        return json.dumps(asdict(self))

    @classmethod
    def parse(cls, text: str) -> "Settings":
        """Read what `dump` wrote."""
        return cls(**json.loads(text))
