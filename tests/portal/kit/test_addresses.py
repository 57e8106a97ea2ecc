"""What may be reached: the table of addresses, of ways to write them, and of what an allow-list lets through."""

from ipaddress import ip_address

import pytest

from portal.kit.addresses import FetchRefused, is_public, read_url, require_reachable

WRITTEN = {
    "http://example.com": "http://example.com/",
    "  https://EXAMPLE.com:443/a/b?c=d#e  ": "https://example.com/a/b?c=d",
    "HTTP://example.com:8080/": "http://example.com:8080/",
    "http://example.com./x": "http://example.com/x",
    "http://b\u00fccher.example/\u00e4?q=\u00fc": "http://xn--bcher-kva.example/%C3%A4?q=%C3%BC",
    "http://example.com/a%20b": "http://example.com/a%20b",
    "http://\uff11\uff12\uff17.0.0.1/": "http://127.0.0.1/",  # full-width digits
    "http://127\u30020\u30020\u30021/": "http://127.0.0.1/",  # ideographic full stops
    "http://\u2460\u2461\u2466.\u24ea.\u24ea.\u2460/": "http://127.0.0.1/",  # circled digits
    "http://\uff2c\uff2f\uff23\uff21\uff2chost/": "http://localhost/",
    "http://[::1]:8080/": "http://[::1]:8080/",
    "http://[0:0:0:0:0:ffff:7f00:1]/": f"http://[{ip_address('::ffff:127.0.0.1')}]/",  # 3.12 writes it in hexadecimal
    "http://under_score.example/": "http://under_score.example/",
}

NOT_WRITTEN = {
    "": "fetch-address-unclear",
    "example.com/openapi.yaml": "fetch-scheme",
    "//example.com/": "fetch-scheme",
    "ftp://example.com/": "fetch-scheme",
    "file:///etc/passwd": "fetch-scheme",
    "gopher://127.0.0.1:6379/_FLUSHALL": "fetch-scheme",
    "data:text/plain,x": "fetch-scheme",
    "jar:http://example.com!/": "fetch-scheme",
    "http://user:secret@example.com/": "fetch-password",
    "http://example.com@127.0.0.1/": "fetch-password",
    "http://@example.com/": "fetch-password",
    "http://example.com\\@127.0.0.1/": "fetch-address-unclear",
    "http://exa mple.com/": "fetch-address-unclear",
    "http://example.com/a\r\nX-Evil: 1": "fetch-address-unclear",
    "http://exam\tple.com/": "fetch-address-unclear",
    "http://example.com/\x00": "fetch-address-unclear",
    "http://example.com\u200b/": "fetch-address-unclear",
    "http://": "fetch-address-unclear",
    "http:///path": "fetch-address-unclear",
    "http://:80/": "fetch-address-unclear",
    "http://./": "fetch-address-unclear",
    "http://a..b/": "fetch-address-unclear",
    "http://-a.example/": "fetch-address-unclear",
    "http://example.com:0/": "fetch-address-unclear",
    "http://example.com:65536/": "fetch-address-unclear",
    "http://example.com:http/": "fetch-address-unclear",
    "http://127.1/": "fetch-address-unclear",
    "http://2130706433/": "fetch-address-unclear",
    "http://0x7f.1/": "fetch-address-unclear",
    "http://0x7f000001/": "fetch-address-unclear",
    "http://0177.0.0.1/": "fetch-address-unclear",
    "http://127.0.0.01/": "fetch-address-unclear",
    "http://1.2.3.4.5/": "fetch-address-unclear",
    "http://256.0.0.1/": "fetch-address-unclear",
    "http://%31%32%37.0.0.1/": "fetch-address-unclear",
    "http://exam%70le.com/": "fetch-address-unclear",
    "http://[::1/": "fetch-address-unclear",
    "http://[fe80::1%25eth0]/": "fetch-address-unclear",
    "http://[v1.x]/": "fetch-address-unclear",
    "http://[127.0.0.1]/": "fetch-address-unclear",
    "http://stra\u00dfe.example/": "fetch-address-unclear",
    "http://" + "a" * 64 + ".example/": "fetch-address-unclear",
    "http://" + "a." * 127 + "example/": "fetch-address-unclear",
    "http://example.com/" + "a" * 2000: "fetch-address-unclear",
}

PUBLIC = ["1.1.1.1", "8.8.8.8", "93.184.215.14", "100.63.255.255", "100.128.0.0", "2606:4700::1111", "2a00:1450::1"]

PRIVATE = [
    *("10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1", "127.0.0.1", "127.255.255.254"),  # RFC 1918, loopback
    *("100.64.0.1", "100.127.255.255"),  # carrier-grade NAT, RFC 6598
    *("192.0.0.1", "192.0.2.1", "198.51.100.1", "203.0.113.1", "198.18.0.1", "240.0.0.1"),  # kept for other uses
    *("192.88.99.1", "::1", "fc00::1", "fd12:3456::1", "fec0::1", "2001:db8::1", "3fff::1", "100::1"),
    *("::ffff:8.8.8.8", "::ffff:10.0.0.1", "::8.8.8.8", "64:ff9b::808:808", "64:ff9b:1::1"),  # IPv4 inside IPv6
    *(
        "2002:808:808::1",
        "2001:0:808:808::1",
        "2001:20::1",
        "5f00::1",
        "4000::1",
    ),  # 6to4, Teredo, ORCHID, not given out
]

