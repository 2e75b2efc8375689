"""The months as they are written in English, Russian and Kazakh, inflected and shortened."""

import re

ENGLISH_MONTHS = (
    r"jan(?:uary|\.)?",
    r"feb(?:ruary|\.)?",
    r"mar(?:ch|\.)?",
    r"apr(?:il|\.)?",
    r"may",
    r"june?",
    r"july?",
    r"aug(?:ust|\.)?",
    r"sept?(?:ember|\.)?",
    r"oct(?:ober|\.)?",
    r"nov(?:ember|\.)?",
    r"dec(?:ember|\.)?",
)
RUSSIAN_MONTHS = (
    r"янв(?:\.|ар[ьяею]м?)?",
    r"февр?(?:\.|ал[ьяею]м?)?",
    r"март[аеу]?м?",
    r"апр(?:\.|ел[ьяею]м?)?",
    r"ма[йяею]м?",
    r"июн[ьяею]м?",
    r"июл[ьяею]м?",
    r"авг(?:\.|уст[аеу]?м?)?",
    r"сент?(?:\.|ябр[ьяею]м?)?",
    r"окт(?:\.|ябр[ьяею]м?)?",
    r"нояб?(?:\.|р[ьяею]м?)?",
    r"дек(?:\.|абр[ьяею]м?)?",
)
KAZAKH_MONTHS = tuple(
    stem + r"\w{0,6}"  # any case: қыркүйекте, қарашасында
    for stem in (
        "қаңтар",
        "ақпан",
        "наурыз",
        "сәуір",
        "мамыр",
        "маусым",
        "шілде",
        "тамыз",
        "қыркүйе[кг]",
        "қазан",
        "қараша",
        "желтоқсан",
    )
)
MONTHS = tuple(zip(ENGLISH_MONTHS, RUSSIAN_MONTHS, KAZAKH_MONTHS, strict=True))
MONTH_PATTERNS = tuple(re.compile("|".join(names), re.IGNORECASE) for names in MONTHS)


def month_number(word: str) -> int:
    """1 for January, in any of the three languages; StopIteration for no month."""
    return next(n for n, names in enumerate(MONTH_PATTERNS, 1) if names.fullmatch(word))
