"""Statements that are composed once. Most of what a small query costs a process is composing it, not asking it.

Only for what actions ask again and again: a queryset whose shape never changes is written as ever, with a
:class:`Slot` wherever a value comes in, and is asked with these values. What goes to the database is the same text with
the same values as Django's own.
"""

from collections.abc import Callable, Iterable, Mapping
from copy import copy
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from django.db import connection, connections, models, transaction
from django.db.models import sql
from django.db.models.expressions import Expression


class Slot(Expression):
    """Where a value goes. ``field`` says how the database wants it: ``Slot("person", BigIntegerField())``."""

    def __init__(self, name: str, field: "models.Field[Any, Any]") -> None:
        super().__init__(output_field=field)
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        return "%s", [self]


def number(name: str) -> Slot:
    """A slot for a key or another whole number."""
    return Slot(name, models.BigIntegerField())


def text(name: str) -> Slot:
    return Slot(name, models.TextField())


def moment(name: str) -> Slot:
    return Slot(name, models.DateTimeField())


def day(name: str) -> Slot:
    return Slot(name, models.DateField())


@dataclass(frozen=True, slots=True)
class _Text:
    """A statement as one kind of database wants it, with a Slot wherever one of its parameters is not known yet."""

    rows: Any
    compiler: Any
    sql: str
    params: tuple[Any, ...]
    converters: dict[int, Any]

    def filled(self, values: Mapping[str, Any]) -> tuple[Any, ...]:
        """Its parameters. KeyError for a slot without a value."""
        return tuple(
            one.output_field.get_db_prep_value(values[one.name], connection) if isinstance(one, Slot) else one
            for one in self.params
        )


class _Statement:
    """What a connection has composed lies with it: it is a thread's own, and goes when the thread does."""

    def __init__(self, make: Callable[[], models.QuerySet[Any]]) -> None:
        self._make = make

    def _text(self) -> _Text:
        kept: dict[_Statement, _Text] = vars(connections[connection.alias]).setdefault("composed", {})
        if self not in kept:
            kept[self] = self._composed()
        return kept[self]

    def _composed(self) -> _Text:
        raise NotImplementedError


class Rows(_Statement):
    """A query: ``make`` gives it, and reads nothing that may be otherwise the next time, neither time nor settings.

    It must not lock rows: whether there is a transaction is asked where a statement is composed.
    """

    def __call__(self, **values: Any) -> list[Any]:
        """What the queryset would give: rows, tuples or single values."""
        text = self._text()
        filled = text.filled(values)
        compiler = copy(text.compiler)
        compiler.as_sql = lambda *args, **kwargs: (text.sql, filled)
        compiler.get_converters = lambda expressions: text.converters
        asked = SimpleNamespace(
            db=connection.alias,
            model=text.rows.model,
            query=SimpleNamespace(get_compiler=lambda *args, **kwargs: compiler),
            _fetch_mode=text.rows._fetch_mode,
            _known_related_objects={},
        )
        return list(text.rows._iterable_class(asked))

    def one(self, **values: Any) -> Any:
        """The row. Raises the model's DoesNotExist without one."""
        found = self(**values)
        if not found:
            raise self._text().rows.model.DoesNotExist(f"No such row: {values}.")
        return found[0]

    def _composed(self) -> _Text:
        rows = self._make()
        compiler = rows.query.get_compiler(using=connection.alias)
        statement, params = compiler.as_sql()
        converters = compiler.get_converters([one[0] for one in compiler.select[: compiler.col_count]])
        return _Text(rows, compiler, statement, tuple(params), converters)


class RowsIn:
    """A query about a list of keys, in any order: composed for 1, 2, 4 ... of them, the last one filling what is left.

    ``make`` is given the slots, to be used as ``pk__in=slots`` or ``person__pk__in=slots``.
    """

    MOST = 64

    def __init__(self, make: Callable[[Any], models.QuerySet[Any]]) -> None:
        self._make = make
        self._by_size: dict[int, Rows] = {}

    def __call__(self, keys: Iterable[int], **values: Any) -> list[Any]:
        """What the queryset would give for these keys; without any key nothing, and nothing is asked."""
        left, found = sorted(set(keys)), []
        while left:
            now, left = left[: self.MOST], left[self.MOST :]
            size = 1 << (len(now) - 1).bit_length()
            filled = now + now[-1:] * (size - len(now))
            found += self._rows(size)(**{f"key{at}": key for at, key in enumerate(filled)}, **values)
        return found

    def _rows(self, size: int) -> Rows:
        if size not in self._by_size:
            self._by_size[size] = Rows(lambda: self._make([number(f"key{at}") for at in range(size)]))
        return self._by_size[size]


def insert[Row: models.Model](row: Row) -> Row:
    """Write a new row whose key the database gives, as ``save`` does but for signals, of which this house has none."""
    kept: dict[Any, Any] = vars(connections[connection.alias]).setdefault("composed", {})
    if type(row) not in kept:
        kept[type(row)] = _inserting(row)
    statement, fields, returned = kept[type(row)]
    values = [one.get_db_prep_save(one.pre_save(row, True), connection) for one in fields]
    with transaction.mark_for_rollback_on_error(using=connection.alias), connection.cursor() as cursor:
        cursor.execute(statement, [*values, *returned])
        [(row.pk,)] = connection.ops.fetch_returned_rows(cursor, returned)
    row._state.adding, row._state.db = False, connection.alias
    return row


def _inserting(row: models.Model) -> tuple[str, list[Any], tuple[Any, ...]]:
    """The statement, the fields whose values it wants, and what it wants beside them to give the key back."""
    fields = [one for one in row._meta.local_concrete_fields if not one.primary_key]
    query: Any = sql.InsertQuery(type(row))
    query.insert_values(fields, [row])
    compiler = query.get_compiler(connection.alias)
    compiler.returning_fields = [row._meta.pk]
    [(statement, _)] = compiler.as_sql()
    return statement, fields, tuple(compiler.returning_params)


class Change(_Statement):
    """An update of the rows of one table: ``changes`` are values or slots."""

    def __init__(self, make: Callable[[], models.QuerySet[Any]], **changes: Any) -> None:
        super().__init__(make)
        self._changes = changes

    def __call__(self, **values: Any) -> int:
        """Returns how many rows it was."""
        text = self._text()
        with transaction.mark_for_rollback_on_error(using=connection.alias), connection.cursor() as cursor:
            cursor.execute(text.sql, text.filled(values))
            return int(cursor.rowcount)

    def _composed(self) -> _Text:
        rows = self._make()
        query: Any = rows.query.chain(sql.UpdateQuery)
        query.add_update_values(self._changes)
        query.clear_select_clause()
        compiler = query.get_compiler(connection.alias)
        statement, params = compiler.as_sql()
        return _Text(rows, compiler, statement, tuple(params), {})
