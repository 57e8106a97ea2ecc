from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("reviews", "0003_certified_as_before"),
    ]

    operations = [
        migrations.RemoveField(
            model_name='barraiser',
            name='topics',
        ),
        migrations.AddConstraint(
            model_name='barraiser',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('paused_since__isnull', False), ('paused_until__gte', models.F('paused_since')), ('state', 'paused')), models.Q(models.Q(('state', 'paused'), _negated=True), ('paused_since', None), ('paused_until', None)), _connector='OR'), name='bar_raiser_paused_says_when'),
        ),
        migrations.AddConstraint(
            model_name='barraiser',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', False), ('state', 'ended')), models.Q(models.Q(('state', 'ended'), _negated=True), ('ended_at', None)), _connector='OR'), name='bar_raiser_ended_says_when'),
        ),
    ]
