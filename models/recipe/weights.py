"""Carries e5's weights into our encoder: whole (teacher) or cut down (student: fewer pieces, narrow embeddings, fewer layers, the FFN's strongest units)."""

import numpy as np
import torch

from .bert import HEAD_SIZE, Encoder, Layer
from .config import Config
from .e5 import E5


def tensor(array: np.ndarray) -> torch.Tensor:
    return torch.from_numpy(np.array(array, np.float32))


def teacher_encoder(e5: E5, positions: int) -> Encoder:
    s = e5.shape
    encoder = Encoder(s["vocabulary"], s["hidden"], s["layers"], s["heads"], s["ffn"], positions, epsilon=e5.epsilon)
    t = e5.tensors
    state = {"word.weight": tensor(t["emb.word"]), "position.weight": tensor(t["emb.pos"][:positions] + t["emb.type"].reshape(-1, s["hidden"])[0]),
             "ln.weight": tensor(t["emb.ln.w"]), "ln.bias": tensor(t["emb.ln.b"])}
    for i in range(s["layers"]):
        for part in ("q", "k", "v", "ao", "fi", "fo", "aln", "oln"):
            state[f"layers.{i}.{part}.weight"] = tensor(t[f"l{i}.{part}.w"])
            state[f"layers.{i}.{part}.bias"] = tensor(t[f"l{i}.{part}.b"])
    encoder.load_state_dict(state)
    return encoder


@torch.no_grad()
def cut_down(teacher: Encoder, student: Encoder, rows: list[int], counts: np.ndarray, config: Config) -> None:
    """Fills `student`. `rows`: the teacher's ids by our ids; `counts`: uses of each, weighting the fit of the narrow embeddings."""
    word = teacher.word.weight[rows]
    weight = torch.from_numpy(np.sqrt(counts + 1.0)).float()[:, None]
    mean = (word * weight).sum(0) / weight.sum()
    _, _, basis = torch.linalg.svd((word - mean) * weight.sqrt(), full_matrices=False)
    basis = basis[: config.embedding]  # [embedding, hidden], rows orthonormal
    # Turned at random, so that no axis is larger than another: a row's 4 bits share one scale.
    basis = torch.linalg.qr(torch.randn(config.embedding, config.embedding, generator=torch.Generator().manual_seed(config.seed)))[0] @ basis
    student.word.weight.copy_((word - mean) @ basis.T)
    student.widen.weight.copy_(basis.T)
    student.position.weight.copy_(teacher.position.weight + mean)
    student.ln.load_state_dict(teacher.ln.state_dict())
    step = (len(teacher.layers) - 1) / (config.layers - 1)  # from the first to the last: what the last one makes is what the student is to follow
    for target, source in zip(student.layers, (teacher.layers[round(i * step)] for i in range(config.layers))):
        units = strongest_heads(source, config.heads)
        for part in ("q", "k", "v"):
            getattr(target, part).weight.copy_(getattr(source, part).weight[units])
            getattr(target, part).bias.copy_(getattr(source, part).bias[units])
        lost = source.v.bias.clone()
        lost[units] = 0  # what the dropped heads' biases added still holds
        target.ao.weight.copy_(source.ao.weight[:, units])
        target.ao.bias.copy_(source.ao.bias + source.ao.weight @ lost)
        for part in ("aln", "oln"):
            getattr(target, part).load_state_dict(getattr(source, part).state_dict())
        keep = (source.fi.weight.norm(dim=1) * source.fo.weight.norm(dim=0)).topk(config.ffn).indices.sort().values
        target.fi.weight.copy_(source.fi.weight[keep])
        target.fi.bias.copy_(source.fi.bias[keep])
        target.fo.weight.copy_(source.fo.weight[:, keep])
        target.fo.bias.copy_(source.fo.bias)


def strongest_heads(layer: Layer, heads: int) -> torch.Tensor:
    """Rows of q, k and v that belong to the heads whose value-output product is largest."""
    value = layer.v.weight.unflatten(0, (layer.heads, HEAD_SIZE))  # [heads, size, hidden]
    out = layer.ao.weight.unflatten(1, (layer.heads, HEAD_SIZE))  # [hidden, heads, size]
    strength = torch.einsum("ohs,hsi->hoi", out, value).flatten(1).norm(dim=1)
    chosen = strength.topk(heads).indices.sort().values
    return (chosen[:, None] * HEAD_SIZE + torch.arange(HEAD_SIZE)).flatten()
