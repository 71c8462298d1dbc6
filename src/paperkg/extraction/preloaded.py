"""Loaded once by the process that others are forked from, so that they share the pipeline and need not load it."""

import gc
import os
import signal
from contextlib import suppress

signal.signal(signal.SIGINT, lambda *_: os._exit(1))  # at Ctrl-C, nobody needs what is being loaded any more

from paperkg.arrow import outcomes_to_batch  # noqa: E402
from paperkg.extraction.extractor import extractor_of  # noqa: E402
from paperkg.extraction.vocabulary.word_lists import read_word_lists  # noqa: E402
from paperkg.processes import leave_interrupts_to_the_parent  # noqa: E402

with suppress(Exception):  # what is wrong shows again where the pipeline is needed, and is told there
    extractor_of((), read_word_lists())
outcomes_to_batch(())  # pyarrow loads pandas at its first conversion, where that is installed
gc.collect()
gc.freeze()  # else the collector would write to each object, and so copy it
leave_interrupts_to_the_parent()
