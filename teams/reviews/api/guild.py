"""The API of the guild: who is certified for what, the way there, pauses, pools, ties, wishes and numbers."""

from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404

from portal.kit.api import Call
from portal.kit.endpoints import Given, Group, Rows, path_word, rows_of
from portal.kit.refusals import Invalid
from portal.kit.shapes import PageWords
from teams.people.models import Person, Team
from teams.reviews.actions import certificates, guild, ties, training
from teams.reviews.actions import pools as pool_actions
from teams.reviews.actions.guild_ways import set_guild_ways
from teams.reviews.api import guild_shapes as shapes
from teams.reviews.models import BarRaiser, Certification, GuildWays, Review, Tie, Topic, Wish
from teams.reviews.numbers import NUMBERS
from teams.reviews.reads.figures import figures
from teams.reviews.reads.guild import certifications, places
from teams.reviews.reads.pools import PoolLine, pools
from teams.reviews.reads.rules import versions
from teams.reviews.reads.ways import ways

_ID: dict[str, Any] = {"type": "string", "pattern": "^[0-9]+$", "minLength": 1, "maxLength": 18}
_SLUG: dict[str, Any] = {"type": "string", "pattern": "^[-a-zA-Z0-9_]+$", "minLength": 1, "maxLength": 60}
path_word("certification", "The id of a certification.", "31", **_ID)
path_word("raiser", "The login of somebody of the guild.", "jonas", **_SLUG)
path_word("topic", "A topic of the guild.", "contract", **_SLUG)
path_word("tie", "The id of a tie of your own.", "5", **_ID)
path_word("wish", "The id of a wish.", "6", **_ID)

group = Group(
    "Guild", "Who looks at what others do was certified for it: by reading, shadowing, leading with a mentor."
)


@group.get(gives=shapes.RaiserAnswer, many=True, asks=PageWords)
def list_bar_raisers(request: Call, words: Given) -> Rows:
    """List the people of the guild.

    By name, those who have left, too. Nobody is ranked.
    """
    return rows_of(words, places(request.user))


@group.post(takes=shapes.Appointment, gives=shapes.RaiserAnswer)
def appoint_bar_raiser(request: Call, words: Given) -> BarRaiser:
    """Certify somebody without training.

    Stewards may, as a guild begins. Topics they have and that are not named end.
    """
    person = _person(request, words.pop("person"), "person")
    return guild.appoint_bar_raiser(person, by=request.user, **words)


@group.get(gives=shapes.RaiserAnswer)
def get_bar_raiser(request: Call, raiser: str) -> BarRaiser:
    """Read one person's place in the guild.

    What they are certified for stands under certifications.
    """
    return _raiser(request, raiser)


@group.post(takes=shapes.RaiserPause, gives=shapes.RaiserAnswer)
def pause_bar_raiser(request: Call, raiser: str, words: Given) -> BarRaiser:
    """Pause without loss, or come back.

    They themselves may, and stewards. The days of the pause are added to every certificate and step.
    """
    return guild.pause_bar_raiser(_raiser(request, raiser), by=request.user, **words)


@group.post(gives=shapes.RaiserAnswer)
def end_bar_raiser(request: Call, raiser: str) -> BarRaiser:
    """Let somebody leave the guild.

    Stewards may. Every topic of theirs ends; reviews they have stay theirs.
    """
    return guild.end_bar_raiser(_raiser(request, raiser), by=request.user)


@group.get(gives=shapes.CertificationAnswer, many=True, asks=shapes.CertificationQuery)
def list_certifications(request: Call, words: Given) -> Rows:
    """List who is how far in which topic.

    By topic, then by name; those that are over, too.
    """
    named = {"topic": words.get("topic", ""), "state": words.get("state", ""), "login": words.get("person", "")}
    return rows_of(words, certifications(request.user, **named))


@group.post(takes=shapes.Nomination, gives=shapes.CertificationAnswer, status=201)
def nominate_for_topic(request: Call, words: Given) -> Certification:
    """Create a nomination of somebody, or of yourself.

    Who leads their team, their manager, a guild lead and a steward may; everybody for themselves. The guild lead
    decides; silence accepts. Refused with `certification-open` while they are on their way.
    """
    person = _person(request, words.pop("person"), "person")
    return _again(request, training.nominate(person, by=request.user, **words))


@group.get(gives=shapes.CertificationAnswer)
def get_certification(request: Call, certification: int) -> Certification:
    """Read one certification.

    How far one person is in one topic.
    """
    return _found(request, certification)


@group.post(gives=shapes.CertificationAnswer)
def accept_nomination(request: Call, certification: int) -> Certification:
    """Accept a nomination.

    Whoever keeps the pool may. They begin to read; who was certified before begins by leading with a mentor.
    """
    return _again(request, training.accept(_found(request, certification), by=request.user))


