import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="needs PyTorch: pip install -r requirements/train.txt")

from paperkg.extraction.mentions.tagger import Tagger  # noqa: E402
from paperkg.extraction.mentions.tags import LABELS, TAGS  # noqa: E402
from paperkg.extraction.words.vectors import WordTable  # noqa: E402
from paperkg.training.tagger_network import BLOCKS, Example, Features, Network, Schedule, apply_network, train_network  # noqa: E402

TABLE = WordTable(
    np.random.default_rng(0).normal(size=(50, 8)).astype(np.float32), {"we": 0}, np.ones((1, 3), dtype=np.float32)
)
WORDS = tuple("FooNet : a model We present FooNet .".split())


def _trained(seed: int) -> tuple[Network, Features]:
    torch.manual_seed(seed)
    features = Features(TABLE)
    tags = np.eye(len(TAGS), dtype=np.float32)[[5, 0, 0, 0, 0, 0, 5, 0]]
    network = Network(features.width, 0.1)
    return train_network(
        network, features, [Example(WORDS, 4, tags)] * 4, Schedule(epochs=40, rate=3e-3, rise=5)
    ), features


def test_numpy_runs_the_network_that_torch_trained() -> None:
    network, features = _trained(0)
    tagger = Tagger(TABLE, network.weights(), BLOCKS, LABELS)
    expected = apply_network(network, features, [(WORDS, 4)])[0]
    assert np.allclose(tagger.read(WORDS, 4).logs, expected, atol=1e-4)


def test_it_learns_and_the_same_each_time() -> None:
    network, features = _trained(0)
    again, _ = _trained(0)
    logs = apply_network(network, features, [(WORDS, 4)])[0]
    assert logs.argmax(axis=1).tolist() == [5, 0, 0, 0, 0, 0, 5, 0]
    assert all(np.array_equal(a, b) for a, b in zip(network.weights().values(), again.weights().values(), strict=True))
