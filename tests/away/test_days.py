"""A day that is over is told together with all else that is wrong, in every form and every body that takes one."""

from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django import forms
from django.utils import timezone
from rest_framework import serializers

from portal.kit.forms import show
from portal.kit.refusals import Invalid, Several
from teams.away.api import change_shapes, charters, work
from teams.away.api import words as api_words
from teams.away.api.shapes import ComingDay
from teams.away.forms.fields import ComingDay as ComingDayField
from teams.away.models import AwayDraft, AwayRequest
from tests import make
from tests.away.test_long_words import away_forms, empty
from tests.services.api.program import Program

SAYS = "Choose a day in the coming year."
MODULES = (api_words, charters, change_shapes, work)
WRITTEN = ((name, getattr(module, name)) for module in MODULES for name in dir(module))
SHAPES = {
    name: shape
    for name, shape in WRITTEN
    if isinstance(shape, type) and issubclass(shape, serializers.Serializer)
    if any(isinstance(field, ComingDay) for field in shape().fields.values())
}  # fmt: skip


def over() -> list[str]:
    today = timezone.now().date()
    return [str(today - timedelta(days=3)), str(today + timedelta(days=800))]


def test_every_body_with_a_day_tells_it_with_the_rest():
    assert len(SHAPES) == 5, SHAPES
    for name, shape in SHAPES.items():
        days = [field for field, made in shape().fields.items() if isinstance(made, ComingDay)]
        for day in over():
            body = shape(data=dict.fromkeys(days, day))
            assert not body.is_valid()
            assert [str(body.errors[field][0]) for field in days] == [SAYS] * len(days), name
            assert len(body.errors) > len(days), f"{name} lacks other fields, and says so at once"


@pytest.mark.django_db
def test_every_form_with_a_day_tells_it_with_the_rest(ana):
    seen = 0
    for form in away_forms():
        days = [name for name, field in empty(form).fields.items() if isinstance(field, ComingDayField)]
        for day in over() if days else []:
            filled = empty(form, dict.fromkeys(days, day))
            assert [filled.errors[name] for name in days] == [[SAYS]] * len(days), form
            assert len(filled.errors) > len(days), form
            seen += 1
    assert seen == 2 * 5


@pytest.fixture
def guest(ben: Any, home: Any) -> Any:
    make.service(home, slug="ledger")
    return make.team(ben, lead=ben, slug="checkout", name="Checkout")


@pytest.mark.django_db
def test_the_form_says_all_at_once_and_keeps_what_was_typed(as_, guest, ben):
    past = over()[0]
    typed = {"service": "ledger", "guest": "checkout", "title": "Refunds in euro", "now_value": "7", "wanted_by": past}
    page = as_(ben).post("/away/new/", {**typed, "expected_value": "7.0", "measure": "x" * 121})
    text = unescape(page.content.decode())
    assert page.status_code == 422
    for said in (SAYS, "Now and expected are the same number.", "At most 120 characters", "Say who would come"):
        assert said in text
    assert AwayDraft.objects.get().words["wanted_by"] == past
    assert not AwayRequest.objects.exists()


@pytest.mark.django_db
def test_what_only_the_action_can_tell_stands_at_each_field(as_, guest, ben):
    mate = make.person(login="mate")
    make.join_team(guest, mate, by=ben)
    words = {
        "service": "ledger", "guest": "checkout", "title": "Refunds", "problem": "They call.", "measure": "Calls",
        "unit": "a week", "now_value": "9", "expected_value": "4", "scope": "Refunds", "cost_of_nothing": "More calls.",
        "wanted_by": str((timezone.now() + timedelta(days=30)).date()),
    }  # fmt: skip
    people = [{"person": "ben", "percent": 50}]
    answer = Program(ben).post(
        "/api/v1/away-requests", {**words, "people": people, "wanted_by": over()[0], "title": ""}
    )
    assert answer.json()["code"] == "fields-invalid"
    assert {one["field"] for one in answer.json()["errors"]} == {"title", "wanted_by"}
    people = [{"person": "ben", "percent": 50}, {"person": "ben", "percent": 20}]
    answer = Program(ben).post("/api/v1/away-requests", {**words, "people": people, "expected_value": "9.0"})
    assert answer.json()["code"] == "away-fields-unusable"
    assert {one["field"] for one in answer.json()["errors"]} == {"expected_value", "people"}


def test_several_faults_stand_each_beside_its_field_and_one_alone_keeps_its_sentence():
    class Two(forms.Form):
        first = forms.CharField()
        second = forms.CharField()

    shown, alone = (Two({"first": "a", "second": "b"}) for _ in range(2))
    assert shown.is_valid()
    show(shown, Several("away-fields-unusable", "Some fields.", second="Too short.", people="Nobody comes."))
    assert shown.errors == {"second": ["Too short."], "__all__": ["Nobody comes."]}
    assert alone.is_valid()
    show(alone, Invalid("away-decline-without-data", "A no rests on data.", second="What was measured?", first="Who?"))
    assert alone.errors == {"second": ["A no rests on data."]}
