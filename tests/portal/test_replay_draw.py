"""`manage.py replay_draw`: anybody draws again, and is told whether it is the same."""

import json

import pytest
from django.core.management import CommandError, call_command

from tests import make

pytestmark = pytest.mark.django_db


def replayed(capsys, *arguments):
    try:
        call_command("replay_draw", *arguments)
        code = 0
    except SystemExit as ended:
        code = ended.code
    return capsys.readouterr().out, code


def test_it_prints_the_draw_and_says_that_it_is_the_same(home, capsys):
    make.bar_raiser()
    review = make.review(home)
    told, code = replayed(capsys, f"R-{review.pk}")
    assert code == 0
    assert f"lead: {review.reviewer.login}" in told
    assert "Same. The same draw came out." in told
    told, _ = replayed(capsys, str(review.pk), "--json")
    line = json.loads(told)
    assert (line["same"], line["sealed"], line["draw"]) == (True, True, 1)
    assert line["drawn"] == line["stored"]


def test_a_changed_record_is_not_the_same_and_one_without_inputs_cannot_be_said(home, capsys):
    review = make.review(home)
    drawn = review.draws.get()
    drawn.outcome["seats"][0]["gave_way"] = ["rest"]
    drawn.save()
    told, code = replayed(capsys, f"R-{review.pk}")
    assert code == 1
    assert "NOT the same." in told
    assert "differs: lead: gave_way" in told
    drawn.given = b""
    drawn.save()
    told, code = replayed(capsys, f"R-{review.pk}")
    assert code == 2
    assert "Cannot be said." in told


def test_what_is_not_there_is_refused_with_what_is(home):
    review = make.review(home)
    with pytest.raises(CommandError, match="There is no review R-999999") as refused:
        call_command("replay_draw", "R-999999")
    assert refused.value.returncode == 2  # 1 would say that another draw came out
    with pytest.raises(CommandError, match="There is no review nonsense"):
        call_command("replay_draw", "nonsense")
    with pytest.raises(CommandError, match="has 1 draws"):
        call_command("replay_draw", f"R-{review.pk}", "--draw", "7")
