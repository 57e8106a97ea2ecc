"""Rulesets in Spectral's format, run on what they were written for: OpenAPI, AsyncAPI and JSON Schema documents."""
