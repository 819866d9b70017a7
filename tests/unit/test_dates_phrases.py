"""What policy texts say of time, as read on 16 January 2026 in India's fiscal calendar."""

from __future__ import annotations

from datetime import date

import pytest

from milepost.cli.dates import edtf_of
from milepost.reading.dates import find, phrase
from milepost.when import By, Calendar, Every, Offset, When, parse, write

PUBLISHED = date(2026, 1, 16)
INDIA = Calendar("Asia/Kolkata", "IN")
AMERICA = Calendar("America/New_York", "US")


def codes(text: str, calendar: Calendar = INDIA, published: date | None = PUBLISHED) -> list[str | None]:
    return [edtf_of(timex, published, calendar) for timex in find(text, published, calendar)]


def whens(text: str, calendar: Calendar = INDIA) -> list[str]:
    return [write(timex.when) for timex in find(text, PUBLISHED, calendar) if timex.when is not None]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("first half of 2026", "2026-40"),
        ("H2 2026", "2026-41"),
        ("Q3 2026", "2026-35"),
        ("by the end of the first quarter of 2027", "[..2027-03-31]"),
        ("within 90 days of the date of this order", "[..2026-04-16]"),
        ("not later than 180 days after enactment", "[..2026-07-15]"),
        ("early 2027", "[2027-01-01..2027-04-30]"),
        ("mid-2027", "[2027-05-01..2027-08-31]"),
        ("by late 2026", "[..2026-12-31]"),
        ("by the end of March", "[..2026-03-31]"),
        ("from January 15 to January 17", "2026-01-15/2026-01-17"),
        ("from 15 to 17 January 2026", "2026-01-15/2026-01-17"),
        ("March 9-13, 2026", "2026-03-09/2026-03-13"),
        ("15-17 January", "2026-01-15/2026-01-17"),
        ("fiscal year 2026-27", "[2026-04-01..2027-03-31]"),
        ("2026/27 financial year", "[2026-04-01..2027-03-31]"),
        ("the twentieth day following its publication", "2026-02-05"),
        ("by 2030", "[..2030-12-31]"),
        ("first week of March 2026", "[2026-03-01..2026-03-07]"),
        ("last quarter of the year", "2026-36"),
        ("by the end of the current fiscal year", "[..2026-03-31]"),
        ("12:01 a.m. EDT on August 7, 2026", "2026-08-07T00:01:00-04:00"),
        ("the 18th Dialogue was held on Friday", "2026-01-16"),
        ("spring 2027", "2027-21"),
        ("second fortnight of June 2026", "[2026-06-16..2026-06-30]"),
        ("by year-end", "[..2026-12-31]"),
        ("third quarter of FY 2026-27", "[2026-10-01..2026-12-31]"),
        ("by the end of the third quarter of FY 2026-27", "[..2026-12-31]"),
        ("no later than 31 March 2027", "[..2027-03-31]"),
        ("by 2 August 2026 at the latest", "[..2026-08-02]"),
        ("before 1 March 2026", "[..2026-02-28]"),
        ("until 30 June 2027", "[..2027-06-30]"),
        ("from 2 August 2026 onwards", "2026-08-02/.."),
        ("with effect from 1 January 2027", "2027-01-01/.."),
        ("as of 1 May 2026", "2026-05-01/.."),
        ("between February and April 2026", "[2026-02-01..2026-04-30]"),
        ("30 March to 2 April 2026", "2026-03-30/2026-04-02"),
        ("30 December 2026 to 2 January 2027", "2026-12-30/2027-01-02"),
        ("from 2026 to 2030", "2026-01-01/2030-12-31"),
        ("2\u00a0August 2026", "2026-08-02"),
        ("by\nAugust 2,\n2026", "[..2026-08-02]"),
        ("12 months after 17 February 2024", "2025-02-17"),
        ("within two years of 1 March 2026", "[..2028-03-01]"),
        ("beginning in 2027", "2027-01-01/.."),
        ("through September 30, 2027", "[..2027-09-30]"),
        ("on the first Monday in October 2026", "2026-10-05"),
        ("by the last Friday of March 2026", "[..2026-03-27]"),
        ("in the week of 9 March 2026", "[2026-03-09..2026-03-15]"),
        ("the week beginning 9 March 2026", "[2026-03-09..2026-03-15]"),
        ("between 3 and 5 June 2026", "[2026-06-03..2026-06-05]"),
        ("from March to May 2026", "2026-03-01/2026-05-31"),
        ("the 2026-2030 plan", "2026-01-01/2030-12-31"),
        ("2026–2030", "2026-01-01/2030-12-31"),
        ("for a period of five years from 16 November 2022", "2022-11-16/2027-11-16"),
        ("Q4 FY2026-27", "[2027-01-01..2027-03-31]"),
        ("by H1 FY27", "[..2026-09-30]"),
        ("by 31 March of each year", "2026-03-31"),
        ("in three months' time", "2026-04"),
        ("ninety days from now", "2026-04-16"),
        ("at 10:30 IST, 5 May 2026", "2026-05-05T10:30:00+05:30"),
        ("the day following its publication", "2026-01-17"),
        ("by close of business on March 6, 2026", "[..2026-03-06]"),
        ("w.e.f. 1 April 2026", "2026-04-01/.."),
        ("by end June 2026", "[..2026-06-30]"),
        ("during the 2026 calendar year", "2026"),
        ("H1/2026", "2026-40"),
        ("not later than 30 June in each year", "2026-06-30"),
        ("early next year", "[2027-01-01..2027-04-30]"),
        ("“by 2 August 2026”", "[..2026-08-02]"),
        ("(from 2 August 2026)", "2026-08-02/.."),
        ("“early next year", "[2027-01-01..2027-04-30]"),
        ("in the second half of April", "[2026-04-16..2026-04-30]"),
        ("at year-end", "2026-12"),
        ("in the last week of March", "[2026-03-25..2026-03-31]"),
        ("on the last day of February 2028", "2028-02-29"),
        ("in May/June 2026", "[2026-05-01..2026-06-30]"),
        ("in Q2/Q3 2026", "2026-04-01/2026-09-30"),
        ("by end-May", "[..2026-05-31]"),
        ("by 31 March of next year", "[..2027-03-31]"),
        ("for fiscal years 2027 through 2031", "2026-04-01/2031-03-31"),
        ("in the 2027 budget year", "[2026-04-01..2027-03-31]"),
        ("on the 30th day after publication", "2026-02-15"),
        ("midnight on January 31", "2026-02-01T00:00:00+05:30"),
        ("at 9:30 this evening", "2026-01-16T21:30:00+05:30"),
        ("On 12 May 2026 it opens; 9 months before that date", None),
    ],
)  # fmt: skip
def test_phrase_comes_to_its_days(text: str, code: str | None) -> None:
    if code is None:
        assert codes(text)[-1] == "2025-08-12"
    else:
        assert codes(text) == [code]


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("mid-2030s", "during mid 2030s"),
        ("FY2027", "during FY2027"),
        ("every two years", "undated, every 2 years"),
        ("first Monday of each month", "undated, every month on the first monday"),
        ("within 10 working days", "within 10 working days of publication"),
        ("within two years of its entry into force", 'within 2 years of "its entry into force"'),
        ("12 months after entry into force", '12 months after "entry into force"'),
        ("within 90 days of the issuance of the guidance",
         'within 90 days of "the issuance of the guidance"'),
        ("by 17 February 2025, and every four years thereafter", "by 2025-02-17, every 4 years"),
        ("within 180 days of the date of this order, and annually thereafter",
         "within 180 days of publication, every year"),
        ("within ninety (90) days of the date of this order", "within 90 days of publication"),
        ("within one hundred eighty days after the date of enactment of this Act",
         "within 180 days of publication"),
        ("within 24 hours of becoming aware", 'within 24 hours of "becoming aware"'),
        ("by the end of fiscal year 2030", "by FY2030"),
    ],
)  # fmt: skip
def test_phrase_keeps_what_was_said(text: str, when: str) -> None:
    assert whens(text) == [when]


