"""The words and shapes of every state and severity, of counts and times: one table, so that a state looks the same."""

from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from django.utils import timezone

from portal.kit.text import visible


class Look(NamedTuple):
    """How a state shows: its word, its icon, and its tone ("" is a plain fact that asks nobody for anything)."""

    word: str
    icon: str
    tone: str = ""


STATES: dict[str, Look] = {
    # A service. These are facts, so they are grey; only what ends asks for attention.
    "experimental": Look("Experimental", "half"),
    "production": Look("Production", "dot"),
    "deprecated": Look("Deprecated", "half", "warn"),
    "retired": Look("Retired", "void"),
    # A revision.
    "draft": Look("Draft", "edit", "accent"),
    "proposed": Look("Proposed", "review", "accent"),
    "published": Look("Published", "ok", "good"),
    # A check or a job.
    "waiting": Look("Waiting", "ring"),
    "running": Look("Running", "half", "accent"),
    "done": Look("Done", "ok", "good"),
    "failed": Look("Failed", "error", "bad"),
    "not-checked": Look("Not checked", "unchecked", "open"),
    "stopped": Look("Stopped", "stop"),
    # A change between two revisions.
    "breaking": Look("Breaking", "broken", "bad"),
    "dangerous": Look("Dangerous", "warning", "warn"),
    "safe": Look("Safe", "ok", "good"),
    # A waiver, a token, a question.
    "open": Look("Open", "ring", "accent"),
    "active": Look("Active", "dot"),
    "waived": Look("Waived", "waived"),
    "expired": Look("Expired", "history", "warn"),
    "revoked": Look("Revoked", "void"),
    "withdrawn": Look("Withdrawn", "void"),
    "accepted": Look("Accepted", "ok", "good"),
    "declined": Look("Declined", "void"),
    # Accepted advice, as later revisions show it.
    "awaited": Look("Not seen yet", "ring"),
    "verified": Look("Done, seen", "ok", "good"),
    "unchanged": Look("As it was", "half", "warn"),
    "missed": Look("Not done by then", "overdue", "warn"),
    "said": Look("Done, they say", "ok"),
    # An away-team request.
    "sent": Look("Sent to its sponsor", "ring", "accent"),
    "asked": Look("Asked", "ring", "accent"),
    "escalated": Look("Passed on", "overdue", "warn"),
    "offered": Look("Something else offered", "forward", "accent"),
    "promised": Look("Promised", "half", "accent"),
    "settled": Look("Settled", "ok"),
    "agreed": Look("Agreed", "half", "accent"),
    "refused": Look("Refused", "cross"),
    "signed": Look("Signed, at work", "half", "accent"),
    "ended": Look("Ended", "void"),
    "queued": Look("Agreed, waits for a place", "pause", "accent"),
    "returned": Look("Back to its guest", "back"),
    "not-open": Look("Not open", "lock"),
    "duplicate": Look("Duplicate", "void"),
    # Its stay, from the second signature on.
    "preflight": Look("Preflight", "half", "accent"),
    "not-shown": Look("Not shown yet", "unchecked", "open"),
    "granted": Look("Granted", "ok", "good"),
    "green": Look("Green", "ok", "good"),
    "red": Look("Red", "error", "bad"),
    "void": Look("Binds nobody here", "void"),
    "onboarding": Look("Onboarding", "half", "accent"),
    "blocked-on-host": Look("Waits for the hosts", "pause", "warn"),
    "blocked-on-guest": Look("Waits for the guests", "pause", "warn"),
    "released": Look("Released", "ok", "good"),
    "warranty": Look("In warranty", "clock", "accent"),
    "handback": Look("Handing back", "forward", "accent"),
    "closing": Look("Looking back", "half", "accent"),
    "leaving": Look("Winding down", "void", "warn"),
    "left": Look("Left", "void"),
    # A change of the guests, and a back door in one.
    "in-review": Look("In review", "half", "accent"),
    "changes-asked": Look("Changes asked for", "edit", "warn"),
    "with-mediator": Look("With the mediator", "overdue", "warn"),
    "approved": Look("Approved", "ok", "good"),
    "merged": Look("Merged", "ok", "good"),
    "found": Look("Merged without leave", "warning", "bad"),
    "met": Look("Met", "ok", "good"),
    # A review, a suggestion, what became of ignored advice.
    "assigned": Look("Being looked at", "half", "accent"),
    "advised": Look("Advice given", "mail", "accent"),
    "closed": Look("Closed", "ok"),
    "nobody": Look("Nobody free", "void"),
    "silent": Look("No advice in time", "overdue", "warn"),
    "adapted": Look("Adapted", "half"),
    "ignored": Look("Ignored, with data", "data"),
    "unanswered": Look("Not answered", "overdue", "warn"),
    "due": Look("Due", "ring", "accent"),
    "not-due": Look("Not yet due", "ring"),
    "team-right": Look("Team was right", "ok", "good"),
    "advice-right": Look("Advice was right", "review", "warn"),
    "cannot-tell": Look("Cannot tell", "void"),
    "paused": Look("Paused", "pause"),
    # A certification, and a place in the guild.
    "nominated": Look("Nominated", "ring", "accent"),
    "reading": Look("Reads", "half", "accent"),
    "shadowing": Look("Shadows", "half", "accent"),
    "leading": Look("Leads with a mentor", "half", "accent"),
    "assessment": Look("Mentor's last word", "review", "accent"),
    "certified": Look("Certified", "ok", "good"),
    "renewal": Look("Renewal due", "overdue", "warn"),
    "resting": Look("At rest", "pause"),
    "lapsed": Look("Lapsed", "history", "warn"),
    "standing": Look("In the guild", "dot"),
    # A proposal, an objection to it, what came of it.
    "for-comment": Look("Open for comment", "review", "accent"),
    "agreed-by-silence": Look("Agreed by silence", "ok", "good"),
    "agreed-by-all": Look("Agreed by all", "ok", "good"),
    "rejected": Look("Rejected", "cross"),
    "superseded": Look("Superseded", "history"),
    "reopened": Look("Opened again", "data", "warn"),
    "looked-back": Look("Looked back at", "scale"),
    "objects": Look("Open objection", "warning", "warn"),
    "taken": Look("Taken", "ok", "good"),
    "overruled": Look("Goes on, with a reason", "forward"),
    "taken-back": Look("Taken back", "void"),
    "moot": Look("Ended with it", "void"),
    "as-predicted": Look("As predicted", "ok", "good"),
    "not-as-predicted": Look("Not as predicted", "warning", "warn"),
    # A version of a ruleset, and how one fared in a check.
    "read": Look("Ready", "ring", "accent"),
    "broken": Look("Broken", "error", "bad"),
    "in-force": Look("In force", "ok", "good"),
    "replaced": Look("Replaced", "history"),
    "does-not-apply": Look("Does not apply", "unchecked", "open"),
    # A consumer.
    "declared": Look("Declared", "sign"),
    "observed": Look("Observed", "review", "warn"),
    "both": Look("Declared and observed", "ok", "good"),
}

