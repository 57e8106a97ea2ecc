"""The shape of a stored report, told for the schema only: its bytes are sent as the engine wrote them."""

from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from portal.kit.shapes import Answer, Text
from services.api.check_shapes import MANY

MOST = 100_000


def whole(text: str) -> serializers.IntegerField:
    return serializers.IntegerField(min_value=0, max_value=2**53 - 1, help_text=text)


def numbers(text: str, **facts: Any) -> serializers.ListField:
    child = serializers.IntegerField(min_value=0, max_value=MANY)
    return serializers.ListField(child=child, max_length=MOST, help_text=text, **facts)


class ReportReason(Answer):
    """Why a document could not be checked."""

    code = Text("Why, for a program.", most=80)
    message = Text("Why, for a person.", most=4000)
    file = Text("The file, where there are several; else empty.", most=1000, blank=True)
    line = whole("The line, from 1; 0: not known.")
    column = whole("The column, from 1; 0: not known.")


class ReportFile(Answer):
    """A file that was read."""

    name = Text("Its name; empty when the document came alone.", most=1000, blank=True)
    lines = whole("How many lines it has.")


class ReportFormat(Answer):
    """The format that was recognised."""

    name = Text("Its short name.", most=40)
    dialect = Text("Its version.", most=40)
    label = Text("What people call it.", most=80)  # type: ignore[assignment]


class ReportServer(Answer):
    """Where the interface is reached."""

    address = Text("Its address, as the document says it.", most=2000, blank=True)
    protocol = Text("By which protocol; empty when the address does not say.", most=40, blank=True)


class ReportCounts(Answer):
    """How large the interface is."""

    def get_fields(self) -> Any:
        # "fields" is also what a serializer calls its own; declared here it would hide them.
        return {name: whole(text) for name, text in COUNTED.items()}


COUNTED = {
    "operations": "Operations and messages.",
    "types": "Types that have a name.",
    "fields": "Fields of those types.",
    "lines": "Lines of the document.",
}


class ReportInterface(Answer):
    """What the document says of itself."""

    title = Text("What it calls itself.", most=2000, blank=True)
    version = Text("As its authors number it; empty when they do not.", most=2000, blank=True)
    text = Text("What it is for.", most=2000, blank=True)
    servers = ReportServer(many=True, help_text="Where it is reached; the first 100.")
    counts = ReportCounts(help_text="How large it is.")


CELLS = [
    {"type": "string", "maxLength": 2000, "description": "Its name."},
    {"type": "string", "maxLength": 2000, "description": "Of an operation its address, of a type its kind."},
    {"type": "string", "maxLength": 300, "description": "What it does, shortened."},
    {"type": "string", "maxLength": 2000, "description": "Its place, in words that hold for every technology."},
    {"type": "integer", "minimum": 0, "maximum": MANY, "description": "The line where it begins."},
    {"type": "boolean", "description": "Whether it is deprecated."},
    {"type": "string", "maxLength": 40, "description": "The heaviest severity found in it; empty for none."},
    {"type": "integer", "minimum": 0, "maximum": MANY, "description": "How much was found in it."},
    {"type": "string", "maxLength": 1000, "description": "Its file, where there are several; else empty."},
]


@extend_schema_field(
    {
        "type": "array",
        "maxItems": 1_000_000,
        "items": {"type": "array", "prefixItems": CELLS, "items": False, "minItems": 9, "maxItems": 9},
    }
)
class RowsField(serializers.ListField):
    """A table, row by row."""


class ReportOutline(Answer):
    """A row for each: name, address or kind, text, key, line, deprecated, severity, findings, file."""

    operations = RowsField(help_text="What can be called, and messages that pass by themselves.")
    types = RowsField(help_text="Types that have a name.")


class ReportRule(Answer):
    """How one rule fared."""

    id = Text("The rule.", most=80)
    title = Text("What holds when it is kept.", most=200)
    group = Text("The part of the score it counts for.", most=40)
    severity = Text("What it weighs in this profile; `off` when it was not asked.", most=40)
    why = Text("Why it matters.", most=4000)
    mend = Text("How to keep it.", most=4000)
    source = Text("The guidelines it comes from.", most=400)  # type: ignore[assignment]
    count = whole("How often it was not kept. Exact, also beyond what is listed.")
    judged = whole("How many things it looked at.")
    state = Text("`passed`, `failed` or `not-checked`.", most=40)
    note = Text("Why it was not checked; else empty.", most=2000, blank=True)


