"""A ruleset run on a document in one call, and a function that complains about whatever it is asked about."""

import textwrap

import pytest
import yamlrocks

from services.contracts import Limits
from services.contracts.document import Source
from services.contracts.spectral import builtin, running
from services.contracts.spectral.function import Told, functions


@pytest.fixture(autouse=True)
def _noted(monkeypatch):
    """`noted` complains always; its option `message` is what it says."""
    builtin.known()

    def noted(options):
        said = (options or {}).get("message", "here")
        return lambda value, target: [Told(said)]

    monkeypatch.setitem(functions, "noted", noted)


@pytest.fixture
def run():
    """`run(ruleset, document)`, both as YAML or data. What it came to."""

    def run_(ruleset, document, name="doc.yaml", open_=None, **source):
        if isinstance(ruleset, str):
            ruleset = yamlrocks.loads(textwrap.dedent(ruleset))
        text = textwrap.dedent(document) if isinstance(document, str) else yamlrocks.dumps(document)
        data = text if isinstance(text, bytes) else text.encode()
        return running.run({"source": "", **ruleset}, Source(data, Limits()), name, open_)

    return run_


@pytest.fixture
def places(run):
    """The paths at which a `given` finds something, as texts with dots."""

    def places_(given, document, resolved=True, field=None):
        then = {"function": "noted"} | ({"field": field} if field else {})
        ran = run({"rules": {"r": {"given": given, "resolved": resolved, "then": then}}}, document)
        assert ran.unjudged == {}
        return sorted(".".join(one.path) for one in ran.results if one.code == "r")

    return places_
