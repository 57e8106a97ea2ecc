"""What is wrong with a ruleset, told as a compiler does: every mistake, each at its place."""

from collections.abc import Iterable
from typing import NamedTuple

from ..document import Source
from ..limits import NotChecked
from ..places import Path


class Mistake(NamedTuple):
    """`path` is the way to it in the file. Lines and columns count from 1; 0: the file as a whole."""

    file: str
    message: str
    path: Path = ()
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        place = f":{self.line}:{self.column}" if self.line else ""
        return f"{self.file}{place}: {self.message}"


class RulesetInvalid(ValueError):
    """A ruleset that cannot be run. The text is for the person who wrote it."""

    def __init__(self, mistakes: Iterable[Mistake]) -> None:
        self.mistakes = sorted(mistakes, key=lambda one: (one.file, one.line, one.column))
        super().__init__("\n".join(map(str, self.mistakes)))


def placed(source: Source, found: Iterable[tuple[Path, str]]) -> list[Mistake]:
    """The mistakes of one file with their lines and columns."""
    mistakes = list(found)
    if not mistakes:
        return []
    spans = source.tree.spans([path for path, _ in mistakes])
    return [Mistake(source.name, message, path, spans[path].line, spans[path].column) for path, message in mistakes]


def unread(file: str, reason: NotChecked) -> Mistake:
    return Mistake(file, reason.message, (), reason.line, reason.column)
