"""One form per action a person fills in. Shapes only: what the rules are stands in the actions."""

from teams.away.forms.answering import AgreeForm, DeclineForm, FinishForm, OfferForm, WordsForm
from teams.away.forms.asking import AskForm
from teams.away.forms.before import AcknowledgeForm, DuplicateForm, SponsorForm
from teams.away.forms.charter import CharterForm
from teams.away.forms.demands import DemandAnswerForm, DemandForm
from teams.away.forms.rules import RulesForm

__all__ = [
    "AcknowledgeForm",
    "AgreeForm",
    "AskForm",
    "CharterForm",
    "DeclineForm",
    "DemandAnswerForm",
    "DemandForm",
    "DuplicateForm",
    "FinishForm",
    "OfferForm",
    "RulesForm",
    "SponsorForm",
    "WordsForm",
]