SEVERITIES: dict[str, Look] = {
    "error": Look("Error", "error", "bad"),
    "warning": Look("Warning", "warning", "warn"),
    "info": Look("Info", "info", "accent"),
    "hint": Look("Hint", "hint"),
    "waived": Look("Waived", "waived"),
    "not-checked": Look("Not checked", "unchecked", "open"),
    # How much a suggestion weighs.
    "must": Look("Must consider", "error", "bad"),
    "should": Look("Should", "warning", "warn"),
    "idea": Look("Idea", "hint"),
}

# What a clock awaits, by its kind: in lists of what waits.
CLOCKS: dict[str, Look] = {
    "services.draft-waits": Look("Draft to mend or publish", "edit"),
    "services.proposal-waits": Look("Proposal to publish", "review"),
    "services.rule-review": Look("Rules to look at again", "review"),
    "services.sunset": Look("Sunset", "half"),
    "services.move-off": Look("Move off a contract", "forward"),
    "services.waiver-ends": Look("Waiver that ends", "waived"),
    "away.answer": Look("Away team to answer", "away"),
    "away.escalation": Look("Away team passed on", "away"),
    "away.sponsor": Look("People and time to confirm", "ok"),
    "away.first": Look("First answer", "away"),
    "away.first-lead": Look("First answer, nudged", "overdue"),
    "away.first-head": Look("First answer, late soon", "overdue"),
    "away.bundle": Look("The same, or not", "review"),
    "away.queue": Look("Place to become free", "pause"),
    "away.orphan": Look("Owner to find", "overdue"),
    "away.finish": Look("Away team at work", "away"),
    "away.draft": Look("Charter to draft", "edit"),
    "away.sign": Look("Charter to sign", "sign"),
    "away.demand": Look("Demand to answer", "plus"),
    "away.urge": Look("Charter left lying", "overdue"),
    "away.offer": Look("Offer to answer", "forward"),
    "away.promise": Look("Promise to keep", "half"),
    "away.grace": Look("Promise that is late", "overdue"),
    "away.way-back": Look("Way back to name", "edit"),
    "away.window": Look("Standing by", "clock"),
    "away.warranty": Look("In warranty", "clock"),
    "away.mend": Look("Incident to mend", "warning"),
    "away.handover": Look("To hand back", "forward"),
    "away.handback": Look("To take back", "forward"),
    "away.measure": Look("To measure", "data"),
    "away.look-back-guest": Look("To look back", "review"),
    "away.look-back-host": Look("To look back", "review"),
    "away.credit": Look("To thank", "ok"),
    "away.wind-down": Look("To wind down", "stop"),
    "away.copy-review": Look("Copy to look at", "review"),
    "away.roadmap-host": Look("Decision between roadmaps", "overdue"),
    "away.roadmap-guest": Look("Decision between roadmaps", "overdue"),
    "away.roadmap-above": Look("Decision between roadmaps", "overdue"),
    "away.roadmap-top": Look("Decision between roadmaps", "overdue"),
    "reviews.advice": Look("Review to give", "review"),
    "reviews.accept": Look("Review to take", "review"),
    "reviews.deputy": Look("Review to give", "review"),
    "reviews.guild": Look("Review without advice", "review"),
    "reviews.answers": Look("Advice to answer", "review"),
    "reviews.landing": Look("Accepted, to do", "ok"),
    "reviews.risk": Look("Serious risk to read", "warning"),
    "reviews.look-again": Look("Look again", "data"),
    "reviews.useful": Look("Was it useful?", "review"),
    "reviews.nomination": Look("Nomination to decide", "person"),
    "reviews.reading": Look("Reviews to read", "review"),
    "reviews.shadowing": Look("Reviews to shadow", "review"),
    "reviews.leading": Look("Reviews to lead with a mentor", "review"),
    "reviews.assessment": Look("Last word of a mentor", "sign"),
    "reviews.renewal": Look("Certificate to renew", "sign"),
    "proposals.comment": Look("Proposal to be decided", "clock"),
    "proposals.read": Look("Proposal to read", "review"),
    "proposals.objection": Look("Objection to answer", "warning"),
    "proposals.objection-lead": Look("Objection nobody answered", "overdue"),
    "proposals.look-back": Look("Proposal to look back at", "data"),
}

