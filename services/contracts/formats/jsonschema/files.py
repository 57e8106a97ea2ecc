"""Several JSON or YAML files as one document: the one to begin with, and those of the bundle that it refers to."""

import posixpath
from collections.abc import Iterable, Iterator
from urllib.parse import unquote

from ...bundle import Sources, unread_file
from ...document import Tree
from ...limits import NotChecked
from ...model import Flaw, Value
from ...places import File, Path, Place, Span


class Files:
    """The trees by the names of their files. A path that begins with a `File` stands in that file, any other one in
    the main file. Nothing outside the bundle is ever opened."""

    def __init__(self, sources: Sources) -> None:
        """Raises NotChecked when one of the files that are the contract itself is neither JSON nor YAML."""
        self.main = sources.main.name
        self.trees: dict[str, Tree] = {one.name: one.tree for one in sources.own}
        self.unreadable: dict[str, NotChecked] = {}
        self._beside = sources.beside
        if len(sources.beside) > 1:
            self._gather()
        self.places = {name: Place(None, () if name == self.main else (File(name),)) for name in self.trees}

    @property
    def root(self) -> Value:
        return self.trees[self.main].root

    @property
    def place(self) -> Place:
        return self.places[self.main]

    def _gather(self) -> None:
        """Reads whatever the files refer to, and what that refers to."""
        waiting = list(self.trees)
        while waiting:
            base = waiting.pop()
            for address in set(_addresses(self.trees[base].root)):
                name = named(base, address)
                if name is None or name in self.trees or name in self.unreadable or name not in self._beside:
                    continue
                try:
                    self.trees[name] = self._beside[name].tree
                except NotChecked as reason:
                    if reason.code == "check-timed-out":
                        raise
                    self.unreadable[name] = reason
                else:
                    waiting.append(name)

    def file_of(self, place: Place) -> str:
        """The name of the file in which a place stands."""
        if len(self.trees) == 1:
            return self.main
        while place.above is not None:
            place = place.above
        return self._split(place.steps)[0]

    def _split(self, path: Path) -> tuple[str, Path]:
        first = path[0] if path else None
        return (str(first), path[1:]) if isinstance(first, File) else (self.main, path)

    def value(self, path: Path) -> Value:
        """What stands at a path, None where it leads nowhere."""
        name, inner = self._split(path)
        tree = self.trees.get(name)
        node = tree.root if tree else None
        for step in inner:
            if isinstance(node, dict):
                node = node.get(str(step))
            elif isinstance(node, list) and isinstance(step, int) and step < len(node):
                node = node[step]
            else:
                return None
        return node

    def spans(self, paths: Iterable[Path]) -> dict[Path, Span]:
        if len(self.trees) == 1:
            return self.trees[self.main].spans(paths)
        by_file: dict[str, dict[Path, Path]] = {}
        for path in paths:
            name, inner = self._split(path)
            by_file.setdefault(name, {})[path] = inner
        spans: dict[Path, Span] = {}
        for name, inside in by_file.items():
            found = self.trees[name].spans(inside.values())
            spans.update((path, found[inner]) for path, inner in inside.items())
        return spans

    def flaws(self) -> Iterator[Flaw]:
        for name, tree in self.trees.items():
            for flaw in tree.flaws():
                if name == self.main:
                    yield flaw
                else:
                    place = self.places[name].to(*flaw.place.path, name=f"{name}#{flaw.place.key}")
                    yield Flaw(flaw.rule, place, flaw.message, flaw.span)
        for reason in self.unreadable.values():
            yield unread_file(reason)

    def own_path(self, path: Path, words: dict[str, str]) -> Path:
        name, inner = self._split(path)
        own = self.trees[name].own_path(inner, words)
        return own if name == self.main else (File(name), *own)


def read(sources: Sources, dialect: str) -> Files:
    """The document of every format that is written in JSON or YAML."""
    return Files(sources)


def named(base: str, address: str) -> str | None:
    """The file that a reference means, seen from the file `base`, by its name in the bundle. None: it leads out."""
    address = address.partition("#")[0]
    if not address:
        return base
    if "%" in address:
        address = unquote(address)
    if address.startswith("/") or "\\" in address or "?" in address or ":" in address.split("/", 1)[0]:
        return None
    joined = posixpath.normpath(posixpath.join(posixpath.dirname(base), address))
    return None if joined.split("/", 1)[0] == ".." else joined


def _addresses(root: Value) -> Iterator[str]:
    """What the references of a document say, without those that stay in it."""
    waiting = [root]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            ref = value.get("$ref")
            if isinstance(ref, str) and not ref.startswith("#"):
                yield ref
            waiting += [one for one in value.values() if isinstance(one, dict | list)]
        elif isinstance(value, list):
            waiting += [one for one in value if isinstance(one, dict | list)]
