"""Notices: told once, to everybody but the one who did it, until they are read."""

from portal.kit import notices
from tests import make


def test_whoever_did_it_is_not_told(home, ana, ben):
    assert notices.tell([ana, ben], "changed home", about=home, url="/teams/home/", by=ana) == 1
    assert [(one.person, one.by, one.text) for one in notices.of(ben)] == [(ben, ana, "changed home")]
    assert not notices.of(ana).exists()


def test_telling_twice_is_telling_once_and_another_sentence_is_another_notice(home, ben):
    for text in ("grew", "grew", "shrank"):
        notices.tell([ben, ben], text, about=home, url="/teams/home/")
    assert [one.text for one in notices.of(ben)] == ["shrank", "grew"]


def test_a_team_is_its_members_and_its_lead(home, ana, ben):
    assert set(notices.members(home)) == {ana}
    team = make.team(ben, lead=ana)
    assert set(notices.members(team)) == {ana, ben}


def test_what_is_read_is_no_longer_new(home, ana, ben):
    for number in range(3):
        notices.tell([ana, ben], f"change {number}", about=home, url="/teams/home/")
    newest = notices.of(ben).first()
    assert notices.read(ben, [newest.pk]) == 1
    assert notices.unread(ben).count() == 2
    assert notices.read(ben) == 2
    assert notices.unread(ben).count() == 0
    assert notices.unread(ana).count() == 3, "each reads for themselves"
