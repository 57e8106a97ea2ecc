"""What a ruleset says of rules: extending, changing, switching, aliases, formats, overrides, messages."""

import pytest

from services.contracts.spectral import loading
from services.contracts.spectral.mistakes import RulesetInvalid

DOCUMENT = """
openapi: 3.1.0
info: {title: Orders}
paths:
  /pets:
    get: {tags: [a], summary: List}
    post: {tags: [b]}
  /pets/{id}:
    get: {tags: [a]}
components:
  schemas:
    Pet: {type: object}
"""
BASE = """
formats: [oas3]
rules:
  one: {given: "$.info", then: {function: noted}, severity: error}
  two: {given: "$.info.title", then: {function: noted}, recommended: false}
  three: {given: "$.paths", then: {function: noted}}
"""


@pytest.fixture
def told(tmp_path, run):
    """What a ruleset that extends BASE finds: (rule, severity) pairs, by name."""
    (tmp_path / "base.yaml").write_text(BASE)
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "spectral.yaml").write_text("extends: ../base.yaml\n")

    def told_(ruleset, document=DOCUMENT):
        (tmp_path / "rules.yaml").write_text(ruleset)
        ran = run(loading.load(str(tmp_path / "rules.yaml")), document, str(tmp_path / "doc.yaml"))
        return sorted((one.code, one.severity) for one in ran.results)

    return told_


@pytest.mark.parametrize(
    ("ruleset", "expected"),
    [
        ("extends: ./base.yaml", [("one", 0), ("three", 1)]),
        ("extends: [base.yaml]", [("one", 0), ("three", 1)]),
        ("extends: [[./base.yaml, all]]", [("one", 0), ("three", 1), ("two", 1)]),
        ("extends: [[./base.yaml, recommended]]", [("one", 0), ("three", 1)]),
        ("extends: [[./base.yaml, off]]\nrules: {two: hint}", [("two", 3)]),
        ("extends: [[./base.yaml, off]]\nrules: {two: true, one: true}", [("one", 0), ("two", 1)]),
        ("extends: ./folder", [("one", 0), ("three", 1)]),
        ("extends: ./base.yaml\nrules: {one: warn, three: false}", [("one", 1)]),
        ("extends: ./base.yaml\nrules: {one: off, two: error}", [("three", 1), ("two", 0)]),
        ("extends: ./base.yaml\nrules: {one: 2}", [("one", 2), ("three", 1)]),
        (
            "extends: ./base.yaml\nrules: {three: {given: $.components, then: {function: noted}, severity: info}}",
            [("one", 0), ("three", 2)],
        ),
        ("extends: rules.yaml\nrules: {own: {given: $, then: {function: noted}}}", [("own", 1)]),
    ],
)
def test_a_ruleset_takes_and_changes_the_rules_of_another(told, ruleset, expected):
    assert told(ruleset) == expected


def test_formats_choose_the_documents(told):
    rules = """
rules:
  any: {given: $, then: {function: noted}}
  three0: {given: $, formats: [oas3_0], then: {function: noted}}
  three1: {given: $, formats: ["oas3.1"], then: {function: noted}}
  two: {given: $, formats: [oas2], then: {function: noted}}
"""
    assert [name for name, _ in told(rules)] == ["any", "three1"]
    assert [name for name, _ in told(rules, "swagger: '2.0'")] == ["any", "two"]
    assert [name for name, _ in told(rules, "other: 1")] == ["any", "unrecognized-format"]


def test_aliases_stand_for_paths_also_by_format(told):
    rules = """
formats: [oas2, oas3]
aliases:
  Item: ["$.paths[*]"]
  Operation: ["#Item[get,post]"]
  Schema:
    targets:
      - {formats: [oas2], given: ["$.definitions[*]"]}
      - {formats: [oas3], given: ["$.components.schemas[*]"]}
rules:
  operation: {given: "#Operation.tags[*]", then: {function: noted}}
  schema: {given: "#Schema", then: {function: noted}}
"""
    assert told(rules) == [("operation", 1)] * 3 + [("schema", 1)]
    assert told(rules, "swagger: '2.0'\ndefinitions: {A: {}, B: {}}") == [("schema", 1)] * 2


OVERRIDDEN = """
rules: {tag: {given: "$.paths[*][*].tags", then: {function: noted}}}
overrides:
  - files: ["*.yaml"]
    rules: {tag: error}
  - files: ["doc.yaml#/paths/~1pets"]
    rules: {tag: info}
  - files: ["**/doc.yaml#/paths/~1pets/post"]
    rules: {tag: off}
  - files: ["other.yaml"]
    rules: {tag: hint}
"""


def test_an_override_changes_rules_for_files_and_the_closest_pointer_counts(told):
    assert told(OVERRIDDEN) == [("tag", 0), ("tag", 2)]


def test_an_override_may_bring_rules_and_extend(told):
    rules = "extends: []\noverrides: [{files: ['*.yaml'], extends: [[./base.yaml, off]], rules: {two: error}}]"
    assert told(rules) == [("two", 0)]


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("{{property}} at {{path}}: {{error}}", "title at #/info/title: here"),
        ("{{value}} ({{description}}) {{nothing}}.", "Orders (why) ."),
        ('#{{print("property")}}is wrong', '"title" property is wrong'),
        ('#{{print("value")}}', '"Orders"'),
        ("#{{value.toUpperCase() + '!' + concat(property, 1)}}", "ORDERS!title1"),
        ("#{{process.exit()}}x", "x"),
    ],
)
def test_a_message_is_filled(run, message, expected):
    rule = {"given": "$.info.title", "description": "why", "message": message, "then": {"function": "noted"}}
    assert [one.message for one in run({"rules": {"r": rule}}, DOCUMENT).results] == [expected]


