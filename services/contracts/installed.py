"""Data that installed packages bring along."""

from functools import cache
from importlib.util import find_spec
from pathlib import Path


@cache
def home(package: str) -> Path:
    """The folder of an installed package, which is not imported for it: only its data is wanted."""
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError(f"The package {package} is not installed.")
    return Path(next(iter(spec.submodule_search_locations)))
