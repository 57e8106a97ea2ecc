"""One list of questions with the answers people expect, held by SQLite and by PostgreSQL alike.

On PostgreSQL: ``HOMEPORT_DATABASE_URL=postgresql://... pytest tests/portal/kit/test_search.py``.
"""

import importlib
import time
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection, transaction
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from portal.kit import search
from portal.models import SearchDocument

pytestmark = pytest.mark.django_db

CATALOG = [
    # kind, ref, title, tags, body
    ("contract", "orders", "Orders API", "commerce checkout", "listOrders GET /orders\ncreateOrder POST /orders"),
    ("contract", "pets", "Pet Store", "demo", "listPets GET /pets Every pet.\nshowPetById GET /pets/{petId} One pet."),
    ("contract", "payments", "Payments", "money", "Authorises and captures. refundPayment POST /payments/{id}/refunds"),
    ("contract", "ledger", "Ledger", "money payments", "Double entry. postEntry POST /entries"),
    ("contract", "mail", "Mail Gateway", "", "Sends what payments and orders ask it to send. sendMail POST /mails"),
    ("contract", "geo", "G\u00e9ocodage \u00e9tendu", "maps", "Stra\u00dfe, \u00c5ngstr\u00f6m, \u6771\u4eac\u90fd"),
    ("contract", "oauth", "OAuth2 Token Service", "identity", "issueJWTToken POST /oauth2/token sha256sum"),
    ("service", "checkout-orders", "checkout-orders", "commerce", "Takes a basket and makes it an order."),
    ("service", "order_history", "order_history", "commerce", "What was bought, by whom."),
    ("service", "pay", "Pay", "", "The button."),
    ("service", "google-pay", "Google Pay adapter", "", "Talks to a wallet."),
    ("team", "harbour", "Harbour", "logistics", "Owns containers; policies and caches."),
    ("team", "bridge", "Bridge", "logistics", "Why we cache: a policy."),
    ("team", "shouting", 'SHOUTING & "quoted" <b>title</b>', "", "Nothing to see."),
]

# The question, and the refs that answer it, best first. Where it ends with "...", only the beginning of the list is
# promised; the rest is matter of taste.
QUESTIONS: list[tuple[str, list[str]]] = [
    # A title that is it, then one that begins so, then one that has it, then tags, then the body.
    ("payments", ["payments", "ledger", "mail"]),
    ("pay", ["pay", "payments", "google-pay", "ledger", "mail"]),
    ("Pay", ["pay", "..."]),
    ("orders api", ["orders"]),
    ("orders", ["orders", "order_history", "checkout-orders", "mail"]),
    ("checkout", ["checkout-orders", "orders"]),
    ("money", ["ledger", "payments"]),
    ("commerce", ["orders", "order_history", "checkout-orders"]),
    # Identifiers, whole and by their parts, however they are written.
    ("listPets", ["pets"]),
    ("listpets", ["pets"]),
    ("list pets", ["pets"]),
    ("list_pets", ["pets"]),
    ("LIST-PETS", ["pets"]),
    ("showPetById", ["pets"]),
    ("pet by id", ["pets"]),
    ("GET /pets/{petId}", ["pets"]),
    ("/pets/{petId}", ["pets"]),
    ("checkout-orders", ["checkout-orders", "..."]),
    ("checkoutOrders", ["checkout-orders", "..."]),
    ("checkout_orders", ["checkout-orders", "..."]),
    ("checkoutorders", ["checkout-orders"]),
    ("order history", ["order_history"]),
    ("orderHistory", ["order_history"]),
    ("jwt token", ["oauth"]),
    ("JWTToken", ["oauth"]),
    ("oauth", ["oauth"]),
    ("oauth2", ["oauth"]),
    ("sha256", ["oauth"]),
    # Beginnings and inflections.
    ("refu", ["payments"]),
    ("refunding payment", ["payments"]),
    ("order", ["orders", "order_history", "checkout-orders", "mail"]),
    ("ordering", ["orders", "order_history", "checkout-orders", "mail"]),
    ("policy", ["bridge", "harbour"]),
    ("policies", ["harbour", "bridge"]),
    ("caching", ["bridge", "harbour"]),
    # A slip of the finger.
    ("ordres", ["orders", "order_history", "checkout-orders", "mail"]),
    ("paymnets", ["payments", "ledger", "mail"]),
    ("harbor", ["harbour"]),
    ("chekcout ordres", ["checkout-orders", "orders"]),
    ("refundPaymet", ["payments"]),
    ("gatewsy", ["mail"]),
    # Inside a word.
    ("istPet", ["pets"]),
    ("etById", ["pets"]),
    ("ckout", ["checkout-orders", "orders"]),
    ("fundpay", ["payments"]),
    ("ckou rders", ["checkout-orders", "orders"]),
    # Letters of other alphabets, with and without their accents.
    ("geocodage", ["geo"]),
    ("G\u00c9OCODAGE", ["geo"]),
    ("ge\u0301ocodage", ["geo"]),
    ("strasse", ["geo"]),
    ("stra\u00dfe", ["geo"]),
    ("angstrom", ["geo"]),
    ("\u6771\u4eac", ["geo"]),
    # All words must be there; the words every sentence has need not.
    ("payments orders", ["mail"]),
    ("how do I list the pets", ["pets"]),
    ("pets payments", []),
    ("the", ["pay"]),
    # Nothing is syntax.
    ('"orders api"', ["orders"]),
    ("orders OR pets", []),
    ("orders AND api", ["orders"]),
    ("NOT orders", []),
    ("orders*", ["orders", "..."]),
    ("title:orders", []),
    ("{title} : orders", []),
    ("orders & !pets | (", []),
    ("'orders':*A", ["orders", "..."]),
    ("orders' OR '1'='1", []),
    ("quoted <b>", ["shouting"]),
    ("%", []),
    ("_", []),
    ("ord%", ["orders", "..."]),
    ("zzzzqqqq", []),
]

