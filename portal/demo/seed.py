"""Makes the demo company real: its whole history by the actions that people use, each while time stands at its day."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction

from portal.demo import (
    changing,
    choosing,
    founding,
    guild,
    neighbours,
    overseeing,
    proposing,
    publishing,
    reviewing,
    ruling,
    visiting,
)
from portal.demo.story import Story, complain
from portal.kit import bell
from teams.people.models import Division


def seed() -> bool:
    """The company, once: where a division stands already, nothing is written. Returns whether it was."""
    with _in_one_go(), transaction.atomic():
        if Division.objects.exists():
            return False
        story = Story()
        founding.tell(story)
        publishing.tell(story)
        reviewing.tell(story)
        guild.tell(story)
        overseeing.tell(story)
        visiting.tell(story)
        neighbours.tell(story)
        changing.tell_changes(story)
        ruling.tell(story)
        choosing.tell(story)
        proposing.tell(story)
        story.past.play(story.now)
        complain()
        publishing.upload_unchecked(story)
    return True


@contextmanager
def _in_one_go() -> Iterator[None]:
    """Nothing is collected, for hardly any of it is garbage in a ring, and nobody is rung while nobody listens."""
    gc.disable()
    try:
        with bell.muffled():
            yield
    finally:
        gc.enable()
