"""What a draw is told of the guild: certified until when, training, resting, pauses, ties and wishes."""

from datetime import timedelta

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from teams.people.actions import calendars
from teams.reviews.actions import guild
from teams.reviews.models import BarRaiser, Certification, Tie, Wish
from teams.reviews.reads.roster import roster
from tests import make

pytestmark = pytest.mark.django_db


def row(person, topic, state, **facts):
    return Certification.objects.create(
        person=person, topic=topic, state=state, nominated_by=person, why="Knows it.", **facts
    )


def test_who_is_certified_for_what_until_when(home, ana):
    raiser = make.bar_raiser(ana, topics=["security", "contract"], limit=3)
    one = roster()[0]
    until = Certification.objects.get(person=ana, topic="contract").until
    assert (one.person, one.limit, one.present) == (ana, 3, True)
    assert one.certified == {"contract": until, "security": until}
    assert until > timezone.now().date() + timedelta(days=500)
    assert set(one.lead_since) == {"contract", "security"}
    assert one.person.pk == raiser.person_id


def test_a_certificate_that_is_over_certifies_nobody_even_before_a_worker_says_so(home, ana, later):
    make.bar_raiser(ana)
    later(timedelta(days=600))
    assert roster()[0].certified == {}


def test_trainees_mentored_and_resting_are_told_apart(home, ana, ben):
    make.bar_raiser(ana, topics=["data"])
    day = make.soon()
    row(ana, "contract", "shadowing", due_on=day)
    row(ana, "security", "leading", due_on=day, mentor=ben)
    row(ana, "design", "resting", due_on=day, certified_on=day, until=day, lead_since=day)
    row(ana, "operations", "reading", due_on=day)
    one = roster()[0]
    assert set(one.certified) == {"data"}
    assert set(one.trainee) == {"contract"}
    assert one.mentored == {"security": ben.pk}
    assert one.resting == {"design": day}


def test_pauses_absences_ties_and_wishes(home, ana, ben, sam):
    raiser = make.bar_raiser(ana)
    Tie.objects.create(person=ana, team=home, reason="My sister leads it.")
    Tie.objects.create(person=ana, team=ben.memberships.get().team, ended_at=timezone.now())
    Wish.objects.create(person=ana, topic="data")
    Wish.objects.create(person=ana, team=home)
    one = roster([ana.pk])[0]
    assert (one.ties, one.wished_topics, one.wished_teams) == ({home.pk}, {"data"}, {home.pk})
    guild.pause_bar_raiser(raiser, by=ana, until=make.soon())
    assert (roster()[0].present, roster()[0].paused_until) == (False, make.soon())
    guild.pause_bar_raiser(raiser, by=ana, until=None)
    today = timezone.now().date()
    calendars.declare_absence(ana, by=ana, first_day=today, last_day=make.soon())
    assert (roster()[0].present, roster()[0].absent_until) == (False, make.soon())


def test_the_roster_asks_as_little_of_many_as_of_few(django_assert_num_queries):
    for _ in range(2):
        make.bar_raiser()
    for _ in range(2):
        with django_assert_num_queries(5):
            roster()
        for _ in range(10):
            make.bar_raiser(topics=["data", "contract"])


@pytest.mark.django_db(transaction=True)
def test_who_was_in_the_guild_before_there_were_certificates_is_certified():
    def at(name):
        executor = MigrationExecutor(connection)
        executor.loader.replace_migrations = False  # else one migration stands for all of them
        executor.loader.build_graph()
        executor.migrate([("reviews", name)])
        return executor.loader.project_state([("reviews", name)]).apps

    people = [make.person(login=name) for name in ("words", "any", "gone", "away", "odd")]
    day = make.soon()
    try:
        Before = at("0002_guild").get_model("reviews", "BarRaiser")
        past = timezone.now() - timedelta(days=90)
        facts = {
            "words": {"topics": ["data", "speed"]},
            "any": {},
            "gone": {"ended_at": timezone.now(), "topics": ["data"]},
            "away": {"paused_until": day, "topics": ["data"]},
            "odd": {"topics": ["speed"]},
        }
        for one in people:
            Before.objects.create(person_id=one.pk, appointed_by_id=one.pk, since=past, **facts[one.login])
    finally:
        executor = MigrationExecutor(connection)
        executor.migrate(executor.loader.graph.leaf_nodes())
    held = {
        one.login: sorted(Certification.objects.valid().filter(person=one).values_list("topic", flat=True))
        for one in people
    }
    assert held["words"] == held["away"] == ["data"]
    assert len(held["any"]) == 7
    assert held["gone"] == []
    assert held["odd"] == ["contract"]
    assert "speed" in Certification.objects.get(person__login="words").words
    states = dict(BarRaiser.objects.values_list("person__login", "state"))
    assert (states["gone"], states["away"], states["any"]) == ("ended", "paused", "standing")
    assert all(one.until > day for one in Certification.objects.valid())
