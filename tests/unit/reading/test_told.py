"""What no rule has words for: a clause with a coming day, a story's news, lines of dates; all invented."""

from __future__ import annotations

from datetime import date

import pytest

from milepost.reading import read
from milepost.when import write
from tests.builders import an_announcement

TOLD = {
    "a clause with a coming day": (
        "The campaign reaches 23 border districts on 14 September 2026.",
        ["2026-09-14 Campaign reaches 23 border districts"],
    ),
    "a relative clause": (
        "The law changes little except for the section on rental housing, which kicks in on 1 January 2027.",
        ["2027-01-01 Section on rental housing takes effect"],
    ),
    "we": (
        "On Saturday 16 May 2026 we walk from the old bridge to the estuary.",
        ["2026-05-16 Walk from the old bridge to the estuary"],
    ),
    "plans without a verb of their own": (
        "Tests of a new valve are planned for mid-August 2026.",
        ["during mid 2026-08 Tests of a new valve"],
    ),
    "a verb in the present behind a participle of its subject": (
        "On Tuesday a bench led by Justice Ana Kato takes up the plea of the former minister.",
        ["2026-01-20 Bench led by Justice Ana Kato takes up the plea of the former minister"],
    ),
    "a present with an object": (
        "The High Court pronounces its verdict in the Worli case on Wednesday.",
        ["2026-01-21 High Court pronounces its verdict in the Worli case"],
    ),
    "days that are counted from another day than this": (
        "The case resumes on Tuesday, and the court has three days to finish it.",
        ["2026-01-20 Case resumes"],
    ),
    "a condition that is no event": (
        "The office will be raised to an embassy in the course of 2027, subject to approval of the budget.",
        ["during 2027 Office raised to an embassy"],
    ),
    "the news of a story": (
        "The High Court on Thursday suspended a levy on open-air traders.\n\nIt was introduced in 2019.",
        ["2026-01-15 High Court suspended a levy on open-air traders"],
    ),
    "what began this week": (
        "The minister gave an interview. It was long.\n\nTraining of 9,000 health workers began on Monday.",
        ["2026-01-12 Training of 9,000 health workers began"],
    ),
    "later than an entry into force": (
        "The act enters into force on the 20th day following its publication and will apply 24 months later.",
        [
            "20 days after publication Act enters into force",
            "24 months after note/act-enters-into-force Act applies",
        ],
    ),
    "a clause behind its date": (
        "She announced that with effect from 1 March 2026, cash would no longer be accepted at the jetties.",
        ["from 2026-03-01 Cash no longer accepted at the jetties"],
    ),
    "a date between subject and verb": (
        "The planning court on 3 March 2026 holds its nerve.",
        ["2026-03-03 Planning court holds its nerve"],
    ),
    "what could be": ("Work could then start in spring 2027.", ["during spring 2027 Work to start"]),
    "what is told beside the main clause": (
        "A planning application will be submitted by 1 May 2026, with a decision expected in autumn 2026.",
        ["by 2026-05-01 Planning application submitted", "during autumn 2026 Decision"],
    ),
    "what takes place, whatever it is called": (
        "A full load test would take place overnight on 4 December 2026.",
        ["2026-12-04 Full load test"],
    ),
    "two verbs of plural": (
        "Weekend closures between Alma and Orienta begin on 9 May 2026 and end on 28 May 2026.",
        [
            "2026-05-09 Weekend closures between Alma and Orienta begin",
            "2026-05-28 Weekend closures between Alma and Orienta end",
        ],
    ),
    "two times of one range": (
        "Traffic restrictions apply from 2 p.m. on 5 March 2026 until midnight on 6 March 2026.",
        ["2026-03-05 to 2026-03-06 Traffic restrictions apply"],
    ),
    "a holiday that moves": (
        "The bridge should reopen to one lane of traffic by Easter.",
        ["by 2026-04-05 Bridge to reopen to one lane of traffic"],
    ),
    "an object behind the date": (
        "The firm on Thursday extended to 20 November 2026 its offer for the rival.",
        ["2026-01-15 Firm extended its offer for the rival", "2026-11-20 Firm extended its offer"],
    ),
    "two verbs under one modal": (
        "Each member will have to name an operator by June 2027 and open at least one line by 2035.",
        ["by 2027-06 Each member to name an operator", "by 2035 Each member to open at least one line"],
    ),
    "so many times a week is no day": (
        "Flights will begin on 3 May 2026 and run three times a week.",
        ["2026-05-03 Flights begin"],
    ),
    "it is what the sentence before was about": (
        "A night train between the two towns was shown. It departs for the first time on 15 June 2026.",
        ["2026-06-15 Night train between the two towns departs for the first time"],
    ),
    "not until then": (
        "Regulation 5 does not apply to a small vessel until 1 April 2027.",
        ["from 2027-04-01 Regulation 5 applies to a small vessel"],
    ),
    "a present weekday": (
        "The two sides sit down at the ministry on Monday.",
        ["2026-01-19 Two sides sit down at the ministry"],
    ),
    "a second verb in the form of the first": (
        "Schools close on 27 March for the Easter break and reopen on 13 April.",
        ["2026-03-27 Schools close", "2026-04-13 Schools to reopen"],
    ),
    "a plural with its verb": (
        "The two sides sit down in Suva on Tuesday.\n\nThe draw for the finals is on Thursday.",
        ["2026-01-20 Two sides sit down in Suva", "2026-01-22 Draw for the finals"],
    ),
    "who is due where": (
        "President Okoro is due in Paris on 3 February 2026.",
        ["2026-02-03 President Okoro in Paris"],
    ),
    "another object of one verb": (
        "The duty falls to 16 per cent on 1 July 2030 and to 9 per cent on 1 July 2031.",
        ["2030-07-01 Duty falls to 16 per cent", "2031-07-01 Duty falls to 9 per cent"],
    ),
    "the talks of a journey": (
        "The ministers flew to Geneva on Thursday for talks that end on Saturday.",
        ["2026-01-17 Talks end"],
    ),
    "from a year on": (
        "From 2028 on, gas boilers will no longer be supported.",
        ["from 2028 Gas boilers no longer supported"],
    ),
    "a call for proposals and its deadline": (
        "The call for proposals will be launched on 1 March 2026; the deadline is 15 May 2026.",
        ["2026-03-01 Call for proposals, launch", "by 2026-05-15 Deadline: call for proposals"],
    ),
    "who says that it will": (
        "The army said that it would withdraw from the town by 3 May 2026.",
        ["by 2026-05-03 Army to withdraw from the town"],
    ),
    "the object of the clause before": (
        "The president signed the law on Monday and it takes effect on 1 March 2026.",
        ["2026-01-12 Law signed", "2026-03-01 Law takes effect"],
    ),
    "who opens what": (
        "The mayor will inaugurate the new market hall on 7 February 2026.",
        ["2026-02-07 Mayor to inaugurate the new market hall"],
    ),
    "days that are joined": (
        "Government offices will be closed on Monday and Tuesday for the funeral.",
        [
            "2026-01-19 Government offices closed for the funeral",
            "2026-01-20 Government offices closed for the funeral (Government offices)",
        ],
    ),
    "no earlier than": ("The launch is planned for no earlier than 3 May 2026.", ["from 2026-05-03 Launch"]),
    "put back": ("The levy was put back to October.", ["during 2026-10 Levy"]),
    "the day of publication told in the present": (
        "Tickets go on sale on Friday at 10 a.m.",
        ["2026-01-16 10:00 Tickets go on sale"],
    ),
    "a number that is no recurrence": (
        "From 3 May 2026 the number of weekly flights doubles to 14.",
        ["from 2026-05-03 Number of weekly flights doubles to 14"],
    ),
    "a body to be formed has had no 41 meetings": (
        "A selection panel will be formed soon.\n\nThe 42nd meeting will be held on 8 July 2026.",
        ["2026-07-08 Meeting, 42nd"],
    ),
    "days as headings": (
        "TUESDAY\n\nCentral bank publishes its report.\n\nThursday, 22 January\n\nTuna Forum, Grand Hotel.",
        ["2026-01-20 Central bank publishes its report", "2026-01-22 Tuna Forum, Grand Hotel"],
    ),
    "days at the head of their lines": (
        "MONDAY: Parliament sits after the summer recess.\nTUESDAY: Third reading of the Ports Bill.",
        ["2026-01-19 Parliament sits after the summer recess", "2026-01-20 Third reading of the Ports Bill"],
    ),
    "lines of a thing and its date, with more behind it": (
        "Opening: 4 March 2026\nSubmission: 27 February 2026 up to noon\nRelease 1. Tables: 3 May 2026",
        ["2026-03-04 Opening", "2026-02-27 Submission", "2026-05-03 Tables"],
    ),
    "then and there too": (
        "The agency plans hearings, in Suva on 3 March 2026 and in Nadi on 5 March 2026.",
        ["2026-03-03 Hearings, Suva", "2026-03-05 Hearings, Nadi"],
    ),
    "the last of several": (
        "The first of the new trains arrives in April 2026, the last in December 2027.",
        ["during 2026-04 First of the new trains arrives", "during 2027-12 Last of the new trains"],
    ),
    "a day of the year that is told as to come": (
        "The prize will be handed over at a ceremony in Oslo on 10 December.",
        ["2026-12-10 Prize handed over at a ceremony in Oslo"],
    ),
    "a second verb in the passive": (
        "The draft will go out for comment in February 2026 and be adopted in June 2026.",
        ["during 2026-02 Draft to go out for comment and be adopted", "during 2026-06 Draft adopted"],
    ),
    "a verb with in": (
        "The first families should move in by Easter.",
        ["by 2026-04-05 First families to move in"],
    ),
    "what is pushed back": (
        "The deadline for the merger has been pushed back from 1 March to 30 June.",
        ["2026-06-30 Deadline for the merger"],
    ),
    "lines of a thing and its date": (
        "Key dates:\n\n• Test event: winter 2033\n• Draw: late 2033",
        ["during winter 2033 Test event", "during late 2033 Draw"],
    ),
    "a list of nothing but dates": (
        "The committee met as planned.\n\nMeetings of the Committee in 2027:\n\n20 March 2027\n8 May 2027",
        ["2027-03-20 Meeting of the Committee", "2027-05-08 Meeting of the Committee (2)"],
    ),
    "places and days under what is held there": (
        "Public hearings will be held as follows:\n(a) Town Hall of Lakeview, 5 July 2027, 10 a.m.;\n"
        "(b) by video link, 19 July 2027, 2 p.m.",
        [
            "2027-07-05 10:00 Public hearing: Town Hall of Lakeview",
            "2027-07-19 14:00 Public hearing: by video link",
        ],
    ),
    "what begins in a year and recurs": (
        "From 2029 the Inflation Report will be published every quarter.",
        ["during 2029, every 3 months Inflation Report published"],
    ),
    "a body and its first meeting": (
        "They will set up a Joint Working Group on Tea, which will hold its first meeting on 3 May 2026.",
        ["2026-05-03 Joint Working Group on Tea, 1st meeting"],
    ),
    "a thing beside a second date": (
        "The ban on plastics comes into force on 1 July 2026, with fines from 1 January 2027.",
        ["2026-07-01 Ban on plastics enters into force", "from 2027-01-01 Fines"],
    ),
    "what is given until a day": (
        "The ministry gave the company until 15 March 2026 to pay.",
        ["by 2026-03-15 Company to pay"],
    ),
    "who has until a day": (
        "Bidders have until 15 November 2026 to submit binding offers.",
        ["by 2026-11-15 Binding offers"],
    ),
    "a body and the meeting that it will have": (
        "They agreed to form a joint investment committee, whose first meeting takes place in May 2026.",
        ["during 2026-05 Joint investment committee, 1st meeting"],
    ),
    "what recurs on a day": (
        "The prize is awarded every year on 14 October 2026.",
        ["2026-10-14, every year Prize awarded every year"],
    ),
    "what is set for a day, not who sets it": (
        "A federal judge threw out one claim and set a jury trial for 8 February 2027.",
        ["2027-02-08 Jury trial"],
    ),
    "what another clause says is due": (
        "Parliament will not sit before 15 September 2026, when it is due to reconvene.",
        ["2026-09-15 Parliament to reconvene"],
    ),
    "a second verb beside a meeting": (
        "The agency will convene a forum on 3 May 2026 and issue guidance on compensation in June 2026.",
        ["2026-05-03 Forum", "during 2026-06 Guidance on compensation"],
    ),
    "the thing that a relative clause speaks of": (
        "Teachers met to discuss the pay offer, which expires on 10 June 2026.",
        ["2026-06-10 Pay offer expires"],
    ),
    "in so many weeks": (
        "Minutes of the session will be published in two weeks.",
        ["during 2026-W05 Minutes of the session published"],
    ),
    "so many days that are given": (
        "The committee gave the ministry 15 days to explain the delay in writing.",
        ["within 15 days of publication Ministry to explain the delay in writing"],
    ),
    "what ends at the end of a month": (
        "The current pay agreement runs out at the end of March 2029.",
        ["2029-03-31 Current pay agreement runs out"],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("text", "told"), TOLD.values(), ids=TOLD)
def test_is_told_as_a_calendar_would_say_it(text: str, told: list[str]) -> None:
    found = [f.milestone for f in read(an_announcement(text)).milestones]
    assert [f"{write(m.when)} {m.title}" for m in found if write(m.when) != "undated"] == told


@pytest.mark.parametrize(
    "text",
    [
        "Three cities want the 2034 games, and all of them are serious.",
        "Analysts at the bank expect two more cuts in the second half of 2026.",
        "The planets do not line up again until the second half of 2033.",
        "The minister spoke on Tuesday, and said that he was pleased.",
        "The vote had been due in November but was put off in June 2025 after floods.",
        "Minutes of the third meeting (Suva, 22 October 2025) were approved.",
        "The meeting, agreed upon at a summit in August 2025, was long.",
        "Ministers are glad.\n\nShe welcomed it at a news conference on Friday.",
        "It was supposed to be June 7 but the ministry changed its mind.",
        "If councillors agree in May 2026, they will be glad.",
        "The rocket was to fly in June 2025, then on 11 August 2025.",
        "An application returned for defects may be resubmitted within seven days.",
        "The supply boat was to call every 45 days.",
        "Their daughter had her lessons by radio, Mondays and Thursdays at ten.",
        "A woman was told on 14 October 2025 that she would be given a bed within four weeks.",
        "Other hospitals should consider it, and one may begin on any Monday.",
    ],
)
def test_no_opinion_name_or_old_change_is_told_as_coming(text: str) -> None:
    found = [f.milestone for f in read(an_announcement(text)).milestones]
    assert [write(m.when) for m in found] == []


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (
            "The leaders also pledged to cut taxes on tickets but set no timetable.",
            "Leaders to cut taxes on tickets",
        ),
        (
            "A donors' conference is also to be called, though no date has been set.",
            "Donors' conference called",
        ),
        (
            "She added that the ministry had approved a study and would announce its results in due course.",
            "Ministry to announce its results",
        ),
        (
            "The authorities will hold consultations at a mutually convenient date.",
            "Authorities to hold consultations",
        ),
        ('The sides will meet "within weeks", an official added.', "Sides to meet"),
        ("The tables will be published once the court has ruled.", "Tables published"),
        ("A date for the by-election has not been set.", "By-election"),
    ],
)
def test_what_is_to_come_without_a_day_is_undated(text: str, title: str) -> None:
    found = [f.milestone for f in read(an_announcement(text)).milestones]
    assert [(write(m.when), m.title) for m in found] == [("undated", title)]


