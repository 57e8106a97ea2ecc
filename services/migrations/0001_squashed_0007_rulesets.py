"""All of this room's tables as they are after its last migration named here; a new database needs no other."""

import django.db.models.deletion
import django.db.models.expressions
import django.db.models.fields.json
import django.db.models.functions.comparison
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from portal.kit.tables import CreateModels


class Migration(migrations.Migration):

    replaces = [
        ('services', '0001_initial'),
        ('services', '0002_proposed'),
        ('services', '0003_reference'),
        ('services', '0004_revision_passed'),
        ('services', '0005_revision_held'),
        ('services', '0006_check_judged_once'),
        ('services', '0007_rulesets'),
    ]

    initial = True

    dependencies = [
        ('people', '0001_squashed_0002_calendars'),
    ]

    operations = [
        CreateModels([
            migrations.CreateModel(
                name='Blob',
                fields=[
                    ('digest', models.CharField(help_text='SHA-256 of the uncompressed bytes, hex.', max_length=64, primary_key=True, serialize=False)),
                    ('size', models.PositiveBigIntegerField(help_text='Uncompressed, in bytes.')),
                    ('data', models.BinaryField(help_text='zlib')),
                ],
            ),
            migrations.CreateModel(
                name='Ruleset',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('slug', models.SlugField(max_length=60, unique=True)),
                    ('name', models.CharField(max_length=120)),
                    ('text', models.TextField(blank=True, help_text='What it is for, and who to ask.')),
                    ('registered_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('registered_at', models.DateTimeField(default=django.utils.timezone.now)),
                ],
                options={
                    'ordering': ['name', 'pk'],
                },
            ),
            migrations.CreateModel(
                name='Care',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('ruleset', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='cares', to='services.ruleset')),
                    ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('team', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.team')),
                    ('review_on', models.DateField()),
                    ('set_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('set_at', models.DateTimeField(default=django.utils.timezone.now)),
                ],
                options={
                    'ordering': ['review_on', 'pk'],
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('person__isnull', True), ('team__isnull', False)), models.Q(('person__isnull', False), ('team__isnull', True)), _connector='OR'), name='care_of_one_owner')],
                },
            ),
            migrations.CreateModel(
                name='Attachment',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('ruleset', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='attachments', to='services.ruleset')),
                    ('division', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.division')),
                    ('blocks', models.BooleanField(default=False, help_text='Its errors stand in the way of publishing.')),
                    ('reason', models.CharField(max_length=300)),
                    ('attached_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('attached_at', models.DateTimeField(default=django.utils.timezone.now)),
                    ('detached_at', models.DateTimeField(blank=True, null=True)),
                ],
                options={
                    'ordering': ['pk'],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('detached_at', None)), fields=('ruleset', 'division'), name='attached_once_to_a_division'), models.UniqueConstraint(condition=models.Q(('detached_at', None), ('division', None)), fields=('ruleset',), name='attached_once_to_the_company'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='attachment_says_why')],
                },
            ),
            migrations.CreateModel(
                name='RulesetRule',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('ruleset', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rules', to='services.ruleset')),
                    ('name', models.CharField(max_length=120)),
                    ('care', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rules', to='services.care')),
                ],
                options={
                    'ordering': ['pk'],
                    'constraints': [models.UniqueConstraint(fields=('ruleset', 'name'), name='ruleset_rule_once')],
                },
            ),
            migrations.CreateModel(
                name='RulesetVersion',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('ruleset', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='services.ruleset')),
                    ('number', models.PositiveIntegerField()),
                    ('digest', models.CharField(help_text='The Blob with its bytes.', max_length=64)),
                    ('size', models.PositiveBigIntegerField()),
                    ('source_name', models.CharField(blank=True, max_length=400)),
                    ('state', models.CharField(choices=[('waiting', 'Waiting'), ('read', 'Read'), ('broken', 'Broken'), ('in-force', 'in force'), ('replaced', 'Replaced')], default='waiting', max_length=10)),
                    ('report', models.CharField(blank=True, help_text='The Blob with mistakes and remarks at their lines.', max_length=64)),
                    ('told', models.CharField(blank=True, help_text='The Blob with what a check is told.', max_length=64)),
                    ('rules', models.CharField(blank=True, help_text='The Blob with its rules in words.', max_length=64)),
                    ('mistakes', models.PositiveIntegerField(default=0)),
                    ('remarks', models.PositiveIntegerField(default=0)),
                    ('reason', models.TextField(blank=True, help_text='Why it could not be read.')),
                    ('uploaded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('uploaded_at', models.DateTimeField(default=django.utils.timezone.now)),
                    ('read_at', models.DateTimeField(blank=True, null=True)),
                    ('in_force_at', models.DateTimeField(blank=True, null=True)),
                ],
                options={
                    'ordering': ['-number'],
                    'constraints': [models.UniqueConstraint(fields=('ruleset', 'number'), name='ruleset_version_number'), models.UniqueConstraint(condition=models.Q(('state', 'in-force')), fields=('ruleset',), name='ruleset_one_version_in_force'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['read', 'in-force', 'replaced']), _negated=True), models.Q(models.Q(('told', ''), _negated=True), models.Q(('rules', ''), _negated=True), ('mistakes', 0)), _connector='OR'), name='ruleset_version_runs_without_mistakes'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['in-force', 'replaced']), _negated=True), ('in_force_at__isnull', False), _connector='OR'), name='ruleset_version_in_force_says_when')],
                },
            ),
            migrations.CreateModel(
                name='Service',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('slug', models.SlugField(max_length=80, unique=True)),
                    ('name', models.CharField(help_text='How people call it; its short name when left out.', max_length=120)),
                    ('text', models.TextField(blank=True, help_text='What it does for whom, in one or two sentences.')),
                    ('team', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='services', to='people.team')),
                    ('lifecycle', models.CharField(choices=[('experimental', 'Experimental'), ('production', 'Production'), ('deprecated', 'Deprecated'), ('retired', 'Retired')], default='experimental', max_length=12)),
                    ('criticality', models.CharField(choices=[('critical', 'Critical'), ('high', 'High'), ('medium', 'Medium'), ('low', 'Low')], default='medium', max_length=10)),
                    ('source_url', models.URLField(blank=True, max_length=400)),
                    ('source_open', models.BooleanField(default=True, help_text='Readable by everyone inside.')),
                    ('closed_reason', models.TextField(blank=True)),
                    ('closed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('closed_until', models.DateField(blank=True, null=True)),
                    ('runbook_url', models.URLField(blank=True, max_length=400)),
                    ('docs_url', models.URLField(blank=True, max_length=400)),
                    ('on_call', models.CharField(blank=True, help_text='How to reach whoever is on call.', max_length=120)),
                    ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                    ('retired_at', models.DateTimeField(blank=True, null=True)),
                ],
                options={
                    'ordering': ['slug'],
                    'constraints': [models.CheckConstraint(condition=models.Q(('source_open', True), models.Q(models.Q(('closed_reason', ''), _negated=True), ('closed_by__isnull', False), ('closed_until__isnull', False)), _connector='OR'), name='service_closed_says_why'), models.CheckConstraint(condition=models.Q(models.Q(('lifecycle', 'retired'), ('retired_at__isnull', False)), models.Q(models.Q(('lifecycle', 'retired'), _negated=True), ('retired_at__isnull', True)), _connector='OR'), name='service_retired_says_when')],
                },
            ),
            migrations.CreateModel(
                name='Contract',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('service', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='contracts', to='services.service')),
                    ('slug', models.SlugField(max_length=80)),
                    ('technology', models.CharField(blank=True, help_text="The format's name, once a check has read it.", max_length=20)),
                    ('audience', models.CharField(choices=[('team', 'this team'), ('company', 'the company'), ('partner', 'partners'), ('public', 'the public')], default='company', max_length=10)),
                    ('text', models.TextField(blank=True)),
                    ('facts', models.JSONField(default=dict, help_text='What the format cannot say: contact, terms, quotas and so on.')),
                    ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ],
                options={
                    'ordering': ['service__slug', 'slug'],
                    'constraints': [models.UniqueConstraint(fields=('service', 'slug'), name='contract_slug_in_service')],
                },
            ),
            migrations.CreateModel(
                name='Revision',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('contract', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='revisions', to='services.contract')),
                    ('number', models.PositiveIntegerField()),
                    ('version', models.CharField(blank=True, help_text='What the document calls itself.', max_length=80)),
                    ('digest', models.CharField(help_text='The Blob with its bytes.', max_length=64)),
                    ('size', models.PositiveBigIntegerField()),
                    ('state', models.CharField(choices=[('draft', 'Draft'), ('proposed', 'Proposed'), ('published', 'Published'), ('deprecated', 'Deprecated'), ('retired', 'Retired')], default='draft', max_length=10)),
                    ('source', models.CharField(choices=[('paste', 'pasted'), ('upload', 'uploaded'), ('url', 'fetched'), ('api', 'sent through the API')], max_length=10)),
                    ('source_name', models.CharField(blank=True, help_text='File name or address it came from.', max_length=400)),
                    ('uploaded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('uploaded_at', models.DateTimeField(default=django.utils.timezone.now)),
                    ('proposed_at', models.DateTimeField(blank=True, null=True)),
                    ('published_at', models.DateTimeField(blank=True, null=True)),
                    ('deprecated_at', models.DateTimeField(blank=True, null=True)),
                    ('sunset_on', models.DateField(blank=True, null=True)),
                    ('replacement', models.TextField(blank=True, help_text='What to use instead, in words.')),
                    ('replaced_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaces', to='services.revision')),
                    ('retired_at', models.DateTimeField(blank=True, null=True)),
                    ('checked', models.BooleanField(default=False, help_text='The newest check could judge it.')),
                    ('errors', models.PositiveIntegerField(default=0)),
                    ('warnings', models.PositiveIntegerField(default=0)),
                    ('hints', models.PositiveIntegerField(default=0, help_text='Infos and hints.')),
                    ('waived', models.PositiveIntegerField(default=0)),
                    ('errors_beside', models.PositiveIntegerField(db_default=0, default=0, help_text='Errors of rulesets that do not stand in the way of publishing.')),
                    ('score', models.JSONField(blank=True, null=True)),
                    ('held', models.GeneratedField(db_persist=True, expression=django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(django.db.models.functions.comparison.Cast(django.db.models.fields.json.KeyTextTransform('passed', 'score'), models.IntegerField()), '*', models.Value(999)), '/', django.db.models.functions.comparison.NullIf(django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(django.db.models.functions.comparison.Cast(django.db.models.fields.json.KeyTextTransform('passed', 'score'), models.IntegerField()), '+', django.db.models.functions.comparison.Cast(django.db.models.fields.json.KeyTextTransform('failed', 'score'), models.IntegerField())), '+', django.db.models.functions.comparison.Cast(django.db.models.fields.json.KeyTextTransform('unchecked', 'score'), models.IntegerField())), 0)), help_text='How much of the score holds, of 999, for lists that sort by it: not every score has as many checks.', output_field=models.IntegerField(null=True))),
                ],
                options={
                    'ordering': ['-number'],
                    'indexes': [models.Index(fields=['digest'], name='revision_digest'), models.Index(fields=['contract', 'state', 'number', 'checked', 'errors'], name='revision_standing')],
                    'constraints': [models.UniqueConstraint(fields=('contract', 'number'), name='revision_number'), models.UniqueConstraint(condition=models.Q(('state', 'published')), fields=('contract',), name='revision_one_published'), models.CheckConstraint(condition=models.Q(models.Q(('published_at__isnull', True), ('state__in', ['draft', 'proposed'])), models.Q(('published_at__isnull', False), ('state__in', ['published', 'deprecated'])), ('state', 'retired'), _connector='OR'), name='revision_published_says_when'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'proposed'), _negated=True), ('proposed_at__isnull', False), _connector='OR'), name='revision_proposed_says_when'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'deprecated'), _negated=True), models.Q(('deprecated_at__isnull', False), ('sunset_on__isnull', False), models.Q(('replacement', ''), _negated=True)), _connector='OR'), name='revision_deprecated_says_until_when'), models.CheckConstraint(condition=models.Q(models.Q(('retired_at__isnull', False), ('state', 'retired')), models.Q(models.Q(('state', 'retired'), _negated=True), ('retired_at__isnull', True)), _connector='OR'), name='revision_retired_says_when')],
                },
            ),
            migrations.CreateModel(
                name='Operation',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('revision', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='operations', to='services.revision')),
                    ('name', models.CharField(max_length=300)),
                    ('address', models.CharField(help_text='GET /orders/{id}, or whatever the technology calls it.', max_length=1000)),
                    ('summary', models.TextField(blank=True)),
                    ('key', models.CharField(help_text='Its stable place in the Interface.', max_length=1000)),
                    ('line', models.PositiveIntegerField(default=0)),
                    ('deprecated', models.BooleanField(default=False)),
                ],
                options={
                    'indexes': [models.Index(fields=['name'], name='operation_name')],
                },
            ),
            migrations.CreateModel(
                name='Check',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('revision', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='checks', to='services.revision')),
                    ('state', models.CharField(choices=[('waiting', 'Waiting'), ('running', 'Running'), ('done', 'Done'), ('not-checked', 'not checked'), ('failed', 'Failed')], default='waiting', max_length=12)),
                    ('profile', models.CharField(default='externalizable', max_length=80)),
                    ('engine', models.CharField(blank=True, max_length=40)),
                    ('report', models.CharField(blank=True, help_text='The Blob with the whole report.', max_length=64)),
                    ('reference', models.CharField(blank=True, db_default='', default='', help_text='The Blob with what the document says.', max_length=64)),
                    ('verdict_key', models.CharField(blank=True, db_default='', db_index=True, default='', help_text='What was judged by what (actions/judging.py); empty: nobody uses its report again.', max_length=64)),
                    ('same_as', models.ForeignKey(blank=True, help_text='Whose report it uses.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='services.check')),
                    ('reason', models.TextField(blank=True, help_text='Why it was not checked, or failed.')),
                    ('findings', models.PositiveBigIntegerField(default=0)),
                    ('asked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('asked_at', models.DateTimeField(default=django.utils.timezone.now)),
                    ('started_at', models.DateTimeField(blank=True, null=True)),
                    ('finished_at', models.DateTimeField(blank=True, null=True)),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('finished_at__isnull', True), ('state__in', ['waiting', 'running'])), models.Q(('finished_at__isnull', False), ('state__in', ['done', 'not-checked', 'failed'])), _connector='OR'), name='check_finished_says_when'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'done'), _negated=True), models.Q(('report', ''), _negated=True), _connector='OR'), name='check_done_has_report'), models.UniqueConstraint(condition=models.Q(('state__in', ['waiting', 'running'])), fields=('revision',), name='check_one_open'), models.UniqueConstraint(condition=models.Q(('state', 'running'), models.Q(('verdict_key', ''), _negated=True)), fields=('verdict_key',), name='check_judges_alone')],
                },
            ),
            migrations.CreateModel(
                name='RuleCount',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('check_run', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='counts', to='services.check')),
                    ('rule', models.CharField(max_length=200)),
                    ('severity', models.CharField(max_length=10)),
                    ('count', models.PositiveBigIntegerField()),
                ],
                options={
                    'indexes': [models.Index(fields=['rule'], name='rule_count_rule')],
                    'constraints': [models.UniqueConstraint(fields=('check_run', 'rule'), name='rule_count_once')],
                },
            ),
            migrations.CreateModel(
                name='RulesetRun',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('check_run', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rulesets', to='services.check')),
                    ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='runs', to='services.rulesetversion')),
                    ('state', models.CharField(choices=[('asked', 'Asked'), ('does-not-apply', 'does not apply'), ('not-checked', 'not checked')], max_length=14)),
                    ('reason', models.TextField(blank=True)),
                    ('errors', models.PositiveBigIntegerField(default=0)),
                    ('findings', models.PositiveBigIntegerField(default=0)),
                    ('rules', models.JSONField(default=dict, help_text='By rule: findings, things judged, why it did not judge.')),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('check_run', 'version'), name='ruleset_run_once'), models.CheckConstraint(condition=models.Q(('state', 'asked'), models.Q(('reason', ''), _negated=True), _connector='OR'), name='ruleset_run_says_why_not')],
                },
            ),
            migrations.CreateModel(
                name='Consumer',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('service', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='uses', to='services.service')),
                    ('contract', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='consumers', to='services.contract')),
                    ('operations', models.JSONField(default=list, help_text='Names of the operations it uses, where known.')),
                    ('note', models.TextField(blank=True)),
                    ('declared_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('declared_at', models.DateTimeField(default=django.utils.timezone.now)),
                    ('ended_at', models.DateTimeField(blank=True, null=True)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('service', 'contract'), name='consumer_declared_once'), models.CheckConstraint(condition=models.Q(('ended_at__isnull', True), ('ended_at__gte', models.F('declared_at')), _connector='OR'), name='consumer_ends_later')],
                },
            ),
            migrations.CreateModel(
                name='Waiver',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('contract', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='waivers', to='services.contract')),
                    ('rule', models.CharField(max_length=200)),
                    ('severity', models.CharField(max_length=10)),
                    ('fingerprint', models.CharField(max_length=64)),
                    ('place', models.CharField(help_text='Where in the Interface, for people.', max_length=1000)),
                    ('message', models.TextField(help_text='What the finding said when it was waived.')),
                    ('reason', models.TextField()),
                    ('evidence', models.CharField(choices=[('metric', 'Metric'), ('experiment', 'Experiment'), ('incident', 'Incident'), ('cost', 'Cost')], max_length=12)),
                    ('value', models.CharField(help_text='What was measured, with its unit.', max_length=120)),
                    ('baseline', models.CharField(blank=True, help_text='What it was before, or what is usual.', max_length=120)),
                    ('source', models.URLField(help_text='Where others can look it up.', max_length=400)),
                    ('expires_on', models.DateField()),
                    ('state', models.CharField(choices=[('active', 'Active'), ('expired', 'Expired'), ('withdrawn', 'Withdrawn')], default='active', max_length=10)),
                    ('given_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('given_at', models.DateTimeField(default=django.utils.timezone.now)),
                    ('ended_at', models.DateTimeField(blank=True, null=True)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'active')), fields=('contract', 'fingerprint'), name='waiver_active_once'), models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', True), ('state', 'active')), models.Q(models.Q(('state', 'active'), _negated=True), ('ended_at__isnull', False)), _connector='OR'), name='waiver_ended_says_when'), models.CheckConstraint(condition=models.Q(models.Q(('reason', ''), _negated=True), models.Q(('value', ''), _negated=True), models.Q(('source', ''), _negated=True)), name='waiver_has_reason_and_data')],
                },
            ),
        ]),
    ]
