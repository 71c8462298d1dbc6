"""Resolution: one node for each thing, from the entities of all papers.

Merged is only what is safe: names that fold to one key (case, hyphen, spacing, plural, British spelling), names that
are equal but for a last class noun ("ImageNet dataset") and are found with the same type, the aliases
that a paper itself ties together (an acronym and its definition), and a bare acronym whose definition
the other papers agree on. An acronym that papers define differently stays apart by its definition.
Types are settled by the papers' votes, weighted by confidence. Everything else is left to decisions.
"""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from paperkg.agreement import UnionFind, vote
from paperkg.kinds import EntityType
from paperkg.linking.acronyms import is_acronym, settle_acronyms
from paperkg.model import LEXICON_RULES, Action, Decision, Entity, Extraction, Links, PaperEntity
from paperkg.text.keys import name_key, slug

_CLASS_NOUNS = frozenset(("algorithm", "benchmark", "corpus", "dataset", "method", "technique"))


@dataclass(frozen=True, slots=True)
class _Member:
    """One entity of one paper, the surface form of each of its mentions, and its keys, sorted.

    `short` are the keys of acronyms, `long` the others. The name that a lexicon knows it by counts as long:
    it says what is meant, as a definition does.
    """

    paper_id: str
    entity: PaperEntity
    forms: tuple[str, ...]
    long: tuple[str, ...]
    short: tuple[str, ...]

    @property
    def keys(self) -> tuple[str, ...]:
        return self.long + self.short


def _members(extraction: Extraction) -> Iterator[_Member]:
    text = extraction.paper.text
    for entity in extraction.entities:
        known = not LEXICON_RULES.isdisjoint(entity.rules)
        long: set[str] = {name_key(entity.name)} if known else set()
        short: set[str] = set()
        for form in {entity.name, *entity.aliases}:
            (short if is_acronym(form) else long).add(name_key(form))
        forms = tuple(text[span.start : span.end] for span in entity.mentions)
        yield _Member(extraction.paper.id, entity, forms, tuple(sorted(long)), tuple(sorted(short - long)))


class _Decided:
    """The decisions, by action and key, and which of them met something."""

    def __init__(self, decisions: Iterable[Decision]) -> None:
        self._all = tuple(decisions)
        self._used: set[Decision] = set()
        self._by_key: dict[tuple[Action, str], list[Decision]] = defaultdict(list)
        for decision in self._all:
            self._by_key[decision.action, name_key(decision.entity)].append(decision)

    def find(self, action: Action, keys: Iterable[str]) -> Decision | None:
        """The first decision of that action on any of the keys; all that there are have met something."""
        met = [decision for key in keys for decision in self._by_key.get((action, key), ())]
        self._used.update(met)
        return met[0] if met else None

    def split(self, keys: Iterable[str], paper_id: str) -> str:
        """A mark that keeps an entity of that paper apart; empty where none is decided."""
        for key in keys:
            for decision in self._by_key.get((Action.SPLIT, key), ()):
                papers = sorted(filter(None, map(str.strip, decision.argument.split(","))))
                if paper_id in papers:
                    self._used.add(decision)
                    return f"~{papers[0]}"
        return ""

    def merges(self) -> list[Decision]:
        return [decision for decision in self._all if decision.action is Action.MERGE]

    def use(self, decision: Decision) -> None:
        self._used.add(decision)

    def unused(self) -> tuple[Decision, ...]:
        return tuple(decision for decision in self._all if decision not in self._used)


@dataclass(frozen=True, slots=True)
class _Group:
    """The members that are one thing, and the keys under which decisions may speak of it.

    An acronym that stands for something else elsewhere is not among `names`. `merges` are the decisions
    that brought the members together.
    """

    members: list[_Member] = field(default_factory=list)
    names: set[str] = field(default_factory=set)
    merges: list[Decision] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Things:
    """Which keys are one thing: sets of them, and the key that each settled acronym stands for."""

    forest: UnionFind
    settled: dict[str, str]

    def find(self, key: str) -> str:
        return self.forest.find(self.settled.get(key, key))

    def of(self, member: _Member) -> str:
        """The thing that a member is: by its long keys, else by an acronym, a settled one if there is any."""
        if member.long:
            return self.forest.find(member.long[0])
        return self.find(min(member.short, key=lambda key: (key not in self.settled, key)))

    def names(self, member: _Member) -> set[str]:
        """The member's keys, less the acronyms that stand for something else elsewhere."""
        thing = self.of(member)
        return {*member.long, *(key for key in member.short if self.find(key) == thing)}


def _without_class_noun(form: str) -> str | None:
    """The name before a last word that only says what it names: "ImageNet" of "ImageNet dataset".

    None without such a word, or where an ordinary word is left, which names something else: "kernel method".
    """
    *words, last = form.split() or [""]
    rest = " ".join(words)
    is_telling = "-" in rest or len(words) > 1 or rest != rest.lower()
    return rest if is_telling and last.lower().removesuffix("s") in _CLASS_NOUNS else None


def _unite_class_nouns(members: Sequence[_Member], forest: UnionFind) -> None:
    """Unites names that are equal but for a last class noun, where both are found with the same type."""
    found = {(key, member.entity.type) for member in members for key in member.long}
    for member in members:
        for form in (member.entity.name, *member.entity.aliases):
            name = _without_class_noun(form)
            key = name_key(form)
            if name is not None and key in member.long and (name_key(name), member.entity.type) in found:
                forest.union_all([key, name_key(name)])


