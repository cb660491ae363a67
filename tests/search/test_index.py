"""The promise of an index, held against the one that Whoosh keeps."""

import stat
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.search.index import Index, IndexBusy, IndexUnready
from app.search.values import Document, Query, Sort
from app.search.whoosh_index import WhooshIndex
from tests.search.makers import BUDGETS, CLERKING, PAYROLL, make_document, references

Build = Callable[[Iterable[Document]], Index]


def found(index: Index, query: Query | str) -> list[str]:
    asked = Query(text=query) if isinstance(query, str) else query
    return list(references(index.find(asked).hits))


def test_nothing_is_answered_before_an_index_is_built(index: Index) -> None:
    assert not index.is_well()
    with pytest.raises(IndexUnready):
        index.find(Query())
    with index.alone() as writer, pytest.raises(IndexUnready):
        writer.replace([make_document()])
    assert not index.is_well()


def test_an_index_of_nothing_is_well_and_finds_nothing(built: Build) -> None:
    index = built([])
    assert index.is_well()
    results = index.find(Query(text="payroll"))
    assert (results.total, results.hits, results.facets["kind"]) == (0, (), {})


def test_a_listing_is_found_by_its_words_wherever_they_stand(built: Build) -> None:
    index = built([make_document(body="We also run pensions administration.")])
    for text in ("bureau", "monthly", "pensions", "larchfield", "finance and payroll", "LST-22222"):
        assert found(index, text) == ["LST-22222"], text


def test_a_listing_replaced_is_found_as_it_now_is_and_once(built: Build) -> None:
    index = built([make_document(), make_document("LST-33333", "Clerking")])
    with index.alone() as writer:
        writer.replace([make_document(title="Catering"), make_document(title="Grounds")])
    assert found(index, "grounds") == ["LST-22222"]
    assert found(index, "bureau") == found(index, "catering") == []
    assert index.find(Query()).total == 2


def test_a_listing_that_is_gone_is_found_no_more(built: Build) -> None:
    index = built([make_document(), make_document("LST-33333", "Clerking")])
    with index.alone() as writer:
        writer.replace([], ["LST-22222"])
    results = index.find(Query())
    assert list(references(results.hits)) == ["LST-33333"]
    assert results.facets["kind"] == {"sample": 1}


def test_the_words_and_categories_of_a_listing_that_is_gone_are_told_to_nobody(built: Build) -> None:
    index = built([make_document(title="Zanzibar"), make_document("LST-33333", "Clerking", category_path=CLERKING)])
    assert index.find(Query(text="zanzibra")).suggestion == "zanzibar"
    with index.alone() as writer:
        writer.replace([], ["LST-22222"])
    results = index.find(Query(text="zanzibra"))
    assert results.suggestion == ""
    assert set(results.categories) == {"governance-and-clerking", "clerking"}


def test_a_rebuild_holds_exactly_what_it_was_given(built: Build) -> None:
    index = built([make_document(), make_document("LST-33333")])
    with index.alone() as writer:
        assert writer.rebuild([make_document("LST-44444"), make_document("LST-44444")]) == 1
    assert found(index, "") == ["LST-44444"]


def test_a_rebuild_that_fails_leaves_the_old_index(built: Build) -> None:
    def failing() -> Iterator[Document]:
        yield make_document("LST-44444")
        raise RuntimeError("the database went away")

    index = built([make_document()])
    with index.alone() as writer, pytest.raises(RuntimeError):
        writer.rebuild(failing())
    assert found(index, "") == ["LST-22222"]


def test_another_process_s_view_follows_each_change(built: Build, tmp_path: Path) -> None:
    index, other = built([make_document()]), WhooshIndex(tmp_path / "search")
    assert found(other, "bureau") == ["LST-22222"]
    with index.alone() as writer:
        writer.replace([make_document("LST-33333")])
    assert other.find(Query(text="bureau")).total == 2
    with index.alone() as writer:
        writer.rebuild([make_document("LST-44444")])
    assert found(other, "bureau") == ["LST-44444"]


