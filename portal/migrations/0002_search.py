"""What the two databases keep beside a search document: see _search.py."""

from django.db import migrations

from portal.migrations._search import make, unmake


class Migration(migrations.Migration):
    dependencies = [("portal", "0001_initial")]
    operations = [migrations.RunPython(make, unmake)]
