"""How fast files of each format are read, beside the library that only parses them.

Files are made of the samples in ../shared, repeated. `extra_info` has the megabytes; their number by the time is the
speed. Those that parse only do less: no field is looked for, no text cleaned.
"""

import csv
import io
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from paperkg.readers import READERS
from paperkg.readers.source import Source

SAMPLES = Path(__file__).parents[2] / "shared" / "samples"
BYTES = 2_000_000

pytestmark = pytest.mark.skipif(not SAMPLES.is_dir(), reason="needs the samples in ../shared")


def parse_xml(data: bytes) -> int:
    # DBLP's entities are those of a document type that is not there.
    plain = re.sub(rb"&(?!(?:amp|lt|gt|quot|apos|#\w+);)", b"&amp;", data)
    count = 0
    for _, element in ElementTree.iterparse(io.BytesIO(plain)):
        count += 1
        element.clear()
    return count


def parse_json_lines(data: bytes) -> int:
    return sum(bool(json.loads(line)) for line in data.splitlines() if line.strip())


def parse_json(data: bytes) -> int:
    text, at, count = data.decode(), 0, 0
    while at < len(text):
        _, at = json.JSONDecoder().raw_decode(text, at)
        at += len(text[at : at + 99]) - len(text[at : at + 99].lstrip())
        count += 1
    return count


def parse_csv(data: bytes) -> int:
    return sum(1 for _ in csv.reader(io.StringIO(data.decode("utf-8-sig"))))


def split_lines(data: bytes) -> int:
    return len(data.decode("utf-8-sig").splitlines())


@dataclass(frozen=True)
class Sample:
    """A sample file: where, what of it is repeated (all, where there is no pattern), and what only parses it."""

    path: str
    parse: Callable[[bytes], int]
    repeated: re.Pattern[bytes] = re.compile(rb"(?P<body>.*)", re.DOTALL)

    @cache  # noqa: B019
    def data(self) -> bytes:
        whole = (SAMPLES / self.path).read_bytes()
        found = self.repeated.search(whole)
        assert found is not None
        start, end = found.span("body")
        return whole[:start] + found["body"] * (BYTES // (end - start) + 1) + whole[end:]


def between(first: str, last: str) -> re.Pattern[bytes]:
    return re.compile(rf"(?P<body>{first}.*{last})".encode(), re.DOTALL)


ALL = {
    "acl_xml": Sample("acl_xml/2023.starsem.xml", parse_xml, between("<paper ", "</paper>")),
    "arxiv_atom": Sample("arxiv_atom/arxiv_response.xml", parse_xml, between("<entry>", "</entry>")),
    "dblp_xml": Sample("dblp_xml/dblp_part.xml", parse_xml, between("<incollection ", "</incollection>")),
    "endnote_xml": Sample("endnote_xml/spidercite.xml", parse_xml, between("<record>", "</record>")),
    "jats": Sample("jats_xml/several_paragraphs.xml", parse_xml, between("<front>", "</front>")),
    "oai_pmh": Sample("arxiv_oai_pmh/arxiv_multi_20230125.xml", parse_xml, between("<record>", "</record>")),
    "pubmed_xml": Sample("pubmed_xml/efetch_3.xml", parse_xml, between("<PubmedArticle>", "</PubmedArticle>")),
    "arxiv_json": Sample("arxiv_kaggle_jsonl/arxiv-metadata-oai-snapshot.json", parse_json_lines),
    "crossref": Sample("crossref_json/test_works_field_queries.body0.json", parse_json),
    "csl_json": Sample("csl_json/zotero_csl_17.json", parse_json),
    "openalex": Sample("openalex_json/work_W4411462628_transcribed.json", parse_json),
    "semantic_scholar": Sample("semantic_scholar/test_get_papers_return_not_found.body0.json", parse_json),
    "hugging_face": Sample("hf_daily_papers_json/daily_papers_one_item.json", parse_json),
    "bibtex": Sample("bibtex/acml23.bib", split_lines),
    "ris": Sample("ris/_baseline_zotero.ris", split_lines),
    "medline": Sample("nbib/bibliography.nbib", split_lines),
    "web_of_science": Sample("wos_tagged/wos_sample.txt", split_lines, between("PT ", "\nER\n")),
    "delimited": Sample("csv/_baseline_scopus.csv", parse_csv, re.compile(rb"\n(?P<body>.*)", re.DOTALL)),
}
KNOWN = [name for name in ALL if name in READERS]


def read(name: str, data: bytes) -> int:
    return sum(1 for _ in READERS[name].read(Source(ALL[name].path, io.BytesIO(data)), None))


@pytest.mark.parametrize("name", KNOWN)
def test_read(name: str, benchmark: BenchmarkFixture) -> None:
    data = ALL[name].data()
    benchmark.group = name
    benchmark.extra_info["MB"] = len(data) / 1e6
    assert benchmark.pedantic(read, (name, data), rounds=3, warmup_rounds=1) > 0


@pytest.mark.parametrize("name", KNOWN)
def test_parse_only(name: str, benchmark: BenchmarkFixture) -> None:
    data = ALL[name].data()
    benchmark.group = name
    benchmark.extra_info["MB"] = len(data) / 1e6
    assert benchmark.pedantic(ALL[name].parse, (data,), rounds=3, warmup_rounds=1) > 0
