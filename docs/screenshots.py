"""Takes the two pictures of the explorer that README.md and the tutorial show, from the build in outputs/.

    python docs/screenshots.py

Needs playwright and Debian's chromium.
"""

import shutil
from pathlib import Path
from typing import Literal

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parents[1]
PICTURES: dict[str, tuple[Literal["light", "dark"], str]] = {
    "explorer-map.png": ("light", ""),
    "explorer-entity.png": ("dark", "#entity=software:vllm"),
}
_WAIT_MS = 900


def main() -> None:
    """Writes docs/images/*.png."""
    (ROOT / "docs" / "images").mkdir(exist_ok=True)
    address = (ROOT / "outputs" / "graph.html").as_uri()
    with sync_playwright() as playwright:
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
