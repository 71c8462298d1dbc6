"""Entities of a paper: mentions that name one thing, under one name, at all its places.

Mentions are one entity when their names fold to one key, when the lexicon gives them one name, or
when the paper defines one as the acronym of the other. Nothing is an alias that is not in the text.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from paperkg.agreement import UnionFind, vote
from paperkg.extraction.mentions.homonyms import find_homonyms, long_forms_instead, with_acronyms
from paperkg.extraction.mentions.judge import TypeShares
from paperkg.extraction.mentions.own_definitions import follow_definitions
from paperkg.extraction.mentions.selection import Accepted
from paperkg.extraction.mentions.spelling import written_as_names
from paperkg.extraction.rules.abbreviations import Definition
from paperkg.extraction.rules.lexicon import LexiconEntry
from paperkg.extraction.rules.patterns import is_name_shaped
from paperkg.extraction.vocabulary.word_lists import WordLists, Words, any_of
from paperkg.extraction.words.broken_words import Frequency
from paperkg.kinds import EntityType
from paperkg.model import LEXICON_RULES, PaperEntity, Role, Rule, Span
from paperkg.text.keys import lowered, name_key
from paperkg.text.plurals import singular
from paperkg.text.spans import find_all, find_spans, is_bounded

_GLUED = re.compile(r"[a-z]{2,}(?:The|We|This|These|Our|However|Moreover|Furthermore|Experiments)")
_PLURAL_ACRONYM = re.compile(r"(.*[A-Z]{2})s")
_LETTERS = re.compile(r"[A-Z](?:-[A-Z])+")
_MOSTLY_CAPITAL = 0.3
"""How much commoner a word with a capital is than without, as the logarithm of papers, to keep it in terms."""


@dataclass(frozen=True, slots=True)
class KnownNames:
    """What is known beforehand.

    Attributes:
        entries: those of the lexicons, by canonical name.
        proper: words that keep their capital in terms, "Bayesian".
        lists: the word lists.
        frequency: how common a form of a word is.
    """

    entries: Mapping[str, LexiconEntry]
    proper: Container[str]
    lists: WordLists
    frequency: Frequency

    def keeps_capital(self, word: str) -> bool:
        """Whether a word keeps its capital in terms: "Bernstein" does, which is hardly ever written "bernstein"."""
        return word in self.proper or (
            word.istitle() and self.frequency(word) > self.frequency(word.lower()) + _MOSTLY_CAPITAL
        )


@lru_cache(maxsize=8)
def _furniture(codes: Words) -> re.Pattern[str]:
    """Numbers, percentages, leftovers of TeX, citation keys, language pairs, possessives, and what follows a dollar."""
    code = any_of(codes)
    return re.compile(
        rf"[~<>≈]?\d[\d.,]*\s?(?:[xX×%]|times)?|[a-z]+\d{{4}}[a-z]+|{code}-{code}|.*['’]s|\$\s.*|.*[%\\{{}}].*",
        re.IGNORECASE,
    )


def is_excluded(form: str, lists: WordLists) -> bool:
    """Whether a surface form is a class word or other furniture: a number, a citation key, a language pair.

    So are words of two sentences that have lost the blank between them: "taskThe".
    """
    furniture = _furniture(lists.languages.codes).fullmatch(form) or _GLUED.fullmatch(form)
    return bool(furniture) or name_key(form) in lists.excluded or not any(map(str.isalpha, form))


def _united(accepted: Sequence[Accepted], text: str, definitions: Sequence[Definition]) -> list[set[str]]:
    """The surface forms of mentions and definitions, in one set where they name one thing."""
    forest = UnionFind[str]()
    forms: set[str] = set()
    for a in accepted:
        form = text[a.span.start : a.span.end]
        forms.add(form)
        forest.union_all(["form " + form, *("key " + name_key(name) for name in (form, a.name) if name)])
    keys = set(map(name_key, forms))
    for definition in definitions:
        pair = [text[span.start : span.end] for span in (definition.short, definition.long)]
        pair_keys = list(map(name_key, pair))
        if not keys.isdisjoint(pair_keys):
            forest.union_all([*("key " + key for key in pair_keys), *("form " + form for form in pair)])
            forms.update(pair)
            keys.update(pair_keys)
    by_root: dict[str, set[str]] = defaultdict(set)
    for form in forms:
        by_root[forest.find("form " + form)].add(form)
    return [by_root[root] for root in sorted(by_root)]


def _keeps_case(form: str, lists: WordLists) -> bool:
    """Whether a form in another case is another word, whatever it names."""
    return is_name_shaped(form, lists.naming.not_names) or (len(form) < 5 and form != form.lower())


def _variants(form: str, text: str, folded: str, *, exact: bool) -> set[str]:
    """The form as it stands elsewhere in the text: plural, and terms in any case."""
    where, what = (text, form) if exact else (folded, lowered(form))
    found = set()
    for start in find_all(what, where):
        end = start + len(what)
        end += text[end : end + 1] == "s" and what[-1:].isalpha()
        if is_bounded(text, start, end):
            found.add(text[start:end])
    return found


def _in_a_term(word: str, keeps_capital: Callable[[str], bool]) -> str:
    """A word as a term has it: without the capital of a title, but "LLM", "3D", "Q-T" and "Bayes" as they are."""
    if _LETTERS.fullmatch(word):
        return word
    parts = (part if keeps_capital(part) or part[1:] != part[1:].lower() else part.lower() for part in word.split("-"))
    return "-".join(parts)


def _term(forms: Counter[str], keeps_capital: Callable[[str], bool]) -> str:
    """The canonical name of a term: in lower case and singular, but for words that keep their capital."""
    long = max(forms, key=lambda f: (" " in f or "-" in f, forms[f], len(f), f))
    *words, last = (_in_a_term(word, keeps_capital) for word in long.split())
    return " ".join([*words, singular(last) if last.islower() else _PLURAL_ACRONYM.sub(r"\1", last)])


def _name(forms: Counter[str], named: bool, known: KnownNames) -> str:
    """The canonical name: the commonest form that is written as a name, or the term."""
    if not named:
        return _term(forms, known.keeps_capital)
    not_names = known.lists.naming.not_names
    return min(forms, key=lambda f: (not is_name_shaped(f, not_names), -forms[f], len(f), f))


def as_term(entity: PaperEntity) -> PaperEntity:
    """The entity, no proper name if its paper spells an acronym out in lower case and did not introduce it.

    So an acronym of a common term does not become its name, as the guidelines want it: "mutual information
    (MI)". Of 188 such entities of the annotated papers 178 are terms.
    """
    spelled = [form for form in entity.aliases if " " in form and form == form.lower()]
    if not (entity.named and spelled) or entity.role is Role.INTRODUCES or not LEXICON_RULES.isdisjoint(entity.rules):
        return entity
    return replace(entity, named=False, name=_term(Counter(spelled), lambda _: False))


def make_entities(
    text: str,
    accepted: Sequence[Accepted],
    definitions: Sequence[Definition],
    known: KnownNames,
) -> tuple[PaperEntity, ...]:
    """The entities of one paper, each with all its places, in the order of their first mention.

    Args:
        text: title, newline, abstract.
        accepted: mentions that do not overlap.
        definitions: acronyms and their long forms as the text gives them.
        known: names and words known beforehand.

    Returns:
        entities whose role is still `mentions` and whose evidence is empty.
    """
    spelled = written_as_names(accepted, text, known.entries, known.frequency)
    named = [a for a in spelled if not is_excluded(text[a.span.start : a.span.end], known.lists)]
    homonyms = find_homonyms(text, definitions)
    usable = long_forms_instead(follow_definitions(named, text, definitions, known.entries), text, homonyms)
    of_one_meaning = [d for d in definitions if text[d.short.start : d.short.end] not in homonyms]
    united = _united(usable, text, of_one_meaning)
    groups = [forms for forms in united if not any(is_excluded(form, known.lists) for form in forms)]
    owners = {form: i for i, forms in enumerate(groups) for form in forms}
    members: dict[int, list[Accepted]] = defaultdict(list)
    for a in usable:
        owner = owners.get(text[a.span.start : a.span.end])
        if owner is not None:
            members[owner].append(a)
    folded = lowered(text)
    names = {text[a.span.start : a.span.end] for a in usable if a.named}
    for i, forms in enumerate(groups):
        for form in sorted(forms):
            exact = (form in names and form.isalpha()) or _keeps_case(form, known.lists)
            for variant in sorted(_variants(form, text, folded, exact=exact)):
                owners.setdefault(variant, i)
    mentions: dict[int, list[Span]] = defaultdict(list)
    told = {a.span for a in usable if Rule.LANGUAGE in a.rules}
    only_where_told = {text[span.start : span.end] for span in told} & known.lists.programming.short
    for span, owner in find_spans(text, owners).items():
        if span in told or text[span.start : span.end] not in only_where_told:
            mentions[owner].append(span)
    entities: dict[str, PaperEntity] = {}
    for i in sorted(members.keys() & mentions.keys()):
        entity = _entity(text, members[i], mentions[i], known)
        entities.setdefault(entity.name, entity)
    return tuple(sorted(with_acronyms(entities.values(), text, homonyms), key=lambda e: e.mentions))


def _entity(
    text: str,
    members: Sequence[Accepted],
    mentions: Sequence[Span],
    known: KnownNames,
) -> PaperEntity:
    """The entity that `members` are accepted mentions of, and `mentions` all the places of."""
    surface = Counter(text[s.start : s.end] for s in mentions)
    rules = {rule for a in members for rule in a.rules}
    entry = known.entries.get(min((a.name for a in members if a.name), default=""))
    named = vote((a.named, a.confidence) for a in members)
    kind = vote((a.type, a.confidence) for a in members)
    # The judge knows names among methods only.
    if entry and (Rule.USER_LEXICON in rules or Rule.RECOGNIZER not in rules or kind is EntityType.METRIC):
        named = entry.named
    return PaperEntity(
        name=entry.name if entry else _name(surface, named, known),
        type=kind,
        named=named,
        role=Role.MENTIONS,
        aliases=tuple(sorted(surface)),
        mentions=tuple(mentions),
        confidence=round(max(a.confidence for a in members), 3),
        rules=tuple(sorted(rules)),
        links=(entry.link,) if entry and entry.link else (),
        types=_types(members),
    )


def _types(members: Sequence[Accepted]) -> TypeShares:
    """The most that the recognizer gives each type at any of the mentions."""
    most: dict[EntityType, float] = {}
    for member in members:
        for kind, share in member.types:
            most[kind] = max(share, most.get(kind, 0.0))
    return tuple(sorted(most.items()))
