"""What a build was made of, kept with it, so that it can grow: its records, one by one, and how it was asked for.

It lies in a folder of its own beside the tables: the records as they were read, before they are merged, each with its
input; what was rejected; the options; and copies of the user's lexicons, word lists and decisions.
"""

import json
import shutil
import sys
from array import array
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, fields, replace
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from paperkg.batching import batched
from paperkg.errors import BuildError, NotFoundError, OptionError, ReadError
from paperkg.graph.folder import BASE_IRI, InputEntry, build_command, read_manifest
from paperkg.graph.switching import home_of
from paperkg.model import Paper, Rejected
from paperkg.readers import InputDigest, merge_stored, read
from paperkg.stored_papers import StoredPapers

FOLDER = ".origin"
_INPUT = "input"
_ROWS = 16_384


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """How a build was asked for; see `paperkg.build`."""

    format: str | None = None
    year: int | None = None
    lexicon: tuple[Path, ...] = ()
    words: Path | None = None
    decisions: Path | None = None
    title_only: bool = False
    base_iri: str = BASE_IRI
    formats: tuple[str, ...] | None = None
    rdf: str | None = None
    title: str | None = None
    rows_per_part: int | None = None


@dataclass(frozen=True, slots=True)
class InputRejected:
    """A record that is no paper, and the name of its input."""

    input: str
    record: Rejected


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """The records of a build and its inputs, each sorted; and the places of records that were taken out of these.

    Those that are papers lie in a file; `inputs_of_papers` names the input of each.
    """

    papers: StoredPapers
    inputs_of_papers: tuple[str, ...]
    rejections: tuple[InputRejected, ...]
    inputs: tuple[InputEntry, ...]
    removed: tuple[str, ...] = ()

    @property
    def rejected(self) -> list[Rejected]:
        """The records that are none."""
        return [read.record for read in self.rejections]

    def with_more(self, more: "Origin", *, replacing: bool = False) -> "Origin":
        """The records of both. An input that is there already is not taken again.

        Raises:
            OptionError: an input has the name of another one, which it does not replace.
        """
        known = {entry["name"]: entry["sha256"] for entry in self.inputs}
        same = {entry["name"] for entry in more.inputs if known.get(entry["name"]) == entry["sha256"]}
        changed = sorted({entry["name"] for entry in more.inputs} & known.keys() - same)
        if changed and not replacing:
            raise OptionError(
                f"{changed[0]}: the build has another input of this name; replace it with --replace, or give this one "
                "another name"
            )
        kept, new = self._without_inputs(changed), more._without_inputs(same)
        return Origin(
            papers=kept.papers.select(range(len(kept.papers))).take_in(new.papers, range(len(new.papers))),
            inputs_of_papers=kept.inputs_of_papers + new.inputs_of_papers,
            rejections=kept.rejections + new.rejections,
            inputs=tuple(sorted(kept.inputs + new.inputs, key=lambda entry: entry["name"])),
            removed=kept.removed,
        )

    def without(self, names: Sequence[str]) -> "Origin":
        """The records but for those of some inputs, sources or papers.

        Args:
            names: of inputs, as the manifest has them; sources, as `sources` of the tables has them, with or without
                the place in it; ids of papers.

        Raises:
            NotFoundError: there is none of a name.
            OptionError: no paper would be left.
        """
        left = self
        for name in names:
            left = left._without_one(name)
        if not left.papers:
            raise OptionError("no paper would be left; to drop a build, delete its folder")
        return left

    def _without_one(self, name: str) -> "Origin":
        if any(entry["name"] == name for entry in self.inputs):
            return self._without_inputs([name])
        merged = {paper.id: frozenset(paper.sources) for paper in merge_stored(self.papers)}
        sources = merged.get(name, frozenset())
        gone = {number for number, paper in enumerate(self.papers) if _is_of(paper, name, sources)}
        refused = {read for read in self.rejections if _is_of(read.record, name, sources)}
        if not gone and not refused:
            known = {entry["name"] for entry in self.inputs} | merged.keys()
            raise NotFoundError(name, get_close_matches(name, sorted(known)), "an input, a source or the id of a paper")
        places = {_place(self.papers[number]) for number in gone} | {_place(read.record) for read in refused}
        return replace(
            self._without_papers(gone),
            rejections=tuple(read for read in self.rejections if read not in refused),
            removed=tuple(sorted({*self.removed, *places})),
        )

    def _without_inputs(self, names: Iterable[str]) -> "Origin":
        dropped = frozenset(names)
        gone = {number for number, name in enumerate(self.inputs_of_papers) if name in dropped}
        places = {_place(self.papers[number]) for number in gone}
        places |= {_place(read.record) for read in self.rejections if read.input in dropped}
        return replace(
            self._without_papers(gone),
            rejections=tuple(read for read in self.rejections if read.input not in dropped),
            inputs=tuple(entry for entry in self.inputs if entry["name"] not in dropped),
            removed=tuple(
                place for place in self.removed if place not in places and place.rpartition(":")[0] not in dropped
            ),
        )

    def _without_papers(self, gone: Collection[int]) -> "Origin":
        """All but the papers of some numbers."""
        if not gone:
            return self
        left = [number for number in range(len(self.papers)) if number not in gone]
        return replace(
            self,
            papers=self.papers.select(left),
            inputs_of_papers=tuple(self.inputs_of_papers[number] for number in left),
        )


