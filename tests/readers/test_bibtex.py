"""BibTeX as people have it, which is not always BibTeX."""

from typing import Any

import pytest

from paperkg.model import Paper, Rejected
from paperkg.readers.bibtex import BIBTEX, to_fields
from paperkg.readers.bibtex_entries import Entry, read_entries
from paperkg.readers.bibtex_text import split_names, typeset
from small_inputs import format_of, lines_of, outcomes, papers_of


def entries(text: str) -> list[Entry]:
    return list(read_entries(lines_of(text)))


def fields(text: str) -> dict[str, Any]:
    [entry] = entries(text)
    return to_fields(entry)


def titles(text: str) -> list[str]:
    return [entry.fields.get("title", "") for entry in entries(text)]


def test_the_example_is_recognized_and_read() -> None:
    assert format_of(BIBTEX.example) == "bibtex"
    [paper] = papers_of(BIBTEX, BIBTEX.example)
    assert (paper.title, paper.sources) == ("Speculative decoding", ("file:1",))


@pytest.mark.parametrize(
    "key",
    ["k,", ",", "", "foo bar:baz/{x},", "DBLP:conf/x/Y19,", "smith_????,", "a\n"],
)
def test_keys_may_be_empty_missing_or_odd(key: str) -> None:
    [entry] = entries("@article{" + key + " title = {T}, abstract = {A}}")
    assert entry.fields == {"title": "T", "abstract": "A"}


def test_a_type_that_is_damaged_costs_nothing() -> None:
    assert titles("@misc{a,\n title = {A}}\n@inproc%edings{b,\n title = {B}}\n@misc{c,\n title = {C}}") == [
        "A",
        "B",
        "C",
    ]


def test_fields_outside_any_entry_are_told() -> None:
    text = "@misc{a,\n title = {A},\n abstract = {B}\n}\n"
    text += "://doi.org/1,\n author = {X},\n title = {Lost},\n abstract = {Y}\n}\n"
    _, told, last = outcomes(BIBTEX, text + "@misc{c,\n title = {C},\n abstract = {D}\n}\n")
    assert isinstance(told, Rejected)
    assert isinstance(last, Paper)
    assert (told.place, told.reason, told.excerpt) == (7, "fields that stand outside any entry", "Lost")
    told, _ = outcomes(BIBTEX, "@in=book{a,\n title = {First}\n}\n@misc{c,\n title = {C},\n abstract = {D}\n}\n")
    assert isinstance(told, Rejected)
    assert (told.place, told.excerpt) == (2, "First")


def test_an_entry_that_a_brace_closed_early_has_its_title_still() -> None:
    text = "@misc{a,\n Abstract = {A},\n Keywords = {b, @c}, @d}, e}, f},\n Title = {T},\n Year = {2014},\n}\n"
    assert entries(text + "@misc{b, title = {U}}")[0].fields["title"] == "T"
    assert titles(text + "@misc{b, title = {U}}") == ["T", "U"]


@pytest.mark.parametrize("second", ["}ng23,", "},", "} ,\n\n"])
def test_an_entry_that_runs_on_into_the_next_is_two(second: str) -> None:
    text = "@article{a,\nauthor = {Ada One},\nabstract = {A.},\ntitle = {First"
    text += second + "\nabstract = {B.},\nauthor = {Bea Two},\ntitle = {Second}}\n@article{c, title = {Third}}\n"
    first, run_on, third = entries(text)
    assert first.fields == {"author": "Ada One", "abstract": "A.", "title": "First"}
    assert run_on.fields == {"abstract": "B.", "author": "Bea Two", "title": "Second"}
    assert run_on.line == text.count("\n", 0, text.index("abstract = {B")) + 1
    assert third.fields == {"title": "Third"}


@pytest.mark.parametrize(
    "fields",
    [
        "title={A study of trees}, title={Eine Studie}, author={Ada One}, abstract={A.}",
        "title={A study of trees}, author={Ada One}, abstract={A.}, title={Eine Studie}, abstract={Wir.}",
    ],
)
def test_an_entry_with_titles_in_two_languages_is_one(fields: str) -> None:
    (entry,) = entries(f"@article{{a, {fields}, year={{2014}}}}")
    assert entry.fields == {"title": "A study of trees", "author": "Ada One", "abstract": "A.", "year": "2014"}


@pytest.mark.parametrize(
    "more", ["title = {{F}irst}, year = 2020", "author = {Bea Two}, year = 2020", "abstract = {B.}, year = 2020"]
)
def test_fields_may_be_repeated_in_one_entry(more: str) -> None:
    (entry,) = entries(f"@article{{a, title = {{First}}, author = {{Ada One}}, abstract = {{A.}}, {more}}}")
    assert entry.fields["title"] == "First"
    assert entry.fields["author"] == ("Ada One and Bea Two" if "Bea" in more else "Ada One")
    assert (entry.fields["abstract"], entry.fields["year"]) == ("A.", "2020")