HOSTILE = [
    "",
    " \t\n",
    "'",
    '"',
    '""""',
    "\\",
    "(((((((",
    ")",
    "*",
    "^",
    "-",
    ":",
    "!&|<->",
    "AND OR NOT NEAR",
    "NEAR(a b, 5)",
    "\0",
    "ord\0ers",
    "\ud800",
    "\U0001f680\U0001f680",
    "\u202eorders",
    "x" * 10_000,
    "x " * 5_000,
    "a-b_c.d/" * 1_250,
    "\u0301" * 10_000,
    "\u00bd\u00b2\u2460",
    "%s %(name)s {0} {title}",
    "; DROP TABLE portal_searchdocument; --",
]


@pytest.fixture
def catalog(db: None) -> None:
    for kind, ref, title, tags, body in CATALOG:
        search.put(kind, ref, title=title, body=body, tags=tags.split(), url=f"/{kind}/{ref}/", owner="harbour")


def refs(found: search.Found) -> list[str]:
    return [hit.ref for hit in found.hits]


@pytest.mark.usefixtures("catalog")
def test_every_question_of_the_list_is_answered_as_people_expect() -> None:
    wrong = []
    for text, expected in QUESTIONS:
        found = search.find(text)
        answer = refs(found)
        promised = [ref for ref in expected if ref != "..."]
        if (answer[: len(promised)] if "..." in expected else answer) != promised or found.total != len(answer):
            wrong.append(f"{text!r}: {answer}, not {expected}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.usefixtures("catalog")
@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_no_text_is_an_error(text: str) -> None:
    began = time.monotonic()
    found = search.find(text)
    assert found.total == len(found.hits)
    assert time.monotonic() - began < 2


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_every_text_can_be_put_and_the_thing_still_be_found(text: str) -> None:
    search.put("contract", "x", title=f"Findable {text}", body=text, tags=text, url="/x/", owner="o")
    [hit] = search.find("findable").hits
    assert hit.ref == "x"
    assert all(isinstance(piece, str) and piece for piece, _ in hit.snippet)


@hypothesis_settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=60))
def test_whatever_stands_in_a_title_is_found_by_that_title(text: str, db: None) -> None:
    search.put("contract", "x", title=text, body="", tags="", url="/x/", owner="o")
    found = search.find(text)
    assert refs(found) in ([], ["x"])
    if any(char.isalnum() for char in text.encode("utf-8", "replace").decode()[:60] if char.isascii()):
        assert refs(found) == ["x"]


@pytest.mark.usefixtures("catalog")
def test_a_hit_says_what_it_is_and_shows_the_words_where_they_stand() -> None:
    [hit] = search.find("showPetById").hits
    assert (hit.kind, hit.ref, hit.title, hit.url, hit.owner) == (
        "contract",
        "pets",
        "Pet Store",
        "/contract/pets/",
        "harbour",
    )
    assert "".join(piece for piece, _ in hit.snippet) == (
        "listPets GET /pets Every pet. showPetById GET /pets/{petId} One pet."
    )
    assert [piece for piece, marked in hit.snippet if marked] == [
        *("Pets", "pets", "pet", "showPetById", "pets", "petId", "pet")
    ]


@pytest.mark.parametrize(
    ("question", "marked"),
    [
        ("pets", ["Pets", "pets", "pet"]),
        ("ders", ["orders"]),
        ("ordres", ["orders"]),
        ("caching", ["cache"]),
        ("ETENDU", ["\u00e9tendu"]),
    ],
)
def test_what_was_found_is_marked_by_part_by_slip_and_by_stem(question: str, marked: list[str]) -> None:
    body = {"pets": "listPets GET /pets a pet", "ders": "some orders", "ordres": "the orders", "caching": "a cache"}
    search.put("c", "x", title="X", body=body.get(question, "l'\u00e9tendu"), tags="", url="/", owner="")
    [hit] = search.find(question).hits
    assert [piece for piece, is_match in hit.snippet if is_match] == marked


