"""The options of functions: held to what is known about them, before anything is looked at."""

from collections.abc import Callable, Mapping
from typing import Any

from .function import Options, OptionsInvalid, Told, Value


def no_options(function: str, given: Options) -> None:
    if given is not None:
        raise OptionsInvalid(f'The function "{function}" takes no options.')


class Given:
    """The options of one function, taken one by one."""

    def __init__(self, function: str, given: Options, *names: str, optional: bool = False) -> None:
        self.function = function
        if given is None and optional:
            given = {}
        if not isinstance(given, Mapping):
            raise OptionsInvalid(f'The function "{function}" needs options: {_listed(names)}.')
        for name in given:
            if name not in names:
                raise OptionsInvalid(f'The function "{function}" has no option "{name}"; it knows {_listed(names)}.')
        self.given = given

    def needs(self, *names: str) -> None:
        for name in names:
            if name not in self.given:
                raise OptionsInvalid(f'The function "{self.function}" needs the option "{name}".')

    def needs_one(self) -> None:
        if not self.given:
            raise OptionsInvalid(f'The function "{self.function}" needs at least one option.')

    def take(self, name: str, fits: Callable[[Value], bool], what: str, default: Any = None) -> Any:
        """The value of an option; `what` says what it has to be."""
        if name not in self.given:
            return default
        value = self.given[name]
        if not fits(value):
            raise OptionsInvalid(f'The option "{name}" of the function "{self.function}" must be {what}.')
        return value


def _listed(names: tuple[str, ...]) -> str:
    return ", ".join(f'"{name}"' for name in names)


def is_text(value: Value) -> bool:
    return isinstance(value, str)


def is_truth(value: Value) -> bool:
    return isinstance(value, bool)


def is_number(value: Value) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def is_object(value: Value) -> bool:
    return isinstance(value, dict)


def one_of(*values: Value) -> Callable[[Value], bool]:
    return lambda value: value in values


def is_texts(value: Value) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) for one in value)


def names_of(function: str, options: Options) -> list[str]:
    given = Given(function, options, "properties")
    given.needs("properties")
    names: list[str] = given.take("properties", _some_names, "a list of two names at least")
    return names


def _some_names(value: Value) -> bool:
    return is_texts(value) and len(value) > 1


def none_there(names: list[str]) -> Told:
    if len(names) > 4:
        first = '" or "'.join(names[:3])
        return Told(f'At least one of "{first}" or {len(names) - 3} other properties must be defined')
    return Told('At least one of "' + '" or "'.join(names) + '" must be defined')
