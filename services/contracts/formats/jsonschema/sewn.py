"""A document of several files written as one, for validators that know of one only."""

from typing import Any

from ...model import Value
from ...places import File, Path, Step
from .files import Files, named


class Apart:
    """One file of several, for itself."""

    def __init__(self, document: Files, name: str) -> None:
        self.document = document
        self.root: Value = document.trees[name].root
        self._above: Path = () if name == document.main else (File(name),)

    def own_path(self, path: Path) -> Path:
        return self.document.own_path((*self._above, *path), {})


class Sewn:
    """`root` is the main file with what stands in other files put in where it is first referred to; later references
    to the same stay as they are, so nothing grows. `own_path` leads back to where a thing really stands."""

    def __init__(self, document: Files) -> None:
        self.document = document
        self.root: Value = document.root
        self._seams: dict[Path, Path] = {}
        if len(document.trees) > 1:
            self._done: set[Path] = set()
            self.root = self._copied(document.root, (), (), document.main)

    def _copied(self, top: Value, here: Path, there: Path, file: str) -> Value:
        """A copy of a value without recursion: a chain of files may be as long as there are files."""
        holder: list[Any] = [top]
        waiting: list[tuple[Any, Step, Path, Path, str]] = [(holder, 0, here, there, file)]
        while waiting:
            above, step, here, there, file = waiting.pop()
            value = above[step]
            target = self._target(value, file)
            if target is not None:
                there, value = target
                file = str(there[0]) if there and isinstance(there[0], File) else self.document.main
                self._seams[here] = there
            if isinstance(value, dict):
                value = dict(value)
                waiting += [(value, one, (*here, one), (*there, one), file) for one in value]
            elif isinstance(value, list):
                value = list(value)
                waiting += [(value, one, (*here, one), (*there, one), file) for one in range(len(value))]
            above[step] = value
        return holder[0]

    def _target(self, value: Value, file: str) -> tuple[Path, Value] | None:
        """Where a reference into another file leads, the first time that one leads there."""
        ref = value.get("$ref") if isinstance(value, dict) else None
        if not isinstance(ref, str) or ref.startswith("#"):
            return None
        name = named(file, ref)
        fragment = ref.partition("#")[2]
        if name is None or name not in self.document.trees or name == self.document.main:
            return None
        if fragment and not fragment.startswith("/"):
            return None
        steps = [part.replace("~1", "/").replace("~0", "~") for part in fragment.split("/")[1:]]
        path: Path = (File(name), *steps)
        found = self.document.value(path)
        if path in self._done or not isinstance(found, dict):
            return None
        self._done.add(path)
        return path, found

    def own_path(self, path: Path) -> Path:
        """The path in the document of what stands at a path of `root`."""
        for end in range(len(path), -1, -1):
            seam = self._seams.get(path[:end])
            if seam is not None:
                return self.document.own_path((*seam, *path[end:]), {})
        return self.document.own_path(path, {})
