"""Tags for the pages of away teams: why a failsafe bites, what a clock awaits. They never ask the database."""

from django.template import Library
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst

from portal.models import Clock
from portal.templatetags.portal_ui import icon
from teams.away.failsafes import FAILSAFES
from teams.away.reads.waits import DOES
from teams.away.reads.ways import NEVER_CHOSEN, Ways

register = Library()


@register.filter
def in_force(ways: Ways | str, name: str) -> str:
    """``{{ page.ways|in_force:"demand_days" }}`` is "three working days"; the default where nothing is chosen yet."""
    return (ways if isinstance(ways, Ways) else NEVER_CHOSEN).said(name)


@register.filter
def holds(ways: Ways | str, code: str) -> bool:
    """``{% if page.ways|holds:"F7" %}``: whether a failsafe is on."""
    return (ways if isinstance(ways, Ways) else NEVER_CHOSEN).has(code)


@register.filter
def does(clock: Clock) -> str:
    """``{{ clock.awaited.name }} {{ clock|does }}.`` is "Stock gives a first answer."."""
    return DOES[clock.kind]


@register.simple_tag
def failsafe(code: str, given: Ways | str = "") -> SafeString:
    """``{% failsafe "F17" page.ways %}``: its name; opened, what it does, its numbers in force, and where they stand.

    Off, it says what holds without it. It opens in place, so it may not stand within a paragraph. KeyError for a code
    there is none of.
    """
    found, ways = FAILSAFES[code], given if isinstance(given, Ways) else NEVER_CHOSEN
    on = ways.has(code)
    numbers = "; ".join(f"{ways.said(number.name)} {number.label}" for number in found.numbers if on)
    return format_html(
        '<details class="failsafe"><summary title="Why">{}<span>{}</span></summary>'
        "<div><p><b>{}{}.</b> {}</p>{}<p><a href=\"{}#{}\">{}</a></p></div></details>",
        icon("info"), found.name, code, "" if on else ", off here", found.does if on else found.without,
        format_html("<p>{}.</p>", capfirst(numbers)) if numbers else "",
        ways.url, code, "Away-team rules" if ways.row is None else ways.version,
    )  # fmt: skip