@pytest.mark.parametrize(
    "text",
    [
        "parties may agree", "the second reading", "the 2030 Agenda", "Vision 2047",
        "the Procurement (Amendment) Bill, 2026", "troops march", "goods fall within its scope",
        "Regulation 2024/1689", "the Trade Act of 1974", "Regulation (EU) No 910/2014",
        "Regulation (EU) 2022/2065 of the European Parliament and of the Council of 19 October 2022",
        "Executive Order 14028 of May 12, 2021", "OJ L 277, 27.10.2022", "42 U.S.C. 1983",
        "call 202-555-2019", "Washington, DC 20500", "room 2017", "version 2.1.2024", "flight 1999",
        "$2,026", "a 52-year-old adviser", "from 2008 levels",
        "Special Publication 2000",
        "Directive 2000/31/EC", "document C(2003) 1422", "reduce emissions by 65 percent",
    ],
)  # fmt: skip
def test_what_looks_like_a_date_and_is_none_is_left_alone(text: str) -> None:
    assert find(text, PUBLISHED, INDIA) == ()


def test_day_in_numbers_that_reads_both_ways_is_in_doubt() -> None:
    (mine,) = find("on 12/05/2026", PUBLISHED, INDIA)
    (theirs,) = find("on 12/05/2026", PUBLISHED, AMERICA)
    assert (mine.value, theirs.value) == ("2026-05-12", "2026-12-05")
    assert mine.doubt == theirs.doubt == "day and month may be meant the other way round"


