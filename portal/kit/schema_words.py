"""What the schema says once for all operations: what the interface is for, how one logs in, how errors look."""

from typing import Any

from django.conf import settings

from portal.kit.refusals import PROBLEM

type Node = dict[str, Any]

ABOUT = """\
Homeport is the developer portal of a company of many autonomous teams: who owns which service, which contracts
(interfaces) it offers, what the checks found in them, and who uses them. This interface does what its pages do, with
the same rules and the same rights. It is for build pipelines, for other portals, and for reports. It is not a gateway:
calls to the services themselves do not pass through it.

## Who calls
Send a token with every request: `Authorization: Bearer hp_...`. A person makes one on the page *Tokens* of this portal;
one for a machine is made on the server with `manage.py create_token NAME`. A token acts as its owner. One with the
scope `read` never changes anything.

## Contracts and revisions
A *contract* is one interface of a service. A *revision* is its text at one moment; it never changes. Uploading creates
a draft, and a check of it begins. Look at the revision until its `check` has a final state (`done`, `not-checked` or
`failed`), mend or waive what was found, upload again, and publish. `not-checked` is never a success.

## Lists
Lists take `limit` (at most 200) and `offset`, and keep their order. The answer holds `results`, `count`, and the
addresses of the `next` and `previous` part.

## Changing what one has read
An answer about one thing that can be changed carries an `ETag`. Send it back as `If-Match` with the change: it is done
only while the thing is still as you have read it, else the answer is 412. Without `If-Match` the last change wins.

## Repeating a request
A request that creates something carries an `Idempotency-Key` of the caller's choice, a UUID for example. The same
request with the same key is done once; its answer is given again for 24 hours, with `Idempotent-Replayed: true`. Other
requests by POST take a key, too. A refused request leaves no trace, and its key is free again.

## Errors
Every error is a problem document (RFC 9457). Its `code` is made for programs and never changes its meaning; its `title`
is made for people and may change.

## Limits
Each token may make a number of requests a minute; `RateLimit` and `RateLimit-Policy` say how many are left. Beyond
that the answer is 429, and `Retry-After` says in how many seconds to come again.

## Versions
The address carries the major version. Within it, members, values, operations and optional parameters are added and
nothing is taken away or changes its meaning; expect members and values you do not know. What will go is marked as
deprecated here at least six months before, with the day it goes and what to use instead. The version before is kept for
at least twelve months beside a new one.

## Terms
Whoever may log in to this portal may call it, within the limits above. This description is licensed under Apache-2.0.
"""

ERRORS: dict[int, tuple[str, str, str, str]] = {
    400: ("Unreadable", "The request cannot be read: broken JSON, or text that is not UTF-8.",
          "json-unreadable", "The body is not JSON that can be read: unexpected end of data."),
    401: ("NotKnown", "No token was sent, or one that is unknown, revoked or past its end.",
          "authentication-failed", "This token is unknown, revoked or past its end."),
    403: ("NotAllowed", "This person may not do this, or the token may only read.",
          "not-allowed", "Only members of Checkout may do this. Ana Owner leads it."),
    404: ("NotFound", "There is nothing at this address, or this person may not see it.",
          "not-found", "There is nothing here, or you may not see it."),
    409: ("NotNow", "The thing is not in a state that allows this; the code says what stands in the way.",
          "revision-has-errors", "Mend or waive its 3 open errors first."),
    412: ("Outdated", "It was changed since it was read, so nothing was done; read it again.",
          "changed-meanwhile", "It was changed since you read it. Read it again, and change what is there now."),
    414: ("AddressTooLong", "The address is longer than is read here. A server in front may say so, in its own words.",
          "", ""),
    413: ("TooLarge", "The body is larger than what is read here.",
          "request-too-big", "80 MB were sent and at most 32 MB are read here. Nothing was stored."),
    415: ("OtherMediaType", "The body has a media type that is not read here.",
          "unsupported-media-type", "The body has a media type that is not read here. Send one of: application/json."),
    422: ("NotUsable", "The request can be read, but not used as it is; the errors name the fields at fault.",
          "fields-invalid", "Some fields cannot be used as they are."),
    429: ("TooOften", "More requests were made than one caller may make.",
          "too-many-requests", "That was more requests a minute than one caller may make (1200). Try again in 7 s."),
    500: ("Fault", "A fault of the portal. Nothing was half done; the request's id finds it in the portal's log.",
          "internal-error", "This is a fault of ours."),
}  # fmt: skip

HEADERS: dict[str, tuple[str, Node, Any]] = {
    "RateLimit": ("How many requests are left (`r`) and, when none is, in how many seconds there will be (`t`).",
                  {"type": "string", "maxLength": 80}, '"api";r=1180'),
    "RateLimit-Policy": ("How many requests (`q`) one caller may make within how many seconds (`w`).",
                         {"type": "string", "maxLength": 80}, '"api";q=1200;w=60'),
    "Retry-After": ("In how many seconds to come again.", {"type": "integer", "minimum": 1, "maximum": 3600}, 7),
    "WWW-Authenticate": ("How to show who calls (RFC 6750).", {"type": "string", "maxLength": 200},
                         'Bearer realm="homeport"'),
    "Location": ("The address of what was created.", {"type": "string", "format": "uri", "maxLength": 2000},
                 "https://homeport.hartwell.example/api/v1/services/orders"),
    "ETag": ("Names what this answer says. Send it as `If-None-Match` to get stored bytes only when they are other "
             "ones, and as `If-Match` to change a thing only while it is as you have read it.",
             {"type": "string", "maxLength": 80}, '"9f86d081884c7d65"'),
    "X-Request-Id": ("Names this request in the portal's log. A caller may send one of its own, of 8 to 64 characters.",
                     {"type": "string", "minLength": 8, "maxLength": 64}, "0b9f6c1f2d3e4a5b8c7d6e5f4a3b2c1d"),
    "Idempotent-Replayed": ("`true` when this is the answer that was given to this Idempotency-Key before.",
                            {"type": "string", "const": "true"}, "true"),
}  # fmt: skip

