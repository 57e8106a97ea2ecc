"""What waits is answered in the inbox with one click, where a click is enough."""

import pytest
from django.urls import reverse

from portal.models import Clock
from teams.away.models import AwayRequest
from tests import make

pytestmark = pytest.mark.django_db


def test_a_host_agrees_from_the_inbox(as_, ana, home):
    request = make.away(make.service(home))
    clock = Clock.objects.get(kind="away.answer", state="open")
    address = reverse("inbox-answer", args=[clock.pk, "agree"])
    assert address in as_(ana).get(reverse("inbox")).content.decode()
    assert as_(ana).post(address).status_code == 302
    request = AwayRequest.objects.get(pk=request.pk)
    assert (request.state, request.contact) == ("agreed", ana)
    assert as_(ana).post(address).status_code == 409


def test_seen_is_said_once_and_by_those_it_waits_for(as_, ana, ben, home):
    make.away(make.service(home))
    clock = Clock.objects.get(kind="away.answer", state="open")
    address = reverse("inbox-answer", args=[clock.pk, "seen"])
    assert as_(ben).post(address).status_code == 409
    assert as_(ana).post(address).status_code == 302
    assert Clock.objects.get(pk=clock.pk).seen_by == ana
    assert as_(ana).post(address).status_code == 409
    assert as_(ana).post(reverse("inbox-answer", args=[clock.pk, "nonsense"])).status_code == 409
