"""A coverage-guided fuzzer on what the engine reads. One command, which wants atheris beside what Homeport runs on:

    python tools/fuzz.py [TARGET ...] [--seconds 3600] [--keep var/fuzz]

A target is a format (several files at once too), or one of `archive`, `reading`, `beside`, `baseline`, `waivers` and
`protoc` (the compiler and what is made of its complaints). Each has its share of the time in a process of its own.
Inputs that were worth keeping and finds stand in the folder of --keep; a find is the smallest input that ends in one
place, with its traceback beside it. Exit code 1: something was found. docs/hostile.md tells how it is used.
"""

import argparse
import ast
import faulthandler
import logging
import os
import re
import subprocess
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from hashlib import sha256
from importlib import import_module
from itertools import pairwise
from pathlib import Path
from pkgutil import walk_packages
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parent.parent
CORPUS = ROOT.parent / "shared" / "corpus"
"""Real contracts, where there are some."""
OTHERS = ("archive", "reading", "beside", "baseline", "waivers", "protoc")
"""What is fuzzed beside the formats."""
LONGEST = 12_000
"""Bytes of one input. What is longer is slower and holds nothing that is not in the shorter ones."""
SECONDS = 5.0
"""Of one input. A check that takes longer is a find."""
HANGS = 120
"""Seconds of wall time after which an input that not even the alarm has ended ends the process, with its traceback. A
process that others let wait needs some."""
MEMORY = 2_000
"""Megabytes."""
FILE = b"\x1e"
"""Begins a file of several, before its name and a line end: not a byte that text has."""
SHOWN = re.compile(r"cov: (\d+) ft: (\d+)")


class Find(Exception):
    """Nothing was raised, but what came out is not right."""


