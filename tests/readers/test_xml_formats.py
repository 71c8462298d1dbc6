"""What the XML formats say, in the dialects that programs and publishers write."""

import io
from collections.abc import Iterator

import pytest

from paperkg.model import Paper, Rejected
from paperkg.readers import READERS, sniff
from paperkg.readers.source import Source


def read(format: str, text: str, *, title_only: bool = False) -> Iterator[Paper | Rejected]:
    source = Source("x.xml", io.BytesIO(text.encode()), title_only=title_only)
    assert sniff(source) == format
    return READERS[format].read(source, None)


def one(format: str, text: str) -> Paper:
    [paper] = read(format, text)
    assert isinstance(paper, Paper), paper
    return paper


def reasons(format: str, text: str) -> list[str]:
    return [record.reason for record in read(format, text) if isinstance(record, Rejected)]


class TestPubMed:
    ARTICLE = """<?xml version="1.0"?><!DOCTYPE PubmedArticleSet PUBLIC "-//NLM//DTD" "https://dtd.nlm.nih.gov/p.dtd">
    <PubmedArticleSet><PubmedArticle><MedlineCitation Status="MEDLINE"><PMID Version="1">123456</PMID>
    <DateRevised><Year>2024</Year></DateRevised>
    <Article><Journal><JournalIssue><PubDate><Year>2020</Year><Month>Mar</Month></PubDate></JournalIssue>
    <Title>Journal of Nets</Title></Journal><ArticleTitle>Uptake of CO<sub>2</sub> in <i>E. coli</i>.</ArticleTitle>
    <Abstract><AbstractText Label="BACKGROUND" NlmCategory="BACKGROUND">Nets are old.</AbstractText>
    <AbstractText Label="UNLABELLED">We mend them &amp; more.</AbstractText>
    <CopyrightInformation>Copyright 2020.</CopyrightInformation></Abstract>
    <AuthorList><Author><LastName>Lovelace</LastName><ForeName>Ada</ForeName><Initials>A</Initials>
    <AffiliationInfo><Affiliation>London</Affiliation></AffiliationInfo></Author>
    <Author><CollectiveName>The Net Group</CollectiveName></Author></AuthorList>
    <ArticleDate DateType="Electronic"><Year>2019</Year><Month>12</Month><Day>05</Day></ArticleDate>
    </Article></MedlineCitation><PubmedData><History><PubMedPubDate PubStatus="received"><Year>2018</Year>
    </PubMedPubDate></History><ArticleIdList><ArticleId IdType="pubmed">123456</ArticleId>
    <ArticleId IdType="doi">10.1000/NETS.1</ArticleId></ArticleIdList><ReferenceList><Reference><ArticleIdList>
    <ArticleId IdType="doi">10.1000/other</ArticleId></ArticleIdList></Reference></ReferenceList>
    </PubmedData></PubmedArticle></PubmedArticleSet>"""

    def test_an_article(self) -> None:
        paper = one("pubmed_xml", self.ARTICLE)
        assert paper.title == "Uptake of CO₂ in E. coli"
        assert paper.abstract == "BACKGROUND: Nets are old. We mend them & more."
        assert paper.authors == ("Ada Lovelace", "The Net Group")
        assert (paper.date, paper.venue) == ("2019-12-05", "Journal of Nets")
        assert (paper.doi or "").lower() == "10.1000/nets.1"
        assert paper.pubmed_id == "123456"

    def test_a_title_in_another_language_and_a_date_in_words(self) -> None:
        text = """<PubmedArticleSet><PubmedArticle><MedlineCitation><PMID>1</PMID><Article><Journal><JournalIssue>
        <PubDate><MedlineDate>1998 Dec-1999 Jan</MedlineDate></PubDate></JournalIssue></Journal>
        <ArticleTitle>[Not Available].</ArticleTitle><VernacularTitle>Les filets.</VernacularTitle></Article>
        <OtherAbstract Type="Publisher" Language="fre"><AbstractText>Vieux.</AbstractText></OtherAbstract>
        <OtherAbstract Type="Publisher" Language="eng"><AbstractText>Nets are old.</AbstractText></OtherAbstract>
        </MedlineCitation></PubmedArticle></PubmedArticleSet>"""
        paper = one("pubmed_xml", text)
        assert (paper.title, paper.abstract) == ("Les filets", "Nets are old.")
        assert (paper.date or "")[:4] == "1998"
        translated = text.replace("[Not Available].", "[The nets].")
        assert one("pubmed_xml", translated).title == "The nets"

    def test_a_chapter(self) -> None:
        paper = one(
            "pubmed_xml",
            """<PubmedArticleSet><PubmedBookArticle><BookDocument><PMID>2</PMID><ArticleIdList>
            <ArticleId IdType="bookaccession">NBK1</ArticleId></ArticleIdList><Book><BookTitle>Reviews</BookTitle>
            <PubDate><Year>1993</Year></PubDate><AuthorList Type="editors"><Author><LastName>Editor</LastName></Author>
            </AuthorList></Book><ArticleTitle>On nets</ArticleTitle><AuthorList Type="authors"><Author>
            <LastName>Turing</LastName><ForeName>Alan</ForeName></Author></AuthorList><Abstract>
            <AbstractText>Nets are old.</AbstractText></Abstract></BookDocument></PubmedBookArticle>
            </PubmedArticleSet>""",
        )
        assert (paper.title, paper.venue, paper.date) == ("On nets", "Reviews", "1993")
        assert paper.authors == ("Alan Turing",)

    def test_what_publishers_send(self) -> None:
        paper = one(
            "pubmed_xml",
            """<ArticleSet><Article><Journal><JournalTitle>Nets</JournalTitle><PubDate PubStatus="ppublish">
            <Year>2015</Year><Month>6</Month></PubDate></Journal><ArticleTitle>On nets</ArticleTitle>
            <ELocationID EIdType="doi">10.1000/x</ELocationID><AuthorList><Author><FirstName>Ada</FirstName>
            <LastName>Lovelace</LastName></Author></AuthorList><Abstract>Nets are old.</Abstract></Article>
            </ArticleSet>""",
        )
        assert (paper.title, paper.venue, paper.date, paper.doi) == ("On nets", "Nets", "2015-06", "10.1000/x")
        assert (paper.abstract, paper.authors) == ("Nets are old.", ("Ada Lovelace",))

    def test_what_comes_before_the_damage_is_read(self) -> None:
        record = self.ARTICLE[self.ARTICLE.index("<PubmedArticle>") : self.ARTICLE.index("</PubmedArticleSet>")]
        whole = f"<PubmedArticleSet>{record * 3}"
        records = list(read("pubmed_xml", whole[:-40]))
        assert [type(found) for found in records] == [Paper, Paper, Rejected]
        assert isinstance(records[2], Rejected)
        assert (records[2].place, records[2].reason) == (3, "the element PubmedArticle is cut off")
        broken = f"<PubmedArticleSet>{record}{record.replace('</ArticleTitle>', '')}{record}</PubmedArticleSet>"
        assert reasons("pubmed_xml", broken) == ["not well-formed XML: mismatched tag"]


