"""How well `kkgraph ask` reads questions: what it answers at once, and how often that is right.

The set in `tests/asked.json` is ours: two wordings of a question, the queries that answer it and
the values that the question gives. With `--questions FILE` (a list of `id`, `da`, `en`) the
competency questions are measured too, by the queries of `tests/questions.json`.

Measured with the weights as shipped, and five-fold: weights and threshold are fitted to four
fifths of the questions and measured on the fifth.

    python bench/ask.py [--questions FILE] [--wrong] [--fit] [--write]

With --write the shares and the wrong answers go into docs/ask.md.
"""

import argparse
import json
import re
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import exp
from pathlib import Path

from kkgraph import store as stores
from kkgraph import terms
from kkgraph.asking import index as indexes
from kkgraph.asking.question import understood
from kkgraph.asking.readings import ENOUGH, NONE, WEIGHTS, Reading, readings, whole
from kkgraph.errors import KkgraphError
from kkgraph.parameters import term
from kkgraph.project import find
from kkgraph.store import Store

ROOT = Path(__file__).parent.parent
FOLDS = 5
STEPS, RATE, HOLD = 300, 0.05, 0.02
TARGET = 0.94  # of the answers to what weights are fitted to; measured it is to be 0.9
DOCUMENT = ROOT / "docs" / "ask.md"
SETS = {"own": "ours", "competency": "competency"}
LANGUAGES = {"da": "Danish", "en": "English"}
# What speaks for a reading, in words: why it came before the right one.
REASONS = {
    "pattern": "the question is worded as people ask for that",
    "title": "its words stand in that query's title",
    "text": "its words stand in that query's texts",
    "asked": "what is asked for is called like a column of it",
    "kind": "what is asked for is of a kind that it holds",
    "columns": "its words are columns of that query",
    "used": "the right one has no place for all that is named",
    "wanting": "the right one wants a thing that is not named",
    "rows": "the right one has no row for what is named",
}
LEVELS = [n / 100 for n in range(20, 96, 2)]


@dataclass(frozen=True)
class Case:
    """A question in one language with its readings: features, may it be answered, is it right."""

    set: str
    key: str
    lang: str
    text: str
    found: tuple[Reading, ...]
    right: tuple[bool, ...]

    def scores(self, weights: dict[str, float]) -> list[float]:
        """Return the scores of the readings."""
        return [sum(weights[k] * v for k, v in r.features.items()) for r in self.found]

    def order(self, weights: dict[str, float]) -> list[int]:
        """Return the readings' places, the likeliest first."""
        scores = self.scores(weights)
        return sorted(range(len(scores)), key=lambda i: -scores[i])


def likelihoods(scores: Sequence[float]) -> list[float]:
    """Return how likely each reading is; what is left is the likelihood of none."""
    top = max(scores)
    shares = [exp(score - top) for score in scores]
    return [share / (sum(shares) + exp(NONE - top)) for share in shares]


def own(store: Store) -> list[tuple[str, str, dict[str, str], Callable[[Reading], bool]]]:
    """Return our questions: set, key, texts, and what tells whether a reading is right."""
    every = json.loads((ROOT / "tests/asked.json").read_text("utf-8"))
    return [
        ("own", f"A{n}", q, _tells(store, q["queries"], q["values"]))
        for n, q in enumerate(every, 1)
    ]


def competency(
    store: Store, path: Path
) -> list[tuple[str, str, dict[str, str], Callable[[Reading], bool]]]:
    """Return the competency questions of a file, right by the queries of tests/questions.json."""
    known = json.loads((ROOT / "tests/questions.json").read_text("utf-8"))
    found = []
    for q in json.loads(path.read_text("utf-8")):
        runs = [known[q["id"]], *known[q["id"]].get("also", [])]
        checks = [_tells(store, [run["query"]], run.get("parameters", {})) for run in runs]
        checks.append(_tells(store, known[q["id"]].get("asked", []), {}))
        found.append(("competency", q["id"], q, lambda r, c=checks: any(one(r) for one in c)))
    return found


