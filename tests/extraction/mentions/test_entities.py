"""Entities of a paper, through the whole extraction."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paperkg.extraction import extract_all
from paperkg.extraction.extractor import Extractor
from paperkg.extraction.mentions.entities import KnownNames, _in_a_term, as_term, is_excluded
from paperkg.extraction.rules.lexicon import LexiconEntry, proper_words
from paperkg.extraction.rules.patterns import is_name_shaped
from paperkg.extraction.vocabulary.word_lists import shipped_word_lists
from paperkg.kinds import EntityType
from paperkg.model import Extraction, Paper, PaperEntity, Role, Rule, Span
from paperkg.text.spans import find_spans

LISTS = shipped_word_lists()
KNOWN = KnownNames({}, frozenset(), LISTS, lambda _: 0.0)


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return Extractor()


def read(extractor: Extractor, title: str, abstract: str) -> Extraction:
    return extractor.extract(Paper(id="x", title=title, abstract=abstract))


def by_name(extraction: Extraction) -> dict[str, PaperEntity]:
    return {entity.name: entity for entity in extraction.entities}


def test_a_coined_name_is_found_at_all_its_places(extractor: Extractor) -> None:
    found = by_name(
        read(
            extractor,
            "FooLoRA: Cheap adapters",
            "We propose FooLoRA (Foo Low-Rank Adaptation). FooLoRA is small. FooLoRA-based models win.",
        )
    )
    entity = found["FooLoRA"]
    assert entity.named
    assert set(entity.aliases) == {"FooLoRA", "Foo Low-Rank Adaptation"}
    assert len(entity.mentions) == 5


def test_an_acronym_with_two_meanings_is_two_entities(extractor: Extractor) -> None:
    found = by_name(
        read(
            extractor,
            "Jailbreaks of speech models",
            "Automatic speech recognition (ASR) is attacked. ASR models such as Whisper fail. "
            "The attack success rate (ASR) of our attack is high, an ASR of 81%.",
        )
    )
    assert set(found["automatic speech recognition"].aliases) == {"Automatic speech recognition", "ASR"}
    assert len(found["automatic speech recognition"].mentions) == 3
    assert set(found["attack success rate"].aliases) == {"attack success rate", "ASR"}
    assert len(found["attack success rate"].mentions) == 3


def test_class_words_are_no_entities(extractor: Extractor) -> None:
    found = read(extractor, "On large language models", "Large language models (LLMs) and VLMs are neural networks.")
    assert found.entities == ()


def test_a_user_lexicon_is_trusted_and_linked() -> None:
    mine = LexiconEntry(
        name="frobnication", type=EntityType.TASK, named=False, aliases=("frobnicating",), link="https://example.org/f"
    )
    found = by_name(read(Extractor([mine]), "A title", "We study frobnication, or Frobnicating, of things."))
    entity = found["frobnication"]
    assert (entity.type, entity.named, entity.links) == (EntityType.TASK, False, ("https://example.org/f",))
    assert len(entity.mentions) == 2
    assert Rule.USER_LEXICON in entity.rules


def test_other_languages_are_left_unread(extractor: Extractor) -> None:
    found = read(
        extractor,
        "Une étude",
        "Dans cet article nous proposons BERT pour la classification des phrases, une méthode qui est rapide.",
    )
    assert not found.english
    assert found.entities == ()


PIECES = [*"abAB12 .,()-:\n", "GPT-4 ", "we propose FooNet ", "LoRA ", "é", "𝔸", "\u202e", "ﬁ", "İ", "</script>"]
PIECED = st.lists(st.sampled_from(PIECES), max_size=30).map("".join)


@given(PIECED, PIECED)
@settings(max_examples=60)
def test_every_mention_is_an_alias_and_none_overlap(extractor: Extractor, title: str, abstract: str) -> None:
    found = read(extractor, title, abstract)
    text = found.paper.text
    taken: set[int] = set()
    for entity in found.entities:
        assert entity.mentions
        assert 0 <= entity.confidence <= 1
        assert {text[m.start : m.end] for m in entity.mentions} == set(entity.aliases)
        for mention in entity.mentions:
            places_of_mention = set(range(mention.start, mention.end))
            assert not taken & places_of_mention
            taken |= places_of_mention
    assert len({entity.name for entity in found.entities}) == len(found.entities)


def test_processes_do_not_change_the_outcome() -> None:
    papers = [Paper(id=str(i), title=f"Net{i}A: a model", abstract=f"We use GPT-{i} on GSM8K.") for i in range(70)]
    assert list(extract_all(papers, jobs=2)) == list(extract_all(papers))


def test_longest_form_wins() -> None:
    text = "Qwen2.5 and Qwen2.5-Math"
    spans = find_spans(text, {"Qwen2.5": 0, "Qwen2.5-Math": 1, "": 2})
    assert [(text[s.start : s.end], owner) for s, owner in spans.items()] == [("Qwen2.5", 0), ("Qwen2.5-Math", 1)]


def test_papers_of_one_id_are_read_each(extractor: Extractor) -> None:
    papers = [Paper(id="same", title=f"Net{i}A: a model", abstract=f"We use GPT-{i} here.") for i in range(3)]
    assert [found.paper for found in extractor.stream(papers)] == papers
    assert [len(found.entities) > 0 for found in extractor.stream(papers)] == [True] * 3


def test_what_spacy_forgets_of_words_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    papers = [Paper(id=f"{i}", title="LoRA: on GPT-4", abstract=f"We use LoRA-based Net{i}A here.") for i in range(300)]
    remembered = list(Extractor().stream(papers))
    monkeypatch.setattr("paperkg.extraction.entity_finder.KEPT_WORDS", 0)
    forgetful = Extractor()
    before = len(forgetful.nlp.vocab.strings)
    assert list(forgetful.stream(papers)) == remembered
    assert len(forgetful.nlp.vocab.strings) < before + len(papers)


def test_no_entity_begins_in_the_title_and_ends_in_the_abstract() -> None:
    mine = LexiconEntry(name="frobnication tests", type=EntityType.TASK, named=False)
    found = read(Extractor([mine]), "On deep frobnication", "Tests of frobnication tests are rare.")
    (entity,) = (e for e in found.entities if Rule.USER_LEXICON in e.rules)
    assert entity.aliases == ("frobnication tests",)


def test_a_letter_that_grows_in_lower_case_moves_nothing(extractor: Extractor) -> None:
    found = read(extractor, "İİİ: on LoRA", "İ We use Low-Rank Adaptation (LoRA), and low-rank adaptation again.")
    assert set(by_name(found)["LoRA"].aliases) == {"LoRA", "Low-Rank Adaptation", "low-rank adaptation"}


def test_a_huge_abstract_is_read(extractor: Extractor) -> None:
    assert extractor.nlp.make_doc(" " * 1_000_001).text.isspace()


@pytest.mark.parametrize(
    ("form", "answer"),
    [
        ("LLMs", True),
        ("Language Models", True),
        ("LoRA", False),
        ("42", True),
        ("6.6x", True),
        ("EN-AR", True),
        ("chen2023accelerating", True),
        ("GPT-4", False),
        ("taskThe", True),
        ("$ energy saving", True),
        ("sim4%uparrow", True),
        ("x_{t}", True),
        ("\\TRI", True),
    ],
)
def test_what_is_excluded(form: str, answer: bool) -> None:
    assert is_excluded(form, LISTS) is answer


@pytest.mark.parametrize(
    ("word", "answer"),
    [("GPT-4", True), ("vLLM", True), ("W2*A8", True), ("Long-Context", False), ("48GB", False), ("English", False)],
)
def test_what_is_written_as_a_name(word: str, answer: bool) -> None:
    assert is_name_shaped(word, LISTS.naming.not_names) is answer


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("Cross-Domain", "cross-domain"),
        ("3D", "3D"),
        ("LLM-Based", "LLM-based"),
        ("Bayesian", "Bayesian"),
        ("Q-T", "Q-T"),
        ("", ""),
    ],
)
def test_terms_lose_the_capitals_of_titles_only(word: str, expected: str) -> None:
    assert _in_a_term(word, {"Bayesian"}.__contains__) == expected


def test_a_word_hardly_ever_written_small_keeps_its_capital(extractor: Extractor) -> None:
    found = read(extractor, "Bounds", "We extend standard Bernstein bounds and Attention Mechanisms for ranking.")
    assert {"Bernstein bound", "attention mechanism"} <= by_name(found).keys()


def acronym(role: Role, *aliases: str) -> PaperEntity:
    return PaperEntity(
        name="GBP",
        type=EntityType.METHOD,
        named=True,
        role=role,
        aliases=aliases,
        mentions=(Span(0, 3),),
        confidence=1.0,
        rules=(Rule.RECOGNIZER,),
    )


def test_an_acronym_of_a_term_is_not_its_name() -> None:
    term = as_term(acronym(Role.USES, "GBP", "gradient-based planners"))
    assert (term.name, term.named) == ("gradient-based planner", False)


def test_an_acronym_that_the_paper_coins_is_a_name() -> None:
    for entity in (
        acronym(Role.INTRODUCES, "GBP", "gradient-based planning"),
        acronym(Role.USES, "GBP", "Gradient-Based Planning"),
        acronym(Role.USES, "GBP"),
    ):
        assert as_term(entity) == entity


def test_proper_words() -> None:
    entries = [
        LexiconEntry(name=name, type=EntityType.METHOD, named=False)
        for name in ("Markov chain", "Data Shapley", "data augmentation")
    ]
    assert {"Markov", "Shapley", "Finnish"} <= proper_words(entries, LISTS.languages)
    assert "Data" not in proper_words(entries, LISTS.languages)
