"""What happened to a request from the release on, as sentences: by the audit's verb, its words, icon and tone."""

from typing import Any

from teams.away.models import AwayCopy, AwayHandover, AwayLeaving

AFTER: dict[str, tuple[str, str, str]] = {
    "way-back": ("said how it is switched off: {flag}", "edit", ""),
    "switch-off": ("switched it off", "stop", "warn"),
    "switch-on": ("switched it on again", "ok", "good"),
    "incident": ("reported incident {number}", "warning", "warn"),
    "mend": ("mended incident {number}", "ok", "good"),
    "mend-late": ("told the guests' manager: incident {number} was not mended in time", "overdue", "bad"),
    "hand-over": ("handed over: {kind}", "forward", ""),
    "hand-over-late": ("asked the hosts to take it: the guests' time for handing back was over", "overdue", "bad"),
    "ask-missing": ("asked, once, for what is missing", "plus", "warn"),
    "keep": ("wrote who keeps it", "edit", ""),
    "measure": ("measured what came of it", "data", ""),
    "looked-back": ("looked back for {side}", "review", ""),
    "looked-back-silent": ("wrote down that there was no answer from {side}", "overdue", "warn"),
    "credit": ("thanked those who did it", "ok", "good"),
    "wind-down": ("said where the work lies: {merged}", "stop", ""),
    "copy": ("put a copy on record", "copy", ""),
    "copy-review": ("looked at the copy: {outcome}", "review", ""),
    "conflict": ("put it before those who lead both teams", "overdue", "warn"),
    "conflict-up": ("asked one level up: it was not decided", "overdue", "bad"),
    "choose": ("chose option {choice}", "sign", "accent"),
}
LABELS: dict[str, dict[str, str]] = {
    "kind": {one.value: one.label.lower() for one in AwayHandover.Kind},
    "merged": {one.value: one.label.lower() for one in AwayLeaving.Merged},
    "outcome": {one.value: one.label.lower() for one in AwayCopy.Outcome},
    "side": {"guest": "the guests", "host": "the hosts"},
}


def after_step(verb: str, data: dict[str, Any]) -> tuple[str, str, str, str]:
    """Words, icon, tone and note of an entry of ``AFTER``."""
    words, icon, tone = AFTER[verb]
    told = {name: LABELS.get(name, {}).get(str(value), str(value)) for name, value in data.items()}
    return words.format(**told), icon, tone, str(data.get("why", ""))
