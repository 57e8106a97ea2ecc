"""The management chain, walked in memory: one query for everybody's manager, no matter how deep."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from teams.people.models import Person

type Managers = Mapping[int, int | None]


def managers() -> dict[int, int | None]:
    """Everybody's manager, by id."""
    return dict(Person.objects.order_by().values_list("pk", "manager_id"))


def above(people: Iterable[int], everyone: Managers) -> list[int]:
    """All who manage these people, the nearest first. A loop in the data ends where it began."""
    found: list[int] = []
    for person in people:
        boss = everyone.get(person)
        while boss is not None and boss not in found:
            found.append(boss)
            boss = everyone.get(boss)
    return found


def below(person: int, everyone: Managers) -> set[int]:
    """Everybody this person manages, over however many steps, and themself."""
    reports: dict[int | None, list[int]] = defaultdict(list)
    for one, boss in everyone.items():
        reports[boss].append(one)
    found, waiting = {person}, [person]
    while waiting:
        fresh = [one for one in reports[waiting.pop()] if one not in found]
        found.update(fresh)
        waiting.extend(fresh)
    return found
