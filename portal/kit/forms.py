"""What a form is bound to, and how a refusal finds its field."""

from django.forms import BaseForm
from django.http import HttpRequest, QueryDict
from django.utils.datastructures import MultiValueDict

from portal.kit.refusals import Refused, Several


def posted(request: HttpRequest) -> QueryDict | None:
    """The posted fields. ``request.POST or None`` would take an empty form for a page that is only looked at."""
    return request.POST if request.method == "POST" else None


def files(request: HttpRequest) -> MultiValueDict | None:
    """The posted files."""
    return request.FILES if request.method == "POST" else None


def show(form: BaseForm, refusal: Refused) -> None:
    """Put a refusal beside the field it is about, so that nothing typed is lost; several, each beside its own."""
    at = [name for name in refusal.fields if name in form.fields]
    if not isinstance(refusal, Several):
        form.add_error(at[0] if at else None, refusal.message)
        return
    for name, text in refusal.fields.items():
        form.add_error(name if name in at else None, text)
