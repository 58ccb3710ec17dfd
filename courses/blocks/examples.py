"""What the block picker shows of each block: short, Danish, and as an author might have written it.

Raw values as StreamFields store them. Blocks that need a file (image, video, download) or the course around them
(a pool question, the maturity check) have none.
"""

from typing import Any


def _item(number: int, **value: Any) -> dict[str, Any]:
    return {"type": "item", "id": f"eksempel-{number}", "value": value}


_QUESTION = {"code": "q01", "level": 1, "explanation": "En gevinst uden ejer er et håb."}

EXAMPLES: dict[str, dict[str, Any]] = {
    "paragraph": {
        "text": "<p>Et system gør ikke en forskel. Det gør de mennesker, der arbejder anderledes, fordi det er der.</p>"
    },
    "example": {
        "title": "Hjemmeplejen i Nordby",
        "text": "<p>Lederen fulgte med på to besøg, før hun talte om gevinster.</p>",
        "fictional": True,
    },
    "key_message": {"text": "En gevinst uden ejer er et håb."},
    "exercise": {"prompt": "Skriv tre ting, dine medarbejdere gør anderledes på mandag.", "help": "", "rows": 3},
    "reflection": {"prompt": "Hvornår sagde du sidst nej til noget, du gerne ville?"},
    "dilemma": {
        "theme": "Tempo",
        "title": "Vent eller gå i gang",
        "situation": "Løsningen er klar, men to af fem afdelinger er ikke.",
        "options": [
            _item(1, text="Gå i gang med de tre", price="De to andre kommer bagud."),
            _item(2, text="Vent på alle", price="De tre mister lysten."),
        ],
    },
    "three_piles": {"prompt": "Skriv, hvad der fylder, og læg det i en bunke.", "help": "", "minimum_own": 2},
    "plan_suggestion": {"situation": "jeg åbner mandagsmødet", "action": "spørger jeg, hvad vi ikke længere gør"},
    "if_then_plan": {"prompt": "Lav en plan for i morgen.", "help": "Højst fem minutter.", "plans": 1},
    "follow_up": {"prompt": "Vælg en makker og tre datoer.", "help": "", "days": ["30", "60", "90"]},
    "benefit_card": {"prompt": "Giv din vigtigste gevinst en ejer, et nulpunkt og en dato.", "help": ""},
    "final_test": {"introduction": "Du kan tage testen, når du vil."},
    "dialogue_guide": {
        "introduction": "Tag den med din nærmeste kollega.",
        "steps": [
            _item(1, minutes=5, text="Fortæl hver for sig, hvad I håber på."),
            _item(2, minutes=10, text="Find én ting, I begge kan gøre."),
        ],
    },
    "single_choice": {
        **_QUESTION,
        "prompt": "Hvem ejer en gevinst?",
        "options": [
            _item(1, text="Den leder, hvis hverdag ændrer sig", correct=True, feedback="Ja, ejeren kan gøre noget."),
            _item(2, text="Projektlederen", correct=False, feedback="Hun er videre, når gevinsten skal hentes."),
        ],
    },
    "multiple_choice": {
        **_QUESTION,
        "prompt": "Hvad hører til et gevinstkort?",
        "options": [
            _item(1, text="En ejer", correct=True, feedback=""),
            _item(2, text="Et nulpunkt", correct=True, feedback=""),
            _item(3, text="Et logo", correct=False, feedback=""),
        ],
    },
    "true_false": {**_QUESTION, "prompt": "En gevinst kan måles uden et nulpunkt.", "answer": False},
    "matching": {
        **_QUESTION,
        "prompt": "Hvad hører sammen?",
        "pairs": [
            _item(1, left="Leverance", right="Systemet er sat op"),
            _item(2, left="Gevinst", right="Borgeren venter kortere"),
        ],
    },
    "ordering": {
        **_QUESTION,
        "prompt": "Sæt i rækkefølge.",
        "items": [_item(1, text="Nulpunkt"), _item(2, text="Forandring"), _item(3, text="Måling")],
    },
    "short_text": {
        **_QUESTION,
        "prompt": "Hvad hedder målingen før start?",
        "accepted": [_item(1, text="nulpunkt")],
    },
    "number": {**_QUESTION, "prompt": "Hvor mange dage går der?", "value": 30, "tolerance": 0, "unit": "dage"},
}
