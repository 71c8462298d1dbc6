"""All the models that read types, roles, results and relations, trained in the order in which they need each other."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from paperkg.model import Extraction
from paperkg.training.fit_linear import write_model
from paperkg.training.fit_relations import train_relations
from paperkg.training.fit_results import train_results
from paperkg.training.fit_roles import train_roles, with_unseen_roles
from paperkg.training.fit_types import train_types


def train_claims(papers: Sequence[Extraction], *, seed: int = 0, jobs: int = 1) -> dict[str, dict[str, Any]]:
    """The models by name (`paperkg.extraction.claims.linear.MODELS`); the same for the same papers and seed.

    Args:
        papers: annotated ones, as `paperkg.training.training_papers.training_paper` gives them.
        seed: of the parts that are held out in turn.
        jobs: processes.
    """
    types = train_types(papers)
    roles = train_roles(papers)
    seen_in_use = with_unseen_roles(papers, seed=seed, jobs=jobs)
    kinds, links = train_results(seen_in_use)
    relations = train_relations(seen_in_use)
    return {"types": types, "roles": roles, "results": kinds, "result_links": links, "relations": relations}


def write_models(models: dict[str, dict[str, Any]], folder: str | Path) -> None:
    """Write each model to `folder` as NAME.json."""
    for name, model in models.items():
        write_model(model, Path(folder) / f"{name}.json")
