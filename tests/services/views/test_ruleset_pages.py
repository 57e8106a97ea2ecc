"""The pages of rulesets: what a steward registers, what a head attaches, and what everybody reads of it."""

import pytest
from django.test import Client
from django.urls import reverse

from portal.kit import jobs, policies
from services.models import Attachment, Ruleset
from teams.people.models import Division
from tests import make

pytestmark = pytest.mark.django_db


def as_(person):
    client = Client()
    client.force_login(person)
    return client


def test_a_steward_registers_and_a_broken_ruleset_shows_its_mistake_at_the_line(sam, home):
    client = as_(sam)
    words = {
        "slug": "guide", "name": "Guide", "team": home.slug, "review_on": "2027-05-01",
        "content": "rules:\r\n  one:\r\n    given: $.info\r\n    then: {function: nowhere}\r\n",
    }  # fmt: skip
    answer = client.post(reverse("services:ruleset-new"), words)
    assert answer.status_code == 302
    jobs.run_waiting()
    page = client.get(answer["Location"]).content.decode()
    assert "There is no function" in page
    assert 'id="L4" data-severity="error"' in page
    assert "Put in force" not in page


def test_a_page_that_waits_is_loaded_again_when_the_ruleset_is_read(sam, home):
    """Its button and its marked lines stand outside the piece that asks."""
    client, asking = as_(sam), {"HX-Request": "true", "HX-Target": "reading"}
    words = {"slug": "guide", "team": home.slug, "review_on": "2027-05-01", "content": make.RULES}
    address = client.post(reverse("services:ruleset-new"), words)["Location"]
    waiting = client.get(address, headers=asking)
    assert (waiting.status_code, waiting.get("HX-Refresh")) == (200, None)
    jobs.run_waiting()
    done = client.get(address, headers=asking)
    assert (done.status_code, done["HX-Refresh"]) == (286, "true")


def test_two_owners_are_refused_in_words(sam, home):
    words = {"slug": "guide", "team": home.slug, "person": sam.login, "review_on": "2027-05-01", "content": make.RULES}
    answer = as_(sam).post(reverse("services:ruleset-new"), words)
    assert answer.status_code == 422
    assert "one owner" in answer.content.decode()
    assert not Ruleset.objects.exists()


def test_a_head_attaches_it_to_their_division_and_the_contract_says_why(ana):
    division = make.division(head=ana)
    version = make.in_force(slug="guide")
    revision = make.checked(make.draft(make.service(make.team(division=division))))
    client = as_(ana)
    words = {"division": division.slug, "reason": "An auditor reads them."}
    assert client.post(reverse("services:ruleset-attach", args=["guide"]), words).status_code == 302
    before = client.get(revision.get_absolute_url()).content.decode()
    assert "The newest check did not ask it." in before
    after = client.get(make.checked(revision).get_absolute_url()).content.decode()
    assert "An auditor reads them." in after
    assert "guide:info-licence" in after
    assert Attachment.objects.get().ruleset == version.ruleset


def test_the_findings_tab_shows_the_rules_of_one_ruleset(ana):
    make.attached(None, slug="guide")
    revision = make.checked(make.draft())
    address = reverse("services:revision-findings", args=[revision.contract.service.slug, revision.contract.slug, 1])
    only = as_(ana).get(address, {"from": "guide"}).content.decode()
    assert "guide:info-licence" in only
    assert "contact-named" not in only
    assert "<dt>Mend</dt><dd></dd>" not in only  # a ruleset's rules do not say how
    ours = as_(ana).get(address, {"from": "homeport"}).content.decode()
    assert "guide:info-licence" not in ours


def test_a_rule_that_was_not_asked_anywhere_is_not_checked_on_its_page(ana):
    make.in_force(slug="guide")
    page = as_(ana).get(reverse("services:ruleset", args=["guide"]), {"rule": "info-licence"}).content.decode()
    assert "not checked" in page
    assert "never fire" not in page


def test_a_rule_that_is_gone_has_a_page_still(ana):
    make.in_force(slug="guide")
    page = as_(ana).get(reverse("services:ruleset", args=["guide"]), {"rule": "gone"})
    assert page.status_code == 200
    assert "has no such rule" in page.content.decode()


def test_the_whole_company_is_never_what_somebody_forgot_to_choose(sam):
    make.in_force(slug="guide")
    client, address = as_(sam), reverse("services:ruleset-attach", args=["guide"])
    assert client.post(address, {"reason": "We want it."}).status_code == 422
    assert client.post(address, {"reason": "We want it.", "everywhere": "on"}).status_code == 302
    assert Attachment.objects.get().division is None


def test_it_offers_the_divisions_for_which_one_may_attach_it_and_no_other(ana, ben, sam):
    make.in_force(slug="guide")
    address = reverse("services:ruleset-attach", args=["guide"])
    top = make.division(slug="top", head=ana)
    make.division(slug="leaf", parent=make.division(slug="middle", parent=top, head=ben))
    make.division(slug="other", head=make.person())
    every = list(Division.objects.select_related("head", "parent__head", "parent__parent__head"))
    for person in (ana, ben, sam):
        page = as_(person).get(address).content.decode()
        offered = {one.slug for one in every if f'<option value="{one.slug}"' in page}
        assert offered == {one.slug for one in every if policies.may(person, "ruleset.attach", one)}
    assert offered > {"top", "other"}  # a steward every one
    for division in ("", "top", "other"):
        page = as_(ben).post(address, {"division": division, "reason": "We want it."})
        assert page.status_code == 422
        assert "Choose a division that you head" in page.content.decode() or not division
        assert "We want it." in page.content.decode()
    assert not Attachment.objects.exists()


def test_who_goes_on_with_a_contract_is_told_what_a_try_does_not_ask():
    make.attached(None, slug="guide", name="Our guide")
    revision = make.draft()
    contract = revision.contract
    address = reverse("services:revision-upload", args=[contract.service.slug, contract.slug])
    page = as_(contract.service.team.lead).get(address).content.decode()
    assert "Our guide" in page
    assert "does not ask it" in page


def test_who_may_not_attach_it_sees_the_button_refused_and_why(ana, sam):
    make.in_force(slug="guide")
    address = reverse("services:ruleset", args=["guide"])
    attach = f'href="{reverse("services:ruleset-attach", args=["guide"])}"'
    page = as_(ana).get(address).content.decode()
    assert attach not in page
    assert "Whoever heads a division attaches it there" in page
    assert attach in as_(sam).get(address).content.decode()
    make.division(head=ana)
    assert attach in as_(ana).get(address).content.decode()
