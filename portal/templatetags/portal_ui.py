"""The tags and filters of every page. They draw and look up addresses; they never write and never ask the database.

docs/look.md shows each with an example; /gallery/ shows each in every state.
"""

from datetime import datetime
from functools import lru_cache
from typing import Any

from django.template import Context, Library
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.safestring import SafeString, mark_safe

from portal import made
from portal.templatetags import formfields, prose, words
from portal.templatetags.figures import get, read_clock, ring_svg, tally_svg, time_tag

register = Library()
register.filter("shown", words.shown)
register.filter("code", words.code_of)
register.filter("coded", prose.coded)
register.filter("brief", prose.brief)
register.filter("prose", prose.prose)
register.filter("deed", words.deed)
register.filter("tone", words.tone_of)
register.filter("tone_icon", words.tone_icon)
register.filter("state_look", words.state_look)
register.filter("clock_look", words.clock_look)
register.simple_tag(formfields.field)
register.simple_tag(formfields.fields)
register.simple_tag(formfields.form_errors)


@register.filter
def thousands(number: int) -> str:
    """``{{ 12345|thousands }}`` is "12,345"."""
    return f"{number:,}" if isinstance(number, int) else str(number)


@register.filter
def plural(count: int, noun: str) -> str:
    """``{{ 3|plural:"error" }}`` is "3 errors"; ``{{ 2|plural:"reply,replies" }}`` is "2 replies"."""
    one, _, many = noun.partition(",")
    return words.plural(count, one, many)


@register.simple_tag
@lru_cache(maxsize=512)
def icon(name: str, label: str = "") -> SafeString:
    """An icon of ``portal.icons``; without a label it is decoration, and a word must stand beside it."""
    said = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    return format_html('<svg class="icon" {}><use href="{}#{}"/></svg>', said, static("made/icons.svg"), name)


@register.simple_tag
@lru_cache(maxsize=1)
def typeface() -> SafeString:
    """What a page's head needs for Inter; nothing when it was not cut, and the system's face stands."""
    if not made.has_typeface():
        return mark_safe("")
    try:
        sheet, latin = static("made/face.css"), static("made/inter-latin.woff2")
    except ValueError:  # the typeface was cut after the static files were collected
        return mark_safe("")
    preload = '<link rel="preload" href="{}" as="font" type="font/woff2" crossorigin><link rel="stylesheet" href="{}">'
    return format_html(preload, latin, sheet)


@register.simple_tag
def badge(word: object, tone: str = "", icon: str = "", title: str = "") -> SafeString:
    """A state as shape and word: once, beside the name of the thing or at the end of its row."""
    drawn = _icon(icon or words.TONE_ICONS.get(tone, "dot")) if icon or tone else mark_safe("")
    more = format_html(' title="{}"', title) if title else mark_safe("")
    tones = format_html(' data-tone="{}"', tone) if tone else mark_safe("")
    return format_html('<span class="badge"{}{}>{}{}</span>', tones, more, drawn, words.shown(word))


@register.simple_tag
def state(value: object, label: str = "") -> SafeString:
    """The badge of a known state: lifecycle, revision, check, job, change, waiver. ``label`` replaces the word."""
    look = words.look_of(value, words.STATES)
    return badge(label or look.word, look.tone, look.icon)


@register.simple_tag
def mark(word: object, tone: str = "", icon: str = "") -> SafeString:
    """Icon and word in running text and cells."""
    tones = format_html(' data-tone="{}"', tone) if tone else mark_safe("")
    return format_html(
        '<span class="mark"{}>{}{}</span>', tones, _icon(icon or words.tone_icon(tone)), words.shown(word)
    )


@register.simple_tag
def severity(value: object, count: int | None = None, short: bool = False) -> SafeString:
    """The mark of a severity, or of so many: ``{% severity "error" 3 %}``; ``short`` keeps the figure alone."""
    look = words.look_of(value, words.SEVERITIES)
    if count is None:
        return mark(look.word, look.tone, look.icon)
    noun = look.word.lower()
    said = f"{count:,} {noun}" if noun.endswith(("ed", "info")) else words.plural(count, noun)
    if not short:
        return mark(said, look.tone if count else "", look.icon)
    return format_html(
        '<span class="mark" data-tone="{}" data-count="{}" title="{}">{}{}</span>',
        look.tone if count else "", count, said, _icon(look.icon, said.partition(" ")[2]), f"{count:,}",
    )  # fmt: skip


