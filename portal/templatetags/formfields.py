"""A form's fields as HTML: label above, help beside, error below with a way out. Shapes only, never rules."""

from typing import Any

from django import forms
from django.forms import BoundField
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

_PLAIN = (forms.CheckboxInput, forms.RadioSelect, forms.CheckboxSelectMultiple)


def field(bound: BoundField, label: str = "", whole: bool = False, **attrs: Any) -> SafeString:
    """One field: ``{% field form.name %}``. Other words become attributes: ``{% field form.name rows=12 %}``."""
    widget = bound.field.widget
    shape = "check" if isinstance(widget, forms.CheckboxInput) else "choices" if isinstance(widget, _PLAIN) else "line"
    given: dict[str, str | bool] = {name.replace("_", "-"): str(value) for name, value in attrs.items()}
    if shape == "line":
        given["class"] = " ".join(
            str(name) for name in ("input", widget.attrs.get("class"), given.get("class")) if name
        )
    context = {
        "field": bound,
        "control": bound.as_widget(attrs=given),
        "shape": shape,
        "label": label or bound.label,
        "optional": not (bound.field.required or bound.field.disabled or shape == "check"),
        "whole": whole or isinstance(widget, forms.Textarea | forms.ClearableFileInput),
    }
    return render_to_string("parts/field.html", context)


def fields(form: forms.BaseForm) -> SafeString:
    """What is wrong with the form as a whole, then every field in its order: ``{% fields form %}``."""
    return render_to_string("parts/fields.html", {"form": form})


def form_errors(form: forms.BaseForm) -> SafeString:
    """What is wrong with the form as a whole, with links to the fields at fault; nothing when all is well."""
    at_fault = [bound for bound in form.visible_fields() if bound.errors]
    return render_to_string("parts/form_errors.html", {"form": form, "at_fault": at_fault})
