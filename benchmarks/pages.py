"""How long every kind of page takes on the server, with the demo company. One command:

    .venv/bin/python -m benchmarks.pages [ROUNDS] [HOME]

Starts its own Homeport (embedded mode, INFO log) on a free port, waits until the demo company has settled, logs in as
several of its people and walks every kind of page: one request after the other, ROUNDS times (default 5), after one
walk that counts for nothing. HOME is a data folder that has the demo company already (it is copied); without one the
company is made anew.

The server's own milliseconds, how many of them a processor worked, and queries come from its access lines, found again
by the request's id; the whole time is measured here. Where other programs use the machine too, the server's threads
wait for a processor; the kernel says for how long, and ``alone`` is the server's time without that wait. The target is
held to ``alone``. Prints a table, the five with the most work, and one line of JSON. Exit code 1 when a kind is over
100 ms at p95.
"""

import html
import json
import os
import random
import re
import shutil
import statistics
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import psutil

from benchmarks.windows import Visitor
from portal.demo import LOGINS
from tests.ops.servers import clean_environment, company_home, free_port, process, status_of, wait_until

TARGET = 100  # milliseconds on the server, p95 of each kind of page
MOST = 12  # pages of one kind
LINE = re.compile(r"homeport\.access (\S+) (\S+) (\d+) in (\d+) ms \((\d+) of work\), (\d+) queries in \d+ ms (\S+)$")

# Kinds of page whose addresses do not depend on what there is.
PLAIN = {
    "home": ["/"],
    "inbox": ["/inbox/", "/inbox/asked/", "/notices/"],
    "catalog": [
        "/services/",
        "/services/?lifecycle=production&sort=owner",
        "/services/?criticality=critical",
        "/services/?q=order",
        "/services/?page=2",
    ],
    "contracts": ["/contracts/", "/contracts/?q=orders", "/contracts/?page=2"],
    "teams": ["/teams/", "/divisions/"],
    "away list": ["/away/", "/away/?page=2"],
    "review list": ["/reviews/"],
    "ledger": ["/ledger/"],
    "waivers": ["/waivers/"],
    "rules": ["/rules/"],
    "search": ["/search/?q=orders", "/search/?q=checkout", "/search/?q=refund&kind=contract", "/search/"],
    "jobs": ["/jobs/", "/jobs/?state=done"],
    "gallery": ["/gallery/", "/keyboard/"],
}
# Kinds that are found by following links from the pages above, the first that fits; each on one thing.
FOUND = {
    "service": r"/services/[\w-]+/",
    "service tabs": r"/services/[\w-]+/[\w-]+/",
    "team": r"/teams/[\w-]+/",
    "division": r"/divisions/[\w-]+/",
    "person": r"/people/[\w.-]+/",
    "contract source": r"/contracts/[\w-]+/[\w-]+/\d+/",
    "contract findings": r"/contracts/[\w-]+/[\w-]+/\d+/findings/",
    "contract operations": r"/contracts/[\w-]+/[\w-]+/\d+/operations/",
    "contract reference": r"/contracts/[\w-]+/[\w-]+/\d+/reference/.*",
    "contract compare": r"/contracts/[\w-]+/[\w-]+/\d+/compare/.*",
    "contract rest": r"/contracts/[\w-]+/[\w-]+/(?:\d+/)?(?:revisions|consumers)/",
    "away request": r"/away/\d+/",
    "review": r"/reviews/\d+/",
    "rule": r"/rules/[\w-]+/",
    "job": r"/jobs/\d+/",
}
SKIPPED = re.compile(r"/(?:new|change|upload|tokens|document|download|deprecate|waive|join|leave)(?:/|$)|^/people/me/")


@dataclass(frozen=True, slots=True)
class Visit:
    kind: str
    login: str
    path: str
    server: int
    work: int
    queries: int
    whole: float
    waited: float

    @property
    def alone(self) -> float:
        """How long it would have taken with a processor to itself; never less than the work."""
        return max(float(self.work), self.server - self.waited)


