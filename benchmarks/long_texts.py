"""Draws the time of extraction against the length of a text, for every pattern of `tests/long_texts.py`.

`python benchmarks/long_texts.py FILE.svg` prints, for each pattern, CPU seconds at each length and the exponent with
which they grow, and draws them. They are measured up to the length of which extraction reads all.
"""

import math
import sys
import time
from pathlib import Path

import matplotlib as mpl

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
from long_texts import LONG_TEXTS
from paperkg.extraction import read_word_lists
from paperkg.extraction.extractor import Extractor, extractor_of
from paperkg.model import Paper
from paperkg.text.cleaning import clean
from paperkg.text.size import size_note

LENGTHS = (1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 64_000)


def seconds(extractor: Extractor, text: str) -> float:
    """CPU time to clean a text and extract from it."""
    start = time.process_time()
    extractor.extract(Paper(id="p", title="x", abstract=clean(text)))
    return time.process_time() - start


def main(target: str) -> None:
    """Measures all patterns, prints them, and draws them to a file."""
    mpl.use("svg")
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(figsize=(7, 5))
    extractor = extractor_of((), read_word_lists(None))
    seconds(extractor, "We propose FooNet on SQuAD.")
    for name, make in LONG_TEXTS.items():
        lengths = [length for length in LENGTHS if size_note("x\n" + clean(make(length))) is None]
        taken = [seconds(extractor, make(length)) for length in lengths]
        grown = math.log(max(taken[-1], 1e-3) / max(taken[0], 1e-3)) / math.log(lengths[-1] / lengths[0])
        sys.stdout.write(f"{name:36} {' '.join(f'{each:6.2f}' for each in taken)}  exponent {grown:5.2f}\n")
        sys.stdout.flush()
        axes.loglog(lengths, taken, linewidth=0.8)
    axes.set_xlabel("characters")
    axes.set_ylabel("CPU seconds")
    figure.savefig(target)


if __name__ == "__main__":
    main(sys.argv[1])
