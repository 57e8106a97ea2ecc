"""A contract of ten times the size takes about ten times as long: no rule compares everything with everything."""

import time

import pytest

from benchmarks.grammars import text
from services.contracts import Limits, lint


def seconds(name: str, megabytes: float) -> float:
    began = time.process_time()
    assert lint(text(name, megabytes), limits=Limits(seconds=300)).reason is None
    return time.process_time() - began


@pytest.mark.parametrize("name", ["thrift", "proto"])
def test_many_types_and_operations_take_time_in_proportion(name: str):
    seconds(name, 0.05)
    small, large = seconds(name, 0.1), seconds(name, 1.0)
    assert large < 30 * small, "what grows with the square would take a hundred times"
