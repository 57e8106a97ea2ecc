"""What a test says of its failsafe when that is switched off (`--each-off`, see tests/away/failsafes/conftest.py)."""

import pytest

LOOKED = (AssertionError, pytest.fail.Exception)
"""How a test fails that has looked: an assertion, or a refusal that did not come."""


def verdict(code: str, test: str, error: BaseException | None) -> str:
    """Nothing when the test has noticed that its failsafe is off, else the sentence that says why it proves nothing."""
    if error is None:
        return f"{code} is off, and {test} does not notice."
    if isinstance(error, LOOKED):
        return ""
    return f"{code} is off, and {test} breaks with {type(error).__name__}: {error}, before it has looked."
