"""A BERT encoder (post-LN, GELU) small enough to read, that may look at its tokens in pairs after a few layers, and the three-part head."""

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from .config import MULTILINGUAL, Config
from .rounding import nibbles, round_like_int8

HEAD_SIZE = 32  # e5's; a student with fewer heads is narrower inside its attention


def drop(x: Tensor, share: float, training: bool) -> Tensor:
    """Dropout with one mask for all tokens of a row [batch, (tokens,) width]: a mask per token would cost a tenth of a training step on a CPU."""
    if not training or share <= 0:
        return x
    shape = (x.shape[0], *(1 for _ in x.shape[1:-1]), x.shape[-1])
    return x * (torch.rand(shape, device=x.device) >= share).to(x.dtype).div(1 - share)


class Layer(nn.Module):
    """One post-LN block: [batch, tokens, hidden] -> the same. With a `limit` its products read nothing beyond it, and GELU is a ReLU that ends there."""

    def __init__(self, hidden: int, heads: int, ffn: int, epsilon: float, limit: float | None):
        super().__init__()
        self.limit = limit
        self.heads, inner = heads, heads * HEAD_SIZE
        self.q, self.k, self.v = (nn.Linear(hidden, inner) for _ in range(3))
        self.ao = nn.Linear(inner, hidden)
        self.aln, self.oln = nn.LayerNorm(hidden, epsilon), nn.LayerNorm(hidden, epsilon)
        self.fi, self.fo = nn.Linear(hidden, ffn), nn.Linear(ffn, hidden)

    def fuse(self) -> None:
        """For export: one product instead of two or three over the same input, the attention's scale inside the query."""
        self.q.weight.data, self.q.bias.data = self.q.weight * HEAD_SIZE**-0.5, self.q.bias * HEAD_SIZE**-0.5
        self.kv, self.qkv = joined(self.k, self.v), joined(self.q, self.k, self.v)

    def project(self, x: Tensor, seen: Tensor) -> tuple[Tensor, ...]:
        if not hasattr(self, "qkv"):
            return self.q(x) * HEAD_SIZE**-0.5, self.k(seen), self.v(seen)
        return self.qkv(x).chunk(3, -1) if seen is x else (self.q(x), *self.kv(seen).chunk(2, -1))

    def attend(self, x: Tensor, seen: Tensor, bias: Tensor) -> Tensor:
        q, k, v = (t.unflatten(-1, (self.heads, -1)).transpose(1, 2) for t in self.project(x, seen))
        # Written out: the fused attention's backward pass takes a third of a training step on a CPU.
        return (torch.softmax(q @ k.transpose(-1, -2) + bias, -1) @ v).transpose(1, 2).flatten(2)

    def forward(self, x: Tensor, bias: Tensor, dropout: float = 0.0, rounded: bool = False, seen: Tensor | None = None) -> Tensor:
        """`seen` [batch, tokens, hidden] is what `x` attends to where that is not `x` itself; `bias` goes with it."""
        coarse = round_like_int8 if rounded else lambda t: t
        reads = coarse(self.bound(x))
        context = self.ao(coarse(self.attend(reads, reads if seen is None else coarse(self.bound(seen)), bias)))
        x = self.aln(x + drop(context, dropout, self.training))
        inner = self.fo(coarse(self.activate(self.fi(coarse(self.bound(x))))))
        return self.oln(x + drop(inner, dropout, self.training))

    def bound(self, x: Tensor) -> Tensor:
        return x if self.limit is None else x.clamp(-self.limit, self.limit)

    def activate(self, x: Tensor) -> Tensor:
        return F.gelu(x) if self.limit is None else x.clamp(0.0, self.limit)


def joined(*parts: nn.Linear) -> nn.Linear:
    whole = nn.Linear(parts[0].in_features, sum(part.out_features for part in parts))
    whole.weight.data, whole.bias.data = torch.cat([part.weight for part in parts]).detach(), torch.cat([part.bias for part in parts]).detach()
    return whole


