"""Papers in a file are those that were put there, and memory holds little of each."""

import tracemalloc

from hypothesis import given
from hypothesis import strategies as st

from paperkg.model import Paper
from paperkg.readers import merge_stored
from paperkg.stored_papers import StoredPapers

PAPERS = st.builds(
    Paper,
    id=st.text(),
    title=st.text(st.characters()),
    abstract=st.text(st.characters()),
    authors=st.lists(st.text(), max_size=3).map(tuple),
    upvotes=st.none() | st.integers(0),
    sources=st.lists(st.text(), max_size=2).map(tuple),
)


@given(st.lists(PAPERS, max_size=4), st.data())
def test_papers_come_back_as_they_were(given_papers: list[Paper], data: st.DataObject) -> None:
    stored = StoredPapers(given_papers)
    assert list(stored) == given_papers
    assert stored[1:] == given_papers[1:]
    places = data.draw(st.lists(st.integers(0, len(given_papers) - 1), max_size=4) if given_papers else st.just([]))
    chosen = [given_papers[place] for place in places]
    assert list(stored.select(places)) == chosen
    assert list(StoredPapers(given_papers).take_in(stored, places)) == given_papers + chosen


def test_any_text_comes_back() -> None:
    odd = Paper(id="\ud83d\ude00", title="\0\n\u2028", abstract='"\\', authors=("é", ""), upvotes=0, notes=("",))
    assert StoredPapers([odd])[-1] == odd


def test_what_is_read_while_more_is_stored_is_whole() -> None:
    stored = StoredPapers([Paper(id="a", title="a", abstract="a")])
    reading = iter(stored)
    stored.append(Paper(id="b", title="b", abstract="b" * 5_000_000))  # by now the file is on disk
    assert next(reading).id == "a"
    assert [paper.id for paper in stored] == ["a", "b"]


def test_merging_holds_little_of_each_paper() -> None:
    stored = StoredPapers()
    for number in range(1_000):
        stored.append(Paper(id=f"p{number}", title=f"Title {number}", abstract=f"{number} " * 5_000))
    tracemalloc.start()
    try:
        count = sum(1 for _ in merge_stored(stored))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert count == 1_000
    assert peak < 2_000_000  # the texts are 24 MB
