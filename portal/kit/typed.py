"""What somebody typed and was not taken: it is shown again, so that nothing is lost."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.forms import BaseForm
from django.http import HttpRequest

SECRET = re.compile("password|secret|token", re.IGNORECASE)
SENTENCE = re.compile(r"\S\s+\S|.{40}", re.DOTALL)
"""A choice, a number or a day is quickly made again; words are not."""
DIGEST = re.compile("[0-9a-f]{64}")
"""What a page sends of itself: which version of a text was read."""


@dataclass(frozen=True, slots=True)
class Typed:
    """Words that were not taken, and why."""

    label: str
    text: str
    errors: Sequence[str] = ()


def typed_in(form: BaseForm) -> list[Typed]:
    """What stands in a form that its page does not show again where it was typed, with what is wrong with it."""
    known = [(bound, str(bound.value() or "")) for bound in form.visible_fields()]
    return [
        Typed(str(bound.label), text, [str(one) for one in bound.errors])
        for bound, text in known
        if SENTENCE.search(text) or bound.errors
    ]


def typed_by(request: HttpRequest) -> list[Typed]:
    """The words in a request that was refused; no choices, and nothing that is secret."""
    sent = request.POST.lists() if request.method == "POST" else ()
    words = [(name, text) for name, texts in sent if not SECRET.search(name) for text in texts]
    typed = [(name, text) for name, text in words if SENTENCE.search(text) and not DIGEST.fullmatch(text)]
    return [Typed(re.sub("[-_]", " ", name).capitalize(), text) for name, text in typed]
