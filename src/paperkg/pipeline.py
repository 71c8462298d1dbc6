"""The whole flow: readers -> extract -> link -> graph -> export.

A build is made of the records of its inputs, which are kept with it; so it can grow and shrink, and is always what one
build of all these records would be. `making` has the stages.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from paperkg.errors import OptionError
from paperkg.exporters.build_exports import chosen_formats
from paperkg.extracting import Progress, silent
from paperkg.extraction_files import read_inputs
from paperkg.graph.folder import BASE_IRI, read_manifest
from paperkg.graph.switching import only_writer
from paperkg.making import BuildSummary, Work, make, make_plan
from paperkg.origin import Origin, Recipe, read_kept
from paperkg.remote_files import fetched

__all__ = ["BuildSummary", "add", "build", "remove"]


def build(
    inputs: Sequence[str | Path] | str | Path,
    output: str | Path = "outputs",
    *,
    format: str | None = None,
    year: int | None = None,
    lexicon: Sequence[str | Path] = (),
    words: str | Path | None = None,
    decisions: str | Path | None = None,
    jobs: int = 1,
    title_only: bool = False,
    strict: bool = False,
    base_iri: str = BASE_IRI,
    formats: Sequence[str] | str | None = None,
    rdf: str | None = None,
    title: str | None = None,
    rows_per_part: int | None = None,
    cache: str | Path | bool = True,
    cache_limit: int | None = None,
    engine: str = "processes",
    master: str | None = None,
    progress: Progress = silent,
) -> BuildSummary:
    """Builds the graph of the papers in `inputs` and writes all of it to `output`.

    Args:
        inputs: files, folders, globs or "-" (standard input); also what `paperkg extract` or Spark has extracted;
            addresses in object stores, such as `s3://bucket/papers/*.parquet`, and with the engine "spark" any others
            that its connectors read.
        output: a directory; made where it is missing, its older build replaced.
        format: of the inputs, where it is not to be found out; a name in `paperkg.readers.READERS`.
        year: for dates that lack one.
        lexicon: lexicons of the user, TSV or SKOS.
        words: a directory of word lists that replace the shipped ones of the same name.
        decisions: a file of decisions about entities.
        jobs: processes that extract, and that write the exports.
        title_only: whether records without an abstract are papers too.
        strict: whether a bad record is an error.
        base_iri: what the IRIs of the RDF begin with; it ends in "/" or "#".
        formats: the exports, as a list or separated by commas, such as "ttl,graphml,html"; by default
            `paperkg.exporters.BUILD_FORMATS`, and in builds of more than 2,500 papers all of these but Turtle.
        rdf: how much the RDF says: "full", the default, or "claims".
        title: the name of the corpus, which the explorer and the served pages show.
        rows_per_part: makes each table a folder of files with so many rows each, and so the exports that can be in
            parts (N-Triples, N-Quads, Parquet, Neo4j); one file where it is None.
        cache: where extractions are kept, so that a later build extracts only what is new: a directory, which builds
            may share; within `output` where it is True, nowhere where it is False.
        cache_limit: bytes that these may take, 10 GB by default; what was not used for longest is dropped.
        engine: what extracts: "processes" of this machine, or "spark".
        master: of Spark, such as "spark://host:7077"; this machine, with `jobs` processes, where it is None.
        progress: is told how far each stage is.

    Raises:
        OptionError: an argument has a value that it cannot have.
        EngineError: Spark cannot be started or reached.
        PaperKGError: an input, a lexicon, a word list or the decisions file cannot be used.
        OSError: `output` cannot be written.
    """
    if isinstance(inputs, str | Path):
        inputs = [inputs]
    recipe = Recipe(
        format=format,
        year=year,
        lexicon=tuple(map(Path, [lexicon] if isinstance(lexicon, str | Path) else lexicon)),
        words=None if words is None else Path(words),
        decisions=None if decisions is None else Path(decisions),
        title_only=title_only,
        base_iri=base_iri,
        formats=None if formats is None else chosen_formats(formats),
        rdf=rdf,
        title=" ".join((title or "").split()) or None,
        rows_per_part=rows_per_part,
    )
    work = Work(
        jobs=jobs,
        strict=strict,
        cache=cache,
        cache_limit=cache_limit,
        engine=engine,
        master=master,
        progress=progress,
    )
    target = Path(output)
    plan = make_plan(recipe, target, work)
    progress("reading", 0, None)
    with fetched(inputs, getattr(plan.engine, "session", None)) as here:
        origin, extracted = read_inputs(here, recipe, strict)
        with only_writer(target, lambda: progress("waiting", 0, None)):
            return make(target, origin, recipe, plan, work, extracted)


def add(
    directory: str | Path,
    inputs: Sequence[str | Path] | str | Path = (),
    *,
    replacing: bool = False,
    format: str | None = None,
    year: int | None = None,
    decisions: str | Path | None = None,
    jobs: int = 1,
    strict: bool = False,
    cache: str | Path | bool = True,
    cache_limit: int | None = None,
    progress: Progress = silent,
) -> BuildSummary:
    """Adds papers to a build: it is then what a build of all its inputs would be, byte for byte.

    Lexicons, word lists, decisions and all other options are those of the build.

    Args:
        directory: of the build.
        inputs: as for `build`; none where there are new decisions only.
        replacing: whether an input takes the place of another one of its name; otherwise that is an error. The same
            input again changes nothing.
        format: of the new inputs, where it is not to be found out.
        year: for their dates that lack one; that of the build where none is given.
        decisions: a file of decisions, in place of those of the build.
        jobs: as for `build`, and so are the others.

    Raises:
        OptionError: an argument has a value that it cannot have, or an input has the name of another one.
        PaperKGError: there is no build that can grow, or an input or the decisions file cannot be used.
        OSError: the directory cannot be written.
    """
    given = [inputs] if isinstance(inputs, str | Path) else list(inputs)
    if not given and decisions is None:
        raise OptionError("nothing to add: give inputs, or decisions")
    target = Path(directory)
    work = Work(jobs=jobs, strict=strict, cache=cache, cache_limit=cache_limit, progress=progress)
    with _growing(target, work) as (origin, recipe):
        if decisions is not None:
            recipe = replace(recipe, decisions=Path(decisions))
        plan = make_plan(recipe, target, work)
        extracted: tuple[Path, ...] = ()
        if given:
            progress("reading", 0, None)
            reading = replace(recipe, format=format, year=recipe.year if year is None else year)
            more, extracted = read_inputs(given, reading, strict)
            origin = origin.with_more(more, replacing=replacing)
        return make(target, origin, recipe, plan, work, extracted)


def remove(
    directory: str | Path,
    names: Sequence[str] | str,
    *,
    jobs: int = 1,
    cache: str | Path | bool = True,
    cache_limit: int | None = None,
    progress: Progress = silent,
) -> BuildSummary:
    """Removes papers from a build: it is then what a build without them would be, byte for byte.

    Args:
        directory: of the build.
        names: of inputs, as the manifest has them; of sources, as the papers have them, with or without the place in
            them; or ids of papers. The manifest lists what was removed, but for whole inputs.
        jobs: as for `build`, and so are the others.

    Raises:
        NotFoundError: there is none of a name.
        OptionError: no paper would be left.
        PaperKGError: there is no build that can change.
        OSError: the directory cannot be written.
    """
    target = Path(directory)
    work = Work(jobs=jobs, cache=cache, cache_limit=cache_limit, progress=progress)
    with _growing(target, work) as (origin, recipe):
        left = origin.without([names] if isinstance(names, str) else names)
        return make(target, left, recipe, make_plan(recipe, target, work), work)


@contextmanager
def _growing(target: Path, work: Work) -> Iterator[tuple[Origin, Recipe]]:
    """What a build was made of, while nobody else changes it."""
    read_manifest(target)
    with only_writer(target, lambda: work.progress("waiting", 0, None)):
        yield read_kept(target)
