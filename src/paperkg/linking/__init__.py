"""Linking: which entities of different papers are one, and what it is called and typed."""

from paperkg.linking.decisions import propose, read_decisions
from paperkg.linking.resolution import Links, link

__all__ = ["Links", "link", "propose", "read_decisions"]