def _tells(store: Store, names: list[str], values: dict[str, str]) -> Callable[[Reading], bool]:
    return lambda r: (
        r.query.name in names and all(_given(store, r, n, v) for n, v in values.items())
    )


def _given(store: Store, reading: Reading, name: str, value: str) -> bool:
    """Tell whether a reading has a value, as a parameter's, or else as what rows are left by."""
    parameter = next((p for p in reading.query.parameters if p.name == name), None)
    if parameter is None:
        return True  # the value is of another of the queries that answer the question
    got = reading.values.get(name, parameter.default)
    try:
        wanted = term(store, parameter, value)
        if got is not None:
            return term(store, parameter, got) == wanted
    except KkgraphError:
        return False
    return any(getattr(wanted, "value", "") in mention.values for mention in reading.only)


def cases(path: Path | None) -> list[Case]:
    """Ask all questions in both languages."""
    store = stores.load(find(ROOT))
    index = indexes.build(store)
    every = own(store) + (competency(store, path) if path else [])
    found = []
    for set_, key, texts, right in every:
        for lang in ("da", "en"):
            read = tuple(readings(index, understood(index, texts[lang], lang)))
            found.append(Case(set_, key, lang, texts[lang], read, tuple(map(right, read))))
    return found


def fit(train: list[Case]) -> tuple[dict[str, float], float]:
    """Return weights that make the right readings likely, and the threshold for an answer."""
    weights = dict(WEIGHTS)
    for _ in range(STEPS):
        slope = dict.fromkeys(weights, 0.0)
        for case in train:
            if any(case.right):
                _add_slope(slope, case, weights)
        for name, old in weights.items():
            pull = HOLD * (old - WEIGHTS[name])
            weights[name] += RATE * (slope[name] / len(train) * 10 - pull)
    return weights, _threshold(train, weights)


def _add_slope(slope: dict[str, float], case: Case, weights: dict[str, float]) -> None:
    likely = likelihoods(case.scores(weights))
    right = sum(p for p, ok in zip(likely, case.right, strict=True) if ok)
    for reading, p, ok in zip(case.found, likely, case.right, strict=True):
        for name, value in reading.features.items():
            slope[name] += value * ((p / right if ok else 0.0) - p)


def _threshold(train: list[Case], weights: dict[str, float]) -> float:
    """Return the lowest likelihood above which the answers are right often enough."""
    for level in LEVELS:
        answered, right, *_ = counted(train, weights, level)
        if answered and right / answered >= TARGET:
            return level
    return LEVELS[-1]


def counted(some: list[Case], weights: dict[str, float], level: float) -> tuple[int, int, int, int]:
    """Return how many are answered, rightly so, right at first, and right among three."""
    answered = right = first = three = 0
    for case in some:
        order = case.order(weights)
        likely = likelihoods(case.scores(weights))[order[0]]
        first += case.right[order[0]]
        three += any(case.right[i] for i in order[:3])
        if whole(case.found[order[0]]) and likely >= level:
            answered += 1
            right += case.right[order[0]]
    return answered, right, first, three


def shown(name: str, some: list[Case], counts: tuple[int, int, int, int]) -> str:
    """Return the shares as a row of a table."""
    answered, right, first, three = counts
    n = len(some)
    shares = (answered / n, right / answered if answered else 0, first / n, three / n)
    return f"| {name} | {' | '.join(f'{share:.0%}'.replace('%', ' %') for share in shares)} |"


def folded(every: list[Case]) -> dict[tuple[str, str], list[int]]:
    """Return the counts by set and language where each question is measured unseen."""
    keys = sorted({(c.set, c.key) for c in every})
    fold = {key: n % FOLDS for n, key in enumerate(keys)}
    totals: dict[tuple[str, str], list[int]] = {}
    for n in range(FOLDS):
        weights, level = fit([c for c in every if fold[c.set, c.key] != n])
        for case in every:
            if fold[case.set, case.key] == n:
                sums = totals.setdefault((case.set, case.lang), [0, 0, 0, 0])
                for i, count in enumerate(counted([case], weights, level)):
                    sums[i] += count
    return totals


