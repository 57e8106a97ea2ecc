"""Reads a ruleset with everything it extends, from files, into plain data that a process without files can run."""

import posixpath
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path as FilePath
from typing import Any

from ..document import Source
from ..limits import Limits, NotChecked
from ..patterns import PatternInvalid
from ..places import Path
from . import builtin, scripted, shape
from .function import OptionsInvalid, OptionsUnsupported
from .merging import Data, MergeFailed, Ruleset, alias_paths
from .mistakes import Mistake, RulesetInvalid, placed, unread
from .paths import PathInvalid, PathUnsupported
from .paths import read as read_path

FILES = 200
"""Files of one ruleset, at most."""
_LIMITS = Limits(bytes=4_000_000, depth=100, nodes=500_000)
SCRIPTS = (".js", ".mjs", ".cjs", ".ts")
IN_FOLDER = tuple(
    f"{name}.{suffix}" for name in (".spectral", "spectral", "ruleset", "index") for suffix in ("yaml", "yml", "json")
)

type Fetch = Callable[[str], bytes]
"""Gets a ruleset by its address. Raises OSError."""


def load(name: str, fetch: Fetch | None = None) -> Data:
    """A ruleset by its file, its address, or its name when it is one of ours. Raises RulesetInvalid."""
    if name in builtin.FOLDERS:
        return {"extends": [[name, None]], "source": ""}
    loader = Loader(fetch)
    data = loader.file(name)
    if not loader.mistakes:
        loader.merged(data)
    if loader.mistakes:
        raise RulesetInvalid(loader.mistakes)
    return data


def is_ruleset(said: Any) -> bool:
    """Whether data is a ruleset in Spectral's format, and not a profile of ours (`{rules: {name: severity}}`)."""
    if not isinstance(said, dict):
        return False
    rules = said.get("rules")
    own = {"extends", "overrides", "functions", "aliases", "formats", "parserOptions"}
    return bool(own & said.keys()) or (isinstance(rules, dict) and any(isinstance(one, dict) for one in rules.values()))


def of_text(text: bytes, name: str = "ruleset") -> Data:
    """A ruleset that came as text: it can extend those of ours, and no files. Raises RulesetInvalid."""
    loader = Loader(None, alone=True)
    data = loader.text(name, text)
    if not loader.mistakes:
        loader.merged(data)
    if loader.mistakes:
        raise RulesetInvalid(loader.mistakes)
    return data


@dataclass(slots=True)
class Loader:
    """Goes from file to file and gathers the mistakes of all of them."""

    fetch: Fetch | None
    alone: bool = False
    mistakes: list[Mistake] = field(default_factory=list)
    stack: list[str] = field(default_factory=list)
    sources: dict[str, Source] = field(default_factory=dict)
    files: int = 0

    def file(self, name: str) -> Data:
        try:
            content = self.fetch(name) if is_address(name) and self.fetch else _content(name)
        except (OSError, ValueError) as error:
            self.mistakes.append(Mistake(name, f"cannot be read: {getattr(error, 'strerror', None) or error}."))
            return {}
        return self.text(name, content)

    def text(self, name: str, content: bytes) -> Data:
        self.files += 1
        try:
            source = Source(content, _LIMITS, name)
            root = source.tree.root
        except NotChecked as reason:
            if reason.code == "check-timed-out":
                raise
            self.mistakes.append(_script_at(name, content) or unread(name, reason))
            return {}
        self.sources[name] = source
        if not isinstance(root, dict) and (script := _script_at(name, content)):  # a short one reads as a text of YAML
            self.mistakes.append(script)
            return {}
        found = [(path, f"{message[0].upper()}{message[1:]}.") for path, message in shape.mistakes(root)]
        found += [(one.place.path, one.message) for one in source.tree.flaws()]
        if not found:
            found += self._meaning(root)
        self.mistakes += placed(source, found)
        if found:
            return {}
        self.stack.append(name)
        data = self._extended(name, source, {**root, "source": name}, ())
        if "overrides" in data:
            data["overrides"] = [
                self._extended(name, source, dict(one), ("overrides", number))
                for number, one in enumerate(data["overrides"])
            ]
        self.stack.pop()
        return data

    def _extended(self, name: str, source: Source, data: dict[str, Any], path: Path) -> dict[str, Any]:
        """With what is extended in place of its name."""
        said = data.get("extends", [])
        extends: list[list[Any]] = []
        for number, one in enumerate(said if isinstance(said, list) else [said]):
            wanted, part = one if isinstance(one, list) else (one, None)
            at = (*path, "extends", number) if isinstance(said, list) else (*path, "extends")
            where = self._where(wanted, name)
            if isinstance(where, Mistake):
                self.mistakes += placed(source, [(at, where.message)])
            elif where in builtin.FOLDERS:
                extends.append([where, part])
            elif self.files >= FILES:
                self.mistakes += placed(source, [(at, f"A ruleset is made of up to {FILES} files.")])
            elif where not in self.stack:  # what extends itself is read once
                extends.append([self.file(where), part])
        return {**data, "extends": extends} if extends or said else data

    def _where(self, wanted: str, name: str) -> str | Mistake:
        """The file, address or name of ours that is meant."""
        if wanted in builtin.FOLDERS:
            return wanted
        if wanted.startswith("spectral:"):
            return Mistake(name, f"There is no ruleset {wanted!r}; there is {', '.join(builtin.FOLDERS)}.")
        if self.alone:
            said = f"{wanted!r} is a file or an address, and this ruleset came without any. Put what it says into it."
            return Mistake(name, said)
        if wanted.endswith(SCRIPTS):
            return Mistake(name, f"{wanted!r} {scripted.refused(_script(FilePath(name).parent / wanted))}")
        if is_address(wanted) or is_address(name):
            if self.fetch is None:
                return Mistake(name, f"{wanted!r} is an address. It is only fetched with --fetch-rulesets.")
            from urllib.parse import urljoin

            return urljoin(name, wanted)
        path = FilePath(name).parent / wanted
        if path.is_dir():
            inside = next((path / one for one in IN_FOLDER if (path / one).is_file()), None)
            if inside is None:
                return Mistake(name, f"There is no ruleset in the folder {wanted!r}; looked for {IN_FOLDER[0]} ...")
            path = inside
        if not path.exists() and not wanted.startswith((".", "/")):
            said = "is no file here. Packages are not installed from a registry: take the ruleset's file instead."
            return Mistake(name, f"{wanted!r} {said}")
        return posixpath.normpath(path.as_posix())

    def _meaning(self, root: Mapping[str, Any]) -> list[tuple[Path, str]]:
        """Mistakes in what is written: paths that are none, functions there are not, options that make no sense."""
        found: list[tuple[Path, str]] = []
        own = frozenset(one if isinstance(one, str) else one[0] for one in root.get("functions", ()))
        bodies: list[tuple[Path, Mapping[str, Any]]] = [((), root)]
        bodies += [(("overrides", number), one) for number, one in enumerate(root.get("overrides", ()))]
        for path, body in bodies:
            aliases = {**root.get("aliases", {}), **body.get("aliases", {})}
            for name, rule in body.get("rules", {}).items():
                if isinstance(rule, dict):
                    found += _rule(rule, (*path, "rules", name), aliases, own)
        return found

    def note(self, name: str, found: list[tuple[Path, str]]) -> None:
        """More mistakes in a file that was read."""
        self.mistakes += placed(self.sources[name], found)

    def merged(self, data: Data) -> None:
        """Puts it together once, to find rules that are changed without being there."""
        try:
            Ruleset({key: value for key, value in data.items() if key != "overrides"})
        except MergeFailed as error:
            source = self.sources[error.source]
            self.mistakes += placed(source, [(error.path, str(error))])


