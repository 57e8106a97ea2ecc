"""Agents as guests (F38): the same charter, somebody who answers for them, and smaller changes."""

from teams.away.models import AwayChange
from teams.away.reads.ways import Ways


def most_lines(change: AwayChange, ways: Ways) -> int:
    """How large both sides agreed one change to be: smaller where an agent wrote it."""
    by_agent = change.author is not None and change.author.is_agent
    return ways.number("agent_diff_lines" if by_agent and ways.has("F38") else "most_diff_lines")
