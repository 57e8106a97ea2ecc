"""Only who has the secret is let in; a new secret and the one before are good together for a while."""

import base64
from datetime import timedelta

import pytest

from portal.models import Job
from services.forge.actions.receivers import change_secret, end_receiver
from services.forge.models import Delivery, Receiver, Refusal
from tests import make
from tests.forge.sending import SOURCE, digest, push, send, standard

pytestmark = pytest.mark.django_db
FORGES = {"github": "push", "gitlab": "Push Hook", "gitea": "push"}


@pytest.fixture(params=FORGES)
def receiver(request, home):
    return make.receiver(make.service(home, slug="orders", source_url=SOURCE), request.param)


def test_a_signed_delivery_is_accepted_and_kept_for_a_job(receiver):
    answer = send(receiver, FORGES[receiver.forge], push())
    assert (answer.status_code, answer.json()["state"]) == (202, "accepted")
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.event) == ("waiting", FORGES[receiver.forge])
    assert Job.objects.filter(name="forge.read_delivery", subject_id=delivery.pk, state="waiting").exists()


def test_one_that_is_signed_with_something_else_is_refused_noted_and_not_stored(receiver, as_, ben):
    answer = send(receiver, FORGES[receiver.forge], push(), secret="whsec_" + base64.b64encode(b"x" * 32).decode())
    assert answer.status_code == 401
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["code"] == "delivery-not-signed"
    assert "WWW-Authenticate" in answer
    assert (Delivery.objects.count(), Job.objects.filter(name__startswith="forge").count()) == (0, 0)
    receiver.refresh_from_db()
    assert (receiver.refused, receiver.heard_at) == (1, None)
    page = as_(ben).get(receiver.get_absolute_url()).text
    assert "does not fit" in page
    assert receiver.secret not in page


def test_one_whose_body_was_changed_on_the_way_is_refused(home):
    receiver = make.receiver(make.service(home, source_url=SOURCE))
    answer = send(receiver, "push", push(), X_Hub_Signature_256=f"sha256={digest(receiver.secret, b'another body')}")
    assert answer.status_code == 401


@pytest.mark.parametrize("name", ["X_Hub_Signature_256", "X_Gitea_Signature", "X_Gitlab_Token"])
def test_one_without_a_signature_is_told_what_is_missing(receiver, name):
    own = {"github": "X_Hub_Signature_256", "gitea": "X_Gitea_Signature", "gitlab": "X_Gitlab_Token"}[receiver.forge]
    empty = {own: "", "X_Hub_Signature_256": ""}
    answer = send(receiver, FORGES[receiver.forge], push(), **empty)
    assert answer.status_code == 401
    assert "missing" in answer.json()["title"]


def test_gitea_may_be_let_in_by_the_signature_that_github_sends(home):
    receiver = make.receiver(make.service(home, source_url=SOURCE), "gitea")
    assert send(receiver, "push", push(), X_Gitea_Signature="").status_code == 202


def test_gitlab_may_sign_by_the_standard_and_then_the_token_is_not_looked_at(home):
    receiver = make.receiver(make.service(home, source_url=SOURCE), "gitlab")
    import json

    body = json.dumps(push()).encode()
    named = {name.replace("-", "_"): value for name, value in standard(receiver.secret, body, "one").items()}
    assert send(receiver, "Push Hook", body, X_Gitlab_Token="", **named).status_code == 202
    named["webhook_signature"] = "v1,AAAA"
    assert send(receiver, "Push Hook", body, **named).status_code == 401


def test_a_standard_signature_of_some_time_ago_is_refused(home, later):
    import json

    receiver = make.receiver(make.service(home, source_url=SOURCE), "gitlab")
    body = json.dumps(push()).encode()
    named = {name.replace("-", "_"): value for name, value in standard(receiver.secret, body, "one").items()}
    later(timedelta(minutes=6))
    answer = send(receiver, "Push Hook", body, X_Gitlab_Token="", **named)
    assert (answer.status_code, "five minutes" in answer.json()["title"]) == (401, True)


def test_while_a_secret_changes_both_are_good_and_then_the_new_one_only(receiver, ana, later):
    event, old = FORGES[receiver.forge], receiver.secret
    new = change_secret(receiver, by=ana).secret
    assert new != old
    assert {send(receiver, event, push(), secret=one).status_code for one in (old, new)} == {202}
    later(timedelta(days=7, minutes=1))
    assert [send(receiver, event, push(), secret=one).status_code for one in (old, new)] == [401, 202]


def test_a_secret_that_has_leaked_ends_at_once(receiver, ana):
    old = receiver.secret
    change_secret(receiver, by=ana, at_once=True)
    assert send(receiver, FORGES[receiver.forge], push(), secret=old).status_code == 401


def test_a_secret_is_shown_on_the_page_that_made_it_and_never_again(home, as_, ana):
    make.service(home, slug="orders", source_url=SOURCE)
    made = as_(ana).post("/receivers/", {"forge": "gitlab", "whose": "service:orders"})
    receiver = Receiver.objects.get()
    assert receiver.secret in made.text
    assert made["Cache-Control"] == "no-store"
    assert receiver.secret not in as_(ana).get(receiver.get_absolute_url()).text
    changed = as_(ana).post(f"{receiver.get_absolute_url()}secret/")
    receiver.refresh_from_db()
    assert receiver.secret in changed.text
    assert receiver.old_secret not in changed.text


def test_an_address_that_has_ended_listens_no_more(receiver, ana):
    end_receiver(receiver, by=ana)
    answer = send(receiver, FORGES[receiver.forge], push())
    assert (answer.status_code, answer.json()["code"]) == (404, "receiver-unknown")


def test_of_those_kept_out_the_last_few_are_kept_and_all_are_counted(home):
    receiver = make.receiver(make.service(home, source_url=SOURCE))
    for _ in range(23):
        send(receiver, "push", push(), secret="wrong")
    receiver.refresh_from_db()
    assert (receiver.refused, Refusal.objects.count()) == (23, 20)


def test_who_sends_many_wrong_ones_is_soon_not_even_noted(home, settings):
    settings.RATES = {**settings.RATES, "forge-refused": 3}
    receiver = make.receiver(make.service(home, source_url=SOURCE))
    assert [send(receiver, "push", push(), secret="x").status_code for _ in range(5)] == [401, 401, 401, 429, 429]
    assert Refusal.objects.count() == 3
    assert send(receiver, "push", push()).status_code == 202, "who has the secret is not held up by who has not"


def test_a_body_above_the_limit_is_not_read(home, settings):
    settings.FORGE_BYTES = 1000
    receiver = make.receiver(make.service(home, source_url=SOURCE))
    answer = send(receiver, "push", b"{" + b" " * 1000 + b"}")
    assert (answer.status_code, answer.json()["code"]) == (413, "delivery-too-big")
