"""What teams of the company proposed in writing, what others said to it, and what came of it."""

from datetime import date, timedelta

from django.utils import timezone

from portal.demo.company import ADDRESS
from portal.demo.story import Story, person, service, team
from teams.proposals.actions import deciding, following, looking, saying, writing
from teams.proposals.actions.given import Words
from teams.proposals.models import Comment, Proposal

KEYS = "Every order is placed with a key"
RETRIES = "Retry a failed capture for three days, not one"
CELLS = "Split the order book by region"
PARCELS = "Tell the customer when a parcel changes hands"
NAMES = "One name for a thing, in the warehouse and in the shop"
NIGHT = "Stop the nightly copy of stock into the shop"
RETURNS = "Let customers choose a locker for a return"

TEXTS = {
    KEYS: """\
# Why

A call that times out is sent again, and some nights it is an order that was placed already. In the first week of spring
**340 orders** were booked twice; Care wrote to each of these customers by hand.

# What

1. `placeOrder` takes an `Idempotency-Key`. Without one it is refused from the day of the next major.
2. A key holds for 24 hours. The same key with the same body gets the first answer, letter by letter.
3. The same key with another body is refused with a code of its own.

# What else we thought of

- *Finding doubles afterwards.* We do that today. It finds four of five, after the parcel has left.
- *A number from the basket.* Two baskets of one customer may look the same and both be meant.
""",
    RETRIES: """\
# Why

A capture that fails is tried for a day and then given up. Of those given up, a third would have worked on the second or
third day: the bank was shut, or the card was topped up on Friday.

# What

We try for three days, at longer and longer distances: after 1, 4, 12, 24, 48 and 72 hours. The customer hears of it
once,
after the first day.

# What it costs

| | today | then |
|---|--:|--:|
| Captures a day | 41,000 | 43,500 |
| Parcels that wait for money | 120 | 310 |
""",
    CELLS: """\
# Why

One order book holds all of Europe. When it stands still, everything does: eleven minutes in February cost what the team
costs in a year.

# What

The book is split into three: islands, north, south. An order stays in the region of its delivery address for ever.
What is read over all regions (*my orders*, the ledger) is read from copies that may be two seconds old.

# Why this is a one-way door

Numbers of orders carry the region from then on. Once invoices with such numbers are with customers and tax offices,
they cannot be taken back; both ways would have to be kept for ten years.

# Order of work

1. Numbers with a region, still in one book. Four weeks.
2. The south moves, because it is the smallest. Six weeks, then a month of watching.
3. The north and the islands.

# What we do not do

We do not split customers. A customer with addresses in two regions has two lists, put together when they are read.
""",
    PARCELS: """\
# Why

"Where is my parcel?" is every fifth question that Care gets. Half of these parcels have just changed from one carrier
to another, and our tracking is silent for a day.

# What

- A scan at handover becomes an event of its own, `parcel.handed-over`, with who has it now.
- The tracking page says it in a sentence: *Your parcel is with the local courier since 06:40.*
- No mail for it. Whoever wants one can ask for it on that page.

# When

Before the weeks of the sale, or not this year.
""",
    NAMES: """\
# Why

The warehouse says `TRS BLK 32 L`, the shop says *Trousers, black, 32, long*. Each of four teams has a table that
turns one into the other, and they differ in 1,900 rows.

# What

Product Facts owns one name in each language, and everybody asks it. The short form stays for labels, made from it.
""",
    NIGHT: """\
# Why

Since stock is told by events, nobody has needed the nightly copy but one report. It takes forty minutes in which the
shop is slow in New Zealand, where it is noon.

# What

We stop it, and the report reads from the events' store.
""",
    RETURNS: """\
# Why

A return needs a counter that is open. Lockers always are.

# What

Of the two makers of lockers in our cities we take the one whose interface we could read without asking.
""",
}


def tell(story: Story) -> None:
    """Seven proposals: looked back at, opened again, over an objection, open, standing still, rejected, a draft."""
    story.on(170.5, _publish, "checkout", "hannah", KEYS, who="hannah")
    story.on(168.4, _comment, KEYS, "ravi", 4, "How do callers learn which of two answers they got?")
    story.on(168.1, _reply, KEYS, "hannah", "By a header. It stands in the contract from version 2 on.")
    story.on(156.5, _look_back, KEYS, "hannah", "as-predicted", "4",
             "Four a night, all of them from one caller who makes a new key for each try. We told them.")  # fmt: skip
    story.on(14.6, _publish, "acquiring", "fatima", RETRIES, who="fatima")
    story.on(52.6, _publish, "checkout", "tom", CELLS, who="tom")
    story.on(49.3, _object, CELLS, "gustav", 6, "Entries of the ledger follow the order's number. A number with a "
             "region in it breaks the match for everything booked before.",
             "The number stays as it is, and the region stands beside it.")  # fmt: skip
    story.on(47.5, _answer, CELLS, "tom", "overruled", "A field beside it was our first draft. Eleven systems print "
             "the number and nothing else, and would have to change. We write the match for the ledger.")  # fmt: skip
    story.on(30.5, _publish, "checkout", "paul", NIGHT, who="paul")
    story.on(
        28.4, _reject, NIGHT, "hannah", "The report is the one that Finance closes the month with. First they move."
    )
    story.on(2.9, _publish, "checkout", "mei", NAMES, who="mei")
    story.on(2.2, _comment, NAMES, "clemence", 2, "1,900 of how many?")
    story.on(1.8, _reply, NAMES, "mei", "Of 61,000. Two thirds are colours.")
    story.on(1.6, _consent, NAMES, "clemence")
    story.on(2.6, _publish, "dispatch", "jonas", PARCELS, who="jonas")
    story.on(1.5, _object, PARCELS, "tom", 4, "The event says who has the parcel by the carrier's own code. Readers "
             "would have to know forty of them.", "A name of ours for each carrier, in the event.")  # fmt: skip
    story.on(1.2, _follow)
    story.on(0.9, _draft)


