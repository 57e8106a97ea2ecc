"""Who works at Tideline, in which teams, on which services, with which interfaces: the files of this folder, read."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parent
ADDRESS = "tideline.example"


@dataclass(frozen=True, slots=True)
class DivisionData:
    slug: str
    name: str
    head: str
    text: str
    under: str


@dataclass(frozen=True, slots=True)
class ServiceData:
    slug: str
    criticality: str
    stage: str
    text: str
    uses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TeamData:
    slug: str
    name: str
    division: str
    zone: str
    mission: str
    people: tuple[str, ...]
    services: tuple[ServiceData, ...]

    @property
    def lead(self) -> str:
        return self.people[0]


@dataclass(frozen=True, slots=True)
class Company:
    """``names``: login and name of everybody. ``left`` and ``moved``: from which team, how many days ago."""

    chief: str
    divisions: dict[str, DivisionData]
    teams: dict[str, TeamData]
    names: dict[str, str]
    left: dict[str, tuple[str, int]]
    moved: dict[str, tuple[str, int]]
    closed: tuple[str, ...]
    ask_first: tuple[str, ...]
    contracts: dict[str, dict[str, Any]]


@cache
def company() -> Company:
    """Everything that is said about the company."""
    data = _read(FOLDER / "company.yaml")
    names: dict[str, str] = {}

    def login(words: str) -> str:
        """'mei Mei Tanaka' is mei, whose name is kept."""
        short, _, name = words.partition(" ")
        if name:
            names[short] = name
        return short

    chief = login(data["chief"])
    divisions = {
        slug: DivisionData(slug, one["name"], login(one["head"]), one["text"], one.get("under", ""))
        for slug, one in data["divisions"].items()
    }
    teams = {
        slug: TeamData(
            slug,
            one["name"],
            one["division"],
            one["zone"],
            one["mission"],
            tuple(login(words) for words in one["people"]),
            tuple(_service(name, said) for name, said in one["services"].items()),
        )
        for slug, one in data["teams"].items()
    }
    left = {
        short: (team, days) for short, (team, name, days) in data["left"].items() if not names.update({short: name})
    }
    moved = {short: (team, days) for short, (team, days) in data["moved"].items()}
    contracts: dict[str, dict[str, Any]] = {}
    for path in sorted((FOLDER / "interfaces").glob("*.yaml")):
        contracts |= _read(path)
    closed, ask_first = tuple(data["closed_to_contributions"]), tuple(data["ask_first"])
    return Company(chief, divisions, teams, names, left, moved, closed, ask_first, contracts)


def _service(slug: str, said: str) -> ServiceData:
    kind, text, *uses = (part.strip() for part in said.split("|"))
    criticality, _, stage = kind.partition(" ")
    return ServiceData(slug, criticality, stage or "production", text, tuple(uses[0].split()) if uses else ())


def _read(path: Path) -> Any:
    return yaml.load(path.read_text("utf-8"), yaml.CSafeLoader)


def visits() -> list[dict[str, Any]]:
    """The stories of away teams."""
    told: list[dict[str, Any]] = _read(FOLDER / "visits.yaml")
    return told
