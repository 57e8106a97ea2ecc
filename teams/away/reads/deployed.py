"""Whether a deployment has a change of guests in it, as far as commits and times tell: no forge says so itself."""

from datetime import datetime

from services.forge.models import Fact
from teams.away.models import AwayChange, AwayRelease, AwayRequest, AwaySkeleton
from teams.away.reads.at_forge import work_in
from teams.away.reads.ways import ways_of

SHORTEST = 7
"""Digits of a commit that name it: GitLab tells some in short, and so do people."""
_K = Fact.Kind


def reached(fact: Fact) -> dict[AwayRequest, datetime]:
    """The stays of which a change is in this deployment to production, each with when its last one was merged."""
    if fact.kind != _K.DEPLOYED or not fact.production or fact.outcome != Fact.Outcome.OK:
        return {}
    found = work_in(fact.repository)
    merged = AwayChange.objects.filter(request__in=found, state=AwayChange.State.MERGED, over_at__lte=fact.at)
    there: dict[int, datetime] = {}
    for change in merged.order_by("over_at"):
        if change.over_at is not None and _has(fact, change):
            there[change.request_id] = change.over_at
    return {request: there[request.pk] for request in found if request.pk in there}


def is_skeleton(request: AwayRequest, merged: datetime) -> bool:
    """Whether what is in production is the change that does nothing (F15): the first, and no way back is named for it.

    Whoever has said how it is switched off means the real one. A skeleton that is deployed once more is no release.
    """
    if not ways_of(request).has("F15") or AwayRelease.objects.filter(request=request, named_at__isnull=False).exists():
        return False
    shown = AwaySkeleton.objects.filter(stay__request=request, shown_at__isnull=False).first()
    return shown is None or shown.shown_at is None or merged <= shown.shown_at


def _has(deployment: Fact, change: AwayChange) -> bool:
    """It is the merge itself, or a commit that came to the same branch after it. By hand it need name no commit."""
    if not deployment.commit:
        return not deployment.forge
    merges = Fact.objects.filter(repository=deployment.repository, url=change.url, kind=_K.CHANGE_MERGED)
    bases = set()
    for commit, base in merges.values_list("commit", "base"):
        bases.add(base)
        if is_same(commit, deployment.commit):
            return True
    start = deployment.commit[:SHORTEST]
    later = Fact.objects.filter(repository=deployment.repository, kind=_K.PUSHED, commit__startswith=start)
    later = later.filter(branch__in=bases - {""}, at__gte=change.over_at)
    return any(is_same(commit, deployment.commit) for commit in later.values_list("commit", flat=True))


def is_same(one: str, other: str) -> bool:
    """Whether two commits are one, of which either may be in short."""
    least = min(len(one), len(other))
    return least >= SHORTEST and one[:least].lower() == other[:least].lower()
