"""Rulesets in Spectral's format, run on what they were written for: OpenAPI, AsyncAPI and JSON Schema documents.

A ruleset of ours is data in a folder: `oas/ruleset.yaml` is `spectral:oas`, word for word in the format that everybody
writes (`builtin.py` has the list). Functions are Python, registered by `@function("pattern")` (`function.py`): those
that every ruleset may call in `functions/`, those of one ruleset beside its `ruleset.yaml`. Every module of those
folders is imported when a ruleset asks for it, so that a new function is a new file and nothing else. What a module
needs and is expensive to import (jsonschema_rs) it imports when it is called, not when it is read.

Patterns of strangers run through `..patterns`. A `PatternTimedOut` that a check lets through makes its rule count as
not checked.
"""
