"""JSON Schema as rulesets know it: which faults a value has, in the order and at the places that ajv tells them.

A schema is compiled once into closures that answer None for a valid value; faults are only built when there are some.
Rulesets are written against what ajv does by default: it stops at the first fault, tries keywords in an order of its
own, and of a choice tells the first fault of every branch. Other validators agree on validity, not on any of this.
"""
