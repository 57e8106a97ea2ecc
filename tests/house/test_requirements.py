"""The locks mean the same everywhere: each package by hash, no host named, and what runs is what was tested."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
LOCKS = ["requirements.txt", "requirements-dev.txt"]


def packages_of(lock: str) -> dict[str, str]:
    """Name and version of each package, with its marker."""
    found = re.findall(r"^([A-Za-z0-9._-]+)==(\S+(?: ; [^\\]+)?)", (ROOT / lock).read_text(), re.MULTILINE)
    return {name: pin.strip() for name, pin in found}


def wanted_by(source: str) -> set[str]:
    lines = (ROOT / source).read_text().splitlines()
    names = (re.match(r"[A-Za-z0-9._-]+", line) for line in lines if not line.startswith(("#", "-")))
    return {match[0].lower().replace("_", "-") for match in names if match}


@pytest.mark.parametrize("lock", LOCKS)
def test_every_package_is_locked_by_hash(lock: str) -> None:
    text = (ROOT / lock).read_text()
    assert len(packages_of(lock)) > 30
    blocks = re.split(r"^(?=[A-Za-z0-9])", text, flags=re.MULTILINE)
    assert [block for block in blocks if block.strip() and "--hash=sha256:" not in block and block[0] != "#"] == []


@pytest.mark.parametrize("lock", LOCKS)
def test_no_host_and_no_path_of_a_machine_is_named(lock: str) -> None:
    assert not re.search(r"://|--(extra-)?index-url|--find-links|@ |/(work|root|tmp|home)\b", (ROOT / lock).read_text())


def test_what_runs_is_what_is_tested() -> None:
    run, dev = packages_of("requirements.txt"), packages_of("requirements-dev.txt")
    assert {name: pin for name, pin in run.items() if dev.get(name) != pin} == {}


@pytest.mark.parametrize("lock", LOCKS)
def test_the_lock_holds_what_the_source_asks_for(lock: str) -> None:
    asked = wanted_by(lock.replace(".txt", ".in"))
    assert asked - set(packages_of(lock)) == set(), "run make lock"
