"""`errorMessage`: a schema that says in its own words what is wrong. Only known where every fault is told."""

from collections.abc import Mapping

from .fault import Fault, Faults, Seen, Test, Value

_ANY = "_"


def reworded(below: Test, schema: dict[str, Value], *, entrance: bool) -> Test:
    """The faults of a schema, some of them replaced by what it says of them.

    `entrance`: references lead to it, or it is the first one. To ajv all faults found behind it are then its own.
    """
    words = schema["errorMessage"]
    by_keyword: Mapping[str, str] = {}
    by_member: Mapping[str, str] = {}
    of_any = words
    if isinstance(words, Mapping):
        by_keyword = {name: text for name, text in words.items() if name not in ("properties", _ANY)}
        by_member, of_any = words.get("properties", {}), words.get(_ANY)

    def test(data: Value, seen: Seen) -> Faults | None:
        faults = below(data, seen)
        if not faults:
            return faults
        told: dict[tuple[str, str], Fault] = {}
        left = []
        for fault in faults:
            found = _said(fault)
            if found is None:
                left.append(fault)
            elif found not in told:
                told[found] = Fault("errorMessage", _text(found))
                if found[0] == "member":
                    told[found].steps.append(found[1])
        return left + list(told.values())

    def _said(fault: Fault) -> tuple[str, str] | None:
        if fault.keyword == "errorMessage":
            return None
        if fault.owner is schema and not fault.steps and not fault.foreign and fault.keyword in by_keyword:
            return "keyword", fault.keyword
        if fault.steps and fault.steps[-1] in by_member:
            return "member", str(fault.steps[-1])
        return ("any", _ANY) if of_any and (entrance or not fault.foreign) else None

    def _text(found: tuple[str, str]) -> str:
        way, name = found
        return by_keyword[name] if way == "keyword" else by_member[name] if way == "member" else str(of_any)

    return test
