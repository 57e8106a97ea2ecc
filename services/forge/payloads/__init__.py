"""What the forges' payloads say, as facts of one shape. Pure: no database, no clock, no network."""

from collections.abc import Callable
from typing import Any

from services.forge.models import Forge
from services.forge.payloads import gitea, github, gitlab
from services.forge.payloads.told import Told

READERS: dict[str, Callable[[str, Any], list[Told]]] = {
    Forge.GITHUB: github.read,
    Forge.GITLAB: gitlab.read,
    Forge.GITEA: gitea.read,
}
EVENTS = {Forge.GITHUB: github.EVENTS, Forge.GITLAB: gitlab.EVENTS, Forge.GITEA: gitea.EVENTS}
REPOSITORY = {
    Forge.GITHUB: github.repository,
    Forge.GITLAB: gitlab.repository,
    Forge.GITEA: github.repository,
}
