"""Answers keep the bet; the data has moved to its rows."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reviews", "0008_move_data_references")]

    operations = [
        migrations.RemoveConstraint(
            model_name='answer',
            name='answer_ignores_with_data',
        ),
        migrations.AddConstraint(
            model_name='answer',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'ignore'), _negated=True), models.Q(models.Q(('wrong_if', ''), _negated=True), models.Q(('wrong_when', ''), _negated=True), ('look_again_on__isnull', False), ('threshold__isnull', False)), _connector='OR'), name='answer_ignores_with_a_bet'),
        ),
        migrations.RemoveField(
            model_name='answer',
            name='baseline',
        ),
        migrations.RemoveField(
            model_name='answer',
            name='evidence',
        ),
        migrations.RemoveField(
            model_name='answer',
            name='measure',
        ),
        migrations.RemoveField(
            model_name='answer',
            name='measured_on',
        ),
        migrations.RemoveField(
            model_name='answer',
            name='source',
        ),
        migrations.RemoveField(
            model_name='answer',
            name='unit',
        ),
        migrations.RemoveField(
            model_name='answer',
            name='value',
        ),
    ]
