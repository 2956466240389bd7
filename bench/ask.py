"""How well `kkgraph ask` reads questions: what it answers at once, and how often that is right.

The set in `tests/asked.json` is ours: two wordings of a question, the queries that answer it and
the values that the question gives. With `--questions FILE` (a list of `id`, `da`, `en`) the
competency questions are measured too, by the queries of `tests/questions.json`.

Measured with the weights as shipped, and five-fold: weights and threshold are fitted to four
fifths of the questions and measured on the fifth.

    python bench/ask.py [--questions FILE] [--wrong] [--fit]
"""

import argparse
import json
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
TARGET = 0.93  # of the answers to what weights are fitted to; measured it is to be 0.9
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
    """Return the shares in one line."""
    answered, right, first, three = counts
    n = len(some)
    return (
        f"{name:28} {n:4} asked  {answered / n:4.0%} answered at once, "
        f"{right / answered if answered else 0:4.0%} of them right  "
        f"{first / n:4.0%} right first  {three / n:4.0%} among three"
    )


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


def wrong(every: list[Case]) -> list[str]:
    """Return what was answered and is wrong, a line each."""
    lines = []
    for case in every:
        order = case.order(WEIGHTS)
        first = case.found[order[0]]
        likely = likelihoods(case.scores(WEIGHTS))[order[0]]
        if whole(first) and likely >= ENOUGH and not case.right[order[0]]:
            place = next((n for n, i in enumerate(order, 1) if case.right[i]), 0)
            what = case.text if case.set == "own" else case.key
            values = {k: terms.shorten(v) for k, v in first.values.items()}
            lines.append(
                f"{case.lang} {what}: {first.query.name} {values}, right one: {place or '-'}"
            )
    return lines


def main() -> int:
    """Print the shares; 1 where the shipped weights miss the aims."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--questions", type=Path)
    parser.add_argument("--wrong", action="store_true", help="list the wrong answers")
    parser.add_argument("--fit", action="store_true", help="print weights fitted to all")
    options = parser.parse_args()
    every = cases(options.questions)
    groups: dict[tuple[str, str], list[Case]] = {}
    for case in every:
        groups.setdefault((case.set, case.lang), []).append(case)
    for (set_, lang), some in groups.items():
        print(shown(f"{set_} {lang}, as shipped", some, counted(some, WEIGHTS, ENOUGH)))
    for (set_, lang), sums in folded(every).items():
        print(shown(f"{set_} {lang}, five-fold", groups[set_, lang], tuple(sums)))  # type: ignore[arg-type]
    if options.wrong:
        print("\n".join(wrong(every)))
    if options.fit:
        weights, level = fit(every)
        print({k: round(v, 2) for k, v in weights.items()}, level)
    answered, right, _, three = counted(every, WEIGHTS, ENOUGH)
    good = right >= 0.9 * answered and answered >= 0.5 * len(every) and three >= 0.8 * len(every)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
