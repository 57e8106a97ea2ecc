"""What the page of a contract shows of the rulesets that hold for it: why they hold, and how they fared."""

from dataclasses import dataclass

from services.models import Check, Revision, RulesetRun
from services.reads.holding import Holding, holding


@dataclass(frozen=True, slots=True)
class Held:
    """A ruleset that holds now, and its run in the newest check: None when that check did not ask it."""

    holding: Holding
    run: RulesetRun | None

    @property
    def judged(self) -> int:
        """How many of its rules could judge this document."""
        return sum(not why for _, _, why in self.run.rules.values()) if self.run is not None else 0

    @property
    def rules(self) -> int:
        return len(self.run.rules) if self.run is not None else 0

    @property
    def is_older(self) -> bool:
        """Whether the newest check asked another version than the one in force."""
        return self.run is not None and self.run.version_id != self.holding.version.pk

    @property
    def is_clean(self) -> bool:
        """Green only where every one of its rules judged and found nothing."""
        return self.run is not None and self.run.state == RulesetRun.State.ASKED and not self.run.findings

    @property
    def unjudged(self) -> int:
        return self.rules - self.judged


def held_for(revision: Revision, check: Check | None) -> list[Held]:
    """The rulesets that hold for a revision's contract: three queries, and those of the divisions above."""
    held = holding(revision.contract)
    if not held:
        return []
    runs = check.rulesets.select_related("version") if check is not None else RulesetRun.objects.none()
    by_ruleset = {run.version.ruleset_id: run for run in runs}
    return [Held(one, by_ruleset.get(one.version.ruleset_id)) for one in held]