class TestEndNote:
    def test_text_in_styles(self) -> None:
        paper = one(
            "endnote_xml",
            """<?xml version="1.0" encoding="UTF-8" ?><xml><records><record><source-app name="EndNote">EndNote
            </source-app><ref-type name="Journal Article">17</ref-type><contributors><authors><author>
            <style face="normal" font="default" size="100%">Lovelace, Ada</style></author><author>Turing, A.</author>
            </authors></contributors><titles><title><style face="normal">Uptake of CO</style><style face="subscript">2
            </style><style face="normal"> by nets</style></title><secondary-title>Nets</secondary-title></titles>
            <dates><year><style>2016</style></year><pub-dates><date>Dec</date></pub-dates></dates>
            <electronic-resource-num>10.1000/x</electronic-resource-num><abstract><style>Nets&#xD;are old.</style>
            </abstract><accession-num>123456</accession-num><remote-database-name>PubMed</remote-database-name>
            <urls><related-urls><url>https://x.org/1</url></related-urls></urls></record></records></xml>""",
        )
        assert (paper.title, paper.abstract) == ("Uptake of CO₂ by nets", "Nets are old.")
        assert paper.authors == ("Ada Lovelace", "A. Turing")
        assert (paper.date, paper.venue, paper.doi) == ("2016-12", "Nets", "10.1000/x")
        assert (paper.pubmed_id, paper.url) == ("123456", "https://x.org/1")

    def test_what_older_versions_wrote(self) -> None:
        paper = one(
            "endnote_xml",
            """<XML><RECORDS><RECORD><REFERENCE_TYPE>0</REFERENCE_TYPE><REFNUM>1</REFNUM><AUTHORS><AUTHOR>Lovelace, Ada
            </AUTHOR></AUTHORS><YEAR>1999</YEAR><TITLE>On nets</TITLE><SECONDARY_TITLE>Nets</SECONDARY_TITLE>
            <ABSTRACT>Nets are old.</ABSTRACT></RECORD></RECORDS></XML>""",
        )
        assert (paper.title, paper.abstract, paper.authors) == ("On nets", "Nets are old.", ("Ada Lovelace",))
        assert (paper.date, paper.venue) == ("1999", "Nets")

    def test_a_web_address_is_no_doi(self) -> None:
        paper = one(
            "endnote_xml",
            """<xml><records><record><ref-type name="Web Page">12</ref-type><titles><title>On nets</title></titles>
            <urls><related-urls><url>https://x.org/1</url></related-urls></urls><abstract>Old.</abstract></record>
            </records></xml>""",
        )
        assert (paper.doi, paper.url) == (None, "https://x.org/1")