def test_without_a_message_the_description_is_told_else_what_the_function_says(run):
    rules = {
        "a": {"given": "$.info", "description": "why", "then": {"function": "noted"}},
        "b": {"given": "$.info", "then": {"function": "noted", "functionOptions": {"message": "{{property}}!"}}},
    }
    assert [one.message for one in run({"rules": rules}, DOCUMENT).results] == ["why", "info!"]


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        ("title", ["info.title"]),
        ("gone", ["info"]),
        ("@key", ["info.a.b", "info.list", "info.title"]),
        ("list[1].name", ["info.list.1.name"]),
        ("list.0.name", ["info.list.0.name"]),
        ("['a.b']", ["info.a.b"]),
        ("$.list[*].name", ["info.list.0.name", "info.list.1.name"]),
        ("$..name", ["info.list.0.name", "info.list.1.name"]),
    ],
)
def test_a_field_is_a_part_of_what_was_found(places, field, expected):
    document = "info: {title: Orders, list: [{name: a}, {name: b}], a.b: 1}"
    assert places("$.info", document, field=field) == expected


def test_parser_results_are_as_severe_as_asked(run):
    document = "a: {b: 1, b: 2}\n200: x\n"
    found = run({"rules": {}}, document).results
    assert [(one.code, one.message, one.path, one.severity) for one in found] == [
        ("parser", "Duplicate key: b", ("a", "b"), 0),
        ("parser", "Mapping key must be a string scalar rather than number", ("200",), 0),
    ]
    asked = {"rules": {}, "parserOptions": {"duplicateKeys": "hint", "incompatibleValues": "off"}}
    assert [(one.message, one.severity) for one in run(asked, document).results] == [("Duplicate key: b", 3)]


def mistakes(tmp_path, text, name="rules.yaml"):
    path = tmp_path / name
    path.write_text(text)
    with pytest.raises(RulesetInvalid) as invalid:
        loading.load(str(path))
    return [(one.line, one.column, one.message) for one in invalid.value.mistakes]


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("rules: {a: {given: $, then: {function: noted}}}\nextends: ./gone.yaml", 2, "cannot be read"),
        ("extends: spectral:graphql", 1, "There is no ruleset 'spectral:graphql'"),
        ("extends: [./mine.js]", 1, "is JavaScript"),
        ("extends: '@company/ruleset'", 1, "Packages are not installed"),
        ("extends: https://rules.example/a.yaml", 1, "only fetched with --fetch-rulesets"),
        ("rules:\n  a: {given: $.a[, then: {function: noted}}", 2, "This is not YAML"),
        ("rules:\n  a:\n    given: '$.a['\n    then: {function: noted}", 3, "a ] is missing"),
        ("rules:\n  a: {given: '#A', then: {function: noted}}\naliases: {A: ['#A']}", 2, "leads back to itself"),
        (
            "rules:\n  a: {given: $, then: {function: pattern, functionOptions: {match: '('}}}",
            2,
            "no regular expression",
        ),
        ("rules:\n  a: {given: $, then: {function: pattern, functionOptions: {nope: 1}}}", 2, ""),
        ("rulez: {}\nrules: {}", 1, "A ruleset has no 'rulez'"),
        ("[1]", 1, "A ruleset is a mapping"),
        ("overrides: [{files: ['a#/b'], extends: x}]", 1, "where files have a pointer"),
        ("except: {a: [b]}\nrules: {}", 1, "write it as overrides"),
    ],
)
def test_a_mistake_is_told_with_its_line(tmp_path, text, line, said):
    found = mistakes(tmp_path, text)
    assert any(said.lower() in message.lower() for _, _, message in found), found
    assert line in [at for at, _, _ in found] or not found[0][0]


def test_the_mistakes_of_all_files_are_told(tmp_path):
    (tmp_path / "one.yaml").write_text("rules:\n  a: {given: $}\n")
    (tmp_path / "two.yaml").write_text("rules:\n\n  b: loud\n")
    (tmp_path / "rules.yaml").write_text("extends: [./one.yaml, ./two.yaml]\n")
    with pytest.raises(RulesetInvalid) as invalid:
        loading.load(str(tmp_path / "rules.yaml"))
    said = str(invalid.value).splitlines()
    assert [line.replace(str(tmp_path), "").partition(" ")[0] for line in said] == ["/one.yaml:2:3:", "/two.yaml:3:6:"]


def test_a_ruleset_that_came_as_text_extends_ours_and_no_files(tmp_path):
    assert loading.of_text(b"extends: spectral:oas")["extends"] == [["spectral:oas", None]]
    with pytest.raises(RulesetInvalid, match="came without any"):
        loading.of_text(b"extends: ./other.yaml")


def test_a_ruleset_is_fetched_when_that_is_allowed():
    asked = []

    def fetch(address):
        asked.append(address)
        return BASE.encode() if address.endswith("base.yaml") else b"extends: base.yaml"

    data = loading.load("https://rules.example/a/rules.yaml", fetch)
    assert asked == ["https://rules.example/a/rules.yaml", "https://rules.example/a/base.yaml"]
    assert set(data["extends"][0][0]["rules"]) == {"one", "two", "three"}
