"""Who works at Tideline, in which teams, on which services. Data only; portal/demo/seed.py makes it real."""

from typing import NamedTuple


class TeamData(NamedTuple):
    slug: str
    name: str
    division: str
    lead: str
    members: tuple[str, ...]
    mission: str
    time_zone: str = "Europe/London"


class ServiceData(NamedTuple):
    slug: str
    team: str
    text: str
    criticality: str = "medium"
    lifecycle: str = "production"


DIVISIONS = {
    "store": ("Store", "ruth", "What customers see, search and buy."),
    "payments": ("Payments", "amara", "How money comes in and goes out."),
    "logistics": ("Logistics", "viktor", "How things reach people."),
    "platform": ("Platform", "sam", "What every other team builds on."),
}

HEADS = {"ruth": "Ruth Calloway", "amara": "Amara Nwosu", "viktor": "Viktor Hale", "sam": "Sam Adeyemi"}
CHIEF = ("dora", "Dora Winfield")

TEAMS = (
    TeamData("checkout", "Checkout", "store", "hannah", ("mei", "tom", "ines", "paul"),
             "A customer can always finish what they began to buy."),
    TeamData("search", "Search", "store", "leo", ("nadia", "oskar", "wren"),
             "People find the thing they came for in one try.", "Europe/Berlin"),
    TeamData("catalogue", "Catalogue", "store", "priya", ("callum", "zoe", "anton", "beth"),
             "Every product is described once, well, and the same everywhere."),
    TeamData("ledger", "Ledger", "payments", "gustav", ("lena", "idris", "maya"),
             "Every coin is accounted for, within a minute, for ever."),
    TeamData("wallet", "Wallet", "payments", "sofia", ("ravi", "emil", "kate", "noor"),
             "Customers pay the way they like and are refunded the same day.", "Europe/Madrid"),
    TeamData("dispatch", "Dispatch", "logistics", "greta", ("jonas", "hugo", "alma"),
             "A parcel leaves within two hours of the order.", "Europe/Stockholm"),
    TeamData("tracking", "Tracking", "logistics", "omar", ("yuki", "finn", "clara", "dev", "milan", "rosa"),
             "Everyone knows where a parcel is, and when it comes.", "Asia/Tokyo"),
    TeamData("homeport", "Homeport", "platform", "sam", ("petra", "niko"),
             "Teams find each other's services and agree without meetings."),
)  # fmt: skip

NAMES = {
    "hannah": "Hannah Whitlock", "mei": "Mei Tanaka", "tom": "Tom Okafor", "ines": "Inês Duarte", "paul": "Paul Reyes",
    "leo": "Leo Brandt", "nadia": "Nadia Haddad", "oskar": "Oskar Nowak", "wren": "Wren Ellis",
    "priya": "Priya Raman", "callum": "Callum Fraser", "zoe": "Zoë Martin", "anton": "Anton Weiss", "beth": "Beth Lowe",
    "gustav": "Gustav Åkesson", "lena": "Lena Hoffmann", "idris": "Idris Bello", "maya": "Maya Levin",
    "sofia": "Sofía Navarro", "ravi": "Ravi Menon", "emil": "Emil Dahl", "kate": "Kate Moreau", "noor": "Noor Rahman",
    "greta": "Greta Sandberg", "jonas": "Jonas Lindqvist", "hugo": "Hugo Perrin", "alma": "Alma Costa",
    "omar": "Omar Farouk", "yuki": "Yuki Mori", "finn": "Finn Gallagher", "clara": "Clara Voss", "dev": "Dev Malik",
    "milan": "Milan Petrov", "rosa": "Rosa Lind", "petra": "Petra Kovač", "niko": "Niko Salo",
}  # fmt: skip

SERVICES = (
    ServiceData("checkout-orders", "checkout", "Places, changes and cancels the orders of the shop.", "critical"),
    ServiceData("checkout-web", "checkout", "The pages between the basket and the thank-you.", "high"),
    ServiceData("search-index", "search", "Finds products by words, shape and price.", "high"),
    ServiceData("product-facts", "catalogue", "What is known about each product, in every language.", "high"),
    ServiceData("price-lists", "catalogue", "What a product costs, where and when."),
    ServiceData("ledger-entries", "ledger", "Double-entry bookkeeping for everything that moves money.", "critical"),
    ServiceData("payment-methods", "wallet", "Cards, wallets and their tokens.", "critical"),
    ServiceData("refunds", "wallet", "Gives money back, once and on time.", "high"),
    ServiceData("gift-cards", "wallet", "Issues and redeems gift cards.", "low", "experimental"),
    ServiceData("parcel-labels", "dispatch", "Prints the label that a carrier can read."),
    ServiceData("pick-lists", "dispatch", "Tells the warehouse what to fetch, in which order.", "high"),
    ServiceData("parcel-tracking", "tracking", "Where a parcel is and when it comes.", "high"),
    ServiceData(
        "carrier-bridge", "tracking", "Speaks with eleven carriers, each in its own way.", "medium", "deprecated"
    ),
    ServiceData("homeport", "homeport", "This portal: its own API stands in its own catalog.", "medium"),
)


class ContractData(NamedTuple):
    service: str
    slug: str
    by: str
    document: str
    audience: str = "company"
    publish: bool = True
    facts: tuple[tuple[str, str], ...] = ()


CONTRACTS = (
    ContractData("checkout-orders", "orders-api", "hannah", "orders-2.yaml", "partner"),
    ContractData("ledger-entries", "postings-api", "gustav", "postings.yaml"),
    ContractData("payment-methods", "methods-api", "sofia", "methods.yaml", "company", False),
    ContractData("parcel-tracking", "tracking-api", "omar", "tracking.yaml", "public"),
    ContractData("search-index", "search-api", "leo", "search.json"),
    ContractData("carrier-bridge", "carriers-api", "omar", "carriers.yaml", "team", False),
)

# After orders-2 is published, the next draft is brought: with two errors, as drafts are.
NEXT_DRAFTS = (ContractData("checkout-orders", "orders-api", "mei", "orders-3.yaml"),)

USES = (
    ("checkout-web", "orders-api"), ("pick-lists", "orders-api"), ("refunds", "orders-api"),
    ("checkout-orders", "postings-api"), ("refunds", "postings-api"), ("gift-cards", "postings-api"),
    ("checkout-web", "tracking-api"), ("checkout-web", "search-api"),
)  # fmt: skip