class Browser(Visitor):
    """A visitor whose requests can be found again in the server's log, and who collects links."""

    def __init__(self, base: str, login: str) -> None:
        super().__init__(base)
        self.login = login
        self.count = 0

    def look(self, path: str) -> tuple[str, int, float, str]:
        """The request's id, the status, milliseconds until the last byte, the page."""
        self.count += 1
        identity = f"bench-{self.login}-{self.count:05}"
        request = urllib.request.Request(self.base + path, headers={"X-Request-Id": identity})
        began = time.perf_counter()
        try:
            with self.opener.open(request, timeout=60) as answer:
                page, status = answer.read().decode(), int(answer.status)
        except urllib.error.HTTPError as error:
            with error:
                page, status = error.read().decode("utf-8", "replace"), error.code
        return identity, status, (time.perf_counter() - began) * 1000, page


def kind_of(path: str) -> str:
    bare = path.partition("?")[0]
    return next((kind for kind, pattern in FOUND.items() if re.fullmatch(pattern, bare)), "")


def pages_of(browser: Browser) -> dict[str, list[str]]:
    """What this person can reach by links, a few of each kind, the same each time."""
    found: dict[str, list[str]] = {kind: [] for kind in (*PLAIN, *FOUND)}
    queue = [(kind, path) for kind, paths in PLAIN.items() for path in paths]
    seen = {path for _, path in queue}
    chosen = random.Random(1)
    while queue:
        kind, path = queue.pop(0)
        if len(found[kind]) >= MOST:
            continue
        _, status, _, page = browser.look(path)
        if status != 200:
            continue
        found[kind].append(path)
        links = sorted({html.unescape(link) for link in re.findall(r'href="(/[^"#]*)"', page)} - seen)
        chosen.shuffle(links)
        for link in links:
            if not SKIPPED.search(link) and (of := kind_of(link)) and link not in seen:
                seen.add(link)
                queue.append((of, link))
    return found


