"""Rulesets that are JavaScript: refused by the names of what their author has to write anew, and never run."""

import pytest

from services.contracts.spectral import scripted

SCRIPT = b"""
import { truthy, pattern as matches } from "@stoplight/spectral-functions";
import * as core from '@stoplight/spectral-functions';
import noSecrets from "./functions/noSecrets.js";
// rules: { "not-this": 1 }
export default {
  extends: ["spectral:oas"],
  rules: {
    "info-contact-url": { given: "$.info", then: { field: "contact", function: truthy } },
    noSecretInPath: {
      message: "a { and a } in a text: {",
      given: "$.paths",
      then: [{ function: noSecrets, functionOptions: { re: /\\/[}{/]x/ } },
             { function: matches }, { function: core.falsy }],
    },
    'operation-tags': "off",
  },
};
"""


def test_its_rules_and_its_own_functions_are_named():
    said = scripted.refused(SCRIPT)
    assert "To be written: info-contact-url, noSecretInPath and operation-tags." in said
    assert "noSecrets is a function of its own" in said
    assert "not-this" not in said and "matches" not in said and "core" not in said


def test_rules_in_a_variable_and_many_of_them():
    rules = ",".join(f"'r{number}': 'off'" for number in range(30))
    said = scripted.refused(
        f"const {{ a }} = require('./b');\nconst rules = {{{rules}}};\nmodule.exports = {{ rules }};".encode()
    )
    assert "To be written: r0, r1, " in said and "and 18 more." in said


@pytest.mark.parametrize(
    "content", [b"", b"\xff\xfe", b"rules: {", b"const rules = build();", b"'", b"{ rules: { [name]: 1"]
)
def test_where_nothing_can_be_named_it_is_refused_all_the_same(content):
    said = scripted.refused(content)
    assert said.startswith("is JavaScript") and "To be written" not in said


def test_a_script_without_a_name_is_told_from_what_is_only_ill_formed():
    assert scripted.is_script(SCRIPT)
    assert scripted.is_script(b"const a = 1;\nmodule.exports = {\n")
    assert not scripted.is_script(b"rules: [\ndescription: export default\n")
