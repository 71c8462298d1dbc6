"""The services by name."""

from paperkg.fetching.acl_anthology import ACL
from paperkg.fetching.arxiv_api import ARXIV
from paperkg.fetching.crossref_api import CROSSREF
from paperkg.fetching.hugging_face_api import HUGGING_FACE
from paperkg.fetching.openalex_api import OPENALEX
from paperkg.fetching.pubmed_api import PUBMED
from paperkg.fetching.semantic_scholar_api import SEMANTIC_SCHOLAR
from paperkg.fetching.service import Service

SERVICES: dict[str, Service] = {
    "acl": ACL,
    "arxiv": ARXIV,
    "crossref": CROSSREF,
    "huggingface": HUGGING_FACE,
    "openalex": OPENALEX,
    "pubmed": PUBMED,
    "semanticscholar": SEMANTIC_SCHOLAR,
}
