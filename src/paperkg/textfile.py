"""Text files that a person gives: UTF-8, whatever the line ends, and an error of ours where they cannot be read."""

from pathlib import Path

from paperkg.errors import PaperKGError


def read_text(path: str | Path, error: type[PaperKGError]) -> str:
    """The text of a file, each line end a newline, without a byte order mark.

    Raises:
        PaperKGError: of the class `error`; the file cannot be read or is no UTF-8.
    """
    try:
        return Path(path).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as reason:
        raise error(f"{path}: {getattr(reason, 'strerror', None) or reason}") from reason


def read_lines(path: str | Path, error: type[PaperKGError]) -> list[str]:
    """The lines of a file, without their ends; only a newline ends one, not U+2028, which JSON strings may hold.

    Raises:
        PaperKGError: as `read_text`.
    """
    return read_text(path, error).split("\n")
