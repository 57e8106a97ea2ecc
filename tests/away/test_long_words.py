"""Ten thousand characters where some hundred are allowed: refused beside the field, with the limit; nothing lost."""

import importlib
import inspect
import pkgutil
import re
from collections.abc import Iterator
from html import unescape

import pytest
from django import forms
from django.db import transaction
from django.urls import reverse
from rest_framework import serializers

from portal.models import AuditEntry
from teams.away import forms as rooms_forms
from tests.house import api_access
from tests.house.access_writes import WRITES
from tests.house.test_access import things  # noqa: F401 - the fixture
from tests.house.test_api_access import ROOT, operation_of
from tests.services.api.program import Program

pytestmark = pytest.mark.django_db
LONG = "lo ng" * 2000


def away_forms() -> list[type[forms.Form]]:
    """Every form of the room."""
    found: set[type[forms.Form]] = set()
    for one in pkgutil.iter_modules(rooms_forms.__path__, f"{rooms_forms.__name__}."):
        module = importlib.import_module(one.name)
        classes = [each for _, each in inspect.getmembers(module, inspect.isclass) if issubclass(each, forms.Form)]
        found |= {each for each in classes if each.__module__ == one.name}
    return sorted(found, key=lambda each: each.__name__)


def empty(form: type[forms.Form], data: dict[str, str] | None = None) -> forms.Form:
    """The form, of people and options that are nobody and none."""
    needs = inspect.signature(form.__init__).parameters.values()
    return form(data, **{one.name: [] for one in needs if one.kind == one.KEYWORD_ONLY and one.default is one.empty})


def texts(form: forms.Form) -> Iterator[tuple[str, forms.CharField]]:
    for name, field in form.fields.items():
        if isinstance(field, forms.RegexField):
            continue  # a short name, whose shape is its limit
        if isinstance(field, forms.CharField) and not isinstance(field.widget, forms.HiddenInput):
            yield name, field


@pytest.mark.parametrize("form", away_forms())
def test_every_text_of_every_form_has_a_limit_that_is_said_and_not_cut_to(form):
    for name, field in texts(empty(form)):
        assert field.max_length and field.max_length < len(LONG), f"{name} has no limit"
        assert "maxlength" not in field.widget.attrs, f"{name}: a browser would cut off what is pasted"
        typed = "https://" + "x" * 10_000 if isinstance(field, forms.URLField) else LONG
        said = empty(form, {name: typed})
        assert f"At most {field.max_length} characters; these are {len(typed.strip())}" in str(said.errors[name]), name
        assert said[name].value() == typed, f"{name} is lost"


def texts_of(shape: serializers.BaseSerializer, at: str = "") -> Iterator[tuple[str, int]]:
    """Every text of a body by its path, with its limit; of lists the first entry."""
    for name, field in shape.fields.items():
        path = f"{at}{name}"
        if isinstance(field, serializers.ListField):
            if isinstance(field.child, serializers.Serializer):
                yield from texts_of(field.child, f"{path}.0.")
            elif isinstance(field.child, serializers.CharField):
                yield f"{path}.0", field.child.max_length
        elif isinstance(field, serializers.Serializer):
            yield from texts_of(field, f"{path}.")
        elif isinstance(field, serializers.CharField) and not isinstance(field, serializers.ChoiceField):
            yield path, field.max_length


def put(body: object, path: str, value: str) -> object:
    """The body with this value there."""
    name, _, rest = path.partition(".")
    if isinstance(body, list):
        return [put(body[0] if body else {}, rest, value) if rest else value]
    known = body if isinstance(body, dict) else {}
    inner = known.get(name, [] if rest.startswith("0") else {})
    return {**known, name: put(inner, rest, value) if rest else value}


TAKING = [row for row in api_access.WRITES if not row.startswith("GET") and operation_of(row).takes]


@pytest.mark.parametrize("row", TAKING)
def test_every_text_that_a_program_sends_is_refused_by_name_when_it_is_too_long(row, sam):
    method, place = row.split()
    endpoint, program, count = operation_of(row), Program(sam), AuditEntry.objects.count()
    for path, most in texts_of(endpoint.takes()):
        assert most, f"{path} has no limit"
        if most > 100_000:
            continue  # a document, which has its own limits
        body = put(endpoint.takes.example, path, "x" * max(10_000, most + 1))
        answer = getattr(program, method.lower())(ROOT + re.sub(r"\{\w+\}", "1", place), body)
        told = answer.json()
        assert (answer.status_code, told["code"]) == (422, "fields-invalid"), (path, told)
        assert any(one["field"].startswith(path.split(".")[0]) for one in told["errors"]), (path, told)
    assert AuditEntry.objects.count() == count


def pages() -> Iterator[tuple[str, tuple[str, ...], dict[str, str], int]]:
    """Every form of the room's pages, with good words, and whom of Ben, Ana and Sam it is for."""
    for name, (arguments, words, row) in WRITES.items():
        kept = name == "away:draft-save"  # whatever it is: that is what a draft is for
        if name.startswith("away:") and "302" in row and not kept:
            yield name, arguments, words, row.split().index("302")


def written() -> int:
    """How much is written, but for what is kept as a draft because it was not right."""
    return AuditEntry.objects.exclude(verb__startswith="awaydraft").count()


def test_what_is_too_long_for_a_page_comes_back_whole(things, ana, ben, sam, as_):  # noqa: F811
    lost = []
    for name, arguments, words, whose in pages():
        client, address = as_((ben, ana, sam)[whose]), reverse(name, args=[one.format(**things) for one in arguments])
        good, count = {key: value.format(**things) for key, value in words.items()}, written()
        for field, value in good.items():
            if not re.search("[A-Z ]", value) or value.startswith("AT-"):
                continue  # a name, a number, a day
            with transaction.atomic():
                answer = client.post(address, {**good, field: LONG})
                assert written() == count, name
                transaction.set_rollback(True)
            shown = unescape(answer.content.decode())
            if answer.status_code != 422 or LONG not in shown or "characters" not in shown:
                lost.append(f"{name} {field}: {answer.status_code}, {'kept' if LONG in shown else 'lost'}")
    assert not lost, "\n".join(lost)