class ReportFindings(Answer):
    """All findings in columns: the n-th of each column is the n-th finding. At most 100,000."""

    rule = numbers("Which rule, as a place in the report's `rules`.")
    message = numbers("What is wrong, as a place in the report's `strings`.")
    file = numbers("Which file, as a place in the report's `files`, whose order comes before that of the lines.")
    line = numbers("The line in which it begins, from 1. The columns are in the order of the lines.")
    column = numbers("The column in which it begins, from 1.")
    end_line = numbers("Where each ends, counted from 1.")
    end_column = numbers("The column after its end.")
    key = numbers("Where in the interface, as a place in the report's `strings`.")
    fingerprint = Text(
        "One text with 16 characters for each finding, in the same order; they name it across revisions.",
        most=16 * MOST,
        blank=True,
    )


class ReportGroup(Answer):
    """One group of the score."""

    name = Text("`reach`, `safety`, `understanding`, `operation` or `change`.", most=40)
    passed = whole("Checks that hold.")
    failed = whole("Checks that do not.")
    not_checked = whole("Checks that could not be made.")


class ReportScore(Answer):
    """How many checks hold, without regard to waivers."""

    passed = whole("Checks that hold.")
    failed = whole("Checks that do not.")
    not_checked = whole("Checks that could not be made.")
    total = whole("All checks.")
    groups = ReportGroup(many=True, help_text="The same by group.")


class Report(Answer):
    """Everything one check brought to light, as the engine wrote it. Waivers are not part of it."""

    report = whole("The version of this shape.")
    engine = Text("The version of the engine.", most=40)
    digest = Text("SHA-256 of the document, in hexadecimal digits; may be empty.", most=64, blank=True)
    profile = Text("The set of rules that was asked.", most=100)
    outcome = Text("`checked` or `not-checked`. The second is never a success.", most=40)
    reason = ReportReason(allow_null=True, help_text="Why it was not checked; null when it was.")
    format = ReportFormat(allow_null=True, help_text="The format; null when it was not recognised.")
    files = serializers.ListField(
        child=ReportFile(), max_length=2000, help_text="What was read, in the order of the findings."
    )
    interface = ReportInterface(allow_null=True, help_text="What the document says of itself; null when not checked.")
    outline = ReportOutline(help_text="Operations and types.")
    rules = ReportRule(many=True, help_text="How every rule fared.")
    findings = ReportFindings(help_text="What was found, in columns.")
    strings = serializers.ListField(
        child=serializers.CharField(max_length=2000), max_length=2 * MOST, help_text="Texts that findings point at."
    )
    total = whole("All findings, also those that are not listed.")
    truncated = serializers.BooleanField(help_text="Whether there are more findings than are listed.")
    score = ReportScore(help_text="How many checks hold.")
    seconds = serializers.DictField(
        child=serializers.FloatField(min_value=0, max_value=86_400),
        help_text="How long each stage took; `all`: together.",
    )
    memory = whole("The most memory the check held, in bytes.")

    example: ClassVar = {
        "report": 1,
        "engine": "2.0",
        "digest": "",
        "profile": "externalizable",
        "outcome": "not-checked",
        "reason": {"code": "empty", "message": "The document is empty.", "file": "", "line": 0, "column": 0},
        "format": None,
        "files": [],
        "interface": None,
        "outline": {"operations": [], "types": []},
        "rules": [],
        "findings": {
            **{name: [] for name in ["rule", "message", "file", "line", "column", "end_line", "end_column", "key"]},
            "fingerprint": "",
        },
        "strings": [],
        "total": 0,
        "truncated": False,
        "score": {"passed": 0, "failed": 0, "not_checked": 0, "total": 0, "groups": []},
        "seconds": {"all": 0.0},
        "memory": 0,
    }
