"""What the endpoint says of itself. https://www.w3.org/TR/sparql11-service-description/"""

from paperkg.rdf.vocabulary import RDF
from paperkg.server.answer_formats import GRAPH_FORMS, SELECT_FORMS
from paperkg.sparql.store import GRAPHS

SD = "http://www.w3.org/ns/sparql-service-description#"
_FORMATS = {
    "application/sparql-results+json": "SPARQL_Results_JSON",
    "application/sparql-results+xml": "SPARQL_Results_XML",
    "text/csv": "SPARQL_Results_CSV",
    "text/tab-separated-values": "SPARQL_Results_TSV",
    "text/turtle": "Turtle",
    "application/n-triples": "N-Triples",
    "application/ld+json": "JSON-LD",
    "application/rdf+xml": "RDF_XML",
}


def service_triples(endpoint: str) -> list[tuple[str, str, str]]:
    """The service description as N-Triples terms.

    Args:
        endpoint: the URL of the endpoint itself.
    """
    kind, service = f"<{RDF}type>", f"<{endpoint}>"
    dataset, default = f"<{endpoint}#dataset>", f"<{endpoint}#default-graph>"
    found = [
        (service, kind, f"<{SD}Service>"),
        (service, f"<{SD}endpoint>", service),
        (service, f"<{SD}supportedLanguage>", f"<{SD}SPARQL11Query>"),
        (service, f"<{SD}defaultDataset>", dataset),
        (dataset, kind, f"<{SD}Dataset>"),
        (dataset, f"<{SD}defaultGraph>", default),
        (default, kind, f"<{SD}Graph>"),
    ]
    for number, name in enumerate(GRAPHS, 1):
        node = f"<{endpoint}#graph-{number}>"
        found += [
            (dataset, f"<{SD}namedGraph>", node),
            (node, kind, f"<{SD}NamedGraph>"),
            (node, f"<{SD}name>", f"<{name}>"),
        ]
    formats = [name for name in (*SELECT_FORMS, *GRAPH_FORMS) if name in _FORMATS]
    found += [(service, f"<{SD}resultFormat>", f"<http://www.w3.org/ns/formats/{_FORMATS[name]}>") for name in formats]
    return found
