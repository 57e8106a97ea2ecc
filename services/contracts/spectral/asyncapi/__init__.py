"""What rulesets call `spectral:asyncapi`: the rules and their functions."""
