"""Who may do what through the API. An operation of its own description that is missing here fails the build.

Ten people ask for everything: Eve (of neither side), Ben (of the guest team) and Lea (its lead), Gia (who leads the
guest's division), Kim (the manager who was asked to sponsor), Hal (of the host) and Ana (its lead), Ida (who leads the
host's division), Rae (the bar raiser of the review) and Sam (steward). A row names who gets through with the success
that the operation tells of itself. Everybody else is refused with 403 ``not-allowed``, or with the status beside it.

Not in the rows because it holds for all: without a token 401, and 403 ``token-only-reads`` for a token that only reads.
"""

from typing import Any

CAST = ("eve", "ben", "lea", "gia", "kim", "hal", "ana", "ida", "rae", "sam")

ALL = " ".join(CAST)
HOST = "hal ana sam"
GUEST = "ben lea sam"
EITHER = "ben lea hal ana sam"
LEADS = "lea ana"
STEWARD = "sam"
OWN = "ben lea"  # what only its team may see; for everybody else there is nothing there

A = "/away-requests"
V = "/contracts/{service}/{contract}/revisions"
R = f"{V}/1"
P = "/proposals/{proposal}"
CHANGE = f"{A}/{{signed}}/changes"

# Read by everybody who may log in: nothing inside is hidden from them.
READS = (
    "/", "/openapi.json", "/me", "/inbox", "/divisions", "/teams", "/teams/home", "/people", "/people/ana",
    "/teams/home/calendar", "/teams/home/freezes", "/divisions/{division}/freezes", "/freezes", "/freezes/{freeze}",
    "/people/ana/absences", "/absences/{absence}", "/receivers", "/receivers/{receiver}",
    "/receivers/{receiver}/deliveries", "/receivers/{receiver}/refusals", "/people/ana/forge-logins",
    "/services", "/services/{service}", "/services/{service}/facts", "/facts/{fact}",
    "/contracts", "/contracts/{service}/{contract}", "/contracts/{service}/{contract}/consumers", V, R,
    f"{R}/document", f"{R}/report", f"{R}/findings", f"{R}/operations", f"{R}/rulesets", "/checks/{check}",
    "/waivers", "/waivers/{waiver}", "/consumers/{consumer}", "/rules", "/rules/contact-named",
    "/rulesets", "/rulesets/{ruleset}", "/rulesets/{ruleset}/rules", "/rulesets/{ruleset}/versions",
    "/rulesets/{ruleset}/versions/1", "/rulesets/{ruleset}/attachments", "/attachments/{attachment}",
    "/bar-raisers", "/bar-raisers/{raiser}", "/certifications", "/certifications/{certification}", "/pools", "/ties",
    "/review-wishes", "/guild-figures", "/guild-rules", "/guild-rules/versions",
    "/review-forms", "/review-forms/contract", "/review-forms/contract/versions",
    "/reviews/{review}/questions", "/review-policies", "/review-policies/versions", "/review-occasions",
    "/divisions/{division}/review-policies", "/divisions/{division}/review-policies/versions",
    "/ledger", "/ledger/csv", "/ledger/json", "/ledger/chain", "/ledger/figures",
    "/calibration", "/override-budgets", "/reviews/{feared}/risks",
    "/reviews", "/reviews/{review}", "/reviews/{review}/suggestions", "/reviews/{review}/suggestions/1",
    "/reviews/{looked_at}/drafts", "/reviews/{review}/answer-drafts",
    "/reviews/{review}/suggestions/1/files", "/reviews/{feared}/files/{file}",
    "/reviews/{looked_at}/seats", "/reviews/{quiet}/usefulness",
    "/reviews/{looked_at}/draws", "/reviews/{looked_at}/draws/1", "/reviews/{looked_at}/draws/1/replay",
    "/reviews/{looked_at}/history", "/reviews/{looked_at}/text", "/reviews/{compared}/changes", "/rule-doubts",
    "/failsafes", "/away-rules", "/away-rules/versions", "/divisions/{division}/away-rules",
    "/divisions/{division}/away-rules/versions", "/away-welcome", "/away-copies", "/teams/home/away-record",
    "/away-signals", "/away-signals/{signal}", "/away-drafts", A, f"{A}/{{signed}}", f"{A}/{{signed}}/accesses",
    f"{A}/{{signed}}/charters", f"{A}/{{signed}}/charters/1", f"{A}/{{signed}}/criteria", f"{A}/{{signed}}/demands",
    f"{A}/{{signed}}/demands/1", f"{A}/{{designed}}/designs", f"{A}/{{designed}}/designs/1",
    f"{A}/{{released}}/ending", f"{A}/{{met}}/gates", f"{A}/{{signed}}/statuses", f"{A}/{{signed}}/turns",
    f"{A}/{{signed}}/history",
    CHANGE, f"{CHANGE}/1", f"{CHANGE}/1/steps",
    "/proposals", "/proposals/following", P, f"{P}/versions", f"{P}/versions/1", f"{P}/comments", f"{P}/comments/1",
    f"{P}/look-backs", f"{P}/versions/2/since/1", f"{P}/history",
)  # fmt: skip

