"""The away-team rules of a division or the company: read, and changed by whoever heads it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_safe

from portal.kit import policies
from portal.kit.forms import posted, show
from portal.kit.htmx import page
from portal.kit.refusals import Refused
from portal.kit.text import asked
from teams.away.actions.ways import set_ways
from teams.away.forms import RulesForm
from teams.away.presets import PRESETS, numbers_of
from teams.away.reads.rules import parts_of, rules_page
from teams.away.reads.ways import Ways, rules_url
from teams.people.asker import Request
from teams.people.models import Division


@require_safe
def rules(request: Request, slug: str = "") -> HttpResponse:
    """The forty as they stand here, and every version there was."""
    division = _division(slug)
    context = {"page": rules_page(division), "division": division, "presets": PRESETS.values()}
    return page(request, "away/rules.html", context)


def rules_change(request: Request, slug: str = "") -> HttpResponse:
    """The next version: what is in force, or a preset that the address names, to be changed and given a reason."""
    division = _division(slug)
    policies.require(request.user, "away.ways", division)
    now = rules_page(division)
    preset = PRESETS.get(asked(request, "preset"))
    begin = Ways(preset.code, preset.off, numbers_of(preset)) if preset is not None else now.ways
    initial = {"preset": begin.preset, "after": now.last}
    form = RulesForm(posted(request), division=division, parts=parts_of(begin), initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            made = set_ways(division, by=request.user, **form.words)
        except Refused as refusal:  # somebody else was first: what was typed stays to be read and copied
            show(form, refusal)
        else:
            messages.success(request, f"{made} holds for whatever begins from now on.")
            return redirect(rules_url(division))
    context = {"page": now, "division": division, "form": form, "presets": PRESETS.values(), "begin": begin}
    return page(request, "away/rules_form.html", context, status=422 if request.method == "POST" else 200)


def _division(slug: str) -> Division | None:
    return get_object_or_404(Division.objects.select_related("head", "parent__head"), slug=slug) if slug else None
