"""Signed deliveries over real HTTP to Homeport's own process, which is killed while it reads them and started again."""

import json
import sqlite3
import subprocess
import sys
import urllib.error
import urllib.request
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.forge.sending import PROJECT, headers_of, push, standard
from tests.ops.servers import ROOT, clean_environment, free_port, process, status_of, wait_until

pytestmark = pytest.mark.process
MANY = 24
MAKE = """
from tests import make
from tests.forge.sending import SOURCE
orders = make.service(make.team(), slug="orders", source_url=SOURCE)
for forge in ("github", "gitlab", "gitea"):
    made = make.receiver(orders, forge)
    print("made", made.forge, made.path, made.secret)
"""


def post(url: str, body: bytes, headers: dict[str, str]) -> tuple[int, Any]:
    request = urllib.request.Request(url, body, {**headers, "Content-Type": "application/json"})
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(request, timeout=30) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as error:
        with error:
            return error.code, json.load(error)


def large_push(number: int) -> bytes:
    """A push of two hundred commits with a hundred files each: reading it takes a worker a moment."""
    commits = [{"id": "c" * 40, "modified": [f"{one}/{two}.py" for two in range(100)]} for one in range(200)]
    return json.dumps({**push(after=f"{number:040x}"), "project": PROJECT, "commits": commits}).encode()


def test_deliveries_are_taken_once_refused_unsigned_and_lost_by_no_kill(tmp_path: Path) -> None:
    port = free_port()
    environment = clean_environment(
        HOMEPORT_VAR=str(tmp_path), HOMEPORT_DEMO="false", HOMEPORT_JOB_LEASE="3", HOMEPORT_SECRET_KEY="k" * 60
    )
    base = f"http://127.0.0.1:{port}"
    command = [sys.executable, "manage.py", "serve", f"--port={port}"]

    def rows(question: str) -> list[tuple[Any, ...]]:
        with closing(sqlite3.connect(f"file:{tmp_path}/homeport.sqlite3?mode=ro", uri=True, timeout=20)) as connection:
            return connection.execute(question).fetchall()

    with process(command, environment, ready=lambda: status_of(f"{base}/readyz") == 200, name="serve") as server:
        shell = [sys.executable, "manage.py", "shell", "--verbosity=0", "-c", MAKE]
        said = subprocess.run(shell, cwd=ROOT, env=environment, capture_output=True, text=True, check=True).stdout
        made = {words[1]: words[2:] for line in said.splitlines() if (words := line.split()) and words[0] == "made"}

        body = json.dumps({**push(), "project": PROJECT}).encode()
        for forge, (path, secret) in made.items():
            event = "Push Hook" if forge == "gitlab" else "push"
            headers = headers_of(forge, event, secret, body, key="first")
            assert post(base + path, body, headers) == (202, {"delivery": "first", "state": "accepted"})
            assert post(base + path, body, headers)[0] == 200, "sent again it is known"
            status, problem = post(base + path, body, headers_of(forge, event, "another", body, key="second"))
            assert (status, problem["code"]) == (401, "delivery-not-signed")
        path, secret = made["gitlab"]
        signed = standard(secret, body, "signed") | {"X-Gitlab-Event": "Push Hook"}
        assert post(base + path, body, signed)[0] == 202
        assert post(base + path, body + b" ", signed)[0] == 401
        assert rows("SELECT count(*) FROM forge_delivery") == [(4,)]
        assert rows("SELECT sum(refused) FROM forge_receiver") == [(4,)]
        wait_until(lambda: rows("SELECT count(*) FROM forge_fact") == [(3,)], "each forge's push is a fact")

        path, secret = made["github"]
        for number in range(1, MANY + 1):
            large = large_push(number)
            assert post(base + path, large, headers_of("github", "push", secret, large, key=f"n{number}"))[0] == 202
        for member in server.family():
            member.kill()
        server.running.wait()  # type: ignore[union-attr]
        unread = rows("SELECT count(*) FROM forge_delivery WHERE state = 'waiting'")[0][0]
        assert unread > 0, "it was killed too late: everything was read already"
        server.start()
        wait_until(
            lambda: rows("SELECT count(*) FROM forge_delivery WHERE state = 'waiting'") == [(0,)], "all are read"
        )
        assert rows("SELECT count(*) FROM forge_fact WHERE forge = 'github'") == [(MANY + 1,)]
        assert rows("SELECT DISTINCT state FROM forge_delivery") == [("read",)]
        assert rows("SELECT count(*) FROM portal_job WHERE name = 'forge.read_delivery' AND state != 'done'") == [(0,)]
