"""How much processor time the hand-written grammars take for a megabyte each. One command:

    .venv/bin/python -m benchmarks.grammars [--against FOLDER] [--megabytes 1] [FORMAT ...]

With another checkout (`git worktree add FOLDER COMMIT`) both are measured in turn in one run, each in processes of its
own, and told side by side: seconds to read the text (tokens and tree), seconds of a whole check, the best of three.
"""

import argparse
import json
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent.parent
ROUNDS = 3

TEXTS = {
    "thrift": (
        "namespace java shop.orders\n",
        """
/** An order as it was placed. */
struct Order~ {
  1: required i64 id,           // given by us
  2: optional string note = "none",
  3: list<map<string, i32>> lines (max = "200"),
}
exception Gone~ { 1: string why }
enum State~ { OPEN = 1, PAID = 2, SENT = 3 }
service Orders~ { Order~ get(1: i64 id) throws (1: Gone~ gone), oneway void touch(1: i64 id) }
""",
    ),
    "proto": (
        'syntax = "proto3";\npackage shop.orders.v1;\n',
        """
// An order as it was placed.
message Order~ {
  int64 id = 1;  // given by us
  string note = 2 [deprecated = true];
  map<string, int32> lines = 3;
  repeated State~ states = 4;
  oneof way { string street = 5; int32 locker = 6; }
}
enum State~ { STATE~_OPEN = 0; STATE~_PAID = 1; STATE~_SENT = 2; }
service Orders~ { rpc Get(Order~) returns (stream Order~) { option idempotency_level = IDEMPOTENT; } }
""",
    ),
    "corba": (
        "module shop {\n",
        """
// An order as it was placed.
struct Order~ { long long id; string<80> note; sequence<long, 20> lines; };
enum State~ { open~, paid~, sent~ };
exception Gone~ { string why; };
const long MOST~ = 20 * (2 + 3);
interface Orders~ {
  readonly attribute State~ state;
  Order~ get(in long long id, inout string note) raises (Gone~);
  oneway void touch(in long long id);
};
""",
    ),
    "smithy": (
        '$version: "2"\nnamespace shop.orders\n',
        """
/// An order as it was placed.
structure Order~ {
    @required
    @length(min: 1, max: 80)
    id: String
    lines: Lines~
    state: State~ = "OPEN"
}
list Lines~ { member: Integer }
enum State~ { OPEN = "OPEN", PAID = "PAID" }
@error("client")
structure Gone~ { why: String }
@readonly
@http(method: "GET", uri: "/orders~/{id}")
operation Get~ { input := { @httpLabel @required id: String }, output: Order~, errors: [Gone~] }
""",
    ),
    "avro": (
        '@namespace("shop.orders")\nprotocol Shop {\n',
        """
/** An order as it was placed. */
record Order~ {
  long id;
  union { null, string } note = null;
  array<map<int>> lines;
  @logicalType("timestamp-millis") long at;
}
enum State~ { OPEN, PAID, SENT }
error Gone~ { string why; }
Order~ get~(long id, string note = "none") throws Gone~;
""",
    ),
}
"""What each begins with, and what is repeated with a number in the place of ~."""
CLOSING = {"corba": "};\n", "avro": "}\n"}


def text(name: str, megabytes: float) -> bytes:
    head, part = TEXTS[name]
    number = int(megabytes * 1_000_000 / len(part)) + 1
    return (head + "".join(part.replace("~", str(one)) for one in range(number)) + CLOSING.get(name, "")).encode()


MEASURE = """
import gc, json, sys, time
from services.contracts import Limits, lint
from services.contracts.bundle import Bundle
from services.contracts.formats import find
data = sys.stdin.buffer.read()
limits = Limits(seconds=600)
form, dialect, sources = find(Bundle(data, limits))
gc.disable()  # as in a check
began = time.process_time()
form.read(sources, dialect)
read = time.process_time() - began
began = time.process_time()
checked = lint(data, limits=limits)
print(json.dumps([read, time.process_time() - began, str(checked.reason or ""), checked.total]))
"""


def measured(folder: Path, data: bytes) -> list:
    command = [sys.executable, "-c", MEASURE]
    return json.loads(subprocess.run(command, cwd=folder, input=data, stdout=subprocess.PIPE, check=True).stdout)


def main() -> None:
    parser = argparse.ArgumentParser(description="Processor seconds of the hand-written grammars.")
    parser.add_argument("formats", nargs="*", default=list(TEXTS), metavar="FORMAT")
    parser.add_argument("--against", type=Path, help="another checkout, measured in turn with this one")
    parser.add_argument("--megabytes", type=float, default=1.0)
    asked = parser.parse_args()
    folders = [asked.against, HERE] if asked.against else [HERE]
    print(f"{'format':8} {'read':>14} {'check':>14}   seconds{', before and now' if asked.against else ''}")
    for name in asked.formats:
        data = text(name, asked.megabytes)
        rounds = [[measured(folder, data) for folder in folders] for _ in range(ROUNDS)]
        best = [[min(one[place][what] for one in rounds) for place in range(len(folders))] for what in (0, 1)]
        told = " ".join(f"{' '.join(f'{second:.2f}' for second in seconds):>14}" for seconds in best)
        notes = {one[2] for row in rounds for one in row} - {""}
        totals = {one[3] for row in rounds for one in row}
        differ = f"  not the same findings: {sorted(totals)}" if len(totals) > 1 else ""
        print(f"{name:8} {told}{differ}{''.join(f'  {note}' for note in notes)}", flush=True)


if __name__ == "__main__":
    main()
