"""The process that holds a project against its shapes, whose memory goes with it."""

from kkgraph.endpoint.pool import snapshot as snapshots
from kkgraph.endpoint.pool.snapshot import Snapshot
from kkgraph.endpoint.responses import Response
from kkgraph.errors import KkgraphError

LONGEST = 600.0  # seconds
CHANGED, BROKEN = 409, 422


def check(snapshot: Snapshot) -> Response:
    """Return 200 when the data hold; BROKEN with the reason, CHANGED when it was read too late."""
    from kkgraph.validation.conformance import Validation
    from kkgraph.validation.report.text import summary

    project = snapshot.store.project
    try:
        report = Validation(project).run()
    except KkgraphError as error:
        return Response(BROKEN, {}, str(error).encode())
    if snapshots.fingerprint(project) != snapshot.digest:
        return Response(CHANGED)
    if report.conforms:
        return Response(200)
    text = summary(report, project.root, "en")
    return Response(BROKEN, {}, str(NotConforming(text)).encode())


class NotConforming(KkgraphError):
    """The data do not hold against the shapes."""

    def __init__(self, report: str) -> None:
        """Say how to see more, and how to serve them nevertheless."""
        super().__init__(report, "see `kkgraph validate`, or serve them with --force")
