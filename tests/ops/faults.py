"""What the tests of faults share: a Homeport of either mode, a person who registers contracts, and the judge.

Run as a program (``python -m tests.ops.faults``) it is the helper process with Django set up, which does what each line
of its input says: the tests themselves never import a model, so what they see is what the processes left behind.
"""

import http.client
import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.cookies import SimpleCookie
from urllib.parse import urlencode

import psutil

from tests.ops.servers import ROOT, Server, wait_until

LOGIN, PASSWORD, SERVICE = "mo", "three-words-of-mo", "faults"
PATIENCE = 180.0  # seconds for all jobs to end; a slow and busy machine needs a third of them
HANGS = 30.0  # seconds after which a page is called hung, on however busy a machine
FIELDS = "".join(f"                  field{n}: {{type: string, description: What it holds.}}\n" for n in range(20))
HEAD = "openapi: 3.1.0\ninfo:\n  title: {title}\n  version: 1.0.0\npaths:\n"
PATH = """\
  /things-{n}/{{id}}:
    get:
      operationId: readThing{n}
      summary: Read thing {n}
      parameters:
        - {{name: id, in: path, required: true, schema: {{type: string}}}}
      responses:
        "200":
          description: It.
          content:
            application/json:
              schema:
                type: object
                properties:
"""
SMALL, MEDIUM, BIG = 1, 800, 2000  # operations: 2 KB, 1.5 MB and 3.6 MB of YAML; a big one is checked for seconds


def document(title: str, operations: int) -> bytes:
    """An OpenAPI document in which every operation is the same, so that equal sizes have equal findings."""
    body = "".join(PATH.format(n=n) + FIELDS for n in range(operations))
    return (HEAD.format(title=title) + body).encode()


class Person:
    """Somebody with a browser that knows cookies and forms and follows nothing by itself."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.cookies: dict[str, str] = {}

    def ask(
        self,
        method: str,
        path: str,
        body: bytes = b"",
        headers: Mapping[str, str] | None = None,
        patience: float = HANGS,
    ) -> tuple[int, str, str]:
        """Status, text and Location of one answer. Raises OSError when nobody answers in time."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=patience)
        try:
            cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
            given = {"Cookie": cookies, "X-CSRFToken": self.cookies.get("csrftoken", ""), **(headers or {})}
            connection.request(method, path, body, given)
            answer = connection.getresponse()
            text = answer.read().decode("utf-8", "replace")
            for line in answer.headers.get_all("Set-Cookie") or []:
                self.cookies.update({name: morsel.value for name, morsel in SimpleCookie(line).items()})
            return answer.status, text, answer.headers.get("Location", "")
        finally:
            connection.close()

    def log_in(self, login: str, password: str) -> None:
        self.ask("GET", "/login/")
        form = urlencode({"username": login, "password": password}).encode()
        status, text, _ = self.ask("POST", "/login/", form, {"Content-Type": "application/x-www-form-urlencoded"})
        assert status == 302, text[-3000:]

    def get(self, path: str, patience: float = HANGS) -> tuple[int, str]:
        status, text, _ = self.ask("GET", path, patience=patience)
        return status, text

    def register(self, service: str, slug: str, operations: int = SMALL) -> str:
        """Upload a contract in the form, as a browser does; returns its revision's address."""
        facts = {"service": service, "slug": slug, "audience": "company"}
        parts = [f'Content-Disposition: form-data; name="{name}"\r\n\r\n{text}' for name, text in facts.items()]
        file = 'Content-Disposition: form-data; name="file"; filename="it.yaml"\r\nContent-Type: text/yaml\r\n\r\n'
        body = "".join(f"--edge\r\n{part}\r\n" for part in parts) + f"--edge\r\n{file}"
        content = body.encode() + document(slug, operations) + b"\r\n--edge--\r\n"
        kind = {"Content-Type": "multipart/form-data; boundary=edge"}
        status, text, place = self.ask("POST", "/contracts/new/", content, kind)
        assert status == 302, text[-3000:]
        return place


def open_now() -> str:
    """Of jobs: running, or waiting for a worker and not for a day to come."""
    soon = f"{datetime.now(UTC) + timedelta(hours=1):%Y-%m-%d %H:%M:%S}"
    return f"(state = 'running' OR (state = 'waiting' AND due_at < '{soon}'))"


