"""The list of proposals: facets, sorts and pages, in a fixed number of statements."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Case, Count, Exists, F, OuterRef, Q, Value, When
from django.http import QueryDict

from portal.kit import audit, search
from portal.kit import facets as kit
from portal.kit.facets import Facet, Listed, Rows, Shape, Sort, Wanted
from portal.models import Clock
from services.models import Service
from teams.people.models import Membership, Person, Team
from teams.proposals.models import Addressee, Comment, Proposal

MOST_FOUND = 200
STATES = {
    "for-comment": "Open for comment",
    "draft": "Draft",
    "agreed-by-silence": "Agreed by silence",
    "agreed-by-all": "Agreed by all",
    "reopened": "Opened again",
    "looked-back": "Looked back at",
    "rejected": "Rejected",
    "withdrawn": "Withdrawn",
    "superseded": "Superseded",
}
WHOSE = {"wrote": "I wrote it", "asked": "Addressed to me", "team": "My teams'"}
SORTS = {
    "todo": Sort("What is open first", "todo, id DESC", "todo DESC, id"),
    "newest": Sort("Newest first", "id DESC", "id", falls=True),
    "team": Sort("Team", "owner, id DESC", "owner DESC, id"),
    "said": Sort("Most said about first", "said DESC, id DESC", "said, id", falls=True),
}
COLUMNS = (
    ("Proposal", "", ""),
    ("Team", "team", ""),
    ("Author", "", ""),
    ("State", "", ""),
    ("Comments", "said", "number"),
    ("Next", "todo", ""),
)


@dataclass(frozen=True, slots=True)
class ProposalLine:
    """One row of the list."""

    proposal: Proposal
    clock: Clock | None
    said: int
    objections: int


def shape(person: Person, divisions: Mapping[str, str]) -> Shape:
    """Two queries: the teams and services that any proposal names."""
    seen = Proposal.objects.visible_to(person)
    teams = dict(Team.objects.filter(proposals__in=seen).order_by("name").values_list("slug", "name").distinct())
    services = Service.objects.filter(proposals__in=seen).order_by("slug").values_list("slug", flat=True).distinct()
    touches = (
        "SELECT t.proposal_id AS id, s.slug AS code FROM proposals_proposal_services t "
        "JOIN services_service s ON s.id = t.service_id"
    )
    facets = [
        Facet("whose", "Whose", WHOSE),
        Facet("state", "State", STATES),
        Facet("reversal", "Taking it back", dict(Proposal.Reversal.choices)),
        Facet("team", "Team", teams),
        Facet("service", "Touches", {slug: slug for slug in services}, many=touches),
        Facet("division", "Division", divisions),
    ]
    return Shape(facets, SORTS, COLUMNS)


def listing(person: Person, wanted: Wanted, shape: Shape, query: QueryDict) -> Listed:
    """A page of proposals as ProposalLines. Words are sought in everything that the newest versions say."""
    rows = rows_of(person, wanted.text)
    counts = kit.count(rows, shape, wanted)
    page = kit.page(rows, shape, wanted, counts.total)
    page.rows[:] = lines(person, page.rows)
    return kit.listed(query, page, wanted, counts, shape)


def found(person: Person, text: str) -> Q:
    """Those that say these words; drafts, which search does not know, by their title."""
    hits = search.find(text, kinds=("proposal",), limit=MOST_FOUND).hits
    return Q(pk__in=[int(hit.ref) for hit in hits]) | Q(opened_at=None, title__icontains=text)


def rows_of(person: Person, text: str, only: Q | None = None) -> Rows:
    """Every proposal that says these words, of those that ``only`` leaves."""
    teams = Membership.objects.filter(person=person, until=None).values("team")
    asked = Exists(Addressee.objects.filter(proposal=OuterRef("pk"), person=person))
    seen = Proposal.objects.visible_to(person).filter(only or Q())
    if text:
        seen = seen.filter(found(person, text))
    return Rows.of(
        seen.values(
            "id",
            "state",
            "reversal",
            owner=F("team__name"),
            division=F("team__division__slug"),
            whose=Case(
                When(author=person, then=Value("wrote")),
                When(asked, then=Value("asked")),
                When(team__in=teams, then=Value("team")),
                default=Value("other"),
            ),
            said=Count("comments"),
            todo=Case(
                When(state=Proposal.State.REOPENED, then=Value(0)),
                When(state=Proposal.State.OPEN, then=Value(1)),
                When(state=Proposal.State.DRAFT, then=Value(2)),
                default=Value(3),
            ),
        ).annotate(team=F("team__slug"))
    )


def lines(person: Person, ids: list[int]) -> list[ProposalLine]:
    """These proposals in this order, their clocks, what was said: three queries."""
    loaded = Proposal.objects.visible_to(person).whole().in_bulk(ids)
    clocks = clocks_of(list(loaded.values()))
    counted = Comment.objects.filter(proposal__in=ids).order_by().values_list("proposal")
    of = {
        pk: figures for pk, *figures in counted.annotate(said=Count("pk"), no=Count("pk", filter=Q(state="open")))
    }  # fmt: skip
    return [ProposalLine(loaded[pk], clocks.get(pk), *of.get(pk, (0, 0))) for pk in ids if pk in loaded]


def clocks_of(proposals: list[Proposal]) -> dict[int, Clock]:
    """What is awaited of each of these: one query."""
    rows = Clock.objects.filter(subject__in=[audit.ref(one) for one in proposals], state=Clock.State.OPEN)
    rows = rows.select_related("awaited_person", "awaited_team").order_by("-due_at")
    return {int(clock.subject.rpartition(":")[2]): clock for clock in rows}


def asked_of(person: Person) -> list[Clock]:
    """What waits for this person in this room, due first: one query."""
    rows = Clock.objects.filter(awaited_person=person, state=Clock.State.OPEN, kind__startswith="proposals.")
    return list(rows.exclude(kind="proposals.comment").order_by("due_at", "pk"))
