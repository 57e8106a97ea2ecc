"""The lists of services and of contracts: facets, sorts and pages, in a fixed number of statements.

What a contract needs is packed into one number, so that one pass over an index finds the revision that stands for it
and what was found in it: the state's rank, then the newest number, then the need. The smallest number is the answer.
"""

# ruff: noqa: S608 - every value from outside is a parameter; what is written into SQL are names of our own.

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from django.db import connection
from django.db.models import Case, F, Q, Value, When
from django.http import QueryDict

from portal.kit import facets as kit
from portal.kit.facets import Facet, Listed, Rows, Shape, Sort, Wanted
from portal.kit.paging import Page
from services import contracts as engine
from services.models import Consumer, Contract, Revision, Service
from services.reads.catalog import STATES, ContractLine, ServiceLine, contract_lines, technology_label
from teams.people.models import Membership, Person

CONTRACTS, CONSUMERS, REVISIONS = (model._meta.db_table for model in (Contract, Consumer, Revision))


def _ranked(column: str, values: list[str]) -> str:
    whens = " ".join(f"WHEN '{value}' THEN {place}" for place, value in enumerate(values))
    return f"CASE {column} {whens} ELSE {len(values)} END"


def _shown(scored: bool) -> str:
    """Of each contract the rank of the state it stands in, and its need, the smallest for whom it is most urgent.

    0 is not checked, from 1000 on there are errors, from 2000 on there are none. Scored, what holds is added: that is
    not in the index, so only the list that sorts by it asks.
    """
    held = "COALESCE(held, 0)" if scored else "0"
    return f"""
        SELECT contract_id, packed / 100000000000 AS rank, packed %% 100000 AS need
        FROM (SELECT contract_id, MIN({_ranked("state", STATES)} * 100000000000
                     + (999999 - number) * CAST(100000 AS bigint)
                     + CASE WHEN NOT checked THEN 0 WHEN errors > 0 THEN 1000 + {held}
                            ELSE 2000 + {held} END) AS packed
              FROM {REVISIONS} GROUP BY contract_id) AS smallest"""


def _needed(scored: bool) -> str:
    """Of each service the need of the contract that needs somebody most; what has ended needs nobody."""
    return f"""
        SELECT service_id, MIN(need) AS need
        FROM ({_shown(scored)}) AS shown JOIN {CONTRACTS} AS contract ON contract.id = contract_id
        WHERE rank < {STATES.index("retired")} GROUP BY service_id"""


USED = f"SELECT contract_id, COUNT(*) AS used FROM {CONSUMERS} WHERE ended_at IS NULL GROUP BY contract_id"
CHANGED = (
    f"SELECT contract_id, MAX(COALESCE(published_at, uploaded_at)) AS changed FROM {REVISIONS} GROUP BY contract_id"
)
NEED = "CASE need / 1000 WHEN 0 THEN 'not-checked' WHEN 1 THEN 'errors' WHEN 2 THEN 'clean' ELSE 'none' END"
LOWEST = Sort("Lowest score first", "COALESCE(need %% 1000, 1000), need, slug", "COALESCE(need %% 1000, -1) DESC, slug")
USE = Sort("Most used first", "COALESCE(used, 0) DESC, slug", "COALESCE(used, 0), slug", falls=True)
NEWEST = Sort("Newest change first", "changed DESC, slug", "changed, slug", falls=True)


def _by(word: str, expression: str) -> Sort:
    return Sort(word, f"{expression}, slug", f"{expression} DESC, slug")


SERVICE_SORTS = {
    "name": Sort("Name", "slug", "slug DESC"),
    "owner": _by("Owner", "owner"),
    "lifecycle": _by("Lifecycle", _ranked("lifecycle", Service.Lifecycle.values)),
    "criticality": _by("Most critical first", _ranked("criticality", Service.Criticality.values)),
    "score": LOWEST,
    "used": USE,
    "changed": NEWEST,
}
SERVICE_COLUMNS = (
    ("Service", "name", ""),
    ("Owner", "owner", ""),
    ("Lifecycle", "lifecycle", ""),
    ("Externalizability", "score", ""),
    ("Findings", "", ""),
    ("Used by", "used", "number"),
    ("Changed", "changed", "number"),
)
CONTRACT_SORTS = {
    "name": Sort("Service, then name", "of_service, slug", "of_service DESC, slug DESC"),
    "owner": _by("Owner", "owner"),
    "score": LOWEST,
    "used": USE,
    "changed": NEWEST,
}
CONTRACT_COLUMNS = (
    ("Contract", "name", ""),
    ("Owner", "owner", ""),
    ("Live", "", ""),
    ("Coming", "", ""),
    ("Externalizability", "score", ""),
    ("Findings", "", ""),
    ("Used by", "used", "number"),
)
NEEDS = {"errors": "With errors", "not-checked": "Not checked", "clean": "Without errors"}
NO_DIVISIONS: Mapping[str, str] = MappingProxyType({})
LIVING = frozenset(Service.Lifecycle.values) - {Service.Lifecycle.RETIRED}