@group.post(takes=shapes.Reason, gives=shapes.CertificationAnswer)
def decline_nomination(request: Call, certification: int, words: Given) -> Certification:
    """Decline a nomination, with a reason.

    Whoever keeps the pool may. They may be nominated again at any time.
    """
    return _again(request, training.decline(_found(request, certification), by=request.user, **words))


@group.post(takes=shapes.NewReading, gives=shapes.CertificationAnswer)
def mark_review_read(request: Call, certification: int, words: Given) -> Certification:
    """Say what a closed review taught you.

    The trainee may, once a review; enough of them lead to the next step. Certified people read refreshers so.
    """
    found = _found(request, certification)
    review = _review(request, words["review"])
    training.mark_read(found, review, by=request.user, learned=words["learned"])
    return _again(request, found)


@group.post(takes=shapes.NewMentor, gives=shapes.CertificationAnswer)
def choose_mentor(request: Call, certification: int, words: Given) -> Certification:
    """Choose who stands by somebody who leads.

    Whoever keeps the pool may. Refused with `mentor-not-certified` for who is not certified for the topic, or not here.
    """
    found = _found(request, certification)
    mentor = _person(request, words["mentor"], "mentor")
    return _again(request, training.choose_mentor(found, by=request.user, mentor=mentor))


@group.post(takes=shapes.MayReason, gives=shapes.CertificationAnswer)
def certify_trainee(request: Call, certification: int, words: Given) -> Certification:
    """Certify who has led what they had to.

    The mentor may, and who keeps the pool. Their silence certifies, too.
    """
    return _again(request, training.certify(_found(request, certification), by=request.user, **words))


@group.post(takes=shapes.Reason, gives=shapes.CertificationAnswer)
def ask_trainee_once_more(request: Call, certification: int, words: Given) -> Certification:
    """Ask somebody to lead once more, and say what is missing.

    The mentor may, and who keeps the pool.
    """
    return _again(request, training.ask_once_more(_found(request, certification), by=request.user, **words))


@group.post(takes=shapes.MayReason, gives=shapes.CertificationAnswer)
def renew_certificate(request: Call, certification: int, words: Given) -> Certification:
    """Renew a certificate.

    The person may, when it is due and earned, else `renewal-not-earned` says what is missing; whoever keeps the pool
    may without that, with a reason.
    """
    return _again(request, certificates.renew(_found(request, certification), by=request.user, **words))


@group.post(takes=shapes.MayReason, gives=shapes.CertificationAnswer)
def leave_topic(request: Call, certification: int, words: Given) -> Certification:
    """Leave a topic, at whatever step.

    The person may without a reason; whoever keeps the pool with one.
    """
    return _again(request, training.leave_topic(_found(request, certification), by=request.user, **words))


@group.get(gives=shapes.PoolAnswer, many=True, asks=PageWords)
def list_pools(request: Call, words: Given) -> Rows:
    """List the pools of all topics.

    With their guild leads, how many are in them, and what is wrong since when.
    """
    return rows_of(words, pools())


@group.post(takes=shapes.NewLead, gives=shapes.PoolAnswer)
def name_guild_lead(request: Call, topic: str, words: Given) -> PoolLine:
    """Say who leads the guild of a topic.

    Stewards may. Without a lead stewards do what it would.
    """
    if topic not in Topic.values:
        raise Http404
    lead = _person(request, words["lead"], "lead") if words["lead"] is not None else None
    pool_actions.name_guild_lead(topic, by=request.user, lead=lead)
    return pools([topic])[0]


@group.get(gives=shapes.TieAnswer, many=True, asks=PageWords)
def list_ties(request: Call, words: Given) -> Rows:
    """List your own ties.

    Teams whose things are not given to you. Nobody else is told them.
    """
    return rows_of(words, Tie.objects.standing().filter(person=request.user).select_related("team"))


@group.post(takes=shapes.NewTie, gives=shapes.TieAnswer, status=201)
def declare_tie(request: Call, words: Given) -> Tie:
    """Create a tie of your own.

    Nothing of this team is given to you from now on. The reason is in no record.
    """
    team = _team(request, words.pop("team"))
    return ties.declare_tie(request.user, by=request.user, team=team, **words)


@group.get(gives=shapes.TieAnswer)
def get_tie(request: Call, tie: int) -> Tie:
    """Read one tie of your own.

    Somebody else's is not there for you.
    """
    return _tie(request, tie)


@group.post(gives=shapes.TieAnswer)
def take_back_tie(request: Call, tie: int) -> Tie:
    """Take a tie of your own back.

    Its reason is forgotten.
    """
    return ties.take_back_tie(_tie(request, tie), by=request.user)


