"""All that reads the claims of papers, as it was trained together."""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

from paperkg.extraction.claims.encoder import ClaimEncoder
from paperkg.extraction.claims.encoder_weights import read_encoder
from paperkg.extraction.claims.linear import LinearModel, read_model


@dataclass(frozen=True, slots=True)
class ClaimModels:
    """The linear models of types, roles, kinds of numbers, links of results, and relations; and the encoder."""

    types: LinearModel
    roles: LinearModel
    results: LinearModel
    result_links: LinearModel
    relations: LinearModel
    encoder: ClaimEncoder


LINEAR = ("types", "roles", "results", "result_links", "relations")
"""The linear models; the file of each is NAME.json."""


@cache
def load_claim_models(directory: str | None = None) -> ClaimModels:
    """The models in a directory, by default those in the package; read once a process.

    Raises:
        OSError: a file is missing.
        WeightsError: a file does not fit this version.
    """
    place = Path(directory) if directory else Path(str(files("paperkg.extraction.trained")))
    return ClaimModels(**{name: read_model(place / f"{name}.json") for name in LINEAR}, encoder=read_encoder(place))
