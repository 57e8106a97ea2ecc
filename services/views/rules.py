"""The rules behind the score: each with why, how to mend, and examples."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from portal.kit.htmx import page
from services import contracts as engine


@require_safe
def rule_list(request: HttpRequest) -> HttpResponse:
    return page(request, "services/rule_list.html", {"groups": engine.rules_by_group()})


@require_safe
def rule(request: HttpRequest, rule: str) -> HttpResponse:
    found = next((one for one in engine.rules() if one.id == rule), None)
    if found is None:
        raise Http404
    return page(request, "services/rule.html", {"rule": found})
