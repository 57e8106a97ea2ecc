"""Asks every operation of the API as everybody, and holds it to tests/house/api_access.py."""

import json
import re

import pytest
from django.db import transaction
from django.urls import resolve

from portal.kit import schema
from portal.kit.endpoints import Endpoint
from tests.house.api_access import ALL, CAST, READS, WRITES
from tests.house.api_things import cast, more_things
from tests.house.test_access import things  # noqa: F401 - the fixture
from tests.services.api.program import Program

pytestmark = pytest.mark.django_db
ROOT = "/api/v1"
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
ROWS = {f"GET {path}": (ALL, {}) for path in READS} | WRITES


def operation_of(row: str) -> Endpoint:
    """The operation at a row's method and address."""
    method, path = row.split()
    return resolve(ROOT + re.sub(r"\{\w+\}", "1", path)).func.cls.endpoints[method]


def operations() -> dict[str, tuple[str, str]]:
    told = json.loads(schema.document())["paths"]
    return {one["operationId"]: (method, path) for path, item in told.items() for method, one in item.items()}


def test_every_operation_stands_in_the_table():
    missing = set(operations()) - {operation_of(row).name for row in ROWS}
    assert missing == set(), "an operation without a line in tests/house/api_access.py"
    strangers = {name for who, *_ in ROWS.values() for name in who.split()} - set(CAST)
    assert strangers == set()


def test_every_operation_asks_who_it_is_and_refuses_a_token_that_only_reads(client, ana):
    reader, wrong = Program(ana, "read"), []
    for name, (method, place) in operations().items():
        path = re.sub(r"\{\w+\}", "1", place)
        answers = [(client.generic(method.upper(), path), 401, "not-authenticated")]
        if method != "get":
            words = {"content_type": "application/json", "headers": {"Idempotency-Key": name}}
            answers.append((reader.client.generic(method.upper(), path, "{}", **words), 403, "token-only-reads"))
        wrong += [
            f"{name}: {answer.status_code} {answer.content[:200]}"
            for answer, status, code in answers
            if (answer.status_code, answer.json()["code"]) != (status, code)
        ]
    assert not wrong, "\n".join(wrong)


def filled(words, known):
    """An example with the names of our things in it, and with days that lie ahead."""
    if isinstance(words, dict):
        return {name: filled(one, known) for name, one in words.items() if one is not None}
    if isinstance(words, list):
        return [filled(one, known) for one in words]
    if not isinstance(words, str):
        return words
    return known["soon"] if DAY.fullmatch(words) else words.format(**known) if words.startswith("{") else words


def body_of(row, known):
    endpoint, (_, words, *_) = operation_of(row), ROWS[row]
    if endpoint.takes is None:
        return None
    return filled({**endpoint.takes.example, **words}, known)


def asked(program, row, known):
    """The answer to one request, of which nothing stays."""
    method, place = row.split()
    path, body = ROOT + place.format(**known), body_of(row, known)
    with transaction.atomic():
        answer = program.get(path) if method == "GET" else getattr(program, method.lower())(path, body)
        transaction.set_rollback(True)
    return answer


def test_full_forms_sent_to_the_api_reach_only_who_may(things):  # noqa: F811
    """Named as its sister in test_access.py, with which it is left out where only minutes are there."""
    people = cast(things)
    things = more_things(things, people)
    programs = {name: Program(people[name]) for name in CAST}
    wrong = []
    for row, (who, _, *rest) in ROWS.items():
        others = rest[0] if rest else {}
        for name in CAST:
            answer = asked(programs[name], row, things)
            said = answer.json()["code"] if answer.status_code >= 400 else ""
            wanted = operation_of(row).status if name in who.split() else others.get(name, 403)
            if answer.status_code != wanted or (wanted == 403 and said != "not-allowed"):
                why = answer.content.decode()[:300] if said else ""
                wrong.append(f"{row} by {name}: {answer.status_code}, the table says {wanted} {why}")
    assert not wrong, "\n".join(wrong)


def test_a_body_of_the_table_is_made_of_the_example_of_its_operation():
    assert filled({"day": "2027-01-01", "of": "{x}", "gone": None}, {"soon": "S", "x": "X"}) == {
        "day": "S", "of": "X",
    }  # fmt: skip
