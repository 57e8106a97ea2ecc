"""docker-compose.yml and Dockerfile, checked without an engine; test_company_mode.py runs their commands."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tests.ops import compose
from tests.ops.company import company_environment
from tests.ops.servers import ROOT, clean_environment

TEXT = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
BIN = Path(sys.executable).parent
OURS = ["migrate", "web", "worker", "beat"]


def test_it_is_a_compose_file() -> None:
    done = subprocess.run(
        [BIN / "check-jsonschema", "--builtin-schema", "vendor.compose-spec", "docker-compose.yml"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_dockerfile_is_good_practice() -> None:
    done = subprocess.run([BIN / "hadolint", "Dockerfile"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_everything_that_a_company_runs_is_there() -> None:
    assert set(compose.services()) == {*OURS, "postgres", "redis"}


@pytest.mark.parametrize("service", ["web", "worker", "beat", "postgres", "redis"])
def test_every_service_says_whether_it_is_well(service: str) -> None:
    assert compose.health_check(service)


@pytest.mark.parametrize("service", [*OURS, "postgres", "redis"])
def test_nothing_runs_as_root_or_may_become_it(service: str) -> None:
    said = compose.services()[service]
    user = said.get("user") or re.findall(r"^USER (\S+)", DOCKERFILE, re.MULTILINE)[-1]
    assert user not in {"root", "0"}
    assert said["security_opt"] == ["no-new-privileges:true"]
    assert said["cap_drop"] == ["ALL"]
    assert "privileged" not in said


@pytest.mark.parametrize("service", OURS)
def test_the_code_cannot_be_changed_by_who_runs_it(service: str) -> None:
    assert compose.services()[service]["read_only"] is True
    assert "--chown" not in DOCKERFILE


def test_only_the_proxy_of_this_machine_reaches_it() -> None:
    published = {name: said["ports"] for name, said in compose.services().items() if "ports" in said}
    assert list(published) == ["web"]
    assert all(port.startswith("127.0.0.1:") for port in published["web"])
    inside = {name for name, said in compose.services().items() if said["networks"] == ["inside"]}
    assert inside == {"postgres", "redis"}
    assert yaml.safe_load(TEXT)["networks"]["inside"] == {"internal": True}


@pytest.mark.parametrize("service", ["web", "worker", "beat"])
def test_the_tables_are_there_before_anything_uses_them(service: str) -> None:
    assert compose.services()[service]["depends_on"] == {
        "migrate": {"condition": "service_completed_successfully"},
        "postgres": {"condition": "service_healthy"},
        "redis": {"condition": "service_healthy"},
    }


def test_no_secret_is_written_down() -> None:
    """Each one has to be given, and what is missing is asked for in words."""
    secret = re.compile(r"^\s+(\w*(?:SECRET|PASSWORD|KEY)\w*): (.+)$", re.MULTILINE)
    found = secret.findall(TEXT)
    assert found
    assert [name for name, value in found if not re.fullmatch(r"\$\{\w+:\?[^}]+\}", value)] == []
    assert re.findall(r"postgresql://\w+:(?!\$\{)", TEXT) == []


def test_what_has_to_be_given_is_in_the_guide() -> None:
    needed = set(re.findall(r"\$\{(\w+):\?", TEXT))
    guide = (ROOT / "docs" / "company.md").read_text(encoding="utf-8")
    assert needed == set(re.findall(r"^    (HOMEPORT_\w+)=", guide, re.MULTILINE))


def test_the_image_takes_only_what_runs() -> None:
    lines = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    assert lines[1] == "*"
    kept = {line[1:].strip("/") for line in lines if line.startswith("!")}
    assert kept == {"manage.py", "requirements.txt", "portal", "services", "teams", "templates", "static"}
    assert all((ROOT / name).exists() for name in kept)


@pytest.mark.process
def test_what_the_image_takes_is_enough(tmp_path: Path) -> None:
    """The Dockerfile's own build step and start, over a copy that holds only what .dockerignore lets in."""
    for line in (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines():
        if line.startswith("!"):
            source = ROOT / line[1:].strip("/")
            (shutil.copytree if source.is_dir() else shutil.copy)(source, tmp_path / source.name)
    built = re.search(
        r"^RUN (/opt/homeport/bin/python -P .+?manage\.py collectstatic .+?) \\$", DOCKERFILE, re.MULTILINE | re.DOTALL
    )
    assert built
    build = built[1].replace("/opt/homeport/bin/python", "python").replace("\\\n", " ")
    settings = company_environment(
        tmp_path / "var", database="postgresql://nobody@127.0.0.1:1/none", broker="redis://x"
    )
    start = [*compose.command("web"), "--check-config"]
    for command, environment in ((["sh", "-c", build], clean_environment()), (start, settings)):
        done = subprocess.run(
            command, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=180, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
    assert (tmp_path / "static.built" / "staticfiles.json").exists()


def test_the_image_installs_by_hash_and_leaves_its_tools_behind() -> None:
    build, final = re.split(r"^FROM .+$", DOCKERFILE, flags=re.MULTILINE)[1:]
    assert "--require-hashes" in build
    assert "collectstatic" in build
    assert "--without-pip" in build
    assert not re.search(r"\b(pip|uv|apt-get|gcc)\b", final)


def test_image_and_compose_file_agree_on_the_command() -> None:
    said = re.findall(r"^CMD (\[.+\])$", DOCKERFILE, re.MULTILINE)
    assert [yaml.safe_load(words) for words in said] == [compose.command("web")]
