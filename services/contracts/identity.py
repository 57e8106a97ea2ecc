"""Which engine this is, to the letter: what judges the same bytes under the same edition says the same of them."""

import os
import sys
from collections.abc import Iterator
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

HERE = Path(__file__).parent


def edition() -> str:
    """A digest of the engine's own files, of this Python, and of the packages beside it. The number of a version alone
    would be the same while a rule is being written."""
    return _digest(HERE, tuple(sorted(_files(str(HERE)))))


def _files(folder: str) -> Iterator[tuple[str, int, int]]:
    """Path, time of the last change and size: files that are the same in these are not read again for each check."""
    with os.scandir(folder) as entries:
        for one in entries:
            if one.is_dir():
                yield from _files(one.path)
            elif one.name.endswith((".py", ".json")):
                told = one.stat()
                yield one.path, told.st_mtime_ns, told.st_size


@lru_cache(maxsize=1)
def _digest(home: Path, files: tuple[tuple[str, int, int], ...]) -> str:
    told = sha256(_beside())
    for path in sorted(Path(path) for path, *_ in files):
        told.update(f"\0{path.relative_to(home).as_posix()}\0".encode())
        told.update(path.read_bytes())
    return told.hexdigest()


@lru_cache(maxsize=1)
def _beside() -> bytes:
    """Parsers come from packages: they change when they are installed anew, which ends the processes that use them."""
    from importlib.metadata import distributions

    names = sorted({f"{one.name} {one.version}" for one in distributions()})
    return "\n".join([sys.version, *names]).encode()
