"""The rules, one file each: the file name is the rule id. The folder is loaded whole (see `registry.py`)."""
