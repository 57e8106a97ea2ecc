"""Every act is a call of a real action, by somebody who may do it. A refusal is an answer too, and is counted."""

from portal.year.acts import answering, arriving, asking, chartering, ending, reviewing, sponsoring, working

__all__ = ["answering", "arriving", "asking", "chartering", "ending", "reviewing", "sponsoring", "working"]