def _technologies() -> dict[str, str]:
    return {**{name: technology_label(name) for name in engine.formats()}, "unread": "Not read yet"}


def _audiences() -> dict[str, str]:
    return {code: str(word).capitalize() for code, word in Contract.Audience.choices}


def _read(column: str) -> str:
    return f"COALESCE(NULLIF({column}, ''), 'unread')"


def service_shape(divisions: Mapping[str, str] = NO_DIVISIONS) -> Shape:
    """How the catalog can be narrowed and ordered. The divisions are rows: whoever shows them reads them."""
    several = f"SELECT service_id AS id, {{}} AS code FROM {CONTRACTS}"
    facets = [
        Facet("mine", "Whose", {"yes": "My teams"}),
        Facet("state", "Worst contract", {**NEEDS, "none": "No contract"}),
        Facet("lifecycle", "Lifecycle", dict(Service.Lifecycle.choices), unless=LIVING),
        Facet("criticality", "Criticality", dict(Service.Criticality.choices)),
        Facet("division", "Division", divisions),
        Facet("technology", "Technology", _technologies(), many=several.format(_read("technology"))),
        Facet("audience", "Written for", _audiences(), many=several.format("audience")),
        Facet("source", "Source", {"open": "Open", "closed": "Closed"}),
    ]
    return Shape(facets, SERVICE_SORTS, SERVICE_COLUMNS)


def contract_shape(divisions: Mapping[str, str] = NO_DIVISIONS) -> Shape:
    """A contract that has ended is shown to whoever asks for it."""
    states = [state for state in STATES if state != Revision.State.RETIRED]
    facets = [
        Facet("mine", "Whose", {"yes": "My teams"}),
        Facet("needs", "Needs", NEEDS),
        Facet("state", "State", {state: state.capitalize() for state in STATES}, unless=frozenset(states)),
        Facet("technology", "Technology", _technologies()),
        Facet("audience", "Written for", _audiences()),
        Facet("division", "Division", divisions),
    ]
    return Shape(facets, CONTRACT_SORTS, CONTRACT_COLUMNS)


def _mine(person: Person, team: str) -> Case:
    teams = Membership.objects.filter(person=person, until=None).values("team")
    return Case(When(**{f"{team}__in": teams}, then=Value("yes")), default=Value("no"))


def _service_rows(person: Person, text: str, team: str, sort: str, needed: bool) -> Rows:
    """Joins only what facets or this sort look at: what a thousand contracts need is not free."""
    found = Service.objects.visible_to(person)
    if team:
        found = found.filter(team__slug=team)
    if text:
        found = found.filter(Q(slug__icontains=text) | Q(name__icontains=text) | Q(text__icontains=text))
    rows = Rows.of(
        found.values(
            "id",
            "slug",
            "lifecycle",
            "criticality",
            "created_at",
            owner=F("team__name"),
            owner_id=F("team_id"),
            division=F("team__division__slug"),
            source=Case(When(source_open=True, then=Value("open")), default=Value("closed")),
            mine=_mine(person, "team"),
        )
    )
    columns, joins = ["service.*"], []
    if needed:
        columns += ["need", f"{NEED} AS state"]
        joins.append(f"LEFT JOIN ({_needed(sort == 'score')}) AS needed ON needed.service_id = service.id")
    if sort == "used":
        columns.append("used")
        joins.append(f"LEFT JOIN ({_of_service('SUM(used) AS used', USED)}) AS uses ON uses.service_id = service.id")
    if sort == "changed":
        columns.append("COALESCE(changed, created_at) AS changed")
        newest = _of_service("MAX(changed) AS changed", CHANGED)
        joins.append(f"LEFT JOIN ({newest}) AS changes ON changes.service_id = service.id")
    return Rows(f"SELECT {', '.join(columns)} FROM ({rows.sql}) AS service {' '.join(joins)}", rows.values)


def _of_service(column: str, of_contracts: str) -> str:
    return f"""SELECT service_id, {column} FROM ({of_contracts}) AS each_one
        JOIN {CONTRACTS} AS contract ON contract.id = contract_id GROUP BY service_id"""