def p95(figures: list[float]) -> float:
    return sorted(figures)[max(0, -(-len(figures) * 95 // 100) - 1)]


def told(log: Path) -> dict[str, tuple[int, int, int]]:
    """Milliseconds, those of them on a processor, and queries of each request by its id, as the server says them."""
    lines = (LINE.search(line) for line in log.read_text(encoding="utf-8").splitlines())
    return {found[7]: (int(found[4]), int(found[5]), int(found[6])) for found in lines if found}


def settled(browser: Browser) -> bool:
    """Nothing waits or runs any more: the demo company's documents are checked."""
    figures = browser.look("/metrics")[3]
    open_jobs = re.findall(r"^homeport_jobs_(?:running|oldest_due_seconds)\{.*\} (\S+)$", figures, re.MULTILINE)
    return all(float(figure) == 0 for figure in open_jobs)


@dataclass(frozen=True, slots=True)
class Asked:
    """A request that was answered, before the server's log is read."""

    identity: str
    kind: str
    login: str
    path: str
    whole: float
    waited: float


def queued(pids: list[int]) -> float:
    """For how many milliseconds these processes' threads were ready and had no processor; 0 where no kernel says so."""
    files = (file for pid in pids for file in Path(f"/proc/{pid}/task").glob("*/schedstat"))
    return sum(int(file.read_text().split()[1]) for file in files) / 1e6


def walk(base: str, rounds: int, log: Path, pids: list[int]) -> list[Visit]:
    asked: list[Asked] = []
    for login, (password, _) in LOGINS.items():
        browser = Browser(base, login)
        browser.post("/login/", {"username": login, "password": password})
        wait_until(lambda browser=browser: settled(browser), "the demo company has settled", 600)
        pages = pages_of(browser)  # each was asked once by now: nothing is read for the first time below
        for _ in range(rounds):
            for kind, paths in pages.items():
                for path in paths:
                    before = queued(pids)
                    identity, status, whole, _ = browser.look(path)
                    if status == 200:
                        asked.append(Asked(identity, kind, login, path, whole, queued(pids) - before))
    figures = wait_until(lambda: _all_of(asked, told(log)), "every request is in the log", 20)
    return [Visit(one.kind, one.login, one.path, *figures[one.identity], one.whole, one.waited) for one in asked]


def _all_of(asked: list[Asked], figures: dict[str, tuple[int, int, int]]) -> dict[str, tuple[int, int, int]]:
    return figures if asked and all(one.identity in figures for one in asked) else {}


def main(rounds: int, home: Path | None) -> int:
    port = free_port()
    base = f"http://127.0.0.1:{port}"
    with tempfile.TemporaryDirectory() as folder:
        data, log = Path(folder, "var"), Path(folder, "serve.log")
        began = time.perf_counter()
        if home is None:
            company_home(data)
            print(f"The demo company was made in {time.perf_counter() - began:.1f} s.", flush=True)
        else:
            shutil.copytree(home, data)
        environment = clean_environment(HOMEPORT_VAR=str(data), HOMEPORT_LOG_LEVEL="INFO", HOMEPORT_RATE_LOGIN="0")
        command = [sys.executable, "manage.py", "serve", f"--port={port}"]
        ready = lambda: status_of(f"{base}/readyz") == 200  # noqa: E731
        with process(command, environment, ready=ready, name="serve", log=log) as server:
            pids = [child.pid for child in psutil.Process(server.pid).children()]  # the master only watches
            visits = walk(base, rounds, log, pids)
    return report(visits)


def report(visits: list[Visit]) -> int:
    """The table, the slowest, the line; 1 when a kind of page is too slow."""
    kinds: dict[str, list[Visit]] = defaultdict(list)
    for visit in visits:
        kinds[visit.kind].append(visit)
    heads = ("page", "visits", "p50 ms", "p95 ms", "alone p95", "work p95", "whole p95", "queries")
    print("{:<22}{:>7}{:>8}{:>8}{:>11}{:>10}{:>11}{:>9}".format(*heads))
    summary = {}
    for kind in (*PLAIN, *FOUND):
        if not kinds[kind]:
            print(f"{kind:<22}{'none':>7}")
            continue
        line = figures_of(kinds[kind])
        summary[kind] = line
        slow = "  over the target" if line["alone_p95"] > TARGET else ""
        print("{:<22}{:>7}{:>8}{:>8}{:>11}{:>10}{:>11}{:>9}{}".format(kind, *line.values(), slow))
    medians: dict[tuple[str, str], list[float]] = defaultdict(list)
    for visit in visits:
        medians[visit.path, visit.login].append(visit.work)
    slowest = sorted(((statistics.median(took), *key) for key, took in medians.items()), reverse=True)[:5]
    print("\nThe most work, by their median:")
    for took, path, login in slowest:
        print(f"{took:>7.0f} ms  {path}  as {login}")
    over = [kind for kind, line in summary.items() if line["alone_p95"] > TARGET]
    whole = {
        "pages": len({visit.path for visit in visits}),
        **figures_of(visits),
        "load": round(os.getloadavg()[1], 1),
        "over": over,
        "slowest": [[round(took), path] for took, path, _ in slowest],
        "kinds": summary,
    }
    print(f"\n{json.dumps(whole)}")
    return 1 if over else 0


def figures_of(visits: list[Visit]) -> dict[str, int]:
    """What the table says of these visits, in its order."""
    return {
        "visits": len(visits),
        "p50": round(statistics.median(visit.server for visit in visits)),
        "p95": round(p95([float(visit.server) for visit in visits])),
        "alone_p95": round(p95([visit.alone for visit in visits])),
        "work_p95": round(p95([float(visit.work) for visit in visits])),
        "whole_p95": round(p95([visit.whole for visit in visits])),
        "queries": max(visit.queries for visit in visits),
    }


if __name__ == "__main__":
    numbers = [int(word) for word in sys.argv[1:] if word.isdigit()]
    folders = [Path(word) for word in sys.argv[1:] if not word.isdigit()]
    if folders and not (folders[0] / "homeport.sqlite3").is_file():
        sys.exit(f"{folders[0]} has no homeport.sqlite3: name a data folder of Homeport, or none.")
    sys.exit(main(numbers[0] if numbers else 5, folders[0] if folders else None))
