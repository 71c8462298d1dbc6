"""Keys of surface forms, and where they stand."""

from paperkg.extraction.mentions.forms import form_key, places_of_keys
from paperkg.extraction.vocabulary.word_lists import shipped_word_lists


def test_keys_fold_case_hyphens_blanks_and_plural() -> None:
    assert form_key(["Vision-Language", "Models"]) == form_key(["vision", "language", "model"])
    assert form_key(["LoRA"]) == "lora"


def test_phrases_cross_no_stop_and_have_no_function_word_at_their_ends() -> None:
    places = places_of_keys("the mixture of experts , and experts".split(), shipped_word_lists().function_words)
    assert places["mixtureofexpert"] == [(1, 4)]
    assert places["expert"] == [(3, 4), (6, 7)]
    assert not {"themixture", "mixtureof", "expertand"} & places.keys()
