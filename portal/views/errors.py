"""Every 4xx and 5xx is a helpful page, or a problem document for a program."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template import loader

from portal.kit.refusals import PROBLEM, problem
from portal.kit.requests import request_id
from portal.kit.typed import typed_by

WORDS = {
    400: ("bad-request", "The request cannot be read."),
    403: ("not-allowed", "You may not do this."),
    404: ("not-found", "There is nothing here, or you may not see it."),
    500: ("internal-error", "This is a fault of ours. Nothing was half done; the reference finds it in the log."),
}


def _answer(request: HttpRequest, status: int) -> HttpResponse:
    if request.path.startswith("/api/"):
        return JsonResponse(problem(status, *WORDS[status]), status=status, content_type=PROBLEM)
    return render(request, f"errors/{status}.html", {"request_id": request_id()}, status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _answer(request, 400)


def not_allowed(request: HttpRequest, exception: PermissionDenied) -> HttpResponse:
    return _answer(request, 403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _answer(request, 404)


def fault(request: HttpRequest) -> HttpResponse:
    """Nothing may be trusted now: no context processors, no database, no session."""
    if request.path.startswith("/api/"):
        return JsonResponse(problem(500, *WORDS[500]), status=500, content_type=PROBLEM)
    return HttpResponse(loader.get_template("errors/500.html").render({"request_id": request_id()}), status=500)


def csrf_refused(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form is too old or came from elsewhere. What was typed is shown again."""
    words = {"request_id": request_id(), "typed": typed_by(request)}
    return render(request, "errors/csrf.html", words, status=403)
