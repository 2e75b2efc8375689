"""docker-compose.yml, .env.example and the settings speak of the same variables."""

import re

import yaml
from django.conf import settings

BASE_DIR = settings.BASE_DIR
COMPOSE = (BASE_DIR / "docker-compose.yml").read_text()
SERVICES = yaml.safe_load(COMPOSE)["services"]


def names_in_example() -> dict[str, str]:
    lines = (BASE_DIR / ".env.example").read_text().splitlines()
    return dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))


def names_that_settings_read() -> set[str]:
    source = (BASE_DIR / "diplotrack" / "settings.py").read_text()
    return set(re.findall(r'(?:env\.\w+|boolean)\(\s*"([A-Z_]+)"', source))


def test_the_web_service_sets_only_what_settings_read():
    assert set(SERVICES["web"]["environment"]) <= names_that_settings_read()


def test_the_example_lists_every_variable_that_settings_read():
    assert names_that_settings_read() <= set(names_in_example())


def test_the_example_lists_every_variable_that_compose_wants():
    wanted = set(re.findall(r"\$\{([A-Z_]+)", COMPOSE))
    assert wanted <= set(names_in_example())


def test_no_secret_has_a_value_in_the_repository():
    example = names_in_example()
    for secret in ("SECRET_KEY", "POSTGRES_PASSWORD"):
        assert example[secret] == ""
        assert set(re.findall(rf"\$\{{{secret}(..)", COMPOSE)) == {":?"}  # required, no default


def test_every_service_has_a_health_check():
    assert all("healthcheck" in service for service in SERVICES.values())


def test_the_web_service_waits_for_a_healthy_database():
    assert SERVICES["web"]["depends_on"]["db"]["condition"] == "service_healthy"
    assert SERVICES["db"]["image"] == "postgres:17"


def test_the_image_runs_the_entry_point_as_nobody_special():
    dockerfile = (BASE_DIR / "Dockerfile").read_text()
    assert dockerfile.index("USER diplotrack") < dockerfile.index('CMD ["bin/serve"]')


def test_what_must_outlive_the_container_is_on_volumes():
    volumes = dict(volume.rsplit(":", 1)[::-1] for volume in SERVICES["web"]["volumes"])
    for kept in ("copies", "releases"):
        assert volumes[f"/app/var/{kept}"] == kept
        assert f"var/{kept}" in (BASE_DIR / "Dockerfile").read_text()