@register.simple_tag
def avatar(thing: object, size: str = "", kind: str = "") -> SafeString:
    """The letters of a person (round), a team (square) or a machine (dashed); None is Homeport itself."""
    name, kind = _name_and_kind(thing, kind)
    kinds = format_html(' data-kind="{}"', kind) if kind != "person" else mark_safe("")
    sizes = format_html(' data-size="{}"', size) if size else mark_safe("")
    return format_html('<span class="avatar"{}{} aria-hidden="true">{}</span>', kinds, sizes, words.initials(name))


@register.simple_tag
def who(thing: object, link: bool = True, kind: str = "") -> SafeString:
    """Avatar and name, linked to the page of the person or team when there is one."""
    name, kind = _name_and_kind(thing, kind)
    inside = format_html("{}<span>{}</span>", avatar(thing, kind=kind), words.shown(name))
    address = get(thing, "url", "get_absolute_url") if link and thing is not None else None
    address = address() if callable(address) else address
    if address:
        return format_html('<a class="who" href="{}">{}</a>', address, inside)
    return format_html('<span class="who">{}</span>', inside)


@register.simple_tag
def tally(score: object, size: str = "") -> SafeString:
    """A score: one stroke a check, five groups, always in the same order. No score is "Not checked", never zero."""
    if not score:
        return state("not-checked")
    passed = get(score, "passed") or 0
    total = passed + (get(score, "failed") or 0) + (get(score, "unchecked") or 0)
    if size:
        return format_html('<span class="tally" data-size="{}">{}</span>', size, tally_svg(score, large=True))
    figure = format_html("<span><b>{}</b><small>/{}</small></span>", passed, total)
    return format_html('<span class="tally">{}{}</span>', tally_svg(score), figure)


@register.simple_tag
def clock(clock: object) -> SafeString:
    """How long, and the date: running, soon, late, met. Nothing when nothing is awaited."""
    if clock is None or clock == "":
        return mark_safe("")
    ring = read_clock(clock)
    shapes = {"late": "overdue", "paused": "pause", "met": "ok"}
    drawn = _icon(shapes[ring.state]) if ring.state in shapes else ring_svg(ring.gone)
    return format_html(
        '<span class="clock" data-state="{}">{}<b>{}</b>{}</span>',
        ring.state, drawn, ring.words, time_tag(ring.moment, ring.date),
    )  # fmt: skip


@register.simple_tag
def when(moment: datetime | None, both: bool = False, never: str = "never") -> SafeString:
    """``3 min ago`` with the whole date behind it; ``both`` says the date too."""
    if not isinstance(moment, datetime):
        return format_html('<span class="faint">{}</span>', moment or never)
    now = timezone.now()
    said = time_tag(moment, words.ago(moment, now))
    return format_html('{} <small class="faint">{}</small>', said, words.date_of(moment, now)) if both else said


@register.simple_tag(takes_context=True)
def may(context: Context, verb: str, thing: object = None) -> Any:
    """``{% may "revision.publish" revision as publish %}``: has ``allowed`` and ``why``, and is true when allowed."""
    from portal.kit import policies

    return policies.may(context.get("user"), verb, thing)


@register.simple_tag(takes_context=True)
def query(context: Context, **changes: Any) -> str:
    """The query string of this page with changes; empty values are left out. Always starts with ``?``."""
    request = context.get("request")
    pairs: dict[str, list[str]] = {key: request.GET.getlist(key) for key in request.GET} if request is not None else {}
    for key, value in changes.items():
        pairs[key] = [str(item) for item in value] if isinstance(value, list | tuple) else [_text(value)]
    kept = {key: [value for value in values if value != ""] for key, values in pairs.items()}
    return "?" + urlencode({key: values for key, values in kept.items() if values}, doseq=True)