# What changes something: who gets through, what is sent beside the operation's own example, who is refused otherwise.
type Row = tuple[str, dict[str, Any]] | tuple[str, dict[str, Any], dict[str, int]]

OTHERS = " ".join(name for name in CAST if name != "ana")  # of what she wrote
ABSENT = dict.fromkeys(CAST, 404)
UNSEEN = dict.fromkeys(set(CAST) - {"rae"}, 404)  # of what its reviewer has not sent
HIDDEN = dict.fromkeys(set(CAST) - set(OWN.split()), 404)

WRITES: dict[str, Row] = {
    "GET /away-drafts/{draft}": (OWN, {}, HIDDEN),
    "POST /away-drafts/{draft}/discard": (OWN, {}, HIDDEN),
    "POST /away-drafts": (GUEST, {"service": "{service}", "guest": "away"}),
    "POST /away-requests": (
        GUEST,
        {"service": "{service}", "guest": "away", "people": [{"person": "ben", "percent": 50}], "sponsor": None},
    ),
    # before the host is asked, and its answer
    f"POST {A}/{{sent}}/confirm-sponsored": ("kim gia sam", {}),
    f"POST {A}/{{sent}}/refuse-sponsored": ("kim gia sam", {}),
    f"POST {A}/{{sent}}/name-sponsor": (GUEST, {"sponsor": "{gia}"}),
    f"POST {A}/{{away}}/acknowledge": (HOST, {"decides_on": "{tomorrow}"}),
    f"POST {A}/{{bundled}}/bundle": (HOST, {}),
    f"POST {A}/{{away}}/agree": (HOST, {"contact": "ana"}),
    f"POST {A}/{{escalated}}/agree": ("hal ana ida sam", {"contact": "ana"}),
    f"POST {A}/{{away}}/offer": (HOST, {}),
    f"POST {A}/{{away}}/decline": (HOST, {}),
    f"POST {A}/{{offered}}/accept": (GUEST, {}),
    f"POST {A}/{{offered}}/dispute": (GUEST, {}),
    f"POST {A}/{{away}}/escalate": (EITHER, {}),
    f"POST {A}/{{away}}/duplicate": (EITHER, {"of": "{offered}"}),
    f"POST {A}/{{away}}/withdraw": (GUEST, {}),
    f"POST {A}/{{agreed}}/end": (EITHER, {}),
    f"POST {A}/{{promised}}/end": (GUEST, {}),
    f"POST {A}/{{promised}}/finish": (HOST, {}),
    # the charter
    f"POST {A}/{{agreed}}/charters": (EITHER, {"after": 0, "reviewer": "ana", "deputy": "hal", "guest_lead": "ben"}),
    f"POST {A}/{{chartered}}/sign": (LEADS, {"digest": "{digest}"}),
    f"POST {A}/{{signed}}/demands": (HOST, {}),
    f"POST {A}/{{signed}}/demands/1": (GUEST, {}),
    f"POST {A}/{{signed}}/criteria/1": (HOST, {"met": True, "change": 1}),
    # before the work
    f"POST {A}/{{met}}/gates/1": (HOST, {}),
    f"POST {A}/{{onboarding}}/accesses/{{comer}}/grant": (HOST, {}),
    f"POST {A}/{{onboarding}}/accesses/{{comer}}/end": (HOST, {}),
    f"POST {A}/{{parted}}/accesses/{{gone}}/take": (HOST, {}),
    f"POST {A}/{{onboarding}}/pack": (HOST, {}),
    f"POST {A}/{{onboarding}}/begin": (GUEST, {}),
    # the work
    f"POST {A}/{{signed}}/block": (GUEST, {}),
    f"POST {A}/{{signed}}/pause": (LEADS, {}),
    f"POST {A}/{{paused}}/resume": (LEADS, {}),
    f"POST {A}/{{blocked}}/resume": (EITHER, {}),
    f"POST {A}/{{stalled}}/resume": (GUEST, {}),
    f"POST {A}/{{stalled}}/reclaim": (HOST, {}),
    f"POST {A}/{{signed}}/statuses": (GUEST, {}),
    f"POST {A}/{{signed}}/designs": (GUEST, {}),
    f"POST {A}/{{designed}}/designs/1": (HOST, {}),
    f"POST {A}/{{designed}}/designs/1/advice": ("ida", {}),
    f"POST {A}/{{signed}}/skeleton": (GUEST, {}),
    f"POST {A}/{{risky}}/skeleton/reaction": (LEADS, {}),
    f"POST {A}/{{signed}}/extension": (GUEST, {"ends_on": "{later}"}),
    f"POST {A}/{{extending}}/extension/answer": (HOST, {}),
    # changes: 1 open, 2 in review, 3 approved, 4 with a back door, 5 of which a lead asked, 6 which both allowed
    f"POST {CHANGE}": (GUEST, {}),
    f"POST {CHANGE}/1/ask": (GUEST, {}),
    f"POST {CHANGE}/2/review": ("ana sam", {}),
    f"POST {CHANGE}/7/rule": ("ida", {}),
    f"POST {CHANGE}/3/merge": (EITHER, {}),
    f"POST {CHANGE}/1/close": (GUEST, {}),
    f"POST {CHANGE}/1/gates": (EITHER, {}),
    f"POST {CHANGE}/1/touch": (EITHER, {"contracts": ["{contract}"], "contract": "{contract}", "revision": 1}),
    f"POST {CHANGE}/1/back-door": (EITHER, {}),
    f"POST {CHANGE}/4/override": (LEADS, {}),
    f"POST {CHANGE}/5/override/answer": ("lea", {}, {"ana": 409}),
    f"POST {CHANGE}/6/back-door/end": (EITHER, {}),
    # from the release to the thanks, or out of it
    f"POST {A}/{{signed}}/way-back": (EITHER, {"switcher": "ana"}),
    f"POST {A}/{{ready}}/release": (EITHER, {}),
    f"POST {A}/{{released}}/switch-off": (HOST, {}),
    f"POST {A}/{{off}}/switch-on": (HOST, {}),
    f"POST {A}/{{released}}/incidents": (HOST, {}),
    f"POST {A}/{{released}}/incidents/1/mend": (EITHER, {}),
    f"POST {A}/{{handback}}/handovers": (GUEST, {}),
    f"POST {A}/{{handback}}/handback/missing": (HOST, {}),
    f"POST {A}/{{lacking}}/handback/added": (GUEST, {}),
    f"POST {A}/{{handback}}/handback/take": (HOST, {}),
    f"POST {A}/{{handback}}/keeper": (EITHER, {"person": "ana"}),
    f"POST {A}/{{closing}}/look-back": ("ben lea hal ana", {}),
    f"POST {A}/{{closing}}/credit": (EITHER, {"contributors": [{"person": "ben", "did": "wrote it"}]}),
    f"POST {A}/{{measured}}/finish": (GUEST, {}),
    f"POST {A}/{{leaving}}/wind-down": (GUEST, {}),
    f"POST {A}/{{refused}}/copy": (GUEST, {}),
    f"POST {A}/{{copied}}/copy/review": (GUEST, {"outcome": "keep"}),
    f"POST {A}/{{refused}}/decision": ("lea gia sam", {}),
    f"POST {A}/{{copied}}/decision/choose": ("gia ida", {}),
    # the rules of away teams
    "PATCH /away-rules": (STEWARD, {"numbers": [{"name": "decision_days", "value": 6}]}),
    "PATCH /divisions/{division}/away-rules": ("ida sam", {"numbers": [{"name": "decision_days", "value": 6}]}),
    "POST /away-signals/{signal}/answer": ("ana ida sam", {}),
    # calendars, and what forges tell
    "PATCH /teams/home/calendar": ("ana sam", {}),
    "POST /people/hal/absences": ("hal ana sam", {"deputy": "ana"}),
    "POST /absences/{absence}/take-back": ("ana sam", {}),
    "POST /teams/home/freezes": ("ana sam", {}),
    "POST /divisions/{division}/freezes": ("ida sam", {}),
    "POST /freezes": (STEWARD, {}),
    "POST /freezes/{freeze}/lift": ("ana sam", {}),
    "POST /receivers": (HOST, {"service": "{service}"}),
    "POST /receivers/{receiver}/secret": (HOST, {}),
    "POST /receivers/{receiver}/end": (HOST, {}),
    "PATCH /people/ana/forge-logins": ("ana sam", {}),
    # teams, services, contracts
    "POST /teams/home/disband": ("ida sam", {}),
    "POST /services": (HOST, {"team": "home", "slug": "new-one"}),
    "PATCH /services/{service}": (HOST, {}),
    "POST /services/{service}/move": (HOST, {}),
    "POST /services/{service}/hand-over": ("ana ida sam", {"to": "away"}),
    "POST /services/{service}/facts": (EITHER, {"at": "{now}"}),
    "POST /contracts": (HOST, {"service": "{service}", "slug": "new-one"}),
    "PATCH /contracts/{service}/{contract}": (HOST, {}),
    "POST /contracts/{theirs}/api/consumers": (HOST, {"service": "{service}"}),
    "POST /consumers/{consumer}/end": ("ben sam", {}),
    f"POST {V}": (HOST, {"content": "openapi: 3.1.0", "url": None}),
    f"POST {R}/check": (HOST, {}),
    f"POST {R}/waivers": (HOST, {"fingerprint": "{fingerprint}"}),
    "POST /waivers/{waiver}/withdraw": (HOST, {}),
    f"POST {R}/discard": (HOST, {}),
    "POST /contracts/{critical}/api/revisions/1/propose": (HOST, {}),
    "POST /contracts/{proposed}/api/revisions/1/publish": ("ana sam", {"keep_until": None}),
    "POST /contracts/{ready_to}/api/revisions/1/publish": (HOST, {"keep_until": None}),
    "POST /contracts/{live}/api/revisions/1/deprecate": (HOST, {}),
    "POST /contracts/{ending}/api/revisions/1/retire": (HOST, {}),
    # rulesets and reviews
    "POST /rulesets": (STEWARD, {"slug": "new-one", "team": "home"}),
    "POST /rulesets/{ruleset}/versions": (STEWARD, {}),
    "POST /rulesets/{ruleset}/versions/2/enforce": (STEWARD, {}),
    "POST /rulesets/{ruleset}/care": (STEWARD, {"rules": ["info-licence"], "person": "ana"}),
    "POST /rulesets/{ruleset}/attachments": ("gia sam", {"division": "{guest_division}"}),
    "POST /attachments/{attachment}/detach": ("ida sam", {}),
    # the guild: Ana is nominated for data, is tied and has wished
    "POST /bar-raisers": (STEWARD, {"person": "hal"}),
    "POST /bar-raisers/{raiser}/pause": ("rae sam", {}),
    "POST /bar-raisers/{raiser}/end": (STEWARD, {}),
    "POST /certifications": ("hal ana sam", {"person": "hal"}),
    "POST /certifications/{certification}/accept": (STEWARD, {}),
    "POST /certifications/{certification}/decline": (STEWARD, {}),
    "POST /certifications/{certification}/readings": ("", {"review": "{closed}"}, {"ana": 409}),
    "POST /certifications/{certification}/mentor": ("", {"mentor": "{raiser}"}, {"sam": 409}),
    "POST /certifications/{certification}/certify": ("", {}, {"sam": 409}),
    "POST /certifications/{certification}/once-more": ("", {}, {"sam": 409}),
    "POST /certifications/{certification}/renew": ("", {}, {"ana": 409, "sam": 409}),
    "POST /certifications/{certification}/leave": ("ana sam", {}),
    "POST /pools/data/lead": (STEWARD, {"lead": "ana"}),
    "POST /ties": (ALL, {"team": "home"}),
    "GET /ties/{tie}": ("ana", {}, dict.fromkeys(set(CAST) - {"ana"}, 404)),
    "GET /review-wishes/{wish}": ("ana", {}, dict.fromkeys(set(CAST) - {"ana"}, 404)),
    "POST /ties/{tie}/end": ("ana", {}, dict.fromkeys(set(CAST) - {"ana"}, 404)),
    "POST /review-wishes": (ALL, {"topic": "design"}),
    "POST /review-wishes/{wish}/end": ("ana", {}, dict.fromkeys(set(CAST) - {"ana"}, 404)),
    "PATCH /guild-rules": (STEWARD, {}),
    "PATCH /review-forms/contract": (STEWARD, {}),
    "PATCH /review-policies": (STEWARD, {"policies": []}),
    "PATCH /divisions/{division}/review-policies": ("ida sam", {}),
    "POST /reviews/{looked_at}/questions": ("hal ana", {"answers": [{"key": "callers", "text": "Two of ours."}]}),
    "POST /reviews/{looked_at}/suggestions": ("rae", {"line": 2, "end_line": 3}),
    "POST /reviews/{looked_at}/suggestions/1/change": ("rae", {"line": 2, "end_line": 3}, UNSEEN),
    "POST /reviews/{looked_at}/suggestions/1/drop": ("rae", {}, UNSEEN),
    "POST /reviews/{looked_at}/suggestions/1/rule": ("rae", {}, UNSEEN),
    "GET /reviews/{unfound}/choices": (STEWARD, {}),
    "POST /reviews/{unfound}/assign": (STEWARD, {"person": "{free}"}),
    "POST /reviews/{review}/suggestions/2/files": ("ana", {}),
    "POST /reviews/{named}/files/{loose}/remove": ("ben ana", {}, ABSENT),
    "POST /reviews/{quiet}/usefulness": ("ana", {}),
    "POST /rule-doubts": ("", {}, dict.fromkeys(CAST, 409)),
    "POST /rule-doubts/{doubt}/settle": (STEWARD, {}),
    "POST /reviews": ("hal ana sam", {"about": "{service_ref}"}),
    "POST /reviews/{looked_at}/take": ("rae", {}),
    "POST /reviews/{looked_at}/withdraw": ("ana sam", {}),
    "POST /reviews/{looked_at}/send": ("rae", {}),
    "POST /reviews/{looked_at}/drafts": ("rae", {}),
    "POST /reviews/{looked_at}/drafts/advice/drop": ("rae", {}, UNSEEN),
    "POST /reviews/{looked_at}/decline": ("rae", {}),
    "POST /reviews/{review}/suggestions/2/answer": ("ana", {"measured_on": "{yesterday}", "more_numbers": []}),
    "POST /reviews/{review}/suggestions/2/draft": ("ana", {}),
    "POST /reviews/{named}/suggestions/1/draft/drop": ("ben ana", {}, ABSENT),
    "POST /reviews/{review}/suggestions/1/outcome": ("ana", {}),
    "POST /reviews/{review}/suggestions/1/view": ("", {}, {"rae": 409}),
    "POST /reviews/{review}/deputy": ("ana", {"person": "ben"}),
    "POST /reviews/{named}/deputy/end": ("ana", {}),
    "POST /reviews/{feared}/suggestions/2/landed": ("ana", {}),
    "POST /reviews/{named}/suggestions/2/risk": ("rae", {}),
    "POST /reviews/{feared}/risk/read": ("ida", {}),
    "POST /override-budgets": (STEWARD, {"after": 0}),
    "POST /divisions/{division}/override-budget": ("ida sam", {"after": 0}),
    # proposals: of Ana's, with an objection of somebody else to its first version
    "POST /proposals": (HOST, {"team": "home", "services": ["{service}"], "addressed": ["ben"]}),
    "PATCH /proposals/{drafted}": ("hal ana", {}, ABSENT),
    "POST /proposals/{drafted}/publish": ("hal ana", {}, ABSENT),
    f"POST {P}/versions": (HOST, {"edition": 2}),
    f"POST {P}/comments": (ALL, {"version": 2}),
    f"POST {P}/consents": (OTHERS, {}),
    f"POST {P}/objections": (OTHERS, {"version": 2}),
    f"POST {P}/comments/1/answer": ("ana sam", {}),
    f"POST {P}/comments/1/take-back": ("", {}),
    f"POST {P}/agree": ("", {}, {"ana": 409, "sam": 409}),
    f"POST {P}/reject": ("ana sam", {}),
    f"POST {P}/withdraw": ("ana sam", {}),
    "POST /proposals/{held}/supersede": ("ana sam", {"other": "{reopened}"}),
    "POST /proposals/{held}/reopen": ("ana sam", {}),
    "POST /proposals/{reopened}/look-backs": ("ana sam", {}),
    "POST /proposals/following": (ALL, {"team": "home"}),
    "POST /proposals/following/{followed}/end": ("ana", {}, ABSENT),
}