NEVER = [
    *("0.0.0.0", "0.1.2.3", "::", "169.254.169.254", "169.254.1.1", "fe80::1", "255.255.255.255"),
    *("224.0.0.1", "239.1.1.1", "ff02::1", "ff0e::1"),
    *("168.63.129.16", "100.100.100.200", "192.0.0.192", "fd00:ec2::254", "fd20:ce::254"),  # clouds' metadata
    *("::ffff:169.254.169.254", "64:ff9b::a9fe:a9fe", "2002:a9fe:a9fe::1", "::ffff:0.0.0.0"),
]


@pytest.mark.parametrize(("text", "url"), WRITTEN.items())
def test_an_address_is_read_into_its_one_written_form(text: str, url: str) -> None:
    assert read_url(text).url == url


@pytest.mark.parametrize(("text", "code"), NOT_WRITTEN.items())
def test_an_address_that_two_programs_could_read_differently_is_refused_with_a_sentence(text: str, code: str) -> None:
    with pytest.raises(FetchRefused) as refusal:
        read_url(text)
    assert refusal.value.code == code
    assert refusal.value.status == 422
    assert refusal.value.message.endswith(".")


@pytest.mark.parametrize("text", PUBLIC)
def test_a_public_address_may_be_reached(text: str) -> None:
    assert is_public(ip_address(text))
    require_reachable(read_url("https://api.example/"), [ip_address(text)], allowed=[])


@pytest.mark.parametrize("text", PRIVATE)
def test_a_private_address_is_refused_unless_it_is_allowed(text: str) -> None:
    target = read_url("https://api.example/")
    with pytest.raises(FetchRefused) as refusal:
        require_reachable(target, [ip_address(text)], allowed=["other.example", "api.example:80", "9.9.9.0/24", "//"])
    assert refusal.value.code == "fetch-address-private"
    assert text not in refusal.value.message, "where the company's names lead is not told"
    require_reachable(target, [ip_address(text)], allowed=["api.example"])


@pytest.mark.parametrize("text", NEVER)
def test_some_addresses_are_refused_whatever_the_list_allows(text: str) -> None:
    with pytest.raises(FetchRefused) as refusal:
        require_reachable(
            read_url("https://api.example/"), [ip_address(text)], ["api.example", "0.0.0.0/0", "::/0", text]
        )
    assert refusal.value.code == "fetch-address-never"


def test_one_private_address_among_public_ones_refuses_them_all() -> None:
    addresses = [ip_address("1.1.1.1"), ip_address("2606:4700::1111"), ip_address("10.0.0.1")]
    with pytest.raises(FetchRefused):
        require_reachable(read_url("https://api.example/"), addresses, allowed=[])


@pytest.mark.parametrize(
    ("entry", "url", "address", "allowed"),
    [
        ("api.corp", "https://api.corp/", "10.1.2.3", True),
        ("API.Corp.", "https://api.corp/", "10.1.2.3", True),
        ("api.corp", "https://evil.api.corp/", "10.1.2.3", False),
        ("api.corp", "https://api.corp.evil/", "10.1.2.3", False),
        ("api.corp:8443", "https://api.corp:8443/", "10.1.2.3", True),
        ("api.corp:8443", "https://api.corp/", "10.1.2.3", False),
        ("10.1.0.0/16", "https://any.corp/", "10.1.2.3", True),
        ("10.1.0.0/16", "https://any.corp/", "10.2.2.3", False),
        ("10.1.2.3", "https://any.corp/", "10.1.2.3", True),
        ("10.1.2.3:8443", "https://10.1.2.3/", "10.1.2.3", False),
        ("[fd00::1]:8443", "https://[fd00::1]:8443/", "fd00::1", True),
        ("fd00::1", "https://[fd00::1]:8443/", "fd00::1", True),
        ("fd00::/8", "https://any.corp/", "fd00::1", True),
        ("10.1.0.0/99", "https://any.corp/", "10.1.2.3", False),
        ("", "https://any.corp/", "10.1.2.3", False),
        ("*", "https://any.corp/", "10.1.2.3", False),
        ("any.corp:port", "https://any.corp/", "10.1.2.3", False),
    ],
)
def test_an_allow_list_names_hosts_ports_addresses_and_blocks(
    entry: str, url: str, address: str, allowed: bool
) -> None:
    target = read_url(url)
    if allowed:
        require_reachable(target, [ip_address(address)], [entry])
    else:
        with pytest.raises(FetchRefused):
            require_reachable(target, [ip_address(address)], [entry])
