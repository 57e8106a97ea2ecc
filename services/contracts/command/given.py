"""What was given to the command: files, folders, archives and standard input, turned into contracts to be judged.

Nothing is opened because a document says so: only what was named, and what lies below a folder that was named. Links
found in a folder are not followed.
"""

import os
import stat
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from fnmatch import fnmatch
from pathlib import Path, PurePath

from ..bundle import BESIDE, pack
from ..document import Source, too_large
from ..limits import Limits, NotChecked

STDIN = "-"
_NOT_SEARCHED = frozenset({"node_modules", "__pycache__"})
_ZIP = b"PK\x03\x04"


class Refused(Exception):
    """The command was asked for something it cannot do. The text is one line for a person."""


@dataclass(slots=True)
class Given:
    """One contract to be: its bytes are read when they are needed."""

    name: str
    """As a person finds it: the path of the file or the folder."""
    files: tuple[Path, ...] = ()
    """Several are packed, and `base` is the folder that their names begin in."""
    base: Path | None = None
    main: Path | None = None
    """The file to begin with, where it is not for the format or for a contract.yaml to say."""
    searched: Path | None = None
    """The folder in which it was found. None: it was named itself."""
    lenient: bool = False
    """May be something else than a contract."""
    reason: NotChecked | None = None
    held: bytes | None = field(default=None, repr=False)

    def read(self, limits: Limits) -> bytes:
        """Raises NotChecked for what is too much or cannot be read."""
        if self.reason:
            raise self.reason
        if self.held is not None:
            return self.held
        if self.base is None:
            return _content(self.files[0], limits.bytes)
        return self._packed(self.base, limits)

    def _packed(self, base: Path, limits: Limits) -> bytes:
        if len(self.files) > limits.files:
            said = f"The folder holds {len(self.files):,} files; up to {limits.files:,} are read of one contract."
            raise NotChecked("too-many-files", said)
        contents: dict[str, bytes] = {}
        left = limits.bytes
        for path in self.files:
            content = _content(path, left)
            left -= len(content)
            contents[path.relative_to(base).as_posix()] = content
        if self.main:
            _begin_with(contents, self.main.relative_to(base).as_posix(), limits)
        try:
            return pack(contents)
        except UnicodeEncodeError:
            raise NotChecked("not-read", "A file has a name that is not text.") from None

    def place(self, file: str, packed: bool) -> str:
        """The name of one of its files as a person finds it. `packed`: there are several."""
        if not file or not packed:
            return self.name
        return told(self.base / file) if self.base else f"{self.name}!/{file}"


def absolute(path: str | Path) -> Path:
    """The path from the root, without looking where links lead."""
    return Path(os.path.normpath(Path(path).absolute()))


def told(path: Path) -> str:
    """A path as text that can be printed, whatever bytes the file system has in it."""
    return os.path.normpath(path).encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _content(path: Path, most: int) -> bytes:
    try:
        with path.open("rb") as file:
            content = file.read(most + 1)
            if len(content) <= most:
                return content
            size = os.fstat(file.fileno()).st_size
    except (OSError, ValueError) as error:
        raise NotChecked("not-read", f"{told(path)}: {getattr(error, 'strerror', None) or error}.") from None
    raise too_large(max(size, most + 1), most)


def _begin_with(contents: dict[str, bytes], main: str, limits: Limits) -> None:
    """Says in a contract.yaml of our own which file to begin with; the facts of one that was there are kept."""
    import orjson

    facts: object = {}
    for name in sorted(contents):
        if PurePath(name).name in BESIDE and name != main:
            said = told_beside(contents[name], limits)
            if said is not None:
                del contents[name]
                facts = said.get("facts") or facts
    free = next((name for name in sorted(BESIDE) if name not in contents), None)
    if free is None:
        raise NotChecked("main-missing", "contract.yaml and contract.yml are both taken, so no main file can be named.")
    contents[free] = orjson.dumps({"main": main, "facts": facts})


def told_beside(content: bytes, limits: Limits) -> dict[str, object] | None:
    """What a contract.yaml says, None when the file is something else of that name."""
    try:
        root = Source(content, limits).tree.root
    except NotChecked as reason:
        if reason.code == "empty":
            return {}
        return None
    return root if isinstance(root, dict) and root.keys() <= {"main", "facts"} else None


