"""`rules`: what there is, why, how to mend what breaks it, and examples."""

import argparse
import sys
from collections.abc import Iterator
from difflib import get_close_matches
from textwrap import wrap

from ..registry import GROUPS, OWN_GROUP, Rule, describe, rules
from .given import Refused
from .plain import dumped
from .saying import CLEAN, say
from .text import Ink, wants_colour

_LANGUAGES = {
    "avro": "avdl", "corba": "idl", "graphql": "graphql", "proto": "proto", "smithy": "smithy", "thrift": "thrift",
}  # fmt: skip


def show_rules(asked: argparse.Namespace) -> int:
    chosen = list(rules().values())
    if asked.rule:
        chosen = [one for one in chosen if one.id == asked.rule]
        if not chosen:
            raise Refused(f"There is no rule {asked.rule[:80]!r}.{_meant(asked.rule)}")
    if asked.format == "json":
        say(dumped(describe(chosen[0]) if asked.rule else [describe(one) for one in chosen]))
    elif asked.format == "markdown":
        say("\n".join(_page(chosen[0])).rstrip() + "\n" if asked.rule else catalogue())
    else:
        ink = Ink(wants_colour(asked.color, sys.stdout.isatty()))
        say("\n".join(_one(chosen[0], ink) if asked.rule else _list(chosen, ink)) + "\n")
    return CLEAN


def _meant(said: str) -> str:
    near = get_close_matches(said, rules(), 1)
    return f" Did you mean {near[0]}?" if near else " `homeport rules` lists all."


def _list(chosen: list[Rule], ink: Ink) -> Iterator[str]:
    longest = max(len(one.id) for one in chosen)
    for group in (*GROUPS, OWN_GROUP):
        yield ink("path", group)
        for one in chosen:
            if one.group == group:
                yield f"  {one.id:<{longest}}  {ink(one.severity, f'{one.severity:<7}')}  {one.title}"
        yield ""
    yield "`homeport rules ID` says why a rule is, and how to mend what breaks it."


def _one(one: Rule, ink: Ink) -> Iterator[str]:
    yield f"{ink('path', one.id)}: {one.title}"
    yield f"{ink(one.severity, one.severity)}, {one.group}. Source: {one.source}."
    yield ""
    yield from wrap(one.why, 100)
    yield ""
    yield from wrap(f"Mend: {one.mend}", 100)
    for name, word, example in _examples(one):
        yield ""
        yield ink("good" if word == "Kept" else "error", f"{word}, in {name}:")
        yield from (f"    {line}" for line in example.split("\n"))


def _examples(one: Rule) -> Iterator[tuple[str, str, str]]:
    """Technology, whether it is kept or broken, and the document."""
    for name in one.bad or {}:
        for word, examples in (("Broken", one.bad or {}), ("Kept", one.good or {})):
            yield name, word, examples[name].strip("\n")


def catalogue() -> str:
    """docs/rules.md, which a test holds to this."""
    lines = ["# The rules", "", "Written by `python -m services.contracts rules --format markdown`; do not edit.", ""]
    scored = sum(one.group in GROUPS for one in rules().values())
    lines += [f"{scored} checks in five groups, then what the reader itself finds.", ""]
    lines += ["How to add one is told in [rules-adding.md](rules-adding.md).", ""]
    for group in (*GROUPS, OWN_GROUP):
        lines += [f"## {group}", ""]
        for one in rules().values():
            if one.group == group:
                lines += _page(one)
    return "\n".join(lines).rstrip() + "\n"


def _page(one: Rule) -> Iterator[str]:
    yield from (f"### {one.id}", "", f"{one.title}. Severity: {one.severity}. Source: {one.source}.", "")
    yield from (one.why, "", f"**Mend:** {one.mend}", "")
    for name, word, example in _examples(one):
        yield from (f"{word}, in {name}:", "", f"```{_fence(name, example)}", example, "```", "")


def _fence(name: str, example: str) -> str:
    """The language of an example, as pages of code call it."""
    if example.startswith("{"):
        return "json"
    return "xml" if example.startswith("<") else _LANGUAGES.get(name, "yaml")
