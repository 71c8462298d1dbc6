"""How well extractions agree with annotations: precision, recall and F1 of each kind of finding.

The figures:
    mentions/…   every place, exact span and type; `mentions/named` counts proper names of methods,
                 models, benchmarks and software only, and a prediction that overlaps an annotated term
                 of the field is then neither right nor wrong
    untyped/…    the same whatever the type
    entities/…   a paper's entities: same type and one alias in common, whatever case and hyphens
    roles/…      entities with their role; `roles/matched` among the entities found
    types/…      of the proper names that were found, whatever their type, those of the right type:
                 `introduced` counts what the paper introduces, `named` all
    results/…    `full`: value, metric and benchmark; `value`: the number alone; `subject`: value and subject;
                 `complete`: value, kind, subject, metric and benchmark
    relations/…  head, relation and tail
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from paperkg.model import Extraction, PaperEntity, Result, Role, Span
from paperkg.text.keys import annotation_key
from paperkg.text.numbers import value_key


@dataclass(frozen=True, slots=True)
class Figure:
    """Counts of right, wrong and missed findings."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    @property
    def precision(self) -> float:
        """Right of those found; 0 where nothing was found."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 0.0

    @property
    def recall(self) -> float:
        """Right of those annotated; 0 where nothing was."""
        return self.right / (self.right + self.missed) if self.right + self.missed else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        total = 2 * self.right + self.wrong + self.missed
        return 2 * self.right / total if total else 0.0

    def __add__(self, other: "Figure") -> "Figure":
        return Figure(self.right + other.right, self.wrong + other.wrong, self.missed + other.missed)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scores:
    """All figures by name, the commonest errors, and how far confidence can be trusted.

    `wrong` and `missed` are (type, surface form) with counts, of proper names. `reliability` holds for
    each tenth of confidence the number of entities, their mean confidence, and the share that is right.
    """

    figures: Mapping[str, Figure]
    wrong: tuple[tuple[tuple[str, str], int], ...]
    missed: tuple[tuple[tuple[str, str], int], ...]
    reliability: tuple[tuple[int, float, float], ...]


def forms_of(entity: PaperEntity) -> set[str]:
    """The forms of an entity by which it is compared: whatever their case and hyphens."""
    return {annotation_key(form) for form in (entity.name, *entity.aliases)} - {""}


def match_entities(gold: Sequence[PaperEntity], found: Sequence[PaperEntity]) -> dict[int, int]:
    """Index of a found entity to that of the annotated one it is: same type, an alias in common.

    One to one, each found entity in turn taking the first annotated one that is free.
    """
    free = {i: (entity.type, forms_of(entity)) for i, entity in enumerate(gold)}
    pairs: dict[int, int] = {}
    for j, entity in enumerate(found):
        forms = forms_of(entity)
        for i, (kind, gold_forms) in free.items():
            if kind is entity.type and not forms.isdisjoint(gold_forms):
                pairs[j] = i
                del free[i]
                break
    return pairs


def _spans(entities: Iterable[PaperEntity]) -> dict[Span, PaperEntity]:
    return {span: entity for entity in entities for span in entity.mentions}


def _counted(wanted: Iterable[Hashable], found: Iterable[Hashable]) -> Figure:
    want, have = Counter(wanted), Counter(found)
    right = (want & have).total()
    return Figure(right, have.total() - right, want.total() - right)


def _is_proper(entity: PaperEntity) -> bool:
    return entity.named and entity.type.kind.named is not False


class _Tally:
    """Figures and errors, summed over papers."""

    def __init__(self) -> None:
        self.figures: dict[str, Figure] = defaultdict(Figure)
        self.wrong: Counter[tuple[str, str]] = Counter()
        self.missed: Counter[tuple[str, str]] = Counter()
        self.judged: list[tuple[float, bool]] = []

    def add(self, name: str, figure: Figure) -> None:
        self.figures[name] += figure

    def mentions(self, gold: Extraction, found: Extraction) -> None:
        text = gold.paper.text
        wanted, have = _spans(gold.entities), _spans(found.entities)
        terms = [span for span, entity in wanted.items() if not _is_proper(entity)]
        for span, entity in wanted.items():
            there = span in have
            right = there and have[span].type is entity.type
            self.add("mentions/all", Figure(right, 0, not right))
            self.add(f"mentions/{entity.type}", Figure(right, 0, not right))
            self.add("untyped/all", Figure(there, 0, not there))
            if _is_proper(entity):
                self.add("mentions/named", Figure(right, 0, not right))
                self.add("untyped/named", Figure(there, 0, not there))
            if entity.named and not right:
                self.missed[entity.type, text[span.start : span.end]] += 1
        for span, entity in have.items():
            if span in wanted and wanted[span].type is entity.type:
                continue
            self.add("mentions/all", Figure(0, 1, 0))
            self.add(f"mentions/{entity.type}", Figure(0, 1, 0))
            self.add("untyped/all", Figure(0, span not in wanted, 0))
            on_term = any(span.start < term.end and term.start < span.end for term in terms)
            if _is_proper(entity) and not on_term:
                self.add("mentions/named", Figure(0, 1, 0))
                self.add("untyped/named", Figure(0, span not in wanted, 0))
                self.wrong[entity.type, text[span.start : span.end]] += 1

    def entities(self, gold: Extraction, found: Extraction) -> dict[int, int]:
        pairs = match_entities(gold.entities, found.entities)
        met = set(pairs.values())
        for j, entity in enumerate(found.entities):
            right = j in pairs
            self.judged.append((entity.confidence, right))
            for name in ("all", entity.type):
                self.add(f"entities/{name}", Figure(right, not right, 0))
        for i, entity in enumerate(gold.entities):
            for name in ("all", entity.type):
                self.add(f"entities/{name}", Figure(0, 0, i not in met))
        return pairs

    def roles(self, gold: Extraction, found: Extraction, pairs: Mapping[int, int]) -> None:
        agreed = [gold.entities[i].role for j, i in pairs.items() if found.entities[j].role is gold.entities[i].role]
        right, matched = len(agreed), len(pairs)
        self.add("roles/all", Figure(right, len(found.entities) - right, len(gold.entities) - right))
        self.add("roles/matched", Figure(right, matched - right, matched - right))
        for role in (Role.INTRODUCES, Role.EVALUATES_ON):
            hits = agreed.count(role)
            have = sum(entity.role is role for entity in found.entities)
            want = sum(entity.role is role for entity in gold.entities)
            self.add(f"roles/{role}", Figure(hits, have - hits, want - hits))

    def types(self, gold: Extraction, found: Extraction) -> None:
        """The types of the proper names that were found under any type."""
        forms = [(entity.type, forms_of(entity)) for entity in found.entities]
        for entity in filter(_is_proper, gold.entities):
            own = forms_of(entity)
            types = {kind for kind, others in forms if not own.isdisjoint(others)}
            if types:
                right = entity.type in types
                self.add("types/named", Figure(right, not right, not right))
                if entity.role is Role.INTRODUCES:
                    self.add("types/introduced", Figure(right, not right, not right))

    def claims(self, gold: Extraction, found: Extraction, pairs: Mapping[int, int]) -> None:
        names = {found.entities[j].name: gold.entities[i].name for j, i in pairs.items()}

        def same(name: str | None) -> str | None:
            return None if name is None else names.get(name, "?" + name)

        wanted = gold.results
        known = [
            replace(r, subject=same(r.subject), metric=same(r.metric), benchmark=same(r.benchmark))
            for r in found.results
        ]
        for name, key in _RESULT_KEYS.items():
            self.add(f"results/{name}", _counted(map(key, wanted), map(key, known)))
        self.add(
            "relations/all",
            _counted(
                {(r.head, r.relation, r.tail) for r in gold.relations},
                {(same(r.head), r.relation, same(r.tail)) for r in found.relations},
            ),
        )


_RESULT_KEYS: dict[str, Callable[[Result], Hashable]] = {
    "value": lambda r: value_key(r.value),
    "subject": lambda r: (value_key(r.value), r.subject),
    "full": lambda r: (value_key(r.value), r.metric, r.benchmark),
    "complete": lambda r: (value_key(r.value), r.kind, r.subject, r.metric, r.benchmark),
}
"""What of a result is compared, by the name of the figure."""


def _reliability(judged: Sequence[tuple[float, bool]]) -> tuple[tuple[int, float, float], ...]:
    rows = []
    for tenth in range(10):
        inside = [(c, right) for c, right in judged if min(int(c * 10), 9) == tenth]
        if inside:
            mean = sum(c for c, _ in inside) / len(inside)
            rows.append((len(inside), round(mean, 3), round(sum(r for _, r in inside) / len(inside), 3)))
    return tuple(rows)


def score(pairs: Iterable[tuple[Extraction, Extraction]]) -> Scores:
    """Scores (annotated, found) pairs of the same papers."""
    tally = _Tally()
    for gold, found in pairs:
        tally.mentions(gold, found)
        matched = tally.entities(gold, found)
        tally.roles(gold, found, matched)
        tally.types(gold, found)
        tally.claims(gold, found, matched)
    return Scores(
        figures=dict(sorted(tally.figures.items())),
        wrong=_commonest(tally.wrong),
        missed=_commonest(tally.missed),
        reliability=_reliability(tally.judged),
    )


def _commonest(errors: Counter[tuple[str, str]]) -> tuple[tuple[tuple[str, str], int], ...]:
    return tuple(sorted(errors.items(), key=lambda item: (-item[1], item[0])))


def scores_text(scores: Scores, errors: int = 0) -> str:
    """The figures as a table, the `errors` commonest wrong and missed names, and the reliability."""
    lines = [f"{'':22} {'P':>6} {'R':>6} {'F1':>6} {'right':>7} {'wrong':>6} {'missed':>6}"]
    lines += [
        f"{name:22} {f.precision:6.3f} {f.recall:6.3f} {f.f1:6.3f} {f.right:7} {f.wrong:6} {f.missed:6}"
        for name, f in scores.figures.items()
    ]
    lines += ["", "confidence of entities, and the share that is right"]
    lines += [f"  {mean:.3f}  {share:.3f}  of {count}" for count, mean, share in scores.reliability]
    for title, found in (("found, not annotated", scores.wrong), ("annotated, missed", scores.missed)):
        if errors:
            lines += ["", title, *(f"  {n:4} {kind:10} {form}" for (kind, form), n in found[:errors])]
    return "\n".join(lines)
