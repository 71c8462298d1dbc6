"""Numbers as abstracts write them, TeX remnants and all, and the words that stand for numbers.

"22\\%", "sim8%", "2.17downarrow", "1.6times", "$3.8\\times$", "10-35%", "+0.03", "eight-fold": each is
one match that ends where its unit does, if the unit is attached.
"""

import re

UNITS = r"""
    \s?\\?% | \$?\\times\b | \s?times\b | [xX×](?![A-Za-z0-9]) | [ -]?fold\b | \{\\deg\} | ° |
    (?:mm|ms|s|m|GB|MB|KB|dB|K|M|B|pp|k|h|Hz)(?![A-Za-z0-9])
"""
NUMBER = rf"""
    (?: (?<![A-Za-z0-9.,\\])(?<![A-Za-z]-) | (?<=sim) | (?<=approx) )
    (?: [x×](?=\d) )? [-+−]?
    (?: (?<![^\s(])\$(?=\d[\d,.]*[MBK]?(?:[\s,;)]|$))(?![^$\n]{{0,40}}\$) )?
    \d+(?:,\d{{3}})*(?:\.\d+)?(?!\d)
    (?: \s?(?:\\?%|x|×|times)?(?:--?|–|~|\\sim|sim)\d+(?:\.\d+)?(?=\s?(?:\\?%|[xX×]\b|times|\$?\\times|-?fold)) )?
    (?: {UNITS} )?
  | \b(?:two|three|four|five|six|seven|eight|nine|ten)(?:-?fold\b|(?=\stimes\b))
"""
DIGIT = re.compile(r"\d")
YEAR = re.compile(r"(?:19|20)\d\d")
TIMES = re.compile(r"times|[xX×]|fold")
_DECIMAL = re.compile(r"[-+−]?(?:[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?(?![0-9])|[0-9]+(?:\.[0-9]+)?|\.[0-9]+)")


def number_class(surface: str) -> str:
    """What kind of number it looks like, as a token: "#%", "#x", "#$", "#Y", "#.", "#,", "#u", "#0", "#00"."""
    if "%" in surface:
        return "#%"
    if TIMES.search(surface):
        return "#x"
    if "$" in surface:
        return "#$"
    if not DIGIT.search(surface):
        return "#w"
    if YEAR.fullmatch(surface):
        return "#Y"
    if surface[-1].isalpha() or surface[-1] in "°}":
        return "#u"
    if "." in surface:
        return "#."
    if "," in surface:
        return "#,"
    return "#" + "0" * min(len(surface.lstrip("+-−")), 3)


def unit_of(surface: str) -> str | None:
    """The unit a number carries itself: "%", "x" or None."""
    if "%" in surface:
        return "%"
    return "x" if TIMES.search(surface) else None


def plain_number(value: str) -> str | None:
    """The first number in a value as a plain decimal, "1,234.50%" gives "1234.50"; None without one."""
    found = _DECIMAL.search(value)
    if found is None:
        return None
    number = found.group().replace(",", "").replace("−", "-").lstrip("+")
    return number.replace(".", "0.", 1) if number.lstrip("-").startswith(".") else number


def magnitude(surface: str) -> float:
    """The first number in `surface`, or 0 where it is written as a word."""
    return float(plain_number(surface) or 0)


def value_key(value: str) -> str:
    """The form under which two values are the same: the plain number, or the value where it is written as a word."""
    return plain_number(value) or value
