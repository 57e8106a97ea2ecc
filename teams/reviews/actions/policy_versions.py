"""A division, or the company, says what asks for looks by itself: each choice is a version that is kept."""

import re
from collections.abc import Iterable
from dataclasses import replace

from django.db import IntegrityError, transaction

from portal.kit import audit, policies
from portal.kit.refusals import Invalid, Refused
from teams.people.models import Division, Person
from teams.reviews.actions.training import sentence
from teams.reviews.models import ReviewPolicies, Topic
from teams.reviews.occasions import CRITICALITIES, MOMENTS, MOST, MOST_POLICIES, REVERSALS, Policy
from teams.reviews.reads.policies import policies_of

_CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
LONGEST_CODE = 40
_FIRST = "Somebody has made another version meanwhile. Read it, and change that one."


@transaction.atomic
def set_review_policies(
    division: Division | None, *, by: Person, policies_to_be: Iterable[Policy], why: str, after: int | None = None
) -> ReviewPolicies:
    """The next version of a division's policies, or (None) of the company's: all of them, in their order.

    They hold for whatever comes from now on. ``after`` is the version of its own that was read. Refuses what is no
    policy, a code twice, too many, an empty why, what changes nothing, and when somebody else was first.
    """
    policies.require(by, "review-policies.set", division)
    said = sentence(why, "why", "Those who are looked at will ask for the reason.")
    asked = checked(list(policies_to_be))
    now = policies_of(division)
    last = now.version if now.own else 0
    if after is not None and after != last:
        raise Refused("review-policies-changed", _FIRST)
    if tuple(asked) == now.policies and (now.own or division is None):
        raise Refused("review-policies-same", f"Nothing differs from version {last}.")
    stored = [one.stored() for one in asked]
    facts = {"division": division, "number": last + 1, "policies": stored, "made_by": by, "why": said}
    try:
        with transaction.atomic():
            row = ReviewPolicies.objects.create(**facts)
    except IntegrityError:
        raise Refused("review-policies-changed", _FIRST) from None
    data = {"version": row.number, "division": row.division_id, "policies": stored}
    audit.record(by, "reviewpolicies.set", row, data=data)
    return row


def checked(asked: list[Policy]) -> list[Policy]:
    """The policies as they can be kept, each with a code of its own; else the refusal that says what is wrong."""
    if len(asked) > MOST_POLICIES:
        text = f"At most {MOST_POLICIES}: nobody could tell any more what asks."
        raise Invalid("review-policies-too-many", text, policies=text)
    taken = {one.code for one in asked if one.code}
    found: list[Policy] = []
    for one in asked:
        known = (
            one.kind in MOMENTS and one.topic in Topic.values and one.criticality in {"", *CRITICALITIES}
            and one.reversal in {"", *REVERSALS} and 0 <= one.consumers <= MOST and 0 <= one.days <= MOST
        )  # fmt: skip
        if not known:
            text = "Choose what is looked at, about what, and numbers that can be reached."
            raise Invalid("review-policy-unknown", text, policies=text)
        if (one.breaking and one.kind != "services.revision") or (one.days and one.kind != "away.awaycharter"):
            text = "Only a contract breaks callers, and only the work of an away team lasts some days."
            raise Invalid("review-policy-never", f"It would never ask. {text}", policies=text)
        code = one.code or _code_for(one, taken)
        if not _CODE.fullmatch(code) or len(code) > LONGEST_CODE or any(other.code == code for other in found):
            text = "A code is made of small letters, digits and dashes, and there is one a policy."
            raise Invalid("review-policy-code", text, policies=text)
        taken.add(code)
        found.append(replace(one, code=code))
    return found


def _code_for(policy: Policy, taken: set[str]) -> str:
    begin = f"{policy.kind.partition('.')[2]}-{policy.topic}"[: LONGEST_CODE - 3]
    every = (begin, *(f"{begin}-{number}" for number in range(2, MOST_POLICIES + 2)))
    return next(code for code in every if code not in taken)
