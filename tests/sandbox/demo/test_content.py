"""The demo's register, people, finance details and categories agree with one another."""

import re
from collections import Counter, defaultdict

import pytest

from tests.sandbox.demo.content import (
    CATEGORIES,
    CPD_CATEGORY,
    FINANCE,
    GROUPS,
    PEOPLE,
    PHASES,
    POSTS,
    REGIONS,
    ROLES,
    SCHOOLS,
    SECONDMENTS_CATEGORY,
    TOP_CATEGORIES,
    assert_unique,
    memberships,
    phase,
    rows,
    with_role,
)

# The register


def test_there_are_six_multi_academy_and_two_single_academy_trusts() -> None:
    assert Counter(row["Group Type (code)"] for row in GROUPS.values()) == {"06": 6, "10": 2}
    assert all(row["Group Status"] == "Open" for row in GROUPS.values())


def test_identifiers_are_unique_text_from_ranges_not_in_use() -> None:
    groups, schools = rows("groups.csv"), rows("academies.csv")
    for column in ("Group UID", "Group ID", "Group Name", "Companies House Number"):
        assert_unique([row[column] for row in groups])
    for column in ("URN", "EstablishmentName", "Postcode", "SchoolWebsite"):
        assert_unique([row[column] for row in schools])
    ukprns = [row["UKPRN"] for row in [*groups, *schools]]
    assert_unique(ukprns)
    assert all(re.fullmatch(r"19000\d{3}", ukprn) for ukprn in ukprns)
    assert all(re.fullmatch(r"9000[1-8]", uid) for uid in GROUPS)
    assert all(re.fullmatch(r"9900\d\d", urn) for urn in SCHOOLS)
    numbers = [row["Companies House Number"] for row in groups]
    assert all(re.fullmatch(r"\d{8}", number) for number in numbers)
    assert any(number.startswith("0") for number in numbers)


def test_every_school_belongs_to_a_trust_by_the_flag_of_its_kind() -> None:
    assert 38 <= len(SCHOOLS) <= 44
    for school in SCHOOLS.values():
        trust = GROUPS[school["Trusts (code)"]]
        assert school["TrustSchoolFlag (code)"] == {"06": "3", "10": "5"}[trust["Group Type (code)"]]
        assert school["Trusts (name)"] == trust["Group Name"].upper()


def test_schools_cover_every_region_and_phase() -> None:
    assert {school["GOR (code)"] for school in SCHOOLS.values()} == REGIONS
    assert {phase(school) for school in SCHOOLS.values()} == PHASES - {"early_years"}


def test_one_trust_has_only_special_schools() -> None:
    phases = defaultdict(set)
    for school in SCHOOLS.values():
        phases[school["Trusts (code)"]].add(phase(school))
    assert [uid for uid, found in phases.items() if found == {"special"}] == ["90005"]


@pytest.mark.parametrize("school", SCHOOLS.values(), ids=list(SCHOOLS))
def test_a_school_has_a_plausible_roll_place_and_address(school: dict[str, str]) -> None:
    assert 0 < int(school["NumberOfPupils"]) <= 1.05 * int(school["SchoolCapacity"])
    assert int(school["StatutoryLowAge"]) < int(school["StatutoryHighAge"])
    assert 240_000 < int(school["Easting"]) < 660_000
    assert 50_000 < int(school["Northing"]) < 560_000
    assert re.fullmatch(r"[A-Z]{1,2}\d{1,2} \d[A-Z]{2}", school["Postcode"])
    assert re.fullmatch(r"https://www\.[a-z-]+\.example", school["SchoolWebsite"])


# The people


def test_people_have_one_address_each_on_a_domain_nobody_can_own() -> None:
    assert_unique([person["email"] for person in PEOPLE])
    assert_unique([person["name"] for person in PEOPLE])
    assert all(re.fullmatch(r"[a-z.-]+@[a-z-]+\.example", person["email"]) for person in PEOPLE)


def test_memberships_name_known_trusts_roles_and_posts() -> None:
    for person in PEOPLE:
        for membership in person.get("memberships", []):
            assert membership["trust"] in GROUPS
            assert membership["roles"]
            assert set(membership["roles"]) <= ROLES
            assert {held["post"] for held in membership["posts"]} <= POSTS
            if membership["posts"]:
                assert "approver" in membership["roles"]


