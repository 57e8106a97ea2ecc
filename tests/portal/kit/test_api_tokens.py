"""``manage.py create_token``: the token alone on standard output."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from portal.models import ApiToken, AuditEntry
from teams.people.models import Person

pytestmark = pytest.mark.django_db


def create(*arguments):
    out, err = StringIO(), StringIO()
    call_command("create_token", *arguments, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def me(token):
    return Client(headers={"Authorization": f"Bearer {token}"}).get("/api/v1/me")


def test_only_the_token_is_printed_and_it_works():
    out, err = create("Nightly import")
    token = out.removesuffix("\n")
    assert token.startswith("hp_") and "\n" not in token and " " not in token
    assert "read and write" in err and token not in err
    told = me(token).json()
    assert (told["login"], told["name"], told["kind"], told["is_steward"]) == (
        "nightly-import", "Nightly import", "machine", True,
    )  # fmt: skip
    assert token not in str(list(ApiToken.objects.values()))
    assert AuditEntry.objects.filter(verb="token.create", actor=None).count() == 1


def test_the_same_name_is_the_same_machine():
    create("ci")
    create("CI", "--read")
    assert Person.objects.filter(kind="machine").count() == 1
    assert [token.scope for token in ApiToken.objects.order_by("pk")] == ["write", "read"]


def test_it_may_act_as_a_person_and_end(ana, later):
    out, err = create("mine", "--person", "ANA", "--read", "--days", "7")
    token = out.strip()
    assert me(token).json()["login"] == "ana"
    assert "only read" in err
    later(timedelta(days=8))
    assert me(token).status_code == 401


@pytest.mark.parametrize(
    "arguments",
    [("ci", "--person", "nobody"), ("ci", "--days", "0"), ("",), ("x" * 81,), ("???",), ("ana",)],
)
def test_what_cannot_be_made_is_said_and_nothing_is_printed(ana, arguments):
    out = StringIO()
    with pytest.raises(CommandError):
        call_command("create_token", *arguments, stdout=out)
    assert out.getvalue() == ""
    assert not ApiToken.objects.exists()
