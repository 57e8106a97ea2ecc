"""Who uses a contract: declared by the teams that use it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from portal.kit.forms import posted
from portal.kit.htmx import page
from services.actions.catalog import declare_consumer, end_consumer
from services.forms import ConsumerForm
from services.models import Consumer
from services.reads import contracts as reads
from services.views.find import contract_of, own_services, own_team_ids, revision_beside
from teams.people.asker import Request


def contract_consumers(request: Request, service: str, slug: str) -> HttpResponse:
    contract = contract_of(request, service, slug)
    services = own_services(request).exclude(pk=contract.service_id)
    form = ConsumerForm(posted(request), services=services)
    if request.method == "POST" and form.is_valid():
        words = form.cleaned_data
        declare_consumer(
            words["service"], contract, by=request.user, operations=words["operations"], note=words["note"]
        )
        messages.success(request, f"{words['service'].slug} uses {contract.slug}: its team hears of every change.")
        return redirect("services:contract-consumers", contract.service.slug, contract.slug)
    revision = revision_beside(request, contract)
    context = {
        "contract": contract,
        "revision": revision,
        "head": reads.head(revision, request.user),
        "mine": own_team_ids(request),
        "form": form if services.exists() else None,
        "consumers": reads.consumers(contract),
        "tab": "consumers",
    }
    return page(request, "services/contract_consumers.html", context, status=422 if form.errors else 200)


@require_POST
def consumer_end(request: Request, pk: int) -> HttpResponse:
    rows = Consumer.objects.select_related("service__team__lead", "contract__service")
    consumer = get_object_or_404(rows, pk=pk)
    end_consumer(consumer, by=request.user)
    messages.success(request, f"{consumer.service.slug} no longer uses {consumer.contract.slug}.")
    return redirect("services:contract-consumers", consumer.contract.service.slug, consumer.contract.slug)
