"""The command line: one group, commands imported when called, errors converted in one place."""

import contextlib
import errno
import io
import os
import sys
from importlib import import_module
from typing import Any, NoReturn, cast

import click

from kkgraph import __version__
from kkgraph.cli.language import (
    HELP,
    from_click,
    in_danish,
    messages,
    metavars,
    say,
    speaking,
    teach_click,
    tell,
    translated,
    wants_help,
)
from kkgraph.errors import KkgraphError, system
from kkgraph.texts import said, spoken

CONTEXT = {"help_option_names": HELP, "max_content_width": 100}

# Command -> (where it is, its line in `kkgraph --help`). A module is imported when its
# command is called, so that `kkgraph query` does not pay for what others need.
COMMANDS = {
    "ask": ("kkgraph.cli.ask:ask", "Answer a plain question in Danish or English."),
    "query": ("kkgraph.cli.query:query", "Run a saved query, or any SPARQL."),
    "queries": ("kkgraph.cli.queries:queries", "List, search and show the saved queries."),
    "show": ("kkgraph.cli.things:show", "Describe a thing, with section and lines."),
    "search": ("kkgraph.cli.things:search", "Find things, saved queries and facts."),
    "why": ("kkgraph.cli.why:why", "Say where a statement comes from."),
    "stats": ("kkgraph.cli.things:stats", "Count the graph by layer, class and chapter."),
    "network": ("kkgraph.cli.network:network", "Write a network as a graph file, picture or page."),
    "map": ("kkgraph.cli.map:map_", "Draw the cities of a network on a map."),
    "reconcile": (
        "kkgraph.cli.interchange.reconcile:reconcile",
        "Match the names in a CSV file with things.",
    ),
    "links": (
        "kkgraph.cli.interchange.links:links",
        "Check and hand on links to other collections.",
    ),
    "export": ("kkgraph.cli.publishing.export:export", "Write the whole graph to a file."),
    "site": ("kkgraph.cli.publishing.site:site", "Write the graph as a linked-data website."),
    "validate": ("kkgraph.cli.publishing.checks:validate", "Check the data against the shapes."),
    "new": ("kkgraph.cli.editing.new:new", "Add a thing or a fact."),
    "edit": ("kkgraph.cli.editing.edit:edit", "Change a value, or withdraw a thing."),
    "template": ("kkgraph.cli.editing.sheets:template", "Write a sheet to fill in."),
    "import": ("kkgraph.cli.editing.sheets:import_", "Take in a sheet that was filled in."),
    "migrate": (
        "kkgraph.cli.publishing.migrate:migrate",
        "Bring a project to the present version.",
    ),
    "cite": ("kkgraph.cli.publishing.cite:cite", "Cite the graph, a thing or a query's result."),
    "release": (
        "kkgraph.cli.publishing.release:release",
        "Release a version: dumps, checksums, changes.",
    ),
    "diff": ("kkgraph.cli.publishing.diff:diff", "Say what changed between two versions."),
    "serve": (
        "kkgraph.cli.publishing.serve:serve",
        "Serve the graph over HTTP: SPARQL, pages.",
    ),
    "mcp": ("kkgraph.cli.interchange.mcp:mcp", "Answer an assistant's questions (MCP)."),
    "push": ("kkgraph.cli.publishing.servers:push", "Put the graph on a SPARQL server."),
    "pull": ("kkgraph.cli.publishing.servers:pull", "Write a server's graph to a file."),
    "compare": ("kkgraph.cli.publishing.servers:compare", "Compare the graphs of two places."),
    "cache": ("kkgraph.cli.publishing.cache:cache", "Show or clear the graphs kept to start fast."),
    "init": ("kkgraph.cli.setup.init:init", "Begin a project of a survey's text."),
    "survey": (
        "kkgraph.cli.setup.survey:survey",
        "Compare the graph with a copy of the survey text.",
    ),
    "completion": ("kkgraph.cli.completion:completion", "Print a shell's completion script."),
}
EXIT_NOT_RUN = 2
EXIT_INTERRUPTED = 130  # as a shell says it of Ctrl-C


