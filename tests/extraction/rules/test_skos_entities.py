"""RDF/XML lexicons: namespaces may be entities, but none may expand to more than the file says."""

from pathlib import Path

import pytest

from paperkg.errors import LexiconError
from paperkg.extraction.rules.skos import read_skos

SKOS_FILE = """<?xml version="1.0"?>
<!DOCTYPE rdf:RDF [{entities}]>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:skos="http://www.w3.org/2004/02/skos/core#">
<skos:Concept rdf:about="{about}"><skos:prefLabel>{label}</skos:prefLabel></skos:Concept></rdf:RDF>"""
BOMB = '<!ENTITY a0 "lol">' + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))


def test_namespaces_may_be_entities(tmp_path: Path) -> None:
    file = tmp_path / "words.rdf"
    entities = '<!ENTITY ex "https://example.org/">'
    file.write_text(SKOS_FILE.format(entities=entities, about="&ex;foo", label="FooNet"), "utf-8")
    [entry] = read_skos(file)
    assert (entry.name, entry.link) == ("FooNet", "https://example.org/foo")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize(
    ("entities", "name"),
    [
        (BOMB, "a1"),
        ('<!ENTITY a1 SYSTEM "file:///etc/passwd">', "a1"),
        (f'<!ENTITY a1 "{"x" * 1001}">', "a1"),
        ('<!ENTITY % a1 "x">', "a1"),
    ],
    ids=["a bomb", "a file", "a long text", "a parameter"],
)
def test_entities_that_expand_are_refused(tmp_path: Path, entities: str, name: str, encoding: str) -> None:
    file = tmp_path / "words.rdf"
    text = SKOS_FILE.format(entities=entities, about="urn:x", label="&a1;")
    file.write_text(text.replace('"1.0"', f'"1.0" encoding="{encoding}"'), encoding)
    with pytest.raises(LexiconError, match=rf"words\.rdf: the entity {name} is refused"):
        read_skos(file)


def test_what_may_name_another_address_is_no_thesaurus(tmp_path: Path) -> None:
    path = tmp_path / "thesaurus.jsonld"
    path.write_text('{"@context": "http://127.0.0.1:9/context", "@id": "http://x/a"}', encoding="utf-8")
    with pytest.raises(LexiconError, match=r"not in a format of SKOS \(available: \.ttl, \.rdf, \.nt\)"):
        read_skos(path)
