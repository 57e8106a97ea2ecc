"""Data that a team ignores advice with becomes rows; files, drafts and deputies of answers."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('reviews', '0006_seats_of_reviewers'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='AnswerDeputy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('named_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name='AnswerDraft',
            fields=[
                ('suggestion', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='answer_draft', serialize=False, to='reviews.suggestion')),
                ('words', models.JSONField(default=dict, help_text='Every field as it was typed, right or wrong.')),
                ('saved_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('saves', models.PositiveIntegerField(default=1, help_text='How often it was saved: tells two writers apart.')),
            ],
        ),
        migrations.CreateModel(
            name='Attachment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(help_text='As it is offered for download; freed of paths.', max_length=100)),
                ('media_type', models.CharField(choices=[('image/png', 'PNG'), ('image/jpeg', 'JPEG'), ('text/csv', 'CSV'), ('application/pdf', 'PDF'), ('text/plain', 'Text')], help_text='What it was found to be.', max_length=20)),
                ('size', models.PositiveIntegerField(help_text='In bytes.')),
                ('digest', models.CharField(help_text='SHA-256 of the bytes, hex: where they stand.', max_length=64)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='DataReference',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField()),
                ('kind', models.CharField(choices=[('metric', 'Metric'), ('experiment', 'Experiment'), ('incident', 'Incident'), ('cost', 'Cost')], max_length=10)),
                ('measure', models.CharField(help_text='What is measured.', max_length=200)),
                ('value', models.DecimalField(decimal_places=6, max_digits=20)),
                ('baseline', models.DecimalField(blank=True, decimal_places=6, help_text='What it was before, or is usual.', max_digits=20, null=True)),
                ('unit', models.CharField(blank=True, max_length=80)),
                ('source', models.URLField(blank=True, help_text='Where others can look it up.', max_length=400)),
                ('measured_on', models.DateField()),
                ('value_now', models.DecimalField(blank=True, decimal_places=6, help_text='What it was when looked at again.', max_digits=20, null=True)),
            ],
            options={
                'ordering': ['number'],
            },
        ),
        migrations.AddField(
            model_name='answer',
            name='threshold',
            field=models.DecimalField(blank=True, decimal_places=6, max_digits=20, null=True),
        ),
        migrations.AddField(
            model_name='answer',
            name='wrong_when',
            field=models.CharField(blank=True, choices=[('above', 'more than'), ('at-least', 'at least'), ('below', 'less than'), ('at-most', 'at most')], help_text='The same, as it is compared.', max_length=8),
        ),
        migrations.AlterField(
            model_name='answer',
            name='outcome_value',
            field=models.CharField(blank=True, help_text='As it was written.', max_length=80),
        ),
        migrations.AddField(
            model_name='answerdeputy',
            name='named_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='answerdeputy',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='answers_for', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='answerdeputy',
            name='review',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='answer_deputies', to='reviews.review'),
        ),
        migrations.AddField(
            model_name='answerdraft',
            name='saved_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='attachment',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='attachment',
            name='suggestion',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='attachments', to='reviews.suggestion'),
        ),
        migrations.AddField(
            model_name='datareference',
            name='answer',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='references', to='reviews.answer'),
        ),
        migrations.AddField(
            model_name='datareference',
            name='attachment',
            field=models.ForeignKey(blank=True, help_text='The file it stands in, where there is no address.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='references', to='reviews.attachment'),
        ),
        migrations.AddConstraint(
            model_name='answerdeputy',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('review',), name='answer_deputy_one'),
        ),
        migrations.AddConstraint(
            model_name='answerdeputy',
            constraint=models.CheckConstraint(condition=models.Q(('person', models.F('named_by')), _negated=True), name='answer_deputy_is_another'),
        ),
        migrations.AddConstraint(
            model_name='attachment',
            constraint=models.UniqueConstraint(fields=('suggestion', 'digest'), name='attachment_once'),
        ),
        migrations.AddConstraint(
            model_name='attachment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('name', ''), _negated=True), ('size__gte', 1)), name='attachment_has_content'),
        ),
        migrations.AddConstraint(
            model_name='datareference',
            constraint=models.UniqueConstraint(fields=('answer', 'number'), name='reference_number'),
        ),
        migrations.AddConstraint(
            model_name='datareference',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('measure', ''), _negated=True), ('number__gte', 1)), name='reference_says_what'),
        ),
        migrations.AddConstraint(
            model_name='datareference',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('source', ''), _negated=True), ('attachment__isnull', False), _connector='OR'), name='reference_can_be_looked_up'),
        ),
    ]
