"""A BERT encoder (post-LN, GELU) small enough to read, with factorised word embeddings when `embedding < hidden`, and the three-part head."""

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from .config import MULTILINGUAL, Config

# One FFN unit in hundreds runs four times as high as the next and would take int8's steps for itself: so many stay float in the exported file.
PEAKED = 32
HEAD_SIZE = 32  # e5's; a student with fewer heads is narrower inside its attention


def round_like_int8(x: Tensor) -> Tensor:
    """What dynamic int8 makes of an input [batch, tokens, width]: 256 steps between a text's extremes; the gradient passes straight through."""
    low, high = x.detach().amin((1, 2), keepdim=True).clamp_max(0), x.detach().amax((1, 2), keepdim=True).clamp_min(0)
    step = ((high - low) / 255).clamp_min(1e-6)
    return x + (torch.round(x.detach() / step) * step - x.detach())


def drop(x: Tensor, share: float, training: bool) -> Tensor:
    """Dropout with one mask for all tokens of a row [batch, (tokens,) width]: a mask per token would cost a tenth of a training step on a CPU."""
    if not training or share <= 0:
        return x
    shape = (x.shape[0], *(1 for _ in x.shape[1:-1]), x.shape[-1])
    return x * (torch.rand(shape, device=x.device) >= share).to(x.dtype).div(1 - share)


class Layer(nn.Module):
    """One post-LN block: [batch, tokens, hidden] -> the same."""

    def __init__(self, hidden: int, heads: int, ffn: int, epsilon: float):
        super().__init__()
        self.heads, inner = heads, heads * HEAD_SIZE
        self.q, self.k, self.v = (nn.Linear(hidden, inner) for _ in range(3))
        self.ao = nn.Linear(inner, hidden)
        self.aln, self.oln = nn.LayerNorm(hidden, epsilon), nn.LayerNorm(hidden, epsilon)
        self.fi, self.fo = nn.Linear(hidden, ffn), nn.Linear(ffn, hidden)

    def fuse(self, peaks: Tensor) -> None:
        """For export: one product for query, key and value, the attention's scale inside the query; the FFN units of the highest `peaks` [ffn] apart from the rest."""
        scale = HEAD_SIZE**-0.5
        self.qkv = nn.Linear(self.q.in_features, 3 * self.q.out_features)
        self.qkv.weight.data = torch.cat([self.q.weight * scale, self.k.weight, self.v.weight]).detach()
        self.qkv.bias.data = torch.cat([self.q.bias * scale, self.k.bias, self.v.bias]).detach()
        order = peaks.argsort()
        self.fi.weight.data, self.fi.bias.data = self.fi.weight.detach()[order], self.fi.bias.detach()[order]
        columns = self.fo.weight.detach()[:, order]
        self.even, self.peaked = nn.Linear(len(order) - PEAKED, columns.shape[0]), nn.Linear(PEAKED, columns.shape[0], bias=False)
        self.even.weight.data, self.even.bias.data, self.peaked.weight.data = columns[:, :-PEAKED].clone(), self.fo.bias.detach(), columns[:, -PEAKED:].clone()

    def contract(self, inner: Tensor) -> Tensor:
        if not hasattr(self, "even"):
            return self.fo(inner)
        return self.even(inner[..., :-PEAKED]) + self.peaked(inner[..., -PEAKED:])

    def attend(self, x: Tensor, bias: Tensor) -> Tensor:
        def split(t: Tensor) -> Tensor:
            return t.unflatten(-1, (self.heads, -1)).transpose(1, 2)

        # Written out: the fused attention's backward pass takes a third of a training step on a CPU.
        if hasattr(self, "qkv"):
            q, k, v = map(split, self.qkv(x).chunk(3, -1))
        else:
            q, k, v = split(self.q(x)) * HEAD_SIZE**-0.5, split(self.k(x)), split(self.v(x))
        return torch.softmax(q @ k.transpose(-1, -2) + bias, -1) @ v

    def forward(self, x: Tensor, bias: Tensor, dropout: float = 0.0, rounded: bool = False) -> Tensor:
        coarse = round_like_int8 if rounded else lambda t: t
        context = self.ao(coarse(self.attend(coarse(x), bias).transpose(1, 2).flatten(2)))
        x = self.aln(x + drop(context, dropout, self.training))
        inner = self.contract(coarse(F.gelu(self.fi(coarse(x)))))
        return self.oln(x + drop(inner, dropout, self.training))


