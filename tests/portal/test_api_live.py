"""The API of a real Homeport: the commands of docs/api.md, and a stranger's tool that tries everything."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.ops.servers import ROOT, clean_environment, company_home, free_port, process, status_of
from tests.standaside import stand_aside

pytestmark = pytest.mark.process
METHODS = {"get", "post", "put", "patch", "delete"}
BLOCKS = re.findall(r"```sh\n(.*?)```", (ROOT / "docs" / "api.md").read_text(encoding="utf-8"), re.DOTALL)
GOOD = """\
openapi: 3.1.0
info: {title: Orders, version: %s, description: Place and follow orders., contact: {email: checkout@hartwell-shop.com}}
servers: [{url: "https://orders.hartwell-shop.com/v1"}]
security: [{token: []}]
paths: {}
components: {securitySchemes: {token: {type: http, scheme: bearer}}}
"""


@pytest.fixture
def homeport(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """An embedded Homeport with the demo company, without limits of how often; its address and a token.

    One for each test: what tries everything leaves much behind.
    """
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    environment = clean_environment(
        HOMEPORT_VAR=str(company_home(tmp_path_factory.mktemp("live"))),
        HOMEPORT_RATE_API="0",
        HOMEPORT_RATE_UPLOAD="0",
    )
    command = [sys.executable, "manage.py", "serve", f"--port={port}"]
    with process(command, environment, ready=lambda: status_of(f"{address}/readyz") == 200, name="serve"):
        made = subprocess.run(
            [sys.executable, "manage.py", "create_token", "live"],
            cwd=ROOT, env=environment, capture_output=True, text=True, check=True, timeout=180,
        )  # fmt: skip
        yield {"PATH": os.environ["PATH"], "HOMEPORT": address, "TOKEN": made.stdout.strip(), "COMMIT": "4f1c2ab"}


def test_the_commands_of_the_guide_do_what_it_says(homeport: dict[str, str], tmp_path: Path) -> None:
    if shutil.which("curl") is None:
        stand_aside("the commands of docs/api.md", "no curl was found (Debian: apt-get install curl)")
    assert len(BLOCKS) == 7
    told = []
    for number, block in enumerate(BLOCKS):
        (tmp_path / "openapi.yaml").write_text(GOOD % ("1.0.0" if number < 3 else "1.1.0"))
        run = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", block],
            cwd=tmp_path, env=homeport, capture_output=True, text=True, check=False, timeout=180,
        )  # fmt: skip
        assert run.returncode == 0, (block, run.stdout, run.stderr)
        told.append(run.stdout)
    assert '"login":"live"' in told[0]
    assert '"number":2' in told[-1]
    assert '"state":"published"' in told[-1]


@pytest.mark.parametrize("part", ["include", "exclude"])
def test_a_tool_that_knows_only_the_description_meets_nothing_that_it_does_not_say(
    homeport: dict[str, str], tmp_path: Path, part: str
) -> None:
    """Schemathesis for a minute: no fault, no status, media type, header or shape that is not described.

    In two parts, away teams and all else, because a slow machine needs minutes.
    """
    program = Path(sys.executable).parent / "schemathesis"
    bearer = f"Authorization: Bearer {homeport['TOKEN']}"
    told = subprocess.run(
        ["curl", "-fsS", "-H", bearer, f"{homeport['HOMEPORT']}/api/v1/openapi.json"],
        capture_output=True, check=True, timeout=180,
    )  # fmt: skip
    (tmp_path / "openapi.json").write_bytes(told.stdout)
    checks = (
        "not_a_server_error,status_code_conformance,content_type_conformance,response_headers_conformance,"
        "response_schema_conformance"
    )
    run = subprocess.run(
        [
            program, "run", "openapi.json", "--url", homeport["HOMEPORT"], "-H", bearer, "--checks", checks,
            "--phases", "examples,fuzzing", "--max-examples", "4", "--seed", "1", "--suppress-health-check", "all",
            "--warnings", "off", f"--{part}-path-regex", "away",
        ],
        cwd=tmp_path, env=clean_environment(), capture_output=True, text=True, check=False, timeout=400,
    )  # fmt: skip
    assert run.returncode == 0, run.stdout + run.stderr
    paths = json.loads(told.stdout)["paths"]
    described = sum(len(set(paths[path]) & METHODS) for path in paths if ("away" in path) == (part == "include"))
    assert described > 50
    assert f"Tested: {described}" in run.stdout
