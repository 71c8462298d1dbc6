"""Acronyms that a paper spells out in two ways."""

from paperkg.extraction.mentions.homonyms import find_homonyms, with_acronyms
from paperkg.extraction.rules.abbreviations import Definition
from paperkg.kinds import EntityType
from paperkg.model import PaperEntity, Role, Span


def definitions(text: str, *pairs: tuple[str, str]) -> list[Definition]:
    found = []
    for long, short in pairs:
        start = text.index(f"{long} ({short})")
        opening = start + len(long) + 2
        found.append(Definition(Span(opening, opening + len(short)), Span(start, start + len(long))))
    return found


def test_two_long_forms_that_begin_with_different_words() -> None:
    text = "Speech recognition (SR) and success rates (SR), of robust training (RT) and robust trainings (RT)."
    given = definitions(
        text,
        ("Speech recognition", "SR"),
        ("success rates", "SR"),
        ("robust training", "RT"),
        ("robust trainings", "RT"),
    )
    assert list(find_homonyms(text, given)) == ["SR"]
    assert find_homonyms(text, given[1:]) == {}


def test_an_acronym_inside_another_name_is_no_mention() -> None:
    text = "Speech recognition (SR) and success rates (SR): SR+ is no SR."
    homonyms = find_homonyms(text, definitions(text, ("Speech recognition", "SR"), ("success rates", "SR")))

    def entity(name: str) -> PaperEntity:
        start = text.index(name)
        return PaperEntity(
            name=name, type=EntityType.METHOD, named=True, role=Role.MENTIONS, aliases=(name,),
            mentions=(Span(start, start + len(name)),), confidence=1.0, rules=(),
        )  # fmt: skip

    speech, rates, plus = with_acronyms(map(entity, ("Speech recognition", "success rates", "SR+")), text, homonyms)
    assert [text[span.start : span.end] for span in speech.mentions] == ["Speech recognition", "SR"]
    assert [span.start for span in rates.mentions] == [text.index("success"), text.index("SR):"), text.index("SR.")]
    assert plus.mentions == (Span(text.index("SR+"), text.index(" is")),)
