"""How well records of one paper are brought together, and different papers kept apart.

    python evaluation/merging.py pairs ../shared > pairs.txt      # pairs of records to read and label
    python evaluation/merging.py score ../shared evaluation/annotations/merging.jsonl

The pairs are of records whose titles share rare words or whose numbers are equal, from all exports and corpora, as many
of each degree of likeness: among them are all hard cases that chance would hardly ever draw. A label names both records
by where they were read and by a digest of their titles, and says whether they are one paper.
"""

import argparse
import hashlib
import json
import random
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from typing import Any

from paperkg.model import Paper
from paperkg.readers import merge, read
from paperkg.readers.identity import numbers, share_first_author
from paperkg.text.keys import title_key

BINS = (0.35, 0.5, 0.65, 0.8, 0.9, 0.999, 1.01)
"""Likeness of titles, as the share of their runs of three letters that both have."""

PER_BIN = 34
RARE = 60
"""Titles that may share a word for the word to bring them together."""


def papers_of(shared: Path) -> list[Paper]:
    """All records of the samples and the corpora."""
    places = [shared / "samples", *sorted((shared / "corpora").glob("*.jsonl.gz"))]
    return [record for place in places for record in read([place]) if isinstance(record, Paper)]


def name_of(paper: Paper) -> dict[str, str]:
    """What a label says of a record."""
    return {"source": paper.sources[0], "title": hashlib.sha256(paper.title.encode()).hexdigest()[:12]}


def likeness(a: Paper, b: Paper) -> float:
    """The share of runs of three letters that two titles have in common."""
    runs = [
        frozenset(key[i : i + 3] for i in range(max(1, len(key) - 2))) for key in map(title_key, (a.title, b.title))
    ]
    return len(runs[0] & runs[1]) / max(1, len(runs[0] | runs[1]))


def candidates(papers: list[Paper]) -> Iterator[tuple[int, int]]:
    """Pairs of records that share a number or two rare words of their titles."""
    words: dict[str, list[int]] = defaultdict(list)
    known: dict[tuple[str, str], list[int]] = defaultdict(list)
    for place, paper in enumerate(papers):
        for word in {word for word in paper.title.casefold().split() if len(word) > 3}:
            words[word].append(place)
        for number in numbers(paper):
            known[number].append(place)
    shared: Counter[tuple[int, int]] = Counter()
    for places in words.values():
        if len(places) <= RARE:
            shared.update(combinations(places, 2))
    found = {pair for pair, count in shared.items() if count > 1}
    found |= {pair for places in known.values() for pair in combinations(places, 2)}
    yield from sorted(found)


def sample(papers: list[Paper]) -> list[tuple[Paper, Paper]]:
    """Pairs of each degree of likeness, drawn by chance, and others that share a title, a number or a first author."""
    chance = random.Random(0)
    bins: dict[int, list[tuple[Paper, Paper]]] = defaultdict(list)
    others: dict[str, list[tuple[Paper, Paper]]] = {"number": [], "author": [], "title": []}
    for first, second in candidates(papers):
        a, b = papers[first], papers[second]
        if (a.title, a.abstract) == (b.title, b.abstract):
            continue
        alike = likeness(a, b)
        if alike >= BINS[0] or not numbers(a).isdisjoint(numbers(b)):
            bins[sum(alike >= bound for bound in BINS)].append((a, b))
        if title_key(a.title) == title_key(b.title):
            others["title"].append((a, b))
        elif not numbers(a).isdisjoint(numbers(b)):
            others["number"].append((a, b))
        elif alike >= BINS[1] and file_of(a) != file_of(b) and share_first_author(a, b):
            others["author"].append((a, b))
    drawn = [pair for _, pairs in sorted(bins.items()) for pair in chance.sample(pairs, min(PER_BIN, len(pairs)))]
    more = [pair for pairs in others.values() for pair in chance.sample(pairs, min(PER_BIN, len(pairs)))]
    return list(dict.fromkeys((*drawn, *more)))


def file_of(paper: Paper) -> str:
    """The file that a record was read from."""
    return paper.sources[0].rpartition(":")[0]


def show(paper: Paper) -> str:
    """A record on a few lines, for a person to read."""
    authors = ", ".join(paper.authors[:4])
    facts = [paper.date, paper.doi, paper.arxiv_id, paper.pubmed_id, paper.venue and paper.venue[:50]]
    return (
        f"  {paper.title[:150]}\n    {authors} | {' | '.join(map(str, filter(None, facts)))} | {paper.abstract[:150]}"
    )


def write_pairs(shared: Path) -> None:
    """Prints pairs to be labeled: a line of JSON without a verdict, then both records."""
    for number, (a, b) in enumerate(sample(papers_of(shared))):
        print(json.dumps({"number": number, "a": name_of(a), "b": name_of(b)}))
        print(show(a), show(b), sep="\n")


def score(shared: Path, labels: Path) -> None:
    """Prints precision and recall, and each pair that is judged wrongly."""
    by_name = {tuple(name_of(paper).values()): paper for paper in papers_of(shared)}
    rows: list[dict[str, Any]] = [json.loads(line) for line in labels.read_text(encoding="utf-8").splitlines()]
    counts: Counter[tuple[bool, bool]] = Counter()
    for row in rows:
        a, b = (by_name[tuple(row[end].values())] for end in "ab")
        one = len(merge([a, b])) == 1
        counts[row["one_paper"], one] += 1
        if one != row["one_paper"]:
            print("merged wrongly" if one else "kept apart wrongly", show(a), show(b), sep="\n")
    right, missed, wrong = counts[True, True], counts[True, False], counts[False, True]
    print(f"{len(rows)} pairs, {right + missed} of one paper")
    print(f"precision {right / max(1, right + wrong):.3f}, recall {right / max(1, right + missed):.3f}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("task", choices=["pairs", "score"])
    parser.add_argument("shared", type=Path, help="the folder of samples and corpora")
    parser.add_argument("labels", type=Path, nargs="?")
    given = parser.parse_args()
    if given.task == "pairs":
        write_pairs(given.shared)
    else:
        score(given.shared, given.labels)
