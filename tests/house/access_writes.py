"""What whole forms do that are sent by three people: the second half of the table of who may do what."""

R = ("{service}", "{contract}", "1")

# Full forms, for verbs that an empty form never reaches: who may, of ben, ana, sam.
WRITES: dict[str, tuple[tuple[str, ...], dict[str, str], str]] = {
    "services:service-new": (
        (), {"team": "{team}", "slug": "new-one", "criticality": "low"}, "422 302 302"
    ),
    "services:service-change": (("{service}",), {"name": "Better", "criticality": "low"}, "403 302 302"),
    "services:contract-new": (
        (), {"service": "{service}", "slug": "new-one", "audience": "team", "content": "openapi: 3.1.0"}, "422 302 302"
    ),
    "services:contract-change": (("{service}", "{contract}"), {"audience": "team"}, "403 302 302"),
    "services:revision-upload": (("{service}", "{contract}"), {"content": "openapi: 3.1.0"}, "403 302 302"),
    "services:finding-waive": (
        (*R, "{fingerprint}"),
        {
            "reason": "Known", "evidence": "metric", "value": "0", "source": "https://metrics.example/",
            "expires_on": "{soon}",
        },
        "403 302 302",
    ),
    "services:revision-deprecate": (R, {"sunset_on": "{soon}", "replacement": "Nothing"}, "403 409 409"),
    "services:contract-consumers": (("{service}", "{contract}"), {"service": "{other}"}, "409 422 409"),
    "people:tokens": ((), {"name": "mine", "scope": "read"}, "200 200 200"),
    "wishes": (
        (),
        {
            "digest_at": "08:00", "quiet_from": "19:00", "quiet_until": "07:00", "topic-services": "off",
            "topic-away": "digest", "topic-reviews": "at-once", "topic-people": "off", "topic-proposals": "digest",
        },
        "302 302 302",
    ),
    "hook-list": (
        (), {"name": "Ours", "form": "chat", "url": "https://chat.example/x", "team": "home"}, "422 302 302"
    ),
    "forge:receiver-list": ((), {"forge": "gitea", "whose": "service:{service}"}, "422 200 200"),
    "forge:fact-list": (("{service}",), {"kind": "pushed", "branch": "main"}, "302 302 302"),
    "forge:logins": ((), {"github": "somebody"}, "302 302 302"),
    "people:calendar-change": (("home",), {"week": "31", "opens": "09:00", "closes": "17:00"}, "403 302 302"),
    "people:team-disband": (("home",), {"why": "Two become one"}, "403 403 302"),
    "services:service-hand-over": (("{service}",), {"to": "{team}"}, "403 422 422"),
    "people:team-freeze": (
        ("home",), {"first_day": "{soon}", "last_day": "{soon}", "reason": "We move"}, "403 302 302"
    ),
    "people:absence-new": (("ana",), {"first_day": "{soon}", "last_day": "{soon}", "deputy": "ben"}, "403 302 302"),
    "reviews:review-withdraw": (("{review}",), {"reason": "Not needed"}, "403 302 302"),
    "reviews:answers": (("{review}",), {"act": "sign", "2-kind": "accept", "2-text": "Done"}, "403 302 403"),
    "reviews:review-deputy": (("{review}",), {"person": "ben"}, "403 302 403"),
    "reviews:suggestion-outcome": (("{review}", "1"), {"outcome": "team-right", "value": "0"}, "403 302 403"),
    "reviews:form-change": (
        ("design",), {"after": "0", "text-0": "Which problem is it?", "why": "The others are not read."}, "403 403 302"
    ),
    "reviews:company-policies-change": (
        (),
        {"after": "0", **{f"topic-{row}": "contract" for row in range(3)}, "why": "We ask for each by hand."},
        "403 403 302",
    ),
    "reviews:nominate": ((), {"person": "ana", "topic": "design", "why": "They know it by heart."}, "403 302 302"),
    "reviews:pool-lead": (("data",), {"lead": "ana"}, "403 403 302"),
    "reviews:tie-declare": (("ana",), {"team": "home", "reason": "x"}, "403 302 403"),
    "reviews:wish-state": (("ana",), {"topic": "design"}, "403 302 403"),
    "reviews:certification-decline": (("ana", "data"), {"words": "Read more of the ledger first."}, "403 403 302"),
    "reviews:certification-leave": (("ana", "data"), {"words": "They asked me to do so."}, "403 302 302"),
    "reviews:raiser-new": ((), {"person": "ben", "topics": "contract", "limit": "2"}, "403 403 302"),
    "proposals:proposal-new": (
        (), {"team": "home", "title": "A", "summary": "B", "text": "C", "reversal": "easy"}, "422 302 302"
    ),
    "proposals:following": ((), {"what": "service", "name": "{service}"}, "302 302 302"),
    "proposals:comment-new": (("{proposal}",), {"kind": "comment", "text": "Why?"}, "302 302 302"),
    "proposals:objection-answer": (("{proposal}", "1"), {"kind": "overruled", "text": "We go on"}, "403 302 302"),
    "proposals:proposal-reject": (("{proposal}",), {"reason": "No"}, "403 302 302"),
    "proposals:proposal-withdraw": (("{proposal}",), {"reason": "No"}, "403 302 302"),
    "proposals:proposal-supersede": (("{held}",), {"other": "P-{reopened}", "reason": "Better"}, "403 302 302"),
    "proposals:proposal-reopen": (("{held}",), {"reason": "Look"}, "403 302 302"),
    "proposals:proposal-look-back": (
        ("{reopened}",), {"verdict": "cannot-tell", "then": "keep", "text": "Who knows"}, "403 302 302"
    ),
    "away:request-new": (
        (),
        {
            "service": "{service}", "guest": "away", "title": "Refunds", "problem": "Wrong", "measure": "Contacts",
            "unit": "a week", "now_value": "9", "expected_value": "2", "scope": "One file", "wanted_by": "{soon}",
            "cost_of_nothing": "Calls", "percent-ben": "50",
        },
        "302 403 302",
    ),
    "away:draft-save": ((), {"service": "{service}", "guest": "away", "title": "Refunds"}, "302 403 302"),
    "away:request-agree": (("{away}",), {"contact": "{ana}"}, "403 302 302"),
    "away:request-offer": (
        ("{away}",),
        {"kind": "will-do", "words": "We do it", "promised_by": "{soon}"},
        "403 302 302",
    ),
    "away:request-accept": (("{offered}",), {}, "302 403 302"),
    "away:request-dispute": (("{offered}",), {"answer": "Too late"}, "302 403 302"),
    "away:request-decline": (
        ("{away}",),
        {"reason": "too-risky", "answer": "No", "value": "2", "source": "https://metrics.example/"},
        "403 302 302",
    ),
    "away:charter-draft": (
        ("{foreign}",),
        {
            "after": "0", "scope_in": "Files", "scope_out": "All else", "criteria": "It works", "gates": "Green",
            "reviewer": "{raiser_id}", "guest_lead": "{ana}", "on_call": "host", "warranty_days": "30",
            "keeper": "host", "ends_on": "{soon}", "exit_rules": "With a reason",
        },
        "403 422 422",
    ),
    "away:charter-sign": (("{foreign}",), {"digest": "0"}, "403 409 403"),
    "away:signal-answer": (("{signal}",), {"answer": "fund", "words": "Two more people join."}, "403 302 302"),
    "away:demand-new": (("{signed}",), {"text": "More", "why": "Better"}, "403 302 302"),
    "away:demand-answer": (("{signed}", "1"), {"accepts": "1", "reply": "Yes"}, "302 403 302"),
    "away:change-new": (("{signed}",), {"title": "T", "url": "https://forge.example/9"}, "302 403 302"),
    "away:change-ask": (("{signed}", "1"), {"words": "Ready"}, "302 403 302"),
    "away:change-review": (("{signed}", "2"), {"verdict": "approved"}, "403 302 302"),
    "away:change-rule": (("{signed}", "2"), {"ruling": "merge"}, "403 403 403"),
    "away:change-merge": (("{signed}", "3"), {}, "302 302 302"),
    "away:change-close": (("{signed}", "1"), {"words": "No"}, "302 403 302"),
    "away:change-back-door": (("{signed}", "1"), {"adds": "1", "words": "Reads it"}, "302 302 302"),
    "away:override-ask": (("{signed}", "4"), {"reason": "Late", "ends_on": "{soon}"}, "403 302 403"),
    "away:back-door-end": (("{signed}", "4"), {"words": "Gone"}, "409 409 409"),
    "away:criterion-say": (("{signed}", "1"), {"met": "1", "words": "Seen"}, "403 302 302"),
    "away:stay-act": (("{met}", "gate"), {"number": "1", "state": "waived", "words": "We know"}, "403 302 302"),
    "away:incident-mend": (("{released}", "1"), {"cause": "A rounding"}, "302 302 302"),
    "away:step-way-back": (
        ("{signed}",), {"flag": "euro", "rollback": "The build before", "switcher": "{ana}"}, "302 302 302"
    ),
    "away:step-release": (("{signed}",), {"environment": "production", "source": "by hand"}, "409 409 409"),
    "away:step-switch-off": (("{released}",), {"why": "Twice"}, "403 302 302"),
    "away:step-incident": (("{released}",), {"severity": "2", "title": "Twice", "where": "a.py"}, "403 302 302"),
    "away:step-hand-over": (("{released}",), {"kind": "tests", "link": "https://x.example/"}, "302 403 302"),
    "away:step-ask-missing": (("{released}",), {"missing": "The alarm"}, "403 409 409"),
    "away:step-keeper": (("{released}",), {"side": "host", "person": "{ana}"}, "302 302 302"),
    "away:step-look-back": (
        ("{closing}",), {"helped": "A", "cost": "B", "differently": "C", "action": "D"}, "302 302 403"
    ),
    "away:step-credit": (("{closing}",), {"words": "Well done", "did-ben": "wrote it"}, "302 302 302"),
    "away:step-wind-down": (("{leaving}",), {"merged": "off"}, "302 403 302"),
    "away:step-copy": (("{refused}",), {"why": "Now", "link": "https://x.example/"}, "302 403 302"),
    "away:step-copy-review": (("{copied}",), {"outcome": "keep"}, "302 403 302"),
    "away:step-conflict": (
        ("{refused}",), {"question": "Which?", "options": "A | 1 week\nB | 2 weeks"}, "403 403 302"
    ),
    "away:step-choose": (("{copied}",), {"choice": "1", "words": "So be it"}, "403 403 403"),
    "away:sponsor-refuse": (("{sent}",), {"answer": "Needed here"}, "403 403 302"),
    "away:sponsor-name": (("{sent}",), {"sponsor": "{head}"}, "302 403 302"),
    "away:request-escalate": (("{away}",), {"answer": "Too slow"}, "302 302 302"),
    "away:request-duplicate": (("{away}",), {"of": "AT-{offered}"}, "302 302 302"),
    "away:request-withdraw": (("{away}",), {"answer": "No"}, "302 403 302"),
    "away:request-finish": (("{away}",), {"measured_value": "1", "outcome": "Live"}, "409 403 409"),
    "away:request-end": (("{away}",), {"answer": "No"}, "409 409 409"),
}  # fmt: skip
