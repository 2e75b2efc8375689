"""Numbers and the counts that officials report: in words and digits, before and after the noun."""

import datetime

import pytest

from events.press.extraction import extract
from events.press.mentions import Kind
from events.press.numbers import find_numbers
from events.press.tokens import Text

DAY = datetime.date(2023, 1, 4)


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("twenty-three", 23),
        ("one hundred and seventy-five", 175),
        ("a hundred", 100),
        ("двадцать три", 23),
        ("сорока двух", 42),
        ("ста семидесяти пяти", 175),
        ("двухсот шестнадцати", 216),
        ("восьмисот", 800),
        ("он екі", 12),
        ("жиырма үш", 23),
        ("екі жүз он алты", 216),
        ("жүз жетпіс бес", 175),
        ("one", None),
    ],
)
def test_a_number_in_words_is_read_whole(words, value):
    found = [number.value for number in find_numbers(Text(f"… {words} …"))]
    assert found == ([value] if value else [])


@pytest.mark.parametrize("words", ["пять двадцать", "twenty thirty", "жиырма отыз"])
def test_words_out_of_order_are_two_numbers(words):
    assert len(find_numbers(Text(words))) == 2


def totals(text: str) -> list[str]:
    return [f"{m.key} {m.value}" for m in extract(text, published=DAY).of(Kind.TOTAL)]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Визитов: 22. Документов – 140.", ["outgoing_visits 22", "documents_signed 140"]),
        ("Число подписанных соглашений достигло 61.", ["documents_signed 61"]),
        ("Құжаттардың саны 140-қа жетті.", ["documents_signed 140"]),
        ("The number of agreements came to 61.", ["documents_signed 61"]),
        ("Министр восемь раз выезжал за рубеж.", ["outgoing_visits 8"]),
        ("Министр шетелге 8 рет сапармен барды.", ["outgoing_visits 8"]),
        ("Состоялось пятнадцать зарубежных поездок.", ["outgoing_visits 15"]),
    ],
)
def test_a_count_is_found_before_and_after_its_noun(text, found):
    assert totals(text) == found


@pytest.mark.django_db
@pytest.mark.parametrize(
    "text",
    [
        "Торговля после визита за рубеж выросла в 2 раза.",
        "Trade rose three times after the visit.",
        "Документы: 13 сентября.",
        "Документы подписаны, 12 журналистов сообщили об этом.",
        "Соглашение было 3 компаниям выгодно.",
        "Встретились 40 компаний; прошли два форума.",
        "Қонақтар үшін 12 орын бар.",
    ],
)
def test_what_counts_something_else_is_no_count(text):
    assert totals(text) == []