class TestArXiv:
    def test_an_entry(self) -> None:
        paper = one(
            "arxiv_atom",
            """<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>ArXiv Query</title>
            <id>http://arxiv.org/api/x</id><entry><id>http://arxiv.org/abs/hep-th/9901001v3</id>
            <updated>2001-01-01T00:00:00Z</updated><published>1999-01-01T10:00:00Z</published>
            <title>On
              nets</title><summary>  Nets
            are old.</summary><author><name>Ada Lovelace</name><arxiv:affiliation xmlns:arxiv="http://arxiv.org/x">
            London</arxiv:affiliation></author><author><name>Alan Turing</name></author>
            <arxiv:doi xmlns:arxiv="http://arxiv.org/x">10.1000/x</arxiv:doi>
            <arxiv:journal_ref xmlns:arxiv="http://arxiv.org/x">Nets 1</arxiv:journal_ref></entry></feed>""",
        )
        assert (paper.title, paper.abstract) == ("On nets", "Nets are old.")
        assert (paper.arxiv_id, paper.date, paper.doi) == ("hep-th/9901001", "1999-01-01", "10.1000/x")
        assert (paper.authors, paper.venue) == (("Ada Lovelace", "Alan Turing"), "Nets 1")

    @pytest.mark.parametrize(
        "item",
        [
            """<item><title>On nets</title><link>https://arxiv.org/abs/2501.01234</link><description>arXiv:2501.01234v1
            Announce Type: new
            Abstract: Nets are old.</description><guid isPermaLink="false">oai:arXiv.org:2501.01234v1</guid>
            <pubDate>Fri, 03 Jan 2025 00:00:00 -0500</pubDate><dc:creator>Ada Lovelace, Alan Turing</dc:creator>
            </item>""",
            """<entry><id>oai:arXiv.org:2501.01234v1</id><title>On nets</title><updated>2025-01-04T05:00:00Z</updated>
            <link href="https://arxiv.org/abs/2501.01234" rel="alternate"/><summary>arXiv:2501.01234v1
            Announce Type: new
            Abstract: Nets are old.</summary><published>2025-01-03T00:00:00-05:00</published>
            <dc:creator>Ada Lovelace, Alan Turing</dc:creator></entry>""",
        ],
        ids=["RSS", "Atom"],
    )
    def test_a_daily_feed(self, item: str) -> None:
        paper = one("arxiv_atom", f"<rss xmlns:arxiv='http://arxiv.org/schemas/atom'><channel>{item}</channel></rss>")
        assert (paper.title, paper.abstract) == ("On nets", "Nets are old.")
        assert (paper.arxiv_id, paper.date, paper.url) == (
            "2501.01234",
            "2025-01-03",
            "https://arxiv.org/abs/2501.01234",
        )
        assert paper.authors == ("Ada Lovelace", "Alan Turing")

    def test_an_error_is_no_paper(self) -> None:
        text = """<feed xmlns="http://www.w3.org/2005/Atom"><entry>
        <id>http://arxiv.org/api/errors#incorrect_id_format_for_1</id><title>Error</title>
        <summary>incorrect id format for 1</summary></entry></feed>"""
        assert reasons("arxiv_atom", text) == ["an error of the arXiv API: incorrect id format for 1"]

    ARXIV = """<arXiv xmlns="http://arxiv.org/OAI/arXiv/"><id>2112.03570</id><created>2021-12-07</created>
    <updated>2022-04-12</updated><authors><author><keyname>Lovelace</keyname><forenames>Ada</forenames></author>
    <author><keyname>Net Collaboration</keyname></author></authors><title>On nets</title>
    <abstract>  Nets are old.</abstract><journal-ref>Nets 1</journal-ref></arXiv>"""
    RAW = """<arXivRaw xmlns="http://arxiv.org/OAI/arXivRaw/"><id>2112.03570</id><submitter>A. Lovelace</submitter>
    <version version="v2"><date>Tue, 12 Apr 2022 08:00:00 GMT</date></version>
    <version version="v1"><date>Tue, 7 Dec 2021 08:00:00 GMT</date><size>1kb</size></version><title>On nets</title>
    <authors>Ada Lovelace and Alan Turing</authors><abstract>Nets are old.</abstract></arXivRaw>"""
    DC = """<oai_dc:dc xmlns:oai_dc="http://www.openarchives.org/OAI/2.0/oai_dc/"
    xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>On nets</dc:title><dc:creator>Lovelace, Ada</dc:creator>
    <dc:creator>Turing, Alan</dc:creator><dc:description>Nets are old.</dc:description>
    <dc:description>Comment: 12 pages, 34 figures, and an appendix</dc:description><dc:date>2022-04-12</dc:date>
    <dc:date>2021-12-07</dc:date><dc:identifier>http://arxiv.org/abs/2112.03570</dc:identifier>
    <dc:identifier>doi:10.1000/x</dc:identifier></oai_dc:dc>"""

    @pytest.mark.parametrize("enveloped", [True, False])
    @pytest.mark.parametrize("metadata", [ARXIV, RAW, DC], ids=["arXiv", "arXivRaw", "oai_dc"])
    def test_records_of_oai_pmh(self, metadata: str, enveloped: bool) -> None:
        text = metadata
        if enveloped:
            text = f"""<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><ListRecords><record><header>
            <identifier>oai:arXiv.org:2112.03570</identifier><datestamp>2023-01-25</datestamp></header>
            <metadata>{metadata}</metadata></record></ListRecords></OAI-PMH>"""
        paper = one("oai_pmh", text)
        assert (paper.title, paper.abstract, paper.date) == ("On nets", "Nets are old.", "2021-12-07")
        assert paper.arxiv_id == "2112.03570"
        assert paper.authors[0] == "Ada Lovelace"
        assert len(paper.authors) == 2

    def test_deleted_and_empty_records_and_articles(self) -> None:
        text = """<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><ListRecords>
        <record><header status="deleted"><identifier>oai:x:1</identifier></header></record>
        <record><header><identifier>oai:x:2</identifier></header></record>
        <record><header/><metadata><article><front><article-meta><title-group><article-title>On nets</article-title>
        </title-group><abstract><p>Nets are old.</p></abstract></article-meta></front></article></metadata></record>
        </ListRecords></OAI-PMH>"""
        deleted, empty, paper = read("oai_pmh", text)
        assert isinstance(deleted, Rejected)
        assert isinstance(empty, Rejected)
        assert isinstance(paper, Paper)
        assert (deleted.reason, empty.reason) == ("a deleted record", "a record without metadata")
        assert paper.abstract == "Nets are old."


