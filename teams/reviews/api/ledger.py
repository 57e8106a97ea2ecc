"""The API of the ledger: narrowed and ordered by the words of its page, and as a file."""

from typing import Any, ClassVar

from django.http import HttpResponse
from rest_framework import serializers

from portal.kit import facets
from portal.kit.api import Call
from portal.kit.endpoints import Finished, Given, Rows, finished_bytes
from portal.kit.facets import Shape, Wanted
from portal.kit.refusals import Invalid
from portal.kit.shapes import Answer, Here, Id, PageWords, Several, Short, Text, Words
from teams.people.api.shapes import HOST, LONGEST, PersonName, TeamName
from teams.people.models import Person
from teams.reviews.actions.by_hand import LONGEST_WHY
from teams.reviews.api.views import reviews
from teams.reviews.models import DataReference, Seat, Suggestion
from teams.reviews.reads import ledger as reads
from teams.reviews.reads.export import COLUMNS, as_csv, as_json
from teams.reviews.routing import HARD

MANY = 2**31 - 1
MONTH = r"^([0-9]{4}-(0[1-9]|1[0-2])|earlier)$"
ALL = "all"
MOST_ENTRIES = 1_000_000


class BranchWords(Words):
    """Whose branch."""

    manager = Short(
        "Only of teams below this person, by login; without it, or with `all`, of everybody.", most=60, required=False
    )


class LedgerWords(BranchWords):
    """Which entries, in which order: the words of the page's own address."""

    q = Text("Only with these words: advice, reason, reviewer, subject or team.", most=200, required=False)
    kind = Several("Only advice, or only reviewers who were given in spite of a tie.", list(reads.KINDS.items()))
    state = Several("Only advice of which this became.", list(reads.STATES.items()))
    outcome = Several("Only ignored advice of this outcome.", list(reads.OUTCOMES.items()))
    weight = Several("Only advice of this weight.", Suggestion.Weight.choices)
    about = Several("Only advice about this.", list(reads.ABOUT.items()))
    evidence = Several("Only what was ignored with this kind of data.", DataReference.Kind.choices)
    open = Several("Only what was open when its revision was published.", [("yes", "Was open")])
    month = serializers.ListField(
        child=serializers.RegexField(MONTH, max_length=7), max_length=reads.MONTHS + 1, required=False,
        help_text="Only of these months, of the last twelve, as `2026-11`; `earlier` is all before.",
    )  # fmt: skip
    sort = serializers.ChoiceField(
        facets.sorts_of(reads.SORTS), default="newest", help_text="The order; with `-` before it, turned round."
    )


class LedgerQuery(LedgerWords, PageWords):
    """Which part of the ledger."""


class SeatInSpiteAnswer(Answer):
    """A seat that a steward gave in spite of what rules somebody out in a draw."""

    person = PersonName(help_text="Who looks.")
    role = serializers.ChoiceField(Seat.Role.choices, help_text="As what.")
    state = serializers.ChoiceField(Seat.State.choices, help_text="Where the seat is.")
    given_by = PersonName(help_text="The steward who gave it.")
    at = serializers.DateTimeField(source="offered_at", help_text="When.")
    in_spite_of = serializers.ListField(
        child=serializers.ChoiceField(list(HARD.items()), help_text="A reason."), max_length=len(HARD),
        help_text="What would have ruled them out in a draw.",
    )  # fmt: skip
    in_spite_why = Text("The reason that the steward gave.", most=LONGEST_WHY)

    example: ClassVar = {
        "person": {"login": "jonas", "name": "Jonas Lindqvist"}, "role": "lead", "state": "taken",
        "given_by": {"login": "sam", "name": "Sam Reyes"}, "at": "2026-11-20T09:00:02Z", "in_spite_of": ["declared"],
        "in_spite_why": "They alone have seen this protocol before.",
    }  # fmt: skip


class LineAnswer(Answer):
    """One line of the file: what has no meaning for its kind is null."""

    def get_fields(self) -> Any:
        """The columns of the file; numbers are text there, so that no program rounds them."""
        times = {"at": serializers.DateTimeField, "on": serializers.DateField}
        told: dict[str, serializers.Field[Any, Any, Any, Any]] = {
            name: times[name[-2:]](help_text=words, allow_null=True)
            if name.endswith(("_at", "_on"))
            else Text(words, most=LONGEST, allow_null=True)
            for name, words in COLUMNS.items()
        }
        return told | {
            "kind": serializers.ChoiceField(list(reads.KINDS.items()), help_text=COLUMNS["kind"]),
            "suggestion": serializers.IntegerField(
                min_value=1, max_value=MANY, allow_null=True, help_text=COLUMNS["suggestion"]
            ),
            "open_at_publication": serializers.BooleanField(help_text=COLUMNS["open_at_publication"]),
        }

    example: ClassVar = dict.fromkeys(COLUMNS) | {
        "kind": "tie", "review": "R-418", "subject": "orders-api 3.0.0", "team": "checkout", "state": "taken",
        "open_at_publication": False, "reviewer": "jonas", "given_by": "sam", "given_at": "2026-11-20T09:00:02Z",
        "in_spite_of": "declared", "reason": SeatInSpiteAnswer.example["in_spite_why"],
        "url": f"{HOST}/reviews/418/",
    }  # fmt: skip


