"""Names in sensible case."""

import pytest

from app.trusts.rules.naming import sensible_case


@pytest.mark.parametrize(
    ("shouted", "written"),
    [
        ("ABBEY ACADEMIES TRUST", "Abbey Academies Trust"),
        ("HCAT", "HCAT"),
        ("HCAT TRUST", "HCAT Trust"),
        ("E-ACT", "E-ACT"),
        ("E-ACT SCHOOLS", "E-ACT Schools"),
        ("BDMAT", "BDMAT"),
        ("QED TRUST", "QED Trust"),
        ("COFE SCHOOLS TRUST", "CofE Schools Trust"),
        ("ST. MARY'S C OF E PRIMARY SCHOOL", "St. Mary's C of E Primary School"),
        ("ST. JAMES’ R.C. PRIMARY SCHOOL", "St. James’ R.C. Primary School"),
        ("HOLY TRINITY CE ACADEMY (SOUTH SHIELDS) TRUST", "Holy Trinity CE Academy (South Shields) Trust"),
        ("THE KEYS MAT", "The Keys MAT"),
        ("MOORLANDS SEND TRUST", "Moorlands SEND Trust"),
        ("UTC WEXBRIDGE", "UTC Wexbridge"),
        ("UTC@HARBOURSIDE", "UTC@Harbourside"),
        ("O'CONNOR TRUST", "O'Connor Trust"),
        ("THE D'ARCY SCHOOL", "The D'Arcy School"),
        ("SIR HUGH MCAULEY ACADEMY", "Sir Hugh McAuley Academy"),
        ("KING'S COLLEGE", "King's College"),
        ("SCHOOLS OF THE VALE AND DOWNS", "Schools of the Vale and Downs"),
        ("FAIRFIELD HIGH SCHOOL FOR GIRLS", "Fairfield High School for Girls"),
        ("A NEW START", "A New Start"),
        ("KING EDWARD VI SCHOOL", "King Edward VI School"),
        ("POPE JOHN XXIII TRUST", "Pope John XXIII Trust"),
        ("THE A.C.E. TRUST", "The A.C.E. Trust"),
        ("T.E.A.M EDUCATION", "T.E.A.M Education"),
        ("STOKE-ON-TRENT SCHOOLS", "Stoke-on-Trent Schools"),
        ("THE CO-OPERATIVE TRUST", "The Co-operative Trust"),
        ("OHC&AT ACADEMIES", "OHC&AT Academies"),
        ("ASHTON-UNDER-LYNE COLLEGE", "Ashton-under-Lyne College"),
        ("THE MID (A TRUST) OF THE WEST", "The Mid (A Trust) of the West"),
        ("OUR CHILDREN 1ST", "Our Children 1st"),
        ("PIONEER ACADEMIES COMMUNITY TRUST (PACT)", "Pioneer Academies Community Trust (PACT)"),
        ("ARETÉ LEARNING TRUST", "Areté Learning Trust"),
        ("LIBERTY TRUST LTD.", "Liberty Trust Ltd."),
        ("THE  WIDE   TRUST ", "The Wide Trust"),
        ("Bengeworth CE Academy", "Bengeworth CE Academy"),
        ("iLearn TRUST", "iLearn TRUST"),
    ],
)
def test_a_shouted_name_is_written_as_its_trust_would(shouted: str, written: str) -> None:
    assert sensible_case(shouted) == written
