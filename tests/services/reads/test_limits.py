"""The limits of a check are the settings of the portal, every one of them."""

from dataclasses import fields

import pytest

from services import contracts as engine
from services.reads.limits import limits

NAMES = {"bytes": "MAX_CONTRACT_BYTES", "memory": "CHECK_MEMORY_BYTES"}


@pytest.mark.parametrize("name", [field.name for field in fields(engine.Limits)])
def test_every_limit_of_the_engine_is_a_setting(name: str, settings):
    setattr(settings, NAMES.get(name, f"CHECK_{name.upper()}"), 77)
    assert getattr(limits(), name) == 77
