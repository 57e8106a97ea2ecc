"""What API bodies and query strings are made of: fields that take what the schema says and nothing else.

Django REST framework is kind to forms: it takes 5 for "5" and drops what it does not know. A program is better served
by a clear no. Every shape has an ``example``, which stands in the schema.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from functools import reduce
from typing import Any, ClassVar

from django.conf import settings
from django.urls import reverse
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from portal.kit.keeping import AS_IT_WAS, TOO_LONG

NO_NUL = "^[^\\u0000]*$"
SOMETHING = "^[^\\u0000]*[^\\u0000\\s][^\\u0000]*$"
FURTHEST = 100_000
PAGE, PAGE_MOST = 50, 200
LONGEST_NAME = 80
MOST_NAMED = 20


class Text(serializers.CharField):
    """Text, and only text: a number is not taken for one. Blank means that there is something in it."""

    def __init__(self, words: str = "", *, most: int, blank: bool = False, **more: Any) -> None:
        super().__init__(help_text=words, max_length=most, allow_blank=blank, **more)

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.fail("invalid")
        return str(super().to_internal_value(data))


class KeptText(Text):
    """What stands in a field of a form, right or wrong: any text up to what is kept of one."""

    default_error_messages = {"max_length": f"{TOO_LONG}. {AS_IT_WAS}"}

    def __init__(self, words: str = "", *, most: int, **more: Any) -> None:
        super().__init__(words, most=most, blank=True, required=False, trim_whitespace=False, **more)


class Short(serializers.SlugField):
    """A short name as it stands in an address."""

    def __init__(self, words: str = "", *, most: int, **more: Any) -> None:
        super().__init__(help_text=words, max_length=most, **more)

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.fail("invalid")
        return str(super().to_internal_value(data))


class Link(serializers.URLField):
    """A web address in full. Nothing known is null when it is read, and an empty text when it is written."""

    default_error_messages = {"scheme": "Give an address that begins with https:// or http://."}

    def __init__(self, words: str = "", *, most: int = 400, blank: bool = False, **more: Any) -> None:
        super().__init__(help_text=words, max_length=most, allow_blank=blank, **more)

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.fail("invalid")
        text = str(super().to_internal_value(data))
        if not text.lower().startswith(("https://", "http://")):
            self.fail("scheme")
        return text

    def to_representation(self, value: Any) -> str | None:  # type: ignore[override]
        return str(value) if value else None


class Whole(serializers.IntegerField):
    """A whole number, as a number or, in a query string, as its digits."""

    def __init__(self, words: str = "", *, least: int = 0, most: int, **more: Any) -> None:
        super().__init__(help_text=words, min_value=least, max_value=most, **more)

    def to_internal_value(self, data: Any) -> int:
        if isinstance(data, bool) or not (isinstance(data, int) or re.fullmatch(r"-?[0-9]{1,18}", str(data), re.ASCII)):
            self.fail("invalid")
        return int(super().to_internal_value(data))


class Day(serializers.DateField):
    """YYYY-MM-DD, written out."""

    def to_internal_value(self, value: Any) -> date:
        if not (isinstance(value, str) and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value, re.ASCII)):
            self.fail("invalid", format="YYYY-MM-DD")
        found: date = super().to_internal_value(value)
        return found


@extend_schema_field({"type": "string", "format": "binary", "maxLength": settings.MAX_CONTRACT_BYTES})
class Upload(serializers.FileField):
    """A file. An empty one is let through: what that means is for the action to say."""

    def __init__(self, words: str) -> None:
        super().__init__(help_text=words, max_length=400, allow_empty_file=True)


class Id(serializers.CharField):
    """A row's number, told as text: a name to hand back, not to count with."""

    def __init__(self, words: str, **more: Any) -> None:
        super().__init__(help_text=words, max_length=18, **more)

    def to_representation(self, value: Any) -> str:
        return str(value)


def _part(value: Any, name: str) -> Any:
    return None if value is None else getattr(value, name)


class Here(serializers.URLField):
    """The full address of a named URL, whose parts are found on the thing: ``Here("...", "team", "slug")``.

    With ``allow_null`` it is null where one of the parts is.
    """

    def __init__(self, words: str, name: str, *parts: str, allow_null: bool = False) -> None:
        super().__init__(help_text=words, max_length=2000, source="*", allow_null=allow_null)
        self.name, self.parts = name, parts

    def to_representation(self, value: Any) -> Any:
        arguments = [reduce(_part, part.split("."), value) for part in self.parts]
        if self.allow_null and None in arguments:
            return None
        address: str = self.context["request"].build_absolute_uri(reverse(self.name, args=arguments))
        return address


class Page(serializers.URLField):
    """The full address of a page of this portal, of which the thing knows the path."""

    def __init__(self, words: str) -> None:
        super().__init__(help_text=words, max_length=2000)

    def to_representation(self, value: Any) -> str:
        address: str = self.context["request"].build_absolute_uri(value)
        return address


class Several(serializers.ListField):
    """Some of these choices; in a query string a name that stands there several times: ``?state=open&state=closed``."""

    def __init__(self, words: str, choices: Sequence[tuple[str, str]], **more: Any) -> None:
        child = serializers.ChoiceField(choices)
        super().__init__(child=child, max_length=len(choices), required=False, help_text=words, **more)


class SeveralNames(serializers.ListField):
    """Some short names, each as a name that stands in the query string of its own: ``?team=checkout&team=store``."""

    def __init__(self, words: str, each: int, **more: Any) -> None:
        child = serializers.SlugField(max_length=each)
        super().__init__(child=child, max_length=MOST_NAMED, required=False, help_text=words, **more)


class Words(serializers.Serializer[Any]):
    """What a caller sends. A name that is not known is refused: it is most likely a spelling mistake."""

    example: ClassVar[Mapping[str, Any]] = {}
    least: ClassVar[int] = 0  # how many members must be there where none is required

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, Mapping):
            unknown = [str(name)[:LONGEST_NAME] for name in data if name not in self.fields][:MOST_NAMED]
            if unknown:
                known = ", ".join(self.fields) or "none"
                raise serializers.ValidationError(
                    dict.fromkeys(unknown, f"There is no such name here. Known: {known}.")
                )
            if self.least > len(data):
                raise serializers.ValidationError({"request": "There is nothing in it."})
        return super().to_internal_value(data)


class Answer(serializers.Serializer[Any]):
    """What a caller gets. Members may be added within a version; none is taken away."""

    example: ClassVar[Mapping[str, Any]] = {}


class PageWords(Words):
    """Which part of a list."""

    limit = Whole("How many entries at most.", least=1, most=PAGE_MOST, default=PAGE)
    offset = Whole("How many entries to pass over from the beginning.", most=FURTHEST, default=0)
