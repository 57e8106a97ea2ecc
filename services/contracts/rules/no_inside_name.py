"""no-inside-name"""

import re
from collections.abc import Iterator
from functools import lru_cache

from ..model import Field, Type
from ..reading import some, words
from ..registry import Problem, rule

_COLUMN = re.compile(
    r"(?:tbl|fk|pk|idx|usp|spr?|vw)_\w+|\w+_(?:tbl|fk|flg|pk)|t[Bb][Ll][A-Z]\w*|row_?id|rowId|ROWID"
    r"|pg_\w+|sql(?:_?(?:query|statement|state|id))|mysql_?id|oracle_?id|ora_rowscn"
    r"|db_(?:id|key|row|col|name)|shard(?:_?(?:id|key|no|num))?|partition_?no"
    r"|hibernate\w*|jpa\w*|__v|_cls|_sa_\w+|_rev|hibernateLazyInitializer|\$\$hashKey|xmin|ctid",
)
_TYPE = re.compile(
    r"(?:tbl|Tbl|TBL)_?[A-Z]\w*|\w+_(?:tbl|TBL|Tbl|table)|(?:Hibernate|Jpa|JPA|Mongo|Sqlalchemy|SqlAlchemy)[A-Z]\w*"
    r"|[A-Z]\w*(?:DAO|Dao|JpaEntity|DbModel|DBModel|DbRow|TableRow|Hibernate|POJO|Pojo|ActiveRecord)"
)
_SQL = re.compile(
    r"(?:n?varchar2?|n?char|clob|nclob|blob|text|tinyint|smallint|mediumint|bigint|number|numeric|decimal|bpchar|timestamptz"
    r"|int4|int8|bigserial|serial|datetime2|jsonb|bytea|tinytext|longtext)(?:\(\d+(?:, ?\d+)?\)| identity)",
    re.I,
)
_SQL_NAMES = words("varchar varchar2 nvarchar clob nclob bigserial timestamptz jsonb bytea bpchar tinyint")
_UPPER = re.compile(r"[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+")
_FEW = 3
"""So many names in capitals, most of a record, are columns. One may be a code that the world knows."""


@rule(
    "no-inside-name",
    title="No table or class shows through",
    on=(Type, Field),
    only={Type: ("name", "format", "fields"), Field: ("where",)},
    group="reach",
    severity="warning",
    source="Zalando 142, AIP-140, OWASP API3:2023",
    mend="Use the word that callers have for it, and translate at the edge of the service.",
    good={
        "openapi": """
openapi: 3.1.0
info: {title: Orders, version: 1.0.0}
paths: {}
components:
  schemas: {Order: {type: object, properties: {customer: {type: string, format: uuid}, total: {type: integer}}}}
""",
        "avro": """
{"type": "record", "name": "Order", "namespace": "shop.v1", "fields": [
  {"name": "customer", "type": "string"}, {"name": "placed", "type": "long"}, {"name": "state", "type": "int"}]}
""",
    },
    bad={
        "openapi": """
openapi: 3.1.0
info: {title: Orders, version: 1.0.0}
paths: {}
components:
  schemas: {Order: {type: object, properties: {customer_fk: {type: string, format: uuid}, total: {type: integer}}}}
""",
        "avro": """
{"type": "record", "name": "Order", "namespace": "shop.v1", "fields": [
  {"name": "CUST_ID", "type": "string"}, {"name": "ORD_DT", "type": "long"}, {"name": "STAT_CD", "type": "int"}]}
""",
    },
)
def check(thing: Type | Field) -> Iterator[Problem]:
    """What callers see they hold on to. A table that shows through can no longer be split, renamed or moved, and every
    caller learns how the house is built before what it offers."""
    if isinstance(thing, Field):
        if _is_column(thing.name):
            yield Problem(thing.place, f"{thing.name[:80]!r} is a name of the database, not of the matter.")
        return
    if thing.format and _is_sql(thing.format):
        yield Problem(thing.place, f"{thing.format[:80]!r} is a type of the database, not of the contract.")
    if thing.name and _TYPE.fullmatch(thing.name.rpartition(".")[2]):
        yield Problem(thing.place, f"The name {thing.name[:80]!r} is of the code or the database inside.")
    if not thing.fields:
        return
    fields = [field for field in thing.fields if _is_column(field.name)]
    if not fields and len(thing.fields) >= _FEW and thing.fields[0].name.isupper():
        upper = [field for field in thing.fields if _UPPER.fullmatch(field.name)]
        of_one_kind = len({field.name.partition("_")[0] for field in upper}) == 1  # AWS_REGION: no columns
        fields = upper if len(upper) >= _FEW and len(upper) * 2 > len(thing.fields) and not of_one_kind else []
    if fields:  # one finding for a shape: they are mended together
        named = some([field.name for field in fields])
        are = "is a name" if len(fields) == 1 else "are names"
        place = thing.place if len(fields) > 1 else fields[0].place
        yield Problem(place, f"{named} {are} of the database, not of the matter.")


@lru_cache(maxsize=1024)
def _is_sql(form: str) -> bool:
    return form.lower() in _SQL_NAMES or _SQL.fullmatch(form) is not None


@lru_cache(maxsize=10_000)
def _is_column(name: str) -> bool:
    """A large document has many fields and few names."""
    return _COLUMN.fullmatch(name) is not None
