"""A statement that is composed once says the same as Django's own, each time with the values it is asked with."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portal.kit import audit
from portal.kit.composed import Change, Rows, RowsIn, insert, moment, number, text
from portal.models import AuditEntry, Job
from teams.people.models import Membership, Person, Team
from tests import make

pytestmark = pytest.mark.django_db

IN_TEAM = Rows(lambda: Membership.objects.filter(team=number("team"), until=None).select_related("person", "team"))
DUE = Rows(lambda: Job.objects.filter(due_at__lte=moment("now")).order_by("pk").values_list("name", "due_at"))
NAMED = RowsIn(lambda keys: Person.objects.filter(pk__in=keys).order_by().values_list("name", flat=True))
ENDS = Change(
    lambda: Job.objects.filter(name=text("name"), state=Job.State.WAITING),
    state=Job.State.DONE,
    finished_at=moment("now"),
    progress={},
)


def test_rows_are_those_of_each_ask_with_what_was_joined(home: Team, ana: Person, ben: Person):
    other = make.team(ben)
    for team in (home, other, home):
        theirs = {(one.team.pk, one.person.name) for one in Membership.objects.filter(team=team, until=None)}
        with CaptureQueriesContext(connection) as asked:
            assert {(one.team.pk, one.person.name) for one in IN_TEAM(team=team.pk)} == theirs
        assert len(asked) == 1, "a person and a team come with the row"
    assert IN_TEAM(team=0) == []


def test_moments_come_and_go_as_they_are():
    now = timezone.now()
    Job.objects.create(name="early", subject_id=1, due_at=now - timedelta(hours=1))
    Job.objects.create(name="late", subject_id=1, due_at=now + timedelta(hours=1))
    assert DUE(now=now) == [("early", now - timedelta(hours=1))]
    assert [name for name, _ in DUE(now=now + timedelta(hours=2))] == ["early", "late"]


def test_one_row_or_an_error_and_every_slot_wants_its_value(home: Team, ana: Person):
    lead = Rows(lambda: Team.objects.select_related("lead").filter(pk=number("pk")))
    assert lead.one(pk=home.pk).lead == home.lead
    with pytest.raises(Team.DoesNotExist):
        lead.one(pk=0)
    with pytest.raises(KeyError):
        lead.one()


@pytest.mark.parametrize("many", [0, 1, 2, 3, 65, 130])
def test_a_list_of_keys_finds_each_of_them_once(ana: Person, many: int):
    rows = [Person(login=f"many-{at}", name=f"Many {at}") for at in range(many)]
    Person.objects.bulk_create(rows)
    keys = list(Person.objects.filter(login__startswith="many-").values_list("pk", flat=True))
    assert sorted(NAMED([*keys, *keys])) == sorted(one.name for one in rows)


def test_a_change_says_how_many_rows_it_was():
    now = timezone.now()
    for name, subject in (("a", 1), ("a", 2), ("b", 1)):
        Job.objects.create(name=name, subject_id=subject)
    assert [ENDS(name=name, now=now) for name in ("a", "a", "b", "c")] == [2, 0, 1, 0]
    assert set(Job.objects.values_list("state", "finished_at")) == {("done", now)}


def test_what_is_inserted_is_what_is_saved(ana: Person):
    facts: dict[str, Any] = {"verb": "x.y", "subject": "a:1", "actor": ana, "data": {"of": [1, "é"]}, "before": "ü"}
    saved, inserted = AuditEntry.objects.create(**facts), insert(AuditEntry(**facts))
    assert inserted.pk > saved.pk
    assert not inserted._state.adding
    again = [AuditEntry.objects.get(pk=one.pk) for one in (saved, inserted)]
    same = [{**vars(one), "id": 0, "at": 0, "_state": 0} for one in again]
    assert same[0] == same[1]
    assert again[1].at == inserted.at
    inserted.after = "z"
    inserted.save()
    assert AuditEntry.objects.filter(after="z").count() == 1
    assert audit.verify()[1] is None