def test_two_writers_exclude_each_other(index: Index, tmp_path: Path) -> None:
    with index.alone(), pytest.raises(IndexBusy), WhooshIndex(tmp_path / "search").alone(wait=0.05):
        raise AssertionError("both have the index alone")
    with index.alone(wait=0) as writer:
        writer.rebuild([])


def test_only_its_owner_may_enter_the_folder(built: Build, tmp_path: Path) -> None:
    built([make_document()])
    folders = [tmp_path / "search", *(each for each in (tmp_path / "search").iterdir() if each.is_dir())]
    assert [stat.S_IMODE(folder.stat().st_mode) for folder in folders] == [0o700, 0o700]


def _build_in(folder: Path) -> Path:
    return next(each for each in folder.iterdir() if each.is_dir())


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # Whoosh drops files it cannot read
@pytest.mark.parametrize("ending", [".toc", ".seg"])
@pytest.mark.parametrize("damage", [Path.unlink, lambda file: file.write_bytes(b"")], ids=["missing", "empty"])
def test_a_damaged_index_is_unready_for_everyone_until_it_is_rebuilt(
    built: Build, tmp_path: Path, ending: str, damage: Callable[[Path], object]
) -> None:
    built([make_document()])
    damage(next(each for each in _build_in(tmp_path / "search").iterdir() if each.suffix == ending))
    fresh, other = WhooshIndex(tmp_path / "search"), WhooshIndex(tmp_path / "search")
    with pytest.raises(IndexUnready):
        fresh.find(Query(text="payroll"))
    assert not other.is_well()
    with other.alone() as writer, pytest.raises(IndexUnready):
        writer.replace([make_document("LST-33333")])
    with other.alone() as writer:
        writer.rebuild([make_document()])
    assert found(fresh, "payroll") == ["LST-22222"]


def test_an_index_of_another_version_is_unready(built: Build, tmp_path: Path) -> None:
    index = built([make_document()])
    build = _build_in(tmp_path / "search")
    build.rename(build.with_name("0ldversion-1-aa"))
    (tmp_path / "search" / "current").write_text("0ldversion-1-aa")
    assert not index.is_well()


def test_one_old_build_is_kept_for_searches_under_way(built: Build, tmp_path: Path) -> None:
    for _ in range(4):
        built([make_document()])
    assert len([each for each in (tmp_path / "search").iterdir() if each.is_dir()]) == 2


class TestNarrowing:
    @pytest.fixture
    def index(self, built: Build) -> Index:
        return built(
            [
                make_document("LST-22222", regions=("A", "B"), phases=("primary",), category_path=PAYROLL),
                make_document("LST-33333", regions=("B",), phases=("secondary",), category_path=BUDGETS),
                make_document("LST-44444", phases=("primary", "secondary"), category_path=CLERKING),
            ]
        )

    @pytest.mark.parametrize(
        ("query", "expected"),
        [
            (Query(region=("A",)), {"LST-22222", "LST-44444"}),
            (Query(region=("K",)), {"LST-44444"}),
            (Query(region=("A", "B")), {"LST-22222", "LST-33333", "LST-44444"}),
            (Query(phase=("secondary",)), {"LST-33333", "LST-44444"}),
            (Query(category=("finance-and-payroll",)), {"LST-22222", "LST-33333"}),
            (Query(category=("payroll",)), {"LST-22222"}),
            (Query(kind=("sample",)), {"LST-22222", "LST-33333", "LST-44444"}),
            (Query(kind=("another",)), set()),
            (Query(category=("no-such",)), set()),
            (Query(region=("B",), phase=("primary",)), {"LST-22222", "LST-44444"}),
            (Query(text="clerking", region=("A",)), {"LST-44444"}),
        ],
    )
    def test_choices_of_one_facet_add_and_those_of_several_narrow(
        self, index: Index, query: Query, expected: set[str]
    ) -> None:
        assert set(found(index, query)) == expected

    def test_counts_of_a_facet_ignore_its_own_choices_and_keep_the_others(self, index: Index) -> None:
        results = index.find(Query(region=("A",), phase=("secondary",)))
        assert results.total == 1
        assert results.facets["region"] == {"A": 1, "B": 2, **dict.fromkeys("DEFGHJK", 1)}
        assert results.facets["phase"] == {"primary": 2, "secondary": 1}
        assert results.facets["category"] == {"governance-and-clerking": 1, "clerking": 1}

    def test_every_count_is_what_choosing_it_shows(self, index: Index) -> None:
        for facet, counts in index.find(Query(text="school", phase=("primary",))).facets.items():
            for code, count in counts.items():
                query = Query(**{"text": "school", "phase": ("primary",), facet: (code,)})  # type: ignore[arg-type]
                assert index.find(query).total == count, (facet, code)

    def test_what_lifting_a_facet_would_find_is_told(self, index: Index) -> None:
        results = index.find(Query(text="payroll", region=("K",), category=("payroll",)))
        assert results.total == 0
        assert (results.lifted["category"], results.lifted["region"], results.unnarrowed) == (1, 1, 3)


