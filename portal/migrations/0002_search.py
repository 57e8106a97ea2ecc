"""What the two databases keep beside a search document (portal/kit/indexes.py). Django's models know nothing of it.

PostgreSQL: two columns of the document's own table, an index over its words, and, where the database lets us have
pg_trgm, one over the insides of words; without it the same is found by reading every row. SQLite: two FTS5 tables.
"""

from django.db import DatabaseError, migrations, transaction

POSTGRES = [
    """
    ALTER TABLE portal_searchdocument
        ADD COLUMN name text NOT NULL DEFAULT '',
        ADD COLUMN vector tsvector NOT NULL DEFAULT ''
    """,
    "CREATE INDEX search_vector ON portal_searchdocument USING gin (vector)",
]
POSTGRES_TRIGRAMS = [
    "CREATE EXTENSION IF NOT EXISTS pg_trgm",
    "CREATE INDEX search_inside ON portal_searchdocument USING gin (words gin_trgm_ops)",
]
# The extension stays: somebody else may have come to use it.
POSTGRES_BACK = [
    "DROP INDEX IF EXISTS search_inside",
    "ALTER TABLE portal_searchdocument DROP COLUMN name, DROP COLUMN vector",
]
# Where in a text a word stands is never asked, so it is not kept (detail): the tables are half as large.
SQLITE = [
    """
    CREATE VIRTUAL TABLE portal_search_text USING fts5(
        name UNINDEXED, title, tags, body, tokenize = 'unicode61 remove_diacritics 0', prefix = '2 3', detail = column)
    """,
    "CREATE VIRTUAL TABLE portal_search_inside USING fts5(words, tokenize = 'trigram', detail = none)",
]
SQLITE_BACK = ["DROP TABLE portal_search_text", "DROP TABLE portal_search_inside"]


def make(apps, schema_editor):
    connection = schema_editor.connection
    with connection.cursor() as cursor:
        for statement in POSTGRES if connection.vendor == "postgresql" else SQLITE:
            cursor.execute(statement)
        if connection.vendor == "postgresql":
            try:
                with transaction.atomic(using=connection.alias):
                    for statement in POSTGRES_TRIGRAMS:
                        cursor.execute(statement)
            except DatabaseError:
                pass  # no right to make it, or not installed on the server


def unmake(apps, schema_editor):
    connection = schema_editor.connection
    with connection.cursor() as cursor:
        for statement in POSTGRES_BACK if connection.vendor == "postgresql" else SQLITE_BACK:
            cursor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("portal", "0001_initial")]
    operations = [migrations.RunPython(make, unmake)]