LEVELS = {"error": "bad", "danger": "bad", "warning": "warn", "success": "good", "info": "", "debug": ""}
TONE_ICONS = {"bad": "error", "warn": "warning", "good": "ok", "accent": "info", "": "info", "open": "unchecked"}


def code_of(value: object) -> str:
    """A state or severity as it stands in the tables: small letters and hyphens, whatever enum or case it came in."""
    return str(getattr(value, "value", value)).strip().lower().replace("_", "-").replace(" ", "-")


def look_of(value: object, table: dict[str, Look]) -> Look:
    """The look of a code; a code that nobody has drawn yet shows its own word with a plain dot."""
    code = code_of(value)
    return table.get(code) or Look(code.replace("-", " ").capitalize() or "Unknown", "dot")


def clock_look(kind: str) -> Look:
    """The look of what a clock awaits; a kind that nobody has drawn yet shows its own word with a clock."""
    word = kind.rpartition(".")[2].replace("-", " ").capitalize()
    return CLOCKS.get(kind) or Look(word, "clock")


def state_look(value: object) -> Look:
    """The look of a state, for a part that draws it itself."""
    return look_of(value, STATES)


def tone_of(level: object) -> str:
    """The tone of a message's level (``success``) or of a tone itself (``good``)."""
    word = str(level).split(" ", 1)[0]
    return LEVELS.get(word, word if word in TONE_ICONS else "")


