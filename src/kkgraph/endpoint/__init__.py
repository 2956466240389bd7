"""The graph over HTTP: SPARQL, linked data, saved queries and the pages, read-only.

The server process answers requests and never touches the graph. A fork_server process
loads the project and forks workers, which share its memory; a query runs in a worker
and can be killed. A reload starts a second fork_server and takes over when that is ready.
"""
