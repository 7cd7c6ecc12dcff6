"""Data-parallel helpers on one machine: a process per core, one exchange of gradients a step.

One process with several threads meets at a barrier in every operator and crawls as soon as another program wants a core; two processes
with a thread each meet once a step. `RANK`, `WORLD_SIZE` and `RENDEZVOUS` (a file) are set by `launch`.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence

import torch
import torch.distributed as dist
from torch import Tensor

RANK, WORLD = int(os.environ.get("RANK", 0)), int(os.environ.get("WORLD_SIZE", 1))


def launch(count: int, arguments: Sequence[str]) -> None:
    """Runs `python -m recipe ...` `count` times, one thread each, and waits; any failure ends all."""
    with tempfile.TemporaryDirectory() as folder:
        shared = {**os.environ, "WORLD_SIZE": str(count), "RENDEZVOUS": f"{folder}/meet", "OMP_NUM_THREADS": "1"}
        running = [subprocess.Popen([sys.executable, "-m", "recipe", *arguments], env={**shared, "RANK": str(rank)}) for rank in range(count)]
        try:
            while any(process.poll() is None for process in running):
                if any(process.poll() for process in running):
                    raise SystemExit("a worker failed")
                time.sleep(0.5)
            if any(process.returncode for process in running):
                raise SystemExit("a worker failed")
        finally:
            for process in running:
                process.kill()


def join() -> None:
    if WORLD > 1 and not dist.is_initialized():
        dist.init_process_group("gloo", init_method=f"file://{os.environ['RENDEZVOUS']}", rank=RANK, world_size=WORLD)


def wait() -> None:
    if WORLD > 1:
        join()
        dist.barrier()


def average_gradients(parameters: Sequence[Tensor]) -> None:
    if WORLD > 1:
        gradients = [p.grad for p in parameters]
        flat = torch.cat([g.reshape(-1) for g in gradients])
        dist.all_reduce(flat)
        flat /= WORLD
        for gradient, piece in zip(gradients, flat.split([g.numel() for g in gradients])):
            gradient.copy_(piece.view_as(gradient))
