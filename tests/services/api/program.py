"""A program that calls the API as somebody: JSON, a token, and for each POST an Idempotency-Key of its own."""

import itertools
from typing import Any

from django.test import Client

from portal.kit import tokens

_keys = itertools.count(1)


class Program:
    def __init__(self, person: Any, scope: str = "write") -> None:
        self.client = Client(headers={"Authorization": f"Bearer {tokens.create_token('test', person, scope)}"})
        self.get = self.client.get

    def post(self, path: str, body: Any = None, **headers: str) -> Any:
        if body is None:
            return self.client.generic("POST", path, headers=self._with_key(headers))
        return self.client.post(path, body, content_type="application/json", headers=self._with_key(headers))

    def patch(self, path: str, body: Any, **headers: str) -> Any:
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.client.patch(path, body, content_type="application/json", headers=given)

    def raw(self, path: str, body: bytes, kind: str, **headers: str) -> Any:
        return self.client.generic("POST", path, body, content_type=kind, headers=self._with_key(headers))

    def form(self, path: str, words: dict[str, Any], **headers: str) -> Any:
        return self.client.post(path, words, headers=self._with_key(headers))

    def _with_key(self, headers: dict[str, str]) -> dict[str, str]:
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        return given if "Idempotency-Key" in given else {**given, "Idempotency-Key": f"key-{next(_keys)}"}
