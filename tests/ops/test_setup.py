"""`make setup` on machines of every kind: new enough, too old, interrupted, moved. The real one is made once."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.ops.servers import ROOT, clean_environment
from tests.standaside import stand_aside

pytestmark = pytest.mark.process

# A Python that says it is too old: the real one, with another word about its version.
TOO_OLD = "import sys\nsys.version_info = (3, 11, 2, 'final', 0)\n"


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """What the set-up needs of a fresh clone, in a folder with a space in its name."""
    folder = tmp_path / "a clone"
    (folder / "tools").mkdir(parents=True)
    for name in ("Makefile", "requirements.txt", "requirements-dev.txt", ".python-version", "tools/environment.py"):
        shutil.copy(ROOT / name, folder / name)
    return folder


@pytest.fixture
def machine(tmp_path: Path) -> Path:
    """A PATH with make, a shell and nothing else; tests add the Pythons it has."""
    folder = tmp_path / "machine"
    folder.mkdir()
    for name in ("make", "sh", "bash", "env", "cat"):
        if found := shutil.which(name):
            (folder / name).symlink_to(found)
    return folder


def add_python(machine: Path, name: str, *, says_too_old: bool = False) -> None:
    script = f'#!/bin/sh\nexec "{sys._base_executable}" "$@"\n'  # type: ignore[attr-defined]
    if says_too_old:
        site = machine / "old"
        site.mkdir(exist_ok=True)
        (site / "sitecustomize.py").write_text(TOO_OLD)
        script = script.replace("exec", f'PYTHONPATH="{site}" exec')
    (machine / name).write_text(script)
    (machine / name).chmod(0o755)


def setup(checkout: Path, machine: Path | None = None, **more: str) -> subprocess.CompletedProcess[str]:
    environment = clean_environment(**more)
    if machine:
        environment["PATH"] = str(machine)
    return subprocess.run(
        ["make", "setup"],
        executable=shutil.which("make"),
        cwd=checkout,
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


def installed(checkout: Path) -> bool:
    code = "import django, celery, gunicorn, psycopg2, yamlrocks"
    return subprocess.run([checkout / ".venv/bin/python", "-c", code], check=False).returncode == 0


def test_a_fresh_clone_is_set_up_once_and_an_interrupted_one_anew(checkout: Path) -> None:
    """One test, because each real set-up downloads what is not cached: broken start, set-up, nothing, moved away."""
    broken = checkout / ".venv" / "bin"
    broken.mkdir(parents=True)
    (broken / "python").write_text("interrupted")
    first = setup(checkout)
    if first.returncode and "could not be installed" in first.stderr:
        stand_aside("set-up tests", "no package registry answered")
    assert first.returncode == 0, first.stderr
    assert "Installing the packages of requirements.txt" in first.stdout
    assert first.stderr == ""
    assert installed(checkout)

    second = setup(checkout)
    assert (second.returncode, second.stdout, second.stderr) == (0, "", "")

    (checkout / ".venv" / "homeport.stamp").unlink()  # as after a kill in the middle
    assert "Creating .venv" in setup(checkout, PIP_INDEX_URL="http://127.0.0.1:1", UV_OFFLINE="1").stdout


def test_a_machine_without_python_is_told_so(checkout: Path, machine: Path) -> None:
    done = setup(checkout, machine)
    assert done.returncode == 2
    assert "no Python was found" in done.stderr
    assert not (checkout / ".venv").exists()


def test_a_shim_that_only_pretends_is_passed_over(checkout: Path, machine: Path) -> None:
    for name in ("python3", "python3.14", "python3.13", "python3.12", "python"):
        (machine / name).write_text("#!/bin/sh\necho 'command not found' >&2\nexit 127\n")
        (machine / name).chmod(0o755)
    done = setup(checkout, machine)
    assert done.returncode == 2
    assert "no Python was found" in done.stderr


def test_an_old_python_without_a_network_is_one_sentence(checkout: Path, machine: Path) -> None:
    add_python(machine, "python3", says_too_old=True)
    nowhere = "http://127.0.0.1:1/simple"
    done = setup(checkout, machine, PIP_INDEX_URL=nowhere, PIP_RETRIES="0", PIP_CONFIG_FILE="/dev/null", UV_OFFLINE="1")
    assert done.returncode == 2
    said = [line for line in done.stderr.splitlines() if not line.startswith("make:")]
    assert len(said) == 1
    assert said[0].startswith("Homeport needs Python 3.12 or newer, and none could be found or fetched: install one")
    assert not (checkout / ".venv").exists()


def test_the_newer_of_two_pythons_is_taken(checkout: Path, machine: Path) -> None:
    """python3 is too old, python3.13 is not: the set-up begins, and fails only for want of a network."""
    add_python(machine, "python3", says_too_old=True)
    add_python(machine, "python3.13")
    nowhere = {"PIP_INDEX_URL": "http://127.0.0.1:1/simple", "PIP_RETRIES": "0", "PIP_CONFIG_FILE": "/dev/null"}
    done = setup(checkout, machine, UV_OFFLINE="1", UV_NO_CACHE="1", **nowhere)
    assert "Creating .venv" in done.stdout
    assert done.returncode == 2
    assert "could not be installed" in done.stderr
    assert not (checkout / ".venv" / "homeport.stamp").exists()


def test_an_environment_that_is_a_link_is_left_alone(checkout: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "of somebody else"
    elsewhere.mkdir()
    (elsewhere / "kept").touch()
    (checkout / ".venv").symlink_to(elsewhere)
    done = setup(checkout)
    assert done.returncode != 0
    assert "is a link" in done.stderr
    assert (elsewhere / "kept").exists()
