"""Makes .venv: finds a Python that is new enough, installs the locked packages, does nothing when nothing changed.

Runs on whatever Python 3 starts it (the machine's may be too old for Homeport), so it uses the standard library only
and none of the newer syntax. ``python3 tools/environment.py run`` or ``dev``; the Makefile is its only caller.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
STAMP = VENV / "homeport.stamp"
LOCKS = {"run": ROOT / "requirements.txt", "dev": ROOT / "requirements-dev.txt"}
OLDEST = (3, 12)
OLDEST_TEXT = "3.12"
CANDIDATES = ("python3", "python3.14", "python3.13", "python3.12", "python")
QUIET = {"PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_NO_INPUT": "1"}


class Sorry(Exception):
    """The environment cannot be made; the text is the one sentence the person reads."""


def main(argv: list[str]) -> int:
    """Make .venv hold the packages of the set named in ``argv``; 0 when it does, 2 with a sentence when it cannot."""
    if len(argv) != 1 or argv[0] not in LOCKS:
        print("usage: environment.py run|dev", file=sys.stderr)
        return 2
    try:
        with only_one():
            ensure(argv[0])
            cut_typeface()
    except Sorry as sorry:
        print(sorry, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("\nThe set-up was interrupted. The same command starts it again.", file=sys.stderr)
        return 130
    return 0


@contextlib.contextmanager
def only_one() -> Iterator[None]:
    """Two makes at once take turns. The lock is on the folder itself, so that no lock file can be left behind."""
    folder = os.open(str(ROOT), os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def ensure(wanted: str) -> None:
    """Do the least that makes .venv right: nothing, an upgrade in place, or all of it.

    The stamp is taken away before anything changes and written last: a set-up that was interrupted leaves a folder
    without a stamp, and such a folder is made anew and never trusted.
    """
    if VENV.is_symlink():
        raise Sorry("The environment .venv is a link, and setting it up would empty it for others: remove the link.")
    stamp = read_stamp()
    if stamp.get(wanted) == digest(wanted):
        return
    if not stamp:
        create_venv()
    else:
        STAMP.unlink()
    print(f"Installing the packages of {LOCKS[wanted].name} ...", flush=True)
    install(LOCKS[wanted])
    # The run set is a part of the dev set with the same versions, so installing dev fulfils both.
    sets = ["run", "dev"] if wanted == "dev" else ["run"]
    fresh = STAMP.with_suffix(".new")
    fresh.write_text("".join(f"{name}={digest(name)}\n" for name in ["venv", *sets]), encoding="utf-8")
    fresh.replace(STAMP)


def cut_typeface() -> None:
    """Inter's Latin letters now (a second or two, once), its other scripts while the rest starts.

    What cannot be cut is left out: the pages then stand in the machine's own face.
    """
    program = ROOT / "portal" / "typeface.py"
    if program.exists():
        command = [str(VENV / "bin" / "python"), "-P", str(program)]
        run([*command, "latin"])
        nowhere = subprocess.DEVNULL
        subprocess.Popen(command, stdin=nowhere, stdout=nowhere, stderr=nowhere, start_new_session=True)


def digest(name: str) -> str:
    """What must be the same for .venv to be good: the lock's bytes; for ``venv`` the place it was made for."""
    content = str(VENV).encode() if name == "venv" else LOCKS[name].read_bytes()
    return hashlib.sha256(content).hexdigest()


def read_stamp() -> dict[str, str]:
    """What the last whole set-up left; nothing when .venv was moved (scripts hold its path) or its Python is gone."""
    try:
        lines = STAMP.read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError):
        return {}
    stamp = dict(line.split("=", 1) for line in lines if "=" in line)
    if stamp.get("venv") != digest("venv") or not new_enough(str(VENV / "bin" / "python"), need_venv=False):
        return {}
    return stamp


def create_venv() -> None:
    """An empty .venv with pip, from the machine's Python or from one that uv fetches."""
    python = find_python()
    if python is None:
        create_venv_with_uv()
        return
    print(f"Creating .venv with {version_of(python)} ...", flush=True)
    attempt = run([python, "-m", "venv", "--clear", str(VENV)])
    if attempt.returncode:
        raise Sorry(said(attempt) + "\nThe environment .venv could not be created; the lines above say why.")


