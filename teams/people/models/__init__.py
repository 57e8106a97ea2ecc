"""Divisions, teams and people."""

from teams.people.models.person import Person
from teams.people.models.team import Division, Membership, Team

__all__ = ["Division", "Membership", "Person", "Team"]