class LedgerFileAnswer(Answer):
    """The whole list at once, as the file of the page has it."""

    entries = serializers.ListField(child=LineAnswer(), max_length=MOST_ENTRIES, help_text="In the order asked for.")

    example: ClassVar = {"entries": [LineAnswer.example]}


class EntryAnswer(Answer):
    """One entry of the ledger: advice that was not followed, or was open when its revision was published; or a tie set
    aside."""

    kind = serializers.ChoiceField(list(reads.KINDS.items()), help_text="What it is.")
    review = Id("Names the look that it belongs to.", source="review.pk")
    number = serializers.IntegerField(
        source="suggestion.number", min_value=1, max_value=MANY, allow_null=True,
        help_text="The suggestion's number within the review; null for a seat.",
    )  # fmt: skip
    team = TeamName(source="review.team", help_text="The team that owned it.")
    text = Text("What was advised; null for a seat.", source="suggestion.text", most=400, allow_null=True)
    state = serializers.ChoiceField(
        Suggestion.State.choices, source="suggestion.state", allow_null=True,
        help_text="What became of the advice; null for a seat.",
    )  # fmt: skip
    outcome = serializers.ChoiceField(
        [("", "none"), *reads.OUTCOMES.items()], help_text="Who was right, or whether that is due."
    )
    open_at_publication = serializers.BooleanField(source="open_then", help_text="It had no answer then.")
    seat = SeatInSpiteAnswer(allow_null=True, help_text="The reviewer given in spite of a tie; null for advice.")
    suggestion_url = Here(
        "The suggestion with its answer; null for a seat.", "api-review-suggestion",
        "suggestion.review_id", "suggestion.number", allow_null=True,
    )  # fmt: skip
    review_url = Here("The review.", "api-review", "review.pk")

    example: ClassVar = {
        "kind": "advice",
        "review": "418",
        "number": 2,
        "team": TeamName.example,
        "text": "Make the key required, and say for how long it holds.",
        "state": "ignored",
        "outcome": "not-due",
        "open_at_publication": False,
        "seat": None,
        "suggestion_url": f"{HOST}/api/v1/reviews/418/suggestions/2",
        "review_url": f"{HOST}/api/v1/reviews/418",
    }


@reviews.get(gives=EntryAnswer, many=True, asks=LedgerQuery)
def list_ledger(request: Call, words: Given) -> Rows:
    """List the ledger.

    Advice that was ignored, not answered, or open when its revision was published, and reviewers whom a steward gave in
    spite of a tie. Refused with `ledger-manager-unknown` and `ledger-month-unknown` where nothing could be meant.
    """
    rows, shape, wanted = _asked(request, words)
    ids = facets.window(rows, shape, wanted, words["limit"], words["offset"])
    return Rows(reads.lines(ids), facets.total(rows, shape, wanted))


@reviews.get(gives=Finished("The entries, one a line.", "text/csv"), asks=LedgerWords)
def export_ledger_as_csv(request: Call, words: Given) -> HttpResponse:
    """Download the ledger as CSV.

    All entries that the same words list, with a head (RFC 4180, UTF-8). What a spreadsheet would compute is made text.
    """
    return finished_bytes(request, b"".join(as_csv(*_asked(request, words), _host(request))), "text/csv")


@reviews.get(gives=Finished("All entries.", "application/json", LedgerFileAnswer), asks=LedgerWords)
def export_ledger_as_json(request: Call, words: Given) -> HttpResponse:
    """Download the ledger as JSON.

    All entries that the same words list, with the names of the columns of the CSV.
    """
    entries = b"".join(as_json(*_asked(request, words), _host(request)))
    return finished_bytes(request, b'{"entries":' + entries + b"}", "application/json")


def _asked(request: Call, words: Given) -> tuple[facets.Rows, Shape, Wanted]:
    shape = reads.shape()
    login = require_manager(request, words)
    _require_months(words, shape)
    wanted = facets.wanted_by(words, shape, "newest")
    return reads.rows_for(request.user, wanted.text, login), shape, wanted


def require_manager(request: Call, words: Given) -> str:
    """Whose branch is asked for, by login, or ``all``; refused when there is nobody of this login."""
    login: str = words.get("manager", ALL)
    if login != ALL and not Person.objects.visible_to(request.user).filter(login=login).exists():
        raise Invalid("ledger-manager-unknown", "There is nobody of this login.", manager="Unknown.")
    return login


def _require_months(words: Given, shape: Shape) -> None:
    """Only the moment knows which months were the last twelve."""
    months: Any = next(one.words for one in shape.facets if one.name == "month")
    if unknown := [one for one in words.get("month", ()) if one not in months]:
        what = f"{unknown[0]} is none of the last twelve months. Ask for `earlier`."
        raise Invalid("ledger-month-unknown", what, month=what)


def _host(request: Call) -> str:
    return request.build_absolute_uri("/").rstrip("/")
