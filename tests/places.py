"""Where tests find what they read."""

from pathlib import Path

TESTS = Path(__file__).parent
ROOT = TESTS.parent
DATA = TESTS / "data"
PAGES = DATA / "daily_papers"
PAGE = PAGES / "000_c8333ccd7bd448e1.txt"
SHARED = ROOT.parent / "shared"
