"""Real GraphQL schemas, from beside the checkout: every one is read, and graphql-core reads the same in it."""

from pathlib import Path

import pytest

from services.contracts import Report, lint, write
from tests.standaside import stand_aside

CORPUS = Path(__file__).resolve().parents[4] / "shared" / "corpus" / "graphql"


@pytest.fixture
def corpus() -> list[Path]:
    """The documents, or this test stands aside."""
    if not CORPUS.is_dir():
        stand_aside("tests on real contracts", "there is no folder ../shared beside this checkout", allowed=True)
    return sorted(CORPUS.iterdir())


_BROKEN = {"github-2024.graphql": [], "github.graphql": [(15153, 3), (15158, 3)]}
_COUNTS = {"github-2024.graphql": (272, 1591), "github.graphql": (278, 1622)}


def test_every_real_schema_is_judged_and_agrees_with_graphql_core(corpus: list[Path]):
    import graphql as gql

    assert len(corpus) >= 2
    for path in corpus:
        checked = lint(path.read_bytes())
        assert checked.reason is None, path.name
        interface = checked.interface
        assert interface is not None
        assert not {one.rule for one in checked.findings} & {"rule-crashed", "reference-missing"}
        flaws = [(one.span.line, one.span.column) for one in checked.findings if one.rule == "format-invalid"]
        assert flaws == _BROKEN[path.name]
        assert (len(interface.operations), len(interface.types)) == _COUNTS[path.name]
        schema = gql.build_schema(path.read_text(), assume_valid_sdl=True)
        for name, one in schema.type_map.items():
            if name.startswith("__") or name in ("Query", "Mutation", *gql.specified_scalar_types):
                continue
            mine = interface.types[name]
            if isinstance(one, gql.GraphQLObjectType | gql.GraphQLInterfaceType | gql.GraphQLInputObjectType):
                assert {field.name for field in mine.fields} == set(one.fields), name
                for field in mine.fields:
                    assert field.type.nullable is not isinstance(one.fields[field.name].type, gql.GraphQLNonNull)
                    if name == "EnterpriseOwnerInfo":  # of two fields of one name it keeps the last, we the first
                        continue
                    assert (field.text or None) == ((one.fields[field.name].description or "").strip() or None)
                    gone = one.fields[field.name].deprecation_reason
                    assert (field.deprecated.text if field.deprecated else None) == gone
            elif isinstance(one, gql.GraphQLEnumType):
                assert set(mine.values) == set(one.values)
            elif isinstance(one, gql.GraphQLUnionType):
                assert [choice.ref for choice in mine.choices] == [kind.name for kind in one.types]
        lines = path.read_text().split("\n")
        for row in Report(write(checked)).operations():
            assert lines[row.line - 1].strip().startswith(row.name), row