class TestAnthology:
    def test_a_volume(self) -> None:
        text = """<?xml version='1.0' encoding='UTF-8'?><collection id="P19"><volume id="1"><meta>
        <booktitle>Proceedings of Nets</booktitle><month>July</month><year>2019</year></meta><frontmatter>
        <url>P19-1000</url></frontmatter><paper id="1"><title><fixed-case>E</fixed-case>nglish nets with
        <tex-math>k</tex-math></title><author id="ada-lovelace-london"><first>Ada</first><last>Lovelace</last>
        <affiliation>London</affiliation><variant script="hani"><first>愛</first><last>羅</last></variant></author>
        <author><first/><last>Anon</last></author><abstract>Nets are <b>old</b>.</abstract><url>P19-1001</url>
        <doi>10.18653/v1/P19-1001</doi></paper>
        <paper id="2"><title>Title only</title></paper></volume></collection>"""
        paper, rejected = read("acl_xml", text)
        assert isinstance(paper, Paper)
        assert isinstance(rejected, Rejected)
        assert (paper.title, paper.abstract) == ("English nets with $k$", "Nets are old.")
        assert (paper.id, paper.url) == ("P19-1001", "https://aclanthology.org/P19-1001/")
        assert (paper.authors, paper.date) == (("Ada Lovelace", "Anon"), "2019-07")
        assert (paper.venue, paper.sources) == ("Proceedings of Nets", ("x.xml:1",))
        assert (rejected.place, rejected.reason) == (2, "no abstract")

    def test_a_paper_kept_elsewhere(self) -> None:
        paper = one(
            "acl_xml",
            """<collection id="L"><volume id="1"><paper id="1"><title>On nets</title><abstract>Old.</abstract>
            <url>http://www.lrec-conf.org/1.pdf</url></paper></volume></collection>""",
        )
        assert paper.url == "http://www.lrec-conf.org/1.pdf"
        assert paper.id != paper.url


