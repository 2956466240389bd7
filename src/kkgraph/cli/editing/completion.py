"""What a shell completes for `kkgraph new`: classes, fields, and the values of a field."""

import click
from click.shell_completion import CompletionItem

from kkgraph import terms
from kkgraph.cli.completion import Found, project_of, silent
from kkgraph.texts import spoken


@silent
def class_names(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> Found:
    """Complete the kinds of things and facts."""
    kinds = (*terms.THING_KINDS, *terms.FACT_KINDS)
    return [CompletionItem(kind) for kind in kinds if kind.startswith(incomplete)]


@silent
def fields(ctx: click.Context, incomplete: str) -> Found:
    """Complete the fields of the class that is named."""
    from kkgraph.editing.drafts import option
    from kkgraph.editing.fields import Shapes

    kind = ctx.params.get("kind")
    if not kind or not incomplete.startswith("-"):
        return []
    found = []
    for field in Shapes.of(project_of(ctx)).form(kind).fields:
        tags = ("-da", "-en") if field.is_text else ("",)
        found += [(f"--{option(field)}{tag}", field.names.get(spoken.get(), "")) for tag in tags]
    return [CompletionItem(o, help=words) for o, words in found if o.startswith(incomplete)]


@silent
def field_values(ctx: click.Context, _param: click.Parameter, incomplete: str) -> Found:
    """Complete the values of the field that was named last."""
    from kkgraph import cache
    from kkgraph.editing import drafts, values
    from kkgraph.editing.fields import Shapes

    given = list(ctx.params.get("words") or ())
    at = max((i for i, word in enumerate(given) if word.startswith("--")), default=None)
    kind = ctx.params.get("kind")
    if at is None or not kind:
        return []
    project = project_of(ctx)
    field, _ = drafts.field_of(Shapes.of(project).form(kind), given[at][2:])
    done = "".join(f"{word} " for word in given[at + 1 :])
    found = values.choices(cache.load(project), field, ctx.params.get("lang") or "en")
    typed = (done + incomplete).casefold()
    return [CompletionItem(v[len(done) :]) for v in found if v.casefold().startswith(typed)]