@dataclass(kw_only=True)
class Homeport:
    """A running Homeport as these tests see it: its pages, its rows, and what the helper process says of them."""

    port: int
    rows: Callable[[str], list[tuple[object, ...]]]
    helper: "Helper"
    service: str = SERVICE
    since: int = 0
    person: Person = field(init=False)
    pages: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.person = Person(self.port)

    def begin(self) -> None:
        """A new scenario: what was registered before is judged already."""
        self.since = self.number("SELECT coalesce(max(id), 0) FROM services_check")
        self.pages.clear()

    def register(self, slug: str, operations: int = SMALL) -> str:
        page = self.person.register(self.service, slug, operations)
        self.pages[page] = operations
        return page

    def register_many(self, slug: str, *sizes: int) -> None:
        for number, operations in enumerate(sizes):
            self.register(f"{slug}-{number}", operations)

    def number(self, question: str) -> int:
        return int(str(self.rows(question)[0][0]))

    def jobs(self, *states: str) -> list[tuple[object, ...]]:
        """Id, state, attempt, worker and error of this scenario's checks' jobs."""
        wanted = f"AND state IN ({', '.join(repr(state) for state in states)})" if states else ""
        return self.rows(
            "SELECT id, state, attempt, worker, error FROM portal_job "
            f"WHERE name = 'services.run_check' AND subject_id > {self.since} {wanted} ORDER BY id"
        )

    def attempts(self) -> list[int]:
        return [int(str(row[2])) for row in self.jobs()]

    def wait_for_a_check(self, *servers: Server) -> tuple[Server, int]:
        """Wait until one of the servers is in the middle of a check: the server, and the job's id."""

        def found() -> tuple[Server, int] | None:
            for job, _, _, worker, _ in self.jobs("running"):
                for server in servers:
                    family = {str(member.pid) for member in server.family()}
                    if str(worker).rpartition(":")[2] in family and any(map(is_in_the_middle, children(server))):
                        return server, int(str(job))
            return None

        return wait_until(found, "a check is in the middle")

    def wait_for_the_end(self) -> None:
        """Wait until no job is open and every audit entry is sealed, which also says that the timetable lives."""
        open_jobs = f"SELECT count(*) FROM portal_job WHERE {open_now()}"
        try:
            wait_until(lambda: self.number(open_jobs) == 0, "every job has ended", PATIENCE)
        except AssertionError as error:
            raise AssertionError(f"{error} {self.jobs()}") from None

    def judge(self) -> None:
        """The invariants, whatever was killed: nothing open, nothing doubled, nothing lost, and the pages say so."""
        self.wait_for_the_end()
        unsealed = "SELECT count(*) FROM portal_auditentry WHERE seal_order IS NULL"
        wait_until(lambda: self.number(unsealed) == 0, "every deed is sealed")
        assert self.helper.ask("judge", self.since) == []
        for page, operations in self.pages.items():
            status, text = self.person.get(page)
            assert status == 200, page
            assert 'id="check"' in text, page
            assert "aria-busy" not in text, f"{page} still waits"
            assert "Nothing was judged" not in text, page
            said = re.search(r"(\d[\d,]*) operations?, ", text)
            assert said and int(said[1].replace(",", "")) == operations, page


def children(server: Server) -> list[psutil.Process]:
    """The processes that check a document for this server right now."""
    return [member for member in server.family()[1:] if is_check(member)]


def is_check(process: psutil.Process) -> bool:
    try:
        return "services.contracts" in process.cmdline()
    except psutil.Error:
        return False


def is_in_the_middle(process: psutil.Process) -> bool:
    """Beyond its start: it reads or judges."""
    try:
        return bool(process.cpu_times().user > 0.3)
    except psutil.Error:
        return False


def gone(processes: list[psutil.Process]) -> None:
    """Wait until none of them runs any more: no orphan goes on computing for nobody."""
    wait_until(lambda: not any(is_alive(one) for one in processes), "no process is left over", 10)


def is_alive(process: psutil.Process) -> bool:
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


@contextmanager
def measured(what: str) -> Iterator[None]:
    """Print how long it took; `pytest -rP` shows it, and docs/faults.md has a table of it."""
    began = time.monotonic()
    yield
    print(f"measured: {what}: {time.monotonic() - began:.1f} s")


# The helper process


