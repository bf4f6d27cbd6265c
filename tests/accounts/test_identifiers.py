"""Forms of the numbers that organisations are known by."""

from __future__ import annotations

import pytest

from award.accounts.rules import identifiers
from award.accounts.rules.paths import own_path


@pytest.mark.parametrize(
    ("rule", "typed", "stored"),
    [
        (identifiers.company_number, "01234567", "01234567"),
        (identifiers.company_number, "1234567", "01234567"),
        (identifiers.company_number, " 123 456 ", "00123456"),
        (identifiers.company_number, "sc123456", "SC123456"),
        (identifiers.company_number, "OC 301234", "OC301234"),
        (identifiers.company_number, "", ""),
        (identifiers.charity_number, "1234567", "1234567"),
        (identifiers.charity_number, "012345-1", "012345-1"),
        (identifiers.charity_number, "12345678", "12345678"),
        (identifiers.ods_code, "raj", "RAJ"),
        (identifiers.charity_number, "sc 012345", "SC012345"),
        (identifiers.charity_number, "NIC101234", "NIC101234"),
        (identifiers.ods_code, "vm5k2", "VM5K2"),
        *(
            (identifiers.ods_code, code, code)
            for code in (
                "R0A",
                "RAJ01",
                "RXTAA",
                "QWE",
                "NLT",
                "NLT01",
                "TAF",
                "00L",
                "201",
                "7A1",
                "A81001",
                "A81001001",
                "8HW12",
                "FA002",
                "A1B2C",
                "G4Z7K",
                "VLAKD",
                "VNHX4",
                "EE123456",
                "S08000015",
                "ZT001",
                "V00001",
                "X24",
                "LSP0101",
            )
        ),
        (identifiers.cqc_provider_id, "rx1", "RX1"),
        (identifiers.cqc_provider_id, "1-101234567", "1-101234567"),
        (identifiers.cqc_provider_id, "1–101234567", "1-101234567"),
        (identifiers.postcode, "ls14ap", "LS1 4AP"),
        (identifiers.postcode, "SW1A 1AA", "SW1A 1AA"),
        (identifiers.postcode, "m1 1ae", "M1 1AE"),
        (identifiers.website, "brightwater.example.org", "https://brightwater.example.org"),
        (identifiers.website, "http://a.example.org/x?y=1", "http://a.example.org/x?y=1"),
    ],
)
def test_an_identifier_is_stored_in_one_form(rule, typed, stored):  # type: ignore[no-untyped-def]
    assert rule(typed) == stored
    assert rule(stored) == stored


@pytest.mark.parametrize(
    ("rule", "typed"),
    [
        (identifiers.company_number, "12345"),
        (identifiers.company_number, "123456789"),
        (identifiers.company_number, "QQ123456"),
        (identifiers.company_number, "S1234567"),
        (identifiers.company_number, "٠١٢٣٤٥٦٧"),
        (identifiers.charity_number, "12345"),
        (identifiers.charity_number, "123456789"),
        (identifiers.charity_number, "1234567-"),
        (identifiers.ods_code, "RJ"),
        (identifiers.ods_code, "RAJ-1"),
        *(
            (identifiers.ods_code, words)
            for words in (
                "Not sure",
                "notsure",
                "None",
                "n/a",
                "NA",
                "TBC",
                "tba",
                "nil",
                "Unknown",
                "pending",
                "don't know",
                "No code",
                "not known",
                "applied for",
                "see above",
                "HOMES",
                "ABC",
                "0VM5K2",
                "1234567890",
                "?",
                "-",
                "XXXXX",
            )
        ),
        *(
            (identifiers.company_number, words)
            for words in (
                "Not sure",
                "None",
                "pending",
                "00000000",
                "0",
                "NOTSURE1",
                "SC000",
            )
        ),
        *(
            (identifiers.charity_number, words)
            for words in (
                "Not sure",
                "None",
                "exempt",
                "SC12345",
                "NI101234",
            )
        ),
        *((identifiers.cqc_provider_id, words) for words in ("Not sure", "None", "N/A", "ABC")),
        *((identifiers.postcode, words) for words in ("Not sure", "None", "AA1 1AAA", "Q1 1AA")),
        *((identifiers.website, words) for words in ("Not sure", "None", "n/a", "www", "a@b.org")),
        (identifiers.cqc_provider_id, "2-101234567"),
        (identifiers.cqc_provider_id, "101234567"),
        (identifiers.cqc_provider_id, "1-12345"),
        (identifiers.postcode, "LS1"),
        (identifiers.postcode, "LS1 4AP 2"),
        (identifiers.postcode, "90210"),
        (identifiers.website, "javascript:alert(1)"),
        (identifiers.website, "brightwater"),
        (identifiers.website, "https://user@evil.example.org"),
    ],
)
def test_another_form_is_refused_with_an_example(rule, typed):  # type: ignore[no-untyped-def]
    with pytest.raises(ValueError, match="Enter a"):
        rule(typed)


@pytest.mark.parametrize("path", ["/applications/AIA-2?x=1#y", "/", "/rounds"])
def test_a_path_of_ours_is_kept(path: str) -> None:
    assert own_path(path) == path


@pytest.mark.parametrize(
    "path",
    ["", None, "//evil.example", "/\\evil.example", "https://evil.example", "evil.example",
     "/\t/evil.example", "\\\\evil.example", "/ /evil.example", "javascript:alert(1)"],
)  # fmt: skip
def test_any_other_path_is_not(path: str | None) -> None:
    assert own_path(path) is None
