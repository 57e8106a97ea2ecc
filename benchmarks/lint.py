"""How fast documents are linted, beside Spectral 6 and Redocly 2, each as a whole process. One command:

    .venv/bin/python -m benchmarks.lint [DOCUMENT ...] [--times N] [--tools FOLDER] [--only ours,redocly]

Spectral and Redocly are installed with npm into var/benchmark (or FOLDER) the first time. Without a DOCUMENT those of
../shared/corpus/openapi are taken: GitHub, Stripe, Kubernetes, Petstore. All tools print JSON, and run in turn, so that
what else the machine does falls on all of them; `both` is the ruleset with all our own rules on top. Then documents of
up to 33 MB are written, to see how the cost grows, and our own rules are asked beside the ruleset. The last line is
JSON: seconds, processor seconds, megabytes and ratios.
"""

import argparse
import compileall
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
CORPUS = ROOT.parent / "shared" / "corpus" / "openapi"
DOCUMENTS = ("github-new.yaml", "stripe-2021-12.yaml", "kubernetes.yaml", "oai-petstore.yaml")
PACKAGES = ("@stoplight/spectral-cli@6.16.3", "@redocly/cli@2")
CIRCLE = 12
"""So many types of a written document refer to each other, in circles and in chains."""
SIZES = (4, 8, 16, 33)
"""Megabytes of the documents that are written."""


@dataclass(slots=True)
class Runs:
    """The runs of one tool on one document."""

    seconds: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)
    megabytes: float = 0.0
    findings: int = 0

    def told(self) -> dict[str, Any]:
        return {
            "best": round(min(self.seconds), 3),
            "median": round(statistics.median(self.seconds), 3),
            "processor": round(min(self.processor), 3),
            "megabytes": round(self.megabytes, 1),
            "findings": self.findings,
        }


class Tools:
    """The commands to be compared."""

    def __init__(self, folder: Path, only: set[str]) -> None:
        self.folder = folder
        self.only = only
        folder.mkdir(parents=True, exist_ok=True)
        self.ruleset = folder / "spectral-oas.yaml"
        self.ruleset.write_text('extends: ["spectral:oas"]\n')

    def install(self) -> None:
        if {"spectral", "redocly"} & self.only and not (self.folder / "node_modules").exists():
            if not shutil.which("npm"):
                sys.exit("npm is not there, so that there is nothing to compare with (--only ours).")
            subprocess.run(["npm", "install", "--no-audit", "--no-fund", *PACKAGES], cwd=self.folder, check=True)

    def commands(self, document: Path) -> dict[str, list[str]]:
        bin_ = self.folder / "node_modules" / ".bin"
        ours = [sys.executable, "-m", "services.contracts", "lint", "--ruleset", "spectral:oas", "--format", "json"]
        all_ = {
            "ours": [*ours, str(document)],
            "redocly": [
                str(bin_ / "redocly"),
                "lint",
                "--extends=recommended",
                "--format=json",
                "--max-problems=999999",
            ],
            "spectral": [str(bin_ / "spectral"), "lint", "-q", "-r", str(self.ruleset), "-f", "json", str(document)],
        }
        all_["redocly"].append(str(document))
        told = {name: command for name, command in all_.items() if name in self.only}
        if "ours" in told:
            told["both"] = [*ours, "--ruleset", "externalizable", str(document)]
        return told


def run(command: list[str], runs: Runs) -> None:
    """One process, from its start to its end; its output goes to a file."""
    environment = {**os.environ, "REDOCLY_TELEMETRY": "off", "REDOCLY_SUPPRESS_UPDATE_NOTICE": "true", "CI": "true"}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    with tempfile.TemporaryFile() as out:
        began = time.perf_counter()
        child = subprocess.Popen(command, stdout=out, stderr=subprocess.DEVNULL, cwd=ROOT, env=environment)
        _, status, used = os.wait4(child.pid, 0)
        runs.seconds.append(time.perf_counter() - began)
        child.returncode = os.waitstatus_to_exitcode(status)
        runs.processor.append(used.ru_utime + used.ru_stime)
        runs.megabytes = max(runs.megabytes, used.ru_maxrss / (1_000_000 if sys.platform == "darwin" else 1_000))
        out.seek(0)
        runs.findings = findings(out.read())


def findings(said: bytes) -> int:
    try:
        data = json.loads(said)
    except ValueError:
        return -1
    return len(data if isinstance(data, list) else data.get("problems", ()))


