"""The style sheets keep HOUSE.md 13: raw values in one file, layers in order, nothing shouts, nothing is left over."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CSS = ROOT / "static" / "css"
LAYERS = ["reset", "tokens", "base", "layout", "parts", "pages", "states"]
GIVEN_BY_OTHERS = {"htmx-request", "input"}  # by htmx while it asks; by the field tag to every control
NAMED = ("white", "black", "red", "green", "blue", "gray", "grey", "silver", "orange", "yellow", "purple", "navy")


def sheet(name: str) -> str:
    return re.sub(r"/\*.*?\*/", "", (CSS / name).read_text(encoding="utf-8"), flags=re.DOTALL)


def sheets() -> dict[str, str]:
    return {path.name: sheet(path.name) for path in sorted(CSS.glob("*.css"))}


def selectors(text: str) -> list[str]:
    found = re.findall(r"([^{};]+)\{", text)
    return [one.strip() for one in found if not one.strip().startswith("@")]


def declarations(text: str) -> str:
    return " ".join(re.findall(r"[{;]\s*[\w-]+\s*:\s*[^;{}]+", text))


def defined_classes() -> set[str]:
    return {
        name
        for text in sheets().values()
        for one in selectors(text)
        for name in re.findall(r"\.([A-Za-z][\w-]*)", re.sub(r"\"[^\"]*\"", "", one))
    }


def used_classes() -> set[str]:
    """Class names written in templates, and in HTML that Python draws."""
    used: set[str] = set()
    for path in (ROOT / "templates").rglob("*.html"):
        text = re.sub(r"\{[%{#].*?[#%}]\}", " ", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        used |= {name for value in re.findall(r'\bclass="([^"]*)"', text) for name in value.split()}
    for folder in ("portal", "services", "teams"):
        for path in (ROOT / folder).rglob("*.py"):
            text = path.read_text(encoding="utf-8")
            used |= {name for value in re.findall(r"\bclass=\\?[\"']([\w -]+)", text) for name in value.split()}
    return used


def test_only_the_tokens_hold_raw_colours_and_pixels() -> None:
    wrong = []
    for name, text in sheets().items():
        if name == "tokens.css":
            continue
        values = declarations(text)
        wrong += [f"{name}: {raw}" for raw in re.findall(r"#[0-9a-fA-F]{3,8}\b|\b(?:rgba?|hsla?|oklch|lab)\(", values)]
        wrong += [f"{name}: {raw}" for raw in re.findall(r"\b\d*\.?\d+px\b", text)]
        wrong += [f"{name}: {raw}" for raw in re.findall(rf":\s*(?:[^;]*\s)?({'|'.join(NAMED)})\b(?!-)", values)]
    assert wrong == []


def test_the_layers_stand_in_their_order_and_every_sheet_is_imported_into_one() -> None:
    text = sheet("app.css")
    assert f"@layer {', '.join(LAYERS)};" in text
    imports = re.findall(r'@import url\("([\w.]+)"\) layer\((\w+)\);', text)
    assert sorted(name for name, _ in imports) == sorted(name for name in sheets() if name != "app.css")
    order = [LAYERS.index(layer) for _, layer in imports]
    assert order == sorted(order)


def test_no_rule_shouts_and_no_selector_names_an_id() -> None:
    for name, text in sheets().items():
        assert "!important" not in text, name
        named = [one for one in selectors(text) if re.search(r"#[A-Za-z]", re.sub(r"\"[^\"]*\"", "", one))]
        assert named == [], name


def test_every_token_that_is_used_exists_and_every_token_is_used() -> None:
    tokens = set(re.findall(r"(--[\w-]+)\s*:", sheet("tokens.css")))
    text = "".join(sheets().values())
    used = set(re.findall(r"var\((--[\w-]+)", text))
    assert used - tokens == set()
    assert tokens - used == set()


def test_every_class_in_a_template_has_a_style() -> None:
    assert used_classes() - defined_classes() == set()


def test_no_style_is_left_without_a_use() -> None:
    assert defined_classes() - used_classes() - GIVEN_BY_OTHERS == set()


def test_a_style_sheet_can_be_read_in_one_go() -> None:
    for name, text in sheets().items():
        assert text.count("\n") <= 400, name
