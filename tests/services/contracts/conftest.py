"""What the tests of the command have at hand."""

from collections.abc import Callable
from pathlib import Path

import pytest

from services.contracts.command import main

from .documents import ORDERS, openapi

type Run = Callable[..., tuple[int, bytes, str]]


@pytest.fixture
def run(capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs the command in this process, which must not be confined for the tests that come after."""
    monkeypatch.setattr("services.contracts.child.confine", lambda limits: None)

    def call(*arguments: object) -> tuple[int, bytes, str]:
        code = main([str(one) for one in arguments])
        said = capfdbinary.readouterr()
        return code, said.out, said.err.decode()

    return call


@pytest.fixture
def orders(tmp_path: Path) -> Path:
    path = tmp_path / "orders.yaml"
    path.write_text(ORDERS)
    return path


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    path = tmp_path / "broken.json"
    path.write_bytes(openapi(servers=[{"url": "http://x.hartwell.com"}], extra=1))
    return path
