"""How the house says no: raised by actions and policies, turned into a page, a notice or JSON here and nowhere else."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import Resolver404, resolve
from django.utils.deprecation import MiddlewareMixin
from django.utils.http import url_has_allowed_host_and_scheme
from rest_framework import exceptions as drf
from rest_framework.response import Response

from portal.kit.requests import request_id
from portal.kit.typed import typed_by

PROBLEM = "application/problem+json"


class Refused(Exception):
    """The rules say no. ``code`` is kebab-case and never reused; ``message`` is for a person and says what to do next.

    ``fields`` names the fields at fault, each with its own sentence.
    """

    status = 409

    def __init__(self, code: str, message: str, **fields: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.fields = fields
        self.headers: dict[str, str] = {}


class Denied(Refused):
    """This person may not do this; the message says who may."""

    status = 403


class Outdated(Refused):
    """What the asker wanted to change is not what they have read."""

    status = 412


class Invalid(Refused):
    """What was sent cannot be used as it is."""

    status = 422


class Several(Invalid):
    """More than one field cannot be used as it is; the sentence of each is whole."""


class TooMany(Refused):
    """Asked too often; ``retry_after`` is in seconds."""

    status = 429

    def __init__(self, code: str, message: str, *, retry_after: int = 60) -> None:
        super().__init__(code, message)
        self.headers["Retry-After"] = str(max(1, retry_after))


RESERVED = frozenset({"new"})


def refuse_reserved(slug: str, field: str) -> None:
    """Refuse a name that an address needs for itself: ``/services/new/`` is where one is registered."""
    if slug in RESERVED:
        raise Invalid("name-reserved", f"The name {slug} stands for something else here.", **{field: "Choose another."})


def problem(status: int, code: str, title: str, fields: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Problem details (RFC 9457) with our ``code``, the request's id and the fields at fault."""
    return {
        "type": f"urn:homeport:problem:{code}",
        "title": title,
        "status": status,
        "code": code,
        "request_id": request_id(),
        "errors": [{"field": name, "message": str(text)} for name, text in (fields or {}).items()],
    }


def respond(request: HttpRequest, refusal: Refused) -> HttpResponse:
    """The refusal as the asker can read it: JSON for the API, a notice for htmx, else a page."""
    response: HttpResponse
    if request.path.startswith("/api/"):
        body = problem(refusal.status, refusal.code, refusal.message, refusal.fields)
        response = JsonResponse(body, status=refusal.status, content_type=PROBLEM)
    elif getattr(request, "htmx", False):
        context = {"refusal": refusal}
        response = render(request, "errors/refused.html#notice", context, status=refusal.status)
        response["HX-Retarget"] = "#notices"
        response["HX-Reswap"] = "innerHTML"
    else:
        words = {"refusal": refusal, "back": _back(request), "typed": typed_by(request)}
        response = render(request, "errors/refused.html", words, status=refusal.status)
    for name, value in refusal.headers.items():
        response[name] = value
    return response


def _back(request: HttpRequest) -> str:
    """The page somebody pressed on, to look at it again; after a second try on a bare form, the thing above it."""
    came = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(came, {request.get_host()}, require_https=request.is_secure()):
        return ""
    parts = urlsplit(came)
    if parts.path != request.path:
        return f"{parts.path}?{parts.query}" if parts.query else parts.path
    above = request.path.rstrip("/").rpartition("/")[0] + "/"
    try:
        resolve(above)
    except Resolver404:
        return ""
    return above


class LoginMiddleware(LoginRequiredMiddleware):
    """Everybody logs in first. Whose log-in ended while they wrote gets their words back before they do."""

    def process_view(self, request: HttpRequest, *view: Any) -> HttpResponseBase | None:
        answer = super().process_view(request, *view)
        typed = typed_by(request) if answer is not None else []
        if not typed or request.headers.get("HX-Request"):
            return answer
        words = {"typed": typed, "next": _back(request) or "/"}
        return render(request, "errors/login_ended.html", words, status=401)


class RefusalMiddleware(MiddlewareMixin):
    """Turns a refusal that left a view into its answer, and Django's empty 405 into a page that helps.

    Everything else that leaves a view is a bug and a 500.
    """

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return respond(request, exception) if isinstance(exception, Refused) else None

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if not isinstance(response, HttpResponseNotAllowed) or response.content or request.path.startswith("/api/"):
            return response
        page = render(request, "errors/405.html", {"request_id": request_id()}, status=405)
        page["Allow"] = response["Allow"]
        return page


def _flat(detail: Any, name: str = "") -> dict[str, str]:
    """DRF's nested error details as ``field.path -> sentence``."""
    if isinstance(detail, Mapping):
        parts = [_flat(value, f"{name}.{key}" if name else str(key)) for key, value in detail.items()]
    elif isinstance(detail, list) and any(isinstance(item, Mapping | list) for item in detail):
        parts = [_flat(value, f"{name}.{index}" if name else str(index)) for index, value in enumerate(detail)]
    elif isinstance(detail, list):
        parts = [{name or "request": " ".join(str(item) for item in detail)}]
    else:
        parts = [{name or "request": str(detail)}]
    return {key: text for part in parts for key, text in part.items()}


def api_refusal(error: Exception, context: dict[str, Any]) -> Response | None:
    """DRF's exception handler: every error of the API has the one shape of :func:`problem`."""
    headers: dict[str, str] = {}
    if isinstance(error, Refused):
        status, body = error.status, problem(error.status, error.code, error.message, error.fields)
        headers = error.headers
    elif isinstance(error, drf.ValidationError):
        fields = _flat(error.detail)
        status, body = 422, problem(422, "fields-invalid", "Some fields cannot be used as they are.", fields)
    elif isinstance(error, drf.APIException):
        status = error.status_code
        code = str(getattr(error, "default_code", "refused")).replace("_", "-")
        body = problem(status, code, str(error.detail))
        if wait := getattr(error, "wait", None):
            headers["Retry-After"] = str(int(wait) + 1)
        if header := getattr(error, "auth_header", None):
            headers["WWW-Authenticate"] = header
    elif isinstance(error, Http404):
        status, body = 404, problem(404, "not-found", "There is nothing here, or you may not see it.")
    elif isinstance(error, PermissionDenied):
        status, body = 403, problem(403, "not-allowed", str(error) or "You may not do this.")
    elif isinstance(error, RequestDataTooBig):
        status, body = 413, problem(413, "too-big", "The request is larger than this server accepts.")
    elif isinstance(error, SuspiciousOperation):
        status, body = 400, problem(400, "bad-request", "The request cannot be read.")
    else:
        return None
    return Response(body, status=status, headers=headers, content_type=PROBLEM)