class LazyGroup(click.Group):
    """A group that knows its commands by name and imports them when called."""

    is_danish = False  # whether the commands' help is

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Return the commands in the order in which a newcomer needs them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's signature
        """Import the command."""
        if cmd_name not in COMMANDS:
            return None
        module, _, attribute = COMMANDS[cmd_name][0].partition(":")
        found = cast("click.Command", getattr(import_module(module), attribute))
        return translated(found) if self.is_danish else found

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command; name those that are spelled like one that is not there."""
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            from difflib import get_close_matches

            near = ", ".join(get_close_matches(args[0], COMMANDS))
            meant = f" ({say('cli.meant', near=near)})" if near else ""
            raise click.UsageError(error.message.rstrip(".") + meant, ctx) from None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - click's signature
        """List the commands without importing them."""
        known = in_danish if self.is_danish else str
        with formatter.section(from_click("Commands")):
            formatter.write_dl([(name, known(line)) for name, (_, line) in COMMANDS.items()])

    def invoke(self, ctx: click.Context) -> object:
        """Run a command; click itself would end with 1 when the reader has gone."""
        try:
            result: object = super().invoke(ctx)
            sys.stdout.flush()
        except BrokenPipeError:
            _leave_quietly()
        return result

    def main(self, *args: Any, **extra: Any) -> NoReturn:  # noqa: ANN401 - click's signature
        """Run, and turn every foreseen error into one line on stderr and exit code 2."""
        if sys.stdout is None:  # closed before we began: whoever prints learns of it
            sys.stdout = _Closed()
        words = extra.get("args") or next(iter(args), None) or sys.argv[1:]
        try:
            with speaking(words):
                result = self._asked(words).result(*args, **{**extra, "standalone_mode": False})
        except KkgraphError as error:  # the environment names no language
            _fail(str(error))
        sys.exit(result if isinstance(result, int) else 0)

    def _asked(self, words: list[str]) -> "LazyGroup":
        """Return the group itself, or as it is in Danish where its help is wanted."""
        if not wants_help(words):
            return self
        twin = cast("LazyGroup", translated(self))
        twin.is_danish = True
        return twin

    def result(self, *args: Any, **extra: Any) -> object:  # noqa: ANN401 - click's signature
        """Run a call; say in one line what went wrong, and end."""
        try:
            return super().main(*args, **extra)
        except KkgraphError as error:
            _fail(error.said(spoken.get()))
        except click.exceptions.NoArgsIsHelpError as error:
            error.show()
            sys.exit(EXIT_NOT_RUN)
        except click.ClickException as error:
            _fail(_with_hint(error))
        except click.Abort as error:
            is_told = isinstance(error.__context__, KeyboardInterrupt)
            _fail(say("cli.stopped"), EXIT_INTERRUPTED if is_told else EXIT_NOT_RUN)
        except OSError as error:
            _give_up(error)


def _fail(message: str, code: int = EXIT_NOT_RUN) -> NoReturn:
    """Say what went wrong; what Python still holds for a full disk is dropped, not tried again."""
    try:
        sys.stdout.flush()
    except OSError:
        _drop_output()
    tell(f"kkgraph: {message}")
    sys.exit(code)


class _Closed(io.TextIOBase):
    """Standard output that is closed, where Python would have none and lose what is printed."""

    def write(self, text: str, /) -> int:
        """Raise that nothing can be written."""
        raise OSError(errno.EBADF, say("cli.closed", n=len(text)))


def _give_up(error: OSError) -> NoReturn:
    """Fail for the system's reason."""
    where = error.filename or say("errors.output.stdout")
    why = error.strerror if error.errno == errno.EBADF else system(error)
    _fail(f"{where}: {said(why or str(error), spoken.get())}")


def _with_hint(error: click.ClickException) -> str:
    """Return a usage error in one line, with the command whose help would have told."""
    message = " ".join(error.format_message().split())
    if isinstance(error, click.MissingParameter):
        message = metavars(message)
    ctx = error.ctx if isinstance(error, click.UsageError) else None
    see = say("cli.see_help", command=ctx.command_path) if ctx else ""
    return f"{message.rstrip('.')}; {see}" if ctx else message


def _leave_quietly() -> NoReturn:
    """End after the reader of our output has gone (`| head`), without Python's own complaint."""
    _drop_output()
    sys.exit(0)


def _drop_output() -> None:
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


teach_click()  # before the options below ask for their texts


@click.group(cls=LazyGroup, context_settings=CONTEXT, no_args_is_help=True)
@messages
@click.version_option(__version__, "-V", "--version", prog_name="kkgraph")
def main() -> None:
    """Ask the knowledge graph of a municipality's international work.

    Example: kkgraph queries
    """
