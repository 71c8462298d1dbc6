"""The manifest of a build: what it was made of, with which version, and how much came out."""

import json
from pathlib import Path
from typing import Any

from paperkg.errors import BuildError

BASE_IRI = "https://w3id.org/paperkg/"
"""What the IRIs of a build's data start with, where the build does not say otherwise."""


def manifest_of(directory: Path) -> dict[str, Any]:
    """What `manifest.json` of a build says.

    Raises:
        BuildError: there is no build in the directory, or its manifest is broken.
    """
    path = directory / "manifest.json"
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise BuildError(
            f"{directory}: no paperkg build here (manifest.json is missing); "
            f"make one with: paperkg build PAGES... -o {directory}"
        ) from None
    except (OSError, ValueError) as error:
        raise BuildError(f"{path}: {error}") from error
    if not isinstance(content, dict):
        raise BuildError(f"{path}: not a JSON object")
    return content


def base_iri_of(directory: Path) -> str:
    """The base of the build's IRIs."""
    return str(manifest_of(directory).get("base_iri") or BASE_IRI)
