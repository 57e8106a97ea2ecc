"""State tables. A move is one UPDATE that names the states it may start from: two people cannot both make it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models

from portal.kit import audit
from portal.kit.refusals import Refused


@dataclass(frozen=True, slots=True)
class Move:
    """From any of ``sources`` to ``target``."""

    sources: frozenset[str]
    target: str

    def __init__(self, sources: Iterable[str], target: str) -> None:
        object.__setattr__(self, "sources", frozenset(str(source) for source in sources))
        object.__setattr__(self, "target", str(target))


class Moves:
    """All moves of one state field of one model."""

    def __init__(self, model: type[models.Model], field: str, moves: Mapping[str, Move]) -> None:
        self.model = model
        self.field = field
        self.moves = dict(moves)

    def open(self, thing: models.Model) -> list[str]:
        """The verbs that the thing's state allows now, in the table's order: a page's buttons."""
        state = getattr(thing, self.field)
        return [verb for verb, move in self.moves.items() if state in move.sources]

    def move(
        self, thing: models.Model, verb: str, *, by: Any, data: Mapping[str, Any] | None = None, **changes: Any
    ) -> None:
        """Make the move, with ``changes`` to other fields in the same UPDATE, and write the audit entry.

        Refuses with ``<model>-cannot-<verb>`` when the row is no longer in a state the move starts from: somebody was
        first. Call it inside the action's transaction.
        """
        move = self.moves[verb]
        before = getattr(thing, self.field)
        name = self.model._meta.verbose_name
        rows = self.model._default_manager.filter(
            pk=thing.pk, **{f"{self.field}__in": move.sources, self.field: before}
        ).update(**{self.field: move.target}, **changes)
        if rows == 0:
            now = self.model._default_manager.filter(pk=thing.pk).values_list(self.field, flat=True).first()
            code = f"{str(name).replace(' ', '-')}-cannot-{verb}"
            said = dict(getattr(self.model._meta.get_field(self.field), "flatchoices", ())).get(now, now or "gone")
            text = (
                f"This {name} is now: {str(said).lower()}. This step is not open then. Look at it again to see what is."
            )
            raise Refused(code, text)
        for field, value in {self.field: move.target, **changes}.items():
            setattr(thing, field, value)
        audit.record(by, f"{self.model._meta.model_name}.{verb}", thing, before=before, after=move.target, data=data)
