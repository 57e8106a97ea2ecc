"""One thing a payload tells, and how to get at a stranger's JSON without trusting its shape."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from portal.kit.text import storable

MOST_PATHS = 300
LONGEST_PATH = 300
LONGEST_URL = 400
BRANCH = "refs/heads/"
PRODUCTION = re.compile(r"^(prod|production|live)\b", re.IGNORECASE)
_TIME = re.compile(r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(\.\d{1,6})?\d*\s*(Z|UTC|[+-]\d\d:?\d\d)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A fact as a payload says it. ``at`` None: the forge does not say when. ``before`` only tells two apart."""

    kind: str
    at: datetime | None = None
    login: str = ""
    number: int | None = None
    title: str = ""
    url: str = ""
    author: str = ""
    branch: str = ""
    base: str = ""
    commit: str = ""
    lines: int | None = None
    files: int | None = None
    paths: list[str] = field(default_factory=list)
    outcome: str = ""
    name: str = ""
    production: bool | None = None
    before: str = ""


def get(thing: Any, *names: str | int) -> Any:
    """What stands there, or None where anything on the way is missing or of another shape."""
    for name in names:
        if isinstance(thing, dict) and isinstance(name, str):
            thing = thing.get(name)
        elif isinstance(thing, list) and isinstance(name, int) and -len(thing) <= name < len(thing):
            thing = thing[name]
        else:
            return None
    return thing


def text(thing: Any, *names: str | int, most: int = 250) -> str:
    """A text that can be stored; empty for anything else."""
    found = get(thing, *names)
    return storable(found, most) if isinstance(found, str) else ""


def link(thing: Any, *names: str | int) -> str:
    """A web address that fits a column and can be shown as one; else empty."""
    found = text(thing, *names, most=LONGEST_URL + 1)
    return found if len(found) <= LONGEST_URL and found.lower().startswith(("https://", "http://")) else ""


def whole(thing: Any, *names: str | int) -> int | None:
    """A whole number that fits a column."""
    found = get(thing, *names)
    return found if isinstance(found, int) and not isinstance(found, bool) and 0 <= found < 2**31 else None


def moment(*said: Any) -> datetime | None:
    """The first of these that is a time: ISO 8601, GitLab's with blanks, or seconds since 1970."""
    for one in said:
        if isinstance(one, int) and not isinstance(one, bool) and 0 < one < 10**10:
            return datetime.fromtimestamp(one, UTC)
        if isinstance(one, str) and (found := _TIME.fullmatch(one.strip())):
            day, clock, part, zone = found.groups()
            offset = "+00:00" if zone in {None, "Z", "UTC"} else zone
            try:
                return datetime.fromisoformat(f"{day}T{clock}{part or ''}{offset}").astimezone(UTC)
            except (ValueError, OverflowError):
                continue
    return None


def pushed(payload: Any, *, login: str, at: datetime | None) -> list[Told]:
    """Commits on a branch. A tag is nothing here, and neither is a branch that is taken away."""
    ref, after = text(payload, "ref"), text(payload, "after", most=64)
    if not ref.startswith(BRANCH) or not after.strip("0"):
        return []
    paths = touched(get(payload, "commits"))
    commits = get(payload, "commits")
    title = text(commits, -1, "message", most=2000).strip().partition("\n")[0][:300]
    return [
        Told(
            kind="pushed", at=at, login=login, branch=ref.removeprefix(BRANCH), commit=after, title=title,
            url=link(payload, "compare") or link(payload, "compare_url") or link(commits, -1, "url"),
            files=len(paths) or None, paths=paths[:MOST_PATHS], before=text(payload, "before", most=64),
        )
    ]  # fmt: skip


def touched(commits: Any) -> list[str]:
    """The files that these commits add, change or take away, each once."""
    found: dict[str, None] = {}
    for commit in commits if isinstance(commits, list) else []:
        for kind in ("added", "modified", "removed"):
            for path in _texts(get(commit, kind)):
                found[storable(path, LONGEST_PATH)] = None
    return list(found)


def _texts(things: Any) -> Iterable[str]:
    return (one for one in things if isinstance(one, str)) if isinstance(things, list) else ()


def is_production(name: str) -> bool:
    """Where a forge does not say what an environment is, its name does."""
    return PRODUCTION.match(name) is not None