def find_python() -> str | None:
    """The first Python that really runs, is new enough and can make environments; None when all are too old."""
    without_venv = None
    for name in CANDIDATES:
        path = shutil.which(name)
        if not path or path.startswith(str(VENV)):
            continue
        if new_enough(path):
            return path
        if new_enough(path, need_venv=False):
            without_venv = path
    if without_venv:
        raise Sorry(
            f"{version_of(without_venv)} has no module to make environments with: install it "
            "(Debian, Ubuntu: apt-get install python3-venv) and run the same command again."
        )
    return None


def new_enough(python: str, need_venv: bool = True) -> bool:
    """Whether this Python runs at all (a shim may only pretend to), is new enough, and can make environments."""
    test = f"import sys; sys.exit(sys.version_info < {OLDEST})"
    if need_venv:
        test = "import ensurepip, venv; " + test
    try:
        return run([python, "-c", test]).returncode == 0
    except OSError:
        return False


def version_of(python: str) -> str:
    return "Python " + run([python, "-c", "import platform; print(platform.python_version())"]).stdout.strip()


def create_venv_with_uv() -> None:
    """Only older Pythons here: let uv fetch a newer one, where the network allows."""
    wanted = (ROOT / ".python-version").read_text(encoding="utf-8").strip()
    print(f"No Python {OLDEST_TEXT} or newer here; asking uv to fetch Python {wanted} ...", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        uv = shutil.which("uv") or uv_from_old_python(Path(folder))
        command = [uv, "venv", "--seed", "--clear", "--managed-python", "--python", wanted, str(VENV)] if uv else []
        if not command or run(command).returncode:
            raise Sorry(
                f"Homeport needs Python {OLDEST_TEXT} or newer, and none could be found or fetched: install one "
                "(Debian 13, Ubuntu 24.04: apt-get install python3 python3-venv; elsewhere: python.org/downloads) "
                "and run the same command again."
            )


def uv_from_old_python(folder: Path) -> str | None:
    """uv does not care which Python installed it; the locked one is put into a folder that is thrown away."""
    pin = write_uv_pin(folder)
    attempt = run([sys.executable, "-m", "pip", "install", "--require-hashes", "--target", str(folder), "-r", str(pin)])
    uv = folder / "bin" / "uv"
    return str(uv) if attempt.returncode == 0 and uv.exists() else None


def install(lock: Path) -> None:
    """Every package by its hash; with uv (a second) when it can be had, else with pip (twenty seconds)."""
    python = str(VENV / "bin" / "python")
    with tempfile.TemporaryDirectory() as folder:
        uv = shutil.which("uv") or uv_in_venv(python, Path(folder))
    if uv:
        command = [uv, "pip", "install", "--python", python, "--require-hashes", "--compile-bytecode", "-r", str(lock)]
        attempt = run(command)
        if attempt.returncode == 0:
            return
    attempt = run([python, "-m", "pip", "install", "--require-hashes", "-r", str(lock)])
    if attempt.returncode:
        raise Sorry(
            said(attempt)
            + "\nThe packages could not be installed; the lines above say why. The same command tries again."
        )


def uv_in_venv(python: str, folder: Path) -> str | None:
    pin = write_uv_pin(folder)
    attempt = run([python, "-m", "pip", "install", "--require-hashes", "--no-deps", "-r", str(pin)])
    return str(VENV / "bin" / "uv") if attempt.returncode == 0 else None


def write_uv_pin(folder: Path) -> Path:
    """The lock's own lines for uv, hashes and all, as a file for pip."""
    block: list[str] = []
    for line in LOCKS["run"].read_text(encoding="utf-8").splitlines():
        if block and not line.startswith(" "):
            break
        if line.startswith("uv==") or block:
            block.append(line)
    pin = folder / "uv.txt"
    pin.write_text("\n".join(line for line in block if not line.strip().startswith("#")) + "\n", encoding="utf-8")
    return pin


def run(command: list[str]) -> subprocess.CompletedProcess[str]:
    """Run a command without a word of its own; what it said is shown only when it fails."""
    others = {"VIRTUAL_ENV", "PYTHONHOME", "PYTHONPATH"}  # of an environment that happens to be active
    environment = {key: value for key, value in os.environ.items() if key not in others}
    return subprocess.run(
        command,
        cwd=str(ROOT),
        env={**environment, **QUIET},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )


def said(attempt: subprocess.CompletedProcess[str]) -> str:
    """The end of what a failed command said; its beginning is rarely why."""
    return "\n".join(attempt.stdout.strip().splitlines()[-15:])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
