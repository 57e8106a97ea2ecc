"""All of this room's tables as they are after its last migration named here; a new database needs no other."""

import datetime
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from portal.kit.tables import CreateModels
from portal.migrations import _search


class Migration(migrations.Migration):

    replaces = [
        ('portal', '0001_initial'),
        ('portal', '0002_search'),
        ('portal', '0003_notices'),
        ('portal', '0004_job_tallies'),
        ('portal', '0005_clock_work'),
        ('portal', '0006_letters'),
    ]

    initial = True

    dependencies = [
        ('people', '0001_squashed_0002_calendars'),
    ]

    operations = [
        CreateModels([
            migrations.CreateModel(
                name='Wishes',
                fields=[
                    ('person', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='wishes', serialize=False, to=settings.AUTH_USER_MODEL)),
                    ('mail', models.BooleanField(default=True)),
                    ('digest_at', models.TimeField(default=datetime.time(8, 0), help_text='In their time zone.')),
                    ('warn', models.BooleanField(default=True, help_text='A mail of its own when something is about to run out.')),
                    ('quiet_from', models.TimeField(default=datetime.time(19, 0))),
                    ('quiet_until', models.TimeField(default=datetime.time(7, 0))),
                    ('topics', models.JSONField(default=dict, help_text='Room -> How, for what is not as delivered.')),
                    ('digested_on', models.DateField(help_text='The day, in their zone, of the last digest that was due.', null=True)),
                    ('digested_at', models.DateTimeField(null=True)),
                ],
                options={
                    'verbose_name_plural': 'wishes',
                },
            ),
            migrations.CreateModel(
                name='ApiToken',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=80)),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tokens', to=settings.AUTH_USER_MODEL)),
                    ('scope', models.CharField(choices=[('read', 'read'), ('write', 'read and write')], max_length=5)),
                    ('digest', models.CharField(max_length=64, unique=True)),
                    ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                    ('used_at', models.DateTimeField(null=True)),
                    ('ends_at', models.DateTimeField(null=True)),
                    ('revoked_at', models.DateTimeField(null=True)),
                ],
            ),
            migrations.CreateModel(
                name='AuditHead',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('order', models.BigIntegerField(default=0)),
                    ('seal', models.CharField(blank=True, max_length=64)),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(('pk', 1)), name='audit_one_head')],
                },
            ),
            migrations.CreateModel(
                name='Hook',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=80)),
                    ('form', models.CharField(choices=[('signed', 'Signed webhook (Standard Webhooks)'), ('chat', "Chat (Slack's incoming webhook)")], max_length=10)),
                    ('url', models.CharField(max_length=400)),
                    ('secret', models.CharField(blank=True, max_length=100)),
                    ('topics', models.JSONField(default=list, help_text='Verbs, or their beginning with a star; none: everything.')),
                    ('team', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='hooks', to='people.team')),
                    ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('made_at', models.DateTimeField(default=django.utils.timezone.now)),
                    ('ended_at', models.DateTimeField(null=True)),
                    ('told_to', models.BigIntegerField(default=0, help_text='The place in the audit up to which it has been told.')),
                ],
            ),
            migrations.CreateModel(
                name='Job',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=80)),
                    ('subject_id', models.BigIntegerField()),
                    ('state', models.CharField(choices=[('waiting', 'Waiting'), ('running', 'Running'), ('done', 'Done'), ('failed', 'Failed'), ('stopped', 'Stopped')], default='waiting', max_length=10)),
                    ('attempt', models.PositiveSmallIntegerField(default=0, help_text='How often a worker has taken it.')),
                    ('due_at', models.DateTimeField(default=django.utils.timezone.now, help_text='Not before this time.')),
                    ('rung_at', models.DateTimeField(help_text='When the queue was last told.', null=True)),
                    ('lease_until', models.DateTimeField(help_text='The worker that holds it is thought dead after this.', null=True)),
                    ('worker', models.CharField(blank=True, max_length=120)),
                    ('progress', models.JSONField(default=dict)),
                    ('error', models.TextField(blank=True, help_text='Why the last attempt ended, for a person.')),
                    ('request_id', models.CharField(blank=True, max_length=64)),
                    ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                    ('started_at', models.DateTimeField(null=True)),
                    ('finished_at', models.DateTimeField(null=True)),
                    ('tallied', models.BooleanField(db_default=False, default=False, help_text='Its end is in the tallies.')),
                ],
                options={
                    'indexes': [models.Index(condition=models.Q(('state', 'waiting')), fields=['due_at'], name='job_due'), models.Index(condition=models.Q(('state', 'running')), fields=['lease_until'], name='job_lease'), models.Index(fields=['name', 'subject_id', '-id'], name='job_subject'), models.Index(condition=models.Q(('finished_at__isnull', False), ('tallied', False)), fields=['id'], name='job_not_tallied'), models.Index(fields=['state', '-id'], name='job_state'), models.Index(fields=['state', '-finished_at'], name='job_ended')],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'waiting')), fields=('name', 'subject_id'), name='job_waits_once'), models.CheckConstraint(condition=models.Q(models.Q(('lease_until__isnull', False), ('state', 'running')), models.Q(('state', 'running'), _negated=True), _connector='OR'), name='job_running_leased'), models.CheckConstraint(condition=models.Q(models.Q(('finished_at__isnull', True), ('state__in', ['waiting', 'running'])), models.Q(('finished_at__isnull', False), ('state__in', ['done', 'failed', 'stopped'])), _connector='OR'), name='job_finished_says_when')],
                },
            ),
            migrations.CreateModel(
                name='JobTally',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=80)),
                    ('outcome', models.CharField(choices=[('waiting', 'Waiting'), ('running', 'Running'), ('done', 'Done'), ('failed', 'Failed'), ('stopped', 'Stopped')], max_length=10)),
                    ('count', models.PositiveBigIntegerField(default=0)),
                    ('seconds', models.FloatField(default=0, help_text='All their last attempts together.')),
                    ('spread', models.JSONField(default=list, help_text='How many took how long: one figure for each of kit.tallies.STEPS.')),
                ],
                options={
                    'verbose_name_plural': 'job tallies',
                    'constraints': [models.UniqueConstraint(fields=('name', 'outcome'), name='job_tally_once')],
                },
            ),
            migrations.CreateModel(
                name='SearchDocument',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(max_length=40)),
                    ('ref', models.CharField(max_length=200)),
                    ('title', models.TextField()),
                    ('body', models.TextField(blank=True)),
                    ('tags', models.TextField(blank=True)),
                    ('url', models.CharField(max_length=400)),
                    ('owner', models.CharField(blank=True, max_length=200)),
                    ('updated_at', models.DateTimeField(default=django.utils.timezone.now)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('kind', 'ref'), name='search_one_a_thing')],
                },
            ),
            migrations.CreateModel(
                name='AuditEntry',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('at', models.DateTimeField(default=django.utils.timezone.now)),
                    ('actor', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('verb', models.CharField(max_length=60)),
                    ('subject', models.CharField(max_length=80)),
                    ('before', models.CharField(blank=True, max_length=40)),
                    ('after', models.CharField(blank=True, max_length=40)),
                    ('data', models.JSONField(default=dict)),
                    ('request_id', models.CharField(blank=True, max_length=64)),
                    ('via', models.CharField(blank=True, max_length=40)),
                    ('seal_order', models.BigIntegerField(null=True, unique=True)),
                    ('seal', models.CharField(blank=True, max_length=64)),
                ],
                options={
                    'verbose_name_plural': 'audit entries',
                    'indexes': [models.Index(fields=['subject', '-id'], name='audit_subject'), models.Index(condition=models.Q(('seal_order', None)), fields=['id'], name='audit_unsealed')],
                },
            ),
            migrations.CreateModel(
                name='Clock',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(max_length=60)),
                    ('subject', models.CharField(help_text='The thing, as kit.audit.ref() writes it.', max_length=80)),
                    ('title', models.CharField(help_text="What is awaited, as a sentence: 'Mend or renew ...'.", max_length=300)),
                    ('url', models.CharField(help_text='Where it can be answered.', max_length=400)),
                    ('awaited_person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='clocks', to=settings.AUTH_USER_MODEL)),
                    ('awaited_team', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='clocks', to='people.team')),
                    ('asked_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='asked_clocks', to=settings.AUTH_USER_MODEL)),
                    ('silence', models.CharField(help_text='What happens when nobody answers, as a sentence.', max_length=300)),
                    ('state', models.CharField(choices=[('open', 'Open'), ('met', 'Met'), ('lapsed', 'Lapsed'), ('withdrawn', 'Withdrawn')], default='open', max_length=10)),
                    ('started_at', models.DateTimeField(default=django.utils.timezone.now)),
                    ('work', models.DurationField(help_text='Working time given. None: the due time is a fixed moment.', null=True)),
                    ('half_at', models.DateTimeField()),
                    ('due_at', models.DateTimeField()),
                    ('half_rung_at', models.DateTimeField(null=True)),
                    ('due_rung_at', models.DateTimeField(null=True)),
                    ('closed_at', models.DateTimeField(null=True)),
                    ('seen_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('seen_at', models.DateTimeField(help_text='When one of those it waits for said that they have seen it.', null=True)),
                ],
                options={
                    'indexes': [models.Index(condition=models.Q(('state', 'open')), fields=['due_at'], name='clock_due'), models.Index(fields=['subject'], name='clock_subject')],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'open')), fields=('kind', 'subject'), name='clock_open_once'), models.CheckConstraint(condition=models.Q(models.Q(('awaited_person__isnull', True), ('awaited_team__isnull', False)), models.Q(('awaited_person__isnull', False), ('awaited_team__isnull', True)), _connector='OR'), name='clock_awaits_one'), models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', True), ('state', 'open')), models.Q(models.Q(('state', 'open'), _negated=True), ('closed_at__isnull', False)), _connector='OR'), name='clock_closed_says_when')],
                },
            ),
            migrations.CreateModel(
                name='IdempotentRequest',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('key', models.CharField(max_length=255)),
                    ('fingerprint', models.CharField(help_text='SHA-256 of method, address and body.', max_length=64)),
                    ('claim', models.UUIDField(help_text='Whoever does the request now; another one after the first was thought dead.')),
                    ('claimed_at', models.DateTimeField(default=django.utils.timezone.now)),
                    ('status', models.PositiveSmallIntegerField(help_text='Null while it is being done.', null=True)),
                    ('body', models.TextField(blank=True)),
                    ('location', models.CharField(blank=True, max_length=2000)),
                ],
                options={
                    'indexes': [models.Index(fields=['claimed_at'], name='idempotency_age')],
                    'constraints': [models.UniqueConstraint(fields=('person', 'key'), name='idempotency_key_once')],
                },
            ),
            migrations.CreateModel(
                name='Letter',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('key', models.CharField(help_text='What it is about: nothing is sent twice for it.', max_length=120, unique=True)),
                    ('way', models.CharField(choices=[('mail', 'Mail'), ('hook', 'Hook')], max_length=10)),
                    ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='letters', to=settings.AUTH_USER_MODEL)),
                    ('hook', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='letters', to='portal.hook')),
                    ('subject', models.CharField(blank=True, max_length=200)),
                    ('body', models.TextField()),
                    ('state', models.CharField(choices=[('waiting', 'Waiting'), ('sent', 'Sent'), ('dead', 'given up')], default='waiting', max_length=10)),
                    ('tries', models.PositiveSmallIntegerField(default=0)),
                    ('error', models.CharField(blank=True, max_length=400)),
                    ('written_at', models.DateTimeField(default=django.utils.timezone.now)),
                    ('ended_at', models.DateTimeField(null=True)),
                ],
                options={
                    'indexes': [models.Index(fields=['state', '-id'], name='letter_state')],
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('hook__isnull', True), ('person__isnull', False), ('way', 'mail')), models.Q(('hook__isnull', False), ('person__isnull', True), ('way', 'hook')), _connector='OR'), name='letter_goes_one_way')],
                },
            ),
            migrations.CreateModel(
                name='Notice',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='notices', to=settings.AUTH_USER_MODEL)),
                    ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('text', models.CharField(help_text='What happened, as a sentence after the name of who did it.', max_length=300)),
                    ('url', models.CharField(max_length=400)),
                    ('subject', models.CharField(help_text='The thing, as kit.audit.ref() writes it.', max_length=80)),
                    ('at', models.DateTimeField(default=django.utils.timezone.now)),
                    ('read_at', models.DateTimeField(null=True)),
                ],
                options={
                    'indexes': [models.Index(fields=['person', '-id'], name='notice_newest'), models.Index(condition=models.Q(('read_at', None)), fields=['person'], name='notice_unread')],
                },
            ),
        ]),
        migrations.RunPython(_search.make, _search.unmake),
    ]
