"""SPARQL on a build: the store, the questions, and the answers."""
