"""The lead answers all suggestions of a review on one page, and says where something was done."""

from dataclasses import dataclass
from urllib.parse import quote

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST, require_safe

from portal.kit import policies
from portal.kit.htmx import page
from portal.kit.refusals import Invalid
from portal.kit.text import storable
from services.models import Blob
from teams.people.asker import Request
from teams.reviews.actions import answering as actions
from teams.reviews.actions import attaching, deputies, landing
from teams.reviews.actions.answer_drafts import LONGEST, keep_answer
from teams.reviews.answering_forms import AnswerForm, DeputyForm, LandedForm, is_untouched
from teams.reviews.filetypes import MOST_BYTES
from teams.reviews.models import Attachment, Review, Suggestion
from teams.reviews.reads import answers as reads
from teams.reviews.reads.reviews import answer_of
from teams.reviews.views.find import review_of, suggestion_of
from teams.reviews.views.pages import suggestions_page


@dataclass(slots=True)
class Asked:
    """One suggestion that waits for an answer, with its form."""

    line: reads.Waiting
    form: AnswerForm

    @property
    def suggestion(self) -> Suggestion:
        return self.line.shown.suggestion

    @property
    def files(self) -> list[Attachment]:
        return self.line.files

    @property
    def accepts(self) -> bool:
        """Whether something was said about when it is done, so that it is seen."""
        return any(self.form[name].value() or self.form[name].errors for name in ("revision", "land_by"))

    @property
    def ignores(self) -> bool:
        """Whether the numbers are wanted, so that they stand open."""
        return str(self.form["kind"].value()) == "ignore"


def review_answers(request: Request, pk: int) -> HttpResponse:
    """Every open suggestion with its form. Kept as it is typed; signed one by one, those that can be."""
    review = review_of(request, pk)
    policies.require(request.user, "review.answer", review)
    if request.method != "POST":
        return _shown(request, review)
    act = str(request.POST.get("act", "keep"))
    if act == "sign":
        return _sign(request, review)
    overlong = _keep(request, review)
    if act.startswith("remove-"):
        attaching.detach_file(_attachment(request, review, act.removeprefix("remove-")), by=request.user)
        return redirect("reviews:answers", pk)
    faults = _attach(request, review)
    if faults or overlong:
        return _shown(request, review, bound=overlong, faults=faults, overlong=overlong, status=422)
    if not request.headers.get("HX-Request"):
        messages.success(request, "Kept. Nobody else reads it until you sign.")
    return redirect("reviews:answers", pk)


def _shown(
    request: Request,
    review: Review,
    *,
    bound: dict[int, AnswerForm] | None = None,
    faults: dict[int, str] | None = None,
    overlong: dict[int, AnswerForm] | None = None,
    status: int = 200,
) -> HttpResponse:
    top = reads.answers(request.user, review)
    asked = []
    for line in top.waiting:
        number = line.shown.suggestion.number
        form = (bound or {}).get(number) or AnswerForm(prefix=str(number), initial=line.words)
        asked.append(Asked(line, form))
    context = {
        "review": review, "revision": review.revision, "head": top.head, "answers": top, "asking": asked,
        "faults": faults or {}, "overlong": overlong or {}, "tab": "answers",
        "most_files": attaching.MOST_FILES, "would_fit": attaching.WOULD_FIT,
    }  # fmt: skip
    return page(request, "reviews/answers.html", context, pieces=("kept",), status=status)


def _open(request: Request, review: Review) -> list[Suggestion]:
    return [line.shown.suggestion for line in reads.answers(request.user, review).waiting]


def _keep(request: Request, review: Review) -> dict[int, AnswerForm]:
    """What was typed of each suggestion, whatever it is; the forms of what is too long to be kept, by suggestion."""
    overlong = {}
    for one in _open(request, review):
        mark = f"{one.number}-"
        words = {name.removeprefix(mark): str(request.POST[name]) for name in request.POST if name.startswith(mark)}
        saves = words.pop("saves", "")
        known = int(saves) if saves.isdecimal() and len(saves) < 9 else 0
        try:
            keep_answer(one, by=request.user, words={} if is_untouched(words) else words, saves=known)
        except Invalid:
            overlong[one.number] = _too_long(AnswerForm(request.POST, prefix=str(one.number)), words)
    return overlong


def _too_long(form: AnswerForm, words: dict[str, str]) -> AnswerForm:
    """The words as they were sent, with one limit, that of what is signed: it is what they have to be shortened to."""
    form.errors.clear()
    for name in form.fields:
        if (count := len(storable(words.get(name, "")))) > LONGEST:
            most = getattr(form.fields[name], "max_length", None) or LONGEST
            form.add_error(name, f"At most {most:,} characters; these are {count:,}.")
    return form


