"""Before a document is sent, the form says what it is and what would be found; nothing is stored by that."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from portal.kit import rates
from portal.models import AuditEntry, Job
from services.actions import trying as actions
from services.models import Blob, Check, Contract, Revision
from services.views import trying
from tests import make

pytestmark = pytest.mark.django_db
PROTO = 'syntax = "proto3";\npackage shop.v1;\nmessage Order {\n  string id = 1;\n}\n'
HTMX = {"HTTP_HX_REQUEST": "true", "HTTP_HX_TARGET": "tried"}


@pytest.fixture(autouse=True)
def fresh_counts():
    rates._gate.cache_clear()


@pytest.fixture
def mine(home):
    return make.service(home, slug="orders")


def told(client, headers=HTMX, **given):
    words = {"service": "orders", "audience": "company", **given}
    return client.post(reverse("services:contract-try"), words, **headers)


def words(answer):
    text = re.sub(r"<[^>]+>", " ", answer.content.decode())
    return " ".join(text.split())


def stored():
    return [model.objects.count() for model in (Blob, Contract, Revision, Check, Job, AuditEntry)]


def test_the_format_and_the_findings_are_told_and_nothing_is_stored(as_, ana, mine):
    before = stored()
    answer = told(as_(ana), content=make.CLEAN)
    assert answer.status_code == 200
    assert "OpenAPI 3.1 Orders 1.0.0 1 operation, 0 types, 13 lines" in words(answer)
    assert answer.content.decode().startswith('<section class="panel tried" id="tried"')
    assert stored() == before


def test_the_worst_is_told_first_with_its_line_and_the_very_words(as_, ana, mine):
    inside = "servers:\n  - url: http://gifts.svc.cluster.local:8080\n"
    answer = told(as_(ana), content=make.CLEAN.replace("paths:", f"{inside}paths:"))
    text = answer.content.decode()
    severities = re.findall(r'<li data-severity="(\w+)"', text)
    order = ["error", "warning", "info", "hint"]
    assert severities == sorted(severities, key=order.index)
    assert severities[0] == "error"
    assert re.search(r'data-line="6"[^>]*>line 6, column \d+</a> <a class="mono" href="[^"]*no-inside-address', text)
    assert '<mark data-severity="error">' in text


def test_what_cannot_be_read_is_told_with_its_line(as_, ana, mine):
    answer = told(as_(ana), content="openapi: 3.1.0\ninfo: [1, 2\npaths: {}\n")
    assert "This is not YAML" in words(answer)
    assert re.search(r'data-line="\d+"', answer.content.decode())


def test_files_are_told_by_their_names_and_without_a_cursor(as_, ana, mine):
    one = SimpleUploadedFile("order.proto", PROTO.encode())
    two = SimpleUploadedFile("refund.proto", PROTO.replace("Order", "Refund").encode())
    answer = told(as_(ana), file=[one, two])
    assert "Protocol Buffers" in words(answer) or "proto" in words(answer)
    assert "refund.proto" in words(answer)
    assert "data-line" not in answer.content.decode()


def test_what_is_said_beside_the_document_counts(as_, ana, mine):
    assert "terms-stated" in words(told(as_(ana), content=make.CLEAN))
    assert "terms-stated" not in words(told(as_(ana), content=make.CLEAN, terms="https://example.com/terms"))


def test_the_next_revision_is_held_to_the_facts_of_its_contract(as_, ana, mine):
    draft = make.draft(mine, slug="orders-api", facts={"terms": "https://example.com/terms"})
    address = reverse("services:revision-try", args=["orders", "orders-api"])
    answer = as_(ana).post(address, {"content": draft_text(draft)}, **HTMX)
    assert "OpenAPI 3.1" in words(answer)
    assert "terms-stated" not in words(answer)


def draft_text(draft):
    return Blob.read(draft.digest).decode()


def test_without_javascript_the_whole_form_comes_back_as_it_was_filled_in(as_, ana, mine):
    answer = told(as_(ana), headers={}, content=make.CLEAN, slug="my-orders", quotas="5 a second")
    text = answer.content.decode()
    assert answer.status_code == 200
    assert "<h1>Register an API</h1>" in text
    assert "operationId: readOrder" in text
    assert 'value="my-orders"' in text
    assert 'value="5 a second"' in text
    assert f'action="{reverse("services:contract-new")}"' in text
    assert "errorlist" not in text
    assert "aria-invalid" not in text
    assert "What a check will say" in text


def test_an_empty_form_waits_and_two_documents_are_one_too_many(as_, ana, mine):
    assert "Paste a document" in words(told(as_(ana), content=""))
    answer = told(as_(ana), content=make.CLEAN, file=SimpleUploadedFile("a.yaml", b"openapi: 3.1.0"))
    assert "You gave 2 of them" in words(answer)


def test_too_often_is_told_quietly_and_asked_again_by_the_page(as_, ana, mine, settings):
    settings.RATES = {**settings.RATES, "try": 2}
    client = as_(ana)
    for _ in range(2):
        assert "OpenAPI 3.1" in words(told(client, content=make.CLEAN))
    answer = told(client, content=make.CLEAN)
    assert answer.status_code == 200  # htmx puts it in its place, and no notice is shown
    assert "more checks a minute" in words(answer)
    wait = answer["Retry-After"]
    assert f'hx-trigger="load delay:{wait}s"' in answer.content.decode()
    whole = told(client, headers={}, content=make.CLEAN, slug="my-orders")
    assert whole.status_code == 429
    assert "operationId: readOrder" in whole.content.decode()


def test_typing_leaves_the_changes_of_a_person_alone(as_, ana, mine, settings):
    settings.RATES = {**settings.RATES, "write": 1, "try": 0}
    client = as_(ana)
    for _ in range(3):
        assert told(client, content=make.CLEAN).status_code == 200
    sent = client.post(
        reverse("services:contract-new"),
        {"service": "orders", "slug": "orders-api", "audience": "company", "content": make.CLEAN},
    )
    assert sent.status_code == 302


def test_it_needs_the_secret_of_the_form(ana, mine):
    client = Client(enforce_csrf_checks=True)
    client.force_login(ana)
    assert told(client, content=make.CLEAN).status_code == 403


def test_names_of_the_document_cannot_become_markup(as_, ana, mine):
    hostile = make.CLEAN.replace("title: Orders", "title: <b onclick=x>Orders</b>").replace("readOrder", "<i>read</i>")
    text = told(as_(ana), content=hostile).content.decode()
    assert "<b onclick" not in text
    assert "<i>read" not in text


def test_a_newer_question_of_another_window_is_told_quietly(as_, ana, mine, monkeypatch):
    def overtaken(*_args, **_words):
        raise trying.Overtaken

    monkeypatch.setattr(trying, "try_document", overtaken)
    answer = told(as_(ana), content=make.CLEAN)
    assert answer.status_code == 200
    assert 'hx-trigger="load delay:2s"' in answer.content.decode()


def test_what_takes_too_long_is_checked_after_it_is_sent(as_, ana, mine, monkeypatch):
    monkeypatch.setattr(actions, "SECONDS", 0.01)
    said = words(told(as_(ana), content=make.CLEAN))
    assert "it is checked after it is sent" in said
    assert "Error" not in said


def test_a_browser_that_makes_its_page_anew_is_told_that_it_lost_the_files(as_, ana, mine):
    def chosen():
        return SimpleUploadedFile("order.proto", PROTO.encode())

    assert "Choose the files again" in words(told(as_(ana), headers={}, file=chosen()))
    assert "Choose the files again" not in words(told(as_(ana), file=chosen()))
    assert "Choose the files again" not in words(told(as_(ana), headers={}, content=PROTO))


def test_the_first_finding_of_a_rule_says_how_it_is_mended(as_, ana, mine):
    more = make.CLEAN + "".join(
        f"  /p{at}: {{get: {{responses: {{'200': {{description: It.}}}}}}}}\n" for at in range(3)
    )
    answer = told(as_(ana), content=more)
    alike = [one.found for one in answer.context["tried"].findings if one.found.rule == "operation-described"]
    assert len(alike) == 3
    assert [bool(one.mend) for one in alike] == [True, False, False]


def test_infos_are_not_counted_as_hints(as_, ana, mine):
    text = words(told(as_(ana), content=make.CLEAN))
    assert "Info " in text
    assert re.search(r"\d+ infos? and hints?", text)


def test_rulesets_that_hold_are_named_as_not_asked(as_, ana, mine):
    key = "{key: {type: apiKey, in: header, name: X-Api-Key, description: One for each caller.}}"
    sound = f"{make.CLEAN}security: [{{key: []}}]\ncomponents: {{securitySchemes: {key}}}\n"
    before = words(told(as_(ana), content=sound))
    assert "Not asked yet" not in before
    assert "No error stands in the way of publishing it." in before
    make.attached(mine.team.division, slug="guide", name="Our guide")
    make.attached(make.division(), slug="other", name="Their guide")
    said = words(told(as_(ana), content=sound))
    assert "Not asked yet Our guide: what 1 ruleset that holds here finds comes once it is sent." in said
    assert "No error of Homeport's own rules stands in the way of publishing it." in said
    assert "Their guide" not in said
    assert "Not asked yet" not in words(told(as_(ana), content="openapi: ["))
