"""Linking: which entities are one."""

from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import paperkg.linking
from builds import extractions_database
from examples import few
from paperkg.errors import DecisionError
from paperkg.kinds import EntityType
from paperkg.linking import propose, read_decisions
from paperkg.linking.known_forms import is_acronym
from paperkg.model import Action, Decision, Extraction, Paper, PaperEntity, Role, Rule, Span


class Entity(NamedTuple):
    id: str
    label: str
    type: str
    type_share: float
    named: bool
    confidence: float
    links: list[str]
    papers: int


class Links(NamedTuple):
    """What came out of linking, in memory; `ids` are by paper and name."""

    entities: list[Entity]
    ids: dict[tuple[str, str], str]
    unused: tuple[Decision, ...]


def link(extractions: Iterable[Extraction], decisions: Iterable[Decision] = ()) -> Links:
    columns = "entity_id, label, type, type_share, named, confidence, links, papers"
    with TemporaryDirectory() as folder, extractions_database(Path(folder), extractions) as database:
        unused = paperkg.linking.link(database, decisions).unused
        entities = database.execute(f"SELECT {columns} FROM linked_entities ORDER BY entity_id").fetchall()
        ids = database.execute("SELECT paper_id, name, entity_id FROM linked").fetchall()
    return Links([Entity(*row) for row in entities], {(paper, name): entity for paper, name, entity in ids}, unused)


def found(paper_id: str, *entities: tuple[str, EntityType, tuple[str, ...]]) -> Extraction:
    """An extraction whose text holds every alias of its entities, once."""
    text = ""
    made = []
    for name, kind, aliases in entities:
        spans = []
        for alias in aliases:
            text += alias + " "
            spans.append(Span(len(text) - len(alias) - 1 + 2, len(text) - 1 + 2))
        made.append(
            PaperEntity(
                name=name,
                type=kind,
                named=True,
                role=Role.USES,
                aliases=aliases,
                mentions=tuple(spans),
                confidence=0.9,
                rules=(Rule.ANNOTATOR,),
            )
        )
    return Extraction(paper=Paper(id=paper_id, title="T", abstract=text), entities=tuple(made))


def method(name: str, *aliases: str) -> tuple[str, EntityType, tuple[str, ...]]:
    return name, EntityType.METHOD, aliases or (name,)


def labels(links: Links) -> dict[str, Entity]:
    return {entity.label: entity for entity in links.entities}


def test_case_hyphen_and_plural_are_one() -> None:
    links = link(
        [
            found("a", method("membership inference attack")),
            found("b", method("Membership Inference Attacks")),
            found("c", method("membership-inference attack")),
        ]
    )
    (entity,) = links.entities
    assert entity.papers == 3
    assert entity.id == "method:membership-inference-attack"


def test_a_bare_acronym_follows_its_definition_elsewhere() -> None:
    links = link(
        [
            found("a", method("LoRA", "LoRA", "Low-Rank Adaptation")),
            found("b", method("LoRA")),
            found("c", method("LoRA")),
        ]
    )
    (entity,) = links.entities
    assert (entity.label, entity.papers) == ("LoRA", 3)


def test_an_acronym_defined_differently_stays_apart() -> None:
    links = link(
        [
            found("a", method("RIM", "RIM", "Recurrent Inference Machine")),
            found("b", method("RIM", "RIM", "Reward Influence Model")),
            found("c", method("RIM")),
        ]
    )
    assert len(links.entities) == 3
    assert len({entity.id for entity in links.entities}) == 3


def test_long_forms_of_one_acronym_that_extend_each_other_are_one() -> None:
    links = link(
        [
            found("a", method("chain-of-thought", "Chain-of-Thought", "CoT")),
            found("b", method("chain-of-thought prompting", "chain of thought prompting", "CoT")),
            found("c", method("CoT")),
        ]
    )
    assert [entity.papers for entity in links.entities] == [3]


def test_ids_never_collide() -> None:
    names = ["decoding", "ж-decoding", "ю-decoding", "φ-decoding", "C", "C++", "C#", "本", "語"]
    ids = {entity.id for entity in link([found(n, method(n)) for n in names]).entities}
    assert len(ids) == len(names)
    assert "method:phi-decoding" in ids


def test_versions_stay_apart() -> None:
    names = ["GPT-3", "GPT-4", "LLaMA-7B", "LLaMA-13B"]
    assert len(link([found(n, (n, EntityType.MODEL, (n,))) for n in names]).entities) == 4


def test_the_type_is_voted() -> None:
    links = link(
        [
            found("a", ("vLLM", EntityType.SOFTWARE, ("vLLM",))),
            found("b", ("vLLM", EntityType.SOFTWARE, ("vLLM",))),
            found("c", ("vLLM", EntityType.METHOD, ("vLLM",))),
        ]
    )
    (entity,) = links.entities
    assert entity.type == EntityType.SOFTWARE
    assert entity.type_share == pytest.approx(2 / 3, abs=1e-3)


