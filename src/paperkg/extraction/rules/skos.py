"""SKOS vocabularies as lexicons: prefLabel, altLabel, and broader (or narrower) up to the types."""

from collections.abc import Iterator
from contextlib import suppress
from itertools import chain
from pathlib import Path
from xml.parsers import expat

from rdflib import Graph, URIRef
from rdflib.namespace import SKOS

from paperkg.errors import LexiconError
from paperkg.extraction.rules.lexicon import LexiconEntry
from paperkg.kinds import EntityType

_TYPES = {kind.value.lower().removesuffix("s"): kind for kind in EntityType}


def _labels(graph: Graph, concept: URIRef) -> tuple[str, tuple[str, ...]]:
    """Preferred label, English (of any country) before others, and the alternative ones."""
    preferred = min(
        graph.objects(concept, SKOS.prefLabel),
        key=lambda label: ((getattr(label, "language", None) or "en").split("-")[0] != "en", str(label)),
    )
    alternative = {_one_line(label) for label in graph.objects(concept, SKOS.altLabel)} - {""}
    return _one_line(preferred), tuple(sorted(alternative))


def _one_line(label: object) -> str:
    return " ".join(str(label).split())


def _ancestors(graph: Graph, concept: URIRef) -> Iterator[URIRef]:
    """The concept and all that is broader, nearest first; cycles end."""
    seen: set[URIRef] = set()
    level = [concept]
    while level:
        seen.update(level)
        yield from level
        stated = (chain(graph.objects(c, SKOS.broader), graph.subjects(SKOS.narrower, c)) for c in level)
        level = sorted({o for found in stated for o in found if isinstance(o, URIRef)} - seen)


def _type(graph: Graph, concept: URIRef) -> EntityType:
    """The type that the concept or something broader is called after; else Method."""
    for ancestor in _ancestors(graph, concept):
        for label in sorted(map(_one_line, graph.objects(ancestor, SKOS.prefLabel))):
            kind = _type_called(label)
            if kind is not None and ancestor != concept:
                return kind
    return EntityType.METHOD


def _type_called(label: str) -> EntityType | None:
    """The type of that name, in any case, singular or plural."""
    return _TYPES.get(label.lower().removesuffix("s"))


def _is_name(label: str) -> bool:
    """Whether a label is a proper name; "Image classification", a capital at its start alone, is a term."""
    return label[1:] != label[1:].lower() if " " in label else label != label.lower()


SKOS_FORMATS = {".ttl": "turtle", ".rdf": "xml", ".nt": "nt"}
"""By suffix, as rdflib calls them; it would fetch what JSON-LD names as its context."""
_LONGEST_ENTITY = 1_000
"""Characters that an entity of an RDF/XML file may stand for; vocabularies name their namespaces so."""


def _refuse_entities(path: Path) -> None:
    """Refuses entities that stand for others, for files or for much text: a few lines of them expand to gigabytes.

    Raises:
        LexiconError: the file declares one.
    """

    def check(name: str, is_parameter: bool, value: str | None, *_: object) -> None:
        if is_parameter or value is None or "&" in value or len(value) > _LONGEST_ENTITY:
            raise LexiconError(f"{path}: the entity {name} is refused; one may stand for a short text only")

    parser = expat.ParserCreate()
    parser.EntityDeclHandler = check
    # A file that is no XML, or cannot be read, is complained about by whoever reads it.
    with suppress(OSError, expat.ExpatError), path.open("rb") as stream:
        parser.ParseFile(stream)


def read_skos(path: str | Path) -> tuple[LexiconEntry, ...]:
    """The concepts of a SKOS vocabulary, each with its IRI as link.

    A concept's type is that of the nearest broader concept labeled as one of the types
    ("Method" or "Methods"); the concepts so labeled are themselves no entries.

    Raises:
        LexiconError: it cannot be read, is in no known format, or holds no concept with a preferred label.
    """
    graph = Graph()
    format = SKOS_FORMATS.get(Path(path).suffix.lower())
    if format is None:
        raise LexiconError(f"{path}: not in a format of SKOS (available: {', '.join(SKOS_FORMATS)})")
    if format == "xml":
        _refuse_entities(Path(path))
    try:
        graph.parse(Path(path), format=format)
    except Exception as error:  # parsers raise what they like
        reason = getattr(error, "strerror", None) or " ".join(str(error).split()) or type(error).__name__
        raise LexiconError(f"{path}: {reason[:200]}") from error
    entries = []
    for concept in sorted(c for c in set(graph.subjects(SKOS.prefLabel)) if isinstance(c, URIRef)):
        name, aliases = _labels(graph, concept)
        if name and _type_called(name) is None:
            kind, named = _type(graph, concept), _is_name(name)
            entries.append(LexiconEntry(name=name, type=kind, named=named, aliases=aliases, link=str(concept)))
    if not entries:
        raise LexiconError(f"{path}: no concept with a skos:prefLabel")
    return tuple(entries)
