"""The command: `python -m services.contracts lint | show | rules`. What it promises to tools is in docs/engine.md."""

import argparse
import sys
from dataclasses import fields
from pathlib import Path
from typing import Any, NoReturn

from .document import Tree
from .limits import Limits, NotChecked
from .lint import Checked, Finding, lint
from .model import Facts, FactsInvalid
from .profile import DEFAULT, Profile, ProfileInvalid
from .registry import GROUPS, OWN_GROUP, SEVERITIES, describe, rules

CLEAN, FOUND, UNREAD = 0, 1, 2


class _Refused(Exception):
    """The command was asked for something it cannot do. The text is one line for a person."""


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise _Refused(f"{message} (see --help)")


def main(arguments: list[str]) -> int:
    try:
        asked = _parser().parse_args(arguments)
        code: int = asked.run(asked)
    except _Refused as refusal:
        _unread(NotChecked("command-refused", str(refusal)), as_json=_wants_json(arguments))
        return UNREAD
    return code


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="python -m services.contracts", description="Reads and judges contracts of any technology.")
    commands = parser.add_subparsers(required=True, metavar="lint | show | rules")
    limits = _Parser(add_help=False)
    limits.add_argument("file", metavar="FILE", help="the document; - is standard input")
    for field in fields(Limits):
        kind = float if field.name == "seconds" else int
        said = f"at most {field.default}"
        limits.add_argument(f"--{field.name}", type=kind, default=field.default, metavar="N", help=said)
    judge = commands.add_parser("lint", parents=[limits], help="judge a document")
    judge.add_argument("--ruleset", metavar="RULES", help="a profile's name, or a YAML or JSON file with severities")
    judge.add_argument("--facts", metavar="FILE", help="a YAML file with what the format cannot say")
    judge.add_argument("--format", choices=("text", "json", "report"), default="text")
    judge.set_defaults(run=_lint)
    show = commands.add_parser("show", parents=[limits], help="say what a document says")
    show.add_argument("--format", choices=("text", "json"), default="text")
    show.set_defaults(run=_show)
    catalogue = commands.add_parser("rules", help="the rules and why they are")
    catalogue.add_argument("--format", choices=("json", "markdown"), default="markdown")
    catalogue.set_defaults(run=_rules)
    check = commands.add_parser("check", help="for the supervisor (child.py): reads its protocol from stdin")
    check.set_defaults(run=_serve)
    return parser


def _wants_json(arguments: list[str]) -> bool:
    said = " ".join(arguments)
    return any(f"--format{between}{way}" in said for between in "= " for way in ("json", "report"))


def _unread(reason: NotChecked, *, as_json: bool) -> None:
    where = f" (line {reason.line}, column {reason.column})" if reason.line else ""
    print(" ".join(f"{reason.message}{where}".split()), file=sys.stderr)
    if as_json:
        said = {"code": reason.code, "message": reason.message, "line": reason.line, "column": reason.column}
        _print_json({"outcome": "not-checked", "reason": said})


def _print_json(data: Any) -> None:
    import orjson

    sys.stdout.buffer.write(orjson.dumps(data, default=str, option=orjson.OPT_INDENT_2 | orjson.OPT_NON_STR_KEYS))
    sys.stdout.buffer.write(b"\n")
    sys.stdout.buffer.flush()


def _read(name: str) -> bytes:
    try:
        return sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    except (OSError, ValueError) as error:
        raise _Refused(f"{name}: {getattr(error, 'strerror', None) or error}") from None


def _data(name: str, what: str) -> Any:
    """A small YAML or JSON file of the caller's own."""
    from .document import Source

    try:
        return Source(_read(name), Limits(bytes=1_000_000)).tree.root
    except NotChecked as reason:
        raise _Refused(f"{what} {name}: {reason.message}") from None


def _checked(asked: argparse.Namespace, profile: Profile, facts: Facts) -> tuple[Checked, bytes]:
    from .child import confine

    data = _read(asked.file)
    limits = Limits(**{field.name: getattr(asked, field.name) for field in fields(Limits)})
    confine(limits)
    return lint(data, facts=facts, profile=profile, limits=limits), data


def _lint(asked: argparse.Namespace) -> int:
    try:
        profile = DEFAULT
        if asked.ruleset:
            is_file = Path(asked.ruleset).exists() or asked.ruleset.endswith((".yaml", ".yml", ".json"))
            profile = Profile.of(_data(asked.ruleset, "The ruleset") if is_file else asked.ruleset)
        facts = Facts.of(_data(asked.facts, "The facts")) if asked.facts else Facts()
    except (ProfileInvalid, FactsInvalid) as error:
        raise _Refused(str(error)) from None
    checked, data = _checked(asked, profile, facts)
    if asked.format == "report":
        from hashlib import sha256

        from .report import write

        sys.stdout.buffer.write(write(checked, sha256(data).hexdigest()) + b"\n")
    elif checked.reason is None and asked.format == "json":
        _print_json([_as_spectral(one, checked, asked.file) for one in checked.findings])
    elif checked.reason is None:
        from .words import told

        print("\n".join(told(checked, asked.file, data)))
    if checked.reason is not None:
        _unread(checked.reason, as_json=asked.format == "json")
        return UNREAD
    return FOUND if any(one.severity == "error" for one in checked.findings) else CLEAN


def _as_spectral(finding: Finding, checked: Checked, source: str) -> dict[str, Any]:
    """The shape that Spectral prints: lines and characters from zero, severities as numbers."""
    span, path = finding.span, finding.path
    if isinstance(checked.document, Tree):
        path = checked.document.own_path(path, {})
    return {
        "code": finding.rule,
        "path": [str(step) for step in path],
        "message": finding.message,
        "severity": SEVERITIES.index(finding.severity),
        "range": {
            "start": {"line": span.line - 1, "character": span.column - 1},
            "end": {"line": span.end_line - 1, "character": span.end_column - 1},
        },
        "source": source,
    }


def _show(asked: argparse.Namespace) -> int:
    from .show import as_data, lines

    checked, _ = _checked(asked, DEFAULT, Facts())
    if checked.reason is not None or checked.interface is None or checked.format is None:
        _unread(checked.reason or NotChecked("empty", "Nothing was read."), as_json=asked.format == "json")
        return UNREAD
    if asked.format == "json":
        label = checked.format.label(checked.dialect)
        _print_json({"format": label, "lines": checked.lines, "interface": as_data(checked.interface)})
    else:
        print("\n".join(lines(checked, checked.interface)))
    return CLEAN


def _rules(asked: argparse.Namespace) -> int:
    if asked.format == "json":
        _print_json([describe(one) for one in rules().values()])
    else:
        print(catalogue(), end="")
    return CLEAN


def catalogue() -> str:
    """docs/rules.md, which a test holds to this."""
    lines = ["# The rules", "", "Written by `python -m services.contracts rules --format markdown`; do not edit.", ""]
    for group in (*GROUPS, OWN_GROUP):
        lines += [f"## {group}", ""]
        for one in rules().values():
            if one.group == group:
                said = f"{one.title}. Severity: {one.severity}. Source: {one.source}."
                lines += [f"### {one.id}", "", said, "", one.why, "", f"**Mend:** {one.mend}", ""]
                for word, examples in (("Kept", one.good or {}), ("Broken", one.bad or {})):
                    for example in examples.values():
                        lines += [f"{word}:", "", "```yaml", example.strip("\n"), "```", ""]
    return "\n".join(lines).rstrip() + "\n"


def _serve(_: argparse.Namespace) -> int:
    from .child import serve

    serve()
    return CLEAN


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
