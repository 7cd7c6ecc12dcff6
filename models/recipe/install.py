"""Stage `install`: puts the exported folder, once it passed parity, in its place; files are swapped in, the manifest last, so that a reader never sees half a model."""

from pathlib import Path

from .config import Config
from .export import FILES, folder_of


def run(config: Config, work: Path, name: str, out: Path) -> None:
    folder = folder_of(work, name)
    (out / "onnx").mkdir(parents=True, exist_ok=True)
    for file in (*FILES, "manifest.json"):
        partial = out / f"{file}.partial"
        partial.write_bytes((folder / file).read_bytes())
    for file in (*FILES, "manifest.json"):
        (out / f"{file}.partial").replace(out / file)
        print(f"{(out / file).stat().st_size:>9,} {file}")
