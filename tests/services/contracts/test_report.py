"""The report: one JSON object, stable, quick to read, true to what was found."""

import orjson
import pytest

from services.contracts import GROUPS, SEVERITIES, Report, lint, rules, write
from services.contracts.lint import fingerprint
from services.contracts.places import Span

from .documents import CHECKS, ORDERS, judged, openapi, report

MEMBERS = [
    "report",
    "engine",
    "digest",
    "profile",
    "outcome",
    "reason",
    "format",
    "files",
    "interface",
    "outline",
    "rules",
    "findings",
    "strings",
    "total",
    "truncated",
    "score",
    "seconds",
    "memory",
]


def test_its_members_are_the_ones_that_are_promised():
    data = report(ORDERS).data
    assert list(data) == MEMBERS
    assert (data["outcome"], data["reason"], data["truncated"]) == ("checked", None, False)
    assert data["format"] == {"name": "openapi", "dialect": "3.1", "label": "OpenAPI 3.1"}
    assert data["files"] == [{"name": "", "lines": 40}]
    assert data["interface"]["counts"] == {"operations": 2, "types": 2, "fields": 3, "lines": 40}
    assert data["interface"]["servers"] == [{"address": "https://orders.hartwell-shop.com/v1", "protocol": "https"}]
    assert data["memory"] > 1_000_000
    assert set(data["seconds"]) == {"read", "format", "build", "rules", "places", "all"}


def test_findings_stand_in_the_order_of_the_lines_and_all_are_counted():
    read = report(ORDERS)
    lines = [one.line for one in read.findings()]
    assert lines == sorted(lines)
    assert len(lines) == len(read) == read.total == sum(read.counts().values())
    assert sum(one["count"] for one in read.rules.values()) == read.total


def test_a_window_of_lines_shows_what_begins_in_it():
    read = report(ORDERS)
    everything = list(read.findings())
    assert list(read.findings(10, 16)) == [one for one in everything if 10 <= one.line <= 16]
    assert list(read.findings(39, 500)) == [one for one in everything if one.line >= 39]
    assert list(read.findings(500)) == []


def test_findings_by_rule_come_in_pages():
    read = report(ORDERS)
    grouped = read.by_rule()
    assert sum(map(len, grouped.values())) == read.total
    assert list(read.by_rule("examples-given", 0, 1)) == ["examples-given"]
    assert len(read.by_rule("examples-given", 0, 1)["examples-given"]) == 1


def test_the_outline_knows_the_worst_of_each_operation_and_type():
    read = report(ORDERS)
    operations = {one.name: one for one in read.operations()}
    place = operations["placeOrder"]
    assert (place.address, place.key, place.line, place.deprecated) == (
        "POST /orders",
        "operation:placeOrder",
        23,
        True,
    )
    mine = [one for one in read.findings() if one.key.split("/")[0] == "operation:placeOrder"]
    assert place.found == len(mine) > 1
    assert place.worst == min((one.severity for one in mine), key=SEVERITIES.index)
    assert [(one.name, one.address, one.line) for one in read.types()] == [
        ("Page", "record", 30),
        ("Order", "record", 36),
    ]


def test_what_is_waived_no_longer_blocks_and_counts_in_the_score():
    read = report(openapi(info={"title": "T", "version": "1.0.0"}, servers=[{"url": "http://x.hartwell.com/v1"}]))
    (error,) = [one for one in read.findings() if one.severity == "error"]
    assert (read.blocking(), read.blocking([error.fingerprint])) == (1, 0)
    assert read.waived_counts([error.fingerprint, "unknown"]) == {"encrypted-transport": 1}
    assert read.score([error.fingerprint]).passed == read.score().passed + 1


def test_the_score_inside_is_the_one_that_is_computed():
    read = report(ORDERS)
    said, total = read.data["score"], read.score()
    assert (said["passed"], said["failed"], said["not_checked"], said["total"]) == (*total[:3], CHECKS)
    assert [group["name"] for group in said["groups"]] == list(GROUPS)


