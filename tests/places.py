"""Where tests find what they read."""

from pathlib import Path

TESTS = Path(__file__).parent
ROOT = TESTS.parent
DATA = TESTS / "data"
PAGES = DATA / "daily_papers"
SHARED = ROOT.parent / "shared"
