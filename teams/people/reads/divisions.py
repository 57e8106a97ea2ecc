"""The tree of divisions with their teams. Divisions are few: the whole tree is read at once."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db.models import QuerySet

from teams.people.models import Division, Person, Team


@dataclass(slots=True)
class Branch:
    """A division with its own teams and the divisions below it."""

    division: Division
    teams: list[Team] = field(default_factory=list)
    branches: list["Branch"] = field(default_factory=list)

    def all_branches(self) -> Iterator["Branch"]:
        """This one and everything below it."""
        yield self
        for branch in self.branches:
            yield from branch.all_branches()

    def all_teams(self) -> list[Team]:
        return [team for branch in self.all_branches() for team in branch.teams]


@dataclass(frozen=True, slots=True)
class Tree:
    """Every division: those at the top, and each by its short name with the way down to it."""

    tops: list[Branch]
    by_slug: dict[str, Branch]

    def above(self, branch: Branch) -> list[Division]:
        """The divisions over this one, the topmost first."""
        by_pk = {each.division.pk: each for each in self.by_slug.values()}
        found: list[Division] = []
        at = by_pk.get(branch.division.parent_id or 0)
        while at is not None and at.division not in found:
            found.insert(0, at.division)
            at = by_pk.get(at.division.parent_id or 0)
        return found


def words() -> dict[str, str]:
    """The divisions by their short names, for a facet: one query."""
    return dict(Division.objects.order_by("name").values_list("slug", "name"))


def headed_by(person: Person) -> list[Division]:
    """The divisions this person heads: one query."""
    return list(Division.objects.filter(head=person).order_by("name"))


def answered_for(person: Person) -> QuerySet[Division]:
    """The divisions this person heads and all below them; for a steward every one. Two queries."""
    every = Division.objects.order_by("name")
    if person.is_steward:
        return every
    rows = list(Division.objects.values_list("pk", "parent", "head"))
    mine = {pk for pk, _, head in rows if head == person.pk}
    while below := {pk for pk, parent, _ in rows if parent in mine} - mine:
        mine |= below
    return every.filter(pk__in=mine)


def tree(person: Person) -> Tree:
    """Divisions and standing teams: two queries. A loop of parents hangs nowhere, so it is shown at the top."""
    branches = {division.pk: Branch(division) for division in Division.objects.select_related("head").order_by("name")}
    for team in Team.objects.visible_to(person).standing().select_related("lead").order_by("name"):
        team.division = branches[team.division_id].division
        branches[team.division_id].teams.append(team)
    below: dict[int, list[Branch]] = defaultdict(list)
    for branch in branches.values():
        below[branch.division.parent_id or 0].append(branch)
    tops, seen = list(below[0]), set()
    waiting = list(tops)
    while waiting:
        branch = waiting.pop()
        seen.add(branch.division.pk)
        branch.branches = [each for each in below[branch.division.pk] if each.division.pk not in seen]
        waiting.extend(branch.branches)
    tops += [branch for pk, branch in branches.items() if pk not in seen]
    return Tree(tops, {branch.division.slug: branch for branch in branches.values()})
