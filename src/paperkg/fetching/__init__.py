"""Fetching: papers from the services that have them, as JSON lines that every reader of paperkg reads.

`SERVICES` names the services. Each is asked as it wishes to be asked: at its pace, with an e-mail address or a key
where the environment has one, and again after a while where it is busy.
"""

from paperkg.fetching.downloads import Download, download
from paperkg.fetching.filling import fill
from paperkg.fetching.id_forms import sort_identifiers
from paperkg.fetching.services import SERVICES

__all__ = ["SERVICES", "Download", "download", "fill", "sort_identifiers"]
