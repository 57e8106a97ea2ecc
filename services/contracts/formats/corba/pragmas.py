"""Repository IDs: by prefix and version, or told outright, with pragmas and in the language."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

from .kinds import Types
from .stream import Piece, Pragma
from .tree import Decl

_WORDS = re.compile(r'"[^"]*+"|\S++')
_TAKEN = frozenset({"prefix", "version", "id"})


class Pragmas(Types):
    """What pragmas say of names; those of one compiler are left alone."""

    prefixes: dict[str, str]
    """By file: a prefix holds in the file and the scope where it is set."""

    @contextmanager
    def inside(self, scope: Decl) -> Iterator[None]:
        """Reads in a scope; a prefix that is set there ends with it."""
        outside, self.scope = self.scope, scope
        before = dict(self.prefixes)
        yield
        self.prefixes, self.scope = before, outside

    def directives(self) -> None:
        """Does what the pragmas before the next token say."""
        if not self.pragmas:
            return
        pragmas, self.pragmas = self.pragmas, []
        for pragma in pragmas:
            given = _WORDS.findall(pragma.text)
            if not given or given[0].lower() not in _TAKEN:
                continue
            word, values = given[0].lower(), [one.strip('"') for one in given[1:]]
            if len(values) != (1 if word == "prefix" else 2):
                self._told(
                    f"#pragma {given[0]} needs {'a prefix' if word == 'prefix' else 'a name and a value'}.", pragma
                )
            elif word == "prefix":
                self.prefixes[pragma.source.name] = values[0]
            else:
                self._named(word, values[0], values[1], pragma)

    def _told(self, message: str, pragma: Pragma) -> None:
        at = Piece("sign", "#", pragma.start, pragma.end)
        at.source = pragma.source
        self.flaw(message, at)

    def _named(self, word: str, name: str, value: str, pragma: Pragma) -> None:
        found = self.scope.find([part.removeprefix("_") for part in name.split("::")])
        if found is None:
            self._told(f"#pragma {word} is about {name[:200]!r}, which is not declared until here.", pragma)
        elif word == "version":
            found.version = value
        else:
            found.id = value

    def told(self, word: str) -> None:
        """`typeid Name "..."` and `typeprefix Name "..."`."""
        named = self.scoped_name("the name it is about")
        value = self.word("a text", "string").text.strip('"')
        if named.found is not None:
            setattr(named.found, "id" if word == "typeid" else "prefix", value)

    def declare(self, kind: str, name: Piece, *args: object, **more: object) -> Decl:
        made = super().declare(kind, name, *args, **more)  # type: ignore[arg-type]
        made.prefix = made.prefix or self.prefixes.get(name.source.name, "")
        return made
