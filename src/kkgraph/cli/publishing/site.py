"""`kkgraph site`: the graph as a linked-data site of static files."""

import sys
from pathlib import Path

import click

from kkgraph.cli import options
from kkgraph.cli.language import say, tell
from kkgraph.cli.publishing import values
from kkgraph.errors.installation import not_importable
from kkgraph.project import Project


@click.command()
@click.argument("out", type=click.Path(path_type=Path), metavar="OUT")
@click.option(
    "--base-url",
    metavar="URL",
    callback=values.web_address,
    help="Where the site will be served, for canonical links, downloads and the sitemap; else the "
    "project's base.",
)
@click.option(
    "--survey",
    "copy",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Your copy of the survey text: show the passages too. Consider who may read the site.",
)
@options.messages
@options.edition
@options.project
def site(project: Project, out: Path, base_url: str | None, copy: Path | None) -> None:
    """Write the graph as a website to the folder OUT, which any static host can serve.

    A page for every thing, section, term, theme and saved query, in Danish and English,
    with its data beside it. In an OUT that is an earlier site only the site's own files that
    changed are replaced; yours, such as .git and CNAME, stay.

    Example: kkgraph site public
    """
    from kkgraph.site.context import Site
    from kkgraph.store import load
    from kkgraph.survey.sections import load_sections, read_same

    try:
        from kkgraph.site.builder import build
    except ImportError as error:
        raise not_importable("kkgraph site", error, "site") from None
    if base_url is None:
        tell(say("cli.site.no_address", root=project.settings.base))
    store = load(project)
    survey = read_same(copy, load_sections(store.graph)) if copy else None
    made = Site(store, (base_url or project.settings.base).rstrip("/") + "/", survey)
    with click.progressbar(length=100, label=say("cli.site.pages"), file=sys.stderr) as bar:

        def progress(written: int, of: int) -> None:
            bar.update(written * 100 // of - bar.pos)

        count = build(made, out, progress)
    click.echo(say("cli.files", folder=out, n=count), err=True)
