"""What the API takes and tells of calendars: a team's week, who is away, and days on which nobody is waited for."""

from typing import Any, ClassVar

from rest_framework import serializers

from portal.kit.shapes import Answer, Day, Here, Id, Short, Text, Words
from teams.people.api.shapes import HOST, DivisionName, PersonName, TeamName
from teams.people.models import WorkWeek

WEEKS = {WorkWeek(value): WorkWeek(value).name.lower().replace("_", "-") for value in WorkWeek.values}
WEEK: dict[str, Any] = {"choices": [(name, week.label) for week, name in WEEKS.items()]}


class Moment(serializers.RegexField):
    """A time of day in the team's own zone."""

    def __init__(self, words: str, **more: Any) -> None:
        super().__init__(r"^([01][0-9]|2[0-3]):[0-5][0-9]$", max_length=5, help_text=words, **more)

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.fail("invalid")
        return str(super().to_internal_value(data))

    def to_representation(self, value: Any) -> str:
        return f"{value:%H:%M}"


class CalendarAnswer(Answer):
    """When a team works. Time that runs for it counts only then."""

    week = serializers.ChoiceField(**WEEK, source="week_name", help_text="On which days of the week.")
    opens = Moment("When its day begins, in its own time zone.")
    closes = Moment("When its day ends.")
    country = Text("Whose public holidays it keeps (ISO 3166-1); empty when none.", most=2, blank=True)
    region = Text("The part of the country, where its holidays differ; empty when none.", most=10, blank=True)
    url = Here("Its address here.", "api-team-calendar", "team.slug")

    example: ClassVar = {
        "week": "monday-to-friday", "opens": "09:00", "closes": "17:00", "country": "PT", "region": "",
        "url": f"{HOST}/api/v1/teams/checkout/calendar",
    }  # fmt: skip

    def to_representation(self, instance: Any) -> Any:
        instance.week_name = WEEKS[WorkWeek(instance.week)]
        return super().to_representation(instance)


class CalendarWords(Words):
    """What changes; what is left out stays as it is."""

    week = serializers.ChoiceField(**WEEK, required=False, help_text="On which days of the week.")
    opens = Moment("When its day begins, in its own time zone.", required=False)
    closes = Moment("When its day ends; later than it begins.", required=False)
    country = Text("Whose public holidays it keeps (ISO 3166-1); empty: none.", most=2, blank=True, required=False)
    region = Text("The part of the country, where its holidays differ.", most=10, blank=True, required=False)

    example: ClassVar = {"week": "monday-to-thursday", "opens": "08:30"}
    least = 1


class AbsenceAnswer(Answer):
    """Somebody is away. What waits for them waits until they are back, unless their deputy answers meanwhile."""

    id = Id("Names the absence.", source="pk")
    person = PersonName(help_text="Who is away.")
    first_day = serializers.DateField(help_text="Their first day away.")
    last_day = serializers.DateField(help_text="Their last day away.")
    deputy = PersonName(allow_null=True, help_text="Who stands in; null when nobody does.")
    taken_back_at = serializers.DateTimeField(allow_null=True, help_text="When it was taken back; null while it holds.")
    url = Here("Its address here.", "api-absence", "pk")

    example: ClassVar = {
        "id": "31", "person": PersonName.example, "first_day": "2026-12-21", "last_day": "2027-01-04",
        "deputy": {"login": "tom", "name": "Tom Okafor"}, "taken_back_at": None, "url": f"{HOST}/api/v1/absences/31",
    }  # fmt: skip


class NewAbsence(Words):
    """From when until when somebody is away. Why is nobody's business."""

    first_day = Day(help_text="The first day away.")
    last_day = Day(help_text="The last day away; not more than 14 days ago.")
    deputy = Short("The login of who stands in.", most=60, required=False)

    example: ClassVar = {"first_day": "2026-12-21", "last_day": "2027-01-04", "deputy": "tom"}


class FreezeAnswer(Answer):
    """Days on which nobody of a team, of a division and what is below it, or of the company is waited for."""

    id = Id("Names the freeze.", source="pk")
    team = TeamName(allow_null=True, help_text="Whose it is; null when it is a division's or the company's.")
    division = DivisionName(allow_null=True, help_text="Whose it is; null when it is a team's or the company's.")
    first_day = serializers.DateField(help_text="The first day.")
    last_day = serializers.DateField(help_text="The last day.")
    reason = Text("Why, for those who wait meanwhile.", most=200)
    set_by = PersonName(help_text="Who set it.")
    lifted_at = serializers.DateTimeField(
        allow_null=True, help_text="When it was lifted before it began; null otherwise."
    )
    url = Here("Its address here.", "api-freeze", "pk")

    example: ClassVar = {
        "id": "8", "team": TeamName.example, "division": None, "first_day": "2026-12-21", "last_day": "2026-12-31",
        "reason": "The stock is taken.", "set_by": PersonName.example, "lifted_at": None,
        "url": f"{HOST}/api/v1/freezes/8",
    }  # fmt: skip


class NewFreeze(Words):
    """On which days nobody is waited for."""

    first_day = Day(help_text="The first day.")
    last_day = Day(help_text="The last day; not in the past, and at most 62 days after the first.")
    reason = Text("Why, for those who wait meanwhile.", most=200)

    example: ClassVar = {"first_day": "2026-12-21", "last_day": "2026-12-31", "reason": "The stock is taken."}