def test_row_of_figures_is_told_by_the_heads_of_its_columns() -> None:
    text = "Stage | Date | Duty\n1 | 1 April 2030 | 24%\n2 | 1 January 2031 | 16%"
    found = [f.milestone for f in read(an_announcement(text)).milestones]
    assert [(write(m.when), m.title) for m in found] == [
        ("2030-04-01", "Stage 1, Duty 24%"),
        ("2031-01-01", "Stage 2, Duty 16%"),
    ]


def test_clause_tells_a_day_where_no_day_of_publication_is_known() -> None:
    text = "A duty of 22% is due on tiles. It falls to 16% on 1 July 2030. It fell to 30% on 1 July 2028."
    found = [f.milestone for f in read(an_announcement(text, published=None)).milestones]
    assert [(write(m.when), m.title) for m in found] == [("2030-07-01", "Duty of 22% falls to 16%")]


def test_headline_and_body_are_one_whatever_the_words_of_the_headline() -> None:
    headline = "Judge halts market levy until June ruling"
    text = f"{headline}\n\nThe judge will deliver her ruling on the levy on 8 June 2026."
    found = [f.milestone for f in read(an_announcement(text)).milestones]
    assert [(write(m.when), len(m.again)) for m in found] == [("2026-06-08", 1)]