def test_fiscal_year_is_that_of_the_country() -> None:
    assert codes("by the end of fiscal year 2030", AMERICA) == ["[..2030-09-30]"]
    assert codes("by the end of fiscal year 2030", INDIA) == ["[..2030-03-31]"]


def test_impossible_day_is_doubted_and_not_invented() -> None:
    (found,) = find("by 31 June 2026", PUBLISHED)
    assert found.when is None
    assert found.doubt == "there is no day 2026-06-31"


def test_relative_date_without_publication_says_what_it_needs() -> None:
    (found,) = find("will be published next month")
    assert (found.when, found.needs_published) == (None, True)


def test_deadline_from_the_order_without_publication_says_what_it_needs() -> None:
    (found,) = find("within 90 days of the date of this order")
    assert found.needs_published


def test_earlier_this_year_in_january_is_in_doubt() -> None:
    (found,) = find("met in Johannesburg earlier this year", PUBLISHED)
    assert found.doubt


def test_length_with_its_anchor_keeps_three_spans() -> None:
    text = "Within 90 days of the date of this order, the Secretary shall report."
    (found,) = find(text, PUBLISHED)
    assert text[found.start : found.end] == "90 days"
    assert text[slice(*found.said)] == "Within 90 days of the date of this order"
    assert isinstance(found.when, By)
    assert isinstance(found.when.limit, Offset)
    assert found.when.limit.known


def test_anchor_stops_before_the_verb() -> None:
    (found,) = find("Within 30 days of completion of the review the Board shall report", PUBLISHED)
    assert write(found.when or parse("undated")) == 'within 30 days of "completion of the review"'


def test_recurrence_is_one_expression_with_its_first_time() -> None:
    (found,) = find("By 25 May 2020 and every four years thereafter, the Commission shall", PUBLISHED)
    assert isinstance(found.when, Every)


@pytest.mark.parametrize(
    ("words", "when"),
    [
        ("the first half of 2026", "during 2026-H1"),
        ("by the end of March 2027", "by 2027-03"),
        ("15 to 17 January 2026", "2026-01-15 to 2026-01-17"),
        ("within 90 days of publication", "within 90 days of publication"),
        ("next month", None),
        ("May", None),
        ("the first half of 2026 and more", None),
    ],
)
def test_phrase_of_a_config_is_read_if_it_carries_its_own_year(words: str, when: str | None) -> None:
    found: When | None = phrase(words, INDIA)
    assert (write(found) if found else None) == when


def test_story_of_the_past_takes_the_last_date_told_as_its_anchor() -> None:
    text = (  # invented
        "The canal was begun in March 1851 and opened in 1854. A flood broke it on 3 May 1861. In June the "
        "engineers returned. By 1863 it was mended, and in 1867 it was sold."
    )
    assert "1861-06" in [timex.value for timex in find(text, PUBLISHED)]


def test_news_that_names_one_old_year_keeps_its_day_of_publication() -> None:
    assert codes("Founded in 1951, the board met on Friday") == ["1951", "2026-01-16"]


