"""Person: who logs in, and the machines that act for somebody. The user model from day one."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.urls import reverse
from django.utils import timezone


class PersonQuerySet(models.QuerySet["Person"]):
    def visible_to(self, person: "Person") -> "PersonQuerySet":
        """Everyone who may log in sees everyone."""
        return self

    def present(self) -> "PersonQuerySet":
        """People who work here now; no machines."""
        return self.filter(is_active=True, kind=Person.Kind.PERSON)


class PersonManager(BaseUserManager.from_queryset(PersonQuerySet)):  # type: ignore[misc]
    def get_by_natural_key(self, username: str | None) -> "Person":
        """Logins are told apart without regard to case."""
        person: Person = self.get(login__iexact=username)
        return person


class Person(AbstractBaseUser):
    """Somebody who logs in, or a machine that acts through a token. People leave; they are never deleted."""

    class Kind(models.TextChoices):
        PERSON = "person"
        MACHINE = "machine"

    login = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=120)
    email = models.EmailField(blank=True)
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.PERSON)
    manager = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="reports")
    time_zone = models.CharField(max_length=60, default="UTC")
    is_steward = models.BooleanField(default=False, help_text="Keeps the portal itself in order.")
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(default=timezone.now)
    left_at = models.DateTimeField(null=True, blank=True)

    USERNAME_FIELD = "login"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    objects = PersonManager()

    class Meta:
        verbose_name_plural = "people"
        constraints = [
            models.CheckConstraint(condition=~models.Q(manager=models.F("id")), name="person_not_own_manager"),
            models.CheckConstraint(
                condition=models.Q(is_active=True, left_at__isnull=True) | models.Q(is_active=False),
                name="person_active_has_not_left",
            ),
        ]
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("people:person", args=[self.login])

    @property
    def is_agent(self) -> bool:
        """A machine that acts for somebody."""
        return self.kind == self.Kind.MACHINE

    @property
    def initials(self) -> str:
        """One or two letters for the avatar."""
        words = self.name.split()
        return (words[0][:1] + (words[-1][:1] if len(words) > 1 else "")).upper() if words else "?"
