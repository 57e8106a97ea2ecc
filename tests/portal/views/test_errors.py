"""Every 4xx and 5xx is a page that says what happened and where to go on, or a problem document for a program."""

import pytest
from django.test import Client
from django.urls import reverse

from tests import make

pytestmark = pytest.mark.django_db


def says(answer, status):
    text = answer.content.decode()
    assert answer.status_code == status
    assert text.count("<h1") == 1
    assert 'href="/"' in text
    assert answer["X-Request-Id"] in text
    return text


def test_nothing_here(ana, as_):
    says(as_(ana).get("/nowhere/"), 404)
    says(as_(ana).get("/services/unheard-of/"), 404)


def test_not_this_method(ana, as_):
    answer = as_(ana).post(reverse("services:service-list"))
    says(answer, 405)
    assert "GET" in answer["Allow"]


def test_not_allowed_names_who_may(ana, home, ben, as_):
    revision = make.draft(make.service(home))
    address = reverse("services:revision-check", args=[revision.contract.service.slug, revision.contract.slug, 1])
    assert "Ana Owner" in says(as_(ben).post(address), 403)


def test_a_form_from_elsewhere(ana):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(ana)
    typed = {"slug": "x", "text": "Words of mine, <b>many</b>.", "password": "not to be shown again"}
    page = says(browser.post(reverse("services:service-new"), typed), 403)
    assert "Words of mine, &lt;b&gt;many&lt;/b&gt;.</textarea>" in page
    assert "not to be shown" not in page


def test_whose_log_in_has_ended_gets_the_words_back(ana):
    browser, came = Client(), {"Referer": "http://testserver/services/new/?from=there"}
    address = reverse("services:service-new")
    page = says(browser.post(address, {"text": "Words of mine.", "password": "not to be shown"}, headers=came), 401)
    assert "Words of mine.</textarea>" in page
    assert "not to be shown" not in page
    assert f'href="{reverse("login")}?next=%2Fservices%2F"' in page
    assert browser.post(address, {"slug": "x"}, headers=came).status_code == 302
    assert browser.post(address, {"text": "Words of mine."}, headers={"HX-Request": "true"}).status_code == 302


def test_a_fault_of_ours_gives_its_reference_and_nothing_else(ana, as_, monkeypatch):
    from portal.views import home

    def broken(person):
        raise RuntimeError("secret detail")

    monkeypatch.setattr(home, "my_services", broken)
    browser = as_(ana)
    browser.raise_request_exception = False
    text = says(browser.get("/"), 500)
    assert "secret detail" not in text


def test_a_fault_in_a_piece_is_still_a_fault(ana, as_):
    answer = as_(ana).get("/nowhere/", headers={"HX-Request": "true"})
    assert answer.status_code == 404


def test_a_stranger_is_sent_to_the_log_in_and_back(db):
    answer = Client().get("/services/?q=x")
    assert (answer.status_code, answer["Location"]) == (302, "/login/?next=/services/%3Fq%3Dx")


def test_pages_may_run_only_their_own_scripts_and_stand_in_no_frame(ana, as_):
    answer = as_(ana).get("/")
    policy = answer["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"


def test_the_session_cookie_is_not_for_scripts(ana):
    ana.set_password("a good long word")
    ana.save()
    browser = Client()
    answer = browser.post(reverse("login"), {"username": "ANA", "password": "a good long word"})
    assert answer.status_code == 302, "logins are told apart without regard to case"
    cookie = answer.cookies["sessionid"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


def test_a_refusal_leads_back_to_the_page_somebody_pressed_on(ana, home, as_):
    service = make.service(home)
    address = reverse("services:service-move", args=[service.slug, "revive"])
    came = f"http://testserver{service.get_absolute_url()}"
    assert f'href="{service.get_absolute_url()}">Look at it' in says(as_(ana).post(address, HTTP_REFERER=came), 409)


def test_a_second_try_on_a_bare_form_leads_to_the_thing_above_it(ana, home, as_):
    revision = make.published(make.service(home))
    base = reverse("services:revision", args=[revision.contract.service.slug, revision.contract.slug, 1])
    answer = as_(ana).post(f"{base}discard/", HTTP_REFERER=f"http://testserver{base}discard/")
    assert f'href="{base}">Look at it' in says(answer, 409)


@pytest.mark.parametrize("came", ["", "https://elsewhere.example/x/", "javascript:alert(1)"])
def test_a_refusal_leads_nowhere_else(came, ana, home, as_):
    address = reverse("services:service-move", args=[make.service(home).slug, "revive"])
    text = says(as_(ana).post(address, HTTP_REFERER=came), 409)
    assert "Look at it as it is now" not in text
    assert "elsewhere.example" not in text
