"""Draws the time of extraction against the length of a text, for every pattern of `tests/long_texts.py`.

`python benchmarks/long_texts.py FILE.svg` prints a row for each pattern, and draws all. Texts fill a part of a section,
one, or several: what a word costs within a section grows with its length, up to the bound that a section is.
"""

import math
import resource
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import linear_regression

import matplotlib as mpl

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
from long_texts import LONG_TEXTS
from paperkg.extraction import read_word_lists
from paperkg.extraction.extractor import Extractor, extractor_of
from paperkg.extraction.sections import MOST_CHARACTERS, MOST_WORDS
from paperkg.model import Paper
from paperkg.text.cleaning import clean
from paperkg.text.size import count_words

SECTIONS = (0.25, 0.5, 1, 2, 4)
TIMES = 2
"""How often each text is read; the least time counts."""
AVERAGE = "We propose FooNet, which improves accuracy on SQuAD by 2.3 points over BERT. " * 15


def seconds(extractor: Extractor, text: str) -> float:
    """CPU time to clean a text and extract from it."""
    taken = []
    for _ in range(TIMES):
        start = time.process_time()
        found = extractor.extract(Paper(id="p", title="x", abstract=clean(text)))
        taken.append(time.process_time() - start)
        assert found.english, f"taken for another language, and not read: {text[:40]!r}"
    return min(taken)


def length_of(make: Callable[[int], str], sections: float) -> int:
    """How many characters of a pattern fill so many sections."""
    sample = make(MOST_CHARACTERS)
    each = len(sample) / max(1, count_words(clean(sample)))
    return int(sections * min(MOST_CHARACTERS, each * MOST_WORDS))


def exponent(lengths: Sequence[int], taken: Sequence[float]) -> float:
    """By which power the time grows with the length: that of the line that fits their logarithms best."""
    return linear_regression(list(map(math.log, lengths)), [math.log(max(each, 1e-3)) for each in taken]).slope


def megabytes() -> float:
    """The most memory that this process has taken."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main(target: str) -> None:
    """Measures all patterns, prints them as a table, and draws them to a file."""
    mpl.use("svg")
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(figsize=(7, 5))
    extractor = extractor_of((), read_word_lists(None))
    average, before = seconds(extractor, AVERAGE), megabytes()
    heads = [f"{part:g} sections, s" if part != 1 else "1 section, s" for part in SECTIONS]
    sys.stdout.write(f"| text | {' | '.join(heads)} | exponent from 1 on |\n|---|{'---:|' * (len(heads) + 1)}\n")
    one = SECTIONS.index(1)
    for name, make in LONG_TEXTS.items():
        lengths = [length_of(make, part) for part in SECTIONS]
        taken = [seconds(extractor, make(length)) for length in lengths]
        times = " | ".join(f"{each:.2f}" for each in taken)
        sys.stdout.write(f"| {name} | {times} | {exponent(lengths[one:], taken[one:]):.2f} |\n")
        sys.stdout.flush()
        axes.loglog(lengths, taken, linewidth=0.8)
    sys.stdout.write(
        f"\nAn average text takes {average:.2f} s; all of these at most {megabytes() - before:.0f} MB more.\n"
    )
    axes.set_xlabel("characters")
    axes.set_ylabel("CPU seconds")
    figure.savefig(target)


if __name__ == "__main__":
    main(sys.argv[1])
