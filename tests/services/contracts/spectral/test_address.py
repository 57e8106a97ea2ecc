"""What browsers take for an absolute address."""

import pytest

from services.contracts.spectral.address import is_address


@pytest.mark.parametrize(
    "text",
    [
        "https://example.com", "http://a.b:80/c?d#e", "https:example.com", " https://x ", "http://[::1]:8080/", "ws://a",
        "http://1.2.3.4", "http://0x7f.1", "http://user:pw@host/", "mailto:a@b", "file:///a", "urn:x:y", "kafka://a:1",
        "https://\u00e4.example", "x:", "x:///a", "http://a:/", "https://{a}", "http://0x",
    ],
)  # fmt: skip
def test_an_address(text):
    assert is_address(text)


@pytest.mark.parametrize(
    "text",
    [
        "", "/v1", "example.com", "//a", "https://", "http://a:port", "http://a:99999", "http://[1", "http://[::1::2]",
        "http://a b/", "http://256.1.1.1", "http://1.2.3.4.5", "http://%00/", "1x:a", "kafka://a b", "file://a b", "http://09",
    ],
)  # fmt: skip
def test_none(text):
    assert not is_address(text)
