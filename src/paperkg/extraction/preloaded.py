"""Loaded once by the process that others are forked from, so that they share the pipeline and need not load it."""

import gc
from contextlib import suppress

from paperkg.arrow import outcomes_to_batch
from paperkg.extraction.extractor import extractor_of
from paperkg.extraction.vocabulary.word_lists import read_word_lists

with suppress(Exception):  # what is wrong shows again where the pipeline is needed, and is told there
    extractor_of((), read_word_lists())
outcomes_to_batch(())  # pyarrow loads pandas at its first conversion, where that is installed
gc.collect()
gc.freeze()  # else the collector would write to each object, and so copy it