def _things(members: Sequence[_Member]) -> _Things:
    forest = UnionFind()
    definitions: dict[str, Counter[str]] = defaultdict(Counter)
    for member in members:
        forest.union_all(member.long)
        for acronym in member.short if member.long else ():
            definitions[acronym][member.long[0]] += 1
    _unite_class_nouns(members, forest)
    return _Things(forest, settle_acronyms(definitions, forest))


def _met(merges: Sequence[Decision], names: set[str]) -> list[Decision]:
    """The merges of a name that there is: one of `names`, or one that another of these merges gives."""
    known = set(names)
    met: list[Decision] = []
    waiting = list(merges)
    while fresh := [merge for merge in waiting if name_key(merge.entity) in known]:
        waiting = [merge for merge in waiting if name_key(merge.entity) not in known]
        known.update(name_key(merge.argument) for merge in fresh)
        met += fresh
    return met


def _group(members: Sequence[_Member], decided: _Decided) -> dict[str, _Group]:
    """Members by the key of the thing they are."""
    things = _things(members)
    merges = _met(decided.merges(), {name for member in members for name in things.names(member)})
    for merge in merges:
        decided.use(merge)
        things.forest.union_all([things.find(name_key(merge.entity)), things.find(name_key(merge.argument))])
    groups: dict[str, _Group] = {}
    for member in members:
        key = things.of(member) + decided.split(member.keys, member.paper_id)
        group = groups.setdefault(key, _Group())
        group.members.append(member)
        group.names.update(things.names(member))
    for merge in merges:
        # What was split off has another key: the merge does not speak of it.
        merged = groups.get(things.find(name_key(merge.entity)))
        if merged is not None:
            merged.merges.append(merge)
            merged.names.add(name_key(merge.argument))  # a name that no paper has can be decided about too
    return groups


def _target(group: _Group) -> str | None:
    """The name that merges give a group: the one they lead to, "C" where "A" goes into "B" and "B" into "C".

    None without merges, or where they lead in a circle; the name that most papers have where they lead to several.
    """
    steps = [(name_key(merge.entity), name_key(merge.argument), merge.argument) for merge in group.merges]
    left = {start for start, end, _ in steps if start != end}
    papers = Counter(name_key(member.entity.name) for member in group.members)
    ends = {(-papers[end], name) for _, end, name in steps if end not in left}
    return min(ends)[1] if ends else None


def _label(members: Sequence[_Member]) -> str:
    """The name most papers give it; among equals the one with fewer capitalised words."""
    counts = Counter(member.entity.name for member in members)
    return min(counts, key=lambda n: (-counts[n], sum(w[:1].isupper() for w in n.split()), len(n), n))


def _entity(entity_id: str, label: str, kind: EntityType, members: Sequence[_Member]) -> Entity:
    total = sum(member.entity.confidence for member in members) or 1.0
    agreeing = sum(member.entity.confidence for member in members if member.entity.type is kind)
    forms = Counter(form for member in members for form in member.forms)
    missed = 1.0
    for member in members:
        missed *= 1.0 - member.entity.confidence
    return Entity(
        id=entity_id,
        label=label,
        type=kind,
        type_share=round(agreeing / total, 3),
        named=vote((member.entity.named, member.entity.confidence) for member in members),
        confidence=round(1.0 - missed, 3),
        links=tuple(sorted({iri for member in members for iri in member.entity.links})),
        aliases=tuple(sorted(forms.items())),
        papers=len({member.paper_id for member in members}),
    )


def _unique_ids(wanted: Sequence[tuple[str, str]]) -> list[str]:
    """Ids for (id, group key) pairs; where groups want the same one, the key makes the difference.

    A key's slug may be the same again, "φdecoding" in ASCII; then the key's digest is taken.
    """
    counts = Counter(identifier for identifier, _ in wanted)
    slugs = Counter((identifier, slug(key)) for identifier, key in wanted)
    ids = []
    for identifier, key in wanted:
        readable = slug(key)
        if counts[identifier] == 1:
            ids.append(identifier)
        elif slugs[identifier, readable] == 1:
            ids.append(f"{identifier}--{readable}")
        else:
            ids.append(f"{identifier}--{hashlib.sha256(key.encode()).hexdigest()[:10]}")
    return ids


def link(extractions: Iterable[Extraction], decisions: Iterable[Decision] = ()) -> Links:
    """Resolves the entities of all papers to nodes, the same ones in whatever order papers come."""
    decided = _Decided(decisions)
    members = [member for x in sorted(extractions, key=lambda x: x.paper.id) for member in _members(x)]
    rows: list[tuple[str, str, EntityType, str, Sequence[_Member]]] = []
    for key, group in sorted(_group(members, decided).items()):
        names = sorted(group.names)
        if decided.find(Action.DROP, names):
            continue
        renamed = decided.find(Action.RENAME, names)
        retyped = decided.find(Action.RETYPE, names)
        label = renamed.argument if renamed else _target(group) or _label(group.members)
        kind = (
            EntityType(retyped.argument)
            if retyped
            else vote((member.entity.type, member.entity.confidence) for member in group.members)
        )
        rows.append((f"{kind.value.lower()}:{slug(label)}", label, kind, key, group.members))
    identifiers = _unique_ids([(row[0], row[3]) for row in rows])
    entities = []
    ids: dict[tuple[str, str], str] = {}
    for identifier, (_, label, kind, _, found) in zip(identifiers, rows, strict=True):
        entities.append(_entity(identifier, label, kind, found))
        ids.update({(member.paper_id, member.entity.name): identifier for member in found})
    return Links(entities=tuple(sorted(entities, key=lambda entity: entity.id)), ids=ids, unused=decided.unused())
