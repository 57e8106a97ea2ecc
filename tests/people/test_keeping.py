"""Stewards found divisions, teams and people; leads keep their own team in order."""

import pytest
from django.urls import reverse

from portal.kit.refusals import Denied, Invalid, Refused
from portal.models import AuditEntry
from teams.people.actions import people, teams
from teams.people.models import Division, Person, Team
from tests import make

pytestmark = pytest.mark.django_db


def test_a_company_is_founded_in_the_browser(sam, as_):
    browser = as_(sam)
    words = {"login": "Lea", "name": "Lea New", "time_zone": "Europe/Berlin", "password": "a good long word"}
    assert browser.post(reverse("people:person-new"), words).status_code == 302
    assert browser.post(reverse("people:division-new"), {"slug": "shop", "name": "Shop"}).status_code == 302
    division = Division.objects.get()
    words = {
        "slug": "till", "name": "Till", "division": division.pk, "lead": "lea", "time_zone": "UTC", "size_limit": 6,
        "openness": "ask",
    }  # fmt: skip
    assert browser.post(reverse("people:team-new"), words).status_code == 302
    lea = Person.objects.get(login="lea")
    assert (Team.objects.get().lead, lea.check_password("a good long word")) == (lea, True)
    as_lea = as_(lea)
    assert as_lea.post(reverse("people:team-join", args=["till"]), {"person": sam.login}).status_code == 302
    page = as_lea.get(reverse("team", args=["till"])).content.decode()
    assert sam.name in page
    assert reverse("people:team-leave", args=["till", sam.login]) in page
    assert "Bring in" in page


def test_what_was_typed_is_kept_beside_the_reason(sam, as_):
    browser = as_(sam)
    words = {"login": sam.login, "name": "Twice", "time_zone": "Nowhere/At-All"}
    answer = browser.post(reverse("people:person-new"), words)
    assert answer.status_code == 422
    assert "Europe/London" in answer.content.decode()
    words["time_zone"] = "UTC"
    text = browser.post(reverse("people:person-new"), words).content.decode()
    assert "is taken" in text
    assert 'value="Twice"' in text


def test_a_lead_hands_the_team_over(ana, home, ben):
    teams.change_team(home, by=ana, lead=ben)
    assert (home.lead, home.memberships.filter(until=None).count()) == (ben, 2)
    with pytest.raises(Denied, match="Ben Elsewhere"):
        teams.change_team(home, by=ana, mission="Mine still")


def test_a_lead_neither_leaves_nor_is_let_go_before_another_one_leads(ana, home, sam):
    with pytest.raises(Refused):
        teams.leave_team(home, ana, by=ana)
    with pytest.raises(Refused, match="Home"):
        people.let_go(ana, by=sam)


def test_whoever_is_let_go_leaves_their_teams_and_cannot_log_in(ana, home, ben, sam, client):
    teams.join_team(home, ben, by=ana)
    ben.set_password("a good long word")
    ben.save()
    people.let_go(ben, by=sam)
    assert not ben.memberships.filter(until=None).exists()
    assert not client.login(username="ben", password="a good long word")
    with pytest.raises(Refused, match="has left"):
        teams.join_team(home, ben, by=ana)


def test_names_that_addresses_need_are_refused(sam, home):
    with pytest.raises(Invalid):
        make.person(login="new")
    with pytest.raises(Invalid):
        make.team(slug="new")
    with pytest.raises(Invalid):
        make.service(home, slug="new")


def test_the_audit_says_who_changed_what_of_a_team(ana, home):
    teams.change_team(home, by=ana, mission="Better")
    entry = AuditEntry.objects.get(verb="team.change")
    assert (entry.actor, entry.data) == (ana, {"fields": ["mission"]})
    teams.change_team(home, by=ana, mission="Better")
    assert AuditEntry.objects.filter(verb="team.change").count() == 1


def test_tokens_are_shown_once_and_revoked(ana, as_):
    browser = as_(ana)
    made = browser.post(reverse("people:tokens"), {"name": "ci", "scope": "read"})
    token = made.content.decode().partition("hp_")[2][:43]
    assert len(token) == 43
    assert made["Cache-Control"] == "no-store"
    assert token not in browser.get(reverse("people:tokens")).content.decode()
    me = reverse("api-me")
    headers = {"Authorization": f"Bearer hp_{token}"}
    assert browser.get(me, headers=headers).status_code == 200
    browser.post(reverse("people:token-revoke", args=[ana.tokens.get().pk]))
    from django.test import Client

    assert Client().get(me, headers=headers).status_code == 401


def test_create_person_from_the_command_line(monkeypatch, db):
    import io

    from django.core.management import CommandError, call_command

    monkeypatch.setattr("sys.stdin", io.StringIO("a good long word\n"))
    call_command("create_person", "root", "--name", "Root", "--steward")
    root = Person.objects.get(login="root")
    assert (root.is_steward, root.check_password("a good long word")) == (True, True)
    monkeypatch.setattr("sys.stdin", io.StringIO("short\n"))
    with pytest.raises(CommandError, match="short"):
        call_command("create_person", "other", "--name", "Other")
