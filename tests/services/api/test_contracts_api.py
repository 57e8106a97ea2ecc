"""The API of contracts: registered, uploaded by every door, checked, waived, published, used, ended."""

import hashlib
import json
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from portal.kit import fetch, jobs
from services.models import Blob, Consumer, Contract, Revision, Waiver
from tests import make
from tests.services.api.program import Program

pytestmark = pytest.mark.django_db
V = "/api/v1"
C = f"{V}/contracts/orders/api"


@pytest.fixture
def orders(ana, home):
    return make.service(home, slug="orders")


@pytest.fixture
def client(ana):
    return Program(ana)


def test_from_the_first_document_to_the_published_revision(client, orders):
    made = client.post(f"{V}/contracts", {"service": "orders", "slug": "api", "content": make.CLEAN})
    assert made.status_code == 201, made.content
    assert made["Location"].endswith(C)
    draft = made.json()["draft"]
    assert (draft["number"], draft["state"], draft["checked"]) == (1, "draft", False)
    told = client.get(draft["url"]).json()
    assert (told["check"]["state"], told["check"]["is_final"]) == ("waiting", False)
    too_soon = client.post(f"{C}/revisions/1/publish", {})
    assert (too_soon.status_code, too_soon.json()["code"]) == (409, "revision-not-checked")
    jobs.run_waiting()
    told = client.get(draft["url"]).json()
    assert (told["check"]["state"], told["check"]["is_final"], told["checked"]) == ("done", True, True)
    assert told["score"]["passed"] > 0
    for finding in client.get(f"{C}/revisions/1/findings?severity=error").json()["results"]:
        waiver = waive(client, finding["fingerprint"])
        assert waiver.status_code == 201, waiver.content
    published = client.post(f"{C}/revisions/1/publish", {})
    assert published.json()["state"] == "published", published.content
    assert client.get(C).json()["revision"]["state"] == "published"


def waive(client, fingerprint, **facts):
    words = {
        "fingerprint": fingerprint,
        "reason": "Nobody is hurt.",
        "evidence": "metric",
        "value": "0 cases",
        "source": "https://metrics.hartwell-shop.com/1",
        "expires_on": str((timezone.now() + timedelta(days=30)).date()),
        **facts,
    }
    return client.post(f"{C}/revisions/1/waivers", words)


def documents(number):
    return make.CLEAN.replace("1.0.0", f"1.{number}.0").encode()


def test_a_revision_comes_by_every_door_byte_for_byte(client, orders, monkeypatch):
    make.draft(orders, slug="api")
    found = fetch.Fetched("https://git.hartwell-shop.com/o.yaml", documents(4), "text/yaml")
    monkeypatch.setattr(fetch, "fetch", lambda url, **limits: found)
    sent = [
        client.post(f"{C}/revisions", {"content": documents(1).decode()}),
        client.raw(f"{C}/revisions?name=openapi.yaml", documents(2), "application/octet-stream"),
        client.form(f"{C}/revisions", {"file": SimpleUploadedFile("o.yaml", documents(3))}),
        client.post(f"{C}/revisions", {"url": "https://git.hartwell-shop.com/o"}),
        client.raw(f"{C}/revisions", documents(5), "application/yaml"),
    ]
    assert [answer.status_code for answer in sent] == [201] * 5, [answer.content for answer in sent]
    told = [answer.json() for answer in sent]
    assert [one["number"] for one in told] == [2, 3, 4, 5, 6]
    assert [one["source"] for one in told] == ["api", "api", "upload", "url", "api"]
    assert [one["source_name"] for one in told] == [
        "",
        "openapi.yaml",
        "o.yaml",
        "https://git.hartwell-shop.com/o.yaml",
        "",
    ]
    assert [one["digest"] for one in told] == [hashlib.sha256(documents(number)).hexdigest() for number in range(1, 6)]
    for number, one in enumerate(told, 1):
        document = client.get(f"{one['url']}/document")
        assert document.content == documents(number)
        again = client.get(f"{one['url']}/document", headers={"If-None-Match": document["ETag"]})
        assert (again.status_code, again.content) == (304, b"")


def test_a_contract_is_registered_with_a_file(client, orders):
    words = {
        "service": "orders",
        "slug": "api",
        "audience": "partner",
        "file": SimpleUploadedFile("o.yaml", documents(1)),
    }
    made = client.form(f"{V}/contracts", words)
    assert made.status_code == 201, made.content
    assert Revision.objects.get().source_name == "o.yaml"
    assert Contract.objects.get().audience == "partner"


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({}, "fields-invalid"),
        ({"content": "a: 1", "url": "https://git.hartwell-shop.com/o"}, "document-not-one"),
        ({"content": " \n"}, "contract-empty"),
        ({"content": make.CLEAN}, "revision-unchanged"),
        ({"url": "ftp://git.hartwell-shop.com/o"}, "fields-invalid"),
        ({"url": "http://127.0.0.1/o"}, "fetch-address-private"),
        ({"url": "not an address"}, "fields-invalid"),
    ],
)
def test_a_document_that_cannot_be_taken_is_refused(client, orders, body, code):
    make.draft(orders, slug="api")
    refused = client.post(f"{C}/revisions", body)
    assert refused.status_code == 422
    assert refused.json()["code"] == code
    assert Revision.objects.count() == 1


