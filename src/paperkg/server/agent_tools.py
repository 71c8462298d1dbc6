"""A Model Context Protocol server: what a language model can ask a build, with the sentences that it can cite.

Every tool only reads. Queries run in the worker processes of the SPARQL endpoint, within its limits.
"""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from paperkg._version import __version__
from paperkg.analysis.entity import EntityView, view_entity
from paperkg.analysis.leaderboards import leaderboard, shown_change
from paperkg.analysis.paths import shortest_path
from paperkg.errors import OptionError, PaperKGError, QueryError
from paperkg.graph.confident_tables import ConfidentTables
from paperkg.graph.index import index_of
from paperkg.graph.names import resolve
from paperkg.graph.names import search as search_names
from paperkg.graph.rows import sentence_texts, titles_of
from paperkg.graph.tables import Tables
from paperkg.server.options import Job, ServerOptions
from paperkg.server.pool import WorkerPool
from paperkg.sparql.ask import format_results
from paperkg.sparql.cookbook import list_cookbook
from paperkg.sparql.table_answers import answer_from_tables
from paperkg.text.counts import counts_line

if TYPE_CHECKING:
    from mcp.server.mcpserver import MCPServer

Json = dict[str, Any]
_P = ParamSpec("_P")
_R = TypeVar("_R")
_MOST = 100
_INSTRUCTIONS = """A knowledge graph made from abstracts of papers: {counts}. Entities are methods, models, benchmarks,
software, tasks and metrics; each claim has a sentence of a paper as its evidence and a confidence. Look a name up with
`search`, read about it with `entity`, and cite the sentences of `evidence` with the titles of their papers. What the
graph does not hold is not known; numbers of different papers are comparable only where `results` gives them a rank."""


class AgentTools:
    """The tools, over one build."""

    def __init__(self, directory: Path, options: ServerOptions) -> None:
        self.whole = Tables.open(directory)
        self.graph: Tables = ConfidentTables(self.whole)
        self.pool = WorkerPool(directory, options)
        self.row_limit = options.row_limit

    def search(self, query: str, limit: int = 10) -> list[Json]:
        """Finds entities by name: words in any order, beginnings of words, typos."""
        found = search_names(self.graph, query, min(limit, _MOST))
        return [
            {"id": f.entity_id, "label": f.label, "type": f.type, "papers": f.papers, "also": f.alias} for f in found
        ]

    def entity(self, name: str) -> Json:
        """All that is said of an entity, given by id, label or alias: names, roles, relations, results, neighbors."""
        view = view_entity(self.graph, name)
        roles: dict[str, int] = {}
        for statement in view.statements:
            roles[statement.role.value] = roles.get(statement.role.value, 0) + 1
        return {
            "id": view.id,
            "label": view.label,
            "type": view.type,
            "papers": view.papers,
            "confidence": view.confidence,
            "also": [alias for alias, _ in view.aliases if alias != view.label][:20],
            "papers_by_role": roles,
            "relations": self._relations(view),
            "results": self._results(view),
            "neighbors": [{"label": n.label, "type": n.type, "papers_with_both": n.shared} for n in view.neighbors],
        }

    def _relations(self, view: EntityView) -> list[Json]:
        rows = view.relations[:_MOST]
        titles = titles_of(self.graph, {row["paper_id"] for row in rows})
        texts = sentence_texts(self.graph, {row["sentence_id"] for row in rows})
        return [
            {
                "head": row["head"],
                "relation": row["relation"],
                "tail": row["tail"],
                "confidence": row["confidence"],
                "paper": titles[row["paper_id"]],
                "sentence": texts[row["sentence_id"]],
            }
            for row in rows
        ]

    def _results(self, view: EntityView) -> list[Json]:
        rows = view.results[:_MOST]
        titles = titles_of(self.graph, {row["paper_id"] for row in rows})
        return [
            {
                "subject": row["subject"],
                "value": shown_change(row),
                "metric": row["metric"],
                "benchmark": row["benchmark"],
                "confidence": row["confidence"],
                "paper": titles[row["paper_id"]],
            }
            for row in rows
        ]

    def evidence(self, name: str, other: str | None = None, limit: int = 20) -> list[Json]:
        """Sentences of papers about an entity, or, with a second one, those that show how the two hang together."""
        index = index_of(self.graph)
        if other is None:
            view = view_entity(self.graph, name, 0)
            return [
                {"paper": s.title, "paper_id": s.paper_id, "role": s.role.value, "confidence": s.confidence}
                | {"sentences": list(s.evidence)}
                for s in view.statements[: min(limit, _MOST)]
            ]
        ends = [index.entity_number[resolve(self.graph, each)] for each in (name, other)]
        steps = shortest_path(index, *ends)
        papers = {index.paper_ids[step.paper] for step in steps}
        titles = titles_of(self.graph, papers)
        return [
            {
                "from": index.labels[step.first],
                "to": index.labels[step.second],
                "paper": titles[index.paper_ids[step.paper]],
                "paper_id": index.paper_ids[step.paper],
                "sentences": self._sentences(index.paper_ids[step.paper], step.first, step.second),
            }
            for step in steps
        ]

    def _sentences(self, paper_id: str, *entities: int) -> list[str]:
        index = index_of(self.graph)
        ids = {index.entity_ids[entity] for entity in entities}
        rows = self.graph.rows("mentions", where=[("paper_id", {paper_id}), ("entity_id", ids)])
        sentences = dict.fromkeys(row["sentence_id"] for row in rows)
        texts = sentence_texts(self.graph, set(sentences))
        return [texts[sentence] for sentence in sentences]

    def compare(self, names: list[str]) -> list[Json]:
        """Two to eight entities side by side: tasks, benchmarks, what they build on and outperform, results."""
        if not 2 <= len(names) <= 8:
            raise OptionError(f"compare takes 2 to 8 names, not {len(names)}")
        return [self._compared(view_entity(self.graph, name, 0)) for name in names]

    def _compared(self, view: EntityView) -> Json:
        def tails(relation: str) -> list[str]:
            rows = (row for row in view.relations if row["relation"] == relation and row["head"] == view.label)
            return list(dict.fromkeys(row["tail"] for row in rows))

        return {
            "label": view.label,
            "type": view.type,
            "papers": view.papers,
            "tasks": tails("solves"),
            "benchmarks": tails("evaluated_on"),
            "builds_on": tails("based_on"),
            "outperforms": tails("outperforms"),
            "results": [row for row in self._results(view) if row["subject"] == view.label],
        }

    def results(self, benchmark: str, metric: str | None = None) -> list[Json]:
        """What papers report on a benchmark. Only rows with a rank can be compared, and only within their metric."""
        return [
            {
                "subject": row.subject,
                "metric": row.metric,
                "value": row.text,
                "kind": row.kind,
                "rank": row.rank,
                "confidence": row.confidence,
                "paper": row.title,
                "paper_id": row.paper_id,
                "year": row.year,
                "sentence": row.evidence,
            }
            for row in leaderboard(self.graph, benchmark, metric)
        ]

    def ask(self, question: str, parameters: dict[str, str] | None = None) -> str:
        """Answers a question by its name, from the tables, as CSV; entities go by any of their names. The questions:"""
        # The solutions may be dropped in the thread that made them only, so no name here keeps them.
        text = format_results(answer_from_tables(self.whole, question, parameters or {}), {}, "csv")
        rows = text.count("\r\n") - 1
        if rows > self.row_limit:
            raise QueryError(f"{question} has {rows:,} rows, more than {self.row_limit:,}; ask in SPARQL")
        return text

    async def query(self, sparql: str) -> str:
        """Asks the graph in SPARQL (SELECT, ASK, CONSTRUCT or DESCRIBE); the usual prefixes need not be declared."""
        reply = await self.pool.ask(Job(sparql, "text/csv, text/boolean;q=0.9, text/turtle;q=0.8, */*;q=0.1"))
        if reply.status != 200:
            raise QueryError(reply.body.decode().strip())
        return reply.body.decode()