@pytest.mark.parametrize("uid", GROUPS)
def test_a_trust_can_run_itself_buy_sell_decide_and_pay(uid: str) -> None:
    for role in ("administrator", "buyer", "approver", "provider", "finance"):
        assert with_role(uid, role), role
    posts = Counter(held["post"] for _, m in memberships(uid) for held in m["posts"] if not held["deputy"])
    assert set(posts) == POSTS
    assert posts["chief_financial_officer"] == 1


@pytest.mark.parametrize("uid", GROUPS)
def test_a_trusts_own_staff_write_from_the_website_of_one_of_its_schools(uid: str) -> None:
    sites = {s["SchoolWebsite"].removeprefix("https://www.") for s in SCHOOLS.values() if s["Trusts (code)"] == uid}
    domains = {person["email"].split("@")[1] for person, _ in memberships(uid) if len(person["memberships"]) == 1}
    assert len(domains) == 1
    assert domains <= sites


def test_every_role_is_held_by_somebody() -> None:
    assert {role for p in PEOPLE for m in p.get("memberships", []) for role in m["roles"]} == ROLES


def test_one_operator_one_in_two_trusts_two_asking_and_the_rest_in_one() -> None:
    kinds = Counter(
        "operator" if person.get("operator") else "asks" if "asks" in person else len(person["memberships"])
        for person in PEOPLE
    )
    assert kinds == {"operator": 1, "asks": 2, 2: 1, 1: len(PEOPLE) - 4}
    assert all(p["asks"] in GROUPS and p["asked_days_ago"] > 0 for p in PEOPLE if "asks" in p)
    assert all("memberships" not in p for p in PEOPLE if p.get("operator") or "asks" in p)


def test_the_sign_in_page_has_its_people_in_order() -> None:
    order = sorted(person["story_order"] for person in PEOPLE if "story" in person)
    assert order == list(range(1, 24))
    assert all(p["story"].endswith(".") and len(p["story"]) < 120 for p in PEOPLE if "story" in p)


# The finance details


def test_every_trust_has_finance_details_and_six_are_registered_for_vat() -> None:
    assert [row["uid"] for row in FINANCE] == list(GROUPS)
    assert sum(row["vat_registered"] for row in FINANCE) == 6
    for row in FINANCE:
        group = GROUPS[row["uid"]]
        assert row["legal_name"].upper() == group["Group Name"].upper()
        assert row["address"][-2:] == [group["Group Town"], group["Group Postcode"]]
        assert row["invoice_email"].endswith(".example")


def test_vat_numbers_pass_modulus_97_in_a_range_never_issued() -> None:
    numbers = [row["vat_number"] for row in FINANCE if row["vat_registered"]]
    assert_unique(numbers)
    for number in numbers:
        digits = number.removeprefix("GB")
        assert re.fullmatch(r"999[1-9]\d{5}", digits)
        weighed = sum(int(digit) * weight for digit, weight in zip(digits[:7], range(8, 1, -1), strict=True))
        assert (weighed + int(digits[7:])) % 97 == 0
    assert all("vat_number" not in row for row in FINANCE if not row["vat_registered"])


# The categories


def test_categories_are_a_tree_of_two_levels_with_the_trades_own_names() -> None:
    assert [top["name"] for top in CATEGORIES] == [
        *TOP_CATEGORIES[:-1],
        CPD_CATEGORY,
        SECONDMENTS_CATEGORY,
        TOP_CATEGORIES[-1],
    ]
    assert all(3 <= len(top["children"]) <= 6 for top in CATEGORIES if top["name"] != CPD_CATEGORY)


def test_category_codes_are_unique_and_kebab_case() -> None:
    codes = [top["code"] for top in CATEGORIES] + [c["code"] for top in CATEGORIES for c in top["children"]]
    assert_unique(codes)
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", code) for code in codes)
    services = [child["name"] for top in CATEGORIES if top["name"] != CPD_CATEGORY for child in top["children"]]
    courses = [child["name"] for top in CATEGORIES if top["name"] == CPD_CATEGORY for child in top["children"]]
    assert_unique(services)
    assert_unique(courses)