def tone_icon(tone: str) -> str:
    """The icon of a tone or of a message's level."""
    return TONE_ICONS.get(tone_of(tone), "info")


def initials(name: str) -> str:
    """One or two letters for an avatar; machines' names and foreign scripts too."""
    words = [word for word in name.replace("-", " ").replace("_", " ").split() if word[:1].isalnum()]
    letters = words[0][0] + words[-1][0] if len(words) > 1 else "".join(words)[:1]
    return letters.upper() or "?"


def plural(count: int, one: str, many: str = "") -> str:
    """``3 errors``, ``1 error``, with thousands parted."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def span(delta: timedelta) -> str:
    """A length of time in the two largest units that matter: ``40 s``, ``3 min``, ``4 h 40``, ``3 days``."""
    seconds = abs(int(delta.total_seconds()))
    if seconds < 60:
        return f"{seconds} s"
    if seconds < 3600:
        return f"{seconds // 60} min"
    if seconds < 36 * 3600:
        hours, minutes = seconds // 3600, seconds % 3600 // 60
        return f"{hours} h {minutes:02}" if hours < 6 and minutes >= 10 else f"{hours} h"
    days = round(seconds / 86400)
    if days < 60:
        return f"{days} days"
    if days < 730:
        return plural(round(days / 30.44), "month")
    return plural(round(days / 365.25), "year")


def ago(moment: datetime, now: datetime) -> str:
    """``3 min ago`` or ``in 4 h``; within ten seconds it is ``just now``."""
    if abs(moment - now) < timedelta(seconds=10):
        return "just now"
    return f"{span(now - moment)} ago" if moment < now else f"in {span(moment - now)}"


def date_of(moment: datetime, now: datetime) -> str:
    """The date as people say it beside a length of time: ``today, 15:30``, ``Tue 11 Aug, 17:00``, ``3 Mar 2025``."""
    here, today = timezone.localtime(moment), timezone.localtime(now)
    if here.date() == today.date():
        return f"today, {here:%H:%M}"
    if abs((here.date() - today.date()).days) <= 14:
        return f"{here:%a} {here.day} {here:%b}, {here:%H:%M}"
    if here.year == today.year:
        return f"{here.day} {here:%b}"
    return f"{here.day} {here:%b} {here.year}"


def due_date(moment: datetime, now: datetime) -> str:
    """The date of what ends then. What lasts until the end of a day (kit/times.py) is due on that day, not the next."""
    whole = moment.astimezone(UTC)
    if (whole.hour, whole.minute, whole.second) != (0, 0, 0):
        return date_of(moment, now)
    day, today = whole.date() - timedelta(days=1), timezone.localdate(now)
    if day == today:
        return "today"
    near, year = abs((day - today).days) <= 14, "" if day.year == today.year else f" {day.year}"
    return f"{f'{day:%a} ' if near else ''}{day.day} {day:%b}{year}"


def full_date(moment: datetime) -> str:
    """The whole moment, for a title: ``Thursday 6 August 2026, 11:20 UTC``."""
    here = timezone.localtime(moment)
    return f"{here:%A} {here.day} {here:%B} {here.year}, {here:%H:%M %Z}"


def shown(text: object) -> str:
    """Text from outside with its invisible marks made visible; templates escape the rest."""
    return visible(str(text))


_PAST = {
    "read": "read", "lead": "led", "once": "asked once",
    "take": "took", "give": "gave", "withdraw": "withdrew", "send": "sent", "stop": "stopped", "run": "ran",
    "ring": "rang", "set": "set",
}  # fmt: skip


def deed(verb: str) -> str:
    """An audit verb in the past: ``revision.publish`` reads "published the revision"."""
    noun, dot, deed = verb.rpartition(".")
    if not dot:
        return verb.replace("-", " ").replace("_", " ")
    first, *more = deed.replace("-", " ").replace("_", " ").split(" ")
    past = _PAST.get(first) or (first if first.endswith("ed") else first + ("d" if first.endswith("e") else "ed"))
    past = past[:-3] + "ied" if past.endswith(("tyed", "lyed", "fyed")) else past
    return " ".join([past, *more, "the", noun.rpartition(".")[2].replace("-", " ").replace("_", " ")])
