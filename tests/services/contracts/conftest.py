"""What the tests of the command have at hand."""

import resource
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from services.contracts.command import main

from .documents import ORDERS, openapi

type Run = Callable[..., tuple[int, bytes, str]]


@pytest.fixture(autouse=True)
def not_confined(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A command that runs in this process must not confine it: minutes later the kernel would kill it, at some other
    test and without a word."""
    before = resource.getrlimit(resource.RLIMIT_CPU)
    monkeypatch.setattr("services.contracts.child.confine", lambda limits: None)
    yield
    assert resource.getrlimit(resource.RLIMIT_CPU) == before


@pytest.fixture
def run(capfdbinary: pytest.CaptureFixture[bytes]) -> Run:
    """Runs the command in this process."""

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
