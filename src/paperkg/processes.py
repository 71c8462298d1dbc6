"""Processes that do not load the script of the caller, leave Ctrl-C to it, and do not outlive it."""

import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import parent_process
from types import ModuleType


@contextmanager
def without_main() -> Iterator[None]:
    """Hides the main module from the processes that the block starts.

    A process that is not forked would run it, and where the script has no main guard, start processes of its own.
    """
    main = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main


def leave_interrupts_to_the_parent() -> None:
    """Makes this process go on at Ctrl-C, which all processes of a terminal get: whoever started it ends it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def end_with_the_parent() -> None:
    """Makes this process end when the one that started it has, by whatever means: nobody would take what it makes."""
    threading.Thread(target=_wait_for_the_end, daemon=True).start()


def _wait_for_the_end() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
