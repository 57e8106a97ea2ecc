# ruff: noqa: E402 - Django is set up before its models are imported
"""A database by every single migration there ever was, or by those that stand for many; says what is then in it.

Runs as a process of its own (``python -m tests.ops.chains every|few``) on an empty database, SQLite or PostgreSQL.
``every`` stops once in the middle and goes on with Django's own command, as an older installation would. Prints one
JSON object: what the command still had to do in the middle and at the end, and the schema, each thing as one line.
"""

import json
import os
import re
import sys

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings_test")

import django

django.setup()

from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

MIDDLE = [
    ("portal", "0004_job_tallies"),
    ("services", "0006_check_judged_once"),
    ("away", "0003_charters"),
    ("reviews", "0002_guild"),
]
"""Of one moment in the history, with the migrations these need; rooms that came later have none."""
POSTGRES = [
    """SELECT table_name || ' ' || column_name, udt_name, character_maximum_length, is_nullable, column_default
       FROM information_schema.columns WHERE table_schema = 'public'""",
    "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid <> 0",
    "SELECT tablename, indexdef FROM pg_indexes WHERE schemaname = 'public'",
]


def main(which: str) -> None:
    said = {}
    if which == "every":
        executor = MigrationExecutor(connection)
        executor.loader.replace_migrations = False
        executor.loader.build_graph()
        executor.migrate(MIDDLE)
        said["middle"] = waiting()
    call_command("migrate", verbosity=0)
    # As it is before `migrate` was ever called with those that stand for many.
    recorder = MigrationRecorder(connection)
    recorder.migration_qs.filter(name__contains="squashed").delete()
    said["end"] = waiting()
    print(json.dumps({**said, "schema": schema()}))


def waiting() -> list[str]:
    """What ``migrate`` would do now."""
    executor = MigrationExecutor(connection)
    executor.loader.check_consistent_history(connection)
    return [f"{one.app_label}.{one.name}" for one, _ in executor.migration_plan(executor.loader.graph.leaf_nodes())]


def schema() -> list[str]:
    """Tables, columns, constraints and indexes: one line each, in no order of making."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            rows = []
            for statement in POSTGRES:
                cursor.execute(statement)
                rows += [" ".join(map(str, row)) for row in cursor.fetchall()]
            return sorted(rows)
        cursor.execute("SELECT type, tbl_name, sql FROM sqlite_master WHERE sql IS NOT NULL")
        return sorted(f"{table}: {piece}" for kind, table, sql in cursor.fetchall() for piece in pieces(kind, sql))


def pieces(kind: str, sql: str) -> list[str]:
    """A table's statement parted at the commas that stand in no bracket and no text: a column or constraint each."""
    if kind != "table" or sql.startswith("CREATE VIRTUAL"):
        return [sql]
    found, depth = [""], 0
    for part in re.findall(r"'(?:[^']|'')*'|\"[^\"]*\"|[(),]|[^'\"(),]+", sql.partition("(")[2].rpartition(")")[0]):
        depth += {"(": 1, ")": -1}.get(part, 0)
        if part == "," and depth == 0:
            found.append("")
        else:
            found[-1] += part
    return [piece.strip() for piece in found]


if __name__ == "__main__":
    main(sys.argv[1])
