import pytest
from babel import Locale

from rules.codes import ISO_COUNTRIES, OUTERMOST_REGIONS, OVERSEAS_TERRITORIES, Kind, iso_country, with_broader


def test_every_country_has_a_name_in_cldr_and_no_country_is_left_out() -> None:
    named = {str(code) for code in Locale("en").territories if len(str(code)) == 2}
    not_countries = {"AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"}
    assert named - not_countries == ISO_COUNTRIES


@pytest.mark.parametrize(("written", "iso"), [("EL", "GR"), ("UK", "GB"), ("GR", "GR"), ("NO", "NO"), ("XK", "XK")])
def test_the_commissions_codes_are_read_as_iso(written: str, iso: str) -> None:
    assert iso_country(written) == iso


@pytest.mark.parametrize("code", ["EU", "gr", "ZZ", "", "GRC"])
def test_what_is_no_country_is_refused(code: str) -> None:
    with pytest.raises(ValueError, match="no ISO 3166-1"):
        iso_country(code)


def test_territories_belong_to_member_states() -> None:
    assert set(OUTERMOST_REGIONS.values()) | set(OVERSEAS_TERRITORIES.values()) <= ISO_COUNTRIES
    assert not set(OUTERMOST_REGIONS) & set(OVERSEAS_TERRITORIES)


def test_a_local_authority_is_a_public_body_and_a_university_need_not_be() -> None:
    assert Kind.PUBLIC_BODY in with_broader(frozenset({Kind.LOCAL_AUTHORITY}))
    assert Kind.PUBLIC_BODY not in with_broader(frozenset({Kind.UNIVERSITY}))