def _content(name: str) -> bytes:
    """Of a file, which may be one without an end: no more than shows that it is too large."""
    with FilePath(name).open("rb") as file:
        return file.read(_LIMITS.bytes + 1)


def _script(path: FilePath) -> bytes:
    """Nothing where it cannot be read: that it is a script is reason enough to refuse it."""
    try:
        return _content(str(path))
    except (OSError, ValueError):
        return b""


def _script_at(name: str, content: bytes) -> Mistake | None:
    """That it is a script, where its name or its text says so."""
    is_script = name.endswith(SCRIPTS) or scripted.is_script(content)
    return Mistake(name, scripted.refused(content)) if is_script else None


def is_address(name: str) -> bool:
    return name.startswith(("http://", "https://"))


type _Told = list[tuple[Path, str]]


def _rule(rule: Mapping[str, Any], path: Path, aliases: Mapping[str, Any], own: frozenset[str]) -> _Told:
    found: _Told = []
    for at, given in _each(rule["given"], (*path, "given")):
        try:
            for one in _written_out(aliases, given):
                read_path(one)
        except PathUnsupported:
            continue  # told when it is run: the rule then is not checked
        except (PathInvalid, MergeFailed) as error:
            found.append((at, str(error)))
    for at, then in _each(rule["then"], (*path, "then")):
        name = then["function"]
        makers = builtin.known()
        if name in own:
            continue
        if name not in makers:
            found.append(((*at, "function"), f"There is no function {name!r}."))
            continue
        try:
            makers[name](then.get("functionOptions"))
            if then.get("field", "").startswith("$"):
                read_path(then["field"])
        except (OptionsUnsupported, PathUnsupported):
            continue
        except (OptionsInvalid, PatternInvalid) as error:
            found.append(((*at, "functionOptions") if "functionOptions" in then else at, str(error)))
        except PathInvalid as error:
            found.append(((*at, "field"), str(error)))
    return found


def _each(said: Any, path: Path) -> list[tuple[Path, Any]]:
    if isinstance(said, list):
        return [((*path, number), one) for number, one in enumerate(said)]
    return [(path, said)]


def _written_out(aliases: Mapping[str, Any], given: str) -> list[str]:
    """All paths an alias may stand for, whatever the format."""
    plain = {
        name: [one for target in said["targets"] for one in target["given"]] if isinstance(said, dict) else said
        for name, said in aliases.items()
    }
    return alias_paths(plain, given, frozenset())
