"""A ruleset that was handed in: one file, or several in an archive that extend each other. Nothing else is opened."""

import posixpath
from collections.abc import Mapping
from pathlib import PurePosixPath

from ..bundle import is_packed, unpack
from ..limits import Limits
from . import builtin, scripted
from .loading import IN_FOLDER, SCRIPTS, Loader, is_address
from .merging import Data
from .mistakes import Mistake

LONGEST_NAME = 120
"""Characters of a rule's name: it becomes a part of what findings, waivers and addresses are called."""


class PackedLoader(Loader):
    """Looks for what is extended among the files that came along."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        super().__init__(None)
        self.given = files

    def file(self, name: str) -> Data:
        return self.text(name, self.given[name])

    def text(self, name: str, content: bytes) -> Data:
        data = super().text(name, content)
        bodies = [((), data), *((("overrides", at), one) for at, one in enumerate(data.get("overrides", ())))]
        long = [
            ((*path, "rules", rule), f"The name of a rule has up to {LONGEST_NAME} characters.")
            for path, body in bodies
            for rule in body.get("rules", {})
            if len(rule) > LONGEST_NAME
        ]
        if long:
            self.note(name, long)
        return data

    def _where(self, wanted: str, name: str) -> str | Mistake:
        if wanted in builtin.FOLDERS:
            return wanted
        if wanted.startswith("spectral:"):
            return Mistake(name, f"There is no ruleset {wanted!r}; there is {', '.join(builtin.FOLDERS)}.")
        if is_address(wanted):
            return Mistake(name, f"{wanted!r} is an address, and none is opened. Put its file into the archive.")
        path = posixpath.normpath(posixpath.join(posixpath.dirname(name), wanted))
        if wanted.endswith(SCRIPTS):
            return Mistake(name, f"{wanted!r} {scripted.refused(self.given.get(path, b''))}")
        if path in self.given:
            return path
        inside = next((one for file in IN_FOLDER if (one := posixpath.join(path, file)) in self.given), None)
        if inside is not None:
            return inside
        alone = len(self.given) == 1
        said = "is no ruleset of Homeport" + ("" if alone else " and no file of the archive")
        where = "Send the files as one ZIP archive." if alone else "Names are seen from the file that extends."
        ours = ", ".join(builtin.FOLDERS)
        return Mistake(name, f"{wanted!r} {said}. {where} Without a file there is {ours}.")


def opened(data: bytes, limits: Limits) -> dict[str, bytes]:
    """The files by name; "" is the name of one that came alone. Raises NotChecked for a damaged archive."""
    return unpack(data, limits) if is_packed(data) else {"": data}


def main_of(files: Mapping[str, bytes]) -> str | None:
    """The file to begin with: the only one, or that with a ruleset's own name that lies least deep."""
    if len(files) == 1:
        return next(iter(files))
    called = [name for name in files if PurePosixPath(name).name in IN_FOLDER]
    depth = min((name.count("/") for name in called), default=0)
    highest = [name for name in called if name.count("/") == depth]
    return min(highest, key=lambda name: IN_FOLDER.index(PurePosixPath(name).name)) if highest else None
