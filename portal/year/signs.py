"""By what an onlooker sees that a failsafe has acted: an entry of the audit, a clock that ran out, a refusal."""

type Sign = tuple[str, str]
"""``verb``: an entry of this verb; ``due`` and ``half``: a clock of this kind rang so; ``clock``: one was
started; ``refused``: somebody was refused with this code; ``signal``: one of this kind was given;
``ended``: a request ended so."""

SIGNS: dict[str, tuple[Sign, ...]] = {
    "F1": (("refused", "away-words-missing"), ("refused", "away-no-effect"), ("refused", "away-nobody-comes")),
    "F2": (("verb", "awayrequest.ask"),),
    "F3": (("clock", "away.bundle"),),
    "F4": (("clock", "away.sponsor"),),
    "F5": (("due", "away.first"), ("due", "away.first-lead"), ("due", "away.first-head")),
    "F6": (("due", "away.answer"), ("verb", "awayrequest.expire")),
    "F7": (("refused", "away-decline-without-data"), ("refused", "away-no-time-is-no-reason")),
    "F8": (("verb", "awayrequest.miss"),),
    "F9": (("clock", "away.queue"),),
    "F10": (("due", "away.draft"), ("verb", "awayrequest.mediate")),
    "F11": (("due", "away.sign"), ("refused", "away-charter-outdated")),
    "F12": (("verb", "awayrequest.void"), ("due", "away.preflight")),
    "F13": (("clock", "away.grant"), ("clock", "away.revoke")),
    "F14": (("due", "away.pack"), ("verb", "awayrequest.pack-late")),
    "F15": (("verb", "awayrequest.pipeline-risk"),),
    "F16": (("due", "away.design"), ("clock", "away.design-advice")),
    "F17": (("due", "away.review"), ("due", "away.review-late"), ("due", "away.review-deputy")),
    "F18": (("clock", "away.ruling"),),
    "F19": (("verb", "awayrequest.demand"),),
    "F20": (("verb", "awaystay.stall"),),
    "F21": (("verb", "awaystay.block"), ("verb", "awayrequest.last-day")),
    "F22": (("verb", "awayrequest.status-missing"),),
    "F23": (("clock", "away.over"), ("verb", "awayrequest.ask-time")),
    "F24": (("clock", "away.advice"), ("refused", "away-change-unchecked")),
    "F25": (("refused", "away-back-door"), ("clock", "away.override")),
    "F26": (("refused", "away-release-without-way-back"), ("verb", "awayrequest.switch-off")),
    "F27": (("clock", "away.window"),),
    "F28": (("verb", "awayrequest.mend-late"), ("due", "away.warranty")),
    "F29": (("due", "away.handback"), ("verb", "awayrequest.ask-missing")),
    "F30": (("verb", "awayrequest.keep"),),
    "F31": (("verb", "awaystay.leave"),),
    "F32": (("verb", "awayrequest.copy"),),
    "F33": (("verb", "awayrequest.conflict"),),
    "F34": (("verb", "awayrequest.looked-back-silent"), ("clock", "away.look-back-host")),
    "F35": (("verb", "awayrequest.credit"),),
    "F36": (("signal", "fairness"),),
    "F37": (("signal", "staffing"),),
    "F38": (("refused", "away-agent-without-sponsor"),),
    "F39": (("ended", "not-open"),),
    "F40": (("verb", "awayrequest.move-host"),),
}
