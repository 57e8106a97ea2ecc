"""Letters leave through a real mail server and to real web servers; what cannot leave is tried again, then kept."""

import email
import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import timezone
from standardwebhooks.webhooks import Webhook

from portal.kit import audit, jobs
from portal.kit.post import hooks, letters
from portal.kit.post.letters import AGAIN_AFTER, send_again, write
from portal.kit.refusals import Denied, Invalid, Refused
from portal.models import Hook, Letter
from tests import make
from tests.ops.servers import ROOT, free_port, wait_until

pytestmark = pytest.mark.django_db


@pytest.fixture
def mailbox(tmp_path: Path, settings) -> Iterator[tuple[Path, subprocess.Popen[bytes]]]:
    """A mail server in a process of its own, and the folder of what it got."""
    port, folder = free_port(), tmp_path / "mails"
    command = [sys.executable, "-m", "aiosmtpd", "-n", "-l", f"127.0.0.1:{port}"]
    server = subprocess.Popen([*command, "-c", "tests.portal.kit.post.refusing.Keeping", str(folder)], cwd=ROOT)
    wait_until(lambda: (folder / "new").is_dir() and _answers(port), "the mail server answers")
    settings.MAIL_FROM = "Homeport <homeport@tideline.example>"
    options = {"host": "127.0.0.1", "port": port, "timeout": 5}
    settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": options}}
    yield folder / "new", server
    server.kill()
    server.wait()


def _answers(port: int) -> bool:
    import socket

    try:
        with socket.create_connection(("127.0.0.1", port), 1) as line:
            return line.recv(3) == b"220"
    except OSError:
        return False


def mail(address: str) -> Letter:
    person = make.person(email=address)
    letter = write(f"test:{person.pk}", "mail", "Grüße.\n.\nEnd.", person=person, subject="Drei ≠ vier")
    assert letter is not None
    jobs.run_waiting()
    letter.refresh_from_db()
    return letter


def test_a_mail_arrives_whole(mailbox):
    letter = mail("kim@tideline.example")
    assert (letter.state, letter.tries, letter.error) == ("sent", 1, "")
    (file,) = mailbox[0].iterdir()
    got = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
    assert (got["Subject"], got["To"], got["Auto-Submitted"]) == (
        "Drei ≠ vier",
        "kim@tideline.example",
        "auto-generated",
    )
    assert got["Message-ID"] == f"<test.{letter.person_id}.{letter.pk}@tideline.example>"
    assert got.get_content().splitlines() == ["Grüße.", ".", "End."]


def test_an_address_that_is_refused_is_not_tried_again_and_a_full_one_is(mailbox):
    refused, full = mail("nobody@tideline.example"), mail("full@tideline.example")
    assert (refused.state, refused.tries) == ("dead", 1)
    assert "550 5.1.1 No such mailbox" in refused.error
    assert (full.state, full.tries) == ("waiting", 1)


def test_a_server_that_is_away_is_tried_again_until_it_is_back(mailbox, settings, later):
    port = settings.MAILERS["default"]["OPTIONS"]["port"]
    mailbox[1].kill()
    mailbox[1].wait()
    letter = mail("kim@tideline.example")
    assert (letter.state, letter.tries) == ("waiting", 1)
    assert "cannot be reached" in letter.error
    command = [sys.executable, "-m", "aiosmtpd", "-n", "-l", f"127.0.0.1:{port}"]
    again = subprocess.Popen([*command, "-c", "aiosmtpd.handlers.Mailbox", str(mailbox[0].parent)], cwd=ROOT)
    try:
        wait_until(lambda: _answers(port), "the mail server is back")
        later(AGAIN_AFTER[0] + timedelta(seconds=1))
        jobs.run_waiting()
    finally:
        again.kill()
        again.wait()
    letter.refresh_from_db()
    assert (letter.state, letter.tries) == ("sent", 2)


def test_a_letter_whose_job_is_given_up_does_not_wait_for_ever(mailbox, monkeypatch):
    def broken(letter):
        raise ZeroDivisionError("a mistake of ours")

    monkeypatch.setitem(letters.carriers, "mail", broken)
    letter = mail("kim@tideline.example")
    assert (letter.state, letter.error) == ("dead", "ZeroDivisionError: a mistake of ours")
    assert letter.ended_at is not None


def test_without_a_mail_server_nothing_is_tried(settings):
    settings.MAIL_FROM = ""
    letter = mail("kim@tideline.example")
    assert (letter.state, letter.error) == ("dead", "No mail server is named (HOMEPORT_MAIL_URL).")


class Receiver:
    """A web server that answers what a test wants and keeps what it was sent."""

    def __init__(self) -> None:
        self.got: list[tuple[dict[str, str], bytes]] = []
        self.status = 204
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                outer.got.append((dict(self.headers), self.rfile.read(int(self.headers["Content-Length"]))))
                self.send_response(outer.status)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *args: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/hook?x=1"
        self.thread = threading.Thread(target=self.server.serve_forever)
        self.thread.start()


@pytest.fixture
def receiver(settings) -> Iterator[Receiver]:
    one = Receiver()
    settings.FETCH_ALLOWED_HOSTS = [f"127.0.0.1:{one.server.server_port}"]
    settings.ADDRESS = "https://homeport.tideline.example"
    yield one
    one.server.shutdown()
    one.server.server_close()
    one.thread.join()


def happens() -> None:
    while audit.seal():
        pass
    hooks.tell_hooks()
    jobs.run_waiting()