class Helper:
    """The other end of the helper process."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.ops.faults"],
            env=dict(environment),
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def ask(self, *words: object) -> object:
        assert self.process.stdin and self.process.stdout
        print(json.dumps(words), file=self.process.stdin, flush=True)
        said = self.process.stdout.readline()
        assert said, "the helper process broke; its words are above"
        return json.loads(said)


@contextmanager
def helping(environment: Mapping[str, str]) -> Iterator[Helper]:
    helper = Helper(environment)
    with helper.process:
        try:
            yield helper
        finally:
            helper.process.kill()


def prepare() -> None:
    """A team with a lead who may log in, and a service to register contracts of."""
    from tests import make

    lead = make.person(login=LOGIN, name="Mo Tester", password=PASSWORD)
    make.service(make.team(lead=lead), slug=SERVICE)


_held = ExitStack()


def enqueue_later(name: str, subject: int) -> int:
    """A job that waits and is not due."""
    from portal.kit import jobs

    return jobs.enqueue(name, subject, after=timedelta(hours=1)).pk


def enqueue_and_hold(name: str, subject: int) -> int:
    """Ask for a job in a transaction that stays open until ``release``."""
    from django.db import transaction

    from portal.kit import jobs

    _held.enter_context(transaction.atomic())
    return jobs.enqueue(name, subject).pk


def release() -> None:
    _held.close()


def judge(since: int) -> list[str]:
    """Every sentence is something that was lost or doubled."""
    from django.core.management import call_command
    from django.db.models import Count

    from portal.models import Clock, Job
    from services.models import Check, Revision

    ahead = Job.objects.filter(state=Job.State.WAITING, due_at__gt=datetime.now(UTC) + timedelta(hours=1))
    left = Job.objects.exclude(state=Job.State.DONE).exclude(pk__in=ahead)
    wrong = [f"job {job} is {job.state}: {job.error}" for job in left]
    checks = Check.objects.filter(pk__gt=since).select_related("revision__contract")
    for check in checks:
        wrong += [f"{check} of {check.revision.contract}: {what}" for what in wrong_with(check)]
    twice = Revision.objects.values("contract", "digest").annotate(times=Count("pk")).filter(times__gt=1)
    wrong += [f"stored twice: {row}" for row in twice]
    for kind, subject in Clock.objects.filter(state=Clock.State.OPEN).values_list("kind", "subject"):
        if Clock.objects.filter(kind=kind, subject=subject, state=Clock.State.OPEN).count() != 1:
            wrong.append(f"two clocks {kind} for {subject}")
    call_command("verify_audit", stdout=sys.stderr)
    return wrong


def wrong_with(check: object) -> Iterator[str]:
    """What one check lost or did twice, by its rows, its report and the audit."""
    from django.db.models import Count

    from portal.kit import audit
    from portal.models import AuditEntry, Clock, Job
    from services.models import Blob, Check
    from services.reads.reports import reading_of

    assert isinstance(check, Check)
    if check.state != Check.State.DONE:
        yield f"it is {check.state}: {check.reason}"
        return
    revision = check.revision
    reading = reading_of(revision)
    if reading is None or not Blob.objects.filter(digest=check.report).exists():
        yield "its report is lost"
        return
    counts = sorted(check.counts.values_list("rule", "count"))
    if counts != sorted((rule.id, rule.count) for rule in reading.rules if rule.count):
        yield f"the counts are not the report's: {counts}"
    left = reading.after(set())
    stands = (revision.checked, revision.errors, revision.warnings, revision.hints)
    if stands != (True, left.errors, left.warnings, left.hints):
        yield f"the revision says {stands}, its report {left}"
    deeds = AuditEntry.objects.filter(subject=audit.ref(check)).values_list("verb").annotate(times=Count("pk"))
    did = dict(deeds.order_by())
    rows = list(Job.objects.filter(name="services.run_check", subject_id=check.pk))
    if len(rows) != 1:
        yield f"it has {len(rows)} jobs"
    elif not 1 <= did.get("check.start", 0) <= rows[0].attempt:
        yield f"it was started {did.get('check.start', 0)} times in {rows[0].attempt} attempts"
    if (
        did.get("check.ask") != 1
        or did.get("check.finish") != 1
        or set(did) - {"check.ask", "check.start", "check.finish"}
    ):
        yield f"the audit has {did}"
    waits = Clock.objects.filter(kind="services.draft-waits", subject=audit.ref(revision))
    if revision.state == "draft" and waits.count() != 1:
        yield f"{waits.count()} clocks wait for its draft"


def main() -> None:
    import django
    from django.db import close_old_connections, connection

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    django.setup()
    known: list[Callable[..., object]] = [prepare, judge, enqueue_later, enqueue_and_hold, release]
    does = {one.__name__: one for one in known}
    for line in sys.stdin:
        if not connection.in_atomic_block:
            close_old_connections()  # the database may have been killed since
        what, *rest = json.loads(line)
        print(json.dumps(does[what](*rest)), flush=True)


if __name__ == "__main__":
    main()
