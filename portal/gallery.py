"""The gallery: every part in every state, with made-up data; and the page of the keyboard."""

from datetime import UTC, datetime, timedelta
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from portal import icons, made
from portal.kit.beside import Line, Panel
from portal.kit.htmx import page
from portal.kit.paging import Page
from portal.kit.policies import Verdict
from portal.templatetags.words import SEVERITIES, STATES
from services.reads.graph import Drawing, Node, Use, draw

COLOURS = (
    "paper panel sunk hover rule rule-strong edge ink ink-2 ink-3 accent accent-strong accent-wash bad bad-wash warn"
    " warn-wash good good-wash side-a side-b fig-1 fig-2 fig-3 code-string code-number"
)
GROUPS = dict.fromkeys(("Reach", "Safety", "Understanding", "Operation", "Change"), 13)


class SampleForm(forms.Form):
    """One field of each shape."""

    name = forms.CharField(help_text="Small letters and hyphens.")
    note = forms.CharField(required=False, widget=forms.TextInput(attrs={"placeholder": "What strangers should know"}))
    kind = forms.ChoiceField(choices=[("metric", "Metric"), ("experiment", "Experiment"), ("incident", "Incident")])
    until = forms.DateField(widget=forms.DateInput(attrs={"type": "date"}), label="Ends on")
    digest = forms.CharField(disabled=True, required=False, initial="sha256 9f31c0ae")
    document = forms.FileField(required=False, help_text="At most 32 MB.")
    text = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 3}), required=False, help_text="A stranger should understand it alone."
    )
    tell = forms.BooleanField(required=False, label="Tell consumers", help_text="12 teams, in the daily digest")
    answer = forms.ChoiceField(widget=forms.RadioSelect, choices=[("accept", "Accept"), ("ignore", "Ignore with data")])


@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    """Every part in every state."""
    form = SampleForm({"name": "Checkout Orders", "kind": "metric", "tell": "on", "text": "Places orders."})
    form.add_error("name", "Use small letters and hyphens: checkout-orders.")
    form.add_error(None, "Nothing was stored yet.")
    return page(request, "portal/gallery.html", {**_samples(timezone.now()), "form": form}, pieces=("sample-table",))


@require_safe
def keyboard(request: HttpRequest) -> HttpResponse:
    """The keys, for those without JavaScript and those who like lists."""
    return page(request, "portal/keyboard.html")


def sample_score(failed: str, unchecked: str = "") -> dict[str, Any]:
    """A score of 65 checks; the numbers of those that failed or could not run, as words."""
    bad, unknown = set(failed.split()), set(unchecked.split())
    groups: list[dict[str, Any]] = []
    number = 0
    for name, size in GROUPS.items():
        checks = []
        for _ in range(size):
            number += 1
            state = "failed" if str(number) in bad else "not-checked" if str(number) in unknown else "passed"
            checks.append({"rule": f"check-{number}", "state": state})
        groups.append({"name": name, "checks": checks})
    return {
        "groups": groups,
        "passed": number - len(bad) - len(unknown),
        "failed": len(bad),
        "unchecked": len(unknown),
    }


def _samples(now: datetime) -> dict[str, Any]:
    start = now - timedelta(days=4)
    return {
        "states": list(STATES),
        "severities": list(SEVERITIES),
        "scores": [
            ("Full", sample_score("")),
            ("Some fail", sample_score("5 18 33 34", "22 60")),
            ("Poor", sample_score("3 4 5 7 8 9 10 11 16 17 20 21 22 23 29 30 31 40 41 44 45 46 60", "12 13 14 50 51")),
            ("Not checked", None),
        ],
        "clocks": [
            ("Running", {"due_at": now + timedelta(days=9), "started_at": start}),
            ("Past half", {"due_at": now + timedelta(days=2, hours=1), "started_at": start}),
            ("Soon", {"due_at": now + timedelta(hours=4), "started_at": start}),
            ("Late", {"due_at": now - timedelta(hours=2), "started_at": start}),
            ("Met", {"due_at": now, "started_at": start, "closed_at": now - timedelta(hours=3), "state": "met"}),
            ("Lapsed", {"due_at": now - timedelta(days=1), "started_at": start, "state": "lapsed"}),
            ("Withdrawn", {"due_at": now, "started_at": start, "state": "withdrawn", "closed_at": now}),
            ("Paused", {"due_at": now + timedelta(days=3), "started_at": start, "paused": True}),
        ],
        "times": [
            ("Now", now),
            ("Minutes", now - timedelta(minutes=3)),
            ("Hours", now - timedelta(hours=5, minutes=20)),
            ("Days", now - timedelta(days=6)),
            ("Years", datetime(2019, 3, 14, 9, tzinfo=UTC)),
            ("Coming", now + timedelta(days=40)),
            ("Never", None),
        ],
        "person": {"name": "Hannah Whitlock", "kind": "person", "url": "#people"},
        "team": {"name": "Checkout", "kind": "team", "url": "#people"},
        "machine": {"name": "Traffic watch", "kind": "machine"},
        "long_name": {"name": "Wolfeschlegelsteinhausenbergerdorff" * 4, "kind": "person", "url": "#people"},
        "allowed": Verdict(True),
        "refused": Verdict(False, "Only Checkout's lead, Hannah Whitlock, can publish."),
        "findings": _findings(now),
        "in_source": {**_findings(now)[1], "id": "f6"},
        "entries": [
            {"icon": "edit", "tone": "accent", "who": "Mei Tanaka", "words": "drafted 3.0", "at": now, "url": "#time"},
            {"icon": "ok", "tone": "good", "actor": "Mei Tanaka", "verb": "revision.publish", "at": start,
             "note": "Safe: 2 added fields"},
            {"icon": "overdue", "tone": "bad", "words": "took silence as agreed", "note": "The clock did this",
             "at": now - timedelta(days=40)},
        ],
        "work": {
            "label": "74 of 119 rules", "value": 74, "max": 119,
            "steps": [
                {"name": "Read as OpenAPI 3.1", "state": "done", "note": "0.04 s"},
                {"name": "Rules", "state": "running", "note": "74 of 119"},
                {"name": "Score", "state": "waiting"},
                {"name": "Compare with 2.4.1", "state": "failed", "note": "stopped after 20 s"},
            ],
        },
        "unknown_work": {"label": "Waiting for a worker", "steps": []},
        "middle": Page([], 2, 50, 187),
        "nowhere": Page([], 1, 50, 0),
        "colours": COLOURS.split(),
        "icons": icons.names(),
        "own_icons": icons.own_names(),
        "has_typeface": made.has_typeface(),
        "waiting": _waiting(now),
        "host": {"name": "Ledger", "kind": "team", "url": "#people"},
        "weights": [code for code in SEVERITIES if code in {"must", "should", "idea"}],
        "drawing": _drawing(),
        "panels": _panels(now),
        "now": now,
        "hostile": "<script>alert(1)</script> \u202eevil\u202c " + "w" * 300,
    }  # fmt: skip


