"""The engine and its command alone: installable without Django, and ready for pre-commit and GitHub's actions."""

import ast
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import Any

import pytest
import yaml

from services.contracts.formats import FORMATS
from tests.ops.servers import ROOT, clean_environment
from tests.standaside import stand_aside

from .documents import CHECKS, ORDERS

ENGINE = ROOT / "services" / "contracts"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())


def declared() -> set[str]:
    return {re.split(r"[^A-Za-z0-9-]", one)[0].lower() for one in PROJECT["project"]["dependencies"]}


def test_everything_the_engine_imports_is_declared():
    homes = packages_distributions()
    wanted = set[str]()
    for file in ENGINE.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text())):
            names = [one.name for one in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom):
                assert node.level or (node.module or "").split(".")[0] != "services", f"{file} imports by our name"
                names = [] if node.level else [node.module or ""]
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("home", "find_spec"):
                names += [one.value for one in node.args if isinstance(one, ast.Constant)]
            wanted |= {name.split(".")[0] for name in names}
    outside = wanted - sys.stdlib_module_names
    assert {homes.get(name, [name])[0].lower().replace("_", "-") for name in outside} <= declared()


def test_the_portal_runs_on_what_the_engine_asks_for():
    lines = (ROOT / "requirements.in").read_text().splitlines()
    assert declared() <= {re.split(r"[^A-Za-z0-9-]", line)[0].lower() for line in lines if line[:1] != "#"}


@pytest.fixture(scope="session")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh environment with the wheel of this checkout, from the package index of this machine; its `bin`."""
    folder = tmp_path_factory.mktemp("installed")
    tree = folder / "tree"
    tree.mkdir()
    for name in ("pyproject.toml", "LICENSE", "docs/command.md"):
        (tree / name).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / name, tree / name)
    shutil.copytree(ENGINE, tree / "services" / "contracts", ignore=shutil.ignore_patterns("__pycache__"))
    venv = folder / "venv"
    base = sys._base_executable  # type: ignore[attr-defined]
    pip = [str(venv / "bin" / "python"), "-m", "pip", "--quiet", "--disable-pip-version-check"]
    asked(base, "-m", "venv", venv)
    asked(*pip, "wheel", "--no-deps", "--wheel-dir", folder, tree, registry=True)
    (wheel,) = folder.glob("homeport-*.whl")
    asked(*pip, "install", wheel, registry=True)
    return venv / "bin"


def asked(*command: object, registry: bool = False) -> None:
    done = subprocess.run(
        [str(one) for one in command], env=clean_environment(), capture_output=True, text=True, check=False, timeout=300
    )
    if done.returncode and registry and re.search("onnection|No matching distribution|resolve", done.stderr):
        stand_aside("tests of the package", "no package registry answered")
    assert done.returncode == 0, done.stderr


def run(*command: object, folder: Path) -> "subprocess.CompletedProcess[str]":
    """With nothing of this checkout in reach."""
    return subprocess.run(
        [str(one) for one in command],
        cwd=folder,
        env=clean_environment(PATH=os.defpath),
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


@pytest.mark.process
def test_it_is_installed_without_django_and_lints(installed: Path, tmp_path: Path):
    (tmp_path / "orders.yaml").write_text(ORDERS)
    (tmp_path / "more.yaml").write_text(ORDERS)
    listed = run(installed / "python", "-m", "pip", "list", "--format", "json", folder=tmp_path)
    names = {one["name"].lower() for one in json.loads(listed.stdout)}
    assert "homeport" in names
    assert not {"django", "djangorestframework", "celery", "gunicorn", "redis"} & names
    none = "import importlib.util as u; print([n for n in ('django', 'services', 'portal') if u.find_spec(n)])"
    assert run(installed / "python", "-c", none, folder=tmp_path).stdout == "[]\n"

    one = run(installed / "homeport", "lint", "orders.yaml", folder=tmp_path)
    assert (one.returncode, one.stderr) == (1, "")
    assert f"of {CHECKS} checks hold" in one.stdout
    several = run(installed / "homeport", "lint", ".", "--jobs", "2", folder=tmp_path)
    assert (several.returncode, several.stderr) == (1, "")
    assert "\n2 contracts: " in several.stdout
    module = run(installed / "python", "-m", "homeport", "rules", "contact-named", folder=tmp_path)
    assert module.stdout.startswith("contact-named: ")


@pytest.mark.process
def test_installed_it_is_a_library_with_its_child_process(installed: Path, tmp_path: Path):
    (tmp_path / "orders.yaml").write_text(ORDERS)
    code = "import homeport; print(homeport.check(open('orders.yaml', 'rb').read()).checked)"
    assert run(installed / "python", "-c", code, folder=tmp_path).stdout == "True\n"


@pytest.mark.process
def test_installed_it_reads_every_format_that_a_rule_has_an_example_of(installed: Path, tmp_path: Path):
    rules = json.loads(run(installed / "homeport", "rules", "--format", "json", folder=tmp_path).stdout)
    examples = {form: text for one in rules for form, text in one["good"].items()}
    for form, text in examples.items():
        (tmp_path / f"{form}.txt").write_text(text)
        done = run(installed / "homeport", "lint", f"{form}.txt", "--fail-on", "never", folder=tmp_path)
        assert (done.returncode, done.stderr) == (0, ""), form


def hooks() -> list[dict[str, Any]]:
    said: list[dict[str, Any]] = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())
    return said


def test_the_hook_is_one_that_pre_commit_takes():
    (hook,) = hooks()
    assert {"id", "name", "entry", "language", "files"} <= hook.keys()
    assert hook["language"] == "python"
    assert hook["entry"].split()[0] in PROJECT["project"]["scripts"]
    files = re.compile(hook["files"])
    for name in ("api.yaml", "a/b.yml", "x.json", "x.idl", *(f"x{end}" for one in FORMATS for end in one.ENDS)):
        assert files.search(name), name
    assert not files.search("README.md")


def test_the_action_is_one_that_github_takes():
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.github-actions", "action.yml"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_no_input_of_the_action_becomes_text_of_a_script():
    action = yaml.safe_load((ROOT / "action.yml").read_text())
    scripts = [step["run"] for step in action["runs"]["steps"]]
    assert not [script for script in scripts if "${{" in script]
    assert all("uses" not in step for step in action["runs"]["steps"])


@pytest.mark.process
def test_the_lint_step_of_the_action_runs(installed: Path, tmp_path: Path):
    """As GitHub runs it: inputs in the environment, some empty; names with spaces and leading dashes are names."""
    action = yaml.safe_load((ROOT / "action.yml").read_text())
    (step,) = [step for step in action["runs"]["steps"] if step.get("id") == "lint"]
    (tmp_path / "homeport").symlink_to(installed.parent)
    (tmp_path / "my api.yaml").write_text(ORDERS)
    (tmp_path / "-x.yaml").write_text(ORDERS)
    settings = {"PATHS": "my api.yaml\n-x.yaml\n", "FAIL_ON": "error", "SARIF": "out.sarif"}
    settings |= {"RULESET": "", "BASELINE": "", "WAIVERS": "", "RUNNER_TEMP": str(tmp_path)}
    done = subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],
        cwd=tmp_path,
        env=clean_environment(**settings, GITHUB_OUTPUT=str(tmp_path / "output")),
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert (done.returncode, done.stderr) == (1, "")
    assert "::error file=my api.yaml,line=" in done.stdout
    assert "::error file=-x.yaml,line=" in done.stdout
    assert (tmp_path / "output").read_text() == "code=1\n"
    assert json.loads((tmp_path / "out.sarif").read_text())["version"] == "2.1.0"
