"""The functions that every ruleset may call, one a file, named as rulesets name them."""
