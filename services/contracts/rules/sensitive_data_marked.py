"""sensitive-data-marked"""

from collections.abc import Iterator

from ..model import Field, Interface
from ..reading import DATA_CLASSES, marked, squeezed
from ..registry import Problem, rule

_SENSITIVE = frozenset(
    {
        "password",
        "passwd",
        "secret",
        "clientsecret",
        "privatekey",
        "ssn",
        "socialsecuritynumber",
        "nationalid",
        "nationalidnumber",
        "passportnumber",
        "iban",
        "bankaccountnumber",
        "cardnumber",
        "creditcardnumber",
        "creditcard",
        "cvv",
        "cvc",
        "cvv2",
        "dateofbirth",
        "birthdate",
        "dob",
        "taxid",
        "taxnumber",
        "medicalrecord",
        "accesstoken",
        "refreshtoken",
    }
)


@rule(
    "sensitive-data-marked",
    title="Data classes are marked",
    on=Field,
    named=lambda name: squeezed(name) in _SENSITIVE,
    group="operation",
    severity="warning",
    source="Zalando 200, GDPR art. 30, OWASP API3:2023",
    mend="Mark the field (x-data-class, writeOnly, format password), or state the fact `data_class` for all of it.",
    good={
        "openapi": """
openapi: 3.1.0
info: {title: Payments, version: 1.0.0}
paths: {}
components:
  schemas:
    Account:
      x-data-class: internal
      type: object
      properties: {iban: {type: string, x-data-class: confidential}}
""",
        "thrift": """
namespace * shop.payments.v1
struct Account { 1: string iban (data_class = "confidential"), 2: string bank (data_class = "internal") }
""",
    },
    bad={
        "openapi": """
openapi: 3.1.0
info: {title: Payments, version: 1.0.0}
paths: {}
components:
  schemas:
    Account:
      x-data-class: internal
      type: object
      properties: {iban: {type: string}}
""",
        "thrift": """
namespace * shop.payments.v1
struct Account { 1: string iban, 2: string bank (data_class = "internal") }
""",
    },
)
def check(field: Field, interface: Interface) -> Iterator[Problem]:
    """Who calls must know what they may log, cache and show. A secret or a person's data that is not marked ends up in
    places nobody cleans."""
    if interface.facts.data_class:
        return
    shape = interface.resolve(field.type)
    if "secret" in field.name.lower() and shape is not None and shape.kind not in ("text", "any"):
        return  # it tells of a secret, it is none
    marks = {**field.marks, **(shape.marks if shape is not None else {})}
    if field.write_only or (shape is not None and (shape.format == "password" or shape.kind == "boolean")):
        return
    if not marked(marks, DATA_CLASSES):
        yield Problem(field.place, f"{field.name[:80]!r} looks like sensitive data and is not marked.")
