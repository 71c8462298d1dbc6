"""The encoder as a file, `encoder.npz`: plain arrays, and lists of strings as in `paperkg.extraction.mentions.weights`.

It says what its tables and answers stand for, so that a file that does not fit is refused when it is read.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from paperkg.errors import WeightsError
from paperkg.extraction.claims.encoder import ClaimEncoder, EncoderLabels
from paperkg.extraction.claims.encoder_input import RANKS, RESEMBLANCES, SHARED, SIZES, STANDINGS, Vocabulary
from paperkg.extraction.claims.role_features import STAGES
from paperkg.extraction.mentions.weights import RETRAIN, fitting, load_arrays, pack_strings, unpack_strings
from paperkg.extraction.words.vectors import Floats
from paperkg.kinds import EntityType
from paperkg.model import Relation, Role

FILE = "encoder.npz"
NONE = "none"
"""The answer that two entities are not related."""
LABELS = EncoderLabels(tuple(Role), (NONE, *Relation))
"""What is asked here, whatever the order in which a file has it."""


def write_encoder(
    directory: Path, weights: Mapping[str, Floats], vocabulary: Vocabulary, labels: EncoderLabels
) -> None:
    """Writes the weights as half floats, with what their rows and answers stand for."""
    told: dict[str, Sequence[str]] = {
        "roles": labels.roles,
        "relations": labels.relations,
        "words": list(vocabulary.words),
        "cues": list(vocabulary.cues),
        "stages": list(vocabulary.stages),
        "types": list(vocabulary.types),
    }
    arrays: dict[str, Any] = {name: pack_strings(strings) for name, strings in told.items()}
    arrays |= {name: w.astype(np.float16) for name, w in sorted(weights.items())}
    np.savez_compressed(directory / FILE, **arrays)


def read_encoder(directory: Path) -> ClaimEncoder:
    """The encoder of a directory.

    Raises:
        OSError: the file is missing.
        WeightsError: it does not say what it was trained for, lacks an answer that is asked for here, or its tables
            have other rows than are looked up here.
    """
    path = directory / FILE
    arrays = load_arrays(path)

    def told(name: str) -> tuple[str, ...]:
        if name not in arrays:
            raise WeightsError(f"{path}: does not say which {name} it was trained for; {RETRAIN}")
        return tuple(unpack_strings(arrays.pop(name)))

    labels = EncoderLabels(told("roles"), told("relations"))
    vocabulary = Vocabulary.of(told("words"), told("cues"), told("stages"), told("types"))
    for what, have, asked in (
        ("role", labels.roles, LABELS.roles),
        ("relation", labels.relations, LABELS.relations),
        ("stage", tuple(vocabulary.stages), STAGES),
    ):
        if missing := sorted(set(asked) - set(have)):
            raise WeightsError(f"{path}: was not trained for the {what} {str(missing[0])!r}; {RETRAIN}")
    if unknown := sorted(set(vocabulary.types) - set(EntityType)):
        raise WeightsError(f"{path}: trained for {unknown[0]!r}, which is not an entity type; {RETRAIN}")
    for table, rows in table_rows(vocabulary).items():
        if table not in arrays:
            raise WeightsError(f"{path}: has no table {table}; {RETRAIN}")
        if len(arrays[table]) != rows:
            raise WeightsError(f"{path}: {table} has {len(arrays[table])} rows instead of {rows}; {RETRAIN}")
    with fitting(path):
        return ClaimEncoder(arrays, vocabulary, labels)


def table_rows(vocabulary: Vocabulary) -> dict[str, int]:
    """How many rows each table has, by the name of its weights."""
    types = vocabulary.hidden_type + 1
    return {
        **{f"token.{name}.weight": rows for name, rows in vocabulary.token_rows().items()},
        **{f"entity.{name}.weight": rows for name, rows in vocabulary.entity_rows().items()},
        "standing.weight": STANDINGS,
        "role.mark.weight": vocabulary.hidden_mark + 1,
        "subject.size.weight": len(SIZES) + 1,
        "subject.standing.weight": STANDINGS,
        "subject.rank.weight": RANKS,
        "pair.standing.weight": STANDINGS,
        "pair.resemblance.weight": RESEMBLANCES,
        "pair.shared.weight": SHARED,
        "pair.types.weight": types * types,
    }
