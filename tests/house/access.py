"""Who gets what at every address. A pattern that is missing here fails the build.

Four people ask: a stranger (not logged in), Ben (logged in, of another team), Ana (of the team that owns the thing) and
Sam (steward). For each the status of a GET, and of a POST with an empty form. ``-`` is not asked.

200 page, 302 redirect, 401 who are you, 403 you may not, 404 not here, 405 not this method, 409/422 the rules or the
form say no; for a stranger 302 is always the way to the log-in.
"""

# name: (arguments, GET by stranger ben ana sam, POST by stranger ben ana sam)
Row = tuple[tuple[str, ...], str, str]

R = ("{service}", "{contract}", "1")

PAGES: dict[str, Row] = {
    "home": ((), "302 200 200 200", "302 405 405 405"),
    "search": ((), "302 200 200 200", "302 405 405 405"),
    "login": ((), "200 302 302 302", "200 302 302 302"),
    "logout": ((), "302 405 405 405", "302 302 302 302"),
    "gallery": ((), "302 200 200 200", "302 405 405 405"),
    "keyboard": ((), "302 200 200 200", "302 405 405 405"),
    "healthz": ((), "200 200 200 200", "405 405 405 405"),
    "readyz": ((), "200 200 200 200", "405 405 405 405"),
    "team": (("home",), "302 200 200 200", "302 405 405 405"),
    "people:team-list": ((), "302 200 200 200", "302 405 405 405"),
    "people:person": (("ana",), "302 200 200 200", "302 405 405 405"),
    "people:tokens": ((), "302 200 200 200", "302 422 422 422"),
    "people:division-new": ((), "302 403 403 200", "302 403 403 422"),
    "people:team-new": ((), "302 403 403 200", "302 403 403 422"),
    "people:team-change": (("home",), "302 403 200 200", "302 403 422 422"),
    "people:team-join": (("home",), "302 405 405 405", "302 403 422 422"),
    "people:team-leave": (("home", "ben"), "302 405 405 405", "302 403 409 409"),
    "people:person-new": ((), "302 403 403 200", "302 403 403 422"),
    "people:person-let-go": (("ana",), "302 405 405 405", "302 403 403 409"),
    "people:token-revoke": (("{token}",), "302 405 405 405", "302 404 302 404"),
    "services:service-list": ((), "302 200 200 200", "302 405 405 405"),
    "services:service-new": ((), "302 200 200 200", "302 422 422 422"),
    "services:service": (("{service}",), "302 200 200 200", "302 405 405 405"),
    "services:service-change": (("{service}",), "302 200 200 200", "302 422 422 422"),
    "services:service-move": (("{service}", "deprecate"), "302 405 405 405", "302 403 302 302"),
    "services:contract-list": ((), "302 200 200 200", "302 405 405 405"),
    "services:contract-new": ((), "302 200 200 200", "302 422 422 422"),
    "services:contract": (("{service}", "{contract}"), "302 302 302 302", "302 405 405 405"),
    "services:contract-change": (("{service}", "{contract}"), "302 200 200 200", "302 422 422 422"),
    "services:revision-upload": (("{service}", "{contract}"), "302 200 200 200", "302 422 422 422"),
    "services:contract-consumers": (("{service}", "{contract}"), "302 200 200 200", "302 422 422 422"),
    "services:contract-revisions": (("{service}", "{contract}"), "302 200 200 200", "302 405 405 405"),
    "services:revision": (R, "302 200 200 200", "302 405 405 405"),
    "services:revision-findings": (R, "302 200 200 200", "302 405 405 405"),
    "services:revision-operations": (R, "302 200 200 200", "302 405 405 405"),
    "services:revision-document": (R, "302 200 200 200", "302 405 405 405"),
    "services:revision-check": (R, "302 405 405 405", "302 403 302 302"),
    "services:revision-publish": (R, "302 405 405 405", "302 403 302 302"),
    "services:revision-deprecate": (R, "302 200 200 200", "302 422 422 422"),
    "services:revision-retire": (R, "302 405 405 405", "302 403 409 409"),
    "services:revision-discard": (R, "302 405 405 405", "302 403 302 302"),
    "services:finding-waive": ((*R, "{fingerprint}"), "302 200 200 200", "302 422 422 422"),
    "services:waiver-list": ((), "302 200 200 200", "302 405 405 405"),
    "services:waiver-withdraw": (("{waiver}",), "302 405 405 405", "302 403 302 302"),
    "services:consumer-end": (("{consumer}",), "302 405 405 405", "302 302 403 302"),
    "services:rule-list": ((), "302 200 200 200", "302 405 405 405"),
    "services:rule": (("contact-named",), "302 200 200 200", "302 405 405 405"),
}

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
}  # fmt: skip
