"""The demo company: Tideline sells, is paid for and delivers things. Every name and document is written here.

Its logins exist only in embedded mode on loopback; portal/checks.py and `manage.py serve` see to that.
"""

PASSWORD = "homeport"  # noqa: S105 - shown on the login page; loopback only

# login -> (password, who that is)
LOGINS: dict[str, tuple[str, str]] = {
    "mei": (PASSWORD, "Mei Tanaka, developer in Checkout"),
    "hannah": (PASSWORD, "Hannah Whitlock, leads Checkout"),
    "greta": (PASSWORD, "Greta Sandberg, leads Dispatch"),
    "jonas": (PASSWORD, "Jonas Lindqvist, developer in Dispatch"),
    "ruth": (PASSWORD, "Ruth Calloway, head of Store"),
    "sam": (PASSWORD, "Sam Adeyemi, steward of Homeport"),
}
