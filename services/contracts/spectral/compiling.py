"""From rules as they are written to rules at work: paths become one automaton, functions and options become checks.

What cannot be run is never passed over in silence: the rule then counts as not checked, and says why.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ..patterns import PatternInvalid
from . import builtin
from .asking import Asked, Then, field_steps
from .automaton import Automaton
from .filters import Filter
from .function import Maker, OptionsInvalid
from .merging import MergeFailed, Rule, Ruleset, alias_paths
from .paths import PathInvalid, Way, filters, read

RULES = 5_000
GIVENS = 20_000
"""More rules or paths than this, and the rules after them are not asked."""


@dataclass(slots=True)
class Compiled:
    """The rules that are asked of one document, ready to walk."""

    automaton: Automaton
    asked: list[Asked]
    givens: int = 0
    filters: dict[str, Filter] = field(default_factory=dict)


def compiled(ruleset: Ruleset, formats: frozenset[str], *, recognised: bool) -> Compiled:
    """The enabled rules that are about documents of these formats."""
    done = Compiled(Automaton(), [])
    functions = builtin.known()
    kept: dict[bool, dict[object, Any]] = {}
    for rule in ruleset.rules.values():
        if not rule.enabled or not _is_about(rule, formats, recognised):
            continue
        resolved = rule.said.get("resolved") is not False
        asked = Asked(rule, resolved, formats, kept.setdefault(resolved, {}))
        done.asked.append(asked)
        if len(done.asked) > RULES:
            asked.unjudged = f"A ruleset has up to {RULES:,} rules."
            continue
        try:
            if rule.owner.folder:
                functions = builtin.known(rule.owner.folder)
            own = rule.aliases.functions | rule.owner.functions
            asked.thens = [_then(one, functions, own, done.filters) for one in _listed(rule.said["then"])]
            ways = [read(one, done.filters) for one in _givens(rule, formats)]
        except (PathInvalid, OptionsInvalid, PatternInvalid, MergeFailed) as error:
            asked.unjudged = str(error)
            continue
        _add(done, asked, ways)
    return done


def _add(done: Compiled, asked: Asked, ways: list[Way]) -> None:
    done.givens += len(ways)
    if done.givens > GIVENS:
        asked.unjudged = f"The rules of a ruleset have up to {GIVENS:,} paths together."
        return
    ways_of_fields = [then.way for then in asked.thens if then.way is not None]
    asked.filters = [one for way in (*ways, *ways_of_fields) for one in filters(way.items)]
    for way in ways:
        done.automaton.add(way, asked.of_key if way.keyed else asked.of_value, resolved=asked.resolved)


def _is_about(rule: Rule, formats: frozenset[str], recognised: bool) -> bool:
    if rule.formats is None:
        return True
    return recognised and not formats.isdisjoint(rule.formats)


def _listed(said: Any) -> list[Any]:
    return said if isinstance(said, list) else [said]


def _givens(rule: Rule, formats: frozenset[str]) -> list[str]:
    found: dict[str, None] = {}
    for one in _listed(rule.said["given"]):
        found.update(dict.fromkeys(alias_paths(rule.aliases.aliases, one, formats)))
    return list(found)


def _then(
    said: Mapping[str, Any], functions: Mapping[str, Maker], own: frozenset[str], filters: dict[str, Filter]
) -> Then:
    name = said["function"]
    if name in own:
        raise OptionsInvalid(
            f"The function {name!r} is JavaScript of the ruleset's own, which is not run here. Write the rule with the "
            "functions that every ruleset has (pattern, schema, casing ...)."
        )
    if name not in functions:
        raise OptionsInvalid(f"There is no function {str(name)[:80]!r}.")
    check = functions[name](said.get("functionOptions"))
    member = said.get("field", "")
    if member.startswith("$"):
        return Then(check, member, way=read(member, filters))
    return Then(check, member, field_steps(member) if member and member != "@key" else ())
