"""One document judged in the process that calls: the same for a single file here and for many in the workers."""

import re
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

from ..beside import Beside
from ..document import Source
from ..formats import FORMATS
from ..limits import Limits, NotChecked, stopwatch
from ..lint import Checked, Finding, Ruleset, lint
from ..model import Facts
from ..profile import DEFAULT, Profile
from ..registry import rules
from ..report import not_checked, write

type Kind = Literal["lint", "table", "show", "show-json"]


@dataclass(frozen=True, slots=True)
class Settings:
    """What holds for every document of a run."""

    profile: Profile | None = DEFAULT
    """None: only rulesets are asked."""
    rulesets: tuple[Ruleset, ...] = ()
    facts: Facts = field(default_factory=Facts)
    limits: Limits = field(default_factory=Limits)
    kind: Kind = "lint"
    paths: bool = False
    """Whether somebody wants the finding's path in the document, as the JSON of the command has it."""


_LONG = 500_000
"""Bytes from which on their digest is worked out beside the check."""


class Answer(NamedTuple):
    """What became of one document: a report; or it belongs to others of its format; or it is no contract at all."""

    report: bytes = b""
    paths: tuple[list[str | int], ...] = ()
    shown: str = ""
    together: str = ""
    """The name of the format whose files are one contract: to be judged with the others."""
    passed: str = ""
    """Why it is passed over: no format knows it."""


def judge(data: bytes, settings: Settings, *, name: str = "", searched: bool = False) -> Answer:
    """Judges one document. `searched`: nobody named it, so that it may be something else than a contract."""
    if searched and settings.kind != "table":
        together = _together(data, settings.limits)
        if together:
            return Answer(together=together)
    digest = Beside(lambda: _digest(data)) if len(data) > _LONG else None
    checked = lint(
        data,
        facts=settings.facts,
        profile=_profile(settings),
        rulesets=settings.rulesets,
        name=name,
        limits=settings.limits,
    )
    passed = ""
    if searched and checked.reason is not None and checked.format is None and not is_meant(name, data):
        passed = checked.reason.message
    paths = tuple(_path(one, checked) for one in checked.findings) if settings.paths else ()
    shown = _shown(checked, settings.kind) if settings.kind.startswith("show") else ""
    return Answer(write(checked, digest.end() if digest else _digest(data)), paths, shown, passed=passed)


def refusal(reason: NotChecked, settings: Settings, data: bytes = b"") -> Answer:
    """The answer about a document that nobody could look into."""
    return Answer(not_checked(reason, settings.profile, _digest(data)))


def _digest(data: bytes) -> str:
    from hashlib import sha256

    return sha256(data).hexdigest()


def _profile(settings: Settings) -> Profile | None:
    """Who only wants to know what a document says asks no rules."""
    if settings.kind == "lint":
        return settings.profile
    return Profile("none", dict.fromkeys(rules(), "off"))


def _together(data: bytes, limits: Limits) -> str:
    """The format of a file that is a contract together with its neighbours, "" for every other file."""
    try:
        with stopwatch(limits.seconds):
            source = Source(data, limits)
            form = next((one for one in FORMATS if _recognises(one, source)), None)
            return form.NAME if form and form.TOGETHER else ""
    except NotChecked:
        pass
    return ""


def _recognises(one: Any, source: Source) -> bool:
    try:
        return bool(one.recognise(source))
    except NotChecked as reason:
        if reason.code == "check-timed-out":
            raise
        return False


_SAID = re.compile(rb"""^[ \t{]*+["']?(?:openapi|swagger|asyncapi)["']?[ \t]*+:""", re.M)
_LOOKED_AT = 65_536


def is_meant(name: str, data: bytes) -> bool:
    """Whether a file that no format can read was meant as a contract: by its name, or by what its beginning says."""
    suffix = "." + name.rpartition(".")[2].lower()
    if any(suffix in one.ENDS for one in FORMATS):
        return True
    return suffix in (".yaml", ".yml", ".json") and _SAID.search(data[:_LOOKED_AT]) is not None


def _path(finding: Finding, checked: Checked) -> list[str | int]:
    """The way to the finding in the words of the document itself."""
    from ..places import File

    path = finding.path
    if checked.document is not None and finding.place.above is not None:  # a ruleset tells its own
        path = checked.document.own_path(path, {})
    if finding.rule == "parser":  # Spectral tells numbers as numbers there, and nowhere else
        return list(path)
    return [str(step) for step in path if not isinstance(step, File)]


def _shown(checked: Checked, kind: Kind) -> str:
    if checked.interface is None or checked.format is None:
        return ""
    from ..show import as_data, lines

    if kind == "show":
        return "\n".join(lines(checked, checked.interface))
    import orjson

    label = checked.format.label(checked.dialect)
    said = {"format": label, "lines": checked.lines, "interface": as_data(checked.interface)}
    option = orjson.OPT_INDENT_2 | orjson.OPT_NON_STR_KEYS
    return orjson.dumps(said, default=str, option=option).decode()