@group.get(gives=shapes.WishAnswer, many=True, asks=PageWords)
def list_review_wishes(request: Call, words: Given) -> Rows:
    """List your own wishes.

    Topics and teams you would like to look at.
    """
    return rows_of(words, Wish.objects.standing().filter(person=request.user).select_related("team"))


@group.post(takes=shapes.NewWish, gives=shapes.WishAnswer, status=201)
def state_review_wish(request: Call, words: Given) -> Wish:
    """Create a wish of your own.

    For a topic or a team. The draw weighs it, and promises nothing.
    """
    team = _team(request, words["team"]) if words.get("team") else None
    return ties.state_wish(request.user, by=request.user, topic=words.get("topic", ""), team=team)


@group.get(gives=shapes.WishAnswer)
def get_review_wish(request: Call, wish: int) -> Wish:
    """Read one wish of your own.

    Those of others stand on their pages.
    """
    return _wish(request, wish)


@group.post(gives=shapes.WishAnswer)
def take_back_review_wish(request: Call, wish: int) -> Wish:
    """Take a wish of your own back.

    The draw weighs it no more.
    """
    return ties.take_back_wish(_wish(request, wish), by=request.user)


@group.get(gives=shapes.GuildFigureAnswer, many=True, asks=PageWords)
def list_guild_figures(request: Call, words: Given) -> Rows:
    """List how the guild did its work over a year.

    Time to advice, what stayed unanswered, who was right, how often the same two met, how unequal the load is.
    """
    return rows_of(words, figures())


@group.get(gives=shapes.GuildRulesAnswer)
def get_guild_rules(request: Call) -> object:
    """Read the numbers of the guild.

    How much training, how long a certificate, when somebody rests, when a pool is in need.
    """
    return _numbers()


def hold_rules(request: Call) -> None:
    """Nobody else makes the next version until this transaction ends."""
    GuildWays.objects.select_for_update().order_by("-number").first()


@group.patch(takes=shapes.GuildRulesChange, gives=shapes.GuildRulesAnswer, holds=hold_rules)
def change_guild_rules(request: Call, words: Given) -> object:
    """Make the next version of the numbers.

    Stewards may. Refused with `guild-number-out-of-bounds`, and with `guild-ways-same` when nothing would change.
    """
    numbers = {one["name"]: one["value"] for one in words.pop("numbers", [])}
    set_guild_ways(by=request.user, numbers=numbers, **words)
    return _numbers()


@group.get(gives=shapes.GuildVersionAnswer, many=True, asks=PageWords)
def list_guild_rule_versions(request: Call, words: Given) -> Rows:
    """List the versions of the numbers.

    The newest first, each with what it changed, who made it and why.
    """
    found = [
        {
            "number": one.row.number, "preset": one.row.preset, "changes": one.changes, "why": one.row.why,
            "made_by": one.row.made_by, "made_at": one.row.made_at,
        }
        for one in versions()
    ]  # fmt: skip
    return rows_of(words, found)


def _numbers() -> Given:
    now = ways()
    return {
        "number": now.version,
        "preset": now.preset,
        "numbers": [
            {"name": name, "text": f"{one.unit} {one.label}", "value": now.number(name), "default": one.default}
            for name, one in NUMBERS.items()
        ],
    }


def _found(request: Call, certification: int) -> Certification:
    return get_object_or_404(certifications(request.user), pk=certification)


def _again(request: Call, one: Certification) -> Certification:
    return _found(request, one.pk)


def _tie(request: Call, pk: int) -> Tie:
    return get_object_or_404(Tie.objects.filter(person=request.user).select_related("person", "team"), pk=pk)


def _wish(request: Call, pk: int) -> Wish:
    return get_object_or_404(Wish.objects.filter(person=request.user).select_related("person", "team"), pk=pk)


def _raiser(request: Call, login: str) -> BarRaiser:
    return get_object_or_404(places(request.user), person__login=login)


def _person(request: Call, login: str, field: str) -> Person:
    person: Person | None = Person.objects.visible_to(request.user).filter(login=login).first()
    if person is None:
        raise Invalid("person-unknown", f"There is nobody with the login {login}.", **{field: "Unknown."})
    return person


def _team(request: Call, slug: str) -> Team:
    team = Team.objects.visible_to(request.user).filter(slug=slug).first()
    if team is None:
        raise Invalid("team-unknown", f"There is no team with the short name {slug}.", team="Unknown.")
    return team


def _review(request: Call, pk: str) -> Review:
    rows = Review.objects.visible_to(request.user).select_related("team__lead", "revision__contract")
    review = rows.filter(pk=int(pk)).first() if pk.isascii() and pk.isdigit() else None
    if review is None:
        raise Invalid("review-unknown", f"There is no review {pk[:18]}.", review="Unknown.")
    return review
