"""Patterns: names that a paper coins or that the words around them give away.

Titles "NAME: …", "we propose NAME", "called NAME", and words written as names are ("FlashAttention",
"GPT-4o", "Qwen2.5-7B"), typed by the nouns beside them ("on the NAME dataset").
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from spacy.attrs import (  # type: ignore[import-not-found]  # spaCy ships no stub of it
    IDX,
    LENGTH,
    SENT_START,
    SPACY,
)
from spacy.language import Language
from spacy.tokens import Doc
from spacy.tokens import Span as DocSpan

from paperkg.extraction.rules.paper_text import text_of
from paperkg.kinds import EntityType
from paperkg.model import Rule

PATTERNS = "patterns"
"""The span group of what the patterns find."""

# The nouns that say of the name beside them what it is.
HEAD_NOUNS: dict[str, EntityType] = {
    noun: kind
    for kind, nouns in {
        EntityType.BENCHMARK: "dataset datasets benchmark benchmarks corpus corpora leaderboard treebank testbed "
        "suite challenge database collection",
        EntityType.MODEL: "model models checkpoint checkpoints backbone backbones llm llms vlm vlms mllm mllms",
        EntityType.SOFTWARE: "library toolkit simulator simulators engine engines compiler package platform "
        "platforms tool gpu gpus cpu cpus hardware language languages environment api toolbox software system",
        EntityType.METHOD: "algorithm algorithms method methods framework frameworks approach approaches attack "
        "attacks architecture architectures network networks technique techniques loss optimizer strategy "
        "module mechanism paradigm pipeline training inference decoding",
        EntityType.METRIC: "score scores metric metrics",
        EntityType.TASK: "task tasks problem problems",
    }.items()
    for noun in nouns.split()
}

_PROPOSE = re.compile(
    r"(?:propos|introduc|present|develop|releas|design|devis|contribut|unveil|construct|build|creat|offer|describ|"
    r"launch|explor|formulat|publish|provid)(?:e|es|ed|ing|t|s)?$",
    re.IGNORECASE,
)
_CALLED = frozenset("called named termed dubbed coined namely denoted titled codenamed".split())
_SKIP = frozenset(
    "a an the our new novel simple efficient effective unified first general lightweight two three this that "
    "framework method model algorithm approach benchmark dataset system library toolkit corpus as we call "
    "large-scale open-source and , comprehensive multimodal".split()
)
# Inner capitals, or capitals with digits: in one part of the word, for "Long-Context" is no name.
_NAME_SHAPE = re.compile(r".*(?:[a-z0-9][A-Z]|[A-Z][A-Z]|[A-Z][a-z]*[-.+*@]?\d|[A-Z]-[A-Z]|[a-z]-\d|[A-Z]\*|\d[A-Z])")
_ARTICLES = (["a"], ["an"], ["the"], ["our"])
_LONGEST_PARENTHESIS = 16  # words, "NAME (Long Form of the Name), a dataset"
_QUANTITY = re.compile(
    r"[~<>]?\d+(?:[.,]\d+)*[-+]?(?:[BMKTGk]i?[Bb]?|GHz|MHz|D|x|X|V|W|th|nd|rd|st)[+s]?|\d+-(?:GPU|bit|Bit)"
)
_VERSION = re.compile(r"v?\d+(?:\.\d+)*[BMKkb]?")
# Capitals that are class words, fields, units and ordinary acronyms: names by shape alone, never entities.
_NO_NAME = frozenset(
    "LLM LLMs MLLM MLLMs VLM VLMs LVLM LVLMs SLM SLMs PLM PLMs LM LMs AI ML DL NLP CV NLU NLG DNN DNNs ANN ANNs NN "
    "NNs SOTA GPU GPUs CPU CPUs RAM DRAM TPU NPU FPGA API APIs URL HTTP HTTPS I II III IV US USA UK EU UN COVID "
    "COVID-19 GB MB KB TB GHz MHz FP32 FP16 FP8 INT8 INT4 BF16 1D 2D 3D 4D RGB RGB-D HD PDF HTML XML JSON ID IDs "
    "OOD IID LRM LRMs GenAI AGI IoT OS IT HCI ICLR ICML NeurIPS ACL EMNLP CVPR NAACL EACL COLING WMT SemEval IEEE "
    "ACM PhD STEM FAQ QA English Chinese TODO LaTeX GitHub".split()
)


@dataclass(frozen=True, slots=True)
class Find:
    """Tokens `start` to `end` are a name; `type` is None where nothing tells."""

    start: int
    end: int
    type: EntityType | None
    rule: Rule


def is_name_shaped(word: str) -> bool:
    """Whether a word is written as a name: inner capitals, or capitals with digits."""
    return (
        not word.islower()
        and bool(_NAME_SHAPE.match(word))
        and word not in _NO_NAME
        and "://" not in word
        and not _QUANTITY.fullmatch(word)
    )


@dataclass(frozen=True, slots=True)
class _Words:
    """The tokens of a document as plain columns: reading a token of spaCy's costs far more."""

    words: list[str]
    lowered: list[str]
    glued: list[bool]  # to the next word
    starts: list[bool]  # a sentence

    @classmethod
    def of(cls, doc: Doc) -> "_Words":
        rows = doc.to_array([IDX, LENGTH, SPACY, SENT_START]).tolist()
        text = text_of(doc).flat
        words = [text[start : start + length] for start, length, _, _ in rows]
        lowered = [word.lower() for word in words]
        return cls(words, lowered, [not row[2] for row in rows], [row[3] == 1 for row in rows])


