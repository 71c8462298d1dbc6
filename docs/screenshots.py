"""Takes the pictures of the explorer that README.md and the tutorial show, of the build in outputs/.

    python docs/screenshots.py

Needs playwright and Debian's chromium.
"""

import shutil
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

from playwright.sync_api import sync_playwright

import paperkg

ROOT = Path(__file__).resolve().parents[1]
PICTURES: dict[str, tuple[Literal["light", "dark"], str]] = {
    "explorer-map.png": ("light", ""),
    "explorer-entity.png": ("dark", "#entity=software:vllm"),
    "explorer-questions.png": ("light", "#view=questions&question=outperformed-by&q0=model:gpt-4"),
    "explorer-results.png": ("light", "#view=results"),
}
_WAIT_MS = 900


def main() -> None:
    """Writes docs/images/*.png."""
    (ROOT / "docs" / "images").mkdir(exist_ok=True)
    with TemporaryDirectory() as folder, sync_playwright() as playwright:
        page_file = Path(folder) / "graph.html"
        paperkg.open(ROOT / "outputs").export("html", page_file)
        address = page_file.as_uri()
        arguments = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=arguments)
        for name, (scheme, fragment) in PICTURES.items():
            page = browser.new_page(viewport={"width": 1280, "height": 800}, color_scheme=scheme)
            page.goto(address + fragment)
            page.wait_for_selector("html[data-ready]")
            page.wait_for_timeout(_WAIT_MS)
            page.screenshot(path=ROOT / "docs" / "images" / name)
        browser.close()


if __name__ == "__main__":
    main()