def _attach(request: Request, review: Review) -> dict[int, str]:
    """The files that came along; what could not be taken, by suggestion."""
    faults = {}
    for one in _open(request, review):
        for file in request.FILES.getlist(f"{one.number}-file"):
            try:
                content = file.read(MOST_BYTES + 1)
                attaching.attach_file(one, by=request.user, name=file.name or "", content=content)
            except Invalid as refusal:
                faults[one.number] = refusal.message
    return faults


def _sign(request: Request, review: Review) -> HttpResponse:
    """Sign what can be signed; the rest stays as it was typed, with what it lacks."""
    overlong = _keep(request, review)
    faults = _attach(request, review)
    bound = dict(overlong)
    signed = []
    for one in _open(request, review):
        form = AnswerForm(request.POST, prefix=str(one.number))
        if one.number in overlong or not form["kind"].data:
            continue
        bound[one.number] = form
        if one.number in faults or not form.is_valid():
            continue
        try:
            actions.answer_suggestion(one, by=request.user, **form.words)
        except Invalid as refusal:
            show_all(form, refusal)
        else:
            signed.append(str(bound.pop(one.number) and one.number))
    if signed:
        messages.success(request, f"Signed: suggestion{'s' if len(signed) > 1 else ''} {', '.join(signed)}.")
    if bound or faults:
        return _shown(request, review_of(request, review.pk), bound=bound, faults=faults, overlong=overlong, status=422)
    if not signed:
        messages.info(request, "Nothing was signed: choose an answer first. What you typed is kept.")
        return redirect("reviews:answers", review.pk)
    return redirect(review)


def show_all(form: AnswerForm, refusal: Invalid) -> None:
    """Each field says what it lacks, and the form as a whole what would count."""
    form.add_error(None, refusal.message)
    for name, sentence in refusal.fields.items():
        form.add_error(name if name in form.fields else None, sentence)


def _attachment(request: Request, review: Review, pk: str) -> Attachment:
    rows = Attachment.objects.select_related("suggestion").filter(suggestion__review=review)
    found = get_object_or_404(rows, pk=int(pk) if pk.isdecimal() and len(pk) < 19 else 0)
    found.suggestion.review = review
    return found


@require_safe
def attachment(request: Request, pk: int, file: int) -> HttpResponse:
    """The very bytes, always as a download. Before the answer is signed only who may answer gets them."""
    review = review_of(request, pk)
    found = _attachment(request, review, str(file))
    if found.suggestion.state == Suggestion.State.OPEN and not policies.may(request.user, "review.answer", review):
        raise Http404
    return as_attachment(found)


def as_attachment(found: Attachment) -> HttpResponse:
    """As a file to be saved, which no browser shows in place or takes for something else."""
    response = HttpResponse(Blob.read(found.digest), content_type=found.media_type)
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(found.name, safe='')}"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


@require_POST
def review_deputy(request: Request, pk: int) -> HttpResponse:
    """The lead names who may answer in their place, or takes it back."""
    review = review_of(request, pk)
    policies.require(request.user, "review.name-deputy", review)
    if request.POST.get("act") == "end":
        deputies.end_deputy(review, by=request.user)
        messages.success(request, "Taken back.")
        return redirect(review)
    form = DeputyForm(request.POST)
    if form.is_valid():
        try:
            named = deputies.name_deputy(review, by=request.user, **form.cleaned_data)
        except Invalid as refusal:
            form.add_error("person", refusal.message)
        else:
            messages.success(request, f"{named.person.name} may answer this advice, too.")
            return redirect(review)
    return suggestions_page(request, review, forms={"deputy_form": form})


@require_POST
def suggestion_landed(request: Request, pk: int, number: int) -> HttpResponse:
    """What was accepted is done where no revision shows it."""
    found = suggestion_of(request, pk, number)
    answer = answer_of(found)
    done = getattr(answer, "landing", None)
    if answer is None or done is None:
        raise Http404
    answer.suggestion = found
    done.answer = answer
    policies.require(request.user, "answer.judge", answer)
    form = LandedForm(request.POST)
    if form.is_valid():
        try:
            landing.say_landed(done, by=request.user, **form.cleaned_data)
        except Invalid as refusal:
            form.add_error("words", refusal.message)
        else:
            messages.success(request, "Written down: done, as you say.")
            return redirect(found.review)
    return suggestions_page(request, found.review, forms={"landed_form": form, "landing": number})
