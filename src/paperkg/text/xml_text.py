"""Text in XML. What the standard library has for it loads a web client, which takes as long as all the rest."""

import html

_SPACES = {"\n": "&#10;", "\r": "&#13;", "\t": "&#9;"}


def xml_text(text: str) -> str:
    """Text between tags.

    >>> xml_text('a < b & "c"')
    'a &lt; b &amp; "c"'
    """
    return html.escape(text, quote=False)


def xml_attribute(text: str) -> str:
    """The value of an attribute, with its quotes.

    >>> xml_attribute("a"), xml_attribute('say "a"')
    ('"a"', '\\'say "a"\\'')
    """
    escaped = xml_text(text)
    for space, reference in _SPACES.items():
        escaped = escaped.replace(space, reference)
    if '"' in escaped and "'" not in escaped:
        return f"'{escaped}'"
    return '"' + escaped.replace('"', "&quot;") + '"'
