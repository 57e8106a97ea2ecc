"""Idempotency-Key: asked twice, done once, answered twice."""

import threading
import uuid
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections
from django.utils import timezone

from portal.kit import idempotency
from portal.kit.refusals import Refused
from portal.models import IdempotentRequest
from services.actions import catalog
from services.models import Revision, Service
from tests import make
from tests.services.api.program import Program

V = "/api/v1"
KEY = {"Idempotency-Key": "one"}
ORDERS = {"team": "home", "slug": "orders"}


@pytest.mark.django_db
def test_the_same_request_again_is_answered_and_not_done_again(ana, home):
    program = Program(ana)
    first = program.post(f"{V}/services", ORDERS, **KEY)
    again = program.post(f"{V}/services", ORDERS, **KEY)
    assert (first.status_code, again.status_code) == (201, 201)
    assert (again.json(), again["Location"]) == (first.json(), first["Location"])
    assert (first.headers.get("Idempotent-Replayed"), again["Idempotent-Replayed"]) == (None, "true")
    assert Service.objects.count() == 1


@pytest.mark.django_db
def test_a_key_may_be_quoted_as_the_draft_says(ana, home):
    program = Program(ana)
    program.post(f"{V}/services", ORDERS, **KEY)
    assert program.post(f"{V}/services", ORDERS, Idempotency_Key='"one"')["Idempotent-Replayed"] == "true"


@pytest.mark.django_db
def test_another_request_with_the_same_key_is_refused(ana, home):
    program = Program(ana)
    program.post(f"{V}/services", ORDERS, **KEY)
    refused = program.post(f"{V}/services", {**ORDERS, "slug": "other"}, **KEY)
    assert (refused.status_code, refused.json()["code"]) == (422, "idempotency-key-reused")
    assert program.post(f"{V}/services/orders/move", {"verb": "release"}, **KEY).status_code == 422
    assert Service.objects.count() == 1


@pytest.mark.django_db
def test_a_key_belongs_to_a_person(ana, home, sam):
    Program(ana).post(f"{V}/services", ORDERS, **KEY)
    other = Program(sam).post(f"{V}/services", {**ORDERS, "slug": "other"}, **KEY)
    assert other.status_code == 201


@pytest.mark.django_db
def test_a_refused_request_frees_its_key(ana, home):
    program = Program(ana)
    taken = make.service(home, slug="orders")
    assert program.post(f"{V}/services", ORDERS, **KEY).status_code == 422
    assert not IdempotentRequest.objects.exists()
    Service.objects.filter(pk=taken.pk).update(slug="moved")
    assert program.post(f"{V}/services", ORDERS, **KEY).status_code == 201


@pytest.mark.django_db
def test_a_fault_frees_the_key_and_undoes_the_deed(ana, home, monkeypatch):
    program = Program(ana)
    program.client.raise_request_exception = False
    real = catalog.register_service

    def breaks(*args, **kwargs):
        real(*args, **kwargs)
        raise RuntimeError("after the deed")

    with monkeypatch.context() as patch:
        patch.setattr(catalog, "register_service", breaks)
        assert program.post(f"{V}/services", ORDERS, **KEY).status_code == 500
    assert not Service.objects.exists()
    assert program.post(f"{V}/services", ORDERS, **KEY).status_code == 201


@pytest.mark.django_db
def test_the_same_file_in_another_envelope_is_the_same_request(ana, home):
    """Each form has a random boundary, so a repeated form is never the same bytes."""
    make.draft(make.service(home, slug="orders"), slug="api")
    program = Program(ana)

    def send(content, boundary):
        part = 'Content-Disposition: form-data; name="file"; filename="o.yaml"'
        body = f"--{boundary}\r\n{part}\r\n\r\n{content}\r\n--{boundary}--\r\n".encode()
        return program.raw(
            f"{V}/contracts/orders/api/revisions", body, f"multipart/form-data; boundary={boundary}", **KEY
        )

    changed = make.CLEAN.replace("1.0.0", "2.0.0")
    assert send(changed, "aaa").status_code == 201
    assert send(changed, "bbb")["Idempotent-Replayed"] == "true"
    assert send(make.CLEAN, "ccc").json()["code"] == "idempotency-key-reused"
    assert Revision.objects.count() == 2