def _title_name(text: _Words) -> Iterator[Find]:
    """`NAME: …` at the start of the title, of at most five words."""
    for i in range(1, min(len(text.words), 7)):
        if text.starts[i]:
            return
        if text.words[i] in {":", "—", "–"}:
            words = text.words[:i]
            capitalised = all(w[0].isupper() or w[0].isdigit() or not w[0].isalpha() for w in words)
            if is_name_shaped(words[0]) if i == 1 else (i <= 3 and capitalised and any(map(is_name_shaped, words))):
                yield Find(0, i, None, Rule.TITLE_NAME)
            elif i == 1 and words[0][0].isupper() and len(words[0]) > 3:
                yield Find(0, 1, None, Rule.TITLE_WORD)
            return


def _name_run(text: _Words, start: int) -> int:
    """End of the capitalised words from `start` on that make one name; `start` where there is none."""
    end = start
    while end < len(text.words) and end - start < 5 and not (end > start and text.starts[end]):
        word = text.words[end]
        joined = end > start and word in {"-", "/"} and text.glued[end]
        if not (word[0].isupper() or joined or (end > start and word[0].isdigit())) or word in _NO_NAME:
            break
        end += 1
    while end > start and text.words[end - 1] in {"-", "/"}:
        end -= 1
    return end


def _coined(text: _Words) -> Iterator[Find]:
    """Names after "we propose", "called" and their like."""
    for i, word in enumerate(text.lowered):
        called = word in _CALLED
        if not called and not _PROPOSE.match(word):
            continue
        start, stop = i + 1, min(i + (3 if called else 9), len(text.words))
        while start < stop and (text.lowered[start] in _SKIP or (not called and text.words[start].islower())):
            start += 1
        end = _name_run(text, start) if start < len(text.words) else start
        words = text.words[start:end]
        if not words or (len(words) == 1 and not is_name_shaped(words[0]) and not called):
            continue
        yield Find(start, end, _type_beside(text, start, end), Rule.CALLED if called else Rule.PROPOSED)


def _shaped(text: _Words) -> Iterator[Find]:
    """Words written as names, wherever they stand, with the sizes and versions that follow them."""
    i = 0
    while i < len(text.words):
        if not is_name_shaped(text.words[i]):
            i += 1
            continue
        end = i + 1
        while end < len(text.words) and end - i < 4 and _VERSION.fullmatch(text.words[end]):
            end += 1
        yield Find(i, end, _type_beside(text, i, end), Rule.SHAPE)
        i = end


def _after_parentheses(text: _Words, start: int) -> int:
    """The word after "(…)" where one begins at `start`, else `start`."""
    if text.words[start : start + 1] != ["("]:
        return start
    inside = text.words[start + 1 : start + _LONGEST_PARENTHESIS]
    return start + inside.index(")") + 2 if ")" in inside else start


def _type_beside(text: _Words, start: int, end: int) -> EntityType | None:
    """The type that the noun after the name gives it, or an apposition: "NAME, a new benchmark"."""
    if text.lowered[end : end + 1] and text.lowered[end] in HEAD_NOUNS:
        return HEAD_NOUNS[text.lowered[end]]
    for at in dict.fromkeys((end, _after_parentheses(text, end))):
        opening, *following = text.lowered[at : at + 9] or [""]
        if opening not in {",", "(", ":", "is"} or following[:1] not in _ARTICLES:
            continue
        for word in following:
            if word in {",", ".", "that", "which", ")", "for", "to", "with"}:
                break
            if word in HEAD_NOUNS:
                return HEAD_NOUNS[word]
    for word in reversed(text.lowered[max(0, start - 3) : start]):
        if word in HEAD_NOUNS and word not in {"language", "training", "inference"}:
            return HEAD_NOUNS[word]
        if word not in {
            ",",
            "and",
            "called",
            "named",
            "the",
            "like",
            "as",
            "such",
            "(",
            "including",
            "dubbed",
        }:
            break
    return None


@Language.component("paperkg_patterns")
def add_patterns(doc: Doc) -> Doc:
    """Adds candidate spans, the rule as their id, the type as label where something tells it."""
    text = _Words.of(doc)
    spans: list[DocSpan] = []
    for find in (*_title_name(text), *_coined(text), *_shaped(text)):
        span = DocSpan(doc, find.start, find.end, label=find.type.value if find.type else "")
        span.id_ = find.rule.value
        spans.append(span)
    doc.spans[PATTERNS] = spans
    return doc