def compare(document: Path, tools: Tools, times: int) -> dict[str, Any]:
    """All tools in turn, `times` times over; the slowest, once it took two minutes, once."""
    commands = tools.commands(document)
    document.read_bytes()  # now it is in the cache of the system
    runs = {name: Runs() for name in commands}
    for turn in range(times):
        for name, command in commands.items():
            if turn and min(runs[name].seconds) > 120:
                continue
            run(command, runs[name])
    told = {name: one.told() for name, one in runs.items()}
    for name in told.keys() - {"ours"}:
        if "ours" in told:
            told[name]["times"] = round(told[name]["best"] / told["ours"]["best"], 1)
            told[name]["times_processor"] = round(told[name]["processor"] / told["ours"]["processor"], 1)
    print(f"{document.name} ({document.stat().st_size / 1e6:.1f} MB)")
    for name, one in told.items():
        more = f"  {one['times']:6.1f} times ours" if "times" in one else ""
        print(
            f"  {name:<9} best {one['best']:8.2f} s  median {one['median']:8.2f} s  processor {one['processor']:8.2f} s"
            f"  {one['megabytes']:7.0f} MB  {one['findings']:6d} findings{more}",
            flush=True,
        )
    return told


OPERATION = """\
  /shops/{{shop}}/things-{0}:
    get:
      operationId: getThing{0}
      summary: Thing {0} of a shop
      description: >-
        Tells what the shop knows about thing {0}: its name, its state, and who asked for it.
      tags: [things]
      parameters:
        - {{name: shop, in: path, required: true, schema: {{type: string}}}}
        - $ref: '#/components/parameters/Limit'
      responses:
        '200':
          description: What is known.
          content:
            application/json:
              schema:
                $ref: '#/components/schemas/Thing{1}'
              example: {{name: abc, state: new, at: {0}}}
        '404':
          $ref: '#/components/responses/Gone'
"""
SCHEMA = """\
    Thing{0}:
      type: object
      description: A thing, as it was when it was asked for.
      required: [name]
      properties:
        name: {{type: string, description: What people call it, example: abc}}
        state: {{type: string, enum: [new, used, broken]}}
        at: {{type: integer, format: int64, description: When, example: {0}}}
        next: {{$ref: '#/components/schemas/Thing{1}'}}
"""


def written(megabytes: int) -> Iterator[str]:
    """A document of this size, of the kind that companies have."""
    yield "openapi: 3.0.3\ninfo: {title: Things, version: 1.0.0, description: Many, contact: {name: us}}\n"
    yield "servers: [{url: 'https://things.example'}]\ntags: [{name: things}]\npaths:\n"
    number = megabytes * 1_000_000 // (len(OPERATION) + len(SCHEMA) + 24)
    yield from (OPERATION.format(one, one) for one in range(number))
    yield "components:\n  parameters:\n    Limit: {name: limit, in: query, schema: {type: integer}}\n"
    yield "  responses:\n    Gone: {description: It is not there.}\n  schemas:\n"
    yield from (
        SCHEMA.format(one, min(one - one % CIRCLE + (one * 7 + 1) % CIRCLE, number - 1)) for one in range(number)
    )


def growth(tools: Tools, times: int) -> list[dict[str, Any]]:
    """Our cost by size, and with our own rules beside the ruleset."""
    rows = []
    with tempfile.TemporaryDirectory(prefix="lint-") as folder:
        for size in SIZES:
            document = Path(folder) / f"things-{size}.yaml"
            document.write_text("".join(written(size)))
            command = tools.commands(document)["ours"]
            alone, both = Runs(), Runs()
            for _ in range(times):
                run(command, alone)
                run([*command[:-1], "--ruleset", "externalizable", command[-1]], both)
            row = {"size": size, "ruleset": alone.told(), "both": both.told()}
            row["processor_per_megabyte"] = round(row["ruleset"]["processor"] / size, 4)
            rows.append(row)
            print(
                f"{size:3d} MB written: {row['ruleset']['processor']:6.2f} s of processor"
                f" ({row['processor_per_megabyte']:.3f} s a MB), {row['ruleset']['megabytes']:5.0f} MB;"
                f" with our own rules {row['both']['processor']:6.2f} s, {row['both']['megabytes']:5.0f} MB",
                flush=True,
            )
    return rows


def main() -> None:
    asked = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    asked.add_argument("documents", nargs="*", type=Path)
    asked.add_argument("--times", type=int, default=3)
    asked.add_argument("--tools", type=Path, default=ROOT / "var" / "benchmark")
    asked.add_argument("--only", default="ours,redocly,spectral")
    asked.add_argument("--no-growth", action="store_true")
    said = asked.parse_args()
    documents = said.documents or [CORPUS / name for name in DOCUMENTS if (CORPUS / name).exists()]
    tools = Tools(said.tools.resolve(), set(said.only.split(",")))
    tools.install()
    compileall.compile_dir(ROOT / "services" / "contracts", quiet=2)  # as an installed package is
    told: dict[str, Any] = {one.name: compare(one.resolve(), tools, said.times) for one in documents}
    if "ours" in tools.only and not said.no_growth:
        told["growth"] = growth(tools, max(1, said.times - 1))
    print(json.dumps(told))


if __name__ == "__main__":
    main()
