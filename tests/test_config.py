"""What settings are refused, and in what words."""

from pathlib import Path

import pytest

from config import Settings, SettingsError, read_settings

NEEDED = {"DATABASE_URL": "sqlite:////tmp/x.db", "DATA_DIR": "/tmp/x", "SECRET_KEY": "k" * 32}


@pytest.fixture(autouse=True)
def no_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """The demo's settings file of this test, which is not there yet; nothing of the machine's own is read."""
    file = tmp_path / "local.env"
    monkeypatch.setitem(Settings.model_config, "env_file", file)
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    return file


def setting(monkeypatch: pytest.MonkeyPatch, **values: str) -> None:
    for name, value in {**NEEDED, **values}.items():
        monkeypatch.setenv(name, value)


def test_every_missing_setting_is_named_with_what_it_is_for() -> None:
    with pytest.raises(SettingsError) as refused:
        read_settings()
    assert [name for name in NEEDED if f"{name}: " in refused.value.message] == list(NEEDED)


def test_without_the_demos_file_and_without_demo_it_is_production(monkeypatch: pytest.MonkeyPatch) -> None:
    setting(monkeypatch)
    assert not read_settings().demo


def test_the_environment_overrides_the_demos_file(monkeypatch: pytest.MonkeyPatch, no_file: Path) -> None:
    no_file.write_text("DEMO=1\nPORT=8000\n" + "".join(f"{name}={value}\n" for name, value in NEEDED.items()))
    monkeypatch.setenv("PORT", "8100")
    assert (read_settings().demo, read_settings().port) == (True, 8100)


@pytest.mark.parametrize("key", ["sk_live_1", "rk_live_1", " sk_live_1"])
@pytest.mark.parametrize(
    ("other", "says"),
    [
        ({"DEMO": "1"}, "DEMO is on"),
        ({"STRIPE_API_BASE": "http://127.0.0.1:8001"}, "STRIPE_API_BASE is not"),
        ({"STRIPE_API_BASE": "https://api.stripe.com.evil.example"}, "STRIPE_API_BASE is not"),
    ],
)
def test_a_live_key_is_refused_in_a_demo_and_with_an_address_that_is_not_stripes(
    monkeypatch: pytest.MonkeyPatch, key: str, other: dict[str, str], says: str
) -> None:
    setting(monkeypatch, STRIPE_API_KEY=key, **other)
    with pytest.raises(SettingsError, match=says):
        read_settings()


def test_a_live_key_goes_with_stripes_own_address(monkeypatch: pytest.MonkeyPatch) -> None:
    setting(monkeypatch, STRIPE_API_KEY="rk_live_1", STRIPE_API_BASE="https://api.stripe.com/")
    assert read_settings().stripe_api_key == "rk_live_1"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", "k" * 31),
        ("PORT", "http"),
        ("PORT", "0"),
        ("PORT", "65536"),
        ("DEMO", "perhaps"),
        ("DATABASE_URL", "exchange.db"),
        ("DATABASE_URL", "mysql://host/exchange"),
        ("SITE_ADDRESS", "exchange.example.org"),
    ],
)
def test_a_setting_that_cannot_work_is_refused_by_name(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    setting(monkeypatch, **{name: value})
    with pytest.raises(SettingsError, match=name):
        read_settings()


def test_what_a_process_demands_is_named_when_it_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    setting(monkeypatch, SMTP_URL="smtp://127.0.0.1:25")
    with pytest.raises(SettingsError, match="STRIPE_API_KEY") as refused:
        read_settings().demand("stripe_api_key", "smtp_url")
    assert "SMTP_URL" not in refused.value.message