def test_a_hook_hears_what_it_asked_for_and_a_real_sdk_verifies_it(sam, home, ana, receiver):
    happens()
    hook = hooks.add_hook("CI", by=sam, form="signed", url=receiver.url, topics=["service.*"])
    happens()
    receiver.got.clear()
    service = make.service(home, slug="orders")
    make.person()  # nothing that it asked for
    happens()
    ((headers, body),) = receiver.got
    told = Webhook(hook.secret).verify(body, {name.lower(): value for name, value in headers.items()})
    assert told["type"] == "service.register"
    assert told["data"] == {
        "by": "ana", "subject": f"services.service:{service.pk}", "title": "orders", "before": "",
        "after": told["data"]["after"], "url": f"https://homeport.tideline.example{service.get_absolute_url()}",
    }  # fmt: skip
    with pytest.raises(Exception, match="signature"):
        Webhook(hook.secret).verify(body + b" ", {name.lower(): value for name, value in headers.items()})
    happens()
    assert len(receiver.got) == 1
    assert Letter.objects.filter(hook=hook, state="sent").count() == 1


def test_what_a_receiver_refuses_is_tried_on_schedule_and_then_lies_with_the_dead(sam, home, receiver, later):
    happens()
    hook = hooks.add_hook("CI", by=sam, form="signed", url=receiver.url, topics=["service.register"])
    receiver.status = 500
    make.service(home)
    happens()
    letter = Letter.objects.get(hook=hook)
    for number, wait in enumerate(AGAIN_AFTER, 1):
        letter.refresh_from_db()
        assert (letter.state, letter.tries, letter.error) == ("waiting", number, "It answered 500.")
        later(wait - timedelta(seconds=2))
        jobs.run_waiting()
        assert Letter.objects.get(pk=letter.pk).tries == number
        later(timedelta(seconds=3))
        jobs.run_waiting()
    letter.refresh_from_db()
    assert (letter.state, letter.tries) == ("dead", len(AGAIN_AFTER) + 1)
    assert {headers["webhook-id"] for headers, _ in receiver.got} == {letter.key.replace(":", "_")}
    receiver.status = 200
    send_again(letter, by=sam)
    jobs.run_waiting()
    letter.refresh_from_db()
    assert (letter.state, letter.tries) == ("sent", 1)
    with pytest.raises(Refused):
        send_again(letter, by=sam)


def test_gone_is_final(sam, home, receiver):
    happens()
    hook = hooks.add_hook("CI", by=sam, form="signed", url=receiver.url, topics=["service.register"])
    receiver.status = 410
    make.service(home)
    happens()
    assert Letter.objects.get(hook=hook).state == "dead"


def test_a_chat_gets_a_line_in_which_nobody_is_called(sam, home, ana, receiver):
    happens()
    hooks.add_hook("Chat", by=sam, form="chat", url=receiver.url, topics=["service.register"])
    ana.name = "<!channel> & Co"
    ana.save()
    service = make.service(home, slug="orders")
    happens()
    ((_, body),) = receiver.got
    address = f"https://homeport.tideline.example{service.get_absolute_url()}"
    assert json.loads(body) == {"text": f"&lt;!channel&gt; &amp; Co: service register, <{address}|orders>"}


def test_an_address_inside_the_network_is_not_knocked_at(sam, home, receiver, settings):
    happens()
    settings.FETCH_ALLOWED_HOSTS = []
    hook = hooks.add_hook("CI", by=sam, form="signed", url=receiver.url, topics=["service.register"])
    make.service(home)
    happens()
    assert receiver.got == []
    assert Letter.objects.get(hook=hook).state == "waiting"
    assert Letter.objects.get(hook=hook).error


def test_leads_add_hooks_of_their_team_and_nobody_elses(ana, home, ben, sam):
    words = {"form": "chat", "url": "https://chat.tideline.example/x"}
    hook = hooks.add_hook("Ours", by=ana, team=home, **words)
    for by, team in ((ben, home), (ana, None)):
        with pytest.raises(Denied):
            hooks.add_hook("Theirs", by=by, team=team, **words)
    for wrong in ({"url": "ftp://x"}, {"form": "smoke"}, {"topics": ["a b"]}):
        with pytest.raises(Invalid):
            hooks.add_hook("Ours", by=ana, team=home, **{**words, **wrong})
    with pytest.raises(Denied):
        hooks.end_hook(hook, by=ben)
    hooks.end_hook(hook, by=ana)
    with pytest.raises(Refused):
        hooks.end_hook(hook, by=ana)
    assert Hook.objects.get().ended_at <= timezone.now()


def test_only_who_may_add_a_hook_is_shown_the_form(as_, ana, home, ben, sam):
    for by, shown in ((ana, True), (sam, True), (ben, False)):
        text = as_(by).get(reverse("hook-list")).content.decode()
        assert ('name="url"' in text) is shown
        assert "Leads add those of their team" in text


def test_a_hook_that_ended_hears_nothing_more(sam, home, receiver):
    happens()
    hook = hooks.add_hook("CI", by=sam, form="signed", url=receiver.url)
    make.service(home)
    while audit.seal():
        pass
    hooks.tell_hooks()
    hooks.end_hook(hook, by=sam)
    jobs.run_waiting()
    assert receiver.got == []
    assert set(Letter.objects.filter(hook=hook).values_list("state", flat=True)) == {"dead"}
