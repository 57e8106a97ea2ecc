"""oasOpIdUnique: no two operations share an operationId."""

from ..function import Check, Options, Target, Told, Value, function
from ..javascript import same
from ..options import no_options
from .operations import operations


@function("oasOpIdUnique")
def operation_id_unique(options: Options) -> Check:
    no_options("oasOpIdUnique", options)

    def check(value: Value, target: Target) -> list[Told] | None:
        seen: set[str] = set()
        others: list[Value] = []
        told = []
        for path, method, operation in operations(value, target.read):
            if "operationId" not in operation:
                continue
            name = operation["operationId"]
            if name in seen if isinstance(name, str) else any(same(name, one) for one in others):
                told.append(Told("operationId must be unique.", ("paths", path, method, "operationId")))
            elif isinstance(name, str):
                seen.add(name)
            else:
                others.append(name)
        return told

    return check
