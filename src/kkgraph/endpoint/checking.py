"""The process that holds a project against its shapes, whose memory goes with it."""

import json

from kkgraph.endpoint.pool import snapshot as snapshots
from kkgraph.endpoint.pool.snapshot import Snapshot
from kkgraph.endpoint.responses import Response
from kkgraph.errors import KkgraphError, Said
from kkgraph.texts import LANGUAGES, Message

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
        return _broken(error)
    if snapshots.fingerprint(project) != snapshot.digest:
        return Response(CHANGED)
    if report.conforms:
        return Response(200)
    texts = {lang: summary(report, project.root, lang) for lang in LANGUAGES}
    return _broken(NotConforming(texts))


def _broken(error: KkgraphError) -> Response:
    """Return why, in every language: who started the server reads it, and the log."""
    return Response(BROKEN, {}, json.dumps({lang: error.said(lang) for lang in LANGUAGES}).encode())


class NotConforming(KkgraphError):
    """The data do not hold against the shapes."""

    def __init__(self, report: Said) -> None:
        """Say how to see more, and how to serve them nevertheless."""
        super().__init__(report, Message("errors.server.force"))
