"""The API of what happened in repositories."""

from django.shortcuts import get_object_or_404

from portal.kit.api import Call
from portal.kit.endpoints import Given, Group, Rows, path_word, rows_from
from services.api.catalog import ID
from services.api.find import service_of
from services.forge.actions.facts import tell_fact
from services.forge.api import shapes
from services.forge.models import Fact
from services.forge.reads import facts as reads

path_word("fact", "The id of a fact.", "9112", **ID)

facts = Group("Repositories", "What happened in the repository of a service: told by its forge, or by hand.")


@facts.get(gives=shapes.FactAnswer, many=True, asks=shapes.FactQuery)
def list_facts(request: Call, service: str, words: Given) -> Rows:
    """List what happened in the repository of a service.

    The newest first, by the time it happened. Nothing while the service does not say where its source is.
    """
    found = service_of(request, service)
    change, kind = words.get("change"), words.get("kind", "")
    return rows_from(words, lambda page, size: reads.listed(found, change=change, kind=kind, page=page, size=size))


@facts.post(takes=shapes.NewFact, gives=shapes.FactAnswer, status=201)
def tell_about_repository(request: Call, service: str, words: Given) -> Fact:
    """Say by hand what happened in the repository of a service.

    Members of its team may, and guests who work on it. It counts as if a forge had told it. Refused with
    `fact-known-already` when the very same was said before, and with `source-not-said` while the service does not say
    where its source is.
    """
    return tell_fact(service_of(request, service), by=request.user, **words)


@facts.get(gives=shapes.FactAnswer)
def get_fact(request: Call, fact: int) -> Fact:
    """Read one fact.

    Facts never change. A later one may say that things are different now.
    """
    rows = Fact.objects.visible_to(request.user).select_related("person", "by")
    return get_object_or_404(rows, pk=fact)
