"""Times are shown in the zone of whoever looks."""

import pytest
from django.utils import timezone

from tests import make

pytestmark = pytest.mark.django_db


def test_a_page_shows_times_in_the_zone_of_whoever_looks(as_):
    kenji = make.person(time_zone="Asia/Tokyo")
    assert "Asia/Tokyo" in as_(kenji).get("/").content.decode()
    assert timezone.get_current_timezone_name() == "UTC", "only for that request"


def test_a_zone_nobody_knows_is_shown_as_utc(as_):
    lost = make.person(time_zone="Mars/Base")
    assert "Times are in UTC" in as_(lost).get("/").content.decode()


def test_a_stranger_has_no_zone(client, db):
    assert client.get("/login/").status_code == 200
