"""Rulesets: what is registered, read, put in force and attached, and what a check makes of them."""

from datetime import timedelta

import pytest
from django.utils import timezone
from pytest import raises

from portal.kit import jobs
from portal.kit.refusals import Denied, Invalid, Refused
from portal.models import Clock, Job
from services import contracts as engine
from services.actions import attaching, checks, contracts, rulesets
from services.models import Check, RulesetRun, RulesetVersion
from services.reads.holding import holding
from services.reads.reports import reading_of
from services.reads.ruleset_panel import held_for
from services.reads.rulesets import ruleset_page
from tests import make

pytestmark = pytest.mark.django_db
PROTO = 'syntax = "proto3";\npackage a.v1;\nservice S { rpc R(Ask) returns (Ask); }\nmessage Ask { string id = 1; }\n'


def soon(days=30):
    return (timezone.now() + timedelta(days=days)).date()


def newest_run(revision):
    return RulesetRun.objects.filter(check_run__revision=revision).order_by("-pk").first()


def test_only_a_steward_registers(ana):
    with raises(Denied):
        make.ruleset(by=ana)


def test_a_child_reads_it_and_its_rules_get_an_owner_and_a_day(sam, home):
    version = rulesets.register_ruleset(
        "guide", by=sam, name="Guide", content=make.RULES.encode(), owner=home, review_on=soon()
    )
    jobs.run_waiting()
    version.refresh_from_db()
    assert version.state == RulesetVersion.State.READ
    assert {(rule.name, rule.care.team_id) for rule in version.ruleset.rules.all()} == {
        ("info-licence", home.pk),
        ("no-trailing-slash", home.pk),
    }
    clock = Clock.objects.get(kind="services.rule-review")
    assert (clock.awaited_team_id, clock.state) == (home.pk, "open")


def test_mistakes_stand_at_their_lines_and_keep_it_out_of_force(sam):
    version = make.ruleset("rules:\n  one:\n    given: nowhere\n    then: {function: truthy}\n")
    assert (version.state, version.mistakes) == ("broken", 1)
    page = ruleset_page(version.ruleset)
    assert page.shown is None
    found = list(engine.Report(b"".join([_blob(version.report)])).findings())
    assert [(one.line, one.rule) for one in found] == [(3, "ruleset-mistake")]
    with raises(Refused) as refused:
        rulesets.put_in_force(version, by=sam)
    assert refused.value.code == "ruleset-broken"


def _blob(digest):
    from services.models import Blob

    return Blob.read(digest)


def test_a_ruleset_that_is_not_in_force_cannot_be_attached(sam):
    with raises(Refused) as refused:
        attaching.attach_ruleset(make.ruleset().ruleset, None, by=sam, reason="We want it.")
    assert refused.value.code == "ruleset-not-in-force"


def test_who_heads_a_division_attaches_it_there_and_nowhere_else(ana):
    division, other = make.division(head=ana), make.division()
    version = make.in_force()
    attaching.attach_ruleset(version.ruleset, division, by=ana, reason="We want it.")
    for elsewhere in (other, None):
        with raises(Denied):
            attaching.attach_ruleset(version.ruleset, elsewhere, by=ana, reason="We want it.")


def test_it_holds_for_the_division_and_those_below_it():
    top = make.division()
    below = make.division(parent=top)
    here, elsewhere = make.draft(make.service(make.team(division=below))), make.draft()
    attachment = make.attached(top)
    assert [one.because for one in holding(here.contract)] == [attachment]
    assert holding(elsewhere.contract) == []


def test_its_findings_stand_beside_ours_and_touch_no_stroke_of_the_score():
    revision = make.checked(make.draft())
    before = revision.score
    make.attached(None, slug="guide")
    revision = make.checked(revision)
    found = reading_of(revision).by_rule((), rule="guide:info-licence", most=5, page=1)[0]
    assert (found.severity, found.group, found.findings[0].line) == ("error", "ruleset", 2)
    assert revision.score == before


def test_its_errors_stand_in_the_way_only_where_its_attachment_says_so(sam):
    revision = make.checked(make.draft())
    make.waive_errors(revision)
    free = make.attached(None, slug="guide")
    revision = make.checked(revision)
    assert (revision.errors, revision.errors_beside) == (0, 1)
    attaching.detach_ruleset(free, by=sam)
    attaching.attach_ruleset(free.ruleset, None, by=sam, reason="Now it counts.", blocks=True)
    revision = make.checked(revision)
    assert (revision.errors, revision.errors_beside) == (1, 0)
    with raises(Refused) as refused:
        contracts.publish_revision(revision, by=revision.contract.service.team.lead)
    assert refused.value.code == "revision-has-errors"


def test_its_findings_are_waived_like_ours():
    attachment = make.attached(None, slug="guide", blocks=True)
    revision = make.published()
    assert revision.state == "published"
    assert revision.contract.waivers.filter(rule=f"{attachment.ruleset.slug}:info-licence").count() == 1


def test_what_is_of_another_format_says_so_and_is_never_green():
    make.attached(None)
    revision = make.checked(make.draft(content=PROTO))
    run = newest_run(revision)
    assert run.state == RulesetRun.State.DOES_NOT_APPLY
    assert "JSON and YAML" in run.reason
    assert not held_for(revision, run.check_run)[0].is_clean


def test_a_rule_that_finds_nothing_to_judge_counts_as_not_checked():
    make.attached(None, "formats: [oas3]\nrules:\n  a: {given: $.webhooks, then: {function: truthy}}\n")
    run = newest_run(make.checked(make.draft()))
    assert run.state == RulesetRun.State.NOT_CHECKED
    assert run.rules["a"][2]


