"""All of this room's tables as they are after its last migration named here; a new database needs no other."""

import datetime
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from portal.kit.tables import CreateModels


class Migration(migrations.Migration):

    replaces = [
        ('people', '0001_initial'),
        ('people', '0002_calendars'),
    ]

    initial = True

    dependencies = [
    ]

    operations = [
        CreateModels([
            migrations.CreateModel(
                name='Person',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('password', models.CharField(max_length=128, verbose_name='password')),
                    ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                    ('login', models.SlugField(max_length=60, unique=True)),
                    ('name', models.CharField(max_length=120)),
                    ('email', models.EmailField(blank=True, max_length=254)),
                    ('kind', models.CharField(choices=[('person', 'Person'), ('machine', 'Machine')], default='person', max_length=10)),
                    ('manager', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reports', to=settings.AUTH_USER_MODEL)),
                    ('time_zone', models.CharField(default='UTC', max_length=60)),
                    ('is_steward', models.BooleanField(default=False, help_text='Keeps the portal itself in order.')),
                    ('is_active', models.BooleanField(default=True)),
                    ('joined_at', models.DateTimeField(default=django.utils.timezone.now)),
                    ('left_at', models.DateTimeField(blank=True, null=True)),
                ],
                options={
                    'verbose_name_plural': 'people',
                    'ordering': ['name', 'pk'],
                    'constraints': [models.CheckConstraint(condition=models.Q(('manager', models.F('id')), _negated=True), name='person_not_own_manager'), models.CheckConstraint(condition=models.Q(models.Q(('is_active', True), ('left_at__isnull', True)), ('is_active', False), _connector='OR'), name='person_active_has_not_left')],
                },
            ),
            migrations.CreateModel(
                name='Division',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('slug', models.SlugField(max_length=60, unique=True)),
                    ('name', models.CharField(max_length=120, unique=True)),
                    ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='people.division')),
                    ('head', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('text', models.TextField(blank=True)),
                ],
                options={
                    'ordering': ['name'],
                    'constraints': [models.CheckConstraint(condition=models.Q(('parent', models.F('id')), _negated=True), name='division_not_own_parent')],
                },
            ),
            migrations.CreateModel(
                name='Team',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('slug', models.SlugField(max_length=60, unique=True)),
                    ('name', models.CharField(max_length=120, unique=True)),
                    ('division', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='teams', to='people.division')),
                    ('lead', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='leads', to=settings.AUTH_USER_MODEL)),
                    ('mission', models.TextField(blank=True, help_text='Value to the customer, in one or two sentences.')),
                    ('email', models.EmailField(blank=True, help_text='Reaches the team, not one person.', max_length=254)),
                    ('chat', models.CharField(blank=True, max_length=120)),
                    ('time_zone', models.CharField(default='UTC', max_length=60)),
                    ('size_limit', models.PositiveSmallIntegerField(default=6)),
                    ('openness', models.CharField(choices=[('welcome', 'Contributions welcome'), ('ask', 'Ask first'), ('closed', 'No contributions now')], default='welcome', max_length=10)),
                    ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                    ('retired_at', models.DateTimeField(blank=True, null=True)),
                    ('members', models.ManyToManyField(related_name='teams', through='people.Membership', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'ordering': ['name'],
                    'constraints': [models.CheckConstraint(condition=models.Q(('size_limit__gte', 1)), name='team_has_room')],
                },
            ),
            migrations.CreateModel(
                name='Membership',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to=settings.AUTH_USER_MODEL)),
                    ('team', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='people.team')),
                    ('role', models.CharField(blank=True, max_length=80)),
                    ('since', models.DateTimeField(default=django.utils.timezone.now)),
                    ('until', models.DateTimeField(blank=True, null=True)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(condition=models.Q(('until', None)), fields=('person', 'team'), name='member_once'), models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gte', models.F('since')), _connector='OR'), name='member_until_after_since')],
                },
            ),
            migrations.CreateModel(
                name='Absence',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='absences', to=settings.AUTH_USER_MODEL)),
                    ('first_day', models.DateField()),
                    ('last_day', models.DateField()),
                    ('deputy', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='stands_in', to=settings.AUTH_USER_MODEL)),
                    ('declared_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('declared_at', models.DateTimeField(default=django.utils.timezone.now)),
                    ('taken_back_at', models.DateTimeField(blank=True, null=True)),
                ],
                options={
                    'ordering': ['first_day', 'pk'],
                    'indexes': [models.Index(fields=['person', 'last_day'], name='absence_person')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('last_day__gte', models.F('first_day'))), name='absence_ends_after_it_begins'), models.CheckConstraint(condition=models.Q(('deputy__isnull', True), models.Q(('deputy', models.F('person')), _negated=True), _connector='OR'), name='absence_deputy_is_another')],
                },
            ),
            migrations.CreateModel(
                name='Calendar',
                fields=[
                    ('team', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='calendar', serialize=False, to='people.team')),
                    ('week', models.PositiveSmallIntegerField(choices=[(31, 'Monday to Friday'), (79, 'Sunday to Thursday'), (15, 'Monday to Thursday'), (63, 'Monday to Saturday'), (127, 'Every day')], default=31)),
                    ('opens', models.TimeField(default=datetime.time(9, 0))),
                    ('closes', models.TimeField(default=datetime.time(17, 0))),
                    ('country', models.CharField(blank=True, help_text='Whose public holidays are kept (ISO 3166-1).', max_length=2)),
                    ('region', models.CharField(blank=True, help_text='Its part, where holidays differ (ISO 3166-2).', max_length=10)),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(('closes__gt', models.F('opens'))), name='calendar_closes_after_it_opens'), models.CheckConstraint(condition=models.Q(('week__gt', 0), ('week__lt', 128)), name='calendar_has_a_workday')],
                },
            ),
            migrations.CreateModel(
                name='Freeze',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('team', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='freezes', to='people.team')),
                    ('division', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='freezes', to='people.division')),
                    ('first_day', models.DateField()),
                    ('last_day', models.DateField()),
                    ('reason', models.CharField(max_length=200)),
                    ('set_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('set_at', models.DateTimeField(default=django.utils.timezone.now)),
                    ('lifted_at', models.DateTimeField(blank=True, null=True)),
                ],
                options={
                    'ordering': ['first_day', 'pk'],
                    'indexes': [models.Index(condition=models.Q(('lifted_at', None)), fields=['last_day'], name='freeze_standing')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('last_day__gte', models.F('first_day'))), name='freeze_ends_after_it_begins'), models.CheckConstraint(condition=models.Q(('team__isnull', True), ('division__isnull', True), _connector='OR'), name='freeze_of_one_or_of_all')],
                },
            ),
        ]),
    ]
