"""oasSecurityDefined: the security schemes and scopes that are asked for are defined."""

from ..function import Check, Options, Target, Told, Value, function
from ..options import Given, one_of


@function("oasSecurityDefined")
def security_defined(options: Options) -> Check:
    version = Given("oasSecurityDefined", options, "oasVersion").take("oasVersion", one_of(2, 3), "2 or 3")
    location = "securityDefinitions" if version == 2 else "components.securitySchemes"

    def check(value: Value, target: Target) -> list[Told] | None:
        if not isinstance(value, dict) or not all(map(_scopes, value.values())):
            return None
        root = target.read.root
        if not isinstance(root, dict):
            return None
        holder, member = (root, "securityDefinitions") if version == 2 else (root.get("components"), "securitySchemes")
        schemes = _member(holder, member)
        told: list[Told] = []
        path = target.path
        for name, scopes in value.items():
            if not isinstance(schemes, dict) or name not in schemes:
                who = "API" if len(path) == 2 else "Operation"
                said = f'{who} "security" values must match a scheme defined in the "{location}" object.'
                told.append(Told(said, (*path, name)))
                continue
            told += [
                Told(f'"{scope}" must be listed among scopes.', (*path, name, index))
                for index, scope in enumerate(scopes)
                if not _defined(scope, schemes[name], version)
            ]
        return told

    return check


def _scopes(value: Value) -> bool:
    return isinstance(value, list) and all(isinstance(scope, str) for scope in value)


def _member(value: Value, name: str) -> Value:
    return value.get(name) if isinstance(value, dict) else None


def _defined(scope: str, scheme: Value, version: int) -> bool:
    if version == 2:
        holders = [scheme]
    else:
        flows = _member(scheme, "flows")
        holders = list(flows.values()) if isinstance(flows, dict) else []
    return any(isinstance(_member(one, "scopes"), dict) and scope in one["scopes"] for one in holders)
