"""Counts for Prometheus, and the log: neither says who asked, or what."""

import sys
import time
from collections import Counter
from dataclasses import dataclass, field

_BOUNDS = (0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1.0, 5.0, 10.0)


@dataclass
class Metrics:
    """What has happened since the start. A route is a pattern, never a path."""

    requests: Counter[tuple[str, str, int]] = field(default_factory=Counter)
    seconds: Counter[float] = field(default_factory=Counter)
    total: float = 0.0
    sent: int = 0
    reloads: int = 0
    refused_reloads: int = 0
    outgoing: int = 0
    logged: bool = True

    def count(self, route: tuple[str, str, int], seconds: float, size: int) -> None:
        """Take down one request: (method, route, status), how long, how many bytes."""
        self.requests[route] += 1
        self.seconds[next((bound for bound in _BOUNDS if seconds <= bound), float("inf"))] += 1
        self.total += seconds
        self.sent += size
        if self.logged:
            method, path, status = route
            log(f"{method} {path} {status} {size} bytes {seconds * 1000:.1f} ms")

    def text(self, gauges: dict[str, float]) -> bytes:
        """Return them in Prometheus's text format."""
        lines = ["# TYPE kkgraph_requests_total counter"]
        lines += [
            f'kkgraph_requests_total{{method="{method}",route="{route}",status="{status}"}} {n}'
            for (method, route, status), n in sorted(self.requests.items())
        ]
        lines += self._histogram()
        counters = {
            "sent_bytes_total": self.sent,
            "reloads_total": self.reloads,
            "reloads_refused_total": self.refused_reloads,
        }
        for kind, values in (("counter", counters), ("gauge", gauges)):
            for name, value in values.items():
                lines += [f"# TYPE kkgraph_{name} {kind}", f"kkgraph_{name} {value}"]
        return ("\n".join(lines) + "\n").encode()

    def _histogram(self) -> list[str]:
        lines, below = ["# TYPE kkgraph_request_seconds histogram"], 0
        for bound in (*_BOUNDS, float("inf")):
            below += self.seconds[bound]
            edge = "+Inf" if bound == float("inf") else str(bound)
            lines.append(f'kkgraph_request_seconds_bucket{{le="{edge}"}} {below}')
        return [
            *lines,
            f"kkgraph_request_seconds_sum {self.total:.6f}",
            f"kkgraph_request_seconds_count {below}",
        ]


def log(message: str) -> None:
    """Write a line of the log, with the time."""
    stamp = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
    print(f"{stamp} kkgraph: {message}", file=sys.stderr, flush=True)  # noqa: T201 - it is the log
