"""Word vectors: floret's subword vectors, trained on the words of unlabeled abstracts."""

from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from paperkg.extraction.words.vectors import Floats, vector_form
from paperkg.training.corpora import PaperWords

DIMENSIONS = 96
BUCKETS = 40_000


def train_vectors(papers: Iterable[PaperWords], *, epochs: int = 3, threads: int = 1) -> Floats:
    """The table of n-gram vectors, `BUCKETS` by `DIMENSIONS`.

    One thread gives the same table each time; more are faster and give another one each time.
    """
    import floret

    with TemporaryDirectory() as folder:
        text, table = Path(folder) / "text", Path(folder) / "table"
        with text.open("w", encoding="utf-8") as out:
            for paper in papers:
                out.write(" ".join(map(vector_form, paper.all)) + "\n")
        model = floret.train_unsupervised(
            str(text),
            model="skipgram",
            mode="floret",
            hashCount=2,
            bucket=BUCKETS,
            minn=3,
            maxn=5,
            minCount=3,
            dim=DIMENSIONS,
            ws=3,
            neg=5,
            epoch=epochs,
            lr=0.05,
            thread=threads,
        )
        model.save_floret_vectors(str(table))
        with table.open(encoding="utf-8") as lines:
            next(lines)  # the settings
            rows = [[float(x) for x in line.split()[1:]] for line in lines]
    return np.array(rows, dtype=np.float32)
