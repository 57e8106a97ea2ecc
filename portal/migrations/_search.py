"""What the two databases keep beside a search document (portal/kit/indexes.py). Django's models know nothing of it.

PostgreSQL: two columns of the document's own table and indexes over them. SQLite: an FTS5 table. Both: a table of all
words; PostgreSQL finds words by their middle with an index where it lets us have pg_trgm, else by reading that table.
"""

from django.db import DatabaseError, transaction

POSTGRES = [
    """
    ALTER TABLE portal_searchdocument
        ADD COLUMN name text NOT NULL DEFAULT '',
        ADD COLUMN vector tsvector NOT NULL DEFAULT ''
    """,
    "CREATE INDEX search_vector ON portal_searchdocument USING gin (vector)",
    "CREATE INDEX search_title ON portal_searchdocument USING gin (ts_filter(vector, '{a}'))",
    # 200, because an entry of such an index may not be longer than a third of a page.
    'CREATE INDEX search_name ON portal_searchdocument (left(name, 200) COLLATE "C")',
    "CREATE TABLE portal_search_word (word text NOT NULL)",
    "CREATE INDEX search_word ON portal_search_word (word)",
]
POSTGRES_TRIGRAMS = [
    "CREATE EXTENSION IF NOT EXISTS pg_trgm",
    "CREATE INDEX search_word_inside ON portal_search_word USING gin (word gin_trgm_ops)",
]
# The extension stays: somebody else may have come to use it.
POSTGRES_BACK = [
    "DROP TABLE portal_search_word",
    "ALTER TABLE portal_searchdocument DROP COLUMN name, DROP COLUMN vector",
]
SQLITE = [
    # Where in a text a word stands is never asked, so it is not kept (detail): that halves the table.
    """
    CREATE VIRTUAL TABLE portal_search_text USING fts5(
        name UNINDEXED, title, tags, body, tokenize = 'unicode61 remove_diacritics 0', prefix = '2 3', detail = column)
    """,
    "CREATE TABLE portal_search_word (word text NOT NULL PRIMARY KEY) WITHOUT ROWID",
]
SQLITE_BACK = ["DROP TABLE portal_search_word", "DROP TABLE portal_search_text"]


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