def test_repeated_keys_are_different_papers() -> None:
    assert titles("@article{a, title={One}}\n@article{a, title={Two}}") == ["One", "Two"]


def test_abbreviations_concatenation_and_months() -> None:
    text = '@string{acl = "Proceedings of " # {ACL}}\n@STRING(me = {M\\"uller, J.})\n'
    text += '@inproceedings{k, title="T", author = me # " and Doe, J.", booktitle=ACL, year=2020, month = mar # "~5"}'
    assert fields(text) | {"url": None} == {
        "title": "T",
        "abstract": "",
        "authors": ["Müller, J.", "Doe, J."],
        "date": "2020-03-05",
        "venue": "Proceedings of ACL",
        "url": None,
        "doi": None,
        "arxiv_id": None,
        "pubmed_id": None,
        "id": None,
    }


def test_what_is_no_entry_is_none() -> None:
    text = 'Some text, me@example.org\n% @article{no, title={No}}\n@preamble{ "\\newcommand{\\x}{}" }\n'
    text += "@comment{jabref-meta: databaseType:bibtex;}\n@Comment This is bare\n@misc{a, title={One}}\n"
    assert titles(text) == ["One"]


@pytest.mark.parametrize(
    ("broken", "expected"),
    [
        ("@article{b, title = {Broken {one}, abstract = {A}, year = 2019\n}", ["Broken {one"]),  # a brace too few
        ("@article{b, title = {Extra}}, abstract = {A}, year = {2018}}", ["Extra"]),  # a brace too many
        ("@article{b, title = {T}, abstract = {A}", ["T"]),  # no end
        ("@article{b, title = {T}, abstract = {Never ends", ["T"]),
        ('@article{b, title = "Say "hi" twice", abstract = "A"}', ['Say "hi" twice']),
        ("@article{b, title = {T} abstract = {A} year = 2019}", ["T"]),  # no commas
        ("@article{b title = {T}, = , ,, abstract {A}, year}", [""]),
        ("@article{b, title = {A \\{ brace}, author={{Consortium}}}", ["A \\{ brace"]),
        ("@article(b, title = {Parens (with) parens}, year = 2019)", ["Parens (with) parens"]),
        ("@misc{b, title={Mail}, abstract={Text\n@article{no entry}, just text}}", ["Mail"]),
        ("@misc{b, title={One}} @misc{c, title={Two}}", ["One", "Two"]),
        ("@", []),
    ],
)
def test_a_broken_entry_does_not_swallow_its_neighbors(broken: str, expected: list[str]) -> None:
    before, after = (
        "@article{before, title = {Before}, abstract = {B}}",
        "@article{after, title = {After}, abstract = {A}}",
    )
    assert titles(f"{before}\n{broken}\n{after}\n") == ["Before", *expected, "After"]


def test_a_value_that_loses_its_brace_ends_before_the_next_field() -> None:
    said = fields("@article{b, title = {Broken {one}, abstract = {An abstract.}, year = 2019\n}")
    assert (said["title"], said["abstract"], said["date"]) == ("Broken one", "An abstract.", "2019")


def test_an_entry_that_is_cut_off_is_rejected_with_its_line() -> None:
    good, bad = outcomes(BIBTEX, "@misc{a, title={A}, abstract={B}}\n\n@misc{cut, title={Cut off}, abstract={It is cu")
    assert isinstance(good, Paper)
    assert isinstance(bad, Rejected)
    assert (bad.place, bad.reason, bad.excerpt) == (3, "the value of abstract has no end", "Cut off")


def test_volumes_that_come_later_give_their_year_and_title() -> None:
    text = "@inproceedings{a, title={T}, abstract={A}, crossref={v}}\n@misc{b, title={B}, abstract={B}}\n"
    text += "@proceedings{v, booktitle={Proc. of X}, year={2006}, abstract={All.}}"
    found = papers_of(BIBTEX, text)
    assert [(paper.title, paper.venue, paper.date) for paper in found] == [
        ("B", None, None),
        ("Proc. of X", "Proc. of X", "2006"),
        ("T", "Proc. of X", "2006"),
    ]


def test_papers_of_a_volume_of_pmlr_follow_it() -> None:
    text = "@Proceedings{v, booktitle={Proc. of X}, published={2024-02-27}, abstract={All.}}\n"
    text += "@inproceedings{a, title={T}, abstract={A}}\n@inproceedings{b, title={B}, abstract={B}, year={2001}}"
    assert [(paper.venue, paper.date) for paper in papers_of(BIBTEX, text)] == [
        ("Proc. of X", "2024-02-27"),
        ("Proc. of X", "2024-02-27"),
        (None, "2001"),
    ]
    assert [paper.venue for paper in papers_of(BIBTEX, "@misc{m, title={M}, abstract={M}}\n" + text)][2:] == [
        None,
        None,
    ]