def test_empty_bytes_and_bytes_that_are_no_text_are_told_in_words(client, orders):
    make.draft(orders, slug="api")
    nothing = client.raw(f"{C}/revisions", b"", "", Content_Type="application/octet-stream")
    assert (nothing.status_code, nothing.json()["code"]) == (422, "contract-empty")
    strange = client.raw(f"{C}/revisions", b"\xff\xfe\x00\xd8" * 9, "application/octet-stream")
    assert strange.status_code == 201
    jobs.run_waiting()
    told = client.get(strange["Location"]).json()
    assert (told["check"]["state"], told["checked"]) == ("not-checked", False)
    assert told["check"]["reason"]


def test_a_document_above_the_limit_is_refused(client, orders, settings):
    settings.MAX_CONTRACT_BYTES = 5000
    make.draft(orders, slug="api")
    refused = client.post(f"{C}/revisions", {"content": "x" * 6000})
    assert (refused.status_code, refused.json()["code"]) == (422, "contract-too-big")


def test_uploads_are_limited_by_their_own_rate(client, orders, settings):
    make.draft(orders, slug="api")
    settings.RATES = {**settings.RATES, "upload": 1}
    assert client.post(f"{C}/revisions", {"content": documents(1).decode()}).status_code == 201
    refused = client.post(f"{C}/revisions", {"content": documents(2).decode()})
    assert (refused.status_code, refused.json()["code"]) == (429, "too-many-uploads")
    assert int(refused["Retry-After"]) > 0


def test_others_may_look_and_change_nothing(ben, orders):
    revision = make.checked(make.draft(orders, slug="api"))
    theirs = Program(ben)
    one = f"{C}/revisions/1"
    for path in (C, f"{C}/revisions", one, f"{one}/findings", f"{one}/operations", f"{one}/report", f"{one}/document"):
        assert theirs.get(path).status_code == 200, path
    finding = theirs.get(f"{one}/findings").json()["results"][0]
    denied = [
        theirs.post(f"{V}/contracts", {"service": "orders", "slug": "b", "content": "a: 1"}),
        theirs.patch(C, {"audience": "team"}),
        theirs.post(f"{C}/revisions", {"content": "a: 1"}),
        waive(theirs, finding["fingerprint"]),
        *(theirs.post(f"{one}/{verb}") for verb in ("check", "retire", "discard")),
        theirs.post(f"{one}/publish", {}),
        theirs.post(f"{one}/deprecate", {"sunset_on": "2199-01-01", "replacement": "None."}),
    ]
    assert [answer.status_code for answer in denied] == [403] * len(denied), [answer.content for answer in denied]
    revision.refresh_from_db()
    assert revision.state == "draft"


def test_findings_come_in_parts_by_rule_and_by_severity(client, orders):
    make.checked(make.draft(orders, slug="api"))
    every = client.get(f"{C}/revisions/1/findings?limit=200").json()
    assert every["count"] == len(every["results"]) > 3
    rules = {one["rule"] for one in every["results"]}
    for rule in rules:
        some = client.get(f"{C}/revisions/1/findings?rule={rule}").json()["results"]
        assert some == [one for one in every["results"] if one["rule"] == rule]
    parts = [client.get(f"{C}/revisions/1/findings?limit=2&offset={at}").json()["results"] for at in range(0, 200, 2)]
    assert [one for part in parts for one in part] == every["results"]
    assert client.get(f"{C}/revisions/1/findings?rule=none-such").json()["results"] == []


def test_a_waiver_is_given_listed_and_withdrawn(client, orders):
    make.checked(make.draft(orders, slug="api"))
    finding = client.get(f"{C}/revisions/1/findings").json()["results"][0]
    given = waive(client, finding["fingerprint"])
    assert (given.status_code, given["Location"]) == (201, given.json()["url"])
    assert client.get(f"{C}/revisions/1/findings").json()["results"][0]["waived"] is True
    assert client.get(f"{C}/revisions/1").json()["waived"] == 1
    assert [one["id"] for one in client.get(f"{V}/waivers?state=active").json()["results"]] == [given.json()["id"]]
    assert waive(client, finding["fingerprint"]).json()["code"] == "finding-waived-already"
    ended = client.post(f"{given.json()['url']}/withdraw")
    assert (ended.status_code, ended.json()["state"]) == (200, "withdrawn")
    assert client.post(f"{given.json()['url']}/withdraw").status_code == 409
    assert Waiver.objects.get().state == "withdrawn"
    assert waive(client, "0" * 16).json()["code"] == "finding-gone"
    assert waive(client, finding["fingerprint"], expires_on="2199-01-01").json()["code"] == "waiver-too-long"


