"""The same bytes under the same rules are judged once, whoever sends them, however often, and at the same moment."""

import threading
from datetime import timedelta

import pytest
from django.db import connections
from django.utils import timezone

from portal.kit import jobs
from portal.models import Job
from services import contracts as engine
from services.actions import contracts as actions
from services.actions import judging
from services.actions.checks import ask_check, run_check
from services.models import Check
from tests import make

LONG_ENOUGH = 20


class Judge:
    """The engine in this process, and how often it was asked."""

    def __init__(self, reason=""):
        self.asked = 0
        self.reason = reason

    def __call__(self, data, *, profile, **words):
        self.asked += 1
        if self.reason:
            return engine.Report(_not_checked(self.reason, profile))
        return engine.check_here(data, profile=profile, **words)


def _not_checked(code, profile):
    from services.contracts.report import not_checked

    return not_checked(engine.NotChecked(code, "Stopped."), profile, "0" * 64)


def work(judge, row=None):
    """Do the check that waits."""
    row = row or Job.objects.get(name="services.run_check", state=Job.State.WAITING)
    claim = jobs.take(row.pk)
    run_check(claim.subject_id, claim, judge=judge)
    return Check.objects.get(pk=claim.subject_id)


@pytest.mark.django_db
def test_the_same_bytes_are_judged_once_whoever_sends_them(home):
    judge = Judge()
    first = make.draft(make.service(home, slug="orders"))
    one = work(judge)
    second = make.draft(make.service(home, slug="refunds"))
    other = work(judge)
    assert judge.asked == 1
    assert (one.same_as, other.same_as) == (None, one)
    assert (other.state, other.report, other.reference, other.findings) == (
        "done", one.report, one.reference, one.findings,
    )  # fmt: skip
    assert list(other.counts.values_list("rule", "count")) == list(one.counts.values_list("rule", "count"))
    first.refresh_from_db()
    second.refresh_from_db()
    assert second.score == first.score
    assert second.warnings == first.warnings > 0
    ask_check(first, by=None)
    assert work(judge).same_as == one
    assert judge.asked == 1


@pytest.mark.django_db
def test_other_bytes_facts_or_another_engine_are_judged_anew(home, monkeypatch):
    judge = Judge()
    draft = make.draft(make.service(home, slug="orders"))
    work(judge)
    lead = draft.contract.service.team.lead
    actions.change_contract(draft.contract, by=lead, audience="company", text="", facts={"terms": "https://a.example/"})
    work(judge)
    assert judge.asked == 2
    monkeypatch.setattr(engine, "edition", lambda: "one rule was mended")
    ask_check(draft, by=None)
    work(judge)
    assert judge.asked == 3
    make.draft(draft.contract, make.CLEAN.replace("1.0.0", "1.0.1"))
    work(judge)
    assert judge.asked == 4
    assert Check.objects.filter(same_as=None, state="done").count() == 4


def test_every_part_of_a_ruleset_makes_another_key(monkeypatch):
    given = ["0" * 64, engine.Facts(), engine.DEFAULT, engine.Limits()]
    softer = engine.Profile.of({"name": "externalizable", "rules": {"contact-named": "off"}})
    others = ["1" * 64, engine.Facts(contact="Ana"), softer, engine.Limits(bytes=9)]
    keys = {judging.key_of(*given)}
    for place, other in enumerate(others):
        keys.add(judging.key_of(*given[:place], other, *given[place + 1 :]))
    assert len(keys) == 5
    assert judging.key_of(*given) in keys
    monkeypatch.setattr(engine, "edition", lambda: "another")
    assert judging.key_of(*given) not in keys


def test_the_edition_changes_with_every_letter_of_a_rule(tmp_path, monkeypatch):
    from services.contracts import identity

    assert engine.edition() == engine.edition()
    before = engine.edition()
    for path in identity.HERE.rglob("*.py"):
        copy = tmp_path / path.relative_to(identity.HERE)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(path.read_bytes())
    for path in identity.HERE.rglob("*.json"):
        (tmp_path / path.relative_to(identity.HERE)).write_bytes(path.read_bytes())
    monkeypatch.setattr(identity, "HERE", tmp_path)
    assert engine.edition() == before
    rule = tmp_path / "rules" / "contact_named.py"
    rule.write_text(f"{rule.read_text('utf-8')}\n# mended\n", "utf-8")
    assert engine.edition() != before


@pytest.mark.django_db
def test_what_cannot_be_read_is_told_again_without_being_read_again(home):
    judge = Judge()
    make.draft(make.service(home, slug="orders"), "openapi: [3.1.0\n")
    work(judge)
    make.draft(make.service(home, slug="refunds"), "openapi: [3.1.0\n")
    check = work(judge)
    assert judge.asked == 1
    assert check.state == "not-checked"
    assert "not YAML" in check.reason


@pytest.mark.django_db
@pytest.mark.parametrize("code", sorted(judging.BY_CHANCE))
def test_what_says_more_of_the_hour_than_of_the_document_is_tried_again(home, code):
    judge = Judge(reason=code)
    make.draft(make.service(home, slug="orders"))
    work(judge)
    make.draft(make.service(home, slug="refunds"))
    work(judge)
    assert judge.asked == 2


@pytest.mark.django_db(transaction=True)
@pytest.mark.postgresql
def test_two_at_once_are_judged_once():
    owner = make.person()
    home = make.team(lead=owner)
    rows = []
    for _ in range(3):
        make.draft(make.service(home))
        rows.append(Job.objects.filter(name="services.run_check", state=Job.State.WAITING).latest("pk"))
    judge, judging_now, go_on = Judge(), threading.Event(), threading.Event()

    def slowly(*args, **words):
        judging_now.set()
        assert go_on.wait(LONG_ENOUGH)
        return judge(*args, **words)

    ended = []

    def worker(row):
        try:
            ended.append(work(slowly, row))
        finally:
            connections.close_all()

    crew = [threading.Thread(target=worker, args=(row,), daemon=True) for row in rows]
    crew[0].start()
    assert judging_now.wait(LONG_ENOUGH)
    for one in crew[1:]:
        one.start()
    crew[1].join(1)
    assert ended == []  # the others wait, and do not judge
    assert Check.objects.filter(state="running").exclude(verdict_key="").count() == 1
    go_on.set()
    for one in crew:
        one.join(LONG_ENOUGH)
    assert [check.state for check in ended] == ["done"] * 3
    assert judge.asked == 1
    assert len({check.report for check in ended}) == 1
    assert sorted(check.same_as_id is None for check in ended) == [False, False, True]


@pytest.mark.django_db
def test_nobody_waits_for_a_worker_that_is_gone(home):
    """It was killed while it judged: its check still runs by its row, its lease has ended."""
    judge = Judge()
    make.draft(make.service(home, slug="orders"))
    lost = Job.objects.get(name="services.run_check", state=Job.State.WAITING)

    def killed(*_args, **_words):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        work(killed, lost)
    Job.objects.filter(pk=lost.pk).update(lease_until=timezone.now() - timedelta(seconds=1))
    make.draft(make.service(home, slug="refunds"))
    done = work(judge)
    assert (done.state, judge.asked) == ("done", 1)
    jobs.sweep()
    again = work(judge, lost)
    assert (again.state, again.same_as, judge.asked) == ("done", done, 1)