PROBLEM_SCHEMA: Node = {
    "type": "object",
    "description": "Why a request was not done (RFC 9457).",
    "required": ["type", "title", "status", "code", "request_id", "errors"],
    "properties": {
        "type": {"type": "string", "format": "uri", "maxLength": 120,
                 "description": "The code as a URN, for tools that know only RFC 9457."},
        "title": {"type": "string", "maxLength": 2000, "description": "What is wrong and what to do, for a person."},
        "status": {"type": "integer", "minimum": 400, "maximum": 599, "description": "The HTTP status, again."},
        "code": {"type": "string", "pattern": "^[a-z0-9-]+$", "maxLength": 80,
                 "description": "What is wrong, for a program. Codes are added; none changes its meaning."},
        "request_id": {"type": "string", "maxLength": 64, "description": "The request's id in the portal's log."},
        "errors": {"type": "array", "maxItems": 1000, "description": "The fields at fault; empty where none is.",
                   "items": {"$ref": "#/components/schemas/FieldProblem"}},
    },
}  # fmt: skip

FIELD_PROBLEM_SCHEMA: Node = {
    "type": "object",
    "description": "What is wrong with one field.",
    "required": ["field", "message"],
    "properties": {
        "field": {"type": "string", "maxLength": 400, "description": "Its name; `request` for the whole request."},
        "message": {"type": "string", "maxLength": 2000, "description": "What is wrong with it, for a person."},
    },
    "examples": [{"field": "slug", "message": "Taken. Choose another one."}],
}

KEY: Node = {
    "name": "Idempotency-Key",
    "in": "header",
    "description": "The caller's own name for this request, so that repeating it does nothing twice. Kept for a day.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 257, "pattern": '^"?[!#-~]{1,255}"?$'},
    "example": "8e03978e-40d5-43dd-bc93-6894a57f9324",
}


def info() -> Node:
    """Who answers, under which terms."""
    return {
        "description": ABOUT,
        "contact": {"name": "The stewards of this Homeport", "url": f"{settings.ADDRESS}/"},
        "license": {"name": "Apache License 2.0", "identifier": "Apache-2.0"},
        "termsOfService": f"{settings.ADDRESS}/api/docs/",
        "x-audience": "company-internal",
        "x-data-classification": "internal",
    }


def servers() -> list[Node]:
    """Where it is reached: the address that people type, or the very host that gave out this description."""
    return [{"url": settings.ADDRESS or "/", "description": "This Homeport."}]


def headers(*names: str) -> Node:
    return {name: {"$ref": f"#/components/headers/{name}"} for name in names}


def answer(status: int) -> Node:
    return {"$ref": f"#/components/responses/{ERRORS[status][0]}"}


def components(schemas: Node) -> Node:
    """Everything that operations only refer to."""
    return {
        "schemas": {**schemas, "FieldProblem": FIELD_PROBLEM_SCHEMA, "Problem": PROBLEM_SCHEMA},
        "responses": {
            **{name: _error(status) for status, (name, *_) in ERRORS.items()},
            "NotChanged": {
                "description": "You have these very bytes already.",
                "headers": headers("ETag", "X-Request-Id"),
            },
        },
        "headers": {
            name: {"description": text, "schema": schema, "example": example}
            for name, (text, schema, example) in HEADERS.items()
        },
        "parameters": {
            "IdempotencyKey": {**KEY, "required": True},
            "IdempotencyKeyIfWanted": KEY,
            "IfNoneMatch": {
                "name": "If-None-Match",
                "in": "header",
                "description": "The ETag of what you have: the answer is 304 and empty while it is still the same.",
                "schema": {"type": "string", "maxLength": 8000},
                "example": '"9f86d081884c7d65"',
            },
            "IfMatch": {
                "name": "If-Match",
                "in": "header",
                "description": "The ETag of what you have read: the answer is 412 when somebody changed it since.",
                "schema": {"type": "string", "maxLength": 8000},
                "example": '"9f86d081884c7d65"',
            },
        },
        "securitySchemes": {
            "token": {
                "type": "http",
                "scheme": "bearer",
                "description": "A token of this portal, as `Authorization: Bearer hp_...`. Pages in a browser may use "
                "their login instead and send its CSRF token as `X-CSRFToken`.",
            }
        },
    }


def _error(status: int) -> Node:
    _, text, code, title = ERRORS[status]
    if not code:
        return {"description": text}
    more = {401: ["WWW-Authenticate"], 429: ["Retry-After", "RateLimit", "RateLimit-Policy"], 409: ["Retry-After"]}
    errors = [{"field": "slug", "message": "Taken. Choose another one."}] if status == 422 else []
    example = {
        "type": f"urn:homeport:problem:{code}",
        "title": title,
        "status": status,
        "code": code,
        "request_id": "0b9f6c1f2d3e4a5b8c7d6e5f4a3b2c1d",
        "errors": errors,
    }
    return {
        "description": text,
        "headers": headers("X-Request-Id", *more.get(status, [])),
        "content": {
            PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}, "examples": {"one": {"value": example}}}
        },
    }
