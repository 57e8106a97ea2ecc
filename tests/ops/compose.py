"""What docker-compose.yml says, read so that tests run the very commands and health checks that a company runs."""

import json
import shlex
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import yaml

from tests.ops.servers import ROOT


@cache
def services() -> dict[str, Any]:
    document = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
    return dict(document["services"])


def command(service: str) -> list[str]:
    """The service's command line, word for word."""
    words = services()[service]["command"]
    return shlex.split(words) if isinstance(words, str) else [str(word) for word in words]


def health_check(service: str) -> list[str]:
    """The service's health check as an engine would run it."""
    how, *words = services()[service]["healthcheck"]["test"]
    return ["sh", "-c", words[0]] if how == "CMD-SHELL" else [str(word) for word in words]


@dataclass(frozen=True)
class Answer:
    """What a health check said; true when it is well."""

    code: int
    words: str

    def __bool__(self) -> bool:
        return self.code == 0

    @property
    def data(self) -> Any:
        return json.loads(self.words)


def health(service: str, environment: Mapping[str, str]) -> Answer:
    """Run the service's health check here and now."""
    done = subprocess.run(
        health_check(service), env=dict(environment), cwd=ROOT, capture_output=True, text=True, timeout=180, check=False
    )
    return Answer(done.returncode, (done.stdout + done.stderr).strip())
