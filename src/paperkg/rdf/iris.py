"""The IRIs of the data, made from content alone.

`{base}{kind}/{local}`, so that an id of the tables (`method:lora`) is the prefixed name in Turtle and
SPARQL. In a local part ":" only ever separates fields, for `local_part` escapes it inside them; so two
things never get one IRI.
"""

import hashlib
from functools import lru_cache
from typing import Literal
from urllib.parse import unquote

from paperkg.errors import BuildError
from paperkg.graph.row_types import ResultRow
from paperkg.kinds import EntityType
from paperkg.rdf.terms import local_part
from paperkg.rdf.vocabulary import local_name

_ResultKey = Literal["subject", "benchmark", "metric", "value", "kind", "unit", "baseline"]
_RESULT_KEY: tuple[_ResultKey, ...] = ("subject", "benchmark", "metric", "value", "kind", "unit", "baseline")
_ENTITY_KINDS = frozenset(kind.value.lower() for kind in EntityType)


@lru_cache(maxsize=1 << 16)
def entity_local(entity_id: str) -> tuple[str, str]:
    """The kind and the escaped local part of an entity id.

    Raises:
        BuildError: the id does not begin with an entity type.
    """
    kind, colon, local = entity_id.partition(":")
    if not colon or kind not in _ENTITY_KINDS:
        raise BuildError(f"entities: {entity_id!r} is not an entity id; one looks like method:lora")
    return kind, local_part(local)


def id_of_iri(iri: str, base_iri: str) -> str:
    """The id in the tables of the entity or paper that an IRI of the data names; any other IRI as it is."""
    kind, slash, local = iri.removeprefix(base_iri).partition("/")
    if not iri.startswith(base_iri) or not slash:
        return iri
    if kind == "paper":
        return unquote(local)
    return f"{kind}:{unquote(local)}" if kind in _ENTITY_KINDS else iri


class Iris:
    """The IRIs under one base, as N-Triples terms."""

    def __init__(self, base_iri: str) -> None:
        self.base = base_iri
        self._entities: dict[str, str] = {}

    def entity(self, entity_id: str) -> str:
        """`method:lora` is `<{base}method/lora>`."""
        found = self._entities.get(entity_id)
        if found is None:
            kind, local = entity_local(entity_id)
            if len(self._entities) > 1 << 16:
                self._entities.clear()
            found = self._entities[entity_id] = f"<{self.base}{kind}/{local}>"
        return found

    def cooccurrence(self, entity_a: str, entity_b: str) -> str:
        """The node of a pair of entities."""
        return f"<{self.base}cooccurrence/{_joined(entity_a)}:{_joined(entity_b)}>"

    def build(self, digest: str) -> str:
        """A build, by the digest of its tables."""
        return f"<{self.base}build/{digest[:16]}>"

    def input(self, sha256: str) -> str:
        """A file that was read, by its digest."""
        return f"<{self.base}input/{sha256[:16]}>"

    def nanopub(self, claim: str) -> str:
        """The nanopublication of a claim, without brackets."""
        kind, local = claim[len(self.base) + 1 : -1].split("/", 1)
        return f"{self.base}nanopub/{kind}:{local}"

    def of_paper(self, paper_id: str) -> "PaperIris":
        """The IRIs of one paper and of all that stands in it."""
        return PaperIris(self, local_part(paper_id))


class PaperIris:
    """The IRIs of one paper and of all that stands in it."""

    def __init__(self, iris: Iris, local: str) -> None:
        base = iris.base
        self.paper = f"<{base}paper/{local}>"
        self.graph = f"<{base}graph/{local}>"
        self._author = f"<{base}author/{local}:"
        self._sentence = f"<{base}sentence/{local}:"
        self._mention = f"<{base}mention/{local}:"
        self._statement = f"<{base}statement/{local}:"
        self._result = f"<{base}result/{local}:"

    def author(self, position: int) -> str:
        """The author at `position`, from 1."""
        return f"{self._author}{position}>"

    def sentence(self, start: int, end: int, selector: str = "") -> str:
        """A sentence by its characters, or one of its selectors (":position", ":quote")."""
        return f"{self._sentence}{start}-{end}{selector}>"

    def sentence_of(self, sentence_id: str) -> str:
        """A sentence by its id in the tables, `<paper id>@<start>-<end>`."""
        return f"{self._sentence}{sentence_id.rpartition('@')[2]}>"

    def mention(self, start: int, end: int) -> str:
        """A place of an entity or of a number."""
        return f"{self._mention}{start}-{end}>"

    def role(self, entity_id: str) -> str:
        """The statement of the paper's role towards an entity: one a paper and entity."""
        return f"{self._statement}{_joined(entity_id)}>"

    def relation(self, head: str, relation: str, tail: str) -> str:
        """The statement of a relation between two entities in the paper."""
        return f"{self._statement}{_joined(head)}:{local_name(relation)}:{_joined(tail)}>"

    def result(self, row: ResultRow) -> str:
        """A result: its place, and a digest of everything else that tells it from others there."""
        told_apart = tuple(row[name] for name in _RESULT_KEY)
        digest = hashlib.sha256(repr(told_apart).encode()).hexdigest()[:8]
        return f"{self._result}{row['start']}-{row['end']}:{digest}>"


def _joined(entity_id: str) -> str:
    kind, local = entity_local(entity_id)
    return f"{kind}:{local}"
