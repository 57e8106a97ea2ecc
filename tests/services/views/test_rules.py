"""The catalogue of rules: by group, with examples of each technology."""

import pytest
from django.urls import reverse

from services import contracts as engine

pytestmark = pytest.mark.django_db


def test_every_rule_is_in_the_list_under_its_group(ana, as_):
    text = as_(ana).get(reverse("services:rule-list")).content.decode()
    assert "how many of the 65 checks hold, 13 for each of five questions" in text
    for group in engine.GROUPS:
        assert f'id="{group}"' in text
        assert f'href="#{group}"' in text
    for rule in engine.rules().values():
        assert reverse("services:rule", args=[rule.id]) in text


@pytest.mark.parametrize("rule", engine.rules().values(), ids=lambda rule: rule.id)
def test_every_rule_has_a_page_with_its_examples(rule, ana, as_):
    text = as_(ana).get(reverse("services:rule", args=[rule.id])).content.decode()
    for name in rule.good or {}:
        assert f'id="{name}"' in text
    if rule.good:
        assert "<del>" in text or "<ins>" in text


def test_what_differs_is_marked_and_the_languages_have_their_colours(ana, as_):
    text = as_(ana).get(reverse("services:rule", args=["text-as-identifier"])).content.decode()
    assert '<del>  <i class="n">int64</i> <i class="n">id</i> = <i class="n">1</i>;</del>' in text
    assert '<ins>  <i class="n">string</i> <i class="n">id</i> = <i class="n">1</i>;</ins>' in text
    assert '<span><i class="k">message</i> Order {</span>' in text
    assert text.index('id="openapi"') < text.index('id="graphql"') < text.index('id="proto"')
