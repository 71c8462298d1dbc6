"""Numbers of papers are found in every form, and brought to one."""

import pytest

from paperkg.readers.identifiers import find_arxiv_id, find_doi, read_arxiv_id, read_pubmed_id


@pytest.mark.parametrize(
    ("text", "doi"),
    [
        ("10.1000/ABC.12", "10.1000/abc.12"),
        ("https://doi.org/10.1000/abc", "10.1000/abc"),
        ("http://dx.doi.org/10.1000/pre.12.", "10.1000/pre.12"),
        ("doi: 10.1000/pre.12", "10.1000/pre.12"),
        ("DOI:10.1000/x", "10.1000/x"),
        ("10.1016/j.x.2020.1 [doi]", "10.1016/j.x.2020.1"),
        ("S0140 [pii] 10.1016/j.x [doi]", "10.1016/j.x"),
        ("10.1002/(SICI)1097-4571(1995)46:9<1::AID>3.0.CO;2-X", "10.1002/(sici)1097-4571(1995)46:9<1::aid>3.0.co;2-x"),
        ("(10.1000/xyz)", "10.1000/xyz"),
        ("10.1000/a;10.1000/b", "10.1000/a"),
        ("https://x.org/record?doi=10.1038%2fs41467-024&key=40", "10.1038/s41467-024"),
        ("https://link.example.org/content/pdf/10.1007/s11307-0.pdf", "10.1007/s11307-0"),
        ("https://example.org/doi/10.1002/abc.123/full?x=1", "10.1002/abc.123"),
        ("10.1/x", None),
        ("version 10.1234", None),
        ("none", None),
    ],
)
def test_dois(text: str, doi: str | None) -> None:
    assert find_doi(text) == doi


@pytest.mark.parametrize(
    ("text", "arxiv_id"),
    [
        ("https://arxiv.org/pdf/2401.05678v2.pdf", "2401.05678"),
        ("arXiv:2301.00001v2 [cs.CL]", "2301.00001"),
        ("oai:arXiv.org:cs/0112017", "cs/0112017"),
        ("http://arxiv.org/abs/math.GT/0309136v1", "math/0309136"),
        ("arXiv:cond-mat.str-el/0405123", "cond-mat/0405123"),
        ("https://arxiv.org/abs/q-bio/0401001", "q-bio/0401001"),
        ("arXiv preprint arXiv:1706.03762", "1706.03762"),
        ("CoRR abs/1706.03762", "1706.03762"),
        ("https://doi.org/10.48550/ARXIV.2301.00001", "2301.00001"),
        ("https://huggingface.co/papers/2301.00001", "2301.00001"),
        ("2301.00001", None),
        ("arXiv:2399.00001", None),
        ("10.1234/2301.00001", None),
    ],
)
def test_arxiv_ids_in_text(text: str, arxiv_id: str | None) -> None:
    assert find_arxiv_id(text) == arxiv_id


@pytest.mark.parametrize("text", ["2301.00001", "2301.00001v3", "2301.00001v1 [cs.CL]", "arXiv:2301.00001"])
def test_a_field_of_arxiv_ids_may_have_them_bare(text: str) -> None:
    assert read_arxiv_id(text) == "2301.00001"


@pytest.mark.parametrize(
    ("text", "pubmed_id"),
    [
        ("38902", "38902"),
        ("0038902", "38902"),
        ("38902.0", "38902"),
        ("38902 [PMID]", "38902"),
        ("PMID: 38902", "38902"),
        ("https://pubmed.ncbi.nlm.nih.gov/38902/", "38902"),
        ("http://www.ncbi.nlm.nih.gov/pubmed/38902", "38902"),
        ("PMC38902", None),
        ("0", None),
        ("123456789", None),
        ("", None),
    ],
)
def test_pubmed_ids(text: str, pubmed_id: str | None) -> None:
    assert read_pubmed_id(text) == pubmed_id