def _is_of(record: Paper | Rejected, name: str, sources: frozenset[str]) -> bool:
    if isinstance(record, Rejected):
        return name in (record.source, _place(record))
    own = frozenset(record.sources)
    if not own:
        return name == record.id
    return own <= sources or name in own or any(source.rpartition(":")[0] == name for source in own)


def _place(record: Paper | Rejected) -> str:
    if isinstance(record, Paper):
        return record.sources[0] if record.sources else record.id
    return record.source if record.place is None else f"{record.source}:{record.place}"


def read_origin(inputs: Sequence[str | Path], recipe: Recipe, strict: bool) -> Origin:
    """Reads inputs.

    Raises:
        ReadError: nothing can be read, or with `strict` anything cannot.
        OptionError: the format or the year cannot be.
    """
    digests: list[InputDigest | None] = []
    options = {"format": recipe.format, "year": recipe.year, "title_only": recipe.title_only}
    found = read(inputs, digested=digests.append, **options)  # type: ignore[arg-type]
    # The digest of an input comes after its last record, and before the first of the next.
    return origin_of(((len(digests), record) for record in found), digests, strict)


def origin_of(
    found: Iterable[tuple[int, Paper | Rejected]], digests: Sequence[InputDigest | None], strict: bool
) -> Origin:
    """The origin of records as they come.

    Args:
        found: each record, and how many inputs had been read when it came.
        digests: of the inputs, None of pipes; all are known when the last record has come.
        strict: whether one that cannot be read is an error.

    Raises:
        ReadError: with `strict`, one cannot be read.
    """
    papers = StoredPapers()
    numbers = array("q")
    rejected: list[tuple[int, Rejected]] = []
    for number, record in found:
        if isinstance(record, Paper):
            papers.append(record)
            numbers.append(number)
        elif strict and not record.passed_over:
            raise ReadError(record.source, record.reason, record.place)
        else:
            rejected.append((number, record))
    names = [digest.name if digest else None for digest in digests]
    return Origin(
        papers=papers,
        inputs_of_papers=tuple(names[number] or "" for number in numbers),
        rejections=tuple(InputRejected(_input_of(names, number, record), record) for number, record in rejected),
        inputs=tuple(InputEntry(name=d.name, sha256=d.sha256, bytes=d.bytes) for d in digests if d),
    )


def _input_of(names: Sequence[str | None], number: int, record: Rejected) -> str:
    """The input of a record: that which was being read, as `names` has it; its own source where that has no name there,
    or could not be read."""
    return (None if number == len(names) or record.records == 0 else names[number]) or record.source


