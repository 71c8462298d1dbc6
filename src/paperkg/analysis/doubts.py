"""Doubts about entities: merges, types and splits that a person should decide, those that would change most first."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from paperkg.graph.row_types import EntityRow
from paperkg.graph.rows import sentence_texts
from paperkg.graph.tables import Tables
from paperkg.kinds import EntityType
from paperkg.model import Action, Decision
from paperkg.text.keys import name_key

_SURE_SHARE = 0.7  # of the votes that a type has to have
_SHOWN_SENTENCES = 2  # for each side of a doubt


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """A question about an entity.

    Attributes:
        question: in words.
        answers: the decisions to choose from.
        papers: number of papers whose statements a decision would change, weighted by how much it is in doubt.
        names: the ids of the entities that it is about, and what they are called.
        evidence: sentences, each with the name that it has.
    """

    question: str
    answers: tuple[Decision, ...]
    papers: float
    names: tuple[tuple[str, str], ...]
    evidence: tuple[tuple[str, str], ...] = ()


def doubts(graph: Tables) -> list[Doubt]:
    """All doubts about a build, those that would change most first.

    - Names that are nearly the same: is one the other?
    - Types that papers disagree on: which is it?
    - Names of one entity that have no word in common, beside an acronym: are they two things?
    """
    entities = list(graph.rows("entities", ["entity_id", "label", "type", "type_share", "papers"]))
    found = [*_merges(graph, entities), *_types(entities), *_splits(graph, entities)]
    return _with_evidence(graph, sorted(found, key=lambda doubt: (-doubt.papers, doubt.question)))


def _merges(graph: Tables, entities: Sequence[EntityRow]) -> Iterator[Doubt]:
    by_label = {row["label"]: row for row in entities}
    for row in graph.rows("decisions"):
        one, other = row["entity"], row["argument"]
        if row["status"] != "proposed":
            continue
        counts = [by_label[name]["papers"] for name in (one, other)]
        yield Doubt(
            question=f"Is {one} ({_in(counts[0])}) the same as {other} ({_in(counts[1])})?",
            answers=(Decision(action=Action.MERGE, entity=one, argument=other),),
            papers=min(counts),
            names=tuple((by_label[name]["entity_id"], name) for name in (one, other)),
        )


def _types(entities: Sequence[EntityRow]) -> Iterator[Doubt]:
    for row in entities:
        label, share, count = row["label"], row["type_share"], row["papers"]
        if share < _SURE_SHARE and count > 1:
            yield Doubt(
                question=f"What is {label} ({_in(count)})? A {row['type'].lower()}, say {share:.0%} of the votes.",
                answers=tuple(Decision(action=Action.RETYPE, entity=label, argument=kind) for kind in EntityType),
                papers=count * (1 - share),
                names=((row["entity_id"], label),),
            )


def _splits(graph: Tables, entities: Sequence[EntityRow]) -> Iterator[Doubt]:
    forms = _papers_by_form(graph, _with_acronym_and_long_names(graph))
    for row in entities:
        for form, first, apart in _strangers(forms.get(row["entity_id"], {})):
            split = Decision(action=Action.SPLIT, entity=row["label"], argument=",".join(sorted(apart)))
            yield Doubt(
                question=f"{row['label']}: is {form} ({_in(len(apart))}) something else than {first}?",
                answers=(split,),
                papers=len(apart),
                names=((row["entity_id"], row["label"]),),
            )


def _in(papers: int) -> str:
    return f"{papers:,} paper{'' if papers == 1 else 's'}"


def _with_acronym_and_long_names(graph: Tables) -> set[str]:
    """The entities with an acronym and at least two long names: few, so that the rest need not be held in memory."""
    acronym: set[str] = set()
    long: Counter[str] = Counter()
    for row in graph.rows("aliases", ["entity_id", "alias"]):
        if _is_long(row["alias"]):
            long[row["entity_id"]] += 1
        elif row["alias"].isupper():
            acronym.add(row["entity_id"])
    return {entity for entity in acronym if long[entity] > 1}


def _is_long(form: str) -> bool:
    return " " in form


def _papers_by_form(graph: Tables, entities: Collection[str]) -> dict[str, dict[str, set[str]]]:
    """The papers that have each surface form of some entities."""
    papers: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for row in graph.rows("mentions", ["paper_id", "entity_id", "text"], where=[("entity_id", entities)]):
        papers[row["entity_id"]][row["text"]].add(row["paper_id"])
    return papers


def _strangers(forms: Mapping[str, set[str]]) -> Iterator[tuple[str, str, set[str]]]:
    """Long names without a word in common with the most frequent one; that one; and the papers that have only them."""
    long = sorted(filter(_is_long, forms), key=lambda form: (-len(forms[form]), form))
    if not long:
        return
    first = long[0]
    for form in long[1:]:
        apart = forms[form] - forms[first]
        if apart and _words(first).isdisjoint(_words(form)):
            yield form, first, apart


def _words(name: str) -> set[str]:
    return {name_key(word) for word in name.replace("-", " ").split()}


def _with_evidence(graph: Tables, found: Sequence[Doubt]) -> list[Doubt]:
    wanted = {identifier for doubt in found for identifier, _ in doubt.names}
    sentences: dict[str, list[str]] = defaultdict(list)
    for row in graph.rows("statements", ["entity_id", "sentence_ids"], where=[("entity_id", wanted)]):
        if len(sentences[row["entity_id"]]) < _SHOWN_SENTENCES:
            sentences[row["entity_id"]] += row["sentence_ids"][:1]
    texts = sentence_texts(graph, {one for several in sentences.values() for one in several})
    return [
        replace(doubt, evidence=tuple((name, texts[one]) for entity, name in doubt.names for one in sentences[entity]))
        for doubt in found
    ]
