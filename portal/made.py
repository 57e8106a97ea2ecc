"""Static files that are made from packages: the sprite of icons, the typeface's style sheet, their licences.

They are written once under the digest of their content, so that a file which a running server knows never changes.
"""

import hashlib
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

from portal import icons, typeface


class MadeStorage(FileSystemStorage):
    """A folder whose files are named ``made/…``."""

    prefix = "made"


class MadeFinder(BaseFinder):
    """Offers them to Django and WhiteNoise as ``made/…``, beside what stands in static/."""

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        found = next((storage.path(name) for name, storage in self.list(None) if f"made/{name}" == path), None)
        return [found] if find_all and found else found or []

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, FileSystemStorage]]:
        scripts = _scripts()
        yield from ((name, _storage(written())) for name in _texts())
        yield from ((typeface.file_of(script).name, _storage(typeface.PLACE)) for script in scripts)


def has_typeface() -> bool:
    """Whether this process offers one."""
    return bool(_scripts())


@cache
def written() -> Path:
    """The folder that holds what was made, writing what is not there yet."""
    texts = _texts()
    digest = hashlib.sha256("\0".join(texts.values()).encode()).hexdigest()[:16]
    folder = Path(settings.VAR) / "made" / digest
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        if not (folder / name).exists():
            part = folder / f"{name}.part"
            part.write_text(text, encoding="utf-8")
            part.replace(folder / name)
    return folder


@cache
def _scripts() -> tuple[str, ...]:
    """What was cut when this process first asked: later ones wait for the next start."""
    return tuple(typeface.present())


@cache
def _texts() -> dict[str, str]:
    texts = {"icons.svg": icons.sprite(), "icons-licence.txt": icons.licence()}
    if scripts := _scripts():
        texts |= {"face.css": typeface.sheet(list(scripts)), "inter-licence.txt": typeface.licence()}
    return texts


@cache
def _storage(folder: Path) -> FileSystemStorage:
    return MadeStorage(location=folder)
