"""Counts for Prometheus, and the log: neither says who asked, or what."""

import asyncio
import contextlib
import sys
import time
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

_METHODS = ("GET", "HEAD", "POST", "OPTIONS")
_BOUNDS = (0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1.0, 5.0, 10.0)
_EDGES = (*_BOUNDS, float("inf"))


@dataclass
class Histogram:
    """How long the requests of a route with one outcome took."""

    counts: Counter[float] = field(default_factory=Counter)
    total: float = 0.0

    def lines(self, labels: str) -> Iterator[str]:
        """Yield its lines in Prometheus's text format."""
        below = 0
        for bound in _EDGES:
            below += self.counts[bound]
            edge = "+Inf" if bound == float("inf") else str(bound)
            yield f'kkgraph_request_seconds_bucket{{{labels},le="{edge}"}} {below}'
        yield f"kkgraph_request_seconds_sum{{{labels}}} {self.total:.6f}"
        yield f"kkgraph_request_seconds_count{{{labels}}} {below}"


@dataclass
class Metrics:
    """What has happened since the start. A route is a pattern, never a path."""

    requests: Counter[tuple[str, str, int]] = field(default_factory=Counter)
    histograms: dict[tuple[str, str], Histogram] = field(default_factory=dict)
    sent: int = 0
    reloads: int = 0
    refused_reloads: int = 0
    outgoing: int = 0
    longest_pause: float = 0.0  # seconds in which the event loop did nothing else
    logged: bool = True

    def count(self, route: tuple[str, str, int], seconds: float, size: int) -> None:
        """Take down one request: (method, route, status), how long, how many bytes."""
        method, path, status = route
        method = method if method in _METHODS else "other"
        self.requests[method, path, status] += 1
        label = (path, outcome(status))
        one = self.histograms.get(label) or self.histograms.setdefault(label, Histogram())
        one.counts[_EDGES[bisect_left(_BOUNDS, seconds)]] += 1
        one.total += seconds
        self.sent += size
        if self.logged:
            log(f"{method} {path} {status} {size} bytes {seconds * 1000:.1f} ms")

    async def watch(self, every: float = 0.05) -> None:
        """Measure for how long the event loop is held up, until it is cancelled."""
        while True:
            before = time.monotonic()
            await asyncio.sleep(every)
            self.longest_pause = max(self.longest_pause, time.monotonic() - before - every)

    def text(self, gauges: Mapping[str, float]) -> bytes:
        """Return them in Prometheus's text format."""
        lines = ["# TYPE kkgraph_requests_total counter"]
        lines += [
            f'kkgraph_requests_total{{method="{method}",route="{route}",status="{status}"}} {n}'
            for (method, route, status), n in sorted(self.requests.items())
        ]
        lines.append("# TYPE kkgraph_request_seconds histogram")
        for (route, end), histogram in sorted(self.histograms.items()):
            lines += histogram.lines(f'route="{route}",outcome="{end}"')
        counters = {
            "sent_bytes_total": self.sent,
            "reloads_total": self.reloads,
            "reloads_refused_total": self.refused_reloads,
        }
        own = {"outgoing_bytes": self.outgoing, "loop_pause_seconds_max": self.longest_pause}
        for kind, values in (("counter", counters), ("gauge", {**own, **gauges})):
            for name, value in values.items():
                lines += [f"# TYPE kkgraph_{name} {kind}", f"kkgraph_{name} {value}"]
        return ("\n".join(lines) + "\n").encode()


def outcome(status: int) -> str:
    """Return what a status means to whoever watches: answered, refused, busy, late or failed."""
    classes = {4: "refused", 5: "failed"}
    named = {503: "busy", 504: "late"}
    return named.get(status) or classes.get(status // 100, "answered")


def log(message: str) -> None:
    """Write a line of the log, with the time; where there is no room for it, none."""
    stamp = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
    with contextlib.suppress(OSError):
        print(f"{stamp} kkgraph: {message}", file=sys.stderr, flush=True)  # noqa: T201 - it is the log
