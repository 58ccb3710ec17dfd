"""What the three municipalities of the demo order, and what is said of it. The orders are invented."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from elearning.commissions.models import Commission, Wish

Action = Wish.Action
Format = Commission.Format
Stage = Commission.Stage


@dataclass(frozen=True)
class DemoWish:
    """``place`` is a lesson's or dialogue's code, »M« and a module's number, or "" for the whole course.

    ``answer`` is the deed that follows from the other side, "" for one that waits; ``note`` is what is said with it.
    Those that are agreed are ticked off by the changes that meet them.
    """

    action: str
    place: str
    text: str
    reason: str = ""
    answer: str = "agree"
    note: str = ""
    from_desk: bool = False


@dataclass(frozen=True)
class DemoOrder:
    """``stage`` is where it is taken to. ``met`` says how what no change ticks off has been met, by the wish's text or
    the field of the order it comes from; ``agreed`` are such fields of which nothing has become yet.

    ``weeks`` are how long from now the course begins and ends. ``lines`` are text, quantity and price in øre.
    """

    stage: str
    people: int
    levels: tuple[str, ...]
    format: str
    weeks: tuple[int, int]
    audience: str
    content_wishes: str
    process_wishes: str
    systems: str
    phone: str
    clarified: str
    comment: str
    answer: str
    task: str
    wishes: tuple[DemoWish, ...]
    met: dict[str, str]
    agreed: tuple[str, ...] = ()
    introduction: str = ""
    scope: str = ""
    schedule: str = ""
    lines: tuple[tuple[str, str, int], ...] = ()


GLOSTRUP = DemoOrder(
    stage=Stage.RUNNING,
    people=22,
    levels=("head", "manager"),
    format=Format.GATHERINGS,
    weeks=(0, 3),
    audience="Chefgruppen i et borgervendt område: ydelse og borgerservice.",
    content_wishes="Hent gevinsterne i et fælles ydelsessystem på én dag, med korte eksempler fra udbetalinger.",
    process_wishes="Vi mødes fysisk to timer midt i forløbet. Direktionen skal kunne se fremdrift, ikke svar.",
    systems="Et fælles ydelsessystem, som vi ikke selv har valgt.",
    phone="55 55 01 61",
    clarified="Ydelseschefen og to sagsbehandlere er med i to timer på torsdag.",
    comment="Kan vi nå at blive klar, før den nye version af ydelsessystemet går i luften?",
    answer="Ja. Udkastet ligger klar torsdag, og I kan begynde ni hverdage efter, at I har bestilt.",
    task="Mål gevinstkortet efter 90 dage",
    wishes=(
        DemoWish(
            Action.ADAPT,
            "2.4",
            "Eksemplet bliver vores eget ydelsessystem med lokale datoer, bemanding og nødplan for udbetalinger.",
            "Lederne skal kunne kende deres egen hverdag i det.",
        ),
        DemoWish(
            Action.MOVE, "D2", "Gevinstdialogen rykker op efter modul 1.", "Så ligger den på den dag, hvor vi mødes."
        ),
        DemoWish(
            Action.HIDE, "4.4", "Den politiske samtale tages ud.", "Den ligger i et andet forløb, som de har taget."
        ),
        DemoWish(
            Action.ADD,
            "M2",
            "En kort lokal lektion: »Sådan gør vi, når noget fejler en fredag«.",
            "To sagsbehandlere skriver den.",
        ),
        DemoWish(
            Action.DEADLINE,
            "",
            "I får to uger til e-læringen. En fast frist hjælper jer med at mødes om det samme.",
            answer="agree",
            from_desk=True,
        ),
        DemoWish(
            Action.OTHER,
            "",
            "Login med Fælleskommunal Adgangsstyring og en jobfunktionsrolle til deltagerne.",
            answer="decline",
            note="Det når vi ikke til dette hold. I logger ind med en engangskode på mail, og vi tager det op igen.",
        ),
    ),
    met={
        "content_wishes": "Hele forløbet er gået igennem med ydelseschefen; eksemplerne er fra udbetalinger.",
        "process_wishes": "Fælles dag på rådhuset. Fremdrift vises, svar gør ikke.",
        "systems": "Eksemplet i 2.4 og øvelsen i 0.1 handler om ydelsessystemet.",
    },
    introduction="Tak for to gode timer sammen. Her er forløbet, som vi blev enige om det.",
    scope="Fælles design i to timer. En fælles dag på to timer på rådhuset med jeres egen facilitator.",
    schedule="E-læring over to uger. Fælles dag i den anden uge.",
    lines=(
        ("Tilpasning af indhold og fælles design", "1", 1_850_000),
        ("Deltagere", "22", 45_000),
        ("Vejledning af jeres facilitator", "2.5", 120_000),
    ),
)

AARHUS = DemoOrder(
    stage=Stage.OFFERED,
    people=260,
    levels=("head", "manager"),
    format=Format.HALF_DAYS,
    weeks=(5, 11),
    audience="Ledere i fire magistratsafdelinger.",
    content_wishes="Vi vil have samme sprog om gevinster, men eksempler fra hver vores område.",
    process_wishes="Fire workshops, én i hver magistratsafdeling. Tre hold med to ugers mellemrum.",
    systems="",
    phone="55 55 07 51",
    clarified="De fire faglige redaktører er fundet. Første workshop er aftalt.",
    comment="Må vi prøve forløbet af med 20 ledere, før vi siger ja til det hele?",
    answer="Ja. Version 1 er klar til afprøvningen; tilbuddet gælder de tre hold.",
    task="Find lokaler til de fire workshops",
    wishes=(
        DemoWish(
            Action.ADAPT,
            "1.3",
            "Fire parallelle eksempler, ét fra hver magistratsafdeling.",
            "Lederne skal høre deres eget område nævnt.",
        ),
        DemoWish(
            Action.ADD, "", "En lokal lektion: »Vores fælles ord for gevinst, ejer og nulpunkt«.", "Fælles redaktion."
        ),
        DemoWish(
            Action.OTHER,
            "2.3",
            "Gevinstkortet får vores egne felter, så vi kan skrive mål-id fra budgettet.",
            note="Indtil kortet kan få egne felter, står der i hjælpeteksten, hvor I skriver mål-id.",
        ),
        DemoWish(
            Action.ADAPT, "D3", "Guiden passer til ledergrupper på 12 og får en facilitator.", "Vi er flere i lokalet."
        ),
        DemoWish(
            Action.ADD,
            "M4",
            "Begynd modulet med to minutter om vores egen beslutningsvej.",
            "Så ved alle, hvem der kan sige ja.",
            from_desk=True,
        ),
        DemoWish(Action.HIDE, "D4", "Makkerparforløbet tages ud.", "Det kører vi særskilt."),
        DemoWish(
            Action.OTHER,
            "",
            "Engelsk resumé til to afdelinger.",
            answer="decline",
            note="Kurset findes kun på dansk. Vi hjælper gerne med en side, I selv kan oversætte.",
        ),
    ),
    met={
        "content_wishes": "Fælles ord i den lokale lektion, egne eksempler i 1.3.",
        "En lokal lektion: »Vores fælles ord for gevinst, ejer og nulpunkt«.": "Skrevet som 1.6, sidst i modul 1.",
    },
    agreed=("process_wishes",),
    introduction="Forløbet er det, I har prøvet af: ét sprog, fire sæt eksempler.",
    scope="Fire workshops. Fælles redaktion, der fletter. Opfølgning efter 30, 60 og 90 dage.",
    schedule="Tre hold med to ugers mellemrum. To gange halvanden time i egne ledergrupper.",
    lines=(
        ("Workshops, én i hver magistratsafdeling", "4", 1_250_000),
        ("Fælles redaktion og tilpasning", "1", 4_800_000),
        ("Deltagere i tre hold", "260", 31_000),
    ),
)

LAESOE = DemoOrder(
    stage=Stage.CO_DESIGN,
    people=9,
    levels=("politician", "top", "manager"),
    format=Format.HALF_DAYS,
    weeks=(3, 3),
    audience="Kommunaldirektør, borgmester og syv ledere.",
    content_wishes="Samtale før test, og eksempler fra ø-drift: få hænder, mange kasketter, weekend uden vagt.",
    process_wishes="Én dag på rådhuset mellem to færger. Prøv det af med to af os først.",
    systems="",
    phone="55 55 08 25",
    clarified="Vi har talt en time sammen. Tilpasningen er klar i denne uge.",
    comment="Vi er så få, at alle kan kende hinandens svar. Det skal I tænke ind.",
    answer="Derfor vises modenhedsmålingen som samtalekort hos jer, og der vises ingen gruppetal.",
    task="Vælg de to, der prøver dagen af",
    wishes=(
        DemoWish(
            Action.ADAPT,
            "1.2",
            "Kæden tegnes om: samme person sidder i flere led.",
            "Øvelsen skal handle om, hvornår man skifter kasket.",
        ),
        DemoWish(Action.ADAPT, "4.1", "Overblik på ét ark i stedet for en liste.", "Vi har fem indsatser i alt."),
        DemoWish(Action.HIDE, "D1", "Dialogen tages ud.", "Fagchef og digitaliseringschef er samme person."),
        DemoWish(Action.ADD, "M3", "En lokal lektion: »Drift, når it-support sidder på fastlandet«."),
        DemoWish(
            Action.MATURITY,
            "",
            "Vis målingen som samtalekort, ikke som tal. Gruppen er for lille til tal.",
            from_desk=True,
        ),
        DemoWish(Action.ATTEMPTS, "", "Nyt forsøg samme dag.", "Dagen er samlet; i morgen er vi hver for sig."),
        DemoWish(
            Action.OTHER,
            "5.2",
            "Makkerne findes på en anden ø.",
            "Her kender alle hinanden for godt.",
            answer="",
        ),
        DemoWish(Action.OTHER, "", "Åbne svar slettes samme dag, medmindre deltageren selv gemmer dem.", answer=""),
    ),
    met={},
)

ORDERS = {"glostrup": GLOSTRUP, "aarhus": AARHUS, "laesoe": LAESOE}

#: The numbers are made up; the last digits check.
FACTS: dict[str, Any] = {
    "cvr": "99999993",
    "ean": "9999999999994",
    "person_reference": "Rikke Redaktør",
    "order_number": "LED-22",
    "data_controller": "Glostrup Kommune",
    "data_contact_name": "Kommunens databeskyttelsesrådgiver",
    "data_contact_email": "databeskyttelse@glostrup.example",
    "data_retention": {"accounts": 24, "enrolments": 24, "answers": 6, "work": 6},
    "sub_processors": "Ingen",
}

#: Who the facilitator adds to those who have an account already: name, address, level, unit.
PARTICIPANTS = (
    ("Mette Leder", "mette.leder@glostrup.example", "manager", "Ydelse"),
    ("Jens Chef", "jens.chef@glostrup.example", "head", "Borgerservice"),
    ("Lone Teamleder", "lone.teamleder@glostrup.example", "manager", "Ydelse"),
    ("Ole Teamleder", "ole.teamleder@glostrup.example", "manager", "Borgerservice"),
    ("Hanne Centerchef", "hanne.centerchef@glostrup.example", "head", "Ydelse"),
)