def test_the_same_bytes_under_the_same_rulesets_are_judged_once(sam):
    attachment = make.attached(None)
    first, second = make.draft(), make.draft()
    make.checked(first)
    make.checked(second)
    newest = second.checks.order_by("-pk").first()
    assert newest.same_as_id == first.checks.order_by("-pk").first().pk
    assert newest.rulesets.get().state == RulesetRun.State.ASKED
    attaching.detach_ruleset(attachment, by=sam)
    make.checked(second)
    without = second.checks.order_by("-pk").first()
    assert without.verdict_key != newest.verdict_key
    assert not without.rulesets.exists()


def test_drafts_and_what_is_live_are_checked_again_when_it_is_attached_a_few_at_once(monkeypatch):
    monkeypatch.setattr(attaching, "AT_ONCE", 1)
    one, other = make.checked(make.draft()), make.published()
    attachment = make.attached(None)
    job = Job.objects.get(name="services.recheck_attached", subject_id=attachment.pk)
    jobs.run(job.pk)
    assert Check.objects.filter(state="waiting").count() == 1
    again = Job.objects.get(name="services.recheck_attached", state="waiting")
    Job.objects.filter(pk=again.pk).update(due_at=timezone.now())
    jobs.run(again.pk)
    waiting = set(Check.objects.filter(state="waiting").values_list("revision", flat=True))
    assert waiting == {one.pk, other.pk}
    assert not Job.objects.filter(name="services.recheck_attached", state="waiting").exists()


def test_a_ruleset_that_takes_all_the_time_takes_nothing_else_with_it():
    make.attached(None, slug="slow")
    revision = make.draft()
    check = revision.checks.get()

    def judge(data, *, rulesets=(), **words):
        if rulesets:
            reason = engine.NotChecked("check-timed-out", "The check was stopped after 120 s. Nothing was judged.")
            from services.contracts.report import not_checked

            return engine.Report(not_checked(reason, engine.DEFAULT))
        return engine.check_here(data, **words)

    claim = jobs.take(Job.objects.get(name="services.run_check", subject_id=check.pk).pk)
    checks.run_check(check.pk, claim, judge=judge)
    check.refresh_from_db()
    run = check.rulesets.get()
    assert (check.state, check.verdict_key) == ("done", "")
    assert run.state == RulesetRun.State.NOT_CHECKED
    assert "120 s" in run.reason


def test_rules_that_never_fire_are_told_with_how_many_documents_they_could_have():
    attachment = make.attached(None)
    make.published()
    page = ruleset_page(attachment.ruleset)
    lines = {one.name: one.fired for one in page.rules}
    assert (lines["info-licence"].findings, lines["info-licence"].fired) == (1, 1)
    assert [(one.name, one.fired.judged) for one in page.never] == [("no-trailing-slash", 1)]


def test_rules_are_handed_to_somebody_else_by_their_owner(sam, ana, ben):
    version = make.ruleset(owner=ana)
    with raises(Denied):
        rulesets.take_care(version.ruleset, ["info-licence"], by=ben, owner=ben, review_on=soon())
    care = rulesets.take_care(version.ruleset, ["info-licence"], by=ana, owner=ben, review_on=soon(40))
    assert set(
        Clock.objects.filter(state="open", kind="services.rule-review").values_list("awaited_person", flat=True)
    ) == {
        ana.pk,
        ben.pk,
    }
    assert [rule.name for rule in care.rules.all()] == ["info-licence"]


def test_a_review_day_that_has_passed_is_shown_as_overdue_and_changes_nothing(sam):
    version = make.in_force()
    care = version.ruleset.cares.get()
    care.review_on = timezone.now().date() - timedelta(days=1)
    care.save(update_fields=["review_on"])
    page = ruleset_page(version.ruleset)
    assert [one.name for one in page.overdue] == ["info-licence", "no-trailing-slash"]
    assert page.in_force == version


def test_a_new_version_replaces_the_one_in_force(sam):
    first = make.in_force()
    second = make.ruleset(make.RULES + "  third: {given: $.info, then: {function: truthy}}\n", of=first.ruleset)
    rulesets.put_in_force(second, by=sam)
    first.refresh_from_db()
    assert (first.state, second.state) == ("replaced", "in-force")
    assert second.ruleset.rules.count() == 3


def test_the_same_bytes_are_no_new_version():
    version = make.ruleset()
    with raises(Invalid) as refused:
        make.ruleset(of=version.ruleset)
    assert refused.value.code == "ruleset-unchanged"


def test_a_draft_that_is_checked_again_because_a_ruleset_came_keeps_its_days(sam):
    first = make.checked(make.draft())
    draft = make.checked(make.draft(first.contract, make.CLEAN.replace("1.0.0", "1.1.0")))
    clock = Clock.objects.get(kind="services.draft-waits", state="open")
    Clock.objects.filter(pk=clock.pk).update(due_at=timezone.now() + timedelta(days=2))
    before = Clock.objects.get(pk=clock.pk)
    attachment = make.attached(None, blocks=True)
    attaching.recheck_attached(attachment.pk)
    jobs.run_waiting()
    draft.refresh_from_db()
    assert draft.errors
    after = Clock.objects.get(kind="services.draft-waits", state="open")
    assert (after.pk, after.due_at, after.subject) == (before.pk, before.due_at, before.subject)
    assert after.title.startswith("Mend or waive")
    checks.ask_check(draft, by=draft.uploaded_by)
    jobs.run_waiting()
    anew = Clock.objects.get(kind="services.draft-waits", state="open")
    assert anew.due_at > before.due_at