@pytest.mark.django_db
def test_while_the_first_is_being_done_the_second_waits(ana, home):
    program = Program(ana)
    program.post(f"{V}/services", ORDERS, **KEY)
    IdempotentRequest.objects.update(status=None)
    refused = program.post(f"{V}/services", ORDERS, **KEY)
    assert (refused.status_code, refused.json()["code"]) == (409, "idempotency-key-in-use")
    assert refused["Retry-After"] == "1"


@pytest.mark.django_db
def test_a_claim_whose_process_was_killed_is_taken_over(ana, later):
    claim = idempotency.claim(ana, "one", "x" * 64)
    with pytest.raises(Refused):
        idempotency.claim(ana, "one", "x" * 64)
    later(timedelta(minutes=6))
    taken = idempotency.claim(ana, "one", "x" * 64)
    assert (taken.row.pk, taken.row.claim != claim.row.claim) == (claim.row.pk, True)
    with pytest.raises(Refused), claim.recording() as keep:
        keep(make_answer())
    with taken.recording() as keep:
        keep(make_answer())
    assert IdempotentRequest.objects.get().status == 201


def make_answer():
    from rest_framework.response import Response

    return Response({"a": 1}, status=201, headers={"Location": "http://testserver/"})


@pytest.mark.django_db
def test_answers_are_forgotten_after_a_day_a_few_at_a_time(ana, later):
    IdempotentRequest.objects.bulk_create(
        IdempotentRequest(person=ana, key=f"k{number}", fingerprint="x", claim=uuid.uuid4(), claimed_at=timezone.now())
        for number in range(idempotency.CLEANED_AT_ONCE + 5)
    )
    later(timedelta(hours=23))
    idempotency.claim(ana, "new", "x" * 64)
    assert IdempotentRequest.objects.count() == idempotency.CLEANED_AT_ONCE + 6
    later(timedelta(hours=2))
    idempotency.claim(ana, "newer", "x" * 64)
    assert IdempotentRequest.objects.count() == 7


@pytest.mark.django_db
def test_a_key_is_taken_by_posts_that_create_nothing_too(ana, home):
    make.service(home, slug="orders")
    program = Program(ana)
    first = program.post(f"{V}/services/orders/move", {"verb": "release"}, **KEY)
    again = program.post(f"{V}/services/orders/move", {"verb": "release"}, **KEY)
    assert (first.status_code, again.status_code, again["Idempotent-Replayed"]) == (200, 200, "true")
    missing = program.client.post(f"{V}/services/orders/move", {"verb": "deprecate"}, content_type="application/json")
    assert missing.status_code == 200


@pytest.mark.django_db(transaction=True)
@pytest.mark.postgresql
def test_twenty_at_once_create_one(ana, home):
    program = Program(ana)
    begin = threading.Barrier(20)
    answers = []

    def ask():
        try:
            begin.wait(60)
            answer = Program.post(program, f"{V}/services", ORDERS, **KEY)
            answers.append((answer.status_code, answer.json().get("code", "")))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=ask) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    assert not any(thread.is_alive() for thread in threads)
    assert Service.objects.count() == 1
    assert {code for code, _ in answers} <= {201, 409}
    assert (201, "") in answers
    assert program.post(f"{V}/services", ORDERS, **KEY)["Idempotent-Replayed"] == "true"


@pytest.mark.django_db
def test_files_are_read_again_after_they_were_compared(ana, home):
    make.draft(make.service(home, slug="orders"), slug="api")
    changed = make.CLEAN.replace("1.0.0", "3.0.0").encode()
    made = Program(ana).form(f"{V}/contracts/orders/api/revisions", {"file": SimpleUploadedFile("o.yaml", changed)})
    assert made.json()["size"] == len(changed)