@pytest.mark.parametrize("row", ["2021 2022 2023 2024 2025", "January February March April May June"])
def test_row_of_years_or_months_is_the_head_of_a_table(row: str) -> None:
    assert len(find(row, PUBLISHED)) <= 2  # its ends have a neighbour on one side only


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("The ministry continued the talks in June.", "during 2025-06"),
        ("The court denied it in October.", "during 2025-10"),
        ("The firm built the plant in April.", "during 2025-04"),
        ("The act comes into force in June.", "during 2026-06"),
        ("The merger is likely to close in June.", "during 2026-06"),
        ("The grant will be paid in October.", "during 2026-10"),
        ("It had been due to expire on Wednesday.", "2026-01-14"),
        ("A ceremony would still be held in October.", "during 2026-10"),
        ("The pact will be formally signed in October.", "during 2026-10"),
        ("Offers at the close of business Wednesday were few.", "2026-01-14"),
    ],
)
def test_year_that_is_not_said_follows_the_tense_of_the_verb(text: str, when: str) -> None:
    assert whens(text) == [when]


def test_years_later_count_from_the_year_told_before() -> None:
    assert whens("The plant opened in 1996, and two years later it closed.") == ["during 1996", "during 1998"]


def test_first_months_of_a_year_leave_it_its_year() -> None:
    only = find("Exports rose in the first six months of 2025.", PUBLISHED, INDIA)[0]
    assert [part.value for part in only.parts] == ["P6M", "2025"]


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("Hearings will be held on 3, 10 and 17 June.", ["2026-06-03", "2026-06-10", "2026-06-17"]),
        ("Hearings are on June 3 and 17, 2027.", ["2027-06-03", "2027-06-17"]),
        ("Roads close on the nights of 16, 17 and 18 June 2026.", ["2026-06-16 to 2026-06-18"]),
        ("On the 3rd, 10th and 17th of June 2026 they meet.", ["2026-06-03", "2026-06-10", "2026-06-17"]),
        ("On June 3, 2026 and 17 ministers came.", ["2026-06-03"]),
        ("The window opens in the first two weeks of March 2027.", ["between 2027-03-01 and 2027-03-14"]),
        ("Bids open in the last ten days of June 2026.", ["between 2026-06-21 and 2026-06-30"]),
        ("Bids are due by the first three months of 2027.", ["by 2027-03-31"]),
        ("The panel will report in six weeks.", ["during 2026-W09"]),
        ("The bridge was built in six weeks.", []),
        ("The panel will meet for the first time in two years.", []),
        ("It will be the lowest rate in about ten years.", []),
        ("It will be the answer in two years of talks.", []),
        ("The permit will lapse in 10 days.", ["2026-01-26"]),
        ("The office will answer the request in 10 days.", ["2026-01-26"]),
        ("The accounts shall be laid every year by 31 May.", ["by 2026-05-31, every year"]),
        ("The council shall meet annually, beginning in 2027.", ["during 2027, every year"]),
        ("Fees are payable quarterly from 1 April 2026.", ["2026-04-01, every 3 months"]),
        ("Quotas have been cut every year since 2019.", ["undated, every year", "from 2019"]),
        ("Due on 31 March, 30 June and 30 September each year.",
         ["2026-03-31, every year", "2026-06-30, every year", "2026-09-30, every year"]),
        ("It takes effect on the first day of the second month following its publication.", ["2026-03-01"]),
        ("Bids close before the end of 2027.", ["by 2027"]),
        ("Bids close before late 2027.", ["by 2027-08-31"]),
        ("Inspectors will come in the week commencing 8 June.", ["during 2026-W24"]),
        ("Data for the week ending 12 June 2026 follow.", ["during 2026-W24"]),
        ("It will open on the weekend of June 13.", ["2026-06-13 to 2026-06-14"]),
        ("The levy applies starting Monday.", ["from 2026-01-19"]),
        ("It comes into force on the twenty-first day after the day on which it is laid.",
         ['21 days after "the day on which it is laid"']),
        ("Objections: before the end of the period of 28 days beginning with the day on which it is given.",
         ['within 28 days of "the day on which it is given"']),
        ("Holders must reply within the period of 28 days beginning with 3rd July 2028.", ["by 2028-07-30"]),
        ("Aid runs for five years from 2026-27 to 2030-31.", ["2026-04-01 to 2031-03-31"]),
        ("The council meets on Tuesday and Wednesday next week.", ["2026-01-20", "2026-01-21"]),
        ("The plant opens in late 2026 or early 2027.", ["between late 2026 and early 2027"]),
        ("The vote is planned for mid to late 2027.", ["between mid 2027 and late 2027"]),
        ("It opens in the closing months of 2026.", ["during late 2026"]),
        ("From Tuesday, May 12, to Thursday, May 14, they meet.", ["2026-05-12 to 2026-05-14"]),
        ("They take over on May 12, and the year 2027 is theirs.", ["2026-05-12", "during 2027"]),
        ("Returns are due by 30 September 2027, and every 30 September thereafter.",
         ["by 2027-09-30, every year"]),
        ("It shall be reviewed by 1 May 2027 and at least every 5 years thereafter.",
         ["by 2027-05-01, every 5 years"]),
        ("It applies up to and including 30 June 2026.", ["by 2026-06-30"]),
        ("It applies on and after 1 July 2026.", ["from 2026-07-01"]),
        ("It closes by COB on Friday 13 March 2026.", ["by 2026-03-13"]),
        ("Fees are due within 30 days of publication in the Official Gazette.",
         ["within 30 days of publication"]),
    ],
)  # fmt: skip
def test_words_that_tell_one_time_together_are_read_together(text: str, when: list[str]) -> None:
    assert whens(text) == when


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("The rules will be published in the second quarter.", "during 2027-Q2"),
        ("The plant will open in the first half.", "during 2027-H1"),
        ("The plant will open in the second half of the year.", "during 2026-H2"),
        ("The plant will open in the first half of this year.", "during 2026-H1"),
        ("Profits fell in the second quarter.", "during 2026-Q2"),
        ("The firm expects to report a third-quarter loss.", "during 2026-Q3"),
    ],
)
def test_quarter_that_is_over_is_looked_ahead_to_in_the_next_year(text: str, when: str) -> None:
    found = find(text, date(2026, 12, 10), INDIA)
    assert [write(timex.when) for timex in found if timex.when is not None] == [when]


