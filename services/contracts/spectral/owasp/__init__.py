"""What rulesets call `@stoplight/spectral-owasp-ruleset`: the rules and their functions."""