def main() -> int:
    """Runs the targets one after the other, and says what each has brought."""
    asked = _asked()
    if asked.one:  # before anything of the engine is imported, or coverage would not see it
        _fuzz(asked.one, asked.seconds, asked.keep)
    names = asked.targets or targets()
    print(
        f"{'target':12} {'seconds':>7} {'runs':>9} {'edges':>6} {'features':>8} {'inputs':>6} {'finds':>5}", flush=True
    )
    found = 0
    for name in names:
        finds = _run(name, max(10, asked.seconds // len(names)), asked.keep)
        found += finds
    return 1 if found else 0


def targets() -> tuple[str, ...]:
    """Every format that the engine reads, and the others."""
    sys.path.insert(0, str(ROOT))
    return (*(one.NAME for one in import_module("services.contracts.formats").FORMATS), *OTHERS)


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Fuzzes the contract engine with bytes, guided by coverage.")
    parser.add_argument("targets", nargs="*", metavar="TARGET", help=f"a format, {', '.join(OTHERS)}")
    parser.add_argument("--seconds", type=int, default=3600, help="of all targets together")
    parser.add_argument("--keep", type=Path, default=ROOT / "var" / "fuzz", help="folder for inputs and finds")
    parser.add_argument("--one", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if strange := [] if asked.one else sorted(set(asked.targets) - set(targets())):
        parser.error(f"There is no target {', '.join(strange)}. Known: {', '.join(targets())}.")
    return asked


def _run(name: str, seconds: int, keep: Path) -> int:
    """One target in a process of its own, which is started again when an input has ended it. How many finds it has."""
    edges = features = runs = 0
    left = seconds
    folder = keep / name
    for _ in range(5):
        command = [sys.executable, str(Path(__file__).resolve()), "--one", name, f"--seconds={left}", f"--keep={keep}"]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, errors="replace")
        told = [(int(one[1]), int(one[2])) for one in SHOWN.finditer(done.stderr)]
        edges, features = max([(edges, features), *told])
        counted = re.search(r"number_of_executed_units: (\d+)", done.stderr)
        steps = re.findall(r"^#(\d+)", done.stderr, re.M)
        runs += int(counted[1]) if counted else int(steps[-1]) if steps else 0
        spent = re.search(r"Done \d+ runs in (\d+) second", done.stderr)
        if done.returncode == 0 or spent:
            break
        (folder / "finds").mkdir(parents=True, exist_ok=True)
        (folder / "finds" / "ended.txt").write_text(done.stderr[-20_000:], encoding="utf-8")
        left = max(10, left // 2)
    finds = len(list((folder / "finds").glob("*.bin"))) + (folder / "finds" / "ended.txt").is_file()
    kept = len(list((folder / "inputs").glob("*")))
    print(f"{name:12} {seconds:7} {runs:9,} {edges:6,} {features:8,} {kept:6,} {finds:5}", flush=True)
    return finds


def _fuzz(name: str, seconds: int, keep: Path) -> None:
    """Fuzzes one target in this process, and ends it."""
    atheris = import_module("atheris")
    os.chdir(ROOT)
    sys.path.insert(0, str(ROOT))
    with atheris.instrument_imports(include=["services.contracts"]):
        _load()
    ask = _target(name)
    finds = _Finds(keep / name / "finds")
    inputs, seeds = keep / name / "inputs", keep / name / "seeds"
    inputs.mkdir(parents=True, exist_ok=True)
    seeds.mkdir(parents=True, exist_ok=True)
    texts = list(dict.fromkeys(_seeds(name)))
    for text in texts:
        (seeds / sha256(text).hexdigest()[:16]).write_bytes(text)
    words = keep / name / "words"
    words.write_text("".join(f'"{word}"\n' for word in _words(texts)), encoding="ascii")

    watched = 0.0

    def once(data: bytes) -> None:
        nonlocal watched
        now = time.monotonic()
        if now > watched + 1:  # not for each of thousands a second: it starts a thread
            watched = now
            faulthandler.dump_traceback_later(HANGS, exit=True)
        try:
            ask(data)
        except Exception as error:
            finds.keep(error, data)

    options = [f"-max_total_time={seconds}", f"-max_len={LONGEST}", f"-rss_limit_mb={MEMORY}", "-timeout=0"]
    options += ["-print_final_stats=1", "-len_control=20", "-reload=0", f"-artifact_prefix={keep / name}/"]
    options += [f"-dict={words}"] if words.stat().st_size else []
    atheris.Setup([sys.argv[0], *options, str(inputs), str(seeds)], once)
    atheris.Fuzz()


class _Finds:
    """The smallest input that ends in one place."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder

    def keep(self, error: Exception, data: bytes) -> None:
        steps = traceback.extract_tb(error.__traceback__)[-2:]
        place = "|".join(f"{one.name}:{one.lineno}" for one in steps)
        said = str(error) if isinstance(error, Find) else place
        name = sha256(f"{type(error).__name__}|{said}".encode()).hexdigest()[:10]
        file = self.folder / f"{name}.bin"
        if file.is_file() and file.stat().st_size <= len(data):
            return
        file.write_bytes(data)
        file.with_suffix(".txt").write_text("".join(traceback.format_exception(error)), encoding="utf-8")


# What is asked of the engine


def _load() -> None:
    """Every module of the engine, those too that are loaded only when a contract needs them."""
    engine = import_module("services.contracts")
    for found in walk_packages(engine.__path__, "services.contracts."):
        if not found.name.endswith("__main__"):
            import_module(found.name)


def _target(name: str) -> Callable[[bytes], None]:
    """A function that raises when an input does what none may do."""
    contracts = import_module("services.contracts")
    limits = contracts.Limits(bytes=200_000, files=50, nodes=50_000, aliases=500, seconds=SECONDS)
    if name in ("reading", "beside", "baseline", "waivers"):
        return _reader(name, limits)
    if name != "protoc":  # a process for each input would leave time for few of them
        vars(import_module("services.contracts.formats.proto.compiler"))["_program"] = lambda: None
    return lambda data: _judge(contracts, limits, data if name == "archive" else _packed(contracts, data))


def _packed(contracts: Any, data: bytes) -> bytes:
    """Several files where the bytes say so: each begins with FILE and its name."""
    if FILE not in data:
        return data
    files = {}
    for part in data.split(FILE):
        given, _, content = part.partition(b"\n")
        files[given.decode("utf-8", "replace")[:60].strip() or "a"] = content
    try:
        return bytes(contracts.pack(files))
    except contracts.NotChecked:
        return data.replace(FILE, b"\n")


def _judge(contracts: Any, limits: Any, data: bytes) -> None:
    checked = contracts.lint(data, limits=limits)
    report = contracts.Report(contracts.write(checked))
    if checked.reason is None:
        contracts.Reference(import_module("services.contracts.reference").write(checked))
    crashed = [one for one in checked.findings if one.rule == "rule-crashed"]
    if crashed:
        raise Find(crashed[0].message)
    if checked.reason is not None and checked.reason.code in ("check-timed-out", "check-out-of-memory"):
        raise Find(f"{checked.reason.code} {checked.format.NAME if checked.format else 'reading'}")
    for one in report.findings():
        if one.line < 1 or one.column < 1 or (one.end_line, one.end_column) < (one.line, one.column):
            raise Find(f"{one.rule} stands nowhere")


def _reader(name: str, limits: Any) -> Callable[[bytes], None]:
    contracts = import_module("services.contracts")
    source = import_module("services.contracts.document").Source
    if name == "beside":
        return lambda data: _judge(contracts, limits, contracts.pack({"contract.yaml": data, "a.yaml": _SMALL}))
    given = import_module("services.contracts.command.given")
    if name in ("baseline", "waivers"):
        read = import_module(f"services.contracts.command.{name}").read

        def file(data: bytes) -> None:
            try:
                read(name, source(data, limits).tree.root)
            except (contracts.NotChecked, given.Refused):
                return

        return file

    def tree(data: bytes) -> None:
        try:
            found = source(data, limits).tree
        except contracts.NotChecked as reason:
            if reason.code == "check-timed-out":
                raise
            return
        paths = _paths(found.root)
        spans = found.spans(paths)
        if any(one.line < 1 or one.line > found.source.lines.count for one in spans.values()):
            raise Find("a place beyond the text")
        list(found.flaws())

    return tree


def _paths(root: Any) -> list[tuple[str | int, ...]]:
    """Some of the ways into a document."""
    paths: list[tuple[str | int, ...]] = [()]
    for path in paths:
        node = root
        for step in path:
            node = node[step]
        if len(paths) < 100 and len(path) < 20:
            below = node.keys() if isinstance(node, dict) else range(len(node)) if isinstance(node, list) else ()
            paths += [(*path, step) for step in below]
    return paths


_SMALL = b"openapi: 3.1.0\ninfo: {title: T, version: '1'}\npaths: {}\n"
_WAIVER = b"- {rule: terms-stated, key: '', reason: x, data: {evidence: y, value: 1, source: z}, until: 2027-03-31}\n"

# What it begins with


class Text(NamedTuple):
    name: str
    data: bytes


def _seeds(name: str) -> Iterator[bytes]:
    contracts = import_module("services.contracts")
    if name == "baseline":
        yield b'{"baseline": 1, "contracts": {"a.yaml": {"fingerprints": ["0123456789abcdef"], "beyond": 2}}}'
    elif name == "waivers":
        yield _WAIVER
        yield b"- fingerprint: '0123456789abcdef'\n  contract: '*.yaml'\n  reason: x\n  until: 2027-01-01T10:00:00Z\n"
    elif name == "beside":
        yield b"main: a.yaml\nfacts: {contact: a@b.example, support: x, terms: y}\n"
    else:
        texts = list(_texts())
        if name == "archive":
            yield from (contracts.pack({one.name: one.data}) for one in texts[::20] if len(one.data) < 1_500)
        elif name == "reading":
            yield from (one.data for one in texts if one.data.lstrip()[:1].isalpha() or one.data[:1] in b"{[-")
        else:
            wanted = "proto" if name == "protoc" else name
            mine = [one for one in texts if _format(one.data) == wanted]
            yield from (one.data for one in mine)
            for first, second in pairwise(mine):
                both = b"".join(FILE + one.name.encode() + b"\n" + one.data for one in (first, second))
                if len(both) < LONGEST:
                    yield both


def _texts() -> Iterator[Text]:
    """Short contracts: of the corpus, of the demo company, and those in the documentation and the tests."""
    demo = ROOT / "portal" / "demo"
    for path in sorted([*CORPUS.rglob("*"), *demo.glob("contracts/*"), *demo.glob("interfaces/*")]):
        if path.is_file() and path.stat().st_size < LONGEST:
            yield Text(path.name, path.read_bytes())
    for path in sorted((ROOT / "docs").glob("*.md")):
        for block in re.findall(r"^```\w*\n(.*?)^```", path.read_text("utf-8"), re.M | re.S):
            yield Text(path.stem, block.encode())
    for path in sorted((ROOT / "tests" / "services" / "contracts").glob("*.py")):
        for node in ast.walk(ast.parse(path.read_bytes())):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and 30 < len(node.value) < LONGEST:
                yield Text(f"{path.stem}{node.lineno}", node.value.encode("utf-8", "surrogatepass"))


def _format(data: bytes) -> str:
    """The name of the format that knows a text, "" when none does."""
    contracts = import_module("services.contracts")
    find = import_module("services.contracts.formats").find
    bundle = import_module("services.contracts.bundle").Bundle
    try:
        found, _, _ = find(bundle(data, contracts.Limits()))
    except contracts.NotChecked:
        return ""
    return str(found.NAME)


def _words(texts: list[bytes]) -> list[str]:
    """What stands in several of the seeds: the words of the language."""
    met: Counter[str] = Counter()
    for text in texts:
        met.update(set(re.findall(r"[@$#A-Za-z_<][A-Za-z_:.$-]{1,24}", text.decode("utf-8", "replace"))))
    return [word for word, times in met.most_common(300) if times > 1 or len(texts) < 5]


if __name__ == "__main__":
    logging.disable(logging.CRITICAL)
    sys.exit(main())
