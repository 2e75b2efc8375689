"""Which country a label means on a date."""

import datetime

import pytest

from countries.models import Country, CountryResolver, UnresolvedCountry

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]


@pytest.mark.parametrize(
    ("label", "code"),
    [
        ("Kazakhstan", "KAZ"),
        ("KAZAKHSTAN", "KAZ"),
        ("Казахстан", "KAZ"),
        ("Қазақстан", "KAZ"),
        ("казакстан", "KAZ"),
        ("kz", "KAZ"),
        ("kaz", "KAZ"),
        ("Korea, Republic of", "KOR"),
        ("cote d'ivoire", "CIV"),
        ("Turkey", "TUR"),
        ("Türkiye", "TUR"),
        ("Burma", "MMR"),
        ("SUHH", "SUHH"),
    ],
)
def test_a_name_or_code_in_any_case_accent_or_script_is_its_country(label, code):
    assert Country.objects.resolve(label).code == code


@pytest.mark.parametrize(
    ("label", "on", "code"),
    [
        ("Germany", "1963-06-23", "XFRG"),
        ("Germany", "2022-05-01", "DEU"),
        ("Vietnam", "1966-10-26", "XRVN"),
        ("Vietnam", "2000-11-16", "VNM"),
        ("Yugoslavia", "1970-09-30", "YUCS"),
    ],
)
def test_a_name_that_moved_means_what_it_meant_on_the_date(label, on, code):
    date = datetime.date.fromisoformat(on)

    assert Country.objects.resolve(label, on=date).code == code


@pytest.mark.parametrize("label", ["Ruritania", "", "Zz", "Kazakh"])
def test_an_unknown_label_says_that_it_was_not_resolved(label):
    with pytest.raises(UnresolvedCountry, match="names no single country"):
        Country.objects.resolve(label)


def test_the_refusal_names_the_label():
    with pytest.raises(UnresolvedCountry) as refusal:
        Country.objects.resolve("Ruritania")

    assert (refusal.value.label, refusal.value.candidates) == ("Ruritania", ())


def test_many_labels_resolve_with_one_query(django_assert_num_queries):
    with django_assert_num_queries(1):
        resolver = CountryResolver.of()
        codes = [resolver.resolve(label) for label in ("Uzbekistan", "Россия", "Қытай")]

    assert codes == ["UZB", "RUS", "CHN"]


@pytest.mark.parametrize("text", ["кырг", "Kyrg", "KGZ", "Киргизия"])
def test_search_finds_a_country_by_a_part_of_any_name(text):
    assert "KGZ" in Country.objects.search(text).values_list("code", flat=True)
