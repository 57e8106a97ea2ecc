"""Divisions, teams and people, and when they work."""

from teams.people.models.calendar import Absence, Calendar, Freeze, WorkWeek
from teams.people.models.person import Person
from teams.people.models.team import Division, Membership, Team

__all__ = ["Absence", "Calendar", "Division", "Freeze", "Membership", "Person", "Team", "WorkWeek"]
