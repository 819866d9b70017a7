"""Who the parties are: countries and organisations by their names, demonyms and capitals."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import Final

_COUNTRIES: Final = """
AE United Arab Emirates|UAE;Emirati;Abu Dhabi
AF Afghanistan;Afghan;Kabul
AL Albania;Albanian;Tirana
AM Armenia;Armenian;Yerevan
AO Angola;Angolan;Luanda
AR Argentina;Argentine|Argentinian;Buenos Aires
AT Austria;Austrian;Vienna
AU Australia;Australian;Canberra
AZ Azerbaijan;Azerbaijani;Baku
BA Bosnia and Herzegovina|Bosnia;Bosnian;Sarajevo
BD Bangladesh;Bangladeshi;Dhaka
BE Belgium;Belgian;
BG Bulgaria;Bulgarian;Sofia
BH Bahrain;Bahraini;Manama
BN Brunei;Bruneian;Bandar Seri Begawan
BO Bolivia;Bolivian;La Paz
BR Brazil;Brazilian;Brasilia|Brasília
BT Bhutan;Bhutanese;Thimphu
BW Botswana;Botswanan;Gaborone
BY Belarus;Belarusian;Minsk
CA Canada;Canadian;Ottawa
CD Democratic Republic of the Congo|DRC;Congolese;Kinshasa
CH Switzerland;Swiss;Bern
CI Côte d'Ivoire|Ivory Coast;Ivorian;Abidjan
CL Chile;Chilean;
CM Cameroon;Cameroonian;Yaoundé
CN China|PRC;Chinese;Beijing
CO Colombia;Colombian;Bogotá|Bogota
CR Costa Rica;Costa Rican;San José
CU Cuba;Cuban;Havana
CY Cyprus;Cypriot;Nicosia
CZ Czech Republic|Czechia;Czech;Prague
DE Germany;German;Berlin
DK Denmark;Danish;Copenhagen
DO Dominican Republic;;Santo Domingo
DZ Algeria;Algerian;Algiers
EC Ecuador;Ecuadorian;Quito
EE Estonia;Estonian;Tallinn
EG Egypt;Egyptian;Cairo
ES Spain;Spanish;Madrid
ET Ethiopia;Ethiopian;Addis Ababa
FI Finland;Finnish;Helsinki
FJ Fiji;Fijian;Suva
FR France;French;Paris
GB United Kingdom|UK|U.K.|Britain|Great Britain;British;London
GE Georgia;Georgian;Tbilisi
GH Ghana;Ghanaian;Accra
GR Greece;Greek;Athens
HK Hong Kong;;
HR Croatia;Croatian;Zagreb
HU Hungary;Hungarian;Budapest
ID Indonesia;Indonesian;Jakarta
IE Ireland;Irish;Dublin
IL Israel;Israeli;Jerusalem
IN India;Indian;New Delhi
IQ Iraq;Iraqi;Baghdad
IR Iran;Iranian;Tehran
IS Iceland;Icelandic;Reykjavik
IT Italy;Italian;Rome
JM Jamaica;Jamaican;
JO Jordan;Jordanian;Amman
JP Japan;Japanese;Tokyo
KE Kenya;Kenyan;Nairobi
KG Kyrgyzstan;Kyrgyz;Bishkek
KH Cambodia;Cambodian;Phnom Penh
KP North Korea|DPRK;North Korean;Pyongyang
KR South Korea|Republic of Korea|ROK;South Korean|Korean;Seoul
KW Kuwait;Kuwaiti;
KZ Kazakhstan;Kazakh;Astana
LA Laos;Lao|Laotian;Vientiane
LB Lebanon;Lebanese;Beirut
LK Sri Lanka;Sri Lankan;Colombo
LT Lithuania;Lithuanian;Vilnius
LU Luxembourg;Luxembourgish;
LV Latvia;Latvian;Riga
LY Libya;Libyan;Tripoli
MA Morocco;Moroccan;Rabat
MD Moldova;Moldovan;Chisinau
ME Montenegro;Montenegrin;Podgorica
MK North Macedonia;Macedonian;Skopje
MM Myanmar|Burma;Burmese;Naypyidaw
MN Mongolia;Mongolian;Ulaanbaatar
MT Malta;Maltese;Valletta
MU Mauritius;Mauritian;Port Louis
MV Maldives;Maldivian;
MX Mexico;Mexican;Mexico City
MY Malaysia;Malaysian;Kuala Lumpur
MZ Mozambique;Mozambican;Maputo
NA Namibia;Namibian;Windhoek
NG Nigeria;Nigerian;Abuja
NL Netherlands;Dutch;The Hague|Amsterdam
NO Norway;Norwegian;Oslo
NP Nepal;Nepali|Nepalese;Kathmandu
NZ New Zealand;;Wellington
OM Oman;Omani;Muscat
PA Panama;Panamanian;Panama City
PE Peru;Peruvian;Lima
PG Papua New Guinea;;Port Moresby
PH Philippines;Philippine|Filipino;Manila
PK Pakistan;Pakistani;Islamabad
PL Poland;Polish;Warsaw
PS Palestine;Palestinian;Ramallah
PT Portugal;Portuguese;Lisbon
PY Paraguay;Paraguayan;Asunción
QA Qatar;Qatari;Doha
RO Romania;Romanian;Bucharest
RS Serbia;Serbian;Belgrade
RU Russia|Russian Federation;Russian;Moscow
RW Rwanda;Rwandan;Kigali
SA Saudi Arabia;Saudi;Riyadh
SE Sweden;Swedish;Stockholm
SG Singapore;Singaporean;
SI Slovenia;Slovenian|Slovene;Ljubljana
SK Slovakia;Slovak;Bratislava
SN Senegal;Senegalese;Dakar
SY Syria;Syrian;Damascus
TH Thailand;Thai;Bangkok
TJ Tajikistan;Tajik;Dushanbe
TL Timor-Leste;Timorese;Dili
TM Turkmenistan;Turkmen;Ashgabat
TN Tunisia;Tunisian;Tunis
TR Türkiye|Turkey;Turkish;Ankara
TW Taiwan;Taiwanese;Taipei
TZ Tanzania;Tanzanian;Dodoma
UA Ukraine;Ukrainian;Kyiv|Kiev
UG Uganda;Ugandan;Kampala
US United States|United States of America|USA|U.S.|US;American;Washington
UY Uruguay;Uruguayan;Montevideo
UZ Uzbekistan;Uzbek;Tashkent
VE Venezuela;Venezuelan;Caracas
VN Vietnam|Viet Nam;Vietnamese;Hanoi
VU Vanuatu;;Port Vila
ZA South Africa;South African;Pretoria
ZM Zambia;Zambian;Lusaka
ZW Zimbabwe;Zimbabwean;Harare
EU European Union|EU|European Commission|European Parliament|European Council;;Brussels
"""
"""``CODE names;demonyms;capitals``, each separated by bars; EU stands where ISO 3166 reserves it."""

_SIGNS: Final = (
    (
        "US",
        r"THE WHITE HOUSE|Federal Register|Executive Order \d{5}|\b\d+ (?:U\.S\.C\.|CFR)|Public Law \d{2,3}-\d+",
    ),
    ("EU", r"Official Journal of the European Union|Regulation \(EU\)|Directive \(EU\)|Member States"),
    ("GB", r"\bHis Majesty's Government|\bHM Treasury|\bWhitehall\b"),
)
"""Words that tell whose document it is where it does not name its own country."""

_ORGANISATIONS: Final = (
    "ASEAN APEC BRICS COP30 COP31 ECOWAS EFTA G20 G7 GCC IAEA IMF NATO OECD OPEC Quad SAARC SCO UN WHO WTO"
).split()


@dataclass(frozen=True, slots=True)
class Mention:
    """A country named in a text; ``place`` if it only says where ("in South Africa")."""

    start: int
    code: str
    place: bool


@dataclass(frozen=True, slots=True)
class Country:
    """What a country is called."""

    code: str
    name: str
    names: tuple[str, ...]
    demonyms: tuple[str, ...]
    capitals: tuple[str, ...]


def _countries() -> tuple[Country, ...]:
    found = []
    for line in _COUNTRIES.strip().splitlines():
        names, demonyms, capitals = line[3:].split(";")
        split = [tuple(filter(None, part.split("|"))) for part in (names, demonyms, capitals)]
        found.append(Country(line[:2], split[0][0], *split))
    return tuple(found)


COUNTRIES: Final = {country.code: country for country in _countries()}
_CODE: Final = {
    word: country.code
    for country in COUNTRIES.values()
    for word in (*country.names, *country.demonyms, *country.capitals)
}
_CAPITALS: Final = {capital for country in COUNTRIES.values() for capital in country.capitals}
_WORD: Final = re.compile(
    r"(?<![\w.])(?:(?P<at>in|at|near|from|sidelines of(?: the)?) )?(?:the )?(?P<name>"
    + "|".join(sorted(map(re.escape, (*_CODE, *_ORGANISATIONS)), key=len, reverse=True))
    + r")(?![\w])"
)
_FIRST: Final = {word[0] for word in _CODE}


def mentions(flat: str, start: int = 0, end: int | None = None) -> tuple[Mention, ...]:
    """The countries and organisations named between two offsets, in order."""
    found = []
    for match in _WORD.finditer(flat, start, len(flat) if end is None else end):
        name = match["name"]
        code = _CODE.get(name, name)
        found.append(
            Mention(match.start("name"), code, (match["at"] or "from") != "from" or name in _CAPITALS)
        )
    return tuple(found)


def principals(flat: str) -> tuple[str, ...]:
    """Whose announcement it is: the most named countries, at most three, in order of appearance.

    A document that names none may carry the signs of a state ("Federal Register").
    """
    head = flat[:20_000]
    counted = Counter(m.code for m in mentions(head) if not m.place)
    if signs := [
        code for code, sign in _SIGNS if re.search(sign, flat[:3_000]) or re.search(sign, flat[-6_000:])
    ]:
        return (signs[0],)
    if not counted:
        return ()
    most = max(counted.values())
    leading = [
        code for code, count in counted.items() if count >= max(2 if most > 3 else 1, 0.4 * most)
    ] or list(counted)[:2]
    return tuple(leading[:3])


def named(codes: tuple[str, ...]) -> str:
    """Two or three parties as a title names them: "India–Japan"."""
    return "–".join(COUNTRIES[code].name if code in COUNTRIES else code for code in codes)
