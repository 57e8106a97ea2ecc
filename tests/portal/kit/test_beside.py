"""What higher rooms know of a thing: asked by kind, told in order, the first clock of all."""

from types import SimpleNamespace

from portal.kit import beside
from portal.kit.beside import Line, Panel


def panel(*clocks: object) -> Panel:
    lines = [Line(f"line {place}", "/", clock=clock) for place, clock in enumerate(clocks)]
    return Panel("sample", "Samples", lines, len(lines), "/", "None yet.")


def test_a_kind_that_nobody_tells_about_has_no_panels(home, ana):
    assert beside._tellers.get("portal.notice") is None
    assert beside.about(SimpleNamespace(_meta=SimpleNamespace(label_lower="portal.notice")), ana) == []


def test_each_room_tells_of_the_thing_it_was_asked_about(home, ana, monkeypatch):
    monkeypatch.setattr(beside, "_tellers", {})

    @beside.beside("people.team")
    def first(team, person):
        return Panel("first", f"{team.name} as {person.name} sees it", [], 0, "/", "None.")

    @beside.beside("people.team")
    def second(team, person):
        return panel()

    assert [one.heading for one in beside.about(home, ana)] == ["Home as Ana Owner sees it", "Samples"]


def test_what_is_due_first_stands_for_all():
    soon, late = SimpleNamespace(due_at=1), SimpleNamespace(due_at=9)
    assert beside.first_clock([panel(late, None), panel(soon)]) is soon
    assert beside.first_clock([panel(late)], own=soon) is soon
    assert beside.first_clock([panel(None)]) is None