def write_kept(origin: Origin, recipe: Recipe, build: Path) -> None:
    """Keeps what a build was made of in its folder."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    from paperkg.arrow import PAPER_SCHEMA, papers_to_batch

    folder = build / FOLDER
    folder.mkdir()
    papers = zip(origin.inputs_of_papers, origin.papers, strict=True)
    schema = PAPER_SCHEMA.append(pa.field(_INPUT, pa.string()))
    with pq.ParquetWriter(folder / "records.parquet", schema, compression="zstd") as writer:
        for group in batched(papers, _ROWS):  # all at once would be in memory once more
            names, records = zip(*group, strict=True)
            writer.write_batch(papers_to_batch(records).append_column(_INPUT, pa.array(names, pa.string())))
    rejected = [asdict(read.record) | {_INPUT: read.input} for read in origin.rejections]
    copies: dict[str, Any] = {
        "lexicon": [_copy(path, folder, f"{number}-{path.name}") for number, path in enumerate(recipe.lexicon)],
        "words": recipe.words and _copy(recipe.words, folder, "words"),
        "decisions": recipe.decisions and _copy(recipe.decisions, folder, "decisions.tsv"),
    }
    plain = {field.name: getattr(recipe, field.name) for field in fields(recipe)} | copies
    content = {"recipe": plain, "inputs": origin.inputs, "removed": origin.removed, "rejected": rejected}
    (folder / "origin.json").write_text(json.dumps(content, ensure_ascii=False, indent=1), encoding="utf-8")


def _copy(path: Path, folder: Path, name: str) -> str:
    """Copies a file or a folder under a name, which it returns."""
    (shutil.copytree if path.is_dir() else shutil.copyfile)(path, folder / name)
    return name


def read_kept(directory: Path) -> tuple[Origin, Recipe]:
    """What the build in a directory was made of, and how it was asked for.

    Raises:
        BuildError: there is no build, or what it was made of is not kept.
    """
    read_manifest(directory)
    folder = home_of(directory) / FOLDER
    papers = StoredPapers()
    names: list[str] = []
    with _reading(directory):
        content = json.loads((folder / "origin.json").read_text(encoding="utf-8"))
    for some, inputs in _records(directory, folder):
        for paper in some:
            papers.append(paper)
        names += map(sys.intern, inputs)
    origin = Origin(
        papers=papers,
        inputs_of_papers=tuple(names),
        rejections=tuple(InputRejected(row.pop(_INPUT), Rejected(**row)) for row in content["rejected"]),
        inputs=tuple(content["inputs"]),
        removed=tuple(content["removed"]),
    )
    return origin, _recipe(content["recipe"], folder)


def _records(directory: Path, folder: Path) -> Iterator[tuple[Sequence[Paper], list[str]]]:
    """Papers and the names of their inputs, some at a time; what their taker raises is no fault of the build."""
    import pyarrow.parquet as pq

    from paperkg.arrow import papers_of

    with _reading(directory), pq.ParquetFile(folder / "records.parquet", memory_map=False) as table:
        for batch in table.iter_batches(_ROWS):
            yield papers_of(batch), batch[_INPUT].to_pylist()


@contextmanager
def _reading(directory: Path) -> Iterator[None]:
    """Says of a build what it means that what it was made of cannot be read."""
    try:
        yield
    except (OSError, ValueError) as error:
        raise BuildError(
            f"{directory}: does not know the records it was made of (.cache is missing or of an earlier version); "
            f"build it again with: {build_command(directory)}"
        ) from error


def start_decisions(directory: Path, path: Path) -> None:
    """Makes a decisions file where it is missing: a copy of that which a build was made with, empty without one."""
    if not path.exists():
        kept = home_of(directory) / FOLDER / "decisions.tsv"
        path.write_text(kept.read_text(encoding="utf-8") if kept.exists() else "", encoding="utf-8", newline="\n")


def _recipe(plain: Mapping[str, Any], folder: Path) -> Recipe:
    values = dict(plain)
    values["lexicon"] = tuple(folder / name for name in values["lexicon"])
    values |= {name: values[name] and folder / values[name] for name in ("words", "decisions")}
    return Recipe(**values | {"formats": values["formats"] and tuple(values["formats"])})
