"""How the contracts came: uploaded, checked, waived, published, replaced, ended; and who uses which of them."""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.utils import timezone

from portal.demo import documents
from portal.demo.company import ADDRESS, TeamData
from portal.demo.story import Story, contract, person, revision, service
from portal.kit import schema
from services.actions.catalog import declare_consumer, end_consumer
from services.actions.checks import waive_finding, withdraw_waiver
from services.actions.contracts import (
    deprecate_revision,
    discard_revision,
    propose_revision,
    publish_revision,
    register_contract,
    retire_revision,
    upload_revision,
)
from services.models import Consumer, Contract, Revision, Waiver
from services.reads.reports import Found, reading_of

DOCUMENTS = Path(__file__).parent / "contracts"
SOURCES = ("upload", "upload", "api", "paste")
REASONS = (
    ("Callers have lived with it since the first release; the next major mends it.", "metric",
     "0 support cases in 12 months", "2 in the year before"),
    ("The two services that call it sit in the same rack, and both move to the gateway this year.", "metric",
     "2 callers, both ours", "9 callers before the move"),
    ("We tried the other way for six weeks and went back: the calls got slower and nobody was helped.", "experiment",
     "p95 118 ms with, 71 ms without", "71 ms"),
    ("It went wrong once, for eleven minutes, and an alarm has stood on it since.", "incident",
     "1 incident in 14 months", "4 in the year before"),
    ("Mending it costs the partners more than it gives: nine of them would have to release.", "cost",
     "about 31 person-days at partners", "6 person-days at ours"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Part:
    """One contract in the story: what is said about it, whose it is, who works on it, how often it came."""

    key: str
    data: dict[str, Any]
    team: TeamData
    by: str
    critical: bool
    young: bool
    number: int

    @property
    def slug(self) -> str:
        return self.key.partition("/")[2]

    @property
    def files(self) -> list[str]:
        return str(self.data.get("files", "")).split()

    @property
    def versions(self) -> int:
        return len(self.files) or len(documents.versions(self.data))

    @property
    def started(self) -> int:
        """How many days ago its first version came."""
        if self.versions == 1:
            return self.newest
        return (140 if self.young else 385) - (self.number * 37) % (90 if self.young else 150)

    @property
    def newest(self) -> int:
        """How many days ago its last version came."""
        fresh = {"draft": 1 + self.number % 12, "checking": 0, "proposed": int(self.data.get("proposed", 5)) + 1}
        fresh |= {"deprecated": 230, "retired": 230, "discarded": 71}
        return fresh.get(self.now, 14 + (self.number * 23) % (30 if self.young else 120))

    def ago(self, place: int) -> float:
        """How many days ago that version came: evenly from the first to the last."""
        last = self.versions - 1
        return self.newest + (self.started - self.newest) * (last - place) / max(1, last) + 0.62

    def is_open(self, place: int) -> bool:
        """Whether that version is the one that is proposed now."""
        return self.now == "proposed" and place == self.versions - 1

    def proposed_ago(self, place: int) -> float | None:
        """How many days ago that version was proposed, where it ever was."""
        if not self.critical or (place == self.versions - 1 and self.now not in ("published", "proposed")):
            return None
        return self.ago(place) - (0.3 if self.is_open(place) else 0.9)

    @property
    def now(self) -> str:
        return str(self.data.get("now", "published"))

    def content(self, place: int) -> bytes:
        """The bytes of its version, from 0: described, or a file with another version number in it."""
        if not self.files:
            address = f"{self.team.slug}@{ADDRESS}"
            return documents.document(self.key, self.data, place, self.team.name, address)
        name, _, version = self.files[place].partition("=")
        text = (DOCUMENTS / name).read_text("utf-8")
        if version:
            own = next(line for line in text.splitlines() if "version" in line and "openapi" not in line)
            sign = '"' if name.endswith(".json") else ""
            after = f'    "version": {sign}{version}{sign},' if sign else f"  version: {version}"
            text = text.replace(own, after, 1)
        return text.encode()


def parts(story: Story) -> list[Part]:
    """Every contract of the company, in the order of its files."""
    owners = {one.slug: (team, one) for team in story.company.teams.values() for one in team.services}
    found = []
    for number, (key, data) in enumerate(story.company.contracts.items()):
        team, own = owners[key.partition("/")[0]]
        hands = story.hands(team)
        by = data.get("by", hands[number % len(hands)])
        found.append(Part(key, data, team, by, own.criticality == "critical", own.stage == "experimental", number))
    return found


def tell(story: Story) -> None:
    for part in parts(story):
        _tell_part(story, part)
    story.on(120.4, _own, who="sam")
    story.on(120.2, _publish_own, who="sam")
    for ago in (47.3, 12.6):
        story.on(ago, _withdraw_newest)
    _tell_uses(story)


def _tell_part(story: Story, part: Part) -> None:
    """Its versions, evenly from its first day on, the newest with what is being done about it."""
    for place in range(part.versions):
        ago, is_last = part.ago(place), place == part.versions - 1
        if is_last and part.now == "checking":
            continue
        story.on(ago, _upload, part, place, who=part.by)
        if is_last and part.now == "draft":
            continue
        if is_last and part.now == "discarded":
            story.on(ago - 9, _discard, part, place, who=part.by)
            continue
        asked = part.proposed_ago(place)
        if asked is not None and part.is_open(place) and "hours" in part.data:
            story.before(part.data["hours"], _propose, part, place)
        elif asked is not None:
            story.on(asked, _propose, part, place, who=part.by)
        waits = 0.2 if asked is None else 1 + (5.3, 3.4, 8.3, 1.4)[(part.number + place) % 4]
        if not part.is_open(place):
            story.on(ago - waits, _publish, part, place, ago, who=part.team.lead)
    _tell_end(story, part, part.versions)


def _upload(part: Part, place: int) -> Revision:
    content = part.content(place)
    facts: dict[str, Any] = {"content": content, "source": SOURCES[(part.number + place) % len(SOURCES)]}
    slug, by = part.slug, person(part.by)
    kind = "json" if content.lstrip()[:1] == b"{" else "yaml"
    facts["source_name"] = f"{slug}.{kind}" if facts["source"] == "upload" else ""
    if place:
        return upload_revision(contract(slug), by=by, **facts)
    owner = service(part.key.partition("/")[0])
    text = str(part.data.get("text", "")).partition(". ")[0].removesuffix(".")
    audience = str(part.data.get("audience", Contract.Audience.COMPANY))
    return register_contract(owner, slug, by=by, audience=audience, text=text and f"{text}.", **facts)


def _propose(part: Part, place: int) -> None:
    draft = revision(part.slug, place + 1)
    waive_errors(part, draft, days=300)
    propose_revision(draft, by=person(part.by))


def _discard(part: Part, place: int) -> None:
    discard_revision(revision(part.slug, place + 1), by=person(part.by))


def _publish(part: Part, place: int, ago: float) -> None:
    """As its team would: waive what stands in the way, publish, and let the former one live on where that was said."""
    whole, draft = round(ago), revision(part.slug, place + 1)
    # Most waivers last; some end in the coming days, and some have ended already.
    waive_errors(part, draft, days=(min(whole + 150, 360), min(whole + 6, 360), max(30, whole - 40))[part.number % 3])
    if part.number % 3 == 1:
        _waive_one(part, draft, days=min(whole + 90, 360))
    keep = None
    if part.number % 5 == 2 and place == part.versions - 1 and place:
        keep = (timezone.now() + timedelta(days=whole + 30 if whole < 120 else 60)).date()
    publish_revision(draft, by=person(part.team.lead), keep_until=keep)


def waive_errors(part: Part, draft: Revision, *, days: int) -> None:
    """Give a waiver to every error that stands in the way."""
    if not draft.errors:
        return
    waived = set(Waiver.objects.active().filter(contract=draft.contract).values_list("fingerprint", flat=True))
    reading = reading_of(draft)
    for rule in reading.by_rule(waived, rule="", most=50, page=1) if reading else []:
        for found in rule.findings if rule.severity == "error" else []:
            if found.fingerprint not in waived:
                _waive(part, draft, found, days)


def _waive_one(part: Part, draft: Revision, *, days: int) -> None:
    """Leave the first warning as it is, too."""
    reading = reading_of(draft)
    waived = set(Waiver.objects.active().filter(contract=draft.contract).values_list("fingerprint", flat=True))
    found = [
        one
        for rule in (reading.by_rule(waived, rule="", most=5, page=1) if reading else [])
        for one in (rule.findings if rule.severity == "warning" else [])
        if one.fingerprint not in waived
    ]
    if found:
        _waive(part, draft, found[0], days)


def _waive(part: Part, draft: Revision, found: Found, days: int) -> None:
    reason, evidence, value, baseline = REASONS[(part.number + len(found.rule)) % len(REASONS)]
    waive_finding(
        draft,
        found.fingerprint,
        by=person(part.team.lead),
        reason=reason,
        evidence=evidence,
        value=value,
        baseline=baseline,
        source=f"https://metrics.{ADDRESS}/{part.key}",
        expires_on=(timezone.now() + timedelta(days=days)).date(),
    )


def _tell_end(story: Story, part: Part, number: int) -> None:
    """Deprecated, with a sunset to come or long past; or retired."""
    lead = part.team.lead
    if part.now == "deprecated":
        sunset = int(part.data["sunset"])
        ago = 96.4 if sunset < 0 else 61.4
        story.on(ago, _deprecate, part, number, int(ago) + sunset, part.data["instead"], who=lead)
    if part.now == "retired":
        story.on(210.4, _deprecate, part, number, 60, "Nothing: the box was taken off the partners' pages.", who=lead)
        story.on(148.3, _retire, part, number, who=lead)


def _deprecate(part: Part, number: int, days: int, instead: str) -> None:
    day = (timezone.now() + timedelta(days=days)).date()
    deprecate_revision(revision(part.slug, number), by=person(part.team.lead), sunset_on=day, replacement=instead)


def _retire(part: Part, number: int) -> None:
    retire_revision(revision(part.slug, number), by=person(part.team.lead))


def _own() -> None:
    """Homeport's own interface, as it is generated from the running code."""
    facts: dict[str, Any] = {"content": schema.document(), "source": Revision.Source.API, "source_name": "openapi.json"}
    register_contract(service("homeport"), "homeport-api", by=person("sam"), audience="company", **facts)


def _publish_own() -> None:
    publish_revision(revision("homeport-api", 1), by=person("sam"))


def _tell_uses(story: Story) -> None:
    """Who uses what, said some time after both were there; some have stopped."""
    number = 0
    started = {part.slug: part.started for part in parts(story)}
    for data in story.company.teams.values():
        for own in data.services:
            for slug in own.uses:
                number += 1
                if number % 3 == 2:  # used, and nobody has said so yet
                    continue
                by = data.people[0]
                ago = min(120 if own.stage == "experimental" else 300, started[slug] - 12) * (0.3 + number % 13 / 19)
                ago = int(ago) + 0.4
                story.on(ago, _declare, own.slug, slug, by, number, who=by)
                if number % 17 == 5 and ago > 60:
                    story.on(ago - 45, _end_use, own.slug, slug, by, who=by)


def _declare(user: str, slug: str, by: str, number: int) -> None:
    used = contract(slug)
    live = used.revisions.live().order_by("-number").first()
    if live is None:  # nothing of it is published yet
        return
    names = list(live.operations.order_by("pk").values_list("name", flat=True))
    some = [name for place, name in enumerate(names) if name and (place + number) % 3][:3]
    note = "" if number % 4 else "Read once a minute and kept for ten."
    declare_consumer(service(user), used, by=person(by), operations=some, note=note)


def _end_use(user: str, slug: str, by: str) -> None:
    used = Consumer.objects.select_related("service__team__lead", "contract")
    one = used.filter(service__slug=user, contract__slug=slug, ended_at=None).first()
    if one is not None:
        end_consumer(one, by=person(by))


def _withdraw_newest() -> None:
    """Its team found that it can mend what it had waived."""
    waivers = Waiver.objects.active().filter(severity="warning").select_related("contract__service__team__lead")
    newest = waivers.order_by("-pk").first()
    if newest is not None:
        withdraw_waiver(newest, by=newest.contract.service.team.lead)


def upload_unchecked(story: Story) -> None:
    """What a worker is to check when it starts: said now, and left to it."""
    for part in parts(story):
        if part.now == "checking":
            _upload(part, part.versions - 1)