class TestJats:
    def article(self, meta: str) -> str:
        return f"""<!DOCTYPE article PUBLIC "-//NLM//DTD JATS" "JATS.dtd"><pmc-articleset><article
        xmlns:xlink="http://www.w3.org/1999/xlink"><front><journal-meta><journal-title-group><journal-title>Nets
        </journal-title></journal-title-group></journal-meta><article-meta>{meta}</article-meta></front>
        <body><sec><title>Introduction</title><p>See <front-page/>.</p></sec></body></article></pmc-articleset>"""

    TITLE = "<title-group><article-title>On nets</article-title></title-group>"

    def test_an_article(self) -> None:
        paper = one(
            "jats",
            self.article(
                """<article-id pub-id-type="pmid">123456</article-id>
                <article-id pub-id-type="doi">10.1000/x</article-id>
                <title-group><article-title>On nets<xref ref-type="fn">*</xref></article-title>
                <subtitle>A study</subtitle></title-group><contrib-group><contrib contrib-type="author"><name>
                <surname>Lovelace</surname><given-names>Ada</given-names><suffix>Jr</suffix></name><xref
                ref-type="aff">1</xref></contrib><contrib contrib-type="author"><name-alternatives><name
                name-style="eastern" xml:lang="ja"><surname>田中</surname><given-names>太郎</given-names></name><name
                name-style="western" xml:lang="en"><surname>Tanaka</surname><given-names>Taro</given-names></name>
                </name-alternatives></contrib><contrib contrib-type="author"><collab>The Net Group<contrib-group>
                <contrib><name><surname>Member</surname></name></contrib></contrib-group></collab></contrib>
                <contrib contrib-type="editor"><name><surname>Editor</surname></name></contrib></contrib-group>
                <contrib-group content-type="editors"><contrib><name><surname>Other</surname></name></contrib>
                </contrib-group><contrib-group><contrib><string-name>Plato</string-name></contrib>
                <contrib><anonymous/></contrib></contrib-group>
                <pub-date pub-type="pmc-release"><year>2010</year></pub-date><pub-date pub-type="ppub"><year>2012</year>
                </pub-date><pub-date pub-type="epub"><day>5</day><month>11</month><year>2011</year></pub-date>
                <abstract abstract-type="graphical"><p>A picture.</p></abstract><abstract><title>Abstract</title><sec>
                <title>Background</title><p>Nets are old.</p></sec><sec><title>Results</title><p>We mend
                <italic>nets</italic>.</p><p>Well.</p></sec></abstract>"""
            ),
        )
        assert (paper.title, paper.venue) == ("On nets: A study", "Nets")
        assert paper.abstract == "Background: Nets are old. Results: We mend nets. Well."
        assert paper.authors == ("Ada Lovelace Jr", "Taro Tanaka", "The Net Group", "Plato")
        assert (paper.date, paper.doi, paper.pubmed_id) == ("2011-11-05", "10.1000/x", "123456")

    @pytest.mark.parametrize(
        ("abstracts", "text"),
        [
            ("<abstract><p>One.</p><p>Two.</p></abstract>", "One. Two."),
            ("<abstract>Bare text.</abstract>", "Bare text."),
            ("<abstract><object-id>10.1/1</object-id><p>One.</p><p><bold>DOI:</bold> x.org/1</p></abstract>", "One."),
            ("<abstract><title>SUMMARY</title><p>One.</p></abstract>", "One."),
            ("<abstract xml:lang='fr'>Un.</abstract><trans-abstract xml:lang='en'>One.</trans-abstract>", "One."),
            ("<abstract xml:lang='fr'><p>Un.</p></abstract>", "Un."),
            ("<abstract abstract-type='teaser'><p>Look!</p></abstract><abstract><p>One.</p></abstract>", "One."),
        ],
    )  # fmt: skip
    def test_which_abstract(self, abstracts: str, text: str) -> None:
        assert one("jats", self.article(self.TITLE + abstracts)).abstract == text

    def test_an_article_without_abstract(self) -> None:
        assert reasons("jats", self.article(self.TITLE)) == ["no abstract"]

    def test_chapters_of_a_book(self) -> None:
        first, second = read(
            "jats",
            """<book><book-meta><book-title-group><book-title>The book of nets</book-title></book-title-group>
            <contrib-group><contrib contrib-type="author"><name><surname>Lovelace</surname></name></contrib>
            </contrib-group><pub-date><year>2020</year></pub-date></book-meta><book-body><book-part><book-part-meta><title-group>
            <title>On nets</title></title-group><abstract><p>Nets are old.</p></abstract></book-part-meta><body/>
            <book-part><book-part-meta><title-group><title>Knots</title></title-group></book-part-meta></book-part>
            </book-part></book-body></book>""",
        )
        assert isinstance(first, Paper)
        assert isinstance(second, Rejected)
        assert (first.title, first.venue, first.date) == ("On nets", "The book of nets", "2020")
        assert first.authors == ("Lovelace",)
        assert (second.place, second.reason, second.excerpt) == (2, "no abstract", "Knots")

    def test_a_date_of_iso_8601(self) -> None:
        meta = f"{self.TITLE}<pub-date iso-8601-date='2020-06-09'/><abstract><p>One.</p></abstract>"
        assert one("jats", self.article(meta)).date == "2020-06-09"


