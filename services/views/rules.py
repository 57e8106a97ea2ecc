"""The rules behind the score: each with why, how to mend, and examples."""

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from portal.kit.htmx import page
from portal.kit.worth import worth_of
from services import contracts as engine
from services.reads import rules as reads
from teams.people.asker import Request


@require_safe
def rule_list(request: Request) -> HttpResponse:
    """Every rule in its group: the five of the score in their order, then what the engine itself says."""
    groups: dict[str, list[reads.Listed]] = {}
    for one in engine.rules().values():
        groups.setdefault(one.group, []).append(reads.listed(one))
    groups[engine.RULESET_GROUP] = [reads.listed(one) for one in engine.RULESET_REMARKS]
    scored = sum(len(groups.get(name, ())) for name in engine.GROUPS)
    return page(request, "services/rule_list.html", {"groups": groups, "scored": scored})


@require_safe
def rule(request: Request, rule: str) -> HttpResponse:
    known = {**engine.rules(), **{one.id: one for one in engine.RULESET_REMARKS}}
    found = known.get(rule)
    if found is None:
        raise Http404
    siblings = [one for one in known.values() if one.group == found.group]
    context = {"rule": found, "examples": reads.examples_of(found), "siblings": siblings, "worth": worth_of(found.id)}
    return page(request, "services/rule.html", context)