@pytest.mark.parametrize(
    ("tex", "text"),
    [
        (r"{Mitigating Bias}: {E}nhancing", "Mitigating Bias: Enhancing"),
        (r"{{Double\n   Braced}}".replace(r"\n", "\n"), "Double\n   Braced"),
        (r"P\"{a}ckert, Erd{\H o}s, {\.I}stanbul, \c{c}, Stra{\ss}e", "Päckert, Erdős, İstanbul, ç, Straße"),
        (r"50\% of A \& B, a\_b, \$5 and C\#", "50% of A & B, a_b, $5 and C#"),
        (r"95% of it stays", "95% of it stays"),
        (r"$x^{2}$ and {$\alpha$}-helix", r"$x^{2}$ and $\alpha$-helix"),
        (r"{The $x_{1}$ Axis}", "The $x_{1}$ Axis"),
        (r"\emph{very \textbf{bold}} and {\em so}", "very bold and so"),
        (r"``quoted'' --- a pp. 1--2", "“quoted” — a pp. 1–2"),
        (r"{\textless}p{\textgreater}D\textquotesingle{}Arc {\textendash} x", "<p>D'Arc – x"),
        (r"van~der~Berg, see http://a.org/~me", "van der Berg, see http://a.org/~me"),
        (r"\unknown{arg} and \cite{foo}", r"\unknown{arg} and \cite{foo}"),
        (r"set \{1,2\}", "set {1,2}"),
        ("plain text", "plain text"),
    ],
)
def test_tex_as_it_is_printed(tex: str, text: str) -> None:
    assert typeset(tex) == text


@pytest.mark.parametrize(
    ("value", "names"),
    [
        ("Doe, Jane and Roe, Richard and others", ["Doe, Jane", "Roe, Richard"]),
        ("Jane Doe AND  Richard\n Roe", ["Jane Doe", "Richard Roe"]),
        ("{Ministry of Sand and Gravel} and Doe, J.", [{"literal": "Ministry of Sand and Gravel"}, "Doe, J."]),
        ("von Hicks, III, Michael", [["von Hicks", "Michael", "III"]]),
        ("Hicks, Michael, Jr.", [["Hicks", "Michael", "Jr."]]),
        (r"{\'E}va Tardos and G{\"o}del, Kurt", ["Éva Tardos", "Gödel, Kurt"]),
        ("Doe, J.; Roe, R.", "Doe, J.; Roe, R."),
        ("A. One, B. Two, C. Three, D. Four", "A. One, B. Two, C. Three, D. Four"),
        ("", []),
    ],
)
def test_names(value: str, names: Any) -> None:
    assert split_names(value) == names


@pytest.mark.parametrize(
    ("written", "date"),
    [
        ("year = {2019}, month = {May}", "2019-05"),
        ("year = 2019, month = 5, day = 7", "2019-05-07"),
        ("year = 2019, month = {10~jan}", "2019-01-10"),
        ("year = 2019, month = {June-July}", "2019-06"),
        ("date = {2019-05-03}", "2019-05-03"),
        ("date = {2019-05/2019-07}", "2019-05"),
        ("year = {c. 1999}", "1999"),
        ("year = {in press}", "in press"),
        ("urldate = {2020-01-01}", None),
    ],
)
def test_dates(written: str, date: str | None) -> None:
    assert fields("@misc{k, title={T}, " + written + "}")["date"] == date


@pytest.mark.parametrize(
    ("written", "arxiv_id"),
    [
        ("eprint={1706.03762v5}, archivePrefix={arXiv}", "1706.03762v5"),
        ("eprint={arXiv:1706.03762}", "1706.03762"),
        ("eprint={hep-th/9711200}, eprinttype={arxiv}", "hep-th/9711200"),
        ("eprint={9711200}, archiveprefix={arXiv}, primaryClass={hep-th}", "hep-th/9711200"),
        ("journal={arXiv preprint arXiv:1706.03762}", "1706.03762"),
        ("journal={CoRR}, volume={abs/1706.03762}", "1706.03762"),
        ("note={arXiv:1706.03762 [cs]}", "1706.03762"),
        ("eprint={12345}, eprinttype={pubmed}", None),
        ("number={1234.5678}", None),
    ],
)
def test_arxiv_ids(written: str, arxiv_id: str | None) -> None:
    assert fields("@misc{k, title={T}, " + written + "}")["arxiv_id"] == arxiv_id


def test_other_ids() -> None:
    said = fields(
        r"@misc{k, title={T}, doi={https://doi.org/10.1000/a\_b}, note={PMID: 123}, howpublished={\url{http://x.org/a}}}"
    )
    assert fields("@article{ WOS:1,\nUnique-ID = {{WOS:000654321000012}},\n}")["id"] == "WOS:000654321000012"
    assert (said["doi"], said["pubmed_id"], said["url"]) == ("10.1000/a_b", "123", "http://x.org/a")
    assert fields("@article {PMID:18888888,\n title = {T}}")["pubmed_id"] == "18888888"
    assert fields(r"@misc{k, note = {\url{http://x.org/b}}}")["url"] == "http://x.org/b"