def _words(title: str) -> Words:
    def in_days(days: int) -> date:
        return (timezone.now() + timedelta(days=days)).date()

    source = f"https://metrics.{ADDRESS}/"
    about: dict[str, dict[str, object]] = {
        KEYS: {
            "summary": "A repeated order is answered with the first answer instead of being booked a second time.",
            "reversal": "costly", "services": _services("checkout-orders"), "addressed": _people("ravi"),
            **_claim("Nobody is booked twice any more.", "Orders booked twice, a night", "340", "5", in_days(12)),
            "source": f"{source}orders-twice",
        },
        RETRIES: {
            "summary": "Captures that fail are tried for three days, at longer and longer distances.",
            "reversal": "easy",
            **_claim("A third of what is given up today is paid.", "Captures given up, % of captures", "1.8", "1.2",
                     in_days(10)),
            "source": f"{source}captures-given-up",
        },
        CELLS: {
            "summary": "The order book is split into three regions, so that no fault stops all of Europe at once.",
            "reversal": "one-way", "services": _services("checkout-orders", "ledger-entries"),
            "teams": (team("ledger"),), "addressed": _people("gustav"),
            **_claim("A fault stops a third of our customers at most.", "Reached by the worst fault, % of customers",
                     "100", "40", in_days(240)),
            "source": f"{source}reach-of-faults",
        },
        PARCELS: {
            "summary": "Who has the parcel is told when it changes hands, before somebody has to ask.",
            "reversal": "costly", "teams": (team("checkout"),), "addressed": _people("mei", "tom"),
            **_claim("Half of those who ask need not ask.", "Questions about parcels, contacts a week",
                     "5200", "3900", in_days(120)),
            "source": f"{source}where-is-it",
        },
        NAMES: {
            "summary": "One team names each product; nobody keeps a table of their own any more.",
            "reversal": "costly", "addressed": _people("clemence", "jonas"), "teams": (team("dispatch"),),
            **_claim("A thing has one name everywhere.", "Names that differ, rows", "1900", "0", in_days(180)),
        },
        NIGHT: {
            "summary": "The nightly copy of stock into the shop is switched off.",
            "reversal": "easy", "services": _services("checkout-web"),
        },
        RETURNS: {
            "summary": "A return can be put into a locker at any hour.", "reversal": "easy",
            "services": _services("order-changes"),
        },
    }  # fmt: skip
    return Words(title=title, text=TEXTS[title], **about[title])  # type: ignore[arg-type]


def _claim(claim: str, counted: str, baseline: str, expected: str, check_on: date) -> dict[str, object]:
    metric, unit = counted.split(", ")
    told = {"claim": claim, "metric": metric, "unit": unit, "baseline": baseline, "expected": expected}
    return {**told, "check_on": check_on}


def _services(*slugs: str) -> tuple[object, ...]:
    return tuple(service(slug) for slug in slugs)


def _people(*logins: str) -> tuple[object, ...]:
    return tuple(person(login) for login in logins)


def _one(title: str) -> Proposal:
    return Proposal.objects.whole().get(title=title)


def _publish(slug: str, login: str, title: str) -> None:
    made = writing.write_proposal(team(slug), by=person(login), words=_words(title))
    writing.publish_proposal(made, by=person(login), edition=made.edition)


def _draft() -> None:
    writing.write_proposal(team("checkout"), by=person("mei"), words=_words(RETURNS))


def _comment(title: str, login: str, paragraph: int, text: str) -> None:
    saying.comment_on(_one(title), by=person(login), text=text, paragraph=paragraph)


def _reply(title: str, login: str, text: str) -> None:
    last = Comment.objects.filter(proposal__title=title).order_by("-number")[0]
    saying.comment_on(_one(title), by=person(login), text=text, reply_to=last.number)


def _consent(title: str, login: str) -> None:
    saying.agree_to(_one(title), by=person(login))


def _object(title: str, login: str, paragraph: int, text: str, enough: str) -> None:
    saying.object_to(_one(title), by=person(login), text=text, satisfied_by=enough, paragraph=paragraph)


def _answer(title: str, login: str, kind: str, text: str) -> None:
    objection = Comment.objects.select_related("proposal__team__lead", "proposal__author", "by").get(
        proposal__title=title, state=Comment.State.OPEN
    )
    saying.answer_objection(objection, by=person(login), kind=kind, text=text)


def _reject(title: str, login: str, reason: str) -> None:
    deciding.reject_proposal(_one(title), by=person(login), reason=reason)


def _look_back(title: str, login: str, verdict: str, value: str, text: str) -> None:
    again = (timezone.now() + timedelta(days=300)).date()  # in the story's own time, so some months ahead of ours
    looking.look_back(
        _one(title), by=person(login), verdict=verdict, then="keep", text=text, value=value, again_on=again
    )


def _follow() -> None:
    following.follow(team("dispatch"), by=person("hannah"))
    following.follow(None, by=person("ruth"))
