"""``page()``: the whole page, or the one named piece that htmx asked for. The only code that knows about htmx."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers

from portal.kit import policies


def page(
    request: HttpRequest,
    template: str,
    context: dict[str, Any] | None = None,
    *,
    pieces: Iterable[str] = (),
    status: int = 200,
) -> HttpResponse:
    """Render ``template``, or only its piece when htmx asks for one of ``pieces`` by its target's name.

    A boosted request and a history restore get the whole page: both send ``HX-Request`` but replace the document.
    """
    wanted = (request.headers.get("HX-Target") or "").rpartition("#")[2]
    restoring = request.headers.get("HX-History-Restore-Request") == "true"
    piece = wanted if wanted in set(pieces) and not restoring and request.headers.get("HX-Boosted") != "true" else ""
    with policies.remembering():
        response = render(request, f"{template}#{piece}" if piece else template, context, status=status)
    patch_vary_headers(response, ["HX-Request", "HX-Target"])
    return response


def stop_polling(response: HttpResponse) -> HttpResponse:
    """The state is final: htmx ends an ``every 2s`` on status 286 (htmx docs, hx-trigger, polling)."""
    if response.status_code == 200:
        response.status_code = 286
    return response


def reload(response: HttpResponse) -> HttpResponse:
    """What the page waited for is there: htmx stops asking and loads the page, which now has more to show."""
    response["HX-Refresh"] = "true"
    return stop_polling(response)
