"""The knowledge graph: one build, opened, and all that can be asked of it."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from paperkg.errors import NotFoundError
from paperkg.graph.schema import SCHEMAS
from paperkg.graph.tables import Tables
from paperkg.kinds import TypeNames
from paperkg.text.counts import counts_line
from paperkg.text.html_tables import html_table

if TYPE_CHECKING:
    import networkx as nx
    import pandas as pd
    import rdflib

    from paperkg.analysis.entity import EntityView
    from paperkg.analysis.leaderboards import LeaderboardRow
    from paperkg.analysis.neighbors import Neighbor
    from paperkg.analysis.paper import PaperView
    from paperkg.analysis.table import Table
    from paperkg.analysis.trends import TrendPoint
    from paperkg.explorer.notebook import ShownGraph
    from paperkg.graph.names import Found
    from paperkg.sparql.answers import Answer
    from paperkg.sparql.cookbook import Recipe


def open(directory: str | Path) -> "KnowledgeGraph":
    """Opens the build in a directory.

    >>> import paperkg
    >>> graph = paperkg.open("outputs")
    >>> graph
    <KnowledgeGraph outputs: ... papers, ... entities, ... statements, ... results, ... relations>

    Raises:
        BuildError: there is no build in it.
    """
    return KnowledgeGraph(directory)


class KnowledgeGraph(Tables):
    """The tables of one build, and what is computed on them. Nothing is read before it is asked for.

    An entity goes by its id (`method:lora`), its IRI, its label or any alias. `types` are names of entity types, in
    any case; a bare string is one type, and none means all.

    Args:
        directory: the build, a folder with `tables/*.parquet`.

    Raises:
        BuildError: there is no build, or one of another version; later, when a table is read, that it is broken.
    """

    # What is computed on the tables is imported when first asked for: much of it is slow to load.

    def __repr__(self) -> str:
        return f"<KnowledgeGraph {self.directory}: {counts_line(self.manifest['counts'])}>"

    def _repr_html_(self) -> str:
        counts = ((name, f"{number:,}") for name, number in self.manifest["counts"].items())
        return html_table(("", "rows"), counts, f"KnowledgeGraph {self.directory}")

    @property
    def tables(self) -> tuple[str, ...]:
        """The names of the tables: `graph["results"]` is one of them."""
        return tuple(SCHEMAS)

    __iter__ = None  # else Python would take `graph[0]`, `graph[1]` and so on for items

    def _ipython_key_completions_(self) -> tuple[str, ...]:
        return self.tables

    def __getitem__(self, name: str) -> "Table":
        """A table of the build.

        >>> graph["entities"].columns[:3]
        ('entity_id', 'label', 'type')
        >>> len(graph["papers"])
        368
        >>> sorted({row["type"] for row in graph["entities"]})
        ['Benchmark', 'Method', 'Metric', 'Model', 'Software', 'Task']

        Raises:
            NotFoundError: there is no such table; it lists those that there are.
        """
        from paperkg.analysis.table import Table

        if name not in SCHEMAS:
            raise NotFoundError(str(name), what="a table", available=SCHEMAS)
        return Table(self, name)

    def _name(self, name: str) -> str:
        """The id of an entity or paper whose IRI is given, as a query gives it; any other name as it is."""
        from paperkg.rdf.iris import id_of_iri

        return id_of_iri(name, self.base_iri) if "://" in name else name

    def search(self, query: str, limit: int = 10) -> "list[Found]":
        """Entities with a name that contains `query`: whole names first, then beginnings, then by papers.

        >>> [found.label for found in graph.search("vllm", limit=1)]
        ['vLLM']

        Raises:
            OptionError: `limit` is negative.
        """
        from paperkg.graph.names import search

        return search(self, query, limit)

    def entity(self, name: str, neighbors: int = 10) -> "EntityView":
        """All that the build says of an entity; printed, it is what `paperkg show` prints.

        >>> vllm = graph.entity("vLLM")
        >>> vllm.type
        'Software'
        >>> print(vllm.statements[0].role, "in", vllm.statements[0].title)
        compares_with in ...

        Raises:
            NotFoundError: no entity goes by that name; it suggests the closest ones.
            OptionError: `neighbors`, the number of them, is negative.
        """
        from paperkg.analysis.entity import view_entity

        return view_entity(self, self._name(name), neighbors)

    def paper(self, paper_id: str) -> "PaperView":
        """All that the build says of a paper, by its id or IRI.

        >>> inferflow = graph.paper("p01d4305dac")
        >>> inferflow.paper.title
        'Inferflow: an Efficient and Highly Configurable Inference Engine for Large Language Models'
        >>> inferflow.entities[0].role.value
        'introduces'

        Raises:
            NotFoundError: there is no such paper.
        """
        from paperkg.analysis.paper import view_paper

        return view_paper(self, self._name(paper_id))

    def neighbors(self, entity: str, limit: int = 20, types: TypeNames = ()) -> "list[Neighbor]":
        """The entities that go together with an entity, the strongest first; `types` keeps only some.

        >>> {neighbor.type for neighbor in graph.neighbors("vLLM", types="model")}
        {'Model'}

        Raises:
            NotFoundError: no entity goes by that name.
            OptionError: there is no such type, or `limit` is negative.
        """
        from paperkg.analysis.neighbors import neighbors

        return neighbors(self, self._name(entity), limit, types)

    def leaderboard(self, benchmark: str, metric: str | None = None) -> "list[LeaderboardRow]":
        """The results on a benchmark, in all metrics or one, each with the sentence that states it.

        >>> best = graph.leaderboard("GSM8K")[0]
        >>> best.value in best.evidence
        True

        They stand in groups of one kind, metric and unit, the best first; only values of a metric from several papers
        have a `rank`. Proportions without their % or over 100 %, and numbers with neither metric nor unit, are left
        off.

        Raises:
            NotFoundError: no entity goes by one of the names.
        """
        from paperkg.analysis.leaderboards import leaderboard

        return leaderboard(self, self._name(benchmark), metric and self._name(metric))

    def trends(
        self,
        entities: str | Iterable[str] = (),
        by: Literal["month", "year"] = "month",
        limit: int = 10,
        types: TypeNames = (),
    ) -> "list[TrendPoint]":
        """How many papers name an entity over time, and what share of that time's papers they are.

        >>> [point.label for point in graph.trends("vLLM", by="year")][:1]
        ['vLLM']

        Where no entity is named, these are the `limit` ones in most papers, of some types or all. "month" counts
        papers whose month is known, "year" those whose year is.

        Raises:
            NotFoundError: no entity goes by one of the names.
            OptionError: there is no such period or type, or `limit` is negative.
        """
        from paperkg.analysis.trends import trends

        names = [entities] if isinstance(entities, str) else entities
        return trends(self, [self._name(name) for name in names], by, limit, types)

    def query(self, sparql: str | None = None, *, name: str | None = None, **parameters: str) -> "Answer":
        """The answer to a SPARQL query, for which the store is made at the first one, or to one of the cookbook.

        >>> answer = graph.query("SELECT ?label { ?e a pkg:Benchmark ; skos:prefLabel ?label ; pkg:paperCount 12 }")
        >>> answer.columns
        ('label',)
        >>> rows = list(graph.query(name="models-by-papers"))
        >>> rows[0]["papers"] >= rows[-1]["papers"]
        True
        >>> bool(graph.query("ASK { software:vllm a pkg:Software }"))
        True
        >>> {subject for subject, predicate, object in graph.query("DESCRIBE software:vllm")}
        {'https://w3id.org/paperkg/software/vllm'}

        A row is a dictionary of plain values, an IRI in full. ASK gives an answer that is true or false, CONSTRUCT and
        DESCRIBE triples. Printed, an answer is a table.

        Args:
            sparql: the query; the usual prefixes need not be declared.
            name: a query of the cookbook instead, which the tables answer without the store; see `cookbook`.
            parameters: values for that query, such as `benchmark="GSM8K"`; entities go by any of their names.

        Raises:
            QueryError: the query does not parse, or has a SERVICE clause.
            NotFoundError: the cookbook has no such query, or no entity goes by a name that is given.
            OptionError: no query is given, or two, or the query has no such parameter.
        """
        from paperkg.sparql.ask import named_query, query

        if name is not None and sparql is None:
            return named_query(self, name, parameters)
        return query(self.home, sparql, name=name, **parameters)

    @property
    def cookbook(self) -> "tuple[Recipe, ...]":
        """The queries that come with paperkg, by name."""
        from paperkg.sparql.cookbook import list_cookbook

        return list_cookbook()

    def export(self, format: str, path: str | Path, **options: Any) -> None:
        """Writes the build for another program.

        >>> graph.export("gexf", folder / "graph.gexf", projection="cooccurrence", min_papers=3)

        Args:
            format: a name in `paperkg.exporters.formats()` or the suffix of its files, in any case.
            path: a file, or a folder for formats of several files; it appears whole or not at all.
            options: those of `paperkg.exporters.export`: `projection`, `min_papers` and `types` of networks, the `date`
                of a description, how much `rdf` says, the `title` of the explorer, `spreadsheet_safe` of CSV, and
                `min_confidence`: results that are less sure are left out, 0.7 where none is given.

        Raises:
            UnknownFormatError: there is no such format.
            OptionError: the format does not take an option, or an option has a value that it cannot have.
        """
        from paperkg.exporters import export

        export(self, format, path, **options)

    def show(self, name: str | None = None, height: int = 640) -> "ShownGraph":
        """The explorer, for a notebook to display: the map and, of the entity or paper called `name`, the card.

        >>> graph.show("vLLM")
        <the explorer; a notebook displays it>

        It shows what the explorer's file shows, so results of a confidence below 0.7 are left out.

        Args:
            name: an entity's id, IRI, label or alias, or a paper's id or IRI; None shows the map alone.
            height: in pixels.

        Raises:
            NotFoundError: nothing goes by that name.
        """
        from paperkg.explorer.notebook import show_graph

        return show_graph(self, None if name is None else self._name(name), height)

    def to_networkx(self, projection: str = "full", min_papers: int = 1, types: TypeNames = ()) -> "nx.Graph[Any]":
        """The build as a networkx graph whose attributes are strings and numbers.

        >>> graph.to_networkx("cooccurrence", min_papers=5, types=["method", "task"]).is_directed()
        False

        Args:
            projection: "full" and "relations" give a MultiDiGraph, "bipartite" a DiGraph, "cooccurrence"
                and "papers" a Graph; see `paperkg.analysis.network`.
            min_papers: entities in fewer papers are left out.
            types: entities of other types are left out.

        Raises:
            OptionError: there is no such projection or type, or `min_papers` is less than 1.
        """
        from paperkg.analysis.networkx_graph import to_networkx

        return to_networkx(self, projection, min_papers, types)

    def to_pandas(self) -> "dict[str, pd.DataFrame]":
        """All tables as data frames, by name.

        Raises:
            MissingPackageError: pandas is not installed.
        """
        return {name: self[name].to_pandas() for name in self.tables}

    def to_rdf(self) -> "rdflib.Graph":
        """The build as an rdflib graph, in memory; export a large one and load it into a store instead."""
        from paperkg.rdf.rdflib_graph import to_rdflib

        return to_rdflib(self)
