"""The API of files that show what a team answers with."""

import binascii
from base64 import b64decode
from typing import ClassVar

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from rest_framework import serializers

from portal.kit import policies
from portal.kit.api import Call
from portal.kit.endpoints import Finished, Given, Rows, finished, path_word, rows_of
from portal.kit.refusals import Invalid
from portal.kit.shapes import Answer, Here, Id, Text, Words
from services.models import Blob
from teams.people.api.shapes import HOST, PersonName
from teams.reviews.actions.attaching import attach_file, detach_file
from teams.reviews.api import shapes
from teams.reviews.api.views import review_of, reviews, suggestion_of
from teams.reviews.filetypes import MOST_BYTES
from teams.reviews.models import Attachment, Suggestion

path_word("file", "The id of an attached file.", "7", type="string", pattern="^[0-9]+$", minLength=1, maxLength=18)

MOST_TEXT = MOST_BYTES * 4 // 3 + 8


class NewFile(Words):
    """A file that shows a number: PNG, JPEG, CSV, PDF or plain text."""

    name = Text("What it is called, with its ending.", most=200)
    content = Text("Its bytes, in base64.", most=MOST_TEXT)

    example: ClassVar = {"name": "orders.csv", "content": "ZGF5LG9yZGVycwoyMDI2LTExLTIwLDQyCg=="}


class FileAnswer(Answer):
    """A file beside an answer; frozen when the answer is signed."""

    id = Id("Names the file.", source="pk")
    name = Text("What it is called.", most=100)
    media_type = serializers.ChoiceField(Attachment.Type.choices, help_text="What it was found to be.")
    size = serializers.IntegerField(min_value=1, max_value=MOST_BYTES, help_text="In bytes.")
    digest = Text("SHA-256 of the bytes.", most=64)
    by = PersonName(help_text="Who attached it.")
    at = serializers.DateTimeField(help_text="When.")
    url = Here("Where its bytes are.", "api-review-file", "suggestion.review_id", "pk")

    example: ClassVar = {
        "id": "7", "name": "orders.csv", "media_type": "text/csv", "size": 25, "digest": "9f86d081884c7d65",
        "by": PersonName.example, "at": "2026-11-22T08:00:00Z", "url": f"{HOST}/api/v1/reviews/418/files/7",
    }  # fmt: skip


@reviews.get(gives=FileAnswer, many=True)
def list_files(request: Call, review: int, suggestion: int, words: Given) -> Rows:
    """List the files of an answer.

    Before the answer is signed only who may answer sees them.
    """
    found = suggestion_of(request, review, suggestion)
    rows = found.attachments.select_related("by", "suggestion")
    return rows_of(words, rows if _shown(request, found) else rows.none())


@reviews.post(takes=NewFile, gives=FileAnswer, status=201, most=MOST_TEXT)
def add_file(request: Call, review: int, suggestion: int, words: Given) -> Attachment:
    """Attach a file to an answer.

    Who may answer, until it is signed; three at most, each of 2 MB at most. It is read to its last byte, and refused
    with `attachment-not-taken` when it is not through and through what its name says.
    """
    try:
        content = b64decode("".join(words["content"].split()), validate=True)
    except (binascii.Error, ValueError):
        raise Invalid("attachment-not-base64", "Send the bytes in base64.", content="Not base64.") from None
    return attach_file(suggestion_of(request, review, suggestion), by=request.user, name=words["name"], content=content)


@reviews.get(gives=Finished("The very bytes.", "application/octet-stream", most=MOST_BYTES))
def get_file(request: Call, review: int, file: int) -> HttpResponse:
    """Download an attached file.

    Byte for byte. Before the answer is signed only who may answer gets it.
    """
    found = _file(request, review, file)
    answer = finished(request, found.digest, "application/octet-stream", Blob.read)
    answer["Content-Disposition"] = 'attachment; filename="file"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


@reviews.post(gives=shapes.SuggestionAnswer)
def remove_file(request: Call, review: int, file: int) -> Suggestion:
    """Take an attached file away.

    Who may answer, until it is signed; then it is frozen with the answer.
    """
    found = _file(request, review, file)
    detach_file(found, by=request.user)
    return suggestion_of(request, review, found.suggestion.number)


def _shown(request: Call, suggestion: Suggestion) -> bool:
    return suggestion.state != Suggestion.State.OPEN or bool(
        policies.may(request.user, "review.answer", suggestion.review)
    )


def _file(request: Call, review: int, file: int) -> Attachment:
    looked = review_of(request, review)
    rows = Attachment.objects.select_related("suggestion").filter(suggestion__review=looked)
    found = get_object_or_404(rows, pk=file)
    found.suggestion.review = looked
    if not _shown(request, found.suggestion):
        raise Http404
    return found
