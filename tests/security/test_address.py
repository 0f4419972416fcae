"""The loopback rule: which addresses are this computer's own, and what it may be called."""

from __future__ import annotations

import pytest

from formulation.security.address import (
    OnlyOnThisComputer,
    is_loopback,
    is_our_name,
    must_be_loopback,
)


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "127.8.9.10", "::1", "[::1]", "localhost", "LOCALHOST", "::ffff:127.0.0.1"],
)
def test_these_can_be_reached_from_this_computer_only(address: str) -> None:
    assert is_loopback(address)


@pytest.mark.parametrize(
    "address",
    [
        "0.0.0.0",  # noqa: S104
        "::",
        "10.0.0.1",
        "::ffff:10.0.0.1",
        "fe80::1%eth0",
        "example.org",
        "",
        "127.1",
        "2130706433",
    ],
)
def test_these_can_be_reached_from_elsewhere_or_are_no_addresses(address: str) -> None:
    assert not is_loopback(address)


def test_an_allowed_address_comes_back_without_its_brackets() -> None:
    assert must_be_loopback(" [::1] ") == "::1"


def test_a_refused_address_is_named_and_the_reason_given() -> None:
    with pytest.raises(OnlyOnThisComputer) as refused:
        must_be_loopback("192.168.0.7")
    assert "192.168.0.7" in refused.value.sentence
    assert "others on the network could read it" in refused.value.sentence


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "127.0.0.1:8501", "localhost:80", "Localhost:8501", "[::1]", "[::1]:8501"]
)
def test_this_computer_is_called_by_these_names(host: str) -> None:
    assert is_our_name(host)


@pytest.mark.parametrize(
    "host",
    [
        "", "notebook.example", "notebook.example:8501", "127.0.0.1.example", "localhost.example",
        "evil@127.0.0.1", "127.0.0.1:8501@evil", "[::1", "[::1]x", "::1:8501", "192.168.1.2",
    ],
)  # fmt: skip
def test_any_other_name_may_be_a_strangers(host: str) -> None:
    assert not is_our_name(host)
