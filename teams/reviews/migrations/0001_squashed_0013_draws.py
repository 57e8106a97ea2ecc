"""All of this room's tables as they are after its last migration named here; a new database needs no other."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from portal.kit.tables import CreateModels


class Migration(migrations.Migration):

    replaces = [
        ('reviews', '0001_initial'),
        ('reviews', '0002_guild'),
        ('reviews', '0003_certified_as_before'),
        ('reviews', '0004_places_in_the_guild'),
        ('reviews', '0005_subjects_and_seats'),
        ('reviews', '0006_seats_of_reviewers'),
        ('reviews', '0007_data_references'),
        ('reviews', '0008_move_data_references'),
        ('reviews', '0009_answers_keep_the_bet'),
        ('reviews', '0010_landings'),
        ('reviews', '0011_oversight'),
        ('reviews', '0012_outcomes'),
        ('reviews', '0013_draws'),
    ]

    initial = True

    dependencies = [
        ('people', '0001_squashed_0002_calendars'),
        ('services', '0001_squashed_0007_rulesets'),
    ]

    operations = [
        CreateModels([
            migrations.CreateModel(
                name='Review',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('about', models.CharField(blank=True, db_index=True, help_text='What it is about: services.revision:12.', max_length=80)),
                    ('subject', models.CharField(blank=True, help_text='The same in words, as it was called then.', max_length=300)),
                    ('subject_url', models.CharField(blank=True, help_text='Its page.', max_length=300)),
                    ('text', models.TextField(blank=True, help_text='What places point into, frozen; a revision keeps its own text.')),
                    ('revision', models.ForeignKey(blank=True, help_text='The revision it is about, when it is one.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reviews', to='services.revision')),
                    ('compared_with', models.ForeignKey(blank=True, help_text='The revision before it, when the change is what is looked at.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='services.revision')),
                    ('topic', models.CharField(choices=[('contract', 'Contract'), ('design', 'Design'), ('operations', 'Operations'), ('data', 'Data'), ('customer', 'Customer experience'), ('security', 'Security'), ('collaboration', 'Collaboration')], default='contract', max_length=13)),
                    ('depth', models.CharField(choices=[('light', 'Light'), ('normal', 'Normal'), ('deep', 'Deep')], default='normal', max_length=6)),
                    ('depth_why', models.JSONField(default=list, help_text='Why it goes so deep, as sentences.')),
                    ('is_critical', models.BooleanField(default=False, help_text='A second person looks too, on their own.')),
                    ('why', models.CharField(blank=True, help_text='Why it was asked for, as a sentence.', max_length=400)),
                    ('team', models.ForeignKey(help_text='Who owned it then.', on_delete=django.db.models.deletion.PROTECT, related_name='reviews', to='people.team')),
                    ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('state', models.CharField(choices=[('asked', 'Asked'), ('assigned', 'Assigned'), ('advised', 'Advised'), ('closed', 'Closed'), ('nobody', 'Nobody'), ('silent', 'Silent'), ('withdrawn', 'Withdrawn')], default='asked', max_length=10)),
                    ('reviewer', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reviews_led', to=settings.AUTH_USER_MODEL)),
                    ('brief', models.JSONField(default=dict, help_text='What the draw depended on, frozen when it was asked for.')),
                    ('draw', models.JSONField(default=dict, help_text='The last draw in short: its number, seed and sieve. All of it: Draw.')),
                    ('declined', models.JSONField(default=list, help_text='Who was drawn and handed it back, why, when.')),
                    ('summary', models.TextField(blank=True, help_text='The advice as a whole.')),
                    ('reason', models.TextField(blank=True, help_text='Why it ended without advice, for a person.')),
                    ('asked_at', models.DateTimeField(default=django.utils.timezone.now)),
                    ('assigned_at', models.DateTimeField(blank=True, null=True)),
                    ('advised_at', models.DateTimeField(blank=True, null=True)),
                    ('closed_at', models.DateTimeField(blank=True, null=True)),
                    ('published_at', models.DateTimeField(blank=True, help_text='When what it is about was published.', null=True)),
                    ('open_at_publication', models.PositiveIntegerField(default=0, help_text='Suggestions without an answer then.')),
                ],
                options={
                    'indexes': [models.Index(fields=['reviewer', 'state'], name='review_of_reviewer'), models.Index(fields=['team', 'state'], name='review_of_team')],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'withdrawn'), _negated=True), fields=('revision', 'topic'), name='review_one_of_a_revision'), models.UniqueConstraint(condition=models.Q(('state__in', ['asked', 'assigned', 'advised']), models.Q(('about', ''), _negated=True)), fields=('about', 'topic'), name='review_one_open_of_a_subject'), models.CheckConstraint(condition=models.Q(models.Q(('reviewer__isnull', False), ('state__in', ['assigned', 'advised', 'closed', 'silent'])), ('state', 'withdrawn'), models.Q(('reviewer__isnull', True), ('state__in', ['asked', 'nobody'])), _connector='OR'), name='review_given_to_somebody'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['advised', 'closed']), _negated=True), ('advised_at__isnull', False), _connector='OR'), name='review_advised_says_when'), models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', True), ('state__in', ['asked', 'assigned', 'advised'])), models.Q(('closed_at__isnull', False), ('state__in', ['closed', 'nobody', 'silent', 'withdrawn'])), _connector='OR'), name='review_ended_says_when')],
                },
            ),
            migrations.CreateModel(
                name='Seat',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('review', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='seats', to='reviews.review')),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='seats', to=settings.AUTH_USER_MODEL)),
                    ('role', models.CharField(choices=[('lead', 'Lead'), ('second', 'Second'), ('shadow', 'Shadow'), ('deputy', 'Deputy'), ('mentor', 'Mentor')], default='lead', max_length=6)),
                    ('state', models.CharField(choices=[('offered', 'Offered'), ('taken', 'Taken'), ('sent', 'Sent'), ('declined', 'Declined'), ('unanswered', 'not answered'), ('silent', 'no advice in time'), ('released', 'Released')], default='offered', max_length=10)),
                    ('summary', models.TextField(blank=True, help_text='What they say as a whole.')),
                    ('reason', models.CharField(blank=True, help_text='Why they handed it back, or why it was taken back.', max_length=400)),
                    ('offered_at', models.DateTimeField(default=django.utils.timezone.now)),
                    ('taken_at', models.DateTimeField(blank=True, null=True)),
                    ('sent_at', models.DateTimeField(blank=True, null=True)),
                    ('ended_at', models.DateTimeField(blank=True, null=True)),
                ],
                options={
                    'ordering': ['pk'],
                    'indexes': [models.Index(fields=['person', 'state'], name='seat_of_person')],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('state__in', ['offered', 'taken', 'sent'])), fields=('review', 'person'), name='seat_one_a_person'), models.UniqueConstraint(condition=models.Q(('role', 'lead'), ('state__in', ['offered', 'taken', 'sent'])), fields=('review',), name='seat_one_lead'), models.CheckConstraint(condition=models.Q(models.Q(('sent_at__isnull', False), ('state', 'sent')), models.Q(models.Q(('state', 'sent'), _negated=True), ('sent_at__isnull', True)), _connector='OR'), name='seat_sent_says_when'), models.CheckConstraint(condition=models.Q(('ended_at__isnull', True), ('ended_at__gte', models.F('offered_at')), _connector='OR'), name='seat_ends_later')],
                },
            ),
            migrations.CreateModel(
                name='Suggestion',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('review', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='suggestions', to='reviews.review')),
                    ('seat', models.ForeignKey(help_text='Whose it is.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='suggestions', to='reviews.seat')),
                    ('number', models.PositiveIntegerField()),
                    ('line', models.PositiveIntegerField(help_text='Where it begins in the source, from 1.')),
                    ('end_line', models.PositiveIntegerField(help_text='Where it ends, this line included.')),
                    ('key', models.CharField(blank=True, help_text='The operation or type it stands in.', max_length=1000)),
                    ('pointer', models.CharField(blank=True, help_text='The place in the document, as a JSON pointer.', max_length=1000)),
                    ('weight', models.CharField(choices=[('must', 'Must consider'), ('should', 'Should'), ('idea', 'Idea')], max_length=6)),
                    ('text', models.CharField(help_text='What to do, as one sentence.', max_length=400)),
                    ('why', models.TextField(help_text='Why, and by which evidence.')),
                    ('prediction', models.TextField(blank=True, help_text='What will be seen if nothing changes, so that it can be tested.')),
                    ('state', models.CharField(choices=[('open', 'Open'), ('accepted', 'Accepted'), ('adapted', 'Adapted'), ('ignored', 'Ignored'), ('unanswered', 'not answered'), ('unseen', 'for learning')], default='open', max_length=10)),
                    ('written_at', models.DateTimeField(default=django.utils.timezone.now)),
                ],
                options={
                    'ordering': ['number'],
                    'indexes': [models.Index(fields=['state'], name='suggestion_state')],
                    'constraints': [models.UniqueConstraint(fields=('review', 'number'), name='suggestion_number'), models.CheckConstraint(condition=models.Q(('end_line__gte', models.F('line')), ('line__gte', 1)), name='suggestion_has_a_place'), models.CheckConstraint(condition=models.Q(models.Q(('text', ''), _negated=True), models.Q(('why', ''), _negated=True)), name='suggestion_says_what_and_why')],
                },
            ),
            migrations.CreateModel(
                name='Answer',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('suggestion', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='answer', to='reviews.suggestion')),
                    ('kind', models.CharField(choices=[('accept', 'Accept'), ('adapt', 'Adapt'), ('ignore', 'Ignore, with data')], max_length=6)),
                    ('text', models.TextField(help_text='What is done, or why nothing is, for a reader in a year.')),
                    ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('at', models.DateTimeField(default=django.utils.timezone.now)),
                    ('look_again_on', models.DateField(blank=True, null=True)),
                    ('wrong_if', models.CharField(blank=True, help_text='What would show that the team was wrong.', max_length=300)),
                    ('wrong_when', models.CharField(blank=True, choices=[('above', 'more than'), ('at-least', 'at least'), ('below', 'less than'), ('at-most', 'at most')], help_text='The same, as it is compared.', max_length=8)),
                    ('threshold', models.DecimalField(blank=True, decimal_places=6, max_digits=20, null=True)),
                    ('outcome', models.CharField(blank=True, choices=[('team-right', 'The team was right'), ('advice-right', 'The advice was right'), ('cannot-tell', 'Cannot tell')], max_length=12)),
                    ('outcome_value', models.CharField(blank=True, help_text='As it was written.', max_length=80)),
                    ('outcome_text', models.TextField(blank=True)),
                    ('outcome_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('outcome_at', models.DateTimeField(blank=True, null=True)),
                    ('silent_at', models.DateTimeField(blank=True, help_text='When the time to look again was over. It can still be said later.', null=True)),
                ],
                options={
                    'indexes': [models.Index(condition=models.Q(('kind', 'ignore'), ('outcome', '')), fields=['look_again_on'], name='answer_due')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='answer_says_something'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'ignore'), _negated=True), models.Q(models.Q(('wrong_if', ''), _negated=True), models.Q(('wrong_when', ''), _negated=True), ('look_again_on__isnull', False), ('threshold__isnull', False)), _connector='OR'), name='answer_ignores_with_a_bet'), models.CheckConstraint(condition=models.Q(models.Q(('outcome', ''), ('outcome_at__isnull', True)), models.Q(models.Q(('outcome', ''), _negated=True), ('kind', 'ignore'), ('outcome_at__isnull', False), ('outcome_by__isnull', False)), _connector='OR'), name='answer_outcome_says_when')],
                },
            ),
            migrations.CreateModel(
                name='Attachment',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('suggestion', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='attachments', to='reviews.suggestion')),
                    ('name', models.CharField(help_text='As it is offered for download; freed of paths.', max_length=100)),
                    ('media_type', models.CharField(choices=[('image/png', 'PNG'), ('image/jpeg', 'JPEG'), ('text/csv', 'CSV'), ('application/pdf', 'PDF'), ('text/plain', 'Text')], help_text='What it was found to be.', max_length=20)),
                    ('size', models.PositiveIntegerField(help_text='In bytes.')),
                    ('digest', models.CharField(help_text='SHA-256 of the bytes, hex: where they stand.', max_length=64)),
                    ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ],
                options={
                    'ordering': ['pk'],
                    'constraints': [models.UniqueConstraint(fields=('suggestion', 'digest'), name='attachment_once'), models.CheckConstraint(condition=models.Q(models.Q(('name', ''), _negated=True), ('size__gte', 1)), name='attachment_has_content')],
                },
            ),
            migrations.CreateModel(
                name='BarRaiser',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('person', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='bar_raiser', to=settings.AUTH_USER_MODEL)),
                    ('state', models.CharField(choices=[('standing', 'Standing'), ('paused', 'Paused'), ('ended', 'Ended')], default='standing', max_length=10)),
                    ('limit', models.PositiveSmallIntegerField(default=2, help_text='How many reviews they have at once at most.')),
                    ('since', models.DateTimeField(default=django.utils.timezone.now)),
                    ('paused_since', models.DateField(blank=True, help_text='The first day of the pause.', null=True)),
                    ('paused_until', models.DateField(blank=True, help_text='The last day without a new review.', null=True)),
                    ('ended_at', models.DateTimeField(blank=True, null=True)),
                    ('appointed_by', models.ForeignKey(help_text='Who brought them in.', on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'verbose_name': 'bar raiser',
                    'ordering': ['person__name', 'pk'],
                    'constraints': [models.CheckConstraint(condition=models.Q(('limit__gte', 1)), name='bar_raiser_has_room'), models.CheckConstraint(condition=models.Q(('ended_at__isnull', True), ('ended_at__gte', models.F('since')), _connector='OR'), name='bar_raiser_ends_later'), models.CheckConstraint(condition=models.Q(models.Q(('paused_since__isnull', False), ('paused_until__gte', models.F('paused_since')), ('state', 'paused')), models.Q(models.Q(('state', 'paused'), _negated=True), ('paused_since', None), ('paused_until', None)), _connector='OR'), name='bar_raiser_paused_says_when'), models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', False), ('state', 'ended')), models.Q(models.Q(('state', 'ended'), _negated=True), ('ended_at', None)), _connector='OR'), name='bar_raiser_ended_says_when')],
                },
            ),
            migrations.CreateModel(
                name='Certification',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='certifications', to=settings.AUTH_USER_MODEL)),
                    ('topic', models.CharField(choices=[('contract', 'Contract'), ('design', 'Design'), ('operations', 'Operations'), ('data', 'Data'), ('customer', 'Customer experience'), ('security', 'Security'), ('collaboration', 'Collaboration')], max_length=20)),
                    ('state', models.CharField(choices=[('nominated', 'Nominated'), ('declined', 'Declined'), ('reading', 'Reading'), ('shadowing', 'Shadowing'), ('leading', 'leading with a mentor'), ('assessment', 'Assessment'), ('certified', 'Certified'), ('renewal', 'renewal due'), ('resting', 'Resting'), ('lapsed', 'Lapsed'), ('ended', 'Ended')], default='nominated', max_length=10)),
                    ('since', models.DateTimeField(default=django.utils.timezone.now, help_text='When this step began.')),
                    ('due_on', models.DateField(blank=True, help_text='The last day of this step, where it has one.', null=True)),
                    ('extended', models.BooleanField(default=False, help_text='This step got its time once more, because of the guild.')),
                    ('nominated_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('nominated_at', models.DateTimeField(default=django.utils.timezone.now)),
                    ('why', models.CharField(help_text='Why they, in the words of who nominated them.', max_length=500)),
                    ('words', models.CharField(blank=True, help_text='What was said at the last decision.', max_length=500)),
                    ('mentor', models.ForeignKey(blank=True, help_text='Who stands by while they lead.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='mentored', to=settings.AUTH_USER_MODEL)),
                    ('certified_on', models.DateField(blank=True, help_text='The first day of the certificate in force.', null=True)),
                    ('until', models.DateField(blank=True, help_text='The last day of the certificate.', null=True)),
                    ('lead_since', models.DateField(blank=True, help_text='Since when they lead in this topic without a rest.', null=True)),
                ],
                options={
                    'ordering': ['person__name', 'pk'],
                    'indexes': [models.Index(fields=['topic', 'state'], name='certification_pool'), models.Index(fields=['state', 'until'], name='certification_ends')],
                    'constraints': [models.UniqueConstraint(fields=('person', 'topic'), name='certification_once'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['certified', 'renewal', 'resting']), _negated=True), models.Q(('certified_on__isnull', False), ('lead_since__isnull', False), ('until__gte', models.F('certified_on'))), _connector='OR'), name='certification_says_until_when'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['reading', 'shadowing', 'leading', 'resting']), _negated=True), ('due_on__isnull', False), _connector='OR'), name='certification_step_has_an_end'), models.CheckConstraint(condition=models.Q(('mentor', None), models.Q(('mentor', models.F('person')), _negated=True), _connector='OR'), name='certification_mentor_is_another')],
                },
            ),
            migrations.CreateModel(
                name='DataReference',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('answer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='references', to='reviews.answer')),
                    ('number', models.PositiveSmallIntegerField()),
                    ('kind', models.CharField(choices=[('metric', 'Metric'), ('experiment', 'Experiment'), ('incident', 'Incident'), ('cost', 'Cost')], max_length=10)),
                    ('measure', models.CharField(help_text='What is measured.', max_length=200)),
                    ('value', models.DecimalField(decimal_places=6, max_digits=20)),
                    ('baseline', models.DecimalField(blank=True, decimal_places=6, help_text='What it was before, or is usual.', max_digits=20, null=True)),
                    ('unit', models.CharField(blank=True, max_length=80)),
                    ('source', models.URLField(blank=True, help_text='Where others can look it up.', max_length=400)),
                    ('attachment', models.ForeignKey(blank=True, help_text='The file it stands in, where there is no address.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='references', to='reviews.attachment')),
                    ('measured_on', models.DateField()),
                    ('value_now', models.DecimalField(blank=True, decimal_places=6, help_text='What it was when looked at again.', max_digits=20, null=True)),
                ],
                options={
                    'ordering': ['number'],
                    'constraints': [models.UniqueConstraint(fields=('answer', 'number'), name='reference_number'), models.CheckConstraint(condition=models.Q(models.Q(('measure', ''), _negated=True), ('number__gte', 1)), name='reference_says_what'), models.CheckConstraint(condition=models.Q(models.Q(('source', ''), _negated=True), ('attachment__isnull', False), _connector='OR'), name='reference_can_be_looked_up')],
                },
            ),
            migrations.CreateModel(
                name='GuildWays',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.PositiveIntegerField(help_text='The version, from 1.', unique=True)),
                    ('preset', models.CharField(help_text='Where it began: teams-10, teams-50 or teams-500.', max_length=20)),
                    ('numbers', models.JSONField(blank=True, default=dict, help_text='By name, only those that are not the default.')),
                    ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('made_at', models.DateTimeField(default=django.utils.timezone.now)),
                    ('why', models.CharField(max_length=500)),
                ],
                options={
                    'verbose_name': 'guild rules',
                    'verbose_name_plural': 'guild rules',
                    'ordering': ['-number'],
                    'constraints': [models.CheckConstraint(condition=models.Q(('number__gte', 1), models.Q(('why', ''), _negated=True)), name='guild_ways_say_why')],
                },
            ),
            migrations.CreateModel(
                name='Landing',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('answer', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='landing', to='reviews.answer')),
                    ('revision', models.ForeignKey(blank=True, help_text='The one that the lead has named; without it, the next that is published.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='services.revision')),
                    ('due_on', models.DateField(help_text='By when it will be done, as the lead said.')),
                    ('state', models.CharField(choices=[('awaited', 'Awaited'), ('verified', 'Done, seen in a revision'), ('unchanged', 'Published, but the place is as it was'), ('missed', 'Not done by then'), ('said', 'Done, as the team says')], default='awaited', max_length=9)),
                    ('landed_in', models.ForeignKey(blank=True, help_text='The revision that was looked at last.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='services.revision')),
                    ('found', models.CharField(blank=True, help_text='What was found there, or what the lead says.', max_length=300)),
                    ('at', models.DateTimeField(default=django.utils.timezone.now, help_text='When its state changed last.')),
                    ('said_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'indexes': [models.Index(fields=['state'], name='landing_state')],
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['verified', 'unchanged']), _negated=True), ('landed_in__isnull', False), _connector='OR'), name='landing_is_in_a_revision'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'said'), _negated=True), models.Q(('said_by__isnull', False), models.Q(('found', ''), _negated=True)), _connector='OR'), name='landing_said_by_somebody')],
                },
            ),
            migrations.CreateModel(
                name='LedgerDigest',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='ledger_digests', to=settings.AUTH_USER_MODEL)),
                    ('week', models.DateField(help_text='Its Monday.')),
                    ('counts', models.JSONField(help_text='ignored, unanswered, due and risks in their branch.')),
                    ('told_at', models.DateTimeField(default=django.utils.timezone.now)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('person', 'week'), name='ledger_digest_once')],
                },
            ),
            migrations.CreateModel(
                name='OverrideBudget',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('division', models.ForeignKey(blank=True, help_text='With all below it. Empty for the whole company.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='override_budgets', to='people.division')),
                    ('number', models.PositiveIntegerField(help_text='The version, from 1.')),
                    ('overrides', models.PositiveIntegerField(blank=True, help_text='Ignored advice whose bet is open.', null=True)),
                    ('waivers', models.PositiveIntegerField(blank=True, help_text='Waivers that hold now.', null=True)),
                    ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('made_at', models.DateTimeField(default=django.utils.timezone.now)),
                    ('why', models.CharField(max_length=400)),
                ],
                options={
                    'ordering': ['-pk'],
                    'constraints': [models.UniqueConstraint(fields=('division', 'number'), name='override_budget_version_once'), models.UniqueConstraint(condition=models.Q(('division', None)), fields=('number',), name='override_budget_company_version_once'), models.CheckConstraint(condition=models.Q(('number__gte', 1), models.Q(('why', ''), _negated=True)), name='override_budget_says_why')],
                },
            ),
            migrations.CreateModel(
                name='Pool',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('topic', models.CharField(choices=[('contract', 'Contract'), ('design', 'Design'), ('operations', 'Operations'), ('data', 'Data'), ('customer', 'Customer experience'), ('security', 'Security'), ('collaboration', 'Collaboration')], max_length=20, unique=True)),
                    ('lead', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='guild_leads', to=settings.AUTH_USER_MODEL)),
                    ('since', models.DateTimeField(default=django.utils.timezone.now)),
                ],
                options={
                    'ordering': ['topic'],
                },
            ),
            migrations.CreateModel(
                name='PoolAlarm',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('topic', models.CharField(choices=[('contract', 'Contract'), ('design', 'Design'), ('operations', 'Operations'), ('data', 'Data'), ('customer', 'Customer experience'), ('security', 'Security'), ('collaboration', 'Collaboration')], max_length=20)),
                    ('kind', models.CharField(choices=[('small', 'Too few'), ('divisions', 'From too few divisions'), ('team', 'Too much in one team'), ('ending', 'Too many end soon')], max_length=10)),
                    ('value', models.PositiveIntegerField(help_text='What it is now: people, divisions, or percent.')),
                    ('bound', models.PositiveIntegerField(help_text='What it should be: at least or, for percents, at most.')),
                    ('text', models.CharField(help_text='The same as a sentence.', max_length=300)),
                    ('since', models.DateField()),
                    ('seen_on', models.DateField(help_text='The day it was last seen to be so.')),
                    ('ended_on', models.DateField(blank=True, null=True)),
                ],
                options={
                    'verbose_name': 'pool alarm',
                    'ordering': ['since', 'pk'],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('ended_on', None)), fields=('topic', 'kind'), name='pool_alarm_once')],
                },
            ),
            migrations.CreateModel(
                name='Reading',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('certification', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='readings', to='reviews.certification')),
                    ('review', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='readings', to='reviews.review')),
                    ('learned', models.CharField(help_text='One sentence of what they learned.', max_length=400)),
                    ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ],
                options={
                    'ordering': ['pk'],
                    'constraints': [models.UniqueConstraint(fields=('certification', 'review'), name='reading_once'), models.CheckConstraint(condition=models.Q(('learned', ''), _negated=True), name='reading_says_what_it_taught')],
                },
            ),
            migrations.CreateModel(
                name='Draw',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('review', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='draws', to='reviews.review')),
                    ('number', models.PositiveSmallIntegerField(help_text='The first of its review is 1.')),
                    ('at', models.DateTimeField(default=django.utils.timezone.now)),
                    ('engine', models.PositiveSmallIntegerField(help_text='By which rules it was drawn.')),
                    ('seed', models.PositiveBigIntegerField()),
                    ('given', models.BinaryField(help_text='The brief and the guild, packed.')),
                    ('digest', models.CharField(help_text='SHA-256 of what was given; the audit keeps it too.', max_length=64)),
                    ('outcome', models.JSONField(help_text='Each seat: who stood with which score, who did not and why, who was picked.')),
                ],
                options={
                    'ordering': ['number'],
                    'indexes': [models.Index(fields=['at'], name='draw_at')],
                    'constraints': [models.UniqueConstraint(fields=('review', 'number'), name='draw_number')],
                },
            ),
            migrations.CreateModel(
                name='AnswerDeputy',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('review', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='answer_deputies', to='reviews.review')),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='answers_for', to=settings.AUTH_USER_MODEL)),
                    ('named_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('named_at', models.DateTimeField(default=django.utils.timezone.now)),
                    ('ended_at', models.DateTimeField(blank=True, null=True)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('review',), name='answer_deputy_one'), models.CheckConstraint(condition=models.Q(('person', models.F('named_by')), _negated=True), name='answer_deputy_is_another')],
                },
            ),
            migrations.CreateModel(
                name='ReviewersView',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('answer', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='reviewers_view', to='reviews.answer')),
                    ('outcome', models.CharField(choices=[('team-right', 'The team was right'), ('advice-right', 'The advice was right'), ('cannot-tell', 'Cannot tell')], max_length=12)),
                    ('text', models.TextField()),
                    ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='reviewers_view_says_why')],
                },
            ),
            migrations.CreateModel(
                name='RuleDoubt',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('rule', models.CharField(max_length=200)),
                    ('words', models.CharField(max_length=400)),
                    ('right', models.PositiveIntegerField(help_text='Of what was known when it was said.')),
                    ('known', models.PositiveIntegerField()),
                    ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('at', models.DateTimeField(default=django.utils.timezone.now)),
                    ('settled_at', models.DateTimeField(blank=True, null=True)),
                    ('settled_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('settled', models.CharField(blank=True, help_text='What the steward does about the rule.', max_length=400)),
                ],
                options={
                    'ordering': ['-pk'],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('settled_at', None)), fields=('rule',), name='rule_doubt_one_open'), models.CheckConstraint(condition=models.Q(('settled_at', None), models.Q(models.Q(('settled', ''), _negated=True), ('settled_by__isnull', False)), _connector='OR'), name='rule_doubt_settled')],
                },
            ),
            migrations.CreateModel(
                name='SeriousRisk',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('review', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='risk', to='reviews.review')),
                    ('suggestion', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='risks', to='reviews.suggestion')),
                    ('words', models.TextField(help_text='What can happen, to whom, and how the reviewer knows.')),
                    ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('at', models.DateTimeField(default=django.utils.timezone.now)),
                    ('head', models.ForeignKey(help_text='Who reads both sides.', on_delete=django.db.models.deletion.PROTECT, related_name='risks_to_read', to=settings.AUTH_USER_MODEL)),
                    ('read_at', models.DateTimeField(blank=True, null=True)),
                    ('note', models.CharField(blank=True, help_text='What whoever read it says. It decides nothing.', max_length=400)),
                    ('silent_at', models.DateTimeField(blank=True, help_text='When the time to read it was over.', null=True)),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(('words', ''), _negated=True), name='risk_says_what')],
                },
            ),
            migrations.CreateModel(
                name='Tie',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='ties', to=settings.AUTH_USER_MODEL)),
                    ('team', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='ties', to='people.team')),
                    ('reason', models.CharField(blank=True, help_text='Shown to nobody but the person.', max_length=300)),
                    ('since', models.DateTimeField(default=django.utils.timezone.now)),
                    ('ended_at', models.DateTimeField(blank=True, null=True)),
                ],
                options={
                    'ordering': ['team__name', 'pk'],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('person', 'team'), name='tie_once')],
                },
            ),
            migrations.CreateModel(
                name='Wish',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='review_wishes', to=settings.AUTH_USER_MODEL)),
                    ('topic', models.CharField(blank=True, choices=[('contract', 'Contract'), ('design', 'Design'), ('operations', 'Operations'), ('data', 'Data'), ('customer', 'Customer experience'), ('security', 'Security'), ('collaboration', 'Collaboration')], max_length=20)),
                    ('team', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.team')),
                    ('since', models.DateTimeField(default=django.utils.timezone.now)),
                    ('ended_at', models.DateTimeField(blank=True, null=True)),
                ],
                options={
                    'verbose_name_plural': 'wishes',
                    'ordering': ['pk'],
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(models.Q(('topic', ''), _negated=True), ('team', None)), models.Q(('team__isnull', False), ('topic', '')), _connector='OR'), name='wish_names_one_thing'), models.UniqueConstraint(condition=models.Q(('ended_at', None), ('team', None)), fields=('person', 'topic'), name='wish_of_a_topic_once'), models.UniqueConstraint(condition=models.Q(('ended_at', None), ('topic', '')), fields=('person', 'team'), name='wish_of_a_team_once')],
                },
            ),
            migrations.CreateModel(
                name='AnswerDraft',
                fields=[
                    ('suggestion', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='answer_draft', serialize=False, to='reviews.suggestion')),
                    ('words', models.JSONField(default=dict, help_text='Every field as it was typed, right or wrong.')),
                    ('saved_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('saved_at', models.DateTimeField(default=django.utils.timezone.now)),
                    ('saves', models.PositiveIntegerField(default=1, help_text='How often it was saved: tells two writers apart.')),
                ],
            ),
            migrations.CreateModel(
                name='SuggestionRule',
                fields=[
                    ('suggestion', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='about_rule', serialize=False, to='reviews.suggestion')),
                    ('rule', models.CharField(db_index=True, max_length=200)),
                    ('named', models.BooleanField(default=False, help_text='By the reviewer, and not found at its place.')),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(('rule', ''), _negated=True), name='suggestion_rule_named')],
                },
            ),
        ]),
    ]
