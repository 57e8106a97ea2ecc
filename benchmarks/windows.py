"""How long a large contract takes: registering, checking, and any window of its page. One command:

    .venv/bin/python -m benchmarks.windows [FILE]

Starts its own Homeport (embedded mode) on a free port, registers FILE (the largest of ../shared/corpus/openapi when it
is there), waits for its check, asks for windows all over it and for operations of its reference, opens the reference in
Chromium where there is one, compares it with the document that has -old where its name has -new, and prints one line of
JSON: seconds, milliseconds, and megabytes resident of the process and of the check's child.
"""

import http.cookiejar
import json
import random
import re
import statistics
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

import psutil
from playwright.sync_api import sync_playwright

from portal.demo import PASSWORD
from tests.browser.chromium import QUIET, program
from tests.ops.servers import ROOT, clean_environment, free_port, process, status_of

CORPUS = ROOT.parent / "shared" / "corpus" / "openapi"
WINDOWS = 60
SLUG = "benchmark"
PAGE = f"/contracts/checkout-orders/{SLUG}/1/"


class Visitor:
    """A browser without a window: cookies, forms, redirects."""

    def __init__(self, base: str) -> None:
        self.base = base
        self.jar = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar))

    def get(self, path: str) -> str:
        with self.opener.open(self.base + path, timeout=60) as answer:
            return str(answer.read().decode())

    def post(self, path: str, words: dict[str, str]) -> str:
        self.get(path)
        token = next(cookie.value for cookie in self.jar if cookie.name == "csrftoken")
        data = urllib.parse.urlencode({**words, "csrfmiddlewaretoken": token}).encode()
        request = urllib.request.Request(self.base + path, data, {"Referer": self.base + path})
        with self.opener.open(request, timeout=120) as answer:
            return str(answer.url)


def resident(family: list[psutil.Process]) -> tuple[float, float]:
    """Megabytes of the largest of Homeport's own processes, and of a check's child; 0 when none runs."""
    own = child = 0.0
    for member in family:
        try:
            size = member.memory_info().rss / 1e6
            checking = "services.contracts" in " ".join(member.cmdline())
        except psutil.Error:
            continue
        own, child = (own, max(child, size)) if checking else (max(own, size), child)
    return own, child


def asked(visitor: Visitor, addresses: list[str]) -> list[float]:
    """How long each address takes, in milliseconds, the shortest first."""
    took = []
    for address in addresses:
        start = time.perf_counter()
        visitor.get(address)
        took.append((time.perf_counter() - start) * 1000)
    return sorted(took)


def painted(visitor: Visitor, path: str) -> dict[str, int]:
    """How long Chromium takes until the first content of the page is seen, the best of three; nothing without one."""
    found = program()
    if found is None:
        return {}
    took = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=QUIET)
        context = browser.new_context(base_url=visitor.base)
        context.add_cookies([{"name": c.name, "value": c.value or "", "url": visitor.base} for c in visitor.jar])
        page = context.new_page()
        for _ in range(3):
            page.goto(path)
            page.wait_for_function("() => performance.getEntriesByName('first-contentful-paint').length")
            took.append(page.evaluate("() => performance.getEntriesByName('first-contentful-paint')[0].startTime"))
        browser.close()
    return {"reference_painted_ms": round(min(took))}


def compared(visitor: Visitor, path: Path) -> dict[str, int]:
    """Comparing with the older document: the first time, and again; nothing when there is none."""
    older = path.with_name(path.name.replace("-new", "-old"))
    if older == path or not older.is_file():
        return {}
    words = {"content": older.read_text(encoding="utf-8")}
    visitor.post(f"/contracts/checkout-orders/{SLUG}/upload/", words)
    while 'aria-busy="true"' in visitor.get(PAGE.replace("/1/", "/2/")):
        time.sleep(0.1)
    first, again = (asked(visitor, [f"{PAGE}compare/2/"])[0] for _ in range(2))
    return {"compare_ms_first": round(first), "compare_ms_again": round(again)}


def main(path: Path) -> dict[str, object]:
    text = path.read_text(encoding="utf-8")
    lines = text.count("\n")
    port = free_port()
    base = f"http://127.0.0.1:{port}"
    with tempfile.TemporaryDirectory() as folder:
        environment = clean_environment(HOMEPORT_VAR=folder, HOMEPORT_RATE_WRITE="0", HOMEPORT_RATE_UPLOAD="0")
        command = [sys.executable, "manage.py", "serve", f"--port={port}"]
        with process(command, environment, ready=lambda: status_of(f"{base}/readyz") == 200, name="serve") as server:
            visitor = Visitor(base)
            visitor.post("/login/", {"username": "hannah", "password": PASSWORD})
            began = time.perf_counter()
            words = {"service": "checkout-orders", "slug": SLUG, "audience": "company", "content": text}
            visitor.post("/contracts/new/", words)
            registered = time.perf_counter() - began
            own = child = 0.0
            while 'aria-busy="true"' in visitor.get(PAGE):
                now = resident(server.family())
                own, child = max(own, now[0]), max(child, now[1])
                time.sleep(0.1)
            checked = time.perf_counter() - began
            chosen = random.Random(1)
            chosen_lines = [1, lines, *(chosen.randint(1, lines) for _ in range(WINDOWS))]
            took = asked(visitor, [f"{PAGE}?line={line}" for line in chosen_lines])
            index = visitor.get(f"{PAGE}reference/")
            operations = sorted(set(re.findall(r'href="([^"]+/reference/operations/[^"]+)"', index)))
            pages = asked(visitor, chosen.sample(operations, min(WINDOWS, len(operations))))
            seen = painted(visitor, f"{PAGE}reference/")
            differences = compared(visitor, path)
            own = max(own, resident(server.family())[0])
    return {
        "document": path.name,
        "lines": lines,
        "megabytes": round(path.stat().st_size / 1e6, 1),
        "registered_s": round(registered, 2),
        "checked_s": round(checked, 2),
        "window_ms_median": round(statistics.median(took)),
        "window_ms_p95": round(took[int(len(took) * 0.95)]),
        "window_ms_most": round(took[-1]),
        "operation_ms_median": round(statistics.median(pages)),
        "operation_ms_most": round(pages[-1]),
        **seen,
        **differences,
        "process_mb": round(own),
        "child_mb": round(child),
    }


if __name__ == "__main__":
    given = [Path(word) for word in sys.argv[1:]] or sorted(CORPUS.glob("*"), key=lambda one: -one.stat().st_size)[:1]
    if not given or not given[0].is_file():
        sys.exit("Name a document: .venv/bin/python -m benchmarks.windows FILE")
    print(json.dumps(main(given[0])))
