"""A proposal is written, published, and written anew: versions are frozen, nobody writes over another's words."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from portal.kit import search
from portal.kit.hours import Hours
from portal.kit.refusals import Denied, Invalid, Refused
from portal.models import AuditEntry, Clock, Notice
from teams.people.reads.calendars import hours_of
from teams.proposals.actions import deciding, writing
from teams.proposals.models import Proposal, Version
from tests import make
from tests.proposals.words import TEXT, again, draft, opened, prediction, revised, words

pytestmark = pytest.mark.django_db


def test_a_draft_is_seen_by_its_team_alone_and_found_by_nobody(home, ana, ben, sam):
    made = draft(home)
    assert [list(Proposal.objects.visible_to(one)) for one in (ana, ben, sam)] == [[made], [], []]
    assert search.find("key order", kinds=["proposal"]).total == 0
    assert not Notice.objects.exists() and not Clock.objects.exists()


def test_publishing_freezes_the_first_version_and_begins_the_time(home, ana, ben):
    reader = make.person()
    made = opened(home, addressed=(reader,), services=(make.service(home, slug="orders"),), **prediction())
    version = made.versions.get()
    assert (version.number, version.text, version.by) == (1, TEXT.strip(), ana)
    assert version.paragraphs[:2] == ["# Why", "Every night 340 orders are booked twice."]
    assert len(version.paragraphs) == 4
    assert version.facts["services"] == ["orders"] and version.facts["addressed"] == [reader.login]
    assert version.prediction["expected"] == "10.000"
    assert list(Proposal.objects.visible_to(ben)) == [made]
    clock = Clock.objects.get(kind="proposals.comment")
    assert (clock.awaited_person, clock.asked_by, clock.silence) == (ana, ana, "It counts as agreed.")
    hours: Hours = hours_of(ana)
    assert hours.between(clock.started_at, clock.due_at) == hours.day * 5
    asked = Clock.objects.get(kind="proposals.read")
    assert (asked.awaited_person, asked.due_at) == (reader, clock.due_at)
    assert Notice.objects.filter(person=reader, text__startswith="asks for comments until").exists()
    assert AuditEntry.objects.filter(verb="proposal.publish", actor=ana).exists()


def test_a_one_way_door_is_open_for_longer_and_the_days_are_settings(settings, home):
    assert opened(home, reversal="one-way").days == 10
    settings.PROPOSAL_DAYS, settings.PROPOSAL_ONE_WAY_DAYS = 12, 3
    assert (opened(home).days, opened(home, reversal="one-way").days) == (12, 12)


def test_the_words_of_a_published_one_are_found_with_its_number_and_team(home):
    made = opened(home, title="Ask for a key", text="Reconciliation takes until noon.")
    for asked in ("reconciliation", "ask for a key", f"P-{made.pk}", "home key"):
        assert [hit.url for hit in search.find(asked, kinds=["proposal"]).hits] == [made.get_absolute_url()], asked
    revised(made, text="Nobody reads this.")
    assert search.find("reconciliation", kinds=["proposal"]).total == 0, "the newest version is what is found"


def test_each_version_is_a_row_of_its_own_and_the_one_before_stays_as_it_was(home, ana):
    made = opened(home)
    before = Version.objects.values().get(proposal=made)
    now = revised(made, title="Ask for a key, soon")
    assert Version.objects.values().get(proposal=made, number=1) == before
    assert [one.number for one in made.versions.all()] == [1, 2]
    assert (now.title, made.versions.get(number=2).note) == ("Ask for a key, soon", "One more thing.")
    entry = AuditEntry.objects.get(verb="proposal.publish-version")
    assert (entry.before, entry.after, entry.actor) == ("version 1", "version 2", ana)


def test_a_new_version_begins_the_time_anew_so_that_nobody_agrees_unread(home, later):
    reader = make.person()
    made = opened(home, addressed=(reader,))
    first = Clock.objects.get(kind="proposals.comment")
    later(timedelta(days=3))
    revised(made)
    now = Clock.objects.get(kind="proposals.comment", state="open")
    assert now.due_at > first.due_at and now.work == hours_of(home.lead).day * 5
    asked = Clock.objects.get(kind="proposals.read", state="open")
    assert "version 2" in asked.title and asked.due_at == now.due_at


def test_whoever_writes_second_is_told_and_nothing_is_written_over(home, ana):
    made = draft(home)
    writing.change_draft(made, by=ana, edition=1, words=words(title="Mine"))
    with pytest.raises(Refused) as no:
        writing.change_draft(made, by=ana, edition=1, words=words(title="Also mine"))
    assert no.value.code == "proposal-changed" and again(made).title == "Mine"
    with pytest.raises(Refused, match="Somebody changed it"):
        writing.publish_proposal(made, by=ana, edition=1)
    shown = opened(home)
    revised(shown)
    with pytest.raises(Refused, match="Somebody changed it"):
        writing.publish_version(shown, by=ana, edition=1, note="x", words=words(title="Again"))


def test_a_version_says_what_is_different_and_is_different(home, ana):
    made = opened(home)
    for note, given, code in (
        ("", words(title="Other"), "proposal-words-missing"),
        ("Nothing, really.", words(), "proposal-version-same"),
        ("x" * 301, words(title="Other"), "proposal-words-too-many"),
    ):
        with pytest.raises(Invalid) as no:
            writing.publish_version(made, by=ana, edition=1, note=note, words=given)
        assert no.value.code == code
    assert made.versions.count() == 1 and again(made).edition == 1


def test_only_a_draft_is_changed_without_a_version_and_only_what_is_open_gets_one(home, ana):
    made = opened(home)
    with pytest.raises(Refused) as no:
        writing.change_draft(made, by=ana, edition=1, words=words(title="x"))
    assert no.value.code == "proposal-not-in-that-state" and "version" in no.value.message
    with pytest.raises(Refused, match="Publish the draft first"):
        writing.publish_version(draft(home), by=ana, edition=1, note="x", words=words(title="x"))
    deciding.withdraw_proposal(made, by=ana, reason="Not now.")
    with pytest.raises(Refused, match="do not change any more"):
        writing.publish_version(made, by=ana, edition=1, note="x", words=words(title="x"))


BAD = [
    ({"title": "  "}, "proposal-words-missing", "title"),
    ({"summary": ""}, "proposal-words-missing", "summary"),
    ({"text": "\n\n"}, "proposal-words-missing", "text"),
    ({"text": "---"}, "proposal-paragraphs", "text"),
    ({"text": "p\n\n" * 301}, "proposal-paragraphs", "text"),
    ({"title": "x" * 161}, "proposal-words-too-many", "title"),
    ({"text": "x" * 40_001}, "proposal-words-too-many", "text"),
    ({"reversal": "maybe"}, "proposal-reversal-unknown", "reversal"),
    ({**prediction(), "metric": ""}, "proposal-prediction-incomplete", "metric"),
    ({"unit": "a night"}, "proposal-prediction-incomplete", "claim"),
    ({**prediction(), "expected": "340.0"}, "proposal-predicts-nothing", "expected"),
    ({**prediction(), "baseline": "many"}, "proposal-number-unusable", "baseline"),
    ({**prediction(), "baseline": "NaN"}, "proposal-number-unusable", "baseline"),
    ({**prediction(), "baseline": "1e400"}, "proposal-number-unusable", "baseline"),
    ({**prediction(), "source": "javascript:alert(1)"}, "proposal-link-unusable", "source"),
    ({**prediction(), "check_on": (timezone.now() - timedelta(days=1)).date()}, "proposal-day-unusable", "check_on"),
    ({**prediction(), "check_on": (timezone.now() + timedelta(days=4000)).date()}, "proposal-day-unusable", "check_on"),
]  # fmt: skip


@pytest.mark.parametrize(("facts", "code", "field"), BAD)
def test_what_cannot_be_used_is_refused_beside_its_field(home, facts, code, field):
    with pytest.raises(Invalid) as no:
        draft(home, **facts)
    assert (no.value.code, field in no.value.fields) == (code, True)
    assert not Proposal.objects.exists()


def test_a_day_that_passed_while_it_was_a_draft_is_refused_when_it_is_published(home, ana, later):
    made = draft(home, **prediction())
    later(timedelta(days=61))
    with pytest.raises(Invalid) as no:
        writing.publish_proposal(made, by=ana, edition=1)
    assert no.value.code == "proposal-day-unusable" and again(made).state == "draft"


def test_nul_and_lone_surrogates_cannot_be_stored_and_are_shown(home):
    assert draft(home, title="a\x00b\ud800").title == "a\N{REPLACEMENT CHARACTER}b\N{REPLACEMENT CHARACTER}"


def test_it_is_addressed_to_others_who_work_here(home, ana, sam):
    gone = make.person()
    gone.is_active = False
    gone.save()
    machine = make.person(kind="machine")
    for person in (ana, gone, machine):
        with pytest.raises(Invalid) as no:
            draft(home, addressed=(person,))
        assert "addressed" in no.value.fields
    with pytest.raises(Invalid, match="at most 30"):
        draft(home, addressed=tuple(make.person() for _ in range(31)))


def test_it_is_a_member_who_writes_and_a_person(home, ana, ben, sam):
    member, machine = make.person(), make.person(kind="machine")
    for one in (member, machine):
        make.join_team(home, one, by=ana)
    for stranger in (ben, machine):
        with pytest.raises(Denied):
            draft(home, by=stranger)
    made = draft(home, by=member)
    with pytest.raises(Denied, match="Ask Ana Owner"):
        writing.publish_proposal(made, by=ben, edition=1)
    assert draft(home, by=sam).author == sam
    assert writing.publish_proposal(made, by=member, edition=1).state == "for-comment"


def test_it_replaces_what_holds_and_is_its_teams_own(home, ben):
    old, over = opened(home), opened(home)
    deciding.withdraw_proposal(over, by=home.lead, reason="No.")
    assert draft(home, replaces=old).replaces == old
    for bad, code in ((again(over), "proposal-replaces-what-ended"), (opened(), "proposal-replaces-of-others")):
        with pytest.raises(Invalid) as no:
            draft(home, replaces=bad)
        assert no.value.code == code
    with pytest.raises(Invalid, match="cannot replace itself"):
        revised(old, replaces=again(old))


def test_the_database_itself_holds_what_must_be_so(home):
    made = opened(home)
    for broken in (
        {"state": "agreed-by-all"}, {"state": "superseded"}, {"title": ""}, {"claim": "x"}, {"replaces": made},
        {"opened_at": None},
    ):  # fmt: skip
        with pytest.raises(IntegrityError), transaction.atomic():
            Proposal.objects.filter(pk=made.pk).update(**broken)


def test_a_team_that_ended_proposes_nothing(home, ana, sam):
    home.retired_at = timezone.now()
    with pytest.raises(Invalid, match="does not stand"):
        draft(home, by=sam)


def test_owners_of_what_it_touches_are_told(home):
    theirs = make.service()
    touched = make.team()
    opened(home, services=(theirs,), teams=(touched,))
    told = Notice.objects.filter(text__startswith="proposes something that touches your team")
    assert set(told.values_list("person", flat=True)) == {theirs.team.lead_id, touched.lead_id}


def test_the_effect_is_a_number(home):
    assert draft(home, **prediction()).effect == Decimal("-330")


def test_two_never_replace_each_other_not_even_by_way_of_a_third(home):
    """Whichever was agreed first would end the one that is to end it."""
    first = opened(home)
    second = opened(home, replaces=first)
    third = draft(home, replaces=second)
    for one in (second, third):
        with pytest.raises(Invalid, match=f"{one} is to replace {first} already") as refusal:
            revised(first, replaces=one)
        assert "replaces" in refusal.value.fields
    assert again(first).replaces is None