@dataclass(frozen=True)
class Wrong:
    """An answer that is wrong: the question, how it was read, the right query, and the reason."""

    case: Case
    read: Reading
    right: Reading | None
    place: int

    @property
    def row(self) -> str:
        """The answer as a row of a table; a competency question by its number."""
        asked = self.case.text if self.case.set == "own" else f"{self.case.key} ({self.case.lang})"
        values = ", ".join(terms.shorten(value) for value in self.read.values.values())
        right = f"`{self.right.query.name}`, {self.place}." if self.right else "not found"
        read = f"`{self.read.query.name}` {values}".strip()
        return f"| {asked} | {read} | {right} | {self.reason} |"

    @property
    def reason(self) -> str:
        """What spoke for the wrong reading: what makes most of the difference, in words."""
        if self.right is None:
            return "no query that answers it was tried"
        mine, other = self.read.features, self.right.features
        ahead = {name: by * (mine[name] - other[name]) for name, by in WEIGHTS.items()}
        most = max(ahead.values())
        return "; ".join(REASONS[name] for name, by in ahead.items() if by > most / 2)


def wrong(every: list[Case]) -> list[Wrong]:
    """Return what was answered and is wrong."""
    found = []
    for case in every:
        order = case.order(WEIGHTS)
        likely = likelihoods(case.scores(WEIGHTS))[order[0]]
        if whole(case.found[order[0]]) and likely >= ENOUGH and not case.right[order[0]]:
            place = next((n for n, i in enumerate(order, 1) if case.right[i]), 0)
            right = case.found[order[place - 1]] if place else None
            found.append(Wrong(case, case.found[order[0]], right, place))
    return found


def write(shares: list[str], every: list[Case]) -> None:
    """Put the shares and the wrong answers into their blocks of docs/ask.md."""
    heads = {
        "shares": (
            "| questions | answered at once | of them right | right one first | among three |"
        ),
        "wrong": "| question | read as | right one, and its place | why |",
    }
    rows = {"shares": shares, "wrong": [one.row for one in wrong(every)]}
    text = DOCUMENT.read_text(encoding="utf-8")
    for name, head in heads.items():
        lines = [head, "|" + "---|" * (head.count("|") - 1), *rows[name]]
        block = f"<!-- {name} -->\n" + "\n".join(lines) + "\n<!-- end -->"
        text = re.sub(
            rf"<!-- {name} -->\n.*?<!-- end -->", lambda _, b=block: b, text, flags=re.DOTALL
        )
    DOCUMENT.write_text(text, encoding="utf-8")


def _named(set_: str, lang: str, how: str) -> str:
    return f"{SETS[set_]}, {LANGUAGES[lang]}{'' if how.startswith('(') else ','} {how}"


def main() -> int:
    """Print the shares; 1 where the shipped weights miss the aims."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--questions", type=Path)
    parser.add_argument("--wrong", action="store_true", help="list the wrong answers")
    parser.add_argument("--write", action="store_true", help="write docs/ask.md")
    parser.add_argument("--fit", action="store_true", help="print weights fitted to all")
    options = parser.parse_args()
    every = cases(options.questions)
    groups: dict[tuple[str, str], list[Case]] = {}
    for case in every:
        groups.setdefault((case.set, case.lang), []).append(case)
    shares = [
        shown(_named(*key, f"({len(some)}), as shipped"), some, counted(some, WEIGHTS, ENOUGH))
        for key, some in groups.items()
    ]
    shares += [
        shown(_named(*key, "five-fold"), groups[key], tuple(sums))  # type: ignore[arg-type]
        for key, sums in folded(every).items()
    ]
    print("\n".join(shares))
    if options.wrong:
        print("\n".join(one.row for one in wrong(every)))
    if options.write:
        write(shares, every)
    if options.fit:
        weights, level = fit(every)
        print({k: round(v, 2) for k, v in weights.items()}, level)
    answered, right, _, three = counted(every, WEIGHTS, ENOUGH)
    good = right >= 0.9 * answered and answered >= 0.5 * len(every) and three >= 0.8 * len(every)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
