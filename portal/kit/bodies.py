"""A request body above every limit is refused in words, before anything reads it."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from portal.kit.refusals import Refused, respond

DRAIN_MOST = 256 * 1024 * 1024
CHUNK = 1024 * 1024


class TooBig(Refused):
    """More than is read here."""

    status = 413


class BodyLimitMiddleware:
    """Looks at the announced length only.

    The body is read and thrown away, up to a bound, before the answer: a browser that is still sending when the
    connection closes shows its own error page and not our sentence.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        announced = request.META.get("CONTENT_LENGTH") or "0"
        length = int(announced) if announced.isascii() and announced.isdigit() and len(announced) < 19 else 0
        most = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        if most is None or length <= most:
            return self.get_response(request)
        left = min(length, DRAIN_MOST)
        while left > 0 and (read := len(request.read(min(CHUNK, left)))):
            left -= read
        sizes = f"{length / 1_048_576:.0f} MB were sent and at most {settings.MAX_CONTRACT_BYTES / 1_048_576:.0f} MB"
        return respond(request, TooBig("request-too-big", f"{sizes} are read here. Nothing was stored."))