def pair(x: Tensor, count: Tensor) -> tuple[Tensor, Tensor]:
    """[batch, tokens, hidden] with how many tokens each stands for [batch, tokens] (0 is padding) -> the same of half as many, each the mean of two neighbours."""
    x, later = x * count[:, :, None], F.pad(count, (0, 1))
    total = count[:, 0::2] + later[:, 1::2]
    both = x[:, 0::2] + F.pad(x, (0, 0, 0, 1))[:, 1::2]
    return both / total.clamp_min(1.0)[:, :, None], total


def hide(count: Tensor) -> Tensor:
    """What attention adds where [batch, tokens] is padding: [batch, 1, 1, tokens]."""
    return (count[:, None, None, :].clamp_max(1) - 1) * 1e4


class Encoder(nn.Module):
    """ids, mask int64 [batch, tokens] -> hidden states f32 [batch, tokens, hidden] and their masked mean [batch, hidden].

    `paired`: the layer from which on two neighbouring tokens are one; `limit`: what a product of a layer reads lies within -limit..limit, because one
    unit in hundreds runs ten times as high as the rest and would take int8's 256 steps for itself; `embedding`: width of word embeddings of 4 bits.
    """

    def __init__(self, vocabulary: int, hidden: int, layers: int, heads: int, ffn: int, positions: int, embedding: int = 0, epsilon: float = 1e-12, paired: int | None = None, limit: float | None = None):
        super().__init__()
        self.dropout = 0.1
        self.rounded = False  # train with the rounding that int8 will bring
        self.paired = layers if paired is None else paired
        self.word = nn.Embedding(vocabulary, embedding or hidden)
        self.widen = nn.Linear(embedding, hidden, bias=False) if embedding else nn.Identity()
        self.position = nn.Embedding(positions, hidden)  # token type 0 is added into it
        self.ln = nn.LayerNorm(hidden, epsilon)
        self.layers = nn.ModuleList(Layer(hidden, heads, ffn, epsilon, limit) for _ in range(layers))

    def embed(self, ids: Tensor) -> Tensor:
        word = self.word(ids)
        if self.rounded:
            word = nibbles(word)
        place = torch.arange(ids.shape[1], device=ids.device)
        return self.ln(self.widen(word) + self.position(place))

    @torch.no_grad()
    def settle(self) -> None:
        """Leaves the word embeddings on the 16 levels that the exported files have."""
        self.word.weight.copy_(nibbles(self.word.weight))

    def forward(self, ids: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        x = drop(self.embed(ids), self.dropout, self.training)
        count = mask.to(torch.float32)
        bias = hide(count)
        for i, layer in enumerate(self.layers):
            if i == self.paired:  # pairs look at the single tokens once more
                single, (x, count) = x, pair(x, count)
                x, bias = layer(x, bias, self.dropout, self.rounded, seen=single), hide(count)
            else:
                x = layer(x, bias, self.dropout, self.rounded)
        x = x.float()
        mean = (x * count[:, :, None]).sum(1) / count.sum(1, keepdim=True).clamp_min(1.0)
        if self.paired < len(self.layers):
            x = x.repeat_interleave(2, 1)[:, : ids.shape[1]]
        return x, mean


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

    def read(self, features: Tensor, habit: Tensor | float = 0.0) -> tuple[Tensor, Tensor, Tensor]:
        """`habit` [batch, 12]: what one annotator adds to the outputs."""
        out = self.out(features).float() + habit
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
        encoder = Encoder(config.vocabulary, config.hidden, config.layers, config.heads, config.ffn, config.max_tokens, config.embedding, paired=config.paired, limit=config.limit)
        model = cls(encoder, config.hidden)
        model.encoder.dropout = model.head.dropout = config.student_dropout
        return model

    def forward(self, ids: Tensor, mask: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        embedding = self.encoder(ids, mask)[1]
        return (*self.head(embedding), embedding)