def test_the_report_is_the_stored_bytes(client, orders):
    assert make.draft(orders, slug="api").number == 1
    assert client.get(f"{C}/revisions/1/report").status_code == 404
    jobs.run_waiting()
    report = client.get(f"{C}/revisions/1/report")
    digest = report["ETag"].strip('"')
    assert report.content == Blob.read(digest)
    assert json.loads(report.content)["outcome"] == "checked"
    assert report["Cache-Control"] == "private, no-cache"


def test_facts_are_corrected_and_the_draft_is_checked_again(client, orders):
    make.checked(make.draft(orders, slug="api"))
    told = client.patch(C, {"facts": {"quotas": "600 requests a minute"}})
    assert told.status_code == 200, told.content
    assert (told.json()["facts"]["quotas"], told.json()["audience"]) == ("600 requests a minute", "company")
    assert client.get(f"{C}/revisions/1").json()["check"]["state"] == "waiting"
    assert client.patch(C, {"facts": {"qoutas": "x"}}).json()["errors"][0]["field"] == "facts.qoutas"


def test_a_published_revision_is_deprecated_used_and_retired(client, orders, ben):
    make.published(orders, slug="api")
    use = make.service(make.team(ben, lead=ben), slug="bens")
    theirs = Program(ben)
    declared = theirs.post(f"{C}/consumers", {"service": "bens", "operations": ["readOrder"]})
    assert declared.status_code == 201, declared.content
    assert theirs.post(f"{C}/consumers", {"service": "bens"}).json()["code"] == "consumer-declared-already"
    assert client.post(f"{C}/consumers", {"service": "bens"}).status_code == 403
    assert [one["service"] for one in client.get(f"{C}/consumers").json()["results"]] == [use.slug]
    soon = str((timezone.now() + timedelta(days=30)).date())
    told = client.post(f"{C}/revisions/1/deprecate", {"sunset_on": soon, "replacement": "Nothing."})
    assert (told.status_code, told.json()["state"], told.json()["sunset_on"]) == (200, "deprecated", soon)
    jobs.run_waiting()
    assert any("Move bens off" in one["title"] for one in theirs.get(f"{V}/inbox").json()["results"])
    assert client.post(f"{C}/revisions/1/retire").json()["code"] == "revision-still-used"
    ended = theirs.post(f"{declared.json()['url']}/end")
    assert (ended.status_code, ended.json()["ended_at"] is not None) == (200, True)
    assert client.post(f"{C}/revisions/1/retire").json()["state"] == "retired"
    assert Consumer.objects.get().ended_at is not None


def test_a_draft_is_checked_again_and_discarded(client, orders):
    make.checked(make.draft(orders, slug="api"))
    asked = client.post(f"{C}/revisions/1/check")
    check = asked.json()["check"]
    assert (asked.status_code, check["state"]) == (200, "waiting")
    assert client.get(check["url"]).json()["state"] == "waiting"
    jobs.run_waiting()
    assert client.get(check["url"]).json()["is_final"] is True
    assert client.post(f"{C}/revisions/1/discard").json()["state"] == "retired"
    assert client.post(f"{C}/revisions/1/discard").status_code == 409


def test_operations_are_listed_and_looked_for(client, orders):
    make.checked(make.draft(orders, slug="api"))
    told = client.get(f"{C}/revisions/1/operations").json()
    assert [one["name"] for one in told["results"]] == ["readOrder"]
    assert client.get(f"{C}/revisions/1/operations?q=nothing").json()["count"] == 0


def test_rules_are_told_with_their_examples(client):
    listed = client.get(f"{V}/rules?limit=200").json()["results"]
    assert len(listed) > 20
    told = client.get(next(one["url"] for one in listed if one["id"] == "contact-named")).json()
    assert told["examples"][0]["technology"] == "openapi"
    assert "openapi" in told["examples"][0]["good"]
    assert client.get(f"{V}/rules/no-such-rule").status_code == 404


def test_a_contract_that_was_changed_meanwhile_is_not_overwritten(client, orders):
    make.draft(orders, slug="api")
    read = client.get(C)["ETag"]
    assert client.patch(C, {"text": "Mine."}, If_Match=read).status_code == 200
    assert client.patch(C, {"text": "Theirs."}, If_Match=read).status_code == 412
    assert client.get(C).json()["text"] == "Mine."
