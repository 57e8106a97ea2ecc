"""The ruleset for OpenAPI 2 and 3, and its functions."""
