"""A sample of a value: what a document gives as an example, or the smallest thing that its type allows."""

from typing import Any

from .model import Example, Field, Interface, Type, Value

DEEPEST, MOST_MEMBERS, MOST_PARTS = 6, 40, 400
"""How deep optional members go, how many a record shows, and how many values a sample has at all."""

_FORMATS = {
    "date": "2026-01-31",
    "date-time": "2026-01-31T09:30:00Z",
    "time": "09:30:00Z",
    "duration": "PT15M",
    "uuid": "3f2b7c1e-8a4d-4f6b-9c0e-5d1a2b3c4d5e",
    "email": "name@mail.example",
    "uri": "https://host.example/path",
    "url": "https://host.example/path",
    "uri-reference": "/path",
    "hostname": "host.example",
    "ipv4": "192.0.2.1",
    "ipv6": "2001:db8::1",
    "byte": "aGVsbG8=",
    "binary": "…",
    "password": "…",
}


def of_field(interface: Interface, field: Field) -> Value:
    """A value of a parameter or a member: its own example, else its default, else one of its type."""
    for example in (*field.examples, field.default):
        if example is not None and example.value is not None:
            return example.value
    return of_type(interface, field.type)


def of_type(interface: Interface, shape: Type, *, asking: bool = True) -> Value:
    """A value of a type. `asking`: as a caller sends it, without what only the service writes; else as it comes back.

    Types that contain themselves end: what leads back is left out, or empty where it must be there.
    """
    return _Sampler(interface, asking=asking).value(shape, ())


class _Sampler:
    def __init__(self, interface: Interface, *, asking: bool) -> None:
        self.interface = interface
        self.asking = asking
        self.left = MOST_PARTS

    def value(self, shape: Type, above: tuple[str, ...]) -> Value:
        self.left -= 1
        if self.left < 0 or len(above) > 3 * DEEPEST:
            return None
        given = _given(shape)
        if given is not None:
            return given.value
        if shape.ref:
            found = self.interface.resolve(shape)
            if found is None or shape.ref in above:
                return None
            return self.value(found, (*above, shape.ref))
        if shape.values:
            return shape.values[0]
        if shape.choices and shape.kind == "choice":
            return self.value(shape.choices[0], above)
        if shape.fields or shape.parts or shape.kind == "record":
            return self._record(shape, above)
        if shape.kind == "list":
            return self._list(shape, above)
        if shape.kind == "map":
            return {"name": self.value(shape.item, above)} if shape.item and self._goes_on(above) else {}
        return _plain(shape)

    def _goes_on(self, above: tuple[str, ...]) -> bool:
        return len(above) < DEEPEST and self.left > 0

    def _list(self, shape: Type, above: tuple[str, ...]) -> list[Value]:
        if shape.item is None or not self._goes_on(above) or _leads_back(shape.item, above):
            return []
        return [self.value(shape.item, above)]

    def _record(self, shape: Type, above: tuple[str, ...]) -> dict[str, Value]:
        record: dict[str, Any] = {}
        for part in shape.parts:
            if part.ref and part.ref in above:
                continue
            value = self.value(part, above)
            if isinstance(value, dict):
                record |= value
        for field in shape.fields[: MOST_MEMBERS * 5]:
            if (field.read_only and self.asking) or (field.write_only and not self.asking) or field.deprecated:
                continue
            inner = field.type.item
            leads_back = _leads_back(field.type, above) or (inner is not None and _leads_back(inner, above))
            too_much = len(record) >= MOST_MEMBERS or not self._goes_on(above)
            if not field.required and (leads_back or too_much):
                continue
            if field.required and leads_back:
                record[field.name] = [] if field.type.item is not None else {}
                continue
            given = next((one for one in (*field.examples, field.default) if one is not None), None)
            record[field.name] = given.value if given else self.value(field.type, (*above, ""))
        return record


def _leads_back(shape: Type, above: tuple[str, ...]) -> bool:
    """Among those above, records without a name stand as nothing, which is the reference of no type."""
    return bool(shape.ref) and shape.ref in above


def _given(shape: Type) -> Example | None:
    found = (one for one in (*shape.examples, shape.default) if one is not None and one.value is not None)
    return next(found, None)


def _plain(shape: Type) -> Value:
    limits = shape.limits
    if shape.kind in {"integer", "number"}:
        low = next((one for one in (limits.minimum, limits.above) if one is not None), None)
        number = 1 if low is None else low if limits.minimum is not None else low + 1
        high = limits.maximum
        number = high if high is not None and number > high else number
        return int(number) if shape.kind == "integer" else number
    if shape.kind == "boolean":
        return True
    if shape.kind in {"text", "binary"}:
        return _FORMATS.get(shape.format, "…" if shape.format or shape.limits.pattern else "text")
    return {} if shape.kind == "any" else None