def _drawing() -> Drawing:
    """A service with uses of every kind, names too long for their box, and more than fit."""
    left = [
        ("checkout-web", "Store, 9 operations"),
        ("a-service-whose-name-does-not-fit-its-box", "Care"),
        ("7 more", ""),
    ]
    right = [("ledger-entries", "Ledger"), ("顧客注文管理サービス基盤", "Orders, orders-api")]
    uses = [Use(name, "me", kind) for (name, _), kind in zip(left, ("live", "ending", "live"), strict=True)]
    uses += [Use("me", name, kind) for (name, _), kind in zip(right, ("live", "gone"), strict=True)]
    columns = [
        ("Who uses it, 9", [Node(name, name, note, "#figures") for name, note in left]),
        ("This service", [Node("me", "checkout-orders", "3 contracts", "#figures", "self")]),
        ("What it uses, 2", [Node(name, name, note, "#figures") for name, note in right]),
    ]
    return draw(columns, uses, 1)


def _panels(now: datetime) -> list[Panel]:
    """What higher rooms know of a thing: with lines of every shape, and with none."""
    hannah = {"name": "Hannah Whitlock", "kind": "person", "url": "#people"}
    soon = {"due_at": now + timedelta(hours=4), "started_at": now - timedelta(days=4)}
    lines = [
        Line("R-418 orders-api 3.0.0", "#figures", "3 of 4 answered", "advised", hannah, soon),
        Line("R-377 orders-api 2.4.1", "#figures", "", "closed"),
    ]
    return [
        Panel("sample-reviews", "Reviews", lines, 7, "#figures", "", note="At most two at once."),
        Panel(
            "sample-away", "Away teams", [], 0, "#figures", "Nobody has asked.", act=("Ask to work on it", "#figures")
        ),
    ]


def _waiting(now: datetime) -> list[dict[str, Any]]:
    ledger = {"name": "Ledger", "kind": "team", "url": "#people"}
    hannah = {"name": "Hannah Whitlock", "kind": "person", "url": "#people"}
    rows = [
        ("reviews.answers", "Answer suggestion 2 on orders-api 3.0.0", "it is closed as not answered", -2, hannah),
        ("away.answer", "Agree to an away team of Checkout, or decline", "the head of Store is asked", 4, ledger),
        ("services.draft-waits", "Mend 2 errors in orders-api 3.0.0", "it stays a draft", 49, hannah),
        ("services.waiver-ends", "Mend or renew the waiver of error-shape", "the finding counts again", 300, ledger),
    ]
    return [
        {
            "kind": kind, "title": title, "silence": silence, "url": "#waits", "due_at": now + timedelta(hours=hours),
            "started_at": now - timedelta(days=4), "asked_by_id": 0, "asked_by": {"name": "Jonas Lindqvist"},
            ("awaited_team" if who is ledger else "awaited_person"): who,
        }
        for kind, title, silence, hours, who in rows
    ]  # fmt: skip


def _findings(now: datetime) -> list[dict[str, Any]]:
    return [
        {
            "id": "f1", "severity": "error", "rule": "no-inside-address", "rule_url": "#findings", "is_new": True,
            "where": "line 10, /servers/0/url", "where_url": "#L10",
            "title": "This server can be reached only from inside the cluster.",
            "why": "An interface is made so that a stranger could use it tomorrow.",
            "mend": "Name the address that strangers would call.",
            "before": "  - url: http://orders.checkout.svc.cluster.local:8080",
            "after": "  - url: https://orders.api.hartwell.example/v3",
            "record": "Found 214 times, mended 187, waived 27.",
        },
        {"id": "f2", "severity": "warning", "rule": "understandable-alone", "where": "line 392",
         "title": "The description sends the reader to a person.",
         "mend": "Say which orders cannot be cancelled, and what the caller gets then."},
        {"id": "f3", "severity": "info", "rule": "example-missing", "title": "placeOrder has no example of an answer."},
        {"id": "f4", "severity": "hint", "rule": "name-shape", "title": "Most names here are written like orderId."},
        {"id": "f5", "severity": "warning", "rule": "private-extension", "title": "x-legacy-queue is ours alone.",
         "waiver": {"reason": "The queue is read until orders-api 1 ends.", "data": "41 reads a day.",
                    "by": "Sam Adeyemi", "until": now + timedelta(days=55)}},
    ]  # fmt: skip