@register.simple_tag
def link_if(name: str, *args: Any) -> str:
    """The address of a page, or nothing when this Homeport has no such page."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


@register.simple_tag
def crumbs(*steps: Any) -> SafeString:
    """Where you are: ``{% crumbs "Payments" its_url "orders-api" %}``. Pairs of word and address, then this page."""
    pairs = [(words.shown(steps[at]), steps[at + 1]) for at in range(0, len(steps) - 1, 2)]
    last = words.shown(steps[-1]) if len(steps) % 2 else ""
    return render_to_string("parts/crumbs.html", {"steps": pairs, "last": last})


@register.simple_tag
def tab(word: str, address: str, current: object = False, count: object = None) -> SafeString:
    """One tab of a ``.tabs`` row."""
    here = mark_safe(' aria-current="page"') if current else mark_safe("")
    more = format_html(' <span class="count">{}</span>', count) if count not in (None, "") else mark_safe("")
    return format_html('<a href="{}"{}>{}{}</a>', address, here, word, more)


@register.simple_tag
def sort(word: str, key: str, current: str, address: str) -> SafeString:
    """The link in the head of a column that sorts; put ``aria-sort`` on its ``th``."""
    shape = {key: "up", f"-{key}": "down"}.get(current, "sort")
    return format_html('<a href="{}">{} {}</a>', address, word, _icon(shape))


@register.simple_tag(takes_context=True)
def act(
    context: Context,
    word: str,
    address: str,
    *,
    may: Any = None,
    kind: str = "",
    icon: str = "",
    size: str = "",
    name: str = "",
    value: str = "",
) -> SafeString:
    """A form of one button that POSTs. Refused by policy, the button stays, does nothing, and says why beside it."""
    given = {"word": word, "address": address, "kind": kind, "icon": icon, "size": size, "name": name, "value": value}
    return _part(context, "act", **given, refused="" if may is None or may else get(may, "why") or "You may not.")


@register.simple_tag(takes_context=True)
def pager(context: Context, page: object, target: str = "", noun: str = "") -> SafeString:
    """Where a list stands and the ways on. ``target`` names the piece that htmx swaps."""
    return _part(context, "pager", page=page, target=target, noun=noun)


@register.simple_tag(takes_context=True)
def timeline(context: Context, entries: object, empty: str = "Nothing has happened yet.") -> SafeString:
    """Who did what, newest first: audit entries, or mappings of ``icon tone who words url note at``."""
    return _part(context, "timeline", entries=entries, empty=empty)


@register.simple_tag(takes_context=True)
def progress(context: Context, work: object) -> SafeString:
    """Long work: a bar (``value`` of ``max``), a ``label``, and ``steps`` of ``name state note``."""
    return _part(context, "progress", work=work)


@register.simple_block_tag(takes_context=True)
def finding(context: Context, content: str, finding: object, level: int = 3) -> SafeString:
    """A lint finding; the block holds its acts. ``{% finding f %}<a class="button">…{% endfinding %}``."""
    look = words.look_of(get(finding, "severity") or "info", words.SEVERITIES)
    return _part(context, "finding", finding=finding, look=look, acts=_filled(content), level=level)


@register.simple_block_tag(takes_context=True)
def nothing(context: Context, content: str, icon: str, title: str, level: int = 3) -> SafeString:
    """The empty state: what is missing in the title, why and what to do in the block."""
    return _part(context, "nothing", icon=icon, title=title, body=content, level=level)


@register.simple_block_tag(takes_context=True)
def confirm(
    context: Context, content: str, word: str, address: str, *, typed: str = "", may: Any = None, icon: str = "stop"
) -> SafeString:
    """A button that unfolds to what cannot be undone; ``typed`` is the name to type (posted as ``typed``)."""
    refused = "" if may is None or may else get(may, "why") or "You may not."
    given = {"word": word, "address": address, "typed": typed, "icon": icon, "body": content, "refused": refused}
    return _part(context, "confirm", **given)


def _icon(name: str, label: str = "") -> SafeString:
    drawn: SafeString = icon(name, label)
    return drawn


def _part(context: Context, part: str, **given: Any) -> SafeString:
    """A template of ``templates/parts/`` with what it needs of the page: the request, and nothing else by accident."""
    kept = {key: context.get(key) for key in ("request", "user", "csrf_token")}
    return render_to_string(f"parts/{part}.html", kept | given)


def _filled(content: str) -> str:
    return content if content.strip() else ""


def _text(value: object) -> str:
    return "" if value is None or value is False else str(value)


def _name_and_kind(thing: object, kind: str) -> tuple[str, str]:
    """A name and ``person``, ``team`` or ``machine``, from a row, a mapping, plain text or None."""
    if thing is None or thing == "":
        return "Homeport", "machine"
    meta = getattr(thing, "_meta", None)
    if not kind and meta is not None and meta.model_name in {"team", "division"}:
        kind = "team"
    elif not kind:
        own = "" if isinstance(thing, str) else words.code_of(get(thing, "kind") or "")
        kind = own if own in {"team", "machine"} else "person"
    name = get(thing, "name") if not isinstance(thing, str) else thing
    return str(name or thing), kind
