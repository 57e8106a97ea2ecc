"""The questions a team is asked about what is looked at, one form a topic: what it is made of, its beginning.

What is written here holds until somebody makes a version of a form. A review freezes the questions it is asked with, so
neither a new version nor a new release changes what an old one says.
"""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from teams.reviews.models.topics import Topic

MOST_QUESTIONS = 12
LONGEST_QUESTION, LONGEST_HELP, LONGEST_ANSWER = 200, 300, 2000


@dataclass(frozen=True, slots=True)
class Question:
    """One question. ``key`` stays the same when it is reworded; ``required`` marks it, and stops nobody."""

    key: str
    text: str
    help: str = ""
    required: bool = False

    def stored(self) -> dict[str, Any]:
        """As a review and a version keep it."""
        return asdict(self)


def questions_from(stored: Iterable[dict[str, Any]]) -> tuple[Question, ...]:
    """The questions that a version or a review has kept."""
    return tuple(Question(**one) for one in stored)


_C, _D, _O, _A, _X, _S, _L = (
    Topic.CONTRACT, Topic.DESIGN, Topic.OPERATIONS, Topic.DATA, Topic.CUSTOMER, Topic.SECURITY, Topic.COLLABORATION,
)  # fmt: skip
BEGINNING: dict[str, tuple[Question, ...]] = {
    _C: (
        Question("callers", "Who calls it, and for what?", "Name them, and those you expect within a year.", True),
        Question("repeat", "What does a call do that comes a second time?", "For each operation that writes.", True),
        Question("outsider", "Could somebody outside the company use it tomorrow?", "What would they have to ask you?"),
        Question("limits", "How much may one caller ask for, and what happens beyond?"),
        Question("change", "What will have to change within a year, and how without breaking anybody?"),
        Question("left-out", "What did you leave out on purpose?"),
    ),
    _D: (
        Question("problem", "Which problem is it, in numbers of today?", required=True),
        Question("others", "Which other ways were thought of, and why not those?", required=True),
        Question("back", "How is it taken back, and what does that cost?", "In days, and whose.", True),
        Question("hurts", "Whom does it hurt if it goes wrong, and how soon would they notice?"),
        Question("owners", "Which teams have to do something, and do they know?"),
    ),
    _O: (
        Question("alarm", "How do you learn that it is broken before a customer does?", "Which alarm, at what.", True),
        Question("load", "At which load did you see it break?", "How far is that from a busy day?", True),
        Question("undo", "How is a bad release taken back, and how long does that take?", required=True),
        Question("needs", "What does it do while a thing it depends on is slow, or gone?"),
        Question("restore", "When was a backup last read back, and how long did it take?"),
        Question("called", "Who is called at night, and what does the runbook tell them first?"),
    ),
    _A: (
        Question("owner", "Which data does it own, and who reads it without asking?", required=True),
        Question("people", "What in it is about people, and why is it needed?", required=True),
        Question("away", "When is it deleted, and who has seen that it is?", required=True),
        Question("wrong", "How does a reader learn that a number was wrong?"),
        Question("moves", "How does old data get into the new shape?"),
    ),
    _X: (
        Question("who", "Which customer is it for, and what can they do then that they cannot do now?", required=True),
        Question("evidence", "Which number says that they want it?", "Where can others look it up?", True),
        Question("fails", "What does the customer see when it fails?", required=True),
        Question("everybody", "Who cannot use it?", "With a screen reader, a slow line, in another language."),
        Question("success", "By which number, until when, will you know that it worked?"),
    ),
    _S: (
        Question("asset", "What would somebody want to steal or break here?", required=True),
        Question("who", "How does it know who calls, and who may do what?", required=True),
        Question("secrets", "Which secrets does it hold, and when are they changed?", required=True),
        Question("input", "What does it do with input that was made to harm?"),
        Question("trace", "What would you see of a break-in, and for how long is it kept?"),
    ),
    _L: (
        Question("why", "Why is the work done as guests, and not by the hosts or in a copy?", required=True),
        Question("done", "Could both sides measure today what counts as done?", required=True),
        Question("keep", "Who keeps it afterwards, and have they said so?", required=True),
        Question("surprise", "What would surprise the hosts most?"),
        Question("early", "What is left behind if it ends early?"),
    ),
}
"""As each form begins, before anybody has made a version of it."""
