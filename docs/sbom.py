"""Writes sbom.cdx.json, what the wheel holds of others' work, from the licenses beside the files (CycloneDX 1.6).

python docs/sbom.py
"""

import hashlib
import json
import re
import tomllib
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
TARGET = ROOT / "sbom.cdx.json"
EXPLORER = ROOT / "src" / "paperkg" / "explorer" / "web" / "vendor"
EDITOR = ROOT / "src" / "paperkg" / "server" / "yasgui"
_PACKAGE = re.compile(r"^={20,}\n(?P<names>.+) (?P<version>\S+) \((?P<license>.+)\)\n={20,}$", re.MULTILINE)
_NPM = {"D3": ("d3", "ISC"), "Observable Plot": ("@observablehq/plot", "ISC")}


def component(name: str, version: str, license: str, files: list[Path]) -> dict[str, Any]:
    """A package of npm, with the files of the wheel that are made of it."""
    purl = f"pkg:npm/{name.replace('@', '%40')}@{version}"
    found: dict[str, Any] = {"type": "library", "bom-ref": purl, "name": name, "version": version, "purl": purl}
    found["licenses"] = [{"expression": license.removeprefix("(").removesuffix(")")}]
    if files:
        found["components"] = [
            {
                "type": "file",
                "name": file.relative_to(ROOT / "src").as_posix(),
                "hashes": [{"alg": "SHA-256", "content": hashlib.sha256(file.read_bytes()).hexdigest()}],
            }
            for file in files
        ]
    return found


def vendored() -> list[dict[str, Any]]:
    """All packages that the wheel holds."""
    heads = re.findall(r"^(\S+\.js): (.+) (\d\S*), https", (EXPLORER / "LICENSES.txt").read_text("utf-8"), re.MULTILINE)
    found = [component(_NPM[name][0], version, _NPM[name][1], [EXPLORER / file]) for file, name, version in heads]
    for match in _PACKAGE.finditer((EDITOR / "LICENSES.txt").read_text("utf-8")):
        for name in match["names"].split(", "):
            files = sorted(EDITOR.glob("yasgui.min.*")) if name == "@zazuko/yasgui" else []
            found.append(component(name, match["version"], match["license"], files))
    return sorted(found, key=lambda each: each["bom-ref"])


def bill() -> dict[str, Any]:
    """The bill of materials; no clock is read and no number drawn, so it changes with what it lists alone."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": f"pkg:pypi/{project['name']}",
                "name": project["name"],
                "purl": f"pkg:pypi/{project['name']}",
                "licenses": [{"expression": project["license"]}],
            }
        },
        "components": vendored(),
    }


if __name__ == "__main__":
    TARGET.write_text(json.dumps(bill(), indent=2, ensure_ascii=False) + "\n", encoding="utf-8", newline="\n")
