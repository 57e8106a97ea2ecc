"""What is made from packages: the sprite of icons and the typeface, as the static files see them."""

import re

import pytest
from django.contrib.staticfiles import finders
from django.templatetags.static import static

from portal import icons, made, typeface
from portal.templatetags.portal_ui import typeface as typeface_tag


def test_the_sprite_has_each_name_once_and_says_whose_it_is() -> None:
    sprite = icons.sprite()
    assert re.findall(r'<symbol id="([a-z-]+)"', sprite) == list(icons.names())
    assert "ISC" in sprite
    assert "<script" not in sprite
    assert "Lucide Contributors" in icons.licence()


def test_states_are_our_own_shapes_and_nothing_of_theirs_is_kept_here() -> None:
    assert {"error", "warning", "info", "hint", "ok", "waived", "unchecked", "half", "void"} <= set(icons.own_names())
    assert set(icons.own_names()).isdisjoint(icons.LUCIDE)


def test_the_static_files_find_what_was_made_and_nothing_else() -> None:
    assert str(finders.find("made/icons.svg")).endswith("icons.svg")
    assert finders.find("made/../settings.py") is None
    assert finders.find("made/nothing.svg") is None
    names = {name for name, _ in made.MadeFinder().list(None)}
    assert {"icons.svg", "icons-licence.txt"} <= names


def test_a_script_of_the_typeface_is_cut_small_with_its_weights(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    from fontTools.ttLib import TTFont

    monkeypatch.setattr(typeface, "PLACE", tmp_path_factory.mktemp("typeface"))
    assert typeface.present() == []
    typeface.cut("greek")
    assert typeface.present() == ["greek"]
    with TTFont(typeface.file_of("greek")) as font:
        assert font.flavor == "woff2"
        assert {axis.axisTag for axis in font["fvar"].axes} == {"opsz", "wght"}
        assert 0x3A9 in font.getBestCmap(), "Omega"
        assert ord("a") not in font.getBestCmap()
        assert "Open Font License" in str(font["name"].getDebugName(13))
    assert typeface.file_of("greek").stat().st_size < 60_000
    sheet = typeface.sheet(["greek"])
    assert 'url("inter-greek.woff2")' in sheet
    assert "font-display: swap" in sheet


def test_without_a_typeface_the_pages_name_none(monkeypatch: pytest.MonkeyPatch) -> None:
    typeface_tag.cache_clear()
    monkeypatch.setattr(made, "has_typeface", lambda: False)
    assert typeface_tag() == ""
    typeface_tag.cache_clear()


def test_with_a_typeface_the_pages_load_its_latin_first(monkeypatch: pytest.MonkeyPatch) -> None:
    typeface_tag.cache_clear()
    monkeypatch.setattr(made, "has_typeface", lambda: True)
    drawn = typeface_tag()
    assert f'href="{static("made/inter-latin.woff2")}"' in drawn
    assert f'href="{static("made/face.css")}"' in drawn
    typeface_tag.cache_clear()