def services(person: Person, wanted: Wanted, team: str = "") -> Page:
    """A page of the catalog as ServiceLines, without the facets: six queries."""
    shape = service_shape()
    rows = _service_rows(person, wanted.text, team, "", bool(wanted.chosen.get("state")))
    return _service_page(person, wanted, team, shape, kit.total(rows, shape, wanted))


def catalog(person: Person, wanted: Wanted, shape: Shape, query: QueryDict) -> Listed:
    """The catalog: counts, ids, services, contracts, revisions, consumers: six queries."""
    counts = kit.count(_service_rows(person, wanted.text, "", "", needed=True), shape, wanted)
    page = _service_page(person, wanted, "", shape, counts.total)
    return kit.listed(query, page, wanted, counts, shape)


def _service_page(person: Person, wanted: Wanted, team: str, shape: Shape, total: int) -> Page:
    needed = wanted.key == "score" or bool(wanted.chosen.get("state"))
    rows = _service_rows(person, wanted.text, team, wanted.key, needed)
    page = kit.page(rows, shape, wanted, total)
    lines: dict[int, list[ContractLine]] = defaultdict(list)
    for line in contract_lines(person, Q(service__in=page.rows)):
        lines[line.contract.service_id].append(line)
    loaded = Service.objects.select_related("team__division", "team__lead").in_bulk(page.rows)
    page.rows[:] = [ServiceLine(loaded[pk], lines[pk]) for pk in page.rows]
    return page


def standings(person: Person) -> dict[int, dict[str, int]]:
    """Of each team by its id, how many living services are in each state of their worst contract: one query."""
    rows = _service_rows(person, "", "", "", needed=True)
    living = ", ".join(f"'{lifecycle}'" for lifecycle in sorted(LIVING))
    found: dict[int, dict[str, int]] = defaultdict(dict)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT owner_id, state, COUNT(*) FROM ({rows.sql}) AS entries WHERE lifecycle IN ({living})"
            " GROUP BY owner_id, state",
            list(rows.values),
        )
        for team, state, hits in cursor.fetchall():
            found[team][state] = hits
    return found


def _contract_rows(person: Person, text: str, sort: str) -> Rows:
    found = Contract.objects.visible_to(person)
    if text:
        found = found.filter(Q(slug__icontains=text) | Q(service__slug__icontains=text) | Q(text__icontains=text))
    rows = Rows.of(
        found.values(
            "id",
            "slug",
            "audience",
            "technology",
            of_service=F("service__slug"),
            owner=F("service__team__name"),
            division=F("service__team__division__slug"),
            mine=_mine(person, "service__team"),
        )
    )
    state = " ".join(f"WHEN {place} THEN '{state}'" for place, state in enumerate(STATES))
    columns = ["contract.id", "slug", "audience", f"{_read('technology')} AS technology", "of_service", "owner"]
    columns += ["division", "mine", "need", f"{NEED} AS needs", f"CASE rank {state} END AS state"]
    joins = [f"LEFT JOIN ({_shown(sort == 'score')}) AS shown ON shown.contract_id = contract.id"]
    if sort == "used":
        columns.append("used")
        joins.append(f"LEFT JOIN ({USED}) AS uses ON uses.contract_id = contract.id")
    if sort == "changed":
        columns.append("changed")
        joins.append(f"LEFT JOIN ({CHANGED}) AS changes ON changes.contract_id = contract.id")
    return Rows(f"SELECT {', '.join(columns)} FROM ({rows.sql}) AS contract {' '.join(joins)}", rows.values)


def contract_list(person: Person, wanted: Wanted, shape: Shape, query: QueryDict) -> Listed:
    """The contracts: counts, ids, contracts, revisions, consumers: five queries."""
    counts = kit.count(_contract_rows(person, wanted.text, ""), shape, wanted)
    page = _contract_page(person, wanted, shape, counts.total)
    return kit.listed(query, page, wanted, counts, shape)


def contracts(person: Person, wanted: Wanted) -> Page:
    """A page of contracts as ContractLines, ended ones too, without the facets: five queries."""
    shape = contract_shape()
    wanted = replace(wanted, chosen={"state": STATES, **wanted.chosen})
    return _contract_page(person, wanted, shape, kit.total(_contract_rows(person, wanted.text, ""), shape, wanted))


def _contract_page(person: Person, wanted: Wanted, shape: Shape, total: int) -> Page:
    page = kit.page(_contract_rows(person, wanted.text, wanted.key), shape, wanted, total)
    lines = {line.contract.pk: line for line in contract_lines(person, Q(pk__in=page.rows))}
    page.rows[:] = [lines[pk] for pk in page.rows]
    return page
