"""The rulesets that are part of Homeport, and the functions that come with them."""

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

from .function import Maker, functions

FOLDERS: Mapping[str, str] = {
    "spectral:oas": "oas",
    "spectral:asyncapi": "asyncapi",
    "@stoplight/spectral-owasp-ruleset": "owasp",
}
"""What a ruleset extends, and the folder it is in."""
RULESET = "ruleset.yaml"
_HERE = Path(__file__).parent


def written(name: str) -> bytes:
    """A ruleset of ours as it was written. Raises KeyError for a name that is none."""
    return (_HERE / FOLDERS[name] / RULESET).read_bytes()


def known(folder: str = "") -> Mapping[str, Maker]:
    """Every function a ruleset may call; with a folder also those that come with the ruleset in it."""
    _load("functions")
    if folder:
        _load(folder)
    return functions


@cache
def _load(folder: str) -> None:
    for found in iter_modules([str(_HERE / folder)]):
        import_module(f"{__package__}.{folder}.{found.name}")
