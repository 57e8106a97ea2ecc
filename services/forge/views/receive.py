"""Where a forge posts: no log-in, no CSRF token, but a signature."""

import logging

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from portal.kit import rates
from portal.kit.bodies import TooBig
from portal.kit.refusals import Refused
from services.forge import signing
from services.forge.actions.deliveries import refuse_delivery, store_delivery
from services.forge.models import Receiver

log = logging.getLogger("homeport.forge")


class Unsigned(Refused):
    """Whoever sends this has not shown that they have the secret."""

    status = 401


class Unknown(Refused):
    """Nobody listens here."""

    status = 404


@csrf_exempt
@login_not_required
@rates.counted_by_itself
@require_POST
def receive(request: HttpRequest, key: str) -> JsonResponse:
    """Store what came and answer at once: 202. A delivery that came before: 200. Reading it is a job's work."""
    network = rates.client_network(request)
    receiver = Receiver.objects.listening().filter(key=key).first()
    if receiver is None:
        rates.require("forge-refused", f"network:{network}")
        raise Unknown("receiver-unknown", "Nobody listens at this address. Make one in Homeport, under Receivers.")
    body = _body(request)
    event = signing.event_of(receiver.forge, request.headers)
    if why := signing.why_not(receiver.forge, request.headers, body, receiver.secrets()):
        rates.require("forge-refused", f"network:{network}")
        refuse_delivery(receiver, why=why, network=network, event=event)
        refusal = Unsigned("delivery-not-signed", f"{why} Nothing was stored.")
        refusal.headers["WWW-Authenticate"] = "Webhook-Signature"
        raise refusal
    rates.require("forge", f"receiver:{receiver.pk}")
    name = signing.name_of(receiver.forge, request.headers, body)
    delivery = store_delivery(receiver, event=event, key=name, body=body)
    if delivery is None:
        return JsonResponse({"delivery": name, "state": "known", "text": "It came before and is not read again."})
    return JsonResponse({"delivery": name, "state": "accepted"}, status=202)


def _body(request: HttpRequest) -> bytes:
    most = settings.FORGE_BYTES
    body = request.read(most + 1)
    if len(body) > most:
        raise TooBig("delivery-too-big", f"At most {most / 1_048_576:.0f} MB are read here. Nothing was stored.")
    return body
