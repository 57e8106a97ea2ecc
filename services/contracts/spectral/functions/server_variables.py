"""serverVariables: the variables of a server's address are described, used, and make addresses."""

from collections.abc import Iterator
from itertools import islice, product
from typing import Final

from ..address import is_address, uri_encoded, variables_of
from ..function import Check, Options, Target, Told, Value, function
from ..options import Given, is_texts, is_truth

_TEXTS: Final = ("default", "description", "examples")
_TOLD = 5
_TRIED = 10_000
"""Addresses that are put together and tried for one server, at most."""


@function("serverVariables")
def server_variables(options: Options) -> Check:
    given = Given("serverVariables", options, "checkSubstitutions", "requireDefault", optional=True)
    tries = given.take("checkSubstitutions", is_truth, "true or false", False)
    needs_default = given.take("requireDefault", is_truth, "true or false", False)

    def check(value: Value, target: Target) -> Iterator[Told]:
        server = _server(value, target)
        if server is None:
            yield Told("Invalid Server Object")
            return
        url, variables = server
        used, path = variables_of(url), target.path
        for name in variables or ():
            if name not in used:
                said = f'Server\'s "variables" object has unused defined "{name}" url variable.'
                yield Told(said, (*path, "variables", name))
        missing = [name for name in used if name not in (variables or ())]
        if missing:
            said = f'Not all server\'s variables are described with "variables" object. Missed: {", ".join(missing)}.'
            yield Told(said, (*path, "variables"))
        if not used or variables is None:
            return
        values = {}
        for name, variable in variables.items():
            if name in used:
                values[name] = variable.get("enum", [variable["default"]] if "default" in variable else [])
                yield from _variable(name, variable, (*path, "variables", name), needs_default=needs_default)
        wrong = list(islice(_wrong(url, values), _TOLD)) if tries and values else []
        if wrong:
            yield Told(_addresses(wrong), (*path, "variables"))

    return check


def _variable(
    name: str, variable: dict[str, Value], path: tuple[str | int, ...], *, needs_default: bool
) -> Iterator[Told]:
    if "enum" in variable and "default" in variable and variable["default"] not in variable["enum"]:
        yield Told(f'Server Variable "{name}" has a default not listed in the enum.', (*path, "default"))
    if "default" not in variable and needs_default:
        yield Told(f'Server Variable "{name}" has a missing default.', path)


def _wrong(url: str, values: dict[str, list[str]]) -> Iterator[str]:
    """What becomes of the address with every value of its variables, where that is no address."""
    choices = [[(name, uri_encoded(value)) for value in known] for name, known in values.items()]
    for chosen in islice(product(*choices), _TRIED):
        address = url
        for name, value in chosen:
            address = address.replace("{" + name + "}", value)
        if not is_address(address):
            yield address


def _addresses(wrong: list[str]) -> str:
    listed = ", ".join(wrong)
    if len(wrong) == _TOLD:
        return f"At least {_TOLD} substitutions of server variables resulted in invalid URLs: {listed} and more"
    return f"A few substitutions of server variables resulted in invalid URLs: {listed}"


def _server(value: Value, target: Target) -> tuple[str, dict[str, dict[str, Value]] | None] | None:
    """The address and the variables of what is a server; None for what is none."""
    follow = target.read.follow
    if not isinstance(value, dict) or not isinstance(value.get("url"), str):
        return None
    if "variables" not in value:
        return value["url"], None
    stated = follow(value["variables"])
    if not isinstance(stated, dict):
        return None
    variables = {name: follow(one) for name, one in stated.items()}
    for one in variables.values():
        if not isinstance(one, dict) or any(name in one and not isinstance(one[name], str) for name in _TEXTS):
            return None
        if "enum" in one and not is_texts(one["enum"]):
            return None
        if any(name not in (*_TEXTS, "enum") and not name.startswith("x-") for name in one):
            return None
    return value["url"], variables
