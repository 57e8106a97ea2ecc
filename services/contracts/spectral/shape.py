"""Whether a ruleset has the shape of one: what it may say, and what each of it may be. Every mistake is told."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from ..places import Path
from .formats import FORMATS, named
from .merging import SEVERITIES

type Found = Iterator[tuple[Path, str]]

_ROOT = (
    "aliases",
    "description",
    "documentationUrl",
    "except",
    "extends",
    "formats",
    "functions",
    "functionsDir",
    "overrides",
    "parserOptions",
    "rules",
)
_RULE = (
    "description",
    "documentationUrl",
    "extensions",
    "formats",
    "given",
    "message",
    "recommended",
    "resolved",
    "severity",
    "tags",
    "then",
    "type",
)
_THEN = ("field", "function", "functionOptions")
_ALIAS = re.compile(r"[A-Za-z][A-Za-z0-9_-]*\Z")
_TEXT = {"description": "a text", "message": "a text", "documentationUrl": "an address"}


def mistakes(root: Any) -> Found:
    """What is wrong with the shape of a ruleset."""
    if not isinstance(root, dict):
        yield (), "a ruleset is a mapping with rules, extends or overrides"
        return
    if not root.keys() & {"rules", "extends", "overrides"}:
        yield (), "a ruleset needs rules, extends or overrides"
    yield from _body(root, (), _ROOT)
    yield from _overrides(root.get("overrides"))
    if "except" in root:
        yield ("except",), "`except` is of older rulesets; write it as overrides"


def _body(root: Mapping[str, Any], path: Path, known: tuple[str, ...]) -> Found:
    yield from _unknown(root, path, known, "a ruleset")
    for name in ("description", "documentationUrl"):
        if name in root and not isinstance(root[name], str):
            yield (*path, name), f"{name} is {_TEXT[name]}"
    checks: dict[str, Callable[[Any, Path], Found]] = {
        "extends": _extends,
        "formats": _formats,
        "aliases": _aliases,
        "rules": _rules,
        "parserOptions": _parser,
        "functions": _functions,
    }
    for name, check in checks.items():
        if name in root:
            yield from check(root[name], (*path, name))


def _unknown(said: Mapping[str, Any], path: Path, known: tuple[str, ...], what: str) -> Found:
    for name in said:
        if name not in known and not name.startswith("x-"):
            yield (*path, name), f"{what} has no {name!r}; it has {', '.join(known)}"


def _functions(said: Any, path: Path) -> Found:
    if not isinstance(said, list) or not all(isinstance(one, str | list) for one in said):
        yield path, "functions is a list of names"


def _extends(said: Any, path: Path) -> Found:
    for number, one in enumerate(said if isinstance(said, list) else [said]):
        at = (*path, number) if isinstance(said, list) else path
        if isinstance(one, str):
            continue
        if not isinstance(one, list) or len(one) != 2 or not isinstance(one[0], str):
            yield at, "what is extended is a name or a file, or a list of that and all, recommended or off"
        elif one[1] not in ("all", "recommended", "off"):
            yield (*at, 1), f"{one[1]!r} is not one of all, recommended, off"


def _formats(said: Any, path: Path) -> Found:
    if not isinstance(said, list):
        yield path, "formats is a list"
        return
    for number, one in enumerate(said):
        if not isinstance(one, str) or named(one) is None:
            yield (*path, number), f"there is no format {str(one)[:80]!r}; there is {', '.join(FORMATS)}"


def _parser(said: Any, path: Path) -> Found:
    if not isinstance(said, dict):
        yield path, "parserOptions is a mapping with duplicateKeys and incompatibleValues"
        return
    yield from _unknown(said, path, ("duplicateKeys", "incompatibleValues"), "parserOptions")
    for name, one in said.items():
        if not _is_severity(one):
            yield (*path, name), _severity(one)


def _is_severity(said: Any) -> bool:
    if isinstance(said, bool):
        return False
    return (isinstance(said, int) and -1 <= said <= 3) or (isinstance(said, str) and said in SEVERITIES)


def _severity(said: Any) -> str:
    return f"{str(said)[:80]!r} is no severity; it is one of {', '.join(SEVERITIES)}, or 0 to 3"


def _aliases(said: Any, path: Path) -> Found:
    if not isinstance(said, dict):
        yield path, "aliases is a mapping from names to paths"
        return
    for name, one in said.items():
        at = (*path, name)
        if not _ALIAS.match(name):
            yield at, f"{name!r} is no name of an alias: letters, digits, _ and -, beginning with a letter"
        if not isinstance(one, dict):
            yield from _given(one, at, only_list=True)
            continue
        targets = one.get("targets")
        if not isinstance(targets, list) or not targets:
            yield at, "an alias is a list of paths, or has targets with formats and given"
            continue
        for number, target in enumerate(targets):
            if not isinstance(target, dict) or not target.keys() >= {"formats", "given"}:
                yield (*at, "targets", number), "a target has formats and given"
                continue
            yield from _formats(target["formats"], (*at, "targets", number, "formats"))
            yield from _given(target["given"], (*at, "targets", number, "given"), only_list=True)


def _given(said: Any, path: Path, *, only_list: bool = False) -> Found:
    if isinstance(said, str) and not only_list:
        if said[:1] not in ("$", "#"):
            yield path, f"{said[:80]!r} is no path: it begins with $, or with # and the name of an alias"
        return
    if not isinstance(said, list) or not said:
        yield path, "this is a list of paths, with at least one"
        return
    for number, one in enumerate(said):
        if isinstance(one, str):
            yield from _given(one, (*path, number))
        else:
            yield (*path, number), "a path is a text"


def _rules(said: Any, path: Path) -> Found:
    if not isinstance(said, dict):
        yield path, "rules is a mapping from names to rules"
        return
    for name, one in said.items():
        if isinstance(one, dict):
            yield from _rule(one, (*path, name))
        elif not isinstance(one, bool) and not _is_severity(one):
            yield (*path, name), f"a rule is defined, or {_severity(one).partition('; it is ')[2]}, true or false"


def _rule(said: Mapping[str, Any], path: Path) -> Found:
    yield from _unknown(said, path, _RULE, "a rule")
    for name in ("given", "then"):
        if name not in said:
            yield path, f"the rule has no {name}"
    for name in ("description", "message", "documentationUrl"):
        if name in said and not isinstance(said[name], str):
            yield (*path, name), f"{name} is {_TEXT[name]}"
    for name in ("recommended", "resolved"):
        if name in said and not isinstance(said[name], bool):
            yield (*path, name), f"{name} is true or false"
    if "severity" in said and not _is_severity(said["severity"]):
        yield (*path, "severity"), _severity(said["severity"])
    if "formats" in said:
        yield from _formats(said["formats"], (*path, "formats"))
    if "given" in said:
        yield from _given(said["given"], (*path, "given"))
    if "then" in said:
        many = isinstance(said["then"], list)
        for number, one in enumerate(said["then"] if many else [said["then"]]):
            yield from _then(one, (*path, "then", number) if many else (*path, "then"))


def _then(said: Any, path: Path) -> Found:
    if not isinstance(said, dict):
        yield path, "then is a mapping with a function"
        return
    yield from _unknown(said, path, _THEN, "then")
    if not isinstance(said.get("function"), str):
        yield path, "then has no function"
    if "field" in said and not isinstance(said["field"], str):
        yield (*path, "field"), "field is a text"
    if not isinstance(said.get("functionOptions"), dict | None):
        yield (*path, "functionOptions"), "functionOptions is a mapping"


def _overrides(said: Any) -> Found:
    if said is None:
        return
    if not isinstance(said, list) or not said:
        yield ("overrides",), "overrides is a list of mappings with files"
        return
    for number, one in enumerate(said):
        path: Path = ("overrides", number)
        files = one.get("files") if isinstance(one, dict) else None
        if not isinstance(files, list) or not files or not all(isinstance(file, str) and file for file in files):
            yield path, "an override has files, a list of patterns of file names"
            continue
        rest = {name: below for name, below in one.items() if name != "files"}
        known = ("extends", "rules", "formats", "parserOptions", "aliases")
        yield from _body(rest, path, known)
        if any("#" in file for file in files):
            yield from _pointed(rest, path)
        elif not rest.keys() & {"extends", "rules"}:
            yield path, "an override has rules or extends"


def _pointed(rest: Mapping[str, Any], path: Path) -> Found:
    rules = rest.get("rules")
    if rest.keys() != {"rules"} or not isinstance(rules, dict):
        yield path, "where files have a pointer (#/...), there are rules with severities, and nothing else"
        return
    for name, one in rules.items():
        if not _is_severity(one):
            yield (*path, "rules", name), "where files have a pointer (#/...), a rule has a severity only"
