"""The features of results: names and values that a person can read."""

from annotated_text import read
from paperkg.extraction.claims.result_features import Outcome, link_features, nearest_first, number_features
from paperkg.extraction.claims.role_features import stages
from paperkg.extraction.claims.tokens import OUTSIDE, TokenizedPaper, tokenize

PAPER = """[Method QuickTrim]: Faster Reading
We propose [Method QuickTrim]. Our method improves [Metric! accuracy] from 84.1% to 91.3% on [Benchmark LongPages]. \
It is fast."""


def paper_of() -> TokenizedPaper:
    return tokenize(*read(PAPER))


def links(name: str, number: int, rank: int = 0) -> set[str]:
    """The features of the entity of that name as a part of the first or second result of the paper."""
    paper = paper_of()
    index = next(i for i, entity in enumerate(paper.entities) if entity.name == name)
    before = None if number == 0 else (paper.numbers[0], index)
    return set(link_features(paper, Outcome(paper.numbers[number], "absolute", 0, before), index, rank))


def test_a_number_is_told_by_its_class_and_the_words_around_it() -> None:
    paper = paper_of()
    assert set(number_features(paper, paper.numbers[1], stages(paper))) >= {
        "number=#%",
        "number,below=#% 100",
        "left1=to",
        "left2,left1=#% to",
        "right1,right2=on @Benchmark",
        "space_left",
        "mention_left,distance=@Metric 4",
        "mention_right=@Benchmark",
        "beside=#%",
        "stage=after",
        "quarter=2",
    }


def test_candidates_come_nearest_first() -> None:
    paper = paper_of()
    names = {part: [paper.entities[i].name for i in nearest_first(paper, paper.numbers[0], part)] for part in (
        "subject", "metric", "benchmark"
    )}  # fmt: skip
    assert names == {"subject": ["QuickTrim"], "metric": ["accuracy"], "benchmark": ["LongPages"]}


def test_a_metric_in_the_sentence_is_told_by_what_stands_between() -> None:
    assert links("accuracy", 1) >= {
        "rank=0",
        "only_candidate,here=True True",
        "side,distance=left 4",
        "side,numbers=left 1",
        "side,between=left from",
        "side,mention_left1=left improves",
        "before,tied=same this",
        "number,last_word=#% accuracy",
    }


def test_a_subject_elsewhere_is_told_by_how_the_sentence_speaks_of_it() -> None:
    assert links("QuickTrim", 0) >= {
        "away",
        "sentences_back,later=1 False",
        "main,here=this False",
        "main,here,own_noun=this False method",
        "main,here,change=this False first after from",
    }


def test_an_entity_is_not_the_main_one_where_there_is_none() -> None:
    paper = paper_of()
    features = link_features(paper, Outcome(paper.numbers[0], "delta", OUTSIDE, None), 0, 0)
    assert "main,here=none False" in features
    assert "kind=delta" in features