@settings(max_examples=few(15))
@given(st.permutations(range(6)))
def test_order_of_papers_does_not_matter(order: list[int]) -> None:
    papers = [
        found("a", method("LoRA", "LoRA", "Low-Rank Adaptation")),
        found("b", method("LoRA"), method("low rank adaptations")),
        found("c", ("lora", EntityType.MODEL, ("lora",))),
        found("d", method("RAG", "RAG", "retrieval-augmented generation")),
        found("e", method("RAG", "RAG", "Region Adjacency Graph")),
        found("f", method("RAG")),
    ]
    assert link([papers[i] for i in order]) == link(papers)


def decide(action: Action, entity: str, argument: str = "") -> Decision:
    return Decision(action=action, entity=entity, argument=argument)


def test_decisions_are_applied() -> None:
    papers = [
        found("a", method("CoT reasoning")),
        found("b", method("chain-of-thought"), method("approach")),
        found("c", method("MARS")),
        found("d", method("MARS")),
        found("e", method("chat gpt")),
    ]
    links = link(
        papers,
        [
            decide(Action.MERGE, "CoT reasoning", "chain of thought"),
            decide(Action.DROP, "approach"),
            decide(Action.SPLIT, "MARS", "d"),
            decide(Action.RENAME, "chat gpt", "ChatGPT"),
            decide(Action.RETYPE, "chat gpt", "Model"),
            decide(Action.DROP, "nothing here"),
        ],
    )
    by_label = labels(links)
    assert links.ids["a", "CoT reasoning"] == links.ids["b", "chain-of-thought"]
    assert ("b", "approach") not in links.ids
    assert links.ids["c", "MARS"] != links.ids["d", "MARS"]
    assert by_label["ChatGPT"].type == EntityType.MODEL
    assert [d.entity for d in links.unused] == ["nothing here"]


def test_decisions_chain() -> None:
    papers = [found(n, method(n)) for n in ("Aaaa", "Bbbb", "Cccc")]
    links = link(papers, [decide(Action.MERGE, "Aaaa", "Bbbb"), decide(Action.MERGE, "Bbbb", "Cccc")])
    assert [entity.papers for entity in links.entities] == [3]
    assert links.unused == ()


def test_a_merge_gives_the_name_it_leads_to() -> None:
    papers = [found("a", method("CoT reasoning")), found("b", method("CoT reasoning")), found("c", method("chain"))]
    for target in ("chain", "Chain of Thought"):
        merges = [decide(Action.MERGE, "CoT reasoning", target), decide(Action.MERGE, "chain", target)]
        (entity,) = link(papers, merges).entities
        assert (entity.label, entity.papers) == (target, 3)


@pytest.mark.parametrize(
    ("merges", "label"),
    [
        ([("Aaaa", "Bbbb"), ("Bbbb", "Cccc")], "Cccc"),
        ([("Bbbb", "Cccc"), ("Aaaa", "Bbbb")], "Cccc"),
        ([("Aaaa", "New"), ("Bbbb", "New"), ("Cccc", "Bbbb")], "New"),
        ([("New", "Newer"), ("Cccc", "New"), ("Aaaa", "New"), ("Bbbb", "Newer")], "Newer"),
        ([("Aaaa", "aaaa"), ("Bbbb", "aaaa"), ("Cccc", "aaaa")], "aaaa"),
        ([("Aaaa", "Bbbb"), ("Bbbb", "Aaaa"), ("Cccc", "Aaaa")], "Aaaa"),
    ],
)
def test_merges_lead_to_the_last_name(merges: list[tuple[str, str]], label: str) -> None:
    papers = [found(n, method(n)) for n in ("Aaaa", "Bbbb", "Cccc")]
    (entity,) = link(
        [*papers, found("more", method("Aaaa"))], [decide(Action.MERGE, *pair) for pair in merges]
    ).entities
    assert (entity.label, entity.papers) == (label, 4)


def test_where_merges_lead_to_several_names_the_commonest_is_taken() -> None:
    papers = [found("a", method("Aa", "Aa", "Long Aa")), found("b", method("Two")), found("c", method("Two"))]
    merges = [decide(Action.MERGE, "Aa", "One"), decide(Action.MERGE, "Long Aa", "Two")]
    for order in (merges, merges[::-1]):
        assert [entity.label for entity in link(papers, order).entities] == ["Two"]


def test_a_new_name_can_be_decided_about() -> None:
    papers = [found("a", method("Aaaa")), found("b", method("Bbbb"))]
    merges = [decide(Action.MERGE, "Aaaa", "New"), decide(Action.MERGE, "Bbbb", "New")]
    links = link(papers, [*merges, decide(Action.RENAME, "New", "Newer"), decide(Action.RETYPE, "New", "Task")])
    assert [(e.label, e.type, e.id) for e in links.entities] == [("Newer", "Task", "task:newer")]
    assert links.unused == ()
    assert link(papers, [*merges, decide(Action.DROP, "New")]).entities == []


def test_a_merge_of_a_name_that_stands_for_other_things_is_unused() -> None:
    papers = [
        found("a", method("RIM", "RIM", "Recurrent Inference Machine")),
        found("b", method("RIM", "RIM", "Reward Influence Model")),
        found("c", method("Rimmer")),
    ]
    merge = decide(Action.MERGE, "RIM", "Rimmer")
    links = link(papers, [merge])
    assert len(links.entities) == 3
    assert links.unused == (merge,)


