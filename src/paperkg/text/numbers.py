"""Numbers as abstracts write them, TeX remnants and all, and the words that stand for numbers.

"22\\%", "sim8%", "2.17downarrow", "1.6times", "$3.8\\times$", "10-35%", "0.4-1.1 points", "+0.03", "eight-fold":
each is one match that ends where its unit does, if the unit is attached. A version with two dots, "4.3.1", is none.
"""

import re

UNITS = r"""
    \s?\\?% | \$?\\times\b | \s?times\b | [xX×](?![A-Za-z0-9]) | [ -]?fold\b | \{\\deg\} | ° |
    (?:mm|ms|s|m|GB|MB|KB|dB|K|M|B|pp|k|h|Hz)(?![A-Za-z0-9])
"""
# What shows that "0.4-1.1" is a range, where it does not show in the numbers: "2-1" alone may be a score.
RANGE_UNITS = r"""
    \s?(?:\\?%|[xX]\b|×|times|\$?\\times|-?fold|percent\b|p\.?p\b|pts?\b|[mµ]?s\b|[KMGT]i?B\b|FPS\b|fps\b|dB\b)
    | \s(?:(?:absolute|percentage|[A-Z][\w@]*|\w*accuracy)\s)*points?\b | \s(?:milli)?seconds\b | \sorders?\b
    | \s(?:BLEU|chrF|ROUGE|F1|mAP|AP|mIoU|IoU|PSNR|WER|CER|Elo|ELO)\b
"""
NUMBER = rf"""
    (?: (?<![A-Za-z0-9.,\\])(?<![A-Za-z]-) | (?<=sim) | (?<=approx) )
    (?: [x×](?=\d) )? [-+−]?
    (?: (?<![^\s(])\$(?=\d[\d,.]*[MBK]?(?:[\s,;)]|$))(?![^$\n]{{0,40}}\$) )?
    \d+(?:,\d{{3}})*(?:\.\d+)?(?!\d|\.\d)
    (?: (?:\s?(?:\\?%|x|×|times)?(?:--?|–|~|\\sim|sim)|\s[-–]\s)\d+(?:\.\d+)?(?!\d|\.\d)(?={RANGE_UNITS}) )?
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


def plain_number(value: str) -> str | None:
    """The first number in a value as a plain decimal, "1,234.50%" gives "1234.50"; None without one."""
    found = _DECIMAL.search(value)
    if found is None:
        return None
    number = found.group().replace(",", "").replace("−", "-").lstrip("+")
    return number.replace(".", "0.", 1) if number.lstrip("-").startswith(".") else number


def signed_number(value: str, falls: bool) -> str | None:
    """The plain number of a value, negative where the value is a fall; None where it is written as a word."""
    number = plain_number(value)
    return f"-{number}" if number and falls and not number.startswith("-") and float(number) else number


def magnitude(surface: str) -> float:
    """The first number in `surface`, or 0 where it is written as a word."""
    return float(plain_number(surface) or 0)


def value_key(value: str) -> str:
    """The form under which two values are the same: the plain number, or the value where it is written as a word."""
    return plain_number(value) or value
