"""The layers of the networks in PyTorch, for training; `paperkg.extraction.layers` runs the same ones with numpy."""

import torch
from torch import Tensor, nn
from torch.nn import functional

from paperkg.extraction.layers import HEADS
from paperkg.extraction.words.vectors import Floats

torch.use_deterministic_algorithms(True)  # else threads add up gradients of repeated words in any order


class Maxout(nn.Module):
    """The greater of two linear layers at each output."""

    def __init__(self, inputs: int, outputs: int) -> None:
        super().__init__()
        self.l = nn.Linear(inputs, 2 * outputs)

    def forward(self, x: Tensor) -> Tensor:
        """Anything by inputs to anything by outputs."""
        first, second = self.l(x).chunk(2, dim=-1)
        return torch.maximum(first, second)


class Attention(nn.Module):
    """Every word as the others bear on it."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.q = nn.Linear(width, 3 * width)
        self.o = nn.Linear(width, width)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        """Papers by words by width to the same.

        Args:
            x: the words.
            mask: what is added to the scores, or, as truth values, who is seen; papers by heads by words by words, or
                what can be stretched to that.
        """
        papers, length, width = x.shape
        queries, keys, values = (
            part.view(papers, length, HEADS, width // HEADS).transpose(1, 2) for part in self.q(x).chunk(3, dim=-1)
        )
        seen = functional.scaled_dot_product_attention(queries, keys, values, attn_mask=mask)
        out: Tensor = self.o(seen.transpose(1, 2).reshape(papers, length, width))
        return out


def convolved(x: Tensor, layer: Maxout) -> Tensor:
    """A layer over every word with its two neighbors: papers by words by width to papers by words by outputs."""
    padded = functional.pad(x, (0, 0, 1, 1))
    out: Tensor = layer(torch.cat((padded[:, :-2], padded[:, 1:-1], padded[:, 2:]), dim=-1))
    return out


def numpy_weights(network: nn.Module) -> dict[str, Floats]:
    """The weights as `paperkg.extraction` wants them: by name, the matrices of linear layers transposed."""
    matrices = {f"{name}.weight" for name, module in network.named_modules() if isinstance(module, nn.Linear)}
    arrays: dict[str, Floats] = {name: tensor.detach().numpy() for name, tensor in network.state_dict().items()}
    return {name: array.T if name in matrices else array for name, array in arrays.items()}