def test_day_of_a_headline_is_that_of_its_story() -> None:
    headline = "Marenga sets presidential vote for 8 November"
    text = f"{headline}\n\nMarenga will elect a president on Sunday, 8 November 2026."
    published = date(2026, 1, 16)
    found = read(an_announcement(text, published=published)).milestones
    assert [write(f.milestone.when) for f in found] == ["2026-11-08"]


def test_anchor_ends_with_its_row() -> None:
    text = (
        "No. | Action | Owner | Due\n"
        "A1  | Send comments on the protocol | All members | within 15 days of its circulation\n"
        "A2  | Publish the results of the trial | Secretariat | by the end of October 2026"
    )
    found = [f.milestone for f in read(an_announcement(text)).milestones]
    assert [write(m.when) for m in found] == ['within 15 days of "its circulation"', "by 2026-10"]


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("The next meeting is to be held in Paramaribo in February.", "during 2027-02"),
        ("The minister, who will speak in Lima on 3 March, confirmed the news.", "2027-03-03"),
        ("The president called an early election for Sunday, March 7.", "2027-03-07"),
        ("The section takes effect on Jan. 5, and the board sits on Feb. 2 in the town hall.", "2027-01-05"),
    ],
)
def test_time_without_a_year_follows_the_clause_that_it_ends(text: str, when: str) -> None:
    found = read(an_announcement(text, published=date(2026, 7, 6))).milestones
    assert write(found[0].milestone.when) == when
