"""A profile is data: which rules are asked, and how much each of them weighs."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from .registry import SEVERITIES, Rule, Severity, rules


class ProfileInvalid(ValueError):
    """A profile names what there is not. The text is for a person."""


@dataclass(frozen=True, slots=True)
class Profile:
    """A name, and the severities that differ from the rules' own ("off": not asked)."""

    name: str
    severities: Mapping[str, str] = field(default_factory=dict)

    def severity(self, rule: Rule) -> Severity | None:
        """None: the rule is off."""
        said = self.severities.get(rule.id, rule.severity)
        return next((severity for severity in SEVERITIES if severity == said), None)

    def data(self) -> dict[str, Any]:
        return {"name": self.name, "rules": dict(self.severities)}

    @classmethod
    def of(cls, given: object) -> "Profile":
        """From a name, or from data: `{name, rules: {rule id: error | warning | info | hint | off}}`.

        Raises ProfileInvalid for what is not known, and for a ruleset in Spectral's format, which is no profile.
        """
        if isinstance(given, str):
            if given not in PROFILES:
                raise ProfileInvalid(f"There is no profile {given[:80]!r}. There is: {', '.join(sorted(PROFILES))}.")
            return PROFILES[given]
        chosen = given.get("rules", {}) if isinstance(given, Mapping) else None
        if not isinstance(given, Mapping) or not isinstance(chosen, Mapping):
            raise ProfileInvalid('A profile looks like this: {"name": "ours", "rules": {"contact-named": "warning"}}.')
        if given.keys() & {"extends", "functions", "aliases", "overrides"} or any(
            isinstance(one, Mapping | list) for one in chosen.values()
        ):
            raise ProfileInvalid("This is a ruleset in Spectral's format, not a profile.")
        unknown = sorted(str(name) for name in given.keys() - {"name", "rules"})
        if unknown:
            raise ProfileInvalid(f"A profile has a name and rules, not {unknown[0][:80]!r}.")
        for name, severity in chosen.items():
            if name not in rules():
                raise ProfileInvalid(f"There is no rule {str(name)[:80]!r}.")
            if severity not in (*SEVERITIES, "off"):
                raise ProfileInvalid(f"{name}: {str(severity)[:80]!r} is not one of {', '.join(SEVERITIES)}, off.")
        return cls(str(given.get("name") or "custom")[:100], dict(chosen))


DEFAULT = Profile("externalizable")
PROFILES: Mapping[str, Profile] = {DEFAULT.name: DEFAULT}