def test_a_document_that_was_not_checked_has_a_report_of_the_same_shape():
    read = Report(write(lint(b"hello")))
    assert list(read.data) == MEMBERS
    assert not read.checked
    assert read.reason is not None
    assert read.reason["code"] == "unknown-format"
    assert {one["state"] for one in read.rules.values()} == {"not-checked"}
    assert (read.score().passed, read.score().not_checked) == (0, CHECKS)
    assert (list(read.findings()), read.operations(), read.blocking()) == ([], [], 0)


@pytest.mark.parametrize("raw", [b"", b"{}", b"[1]", b'{"report": 2}', b"\xff", b"null"])
def test_bytes_that_are_no_report_are_refused(raw: bytes):
    with pytest.raises(ValueError, match=r"."):
        Report(raw)


def test_an_empty_interface_scores_nothing_for_what_was_not_there():
    score = report(openapi()).score()
    told = {stroke.rule: stroke.state for group in score.groups for stroke in group.strokes}
    assert told["caller-identified"] == told["operation-described"] == told["stable-operation-name"] == "not-checked"


def test_fingerprints_survive_what_moves_around_them():
    before = {(one.rule, one.key): one.fingerprint for one in report(ORDERS).findings()}
    moved = ORDERS.replace("paths:\n", "x-note: new\npaths:\n  /aaa: {get: {operationId: aaa, responses: {}}}\n")
    moved = moved.replace(
        "    get:\n      operationId: listOrders", "    # a remark\n    get:\n      operationId: listOrders"
    )
    after = {(one.rule, one.key): one.fingerprint for one in report(moved).findings()}
    assert before.items() <= after.items()


def test_two_findings_of_one_rule_at_one_key_are_told_apart():
    parameters = [{"name": "a", "in": "query", "schema": {"type": "string"}}] * 2
    data = openapi(paths={"/x": {"get": {"responses": {}}}}, components={"parameters": {"p": parameters[0]}})
    doubled = data.replace(b'"components"', b'"x-a":{"k":1,"k":2,"k":3},"components"')
    marks = [one.fingerprint for one in report(doubled).findings() if one.rule == "duplicate-key"]
    assert len(set(marks)) == 2


def test_a_hundred_thousand_findings_are_read_a_window_at_a_time():
    checked = judged(ORDERS)
    one = checked.findings[0]
    checked.findings = [
        one._replace(
            message=f"{one.message} {i % 500}",
            key=f"{one.key}/field:{i}",
            fingerprint=fingerprint(one.rule, str(i)),
            span=Span(i // 7 + 1, 1 + i % 90, i // 7 + 1, 9 + i % 90),
        )
        for i in range(100_000)
    ]
    checked.total = 150_000
    raw = write(checked)
    read = Report(raw)
    window = list(read.findings(7_000, 7_399))
    assert (len(read), read.total, read.data["truncated"]) == (100_000, 150_000, True)
    assert len(window) == 2_800
    assert [found.fingerprint for found in window] == [found.fingerprint for found in checked.findings[48_993:51_793]]


def test_every_rule_is_told_with_its_why_and_how_to_mend():
    said = report(ORDERS).rules
    assert list(said) == list(rules())
    assert all(one["why"] and one["mend"] and one["title"] and one["source"] for one in said.values())


def test_the_same_document_gives_the_same_report():
    first, second = report(ORDERS).data, report(ORDERS).data
    for data in (first, second):
        del data["seconds"], data["memory"]
    assert orjson.dumps(first) == orjson.dumps(second)


def test_a_finding_is_found_by_its_fingerprint():
    read = report(ORDERS)
    for found in read.findings():
        assert read.marked(found.fingerprint) == found
    first, second = list(read.findings())[:2]
    across = first.fingerprint[8:] + second.fingerprint[:8]  # stands in the text of all marks, but is none
    assert [read.marked(one) for one in (across, "", "0" * 16, first.fingerprint[:15])] == [None] * 4