@pytest.mark.parametrize(
    "text", ["every 9999 semesters", "every 2027 semester", "within 9999.75 years of publication"]
)
def test_length_beyond_all_measure_is_one_that_can_be_written_or_none(text: str) -> None:
    assert all(parse(write(timex.when)) == timex.when for timex in find(text, PUBLISHED) if timex.when)


def test_recurrence_and_its_first_time_keep_both_spans() -> None:
    text = "It shall meet annually, beginning in 2027."
    only = find(text, PUBLISHED, INDIA)[0]
    assert [(text[part.start : part.end], part.value) for part in only.parts] == [
        ("annually", "P1Y"),
        ("2027", "2027"),
    ]


def test_length_counted_from_a_day_keeps_both_spans() -> None:
    text = "within 12 months after 17 February 2024"
    only = find(text, PUBLISHED, INDIA)[0]
    assert [(text[part.start : part.end], part.value) for part in only.parts] == [
        ("12 months", "P12M"),
        ("17 February 2024", "2024-02-17"),
    ]


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("It is put off from 1 July 2026 to 1 January 2027.", ["from 2026-07-01", "2027-01-01"]),
        ("The deadline is extended from 31 March 2026 to 30 June 2026.", ["from 2026-03-31", "2026-06-30"]),
        ("The fair runs from 1 July 2026 to 1 January 2027.", ["2026-07-01 to 2027-01-01"]),
    ],
)
def test_move_from_one_day_to_another_is_no_range(text: str, when: list[str]) -> None:
    assert whens(text) == when


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("meets every Tuesday and Thursday", ["2026-01-20, every week", "2026-01-22, every week"]),
        ("due on 1 January and 1 July each year", ["2027-01-01, every year", "2026-07-01, every year"]),
        ("for fiscal years 2026 and 2027", ["during FY2026", "during FY2027"]),
    ],
)
def test_each_of_what_is_enumerated_is_told_alike(text: str, when: list[str]) -> None:
    assert whens(text) == when


def test_same_words_read_on_another_day_come_to_another_date() -> None:
    first, second = (find("next Friday", day)[0].value for day in (PUBLISHED, date(2026, 2, 16)))
    assert (first, second) == ("2026-01-23", "2026-02-20")
