"""Names and phrases of synthetic records, with the search keys that saving would give them."""

from functools import lru_cache
from random import Random

from countries.names import fold

# The visitor whom the search is asked for: an invented name, spelt apart in each script.
SOUGHT = ("Tursynbek Qaratayev", "Турсынбек Каратаев", "Тұрсынбек Қаратаев")

SYLLABLES = (
    ("ka", "ка"), ("ra", "ра"), ("men", "мен"), ("to", "то"), ("lin", "лин"), ("sar", "сар"),
    ("dy", "ды"), ("vel", "вел"), ("no", "но"), ("mir", "мир"), ("ash", "аш"), ("ber", "бер"),
    ("gul", "гул"), ("han", "хан"), ("is", "ис"), ("zha", "жа"), ("pet", "пет"), ("ur", "ур"),
)  # fmt: skip
FAMILY_ENDINGS = (("ov", "ов"), ("sen", "сен"), ("yan", "ян"), ("i", "и"), ("ard", "ард"))
ERRANDS = ("talks on", "signing of papers on", "opening of a forum on", "consultations on")
SUBJECTS = (
    "trade", "transit corridors", "water", "energy", "borders", "visas", "grain", "railways",
    "nuclear safety", "education", "defence", "investment", "climate", "the Caspian Sea",
)  # fmt: skip
NOTES = ("The day of departure is not in the source.", "Another source gives the next day.")


folded = lru_cache(maxsize=100_000)(fold)  # a few thousand phrases serve a million records


def key(*texts: str) -> str:
    """What ``FoldedField`` stores for these texts."""
    return " | ".join(folded(text) for text in texts if text)


def names(random: Random) -> tuple[str, str, str]:
    """A person's name in English, Russian and Kazakh."""
    parts = [random.choices(SYLLABLES, k=random.choice((2, 2, 3))) for _ in range(2)]
    parts[1].append(random.choice(FAMILY_ENDINGS))
    latin = " ".join("".join(s[0] for s in word).capitalize() for word in parts)
    cyrillic = " ".join("".join(s[1] for s in word).capitalize() for word in parts)
    return latin, cyrillic, cyrillic.replace("к", "қ").replace("К", "Қ")


def purposes(random: Random) -> list[str]:
    """A few hundred purposes; an empty one as often as in real registers."""
    some = [
        f"{random.choice(ERRANDS)} {first} and {second}".capitalize()
        for first in SUBJECTS
        for second in SUBJECTS
        if first != second
    ]
    return [*some, *[""] * (len(some) // 2)]