class TestOrder:
    @pytest.fixture
    def index(self, built: Build) -> Index:
        day = datetime(2026, 9, 1, tzinfo=UTC)
        return built(
            make_document(f"LST-{place}2222", title, price_pence=price, published_at=day + timedelta(days=place))
            for place, (title, price) in enumerate([("beta", 300), ("Alpha", None), ("gamma", 100), ("delta", 200)], 2)
        )

    @pytest.mark.parametrize(
        ("sort", "expected"),
        [
            (Sort.NEWEST, "5432"),
            (Sort.PRICE, "4523"),
            (Sort.TITLE, "3254"),
            (Sort.RELEVANCE, "5432"),
        ],
    )
    def test_each_order_is_kept_and_what_has_no_price_comes_last(self, index: Index, sort: Sort, expected: str) -> None:
        assert "".join(reference[4] for reference in found(index, Query(text="school", sort=sort))) == expected

    @pytest.mark.parametrize(("page", "expected"), [(1, 3), (2, 1), (3, 0), (10_000, 0)])
    def test_a_page_holds_so_many_and_the_total_stays(self, index: Index, page: int, expected: int) -> None:
        results = index.find(Query(page=page, size=3))
        assert (len(results.hits), results.total) == (expected, 4)


@pytest.fixture
def _hurried() -> Iterator[None]:
    """Threads change places a thousand times as often as they do by themselves."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(5e-6)
    yield
    sys.setswitchinterval(usual)


@pytest.mark.usefixtures("_hurried")
def test_threads_search_while_updates_commit(built: Build) -> None:
    every = [make_document(f"LST-{number:05d}", f"Payroll number {number}") for number in range(40)]
    index, faults, stop = built(every), [], threading.Event()

    def search() -> None:
        while not stop.is_set():
            try:
                whole, some = index.find(Query(text="payroll")), index.find(Query(text='"payroll number" -7'))
                if (whole.total, some.total, whole.facets["kind"]) != (40, 39, {"sample": 40}):
                    faults.append(f"{whole.total} {some.total} {whole.facets['kind']}")
                if len(set(references(whole.hits))) != 20:
                    faults.append("a listing twice on a page")
            except Exception as error:
                faults.append(repr(error))

    threads = [threading.Thread(target=search) for _ in range(8)]
    for thread in threads:
        thread.start()
    try:
        for number in [*range(30), *range(30)]:
            with index.alone(wait=30) as writer:
                writer.replace([every[number]])
    finally:
        stop.set()
        for thread in threads:
            thread.join()
    assert faults == []