@dataclass(slots=True)
class Search:
    """How folders are searched."""

    limits: Limits
    exclude: tuple[str, ...] = ()
    links: int = 0
    """Links that were met and not followed."""

    def is_out(self, path: Path) -> bool:
        said = path.as_posix()
        return any(fnmatch(said, pattern) or fnmatch(path.name, pattern) for pattern in self.exclude)

    def contracts(self, root: Path) -> Iterator[Given]:
        """The contracts below a folder: a folder with a contract.yaml is one, elsewhere every file may be one."""
        waiting = [root]
        while waiting:
            folder = waiting.pop()
            try:
                files, folders = self._listed(folder)
            except OSError as error:
                said = NotChecked("not-read", f"The folder cannot be opened: {error.strerror}.")
                yield Given(told(folder), reason=said)
                continue
            if self._is_contract(files):
                mine, others = self._below(folder, files, folders)
                waiting += others[::-1]
                yield Given(told(folder), tuple(mine), folder)
            else:
                waiting += folders[::-1]
                yield from (Given(told(path), (path,), searched=root, lenient=True) for path in files)

    def files(self, root: Path) -> list[Path]:
        """Every file below a folder."""
        found, waiting = list[Path](), [root]
        while waiting:
            files, folders = self._listed(waiting.pop())
            found += files
            waiting += folders[::-1]
            self._hold(found)
        return found

    def _below(self, root: Path, files: list[Path], folders: list[Path]) -> tuple[list[Path], list[Path]]:
        """The files of the contract in a folder, and the folders below that are contracts of their own."""
        mine, others = list(files), []
        waiting = folders[::-1]
        while waiting:
            folder = waiting.pop()
            try:
                files, folders = self._listed(folder)
            except OSError:
                others.append(folder)  # said when it is its turn
                continue
            if self._is_contract(files):
                others.append(folder)
            else:
                mine += files
                waiting += folders[::-1]
                if len(mine) > self.limits.files:
                    break
        return mine, others

    def _hold(self, found: list[Path]) -> None:
        if len(found) > self.limits.files:
            raise Refused(f"There are more than {self.limits.files:,} files, which is the limit for one contract.")

    def _listed(self, folder: Path) -> tuple[list[Path], list[Path]]:
        files, folders = [], []
        with os.scandir(folder) as entries:
            for entry in sorted(entries, key=lambda one: one.name):
                path = folder / entry.name
                if entry.name in _NOT_SEARCHED or entry.name.startswith(".") or self.is_out(path):
                    continue
                if entry.is_symlink():
                    self.links += 1
                elif entry.is_dir(follow_symlinks=False):
                    folders.append(path)
                elif entry.is_file(follow_symlinks=False):
                    files.append(path)
        return files, folders

    def _is_contract(self, files: list[Path]) -> bool:
        for path in files:
            if path.name in BESIDE:
                try:
                    if told_beside(_content(path, 1_000_000), self.limits) is not None:
                        return True
                except NotChecked:
                    continue
        return False


def plan(
    paths: list[str], search: Search, *, together: bool = False, beside: str = "", lenient: bool = False
) -> list[Given]:
    """The contracts in what was given, in an order that is always the same. Raises Refused for what is not there."""
    for name in paths:
        _require(name)
    if len([name for name in paths if name == STDIN]) > 1:
        raise Refused("Standard input (-) can be given once.")
    if together:
        if beside or STDIN in paths:
            raise Refused("--together takes files and folders, not standard input, and stands without --beside.")
        return [_together([Path(name) for name in paths], search)]
    if beside:
        return [_with(name, Path(beside), search) for name in paths]
    found: list[Given] = []
    for name in dict.fromkeys(paths):
        if name == STDIN:
            found.append(Given(STDIN, held=sys.stdin.buffer.read(search.limits.bytes + 1)))
        elif Path(name).is_dir():
            found += search.contracts(Path(name))
        else:
            found.append(Given(told(Path(name)), (Path(name),), lenient=lenient))
    return found


def _require(name: str) -> None:
    if name == STDIN:
        return
    try:
        mode = Path(name).stat().st_mode
        if stat.S_ISDIR(mode):
            os.scandir(name).close()
        elif stat.S_ISREG(mode):
            Path(name).open("rb").close()
    except (OSError, ValueError) as error:
        raise Refused(f"{told(Path(name))}: {getattr(error, 'strerror', None) or error}") from None


def _together(paths: list[Path], search: Search) -> Given:
    """Everything that was given as one contract. Names begin in the folder that all of it has in common."""
    files = _or_refused(lambda: [one for path in paths for one in (search.files(path) if path.is_dir() else [path])])
    if len(paths) == 1 and not paths[0].is_dir():
        return Given(told(paths[0]), (paths[0],))
    base = _common(path if path.is_dir() else path.parent for path in paths)
    inside = tuple(sorted({_below(base, path) for path in files}))
    return Given(told(paths[0] if len(paths) == 1 else base), inside, base)


def _with(name: str, folder: Path, search: Search) -> Given:
    """One document that may refer to the files below a folder."""
    if not folder.is_dir():
        raise Refused(f"--beside {folder}: there is no such folder.")
    if name == STDIN or Path(name).is_dir() or _is_archive(Path(name)):
        raise Refused("--beside goes with a document in a file, not with a folder, an archive or standard input.")
    base = _common([folder, Path(name).parent])
    main = _below(base, Path(name))
    files = _or_refused(lambda: {_below(base, path) for path in search.files(folder)})
    return Given(told(Path(name)), tuple(sorted(files | {main})), base, main)


def _or_refused[T](found: Callable[[], T]) -> T:
    try:
        return found()
    except OSError as error:
        raise Refused(f"{told(Path(error.filename))}: {error.strerror}") from None


def _is_archive(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(4) == _ZIP
    except OSError:
        return False


def _common(folders: Iterable[Path]) -> Path:
    """The folder that all of them stand in; below the working folder it is told from there."""
    base = Path(os.path.commonpath([absolute(folder) for folder in folders]))
    return base.relative_to(Path.cwd()) if base.is_relative_to(Path.cwd()) else base


def _below(base: Path, path: Path) -> Path:
    return base / os.path.relpath(path, base)
