"""Splices digits, brackets, units, TeX and odd Unicode into abstracts, and checks what extraction makes of them.

    python evaluation/fuzz_extraction.py ../shared/corpora/arxiv.jsonl.gz --runs 2000

Of each text, extraction raises nothing, takes at most `SECONDS` of processor time, and what it finds holds together:
see `problem_of`. The text depends on the papers and the seed alone. What fails is printed.
"""

import argparse
import math
import random
import sys
import time
import traceback
from collections.abc import Sequence
from itertools import islice, pairwise
from pathlib import Path

from paperkg.arrow import outcomes_of, outcomes_to_batch
from paperkg.extraction import read_word_lists
from paperkg.extraction.extractor import Extractor, extractor_of
from paperkg.model import Extraction, Paper
from paperkg.readers import read
from paperkg.text.cleaning import clean, one_line

SECONDS = 2.0

# Digits of other scripts and forms, signs beside numbers, brackets and quotes, TeX, tags and links, odd characters.
_WORDS = r"""
٣ ² ³ ½ ① Ⅷ ৫ １２ 5² 𝟓 10^{-3} 1e5 1E-7 .5 5. 1,000 1,00,000 1.2.3 00 0 99999999999999999999 - – — − ± +/- % ％ ‰ °
℃ № = ≈ < ≤ → ∞ √ x × k M GB ms points F1 2x 10-20% from between half twice vs. e.g. ( ) [ ] { } « » “ ” ' ’ "
/ // | ~ _ ^ @ # & * ** ` $ $$ \ \% \textbf{ \cite{a} $\alpha$ $x_{1}^{2}$ \'e <i> </i> &amp; http:// https://a.b/c
doi:10.1/x [1] (Foo) ### -- --- . .. ... , ; : ! ? © ™ 中 ע א İ ı ß Å µ ﬁ ǅ ᾳ 😀 🅰 ⓐ
"""
_SPACES = "\n\t\u00a0\u0085\u2028\u200b\u200d\u0301\u0345\ue000\U000e0041"
_PIECES = [*_WORDS.split(), *_SPACES]
_MOST_CHARACTERS = 40


def spliced(text: str, rng: random.Random) -> str:
    """A copy of a text with up to 16 splices: pieces put in, characters taken out or repeated, digits replaced."""
    for _ in range(rng.choice((1, 2, 4, 8, 16))):
        start = rng.randrange(len(text) + 1)
        end = min(len(text), start + rng.randint(1, _MOST_CHARACTERS))
        pieces = "".join(rng.choices(_PIECES, k=rng.choice((1, 1, 2, 3))))
        digits = [place for place, character in enumerate(text) if character.isdigit()]
        what = rng.random()
        if what < 0.6:
            blanks = rng.choice(("", "", " "))
            text = text[:start] + blanks + pieces + blanks + text[start:]
        elif what < 0.75:
            text = text[:start] + text[end:]
        elif what < 0.9:
            text = text[:end] + text[start:end] * rng.choice((1, 3)) + text[end:]
        elif digits:
            place = rng.choice(digits)
            text = text[:place] + pieces + text[place + 1 :]
    return text


def problem_of(found: Extraction) -> str | None:
    """What does not hold together in an extraction; None where all does.

    Mentions lie in the text and do not overlap; aliases and values are literally there; results and relations name
    entities of the paper; and as a record, nothing is lost.
    """
    text, names = found.paper.text, {entity.name for entity in found.entities}
    spans = sorted(span for entity in found.entities for span in entity.mentions)
    if not all(0 <= span.start < span.end <= len(text) for span in spans):
        return "a mention outside the text"
    if any(one.end > two.start for one, two in pairwise(spans)):
        return "mentions that overlap"
    for entity in found.entities:
        if {text[span.start : span.end] for span in entity.mentions} != set(entity.aliases):
            return f"{entity.name}: aliases that are not its mentions"
    for result in found.results:
        if text[result.span.start : result.span.end] != result.value:
            return f"{result.value}: not where it is said to be"
    named = {name for r in found.results for name in (r.subject, r.metric, r.benchmark) if name is not None}
    if unknown := (named | {name for r in found.relations for name in (r.head, r.tail)}) - names:
        return f"{min(unknown)}: no entity of the paper"
    return None if list(outcomes_of(outcomes_to_batch([found]))) == [found] else "another extraction as a record"


def failure(extractor: Extractor, title: str, abstract: str, seconds: float = math.inf) -> str | None:
    """What is wrong with extraction from a text, or that it takes longer than `seconds`; None where nothing is."""
    paper = Paper(id="p", title=one_line(title) or "A title", abstract=clean(abstract) or "An abstract.")
    started = time.process_time()
    try:
        problem = problem_of(extractor.extract(paper))
    except Exception:
        return traceback.format_exc().strip()
    used = time.process_time() - started
    return problem or (f"took {used:.1f} s" if used > seconds else None)


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs from the command line; exit 1 where anything failed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("papers", type=Path, nargs="+")
    parser.add_argument("--runs", type=int, default=2_000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args(arguments)
    papers = [paper for paper in islice(read(given.papers), 2_000) if isinstance(paper, Paper)]
    extractor = extractor_of((), read_word_lists(None))
    extractor.extract(papers[0])  # what is read for the first time takes longer
    failures = 0
    for run in range(given.seed, given.seed + given.runs):
        rng = random.Random(run)
        paper = rng.choice(papers)
        title, abstract = spliced(paper.title, rng) if rng.random() < 0.3 else paper.title, spliced(paper.abstract, rng)
        problem = failure(extractor, title, abstract, SECONDS)
        if problem is not None:
            failures += 1
            print(f"seed {run}: {problem}\n  {title!r}\n  {abstract!r}", flush=True)
    print(f"{given.runs:,} spliced abstracts of {len(papers):,}: {failures} failed")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
