"""What Spectral 6.16.3 found in real documents, found here: every rule, place and severity, in its order."""

import json
import os
from pathlib import Path

import pytest

from services.contracts import Limits
from services.contracts.document import Source
from services.contracts.lint import _room
from services.contracts.spectral import loading, running
from services.contracts.spectral.written import Written
from tests.standaside import stand_aside

SHARED = Path(__file__).resolve().parents[5] / "shared"
EXPECTED = SHARED / "expected" / "spectral"
RULESETS = {
    "spectral-oas": 'extends: ["spectral:oas"]',
    "spectral-oas-all": 'extends: [["spectral:oas", "all"]]',
    "spectral-asyncapi": 'extends: ["spectral:asyncapi"]',
    "spectral-asyncapi-all": 'extends: [["spectral:asyncapi", "all"]]',
    "spectral-owasp": 'extends: ["@stoplight/spectral-owasp-ruleset"]',
}
CASES = sorted(str(path.relative_to(EXPECTED)) for path in EXPECTED.glob("*/*.json"))


def document_of(name: str) -> Path:
    corpus = SHARED / "corpus"
    return next(one for one in (corpus / "openapi" / name, corpus / "asyncapi" / "examples" / name) if one.exists())


@pytest.mark.parametrize("case", CASES or ["none"])
def test_the_findings_are_spectrals(case):
    if case == "none":
        stand_aside("comparisons with Spectral", "../shared/expected is not there", allowed=True)
    ruleset, _, name = case.removesuffix(".json").partition("/")
    document = document_of(name)
    opened: dict[str, Written] = {}

    def open_(asking: str, wanted: str) -> Written | None:
        path = os.path.normpath(Path(asking).parent / wanted)
        if path not in opened and Path(path).is_file():
            opened[path] = Written(path, Source(Path(path).read_bytes(), Limits(), path).tree)
        return opened.get(path)

    with _room(200):
        data = loading.of_text(RULESETS[ruleset].encode())
        ran = running.run(data, Source(document.read_bytes(), Limits()), str(document), open_)
    expected = json.loads((EXPECTED / case).read_text())
    assert [
        (one.code, [*map(str, one.path)], one.severity, *one.range.start, *one.range.end) for one in ran.results
    ] == [
        (
            one["code"],
            [*map(str, one["path"])],
            one["severity"],
            *one["range"]["start"].values(),
            *one["range"]["end"].values(),
        )
        for one in expected
    ]
    assert ran.unjudged == {}