class Encoder(nn.Module):
    """ids, mask int64 [batch, tokens] -> hidden states f32 [batch, tokens, hidden] and their masked mean [batch, hidden]."""

    def __init__(self, vocabulary: int, hidden: int, layers: int, heads: int, ffn: int, positions: int, embedding: int = 0, epsilon: float = 1e-12):
        super().__init__()
        self.dropout = 0.1
        self.rounded = False  # train with the rounding that int8 will bring
        self.word = nn.Embedding(vocabulary, embedding or hidden)
        self.widen = nn.Linear(embedding, hidden, bias=False) if embedding else nn.Identity()
        self.position = nn.Embedding(positions, hidden)  # token type 0 is added into it
        self.ln = nn.LayerNorm(hidden, epsilon)
        self.layers = nn.ModuleList(Layer(hidden, heads, ffn, epsilon) for _ in range(layers))

    def forward(self, ids: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        place = torch.arange(ids.shape[1], device=ids.device)
        x = self.ln(self.widen(self.word(ids)) + self.position(place))
        x = drop(x, self.dropout, self.training)
        bias = ((1 - mask[:, None, None, :]) * -1e4).to(torch.float32)
        for layer in self.layers:
            x = layer(x, bias, self.dropout, self.rounded)
        x = x.float()
        weight = mask[:, :, None].to(x.dtype)
        return x, (x * weight).sum(1) / weight.sum(1).clamp_min(1.0)


class Head(nn.Module):
    """Mean embedding [batch, hidden] -> capability log-probabilities [batch, 8], difficulty on 1..5 [batch, 1], length logits [batch, 3].

    The share of `multilingual` is a sigmoid and the seven skills are a softmax of what remains, so that a language
    never competes with a skill; written out as eight log-probabilities a plain softmax gives the weights back.
    `sharpness` (skills) and `shift` (multilingual) are set by calibration.
    """

    def __init__(self, hidden: int, inner: int = 256):
        super().__init__()
        self.inner, self.out = nn.Linear(hidden, inner), nn.Linear(inner, 12)
        self.register_buffer("sharpness", torch.ones(1))
        self.register_buffer("share", torch.tensor([1.0, 0.0]))  # scale, shift of the multilingual logit
        self.register_buffer("length_sharpness", torch.ones(1))
        self.register_buffer("difficulty_line", torch.tensor([1.0, 0.0]))  # slope, offset
        self.dropout = 0.1

    def features(self, embedding: Tensor) -> Tensor:
        return drop(F.gelu(self.inner(embedding)), self.dropout, self.training)

    def forward(self, embedding: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        return self.read(self.features(embedding))

    def read(self, features: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        out = self.out(features).float()
        share = out[:, 7:8] * self.share[0] + self.share[1]
        skills = torch.log_softmax(out[:, :7] * self.sharpness, -1) - F.softplus(share)
        capabilities = torch.cat([skills[:, :MULTILINGUAL], -F.softplus(-share), skills[:, MULTILINGUAL:]], -1)
        difficulty = (out[:, 8:9] + 2.4) * self.difficulty_line[0] + self.difficulty_line[1]
        return capabilities, difficulty, out[:, 9:12] * self.length_sharpness


class Classifier(nn.Module):
    def __init__(self, encoder: Encoder, hidden: int):
        super().__init__()
        self.encoder, self.head = encoder, Head(hidden)

    @classmethod
    def student(cls, config: Config) -> "Classifier":
        """Of the student's sizes, its weights still to come."""
        return cls(Encoder(config.vocabulary, config.hidden, config.layers, config.heads, config.ffn, config.max_tokens, config.embedding), config.hidden)

    def forward(self, ids: Tensor, mask: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        embedding = self.encoder(ids, mask)[1]
        return (*self.head(embedding), embedding)