def _described_ask() -> str:
    """What `ask` does, with all questions and their parameters."""
    listed = (
        f"- {recipe.name}({', '.join(parameter.name for parameter in recipe.parameters)}): {recipe.question}"
        for recipe in list_cookbook()
    )
    return "\n".join((AgentTools.ask.__doc__ or "", *listed))


def make_mcp_server(directory: str | Path, options: ServerOptions | None = None) -> "MCPServer[None]":
    """The server for the build in `directory`.

    Raises:
        BuildError: there is no build.
    """
    from mcp.server.mcpserver import MCPServer
    from mcp.server.mcpserver.exceptions import ToolError
    from mcp_types import ToolAnnotations

    def told(tool: Callable[_P, _R]) -> Callable[_P, _R]:
        """A tool whose errors are told to the model in one line."""

        @wraps(tool)
        def answer(*args: _P.args, **kwargs: _P.kwargs) -> _R:
            try:
                return tool(*args, **kwargs)
            except PaperKGError as error:
                raise ToolError(str(error)) from error

        return answer

    async def query(sparql: str) -> str:
        try:
            return await tools.query(sparql)
        except PaperKGError as error:
            raise ToolError(str(error)) from error

    query.__doc__ = AgentTools.query.__doc__
    tools = AgentTools(Path(directory), options or ServerOptions())

    @asynccontextmanager
    async def lifespan(_server: "MCPServer[None]") -> AsyncIterator[None]:
        yield
        await tools.pool.close()

    server: MCPServer[None] = MCPServer(
        "paperkg",
        version=__version__,
        instructions=_INSTRUCTIONS.format(counts=counts_line(tools.graph.manifest["counts"])).replace("\n", " "),
        lifespan=lifespan,
        log_level="WARNING",
    )
    reads = ToolAnnotations(read_only_hint=True, open_world_hint=False)
    server.tool(annotations=reads, description=_described_ask())(told(tools.ask))
    for tool in (tools.search, tools.entity, tools.evidence, tools.compare, tools.results):
        server.tool(annotations=reads)(told(tool))
    server.tool(annotations=reads)(query)
    return server
