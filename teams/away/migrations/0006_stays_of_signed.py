"""Every request that both had signed gets the stay that now follows a signature."""

from django.db import migrations


def begin(apps, schema_editor):
    Request = apps.get_model("away", "AwayRequest")
    Charter = apps.get_model("away", "AwayCharter")
    Stay = apps.get_model("away", "AwayStay")
    newest = {row.request_id: row for row in Charter.objects.order_by("request", "number")}
    signed = Request.objects.filter(signed_at__isnull=False, stay=None).iterator()
    states = {"done": "closed", "ended": "left"}
    Stay.objects.bulk_create(
        [
            Stay(
                request=one,
                charter=newest[one.pk],
                state=states.get(one.state, "active"),
                since=one.closed_at or one.signed_at,
                ends_on=newest[one.pk].ends_on,
                began_at=one.signed_at,
            )
            for one in signed
            if one.pk in newest
        ],
        batch_size=500,
    )


class Migration(migrations.Migration):
    dependencies = [("away", "0005_stays")]
    operations = [migrations.RunPython(begin, migrations.RunPython.noop)]