class TestDblp:
    TEXT = """<?xml version="1.0" encoding="ISO-8859-1"?><!DOCTYPE dblp SYSTEM "dblp.dtd"><dblp>
    <article key="journals/x/1" mdate="2020-01-01"><author>J&uuml;rgen M&ouml;ller 0001</author><author>Ada Lovelace
    </author><title>On <i>nets</i>.</title><year>2019</year><journal>CoRR</journal>
    <ee>https://doi.org/10.1000/x</ee></article>
    <www key="homepages/1"><author>Ada Lovelace</author><title>Home Page</title></www>
    <inproceedings key="conf/x/1"><title>Knots.</title><ee>https://x.org</ee></inproceedings></dblp>"""

    def test_all_that_lacks_an_abstract_is_told_once(self) -> None:
        told = [
            (record.reason, record.records) for record in read("dblp_xml", self.TEXT) if isinstance(record, Rejected)
        ]
        assert told == [("a person's page, not a paper", 1), ("no abstract", 2)]

    def test_titles_alone(self) -> None:
        first, second, page = read("dblp_xml", self.TEXT, title_only=True)
        assert isinstance(first, Paper)
        assert isinstance(second, Paper)
        assert isinstance(page, Rejected)
        assert (first.title, first.abstract) == ("On nets", "")
        assert first.authors == ("Jürgen Möller", "Ada Lovelace")
        assert (first.date, first.doi, first.url) == ("2019", "10.1000/x", "https://doi.org/10.1000/x")
        assert (second.title, second.doi) == ("Knots", None)