def test_a_long_body_is_shown_around_the_first_match_and_no_longer_than_a_line_or_two() -> None:
    body = "filler words here. " * 400 + "the needle stands here. " + "more filler. " * 400
    search.put("c", "x", title="X", body=body, tags="", url="/", owner="")
    [hit] = search.find("needle").hits
    text = "".join(piece for piece, _ in hit.snippet)
    assert len(text) < 250
    assert text.startswith("\u2026 ") and text.endswith(" \u2026")
    assert ("needle", True) in hit.snippet


@pytest.mark.usefixtures("catalog")
def test_kinds_limit_what_is_found_and_pages_follow_on_without_gap_or_double() -> None:
    assert refs(search.find("order", kinds=["service"])) == ["order_history", "checkout-orders"]
    assert refs(search.find("order", kinds=["team"])) == []
    assert refs(search.find("ckout", kinds=["service"])) == ["checkout-orders"]
    assert refs(search.find("ordres", kinds=("contract", "service"), limit=2, offset=1)) == [
        "order_history",
        "checkout-orders",
    ]
    for text in ("order", "ckout", "ordres", "logistics"):
        whole = search.find(text)
        pages = [search.find(text, limit=1, offset=at) for at in range(whole.total)]
        assert [hit for page in pages for hit in page.hits] == whole.hits
        assert {page.total for page in pages} == {whole.total}
        assert search.find(text, offset=100) == search.Found(whole.total, [])
        assert search.find(text, limit=-5, offset=-5).hits == whole.hits[:1]


def test_many_hits_are_counted_and_paged() -> None:
    for number in range(30):
        search.put("c", f"{number:02}", title=f"Thing {number:02}", body="", tags="", url="/", owner="")
    first, second, past = (search.find("thing", limit=20, offset=at) for at in (0, 20, 40))
    assert refs(first) + refs(second) == [f"{number:02}" for number in range(30)]
    assert {found.total for found in (first, second, past)} == {30}


@pytest.mark.usefixtures("catalog")
def test_putting_again_replaces_and_twice_is_once() -> None:
    before = SearchDocument.objects.get(ref="pets").pk
    for _ in range(2):
        search.put("contract", "pets", title="Zoo", body="listAnimals", tags="", url="/zoo/", owner="bridge")
    assert SearchDocument.objects.get(ref="pets").pk == before
    assert refs(search.find("listPets")) == []
    assert refs(search.find("istPet")) == []
    [hit] = search.find("animals").hits
    assert (hit.title, hit.url, hit.owner) == ("Zoo", "/zoo/", "bridge")


@pytest.mark.usefixtures("catalog")
def test_what_is_dropped_is_found_no_more_and_dropping_it_again_is_no_error() -> None:
    for _ in range(2):
        search.drop("contract", "pets")
    assert refs(search.find("pets")) == []
    assert refs(search.find("istPet")) == []
    search.drop("contract", "orders' --")
    assert SearchDocument.objects.count() == len(CATALOG) - 1


@pytest.mark.usefixtures("catalog")
def test_a_transaction_that_fails_leaves_search_as_it_was() -> None:
    def change() -> None:
        with transaction.atomic():
            search.put("contract", "pets", title="Zoo", body="", tags="", url="/", owner="")
            search.put("contract", "new", title="Zoo two", body="", tags="", url="/", owner="")
            search.drop("contract", "orders")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        change()
    assert refs(search.find("zoo")) == []
    assert refs(search.find("listPets")) == ["pets"]
    assert refs(search.find("orders api")) == ["orders"]


@pytest.mark.usefixtures("catalog")
def test_rows_deleted_past_search_are_not_found_and_do_no_harm() -> None:
    SearchDocument.objects.filter(ref="pets").delete()
    assert search.find("pets") == search.Found(0, [])
    assert search.find("istPet") == search.Found(0, [])
    search.put("contract", "pets", title="Pet Store", body="", tags="", url="/", owner="")
    assert refs(search.find("pets")) == ["pets"]


def test_a_body_of_ten_megabytes_can_be_put_and_is_found_by_its_beginning() -> None:
    body = " ".join(f"operation{number:06}Of{number % 977}" for number in range(400_000))
    began = time.monotonic()
    search.put("contract", "huge", title="Huge", body=body, tags="", url="/", owner="")
    assert time.monotonic() - began < 10
    assert refs(search.find("operation000007")) == ["huge"]


def test_the_migration_goes_back_and_forth_and_models_know_nothing_of_it() -> None:
    migration = importlib.import_module("portal.migrations.0002_search")
    editor = SimpleNamespace(connection=connection)  # SQLite's own cannot be had inside a test's transaction
    migration.unmake(apps, editor)
    migration.make(apps, editor)
    search.put("contract", "x", title="Back again", body="", tags="", url="/", owner="")
    assert refs(search.find("back")) == ["x"]
