"""What was there before: findings that are known do not count. One JSON file, kept beside the code."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from os.path import relpath
from pathlib import Path
from typing import Any

from .given import Refused, absolute

SHAPE = 1


@dataclass(slots=True)
class Known:
    """Of one contract: the fingerprints, and how many findings had no place kept because there were too many."""

    fingerprints: frozenset[str] = frozenset()
    beyond: int = 0


@dataclass(slots=True)
class Baseline:
    """Contracts are named from the folder in which the file stands, so that it holds wherever the command is run."""

    folder: str
    contracts: dict[str, Known] = field(default_factory=dict)

    def of(self, name: str) -> Known:
        return self.contracts.get(self.key(name), Known())

    def key(self, name: str) -> str:
        return name if name == "-" else Path(relpath(absolute(name), self.folder)).as_posix()

    @classmethod
    def beside(cls, file: str) -> "Baseline":
        return cls(str(absolute(file).parent))


def read(file: str, data: Any) -> Baseline:
    """Raises Refused when the data is no baseline."""
    found = Baseline.beside(file)
    contracts = data.get("contracts") if isinstance(data, dict) and data.get("baseline") == SHAPE else None
    if not isinstance(contracts, dict):
        raise Refused(f"{file} is no baseline. Write one with --write-baseline {file}.")
    for name, said in contracts.items():
        marks = said.get("fingerprints") if isinstance(said, dict) else None
        beyond = said.get("beyond", 0) if isinstance(said, dict) else None
        if not isinstance(marks, list) or not isinstance(beyond, int) or not all(isinstance(one, str) for one in marks):
            raise Refused(f"{file}: what it says about {str(name)[:200]!r} is damaged. Write it anew.")
        found.contracts[name] = Known(frozenset(marks), beyond)
    return found


def write(file: str, contracts: Iterable[tuple[str, list[str], int]]) -> None:
    """Raises Refused when it cannot be written."""
    import orjson

    own = Baseline.beside(file)
    told: dict[str, Any] = {}
    for name, marks, beyond in contracts:
        if marks or beyond:
            told[own.key(name)] = {"fingerprints": sorted(marks), **({"beyond": beyond} if beyond else {})}
    said = orjson.dumps({"baseline": SHAPE, "contracts": told}, option=orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS)
    try:
        Path(file).write_bytes(said + b"\n")
    except OSError as error:
        raise Refused(f"{file}: {error.strerror}") from None
