"""Rulesets: registered by stewards, attached by whoever heads a division, read by everybody they hold for."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from portal.kit import policies, rates
from portal.kit.forms import files, posted, show
from portal.kit.htmx import page, reload
from portal.kit.refusals import Invalid
from portal.kit.text import asked
from services.actions import attaching, rulesets
from services.actions.contracts import one_of
from services.models import Attachment, Blob, Ruleset, RulesetVersion
from services.reads import rulesets as reads
from services.ruleset_forms import AttachForm, CareForm, RulesetForm, VersionForm
from services.views.revisions import as_download, line_asked
from teams.people.asker import Request


@require_safe
def ruleset_list(request: Request) -> HttpResponse:
    return page(request, "services/ruleset_list.html", {"rulesets": reads.rulesets(request.user)})


def ruleset_new(request: Request) -> HttpResponse:
    policies.require(request.user, "ruleset.register", None)
    form = RulesetForm(posted(request), files(request))
    if request.method == "POST":
        rates.require("upload", request.user)
        if form.is_valid():
            words = form.cleaned_data
            try:
                content, name = _content(form)
                version = rulesets.register_ruleset(
                    words["slug"], by=request.user, name=words["name"], text=words["text"], content=content,
                    source_name=name, owner=form.owner, review_on=words["review_on"],
                )  # fmt: skip
            except Invalid as refusal:
                _say(form, refusal)
            else:
                messages.success(request, "Registered. A worker reads it now; then it can be put in force.")
                return redirect(version)
    return page(request, "services/ruleset_form.html", {"form": form}, status=422 if form.errors else 200)


@require_safe
def ruleset(request: Request, slug: str) -> HttpResponse:
    found = _ruleset(request, slug)
    shown = reads.ruleset_page(found)
    name, care = asked(request, "rule"), asked(request, "care")
    context = {
        "ruleset": found,
        "page": shown,
        "rule": next((one for one in shown.rules if one.name == name), None),
        "wanted": name,
        "care": next((one for one in shown.cares if str(one.pk) == care), None),
    }
    return page(request, "services/ruleset.html", context)


def ruleset_upload(request: Request, slug: str) -> HttpResponse:
    found = _ruleset(request, slug)
    policies.require(request.user, "ruleset.change", found)
    form = VersionForm(posted(request), files(request))
    if request.method == "POST":
        rates.require("upload", request.user)
        if form.is_valid():
            try:
                content, name = _content(form)
                version = rulesets.upload_version(found, by=request.user, content=content, source_name=name)
            except Invalid as refusal:
                _say(form, refusal)
            else:
                messages.success(request, "Stored. A worker reads it now. What is in force stays in force.")
                return redirect(version)
    context = {"form": form, "ruleset": found}
    return page(request, "services/ruleset_upload.html", context, status=422 if form.errors else 200)


@require_safe
def ruleset_version(request: Request, slug: str, number: int) -> HttpResponse:
    """The source of a version with its mistakes and remarks at their lines."""
    version = _version(request, slug, number)
    line, until = line_asked(request), line_asked(request, "to")
    shown = reads.version_page(version, line=line, until=until, file=request.GET.get("file", "")[:1000])
    context = {"page": shown, "version": version, "ruleset": version.ruleset}
    response = page(request, "services/ruleset_version.html", context, pieces=("reading", "source"))
    asks_progress = request.headers.get("HX-Target") == "reading"
    return reload(response) if asks_progress and not version.is_waiting else response


@require_safe
def ruleset_document(request: Request, slug: str, number: int) -> HttpResponse:
    """The bytes as they were uploaded."""
    version = _version(request, slug, number)
    return as_download(Blob.read(version.digest), f"{slug}-{number}")


@require_POST
def ruleset_enforce(request: Request, slug: str, number: int) -> HttpResponse:
    version = _version(request, slug, number)
    rulesets.put_in_force(version, by=request.user)
    messages.success(request, "In force. Where it is attached, contracts are checked again by and by.")
    return redirect(version.ruleset)


def ruleset_attach(request: Request, slug: str) -> HttpResponse:
    found = _ruleset(request, slug)
    form = AttachForm(posted(request), person=request.user, initial={"division": request.GET.get("division", "")[:60]})
    if request.method == "POST" and form.is_valid():
        try:
            attaching.attach_ruleset(found, by=request.user, **form.cleaned_data)
        except Invalid as refusal:
            show(form, refusal)
        else:
            messages.success(request, "It holds from now on. Contracts there are checked again by and by.")
            return redirect(found)
    context = {"form": form, "ruleset": found}
    return page(request, "services/ruleset_attach.html", context, status=422 if form.errors else 200)


@require_POST
def ruleset_detach(request: Request, slug: str, pk: int) -> HttpResponse:
    rows = Attachment.objects.standing().select_related("ruleset", "division__head")
    attachment = get_object_or_404(rows, pk=pk, ruleset__slug=slug)
    attaching.detach_ruleset(attachment, by=request.user)
    messages.success(request, "It does not hold there any more. Contracts there are checked again by and by.")
    return redirect(attachment.ruleset)


def ruleset_care(request: Request, slug: str) -> HttpResponse:
    """Who owns which rules, and when they are looked at again."""
    found = _ruleset(request, slug)
    shown = reads.ruleset_page(found)
    names = list(found.rules.values_list("name", flat=True))
    chosen = [one for one in request.GET.getlist("rule")[:500] if one in names]
    form = CareForm(posted(request), names=names, initial={"rules": chosen})
    if request.method == "POST" and form.is_valid():
        words = form.cleaned_data
        try:
            rulesets.take_care(found, words["rules"], by=request.user, owner=form.owner, review_on=words["review_on"])
        except Invalid as refusal:
            show(form, refusal)
        else:
            messages.success(request, "Noted. Its owner is asked when the day comes.")
            return redirect(reverse("services:ruleset", args=[slug]))
    context = {"form": form, "ruleset": found, "page": shown}
    return page(request, "services/ruleset_care.html", context, status=422 if form.errors else 200)


def _ruleset(request: Request, slug: str) -> Ruleset:
    return get_object_or_404(Ruleset.objects.visible_to(request.user), slug=slug)


def _version(request: Request, slug: str, number: int) -> RulesetVersion:
    rows = RulesetVersion.objects.filter(ruleset__in=Ruleset.objects.visible_to(request.user))
    return get_object_or_404(rows.select_related("ruleset", "uploaded_by"), ruleset__slug=slug, number=number)


def _content(form: VersionForm) -> tuple[bytes, str]:
    """The bytes a valid form gives, and what they were called."""
    words = form.cleaned_data
    if given := words["file"]:
        return one_of([(str(file.name), file.read()) for file in given]), ", ".join(str(file.name) for file in given)
    return words["content"].replace("\r\n", "\n").encode(), ""


def _say(form: VersionForm, refusal: Invalid) -> None:
    """What is wrong with the bytes is said at the door they came by."""
    if "content" in refusal.fields:
        form.add_error("file" if form.cleaned_data.get("file") else "content", refusal.message)
    else:
        show(form, refusal)
