"""The source files that a module of the package depends on, found through its imports."""

import re
from functools import cache
from importlib.util import find_spec
from pathlib import Path

_IMPORT = re.compile(r"^\s*(?:from\s+(paperkg[\w.]*)\s+import\b|import\s+(paperkg[\w.]*))", re.MULTILINE)


@cache
def source_files(module: str) -> tuple[Path, ...]:
    """The files of `module` and of every module of the package that it imports, directly or not, sorted by name.

    Imports inside functions and under `TYPE_CHECKING` count too.

    Raises:
        FileNotFoundError: a module has no source file, so nothing can be said about its content.
    """
    found: dict[str, Path] = {}
    waiting = [module]
    while waiting:
        name = waiting.pop()
        if name in found:
            continue
        spec = find_spec(name)
        if spec is None or spec.origin is None or not Path(spec.origin).is_file():
            raise FileNotFoundError(f"{name}: no source file")
        found[name] = Path(spec.origin)
        text = found[name].read_text(encoding="utf-8")
        waiting += [plain or dotted for plain, dotted in _IMPORT.findall(text)]
    return tuple(found[name] for name in sorted(found))