def test_what_is_split_off_does_not_take_the_name_of_a_merge() -> None:
    papers = [found("a", method("Mars")), found("b", method("Mars"))]
    links = link(papers, [decide(Action.MERGE, "Mars", "MARS optimizer"), decide(Action.SPLIT, "Mars", "b")])
    by_id = {entity.id: entity.label for entity in links.entities}
    assert (by_id[links.ids["a", "Mars"]], by_id[links.ids["b", "Mars"]]) == ("MARS optimizer", "Mars")


def test_all_decisions_that_meet_an_entity_are_used() -> None:
    papers = [found("a", method("LoRA", "LoRA", "Low-Rank Adaptation"))]
    links = link(papers, [decide(Action.DROP, "LoRA"), decide(Action.DROP, "low-rank adaptation")])
    assert (links.entities, links.unused) == ([], ())


def test_a_decision_on_an_acronym_leaves_what_else_it_may_mean() -> None:
    papers = [
        found("a", method("RIM", "RIM", "Recurrent Inference Machine")),
        found("b", method("RIM", "RIM", "Reward Influence Model")),
        found("c", method("RIM")),
    ]
    links = link(papers, [decide(Action.DROP, "RIM")])
    assert {paper for paper, _ in links.ids} == {"a", "b"}


def test_an_acronym_with_many_long_forms_is_one_thing() -> None:
    forms = ("chain of thought", "chain of thought prompting", "chain of thought reasoning")
    links = link([*(found(form, method("CoT", "CoT", form)) for form in forms), found("bare", method("CoT"))])
    assert [entity.papers for entity in links.entities] == [4]


def write(path: Path, lines: Iterable[str]) -> Path:
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_a_decisions_file_is_read(tmp_path: Path) -> None:
    path = write(tmp_path / "d.tsv", ["# mine", "", "drop\tapproach", "merge\tA\tB\tthey are"])
    assert [(d.action, d.entity, d.argument, d.reason) for d in read_decisions(path)] == [
        (Action.DROP, "approach", "", ""),
        (Action.MERGE, "A", "B", "they are"),
    ]


def test_one_decision_in_two_spellings_is_one(tmp_path: Path) -> None:
    path = write(tmp_path / "d.tsv", ["drop\tLow-Rank", "drop\tlow rank\tno thing", "split\tA\tx", "split\tA\ty"])
    assert [d.action for d in read_decisions(path)] == [Action.DROP, Action.SPLIT, Action.SPLIT]


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("fuse\tA\tB", "'fuse' is not an action"),
        ("merge\tA", "merge needs 2"),
        ("retype\tA\tThing", "'Thing' is not an entity type"),
        ("rename\tA\tB\nrename\ta\tC", "decided twice"),
    ],
)
def test_a_malformed_decision_says_where(tmp_path: Path, line: str, says: str) -> None:
    path = write(tmp_path / "d.tsv", [line])
    with pytest.raises(DecisionError, match=says) as caught:
        read_decisions(path)
    assert "d.tsv" in str(caught.value)


def test_near_names_are_proposed_not_merged() -> None:
    proposals = propose([("variational inference", 9), ("variational inferencing", 1), ("GPT-3", 1), ("GPT-4", 1)])
    assert [(d.entity, d.argument) for d in proposals] == [("variational inferencing", "variational inference")]


def test_what_was_told_apart_is_not_proposed_to_be_one() -> None:
    assert propose([("variational inference", 9), ("Variational Inference", 1), ("variational inference", 1)]) == ()


@pytest.mark.parametrize(
    ("form", "answer"), [("LoRA", True), ("MIAs", True), ("Adam", False), ("DP-SGD", True), ("a b", False)]
)
def test_what_looks_like_an_acronym(form: str, answer: bool) -> None:
    assert is_acronym(form) is answer


@pytest.mark.parametrize(
    ("name", "longer", "nodes"),
    [
        ("speculative decoding", "Speculative Decoding methods", 1),
        ("k-means", "k-means algorithm", 1),
        ("Titanic", "Titanic dataset", 1),
        ("kernel", "kernel method", 2),
        ("BOP", "BOP benchmark", 2),
        ("weight quantization", "quantization", 2),
        ("transformer encoder", "transformer decoder", 2),
    ],
)
def test_a_last_class_noun_makes_no_other_thing(name: str, longer: str, nodes: int) -> None:
    assert len(link([found("a", method(name)), found("b", method(longer))]).entities) == nodes
    assert len(link([found("a", method(name), method(longer))]).entities) == nodes


def test_a_class_noun_counts_where_the_types_differ() -> None:
    papers = [found("a", ("driver monitoring", EntityType.TASK, ("driver monitoring",)))]
    papers.append(found("b", ("driver monitoring dataset", EntityType.BENCHMARK, ("driver monitoring dataset",))))
    assert len(link(papers).entities) == 2
