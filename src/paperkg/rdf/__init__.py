"""RDF: one mapping from the tables to triples, and a writer for each serialization."""
