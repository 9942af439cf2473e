/* Dates: each row is the document's day, a sentence, and the times that must come of it, as
 * "phrase = TIMEX3 value first day..last day". 1 April 2021 is a Thursday. */
#include "parse/conllu.h"
#include "tap.h"
#include "when/calendar.h"
#include "when/when.h"
#include "when_words.h"

typedef struct {
    const char *day, *text, *want;
} row;

static const row rows[] = {
    {"2021-04-01", "The ministers met on 1 April 2021.",
     "1 April 2021 = 2021-04-01 2021-04-01..2021-04-01"},
    {"2021-04-01", "They signed it on April 1st, 2021.",
     "April 1st, 2021 = 2021-04-01 2021-04-01..2021-04-01"},
    {"2021-04-01", "They signed it on the 1st of April, 2021.",
     "the 1st of April, 2021 = 2021-04-01 2021-04-01..2021-04-01"},
    {"2021-04-01", "The letter of 2021-03-28 arrived.",
     "2021-03-28 = 2021-03-28 2021-03-28..2021-03-28"},
    {"2021-04-01", "The letter of 2021 - 03 - 28 arrived.",
     "2021 - 03 - 28 = 2021-03-28 2021-03-28..2021-03-28"},
    {"2021-04-01", "It was dated 28/03/2021.",
     "28/03/2021 = 2021-03-28 2021-03-28..2021-03-28"},
    {"2021-04-01", "It was dated 3/4/2021.",
     "3/4/2021 = 2021-03-04 2021-03-04..2021-03-04"},
    {"2021-04-01", "Talks were held on Mar. 5.",
     "Mar. 5 = 2021-03-05 2021-03-05..2021-03-05"},
    {"2021-04-01", "Talks were held on 28 December.",
     "28 December = 2020-12-28 2020-12-28..2020-12-28"},
    {"2021-04-01", "Talks will be held on 28 December.",
     "28 December = 2020-12-28 2020-12-28..2020-12-28"},
    {"2021-04-01", "Talks will open on Jan. 5.",
     "Jan. 5 = 2021-01-05 2021-01-05..2021-01-05"},
    {"2021-04-01", "The army withdrew in March 2019.",
     "March 2019 = 2019-03 2019-03-01..2019-03-31"},
    {"2021-04-01", "The army withdrew in October.",
     "October = 2020-10 2020-10-01..2020-10-31"},
    {"2021-04-01", "The army will withdraw in October.",
     "October = 2021-10 2021-10-01..2021-10-31"},
    {"2021-04-01", "In May, he will travel; he may march in June.",
     "May = 2021-05 2021-05-01..2021-05-31; June = 2021-06 2021-06-01..2021-06-30"},
    {"2021-04-01", "May visited Tokyo.",
     ""},
    {"2021-04-01", "The war of 1950-53 ended.",
     "1950-53 = 1950/1953 1950-01-01..1953-12-31"},
    {"2021-04-01", "From 1914 to 1918 the border was closed.",
     "From 1914 to 1918 = 1914/1918 1914-01-01..1918-12-31"},
    {"2021-04-01", "It rose between 2005 and 2010.",
     "between 2005 and 2010 = 2005/2010 2005-01-01..2010-12-31"},
    {"2021-04-01", "Since 2015 they have met twice.",
     "Since 2015 = 2015/ 2015-01-01.."},
    {"2021-04-01", "They have fought since October.",
     "since October = 2020-10/ 2020-10-01.."},
    {"2021-04-01", "The curfew will last until Friday.",
     "until Friday = /2021-04-02 ..2021-04-02"},
    {"2021-04-01", "He served from January to March 2019.",
     "from January to March 2019 = 2019-01/2019-03 2019-01-01..2019-03-31"},
    {"2021-04-01", "The fair runs from 13 to 15 July.",
     "from 13 to 15 July = 2021-07-13/2021-07-15 2021-07-13..2021-07-15"},
    {"2021-04-01", "Envoys met on March 13-15.",
     "March 13-15 = 2021-03-13/2021-03-15 2021-03-13..2021-03-15"},
    {"2021-04-01", "The treaty dates from the 1990s.",
     "the 1990s = 199 1990-01-01..1999-12-31"},
    {"2021-04-01", "In the early 1990s they split.",
     "the early 1990s = 199 1990-01-01..1994-12-31"},
    {"2021-04-01", "He ruled in the '80s.",
     "the '80s = 198 1980-01-01..1989-12-31"},
    {"2021-04-01", "Borders of the 19th century.",
     "the 19th century = 18 1800-01-01..1899-12-31"},
    {"2021-04-01", "In the late 20th century it fell.",
     "the late 20th century = 19 1967-01-01..1999-12-31"},
    {"2021-04-01", "Exports fell in the third quarter of 2020.",
     "the third quarter of 2020 = 2020-Q3 2020-07-01..2020-09-30"},
    {"2021-04-01", "Exports fell in Q3 2020.",
     "Q3 2020 = 2020-Q3 2020-07-01..2020-09-30"},
    {"2021-04-01", "Exports fell in the first quarter.",
     "the first quarter = 2021-Q1 2021-01-01..2021-03-31"},
    {"2021-04-01", "The first half of 2019 was calm.",
     "The first half of 2019 = 2019-H1 2019-01-01..2019-06-30"},
    {"2021-04-01", "Talks collapsed in the summer of 2018.",
     "the summer of 2018 = 2018-SU 2018-06-01..2018-08-31"},
    {"2021-04-01", "Talks collapsed last summer.",
     "last summer = 2020-SU 2020-06-01..2020-08-31"},
    {"2021-04-01", "They will meet next spring.",
     "next spring = 2022-SP 2022-03-01..2022-05-31"},
    {"2021-04-01", "The minister met him on Monday.",
     "Monday = 2021-03-29 2021-03-29..2021-03-29"},
    {"2021-04-01", "The minister will meet him on Monday.",
     "Monday = 2021-04-05 2021-04-05..2021-04-05"},
    {"2021-04-01", "The minister met him on Thursday.",
     "Thursday = 2021-04-01 2021-04-01..2021-04-01"},
    {"2021-04-01", "The minister will meet him next Tuesday.",
     "next Tuesday = 2021-04-06 2021-04-06..2021-04-06"},
    {"2021-04-01", "The minister met him last Tuesday.",
     "last Tuesday = 2021-03-30 2021-03-30..2021-03-30"},
    {"2021-04-01", "They will meet this Saturday.",
     "this Saturday = 2021-04-03 2021-04-03..2021-04-03"},
    {"2021-04-01", "They met on Monday morning.",
     "Monday morning = 2021-03-29TMO 2021-03-29..2021-03-29"},
    {"2021-04-01", "They met at 9:30 a.m. on Tuesday.",
     "9:30 a.m. on Tuesday = 2021-03-30T09:30 2021-03-30..2021-03-30"},
    {"2021-04-01", "They spoke on Tuesday, March 30, and parted.",
     "Tuesday, March 30 = 2021-03-30 2021-03-30..2021-03-30"},
    {"2021-04-01", "He said today that yesterday was calm and tomorrow will be too.",
     "today = 2021-04-01 2021-04-01..2021-04-01; yesterday = 2021-03-31 2021-03-31..2021-03-31; tomorrow = 2021-04-02 2021-04-02..2021-04-02"},
    {"2021-04-01", "Police fired tonight.",
     "tonight = 2021-04-01TNI 2021-04-01..2021-04-01"},
    {"2021-04-01", "It happened two days ago.",
     "two days ago = 2021-03-30 2021-03-30..2021-03-30"},
    {"2021-04-01", "It happened three weeks ago.",
     "three weeks ago = 2021-W10 2021-03-08..2021-03-14"},
    {"2021-04-01", "It happened six months ago.",
     "six months ago = 2020-10 2020-10-01..2020-10-31"},
    {"2021-04-01", "It happened two years ago.",
     "two years ago = 2019 2019-01-01..2019-12-31"},
    {"2021-04-01", "A summit will be held in three weeks.",
     "three weeks = 2021-W16 2021-04-19..2021-04-25"},
    {"2021-04-01", "He arrived on March 10 and left two days later.",
     "March 10 = 2021-03-10 2021-03-10..2021-03-10; two days later = 2021-03-12 2021-03-12..2021-03-12"},
    {"2021-04-01", "The day before yesterday shots were heard.",
     "The day before yesterday = 2021-03-30 2021-03-30..2021-03-30"},
    {"2021-04-01", "He arrived on March 10 and spoke the next day.",
     "March 10 = 2021-03-10 2021-03-10..2021-03-10; the next day = 2021-03-11 2021-03-11..2021-03-11"},
    {"2021-04-01", "They met last week, last month and last year.",
     "last week = 2021-W12 2021-03-22..2021-03-28; last month = 2021-03 2021-03-01..2021-03-31; last year = 2020 2020-01-01..2020-12-31"},
    {"2021-04-01", "They will meet next week, next month and next year.",
     "next week = 2021-W14 2021-04-05..2021-04-11; next month = 2021-05 2021-05-01..2021-05-31; next year = 2022 2022-01-01..2022-12-31"},
    {"2021-04-01", "This week and this month were calm.",
     "This week = 2021-W13 2021-03-29..2021-04-04; this month = 2021-04 2021-04-01..2021-04-30"},
    {"2021-04-01", "A vote is due later this month.",
     "later this month = 2021-04 2021-04-02..2021-04-30"},
    {"2021-04-01", "A vote was held earlier this year.",
     "earlier this year = 2021 2021-01-01..2021-03-31"},
    {"2021-04-01", "Elections are planned for early next year.",
     "early next year = 2022 2022-01-01..2022-03-31"},
    {"2021-04-01", "It began in late 2019.",
     "late 2019 = 2019 2019-09-01..2019-12-31"},
    {"2021-04-01", "It opens in mid-March.",
     "mid-March = 2021-03 2021-03-11..2021-03-20"},
    {"2021-04-01", "It fell at the end of 2019.",
     "the end of 2019 = 2019 2019-09-01..2019-12-31"},
    {"2021-04-01", "They met last weekend.",
     "last weekend = 2021-W12-WE 2021-03-27..2021-03-28"},
    {"2021-04-01", "Over the past three months 40 people died.",
     "the past three months = 2021-01-02/2021-04-01 2021-01-02..2021-04-01"},
    {"2021-04-01", "In the past two weeks fighting eased.",
     "the past two weeks = 2021-03-19/2021-04-01 2021-03-19..2021-04-01"},
    {"2021-04-01", "It will rise over the next five years.",
     "the next five years = 2021-04-02/2026-04-01 2021-04-02..2026-04-01"},
    {"2021-04-01", "They talked for two days.",
     "two days = P2D .."},
    {"2021-04-01", "A two-week truce began.",
     "A two-week = P2W .."},
    {"2021-04-01", "They protest every Monday.",
     "every Monday = XXXX-WXX-1 .."},
    {"2021-04-01", "The council meets every two weeks.",
     "every two weeks = P2W .."},
    {"2021-04-01", "They pray on Fridays.",
     "Fridays = XXXX-WXX-5 .."},
    {"2021-04-01", "The budget for fiscal 2019 passed.",
     "fiscal 2019 = FY2019 2019-01-01..2019-12-31"},
    {"2021-04-01", "A truce was agreed for Christmas.",
     "Christmas = 2021-12-25 2021-12-25..2021-12-25"},
    {"2021-04-01", "They met on New Year's Eve 2019.",
     "New Year's Eve 2019 = 2019-12-31 2019-12-31..2019-12-31"},
    {"2021-04-01", "Shops close on Good Friday.",
     "Good Friday = 2021-04-02 2021-04-02..2021-04-02"},
    {"2021-04-01", "Fighting eased during Ramadan.",
     "Ramadan = 2021-04-13/2021-05-12 2021-04-13..2021-05-12"},
    {"2021-04-01", "Eid al-Fitr 2021 was quiet.",
     "Eid al-Fitr 2021 = 2021-05-13 2021-05-13..2021-05-13"},
    {"2021-04-01", "He spoke on Thanksgiving.",
     "Thanksgiving = 2020-11-26 2020-11-26..2020-11-26"},
    {"2021-04-01", "The army recently withdrew.",
     "recently = PAST_REF ..2021-04-01"},
    {"2021-04-01", "Attacks rose in recent months.",
     "recent months = PAST_REF ..2021-04-01"},
    {"2021-04-01", "More attacks will come in the coming weeks.",
     "the coming weeks = FUTURE_REF 2021-04-01.."},
    {"2021-04-01", "Several years ago it was quiet.",
     "Several years ago = PAST_REF ..2021-04-01"},
    {"2021-04-01", "He spoke at noon.",
     ""},
    {"2021-04-01", "He is a 12-year-old boy.",
     ""},
    {"2021-04-01", "About 1500 people fled.",
     ""},
    {"2021-04-01", "In March 15 people died.",
     "March 15 = 2021-03-15 2021-03-15..2021-03-15"},
    {"2021-04-01", "The Friday Times said so.",
     "The Friday = 2021-03-26 2021-03-26..2021-03-26"},
    {"2021-04-01", "On the first Monday of March they met.",
     "the first Monday of March = 2021-03-01 2021-03-01..2021-03-01"},
    {"2021-04-01", "On the last day of October 2015 it closed.",
     "the last day of October 2015 = 2015-10-31 2015-10-31..2015-10-31"},
    {"2021-04-01", "A meeting took place the week of March 8.",
     "the week of March 8 = 2021-W10 2021-03-08..2021-03-14"},
    {"2021-04-01", "The deal expires at year end.",
     "year end = 2021-12-31 2021-12-31..2021-12-31"},
    {"2021-04-01", "The last decade was quiet.",
     "The last decade = 201 2010-01-01..2019-12-31"},
    {"2021-04-01", "They met in the week before last.",
     "the week before last = 2021-W11 2021-03-15..2021-03-21"},
    {"2021-04-01", "Three days after Easter he resigned.",
     "Three days after Easter = 2021-04-07 2021-04-07..2021-04-07"},
    {"2021-04-01", "The year 2030 is the target.",
     "The year 2030 = 2030 2030-01-01..2030-12-31"},
    {"2021-04-01", "They fled on Nov. 11, 2001, under fire.",
     "Nov. 11, 2001 = 2001-11-11 2001-11-11..2001-11-11"},
    {"2021-04-01", "They meet on Friday, April 9.",
     "Friday, April 9 = 2021-04-09 2021-04-09..2021-04-09"},
    {"2021-04-01", "Late on Wednesday he resigned.",
     "Late on Wednesday = 2021-03-31 2021-03-31..2021-03-31"},
    {"2021-04-01", "In the 1800s it was a village.",
     "the 1800s = 18 1800-01-01..1899-12-31"},
    {"2021-04-01", "Earlier on Thursday he spoke.",
     "Earlier on Thursday = 2021-04-01 2021-04-01..2021-04-01"},
    {"2021-04-01", "He was born on 29 February 2021.",
     "29 February 2021 = XXXX-02-29 .."},
    {"2021-04-01", "The April Fool fell.",
     "The April = 2021-04 2021-04-01..2021-04-30"},
    {"2021-04-01", "He ran 10 miles in 24 hours.",
     "24 hours = PT24H .."},
    {"2021-04-01", "In two weeks' time he will go.",
     "two weeks' time = 2021-W15 2021-04-12..2021-04-18"},
    {"2021-04-01", "He left on June 5, 1832. He returned two years later, and on 7 August he died.",
     "June 5, 1832 = 1832-06-05 1832-06-05..1832-06-05; two years later = 1834 1834-01-01..1834-12-31; 7 August = 1834-08-07 1834-08-07..1834-08-07"},
    {"2021-04-01", "The talks of last Friday failed.",
     "last Friday = 2021-03-26 2021-03-26..2021-03-26"},
    {"2021-04-01", "They met in the last week of September 2014.",
     "the last week of September 2014 = 2014-W39 2014-09-22..2014-09-28"},
    {"2021-04-01", "He spoke that day.",
     "that day = 2021-04-01 2021-04-01..2021-04-01"},
    {"2021-04-01", "He was shot on March 9. That night riots began.",
     "March 9 = 2021-03-09 2021-03-09..2021-03-09; That night = 2021-03-09TNI 2021-03-09..2021-03-09"},
    {"2021-04-01", "He came on June 5, 1832. That year was wet.",
     "June 5, 1832 = 1832-06-05 1832-06-05..1832-06-05; That year = 1832 1832-01-01..1832-12-31"},
    {"2021-04-01", "From Monday to Friday shops were closed.",
     "From Monday to Friday = 2021-03-29/2021-04-02 2021-03-29..2021-04-02"},
    {"2021-04-01", "Shops were closed Monday through Wednesday.",
     "Monday through Wednesday = 2021-03-29/2021-03-31 2021-03-29..2021-03-31"},
    {"2021-04-01", "By Saturday 40 people had died.",
     "Saturday = 2021-04-03 2021-04-03..2021-04-03"},
    {"2021-04-01", "Within two weeks he will resign.",
     "Within two weeks = 2021-04-01/2021-04-15 2021-04-01..2021-04-15"},
    {"2021-04-01", "A month ago he left.",
     "A month ago = 2021-03 2021-03-01..2021-03-31"},
    {"2021-04-01", "He left a month earlier.",
     "a month earlier = 2021-03 2021-03-01..2021-03-31"},
    {"2021-04-01", "Half a year later it fell.",
     "Half a year later = 2021-10 2021-10-01..2021-10-31"},
    {"2021-04-01", "He died in 44 BC.",
     "44 BC = BC0044 .."},
    {"2021-04-01", "It began in the mid-1980s.",
     "the mid-1980s = 198 1983-01-01..1987-12-31"},
    {"2021-04-01", "The second half of this year will be hard.",
     "The second half of this year = 2021-H2 2021-07-01..2021-12-31"},
    {"2021-04-01", "They meet annually.",
     "annually = P1Y .."},
    {"2021-04-01", "They met twice last October.",
     "last October = 2020-10 2020-10-01..2020-10-31"},
    {"2021-04-01", "The next election is next March.",
     "next March = 2022-03 2022-03-01..2022-03-31"},
    {"2021-04-01", "In the future and in the past it was so.",
     ""},
    {"2021-04-01", "Two decades ago the wall fell.",
     "Two decades ago = 2001 2001-01-01..2001-12-31"},
    {"2021-04-01", "It happened 24 hours ago.",
     "24 hours ago = 2021-03-31 2021-03-31..2021-03-31"},
    {"2021-04-01", "Chinese New Year 2021 was quiet.",
     "Chinese New Year 2021 = 2021-02-12 2021-02-12..2021-02-12"},
    {"2021-04-01", "Orthodox Easter 2021 came late.",
     "Orthodox Easter 2021 = 2021-05-02 2021-05-02..2021-05-02"},
    {"2021-04-01", "Passover 2021 came early.",
     "Passover 2021 = 2021-03-27/2021-04-04 2021-03-27..2021-04-04"},
    {"2021-04-01", "Independence Day was quiet.",
     ""},
    {"2021-04-01", "He arrived in Q1.",
     "Q1 = 2021-Q1 2021-01-01..2021-03-31"},
    {"2021-04-01", "They met on May Day.",
     "May Day = 2021-05-01 2021-05-01..2021-05-01"},
    {"2021-04-01", "They met on Sun., May 2.",
     "Sun., May 2 = 2021-05-02 2021-05-02..2021-05-02"},
    {"2021-04-01", "The sun rose and they sat down for a second.",
     ""},
    {"2021-04-01", "It was worth $2020 and weighed 1990 tons.",
     "1990 = 1990 1990-01-01..1990-12-31"},
    {"2021-04-01", "He lost 2 to 1 on 3:15.",
     ""},
    {"2021-04-01", "He left in June and July of 1973.",
     "June = 1973-06 1973-06-01..1973-06-30; July of 1973 = 1973-07 1973-07-01..1973-07-31"},
    {"2021-04-01", "It runs January 23 - March 9 2014.", "January 23 - March 9 2014 = 2014-01-23/2014-03-09 2014-01-23..2014-03-09"},
    {"2021-04-01", "They struck on the Saturday before Easter in 1980.",
     "the Saturday before Easter in 1980 = 1980-04-05 1980-04-05..1980-04-05"},
    {"2021-04-01", "It was on March 30, 2004 Tuesday.", "March 30, 2004 Tuesday = 2004-03-30 2004-03-30..2004-03-30"},
    {"2021-04-01", "For years a half year was nearly half an hour.", "years = PXY ..; a half year = P6M ..; nearly half an hour = PT30M .."},
    {"2021-04-01", "A quarter of them were caught every now and then.", ""},
    {"2021-04-01", "He came in mid-nineteen and in mid-March.", "mid-March = 2021-03 2021-03-11..2021-03-20"},
    {"2021-04-01", "They came on 24 February 2020, and by mid-March they went.",
     "24 February 2020 = 2020-02-24 2020-02-24..2020-02-24; mid-March = 2020-03 2020-03-11..2020-03-20"},
    {"2021-04-14", "They met last April 3 and will meet next April 20, the third time in as many weeks.",
     "last April 3 = 2021-04-03 2021-04-03..2021-04-03; next April 20 = 2021-04-20 2021-04-20..2021-04-20"},
    /* feasts that follow Sun and Moon; names in several spellings, with hyphens and apostrophes */
    {"2021-04-01", "Diwali 2019 was loud, Deepavali 2020 was not.",
     "Diwali 2019 = 2019-10-27 2019-10-27..2019-10-27; Deepavali 2020 = 2020-11-14 2020-11-14..2020-11-14"},
    {"2021-04-01", "Clashes broke out during Durga Puja last year.",
     "Durga Puja last year = 2020-10-22/2020-10-26 2020-10-22..2020-10-26"},
    {"2021-04-01", "They met at the Mid-Autumn Festival and at Gokul Ashtami.",
     "the Mid-Autumn Festival = 2021-09-21 2021-09-21..2021-09-21; Gokul Ashtami = 2021-08-30 2021-08-30..2021-08-30"},
    {"2022-04-01", "Guru Gobind Singh Jayanti was marked twice in 2022.",
     "Guru Gobind Singh Jayanti = 2022-01-09 2022-01-09..2022-01-09; 2022 = 2022 2022-01-01..2022-12-31"},
    {"2022-12-30", "They met on Guru Gobind Singh Jayanti.", "Guru Gobind Singh Jayanti = 2022-12-29 2022-12-29..2022-12-29"},
    {"2021-04-01", "King's Day 2014 and Boss's Day 2016 were moved.",
     "King's Day 2014 = 2014-04-26 2014-04-26..2014-04-26; Boss's Day 2016 = 2016-10-17 2016-10-17..2016-10-17"},
    {"2021-04-01", "Tet 2007 fell before Chinese New Year 2007.",
     "Tet 2007 = 2007-02-17 2007-02-17..2007-02-17; Chinese New Year 2007 = 2007-02-18 2007-02-18..2007-02-18"},
    {"2021-04-01", "Hanukkah 2018 was quiet.", "Hanukkah 2018 = 2018-12-02/2018-12-09 2018-12-02..2018-12-09"},
    {"2021-04-01", "It was last year's Christmas, not diwali.", "last year's Christmas = 2020-12-25 2020-12-25..2020-12-25"},
    /* what happened once */
    {"2021-04-01", "During the Cold War, Berlin was divided.", "the Cold War = 1947-03-12/1991-12-26 1947-03-12..1991-12-26"},
    {"2021-04-01", "It was the first since World War II, until the fall of Saigon.",
     "since World War II = 1945-09-02/ 1945-09-02..; until the fall of Saigon = /1975-04-30 ..1975-04-30"},
    {"2021-04-01", "Ties soured after 9/11.", "9/11 = 2001-09-11 2001-09-11..2001-09-11"},
    {"2021-04-01", "The 9/11 Commission met. The Cold War Museum opened. He wrote of the Vietnam War.", ""},
    {"2021-04-01", "They mourned victims of the Sept. 11 attacks and hailed the Good Friday Agreement.", ""},
    {"2021-04-01", "A veteran of World War II spoke. World War II's veterans met. Poland wants money for World War II.", ""},
    {"2021-04-01", "They took it in the 1967 war and lost it before the 1973 war.",
     "the 1967 war = 1967-06-05/1967-06-10 1967-06-05..1967-06-10; the 1973 war = 1973-10-06/1973-10-25 1973-10-06..1973-10-25"},
    {"2021-04-01", "The 1973 war was costly.", "The 1973 = 1973 1973-01-01..1973-12-31"},
    {"2021-04-01", "At the end of World War II he was 20; at the outbreak of the Korean War he was 25.",
     "the end of World War II = 1945-09-02 1945-09-02..1945-09-02; the outbreak of the Korean War = 1950-06-25 1950-06-25..1950-06-25"},
    {"2021-04-01", "On the eve of the Iraq War and two years after the Gulf War he spoke.",
     "the eve of the Iraq War = 2003-03-19 2003-03-19..2003-03-19; two years after the Gulf War = 1993 1993-01-01..1993-12-31"},
    {"2021-04-01", "Between World War I and World War II it was free.",
     "Between World War I and World War II = 1918-11-12/1939-08-31 1918-11-12..1939-08-31"},
    {"2021-04-01", "The fall of the government followed. Since the fall of the government he is silent.", ""},
    /* parts of a period by number */
    {"2021-04-01", "In the first six months of 2019 and the last two days of May 2020 it fell.",
     "the first six months of 2019 = 2019-01-01/2019-06-30 2019-01-01..2019-06-30; the last two days of May 2020 = 2020-05-30/2020-05-31 "
     "2020-05-30..2020-05-31"},
    {"2021-04-01", "In the first nine months of the year exports rise.",
     "the first nine months of the year = 2021-01-01/2021-09-30 2021-01-01..2021-09-30"},
    {"2021-04-01", "In the six months to June 2020 it fell, in the year ended March 31 it rose.",
     "the six months to June 2020 = 2020-01-01/2020-06-30 2020-01-01..2020-06-30; the year ended March 31 = 2020-04-01/2021-03-31 "
     "2020-04-01..2021-03-31"},
    {"2021-04-01", "In the early part of 2019 it fell.", "the early part of 2019 = 2019 2019-01-01..2019-03-31"},
    {"2021-04-01", "On the first weekend of May they vote; on the third Sunday after Easter they march.",
     "the first weekend of May = 2021-W17-WE 2021-05-01..2021-05-02; the third Sunday after Easter = 2021-04-25 2021-04-25..2021-04-25"},
    {"2021-04-01", "It opens on the Saturday closest to May 5.", "the Saturday closest to May 5 = 2021-05-08 2021-05-08..2021-05-08"},
    {"2021-04-01", "It opens on the nearest Saturday to 5 May.", "the nearest Saturday to 5 May = 2021-05-08 2021-05-08..2021-05-08"},
    {"2021-04-01", "It rained between 8 and 10 July 2020.", "between 8 and 10 July 2020 = 2020-07-08/2020-07-10 2020-07-08..2020-07-10"},
    {"2021-04-01", "It rose by 1/2 in 4/2019 and 2019Q4.", "4/2019 = 2019-04 2019-04-01..2019-04-30; 2019Q4 = 2019-Q4 2019-10-01..2019-12-31"},
    /* against what was named before */
    {"2021-04-01", "He died ten years ago today, or a year ago this week, or two years ago Thursday.",
     "ten years ago today = 2011-04-01 2011-04-01..2011-04-01; a year ago this week = 2020-W14 2020-03-30..2020-04-05; "
     "two years ago Thursday = 2019-04-01 2019-04-01..2019-04-01"},
    {"2021-04-01", "They wrote between May and June 1981. In March the same year he had died.",
     "between May and June 1981 = 1981-05/1981-06 1981-05-01..1981-06-30; March the same year = 1981-03 1981-03-01..1981-03-31"},
    {"2021-04-01", "On 3 May 2010 a bomb fell. In 2012 they left. Two days later he died; two years later she died.",
     "3 May 2010 = 2010-05-03 2010-05-03..2010-05-03; 2012 = 2012 2012-01-01..2012-12-31; Two days later = XXXX-XX-XX ..; "
     "two years later = 2014 2014-01-01..2014-12-31"},
    {"2021-04-01", "It began in the summer of 2014. The following winter and the following March it stopped.",
     "the summer of 2014 = 2014-SU 2014-06-01..2014-08-31; The following winter = 2014-WI 2014-12-01..2015-02-28; "
     "the following March = 2015-03 2015-03-01..2015-03-31"},
    {"2021-04-01", "It began on 3 March 2020. The following Monday it ended. Later that month he died.",
     "3 March 2020 = 2020-03-03 2020-03-03..2020-03-03; The following Monday = 2020-03-09 2020-03-09..2020-03-09; "
     "Later that month = 2020-03 2020-03-01..2020-03-31"},
    {"2021-03-30", "This coming weekend they vote.", "This coming weekend = 2021-W13-WE 2021-04-03..2021-04-04"},
    {"2021-04-01", "The BOM and the EOD team said the boy was safe.", ""},
    /* other days, and none */
    {"2021-01-10", "They met on December 28.", "December 28 = 2020-12-28 2020-12-28..2020-12-28"},
    {"2021-12-20", "They meet on January 4.", "January 4 = 2022-01-04 2022-01-04..2022-01-04"},
    {"2021-03-31", "They met last month.", "last month = 2021-02 2021-02-01..2021-02-28"},
    {"2021-01-01", "They met this week.", "this week = 2020-W53 2020-12-28..2021-01-03"},
    {"2021-02-10", "They met this winter.", "this winter = 2020-WI 2020-12-01..2021-02-28"},
    {"2021-02-10", "They met last winter.", "last winter = 2019-WI 2019-12-01..2020-02-29"},
    {"2021-04-05", "They met last weekend.", "last weekend = 2021-W13-WE 2021-04-03..2021-04-04"},
    {"", "They met on 1 April 2021.", "1 April 2021 = 2021-04-01 2021-04-01..2021-04-01"},
    {"", "They met on Thursday.", "Thursday = XXXX-WXX-4 .."},
    {"", "They met on 1 April.", "1 April = XXXX-04-01 .."},
    {"", "They met in April and last year.", "April = XXXX-04 ..; last year = XXXX .."},
    {"", "They met yesterday.", "yesterday = XXXX-XX-XX .."},
    {"", "They met over the last three months.", "the last three months = P3M .."},
    {"", "They met at Easter and on Friday, two days ago.",
     "Easter = XXXX-XX-XX ..; Friday = XXXX-WXX-5 ..; two days ago = XXXX-XX-XX .."},
    {"", "They met in 1999 and again two years later.",
     "1999 = 1999 1999-01-01..1999-12-31; two years later = 2001 2001-01-01..2001-12-31"},
    /* what no calendar holds */
    {"2021-04-01", "It was 999999999999 years ago.", ""},
    {"2021-04-01", "It was nine thousand million billion years ago.", "billion years ago = XXXX .."},
    {"2021-04-01", "It was on 31 June and 45 May.", "31 June = XXXX-06-31 ..; May = 2021-05 2021-05-01..2021-05-31"},
    {"0001-01-01", "It was two years ago.", "two years ago = XXXX .."},
    {"9999-12-31", "It will be in two years.", "two years = XXXX .."},
    {"2021-04-01", "early early early early early early early 2019", "early early early 2019 = 2019 2019-01-01..2019-03-31"},
    {"2021-04-01", "", ""},
};

/* Phrases alone, the caller plans ahead. */
static const row plans[] = {
    {"2021-04-01", "Thursday", "2021-04-08..2021-04-08"},
    {"2021-04-01", "Friday", "2021-04-02..2021-04-02"},
    {"2021-04-01", "Friday after next", "2021-04-09..2021-04-09"},
    {"2021-04-01", "March", "2022-03-01..2022-03-31"},
    {"2021-04-01", "2 March", "2022-03-02..2022-03-02"},
    {"2021-04-01", "in three weeks", "2021-04-22..2021-04-22"},
    {"2021-04-01", "the last two weeks", "2021-03-15..2021-03-28"},
    {"2021-04-01", "next three days", "2021-04-02..2021-04-04"},
    {"2021-04-01", "New Year's Eve", "2021-12-31..2021-12-31"},
    {"2021-04-01", "the 19th", "2021-04-19..2021-04-19"},
    {"2021-04-01", "before 2010", "..2009-12-31"},
    {"2021-04-01", "after May 3", "2021-05-04.."},
    {"2021-04-01", "20th of last month", "2021-03-20..2021-03-20"},
    {"2021-04-01", "for 10 days from 18 Dec", "2021-12-18..2021-12-28"},
    {"2021-04-01", "3 Fridays from now", "2021-04-16..2021-04-16"},
    {"2021-04-01", "nothing of the kind", "null"},
    {"2021-04-01", "EOM", "2021-04-21..2021-04-30"},
    {"2021-04-01", "the BOY", "2021-01-01..2021-03-31"},
    {"2021-04-01", "boy", "null"},
    {"2021-04-01", "EOD", "2021-04-01..2021-04-01"},
    {"2021-04-01", "mid-week", "2021-03-31..2021-04-01"},
    {"2021-04-01", "two upcoming months", "2021-06-01..2021-06-30"},
    {"2021-04-01", "the upcoming 3 weeks", "2021-04-19..2021-04-25"},
    {"2021-04-01", "next two months", "2021-05-01..2021-06-30"},
    {"2021-04-01", "next summer", "2021-06-21..2021-09-23"},
    {"2021-04-01", "winter 2022", "2022-12-21..2023-03-20"},
    {"2021-04-01", "second closest Monday to May 5", "2021-05-10..2021-05-10"},
    {"2021-04-01", "9/20", "2021-09-20..2021-09-20"},
    {"2021-04-01", "20/9", "2021-09-20..2021-09-20"},
    {"2021-04-01", "31/Oct/2020", "2020-10-31..2020-10-31"},
    {"2021-04-01", "Friday the 13th", "2021-08-13..2021-08-13"},
    {"2021-04-01", "first Saturday after Easter", "2021-04-10..2021-04-10"},
    {"2021-04-01", "weekend after Thanksgiving", "2021-11-27..2021-11-28"},
    {"2021-04-01", "a year from Christmas", "2022-12-25..2022-12-25"},
    {"2021-04-01", "20th next month", "2021-05-20..2021-05-20"},
    {"2021-04-01", "sept 2nd week", "2021-09-13..2021-09-19"},
    {"2021-04-01", "week-end", "2021-04-03..2021-04-04"},
    {"2021-04-01", "after world war ii", "1945-09-03.."},
    {"2021-04-01", "independence day", "null"},
    {"2021-04-01", "diwali", "2021-11-04..2021-11-04"},
};

/* The clause decides: each row is CoNLL-U and the first day of its first time. */
static const row clauses[] = {
    {"2021-04-01",
     "1\tEnvoys\tenvoy\tNOUN\tNNS\t_\t2\tnsubj\t_\t_\n2\tmet\tmeet\tVERB\tVBD\t_\t0\troot\t_\t_\n"
     "3\ton\ton\tADP\tIN\t_\t4\tcase\t_\t_\n4\tMonday\tMonday\tPROPN\tNNP\t_\t2\tobl\t_\t_\n\n",
     "2021-03-29"},
    {"2021-04-01",
     "1\tEnvoys\tenvoy\tNOUN\tNNS\t_\t3\tnsubj\t_\t_\n2\twill\twill\tAUX\tMD\t_\t3\taux\t_\t_\n"
     "3\tmeet\tmeet\tVERB\tVB\t_\t0\troot\t_\t_\n4\tMonday\tMonday\tPROPN\tNNP\t_\t3\tobl\t_\t_\n\n",
     "2021-04-05"},
    {"2021-04-01", /* they said in the past what lies ahead */
     "1\tThey\tthey\tPRON\tPRP\t_\t2\tnsubj\t_\t_\n2\tagreed\tagree\tVERB\tVBD\t_\t0\troot\t_\t_\n3\tto\tto\tPART\tTO\t_\t4\tmark\t_\t_\n"
     "4\tmeet\tmeet\tVERB\tVB\t_\t2\txcomp\t_\t_\n5\tMonday\tMonday\tPROPN\tNNP\t_\t4\tobl\t_\t_\n\n",
     "2021-04-05"},
    {"2021-04-01",
     "1\tThey\tthey\tPRON\tPRP\t_\t2\tnsubj\t_\t_\n2\trefused\trefuse\tVERB\tVBD\t_\t0\troot\t_\t_\n3\tto\tto\tPART\tTO\t_\t4\tmark\t_\t_\n"
     "4\tmeet\tmeet\tVERB\tVB\t_\t2\txcomp\t_\t_\n5\tMonday\tMonday\tPROPN\tNNP\t_\t4\tobl\t_\t_\n\n",
     "2021-03-29"},
    {"2021-04-01",
     "1\tTalks\ttalk\tNOUN\tNNS\t_\t3\tnsubj:pass\t_\t_\n2\tare\tbe\tAUX\tVBP\t_\t3\taux:pass\t_\t_\n"
     "3\tscheduled\tschedule\tVERB\tVBN\t_\t0\troot\t_\t_\n4\tfor\tfor\tADP\tIN\t_\t5\tcase\t_\t_\n5\tMonday\tMonday\tPROPN\tNNP\t_\t3\tobl\t_\t_\n\n",
     "2021-04-05"},
    {"2021-04-01", /* a participle is past, an outlook is not */
     "1\tTalks\ttalk\tNOUN\tNNS\t_\t4\tnsubj\t_\t_\n2\theld\thold\tVERB\tVBN\t_\t1\tacl\t_\t_\n3\tMonday\tMonday\tPROPN\tNNP\t_\t2\tobl\t_\t_\n"
     "4\tfail\tfail\tVERB\tVBP\t_\t0\troot\t_\t_\n\n",
     "2021-03-29"},
    {"2021-04-01",
     "1\tHe\the\tPRON\tPRP\t_\t2\tnsubj\t_\t_\n2\tordered\torder\tVERB\tVBD\t_\t0\troot\t_\t_\n3\tthem\tthey\tPRON\tPRP\t_\t2\tobj\t_\t_\n"
     "4\tto\tto\tPART\tTO\t_\t5\tmark\t_\t_\n5\tleave\tleave\tVERB\tVB\t_\t2\txcomp\t_\t_\n6\tby\tby\tADP\tIN\t_\t7\tcase\t_\t_\n"
     "7\tMonday\tMonday\tPROPN\tNNP\t_\t5\tobl\t_\t_\n\n",
     "2021-04-05"},
    {"2021-04-01", /* a name, not a day */
     "1\tFriday\tFriday\tPROPN\tNNP\t_\t2\tcompound\t_\t_\n2\tTimes\tTimes\tPROPN\tNNP\t_\t3\tnsubj\t_\t_\n3\tsaid\tsay\tVERB\tVBD\t_\t0\troot\t_\t_\n\n",
     ""},
    {"2021-04-01", /* a count, not a day of the month */
     "1\tIn\tin\tADP\tIN\t_\t2\tcase\t_\t_\n2\tMarch\tMarch\tPROPN\tNNP\t_\t5\tobl\t_\t_\n3\t15\t15\tNUM\tCD\t_\t4\tnummod\t_\t_\n"
     "4\tmen\tman\tNOUN\tNNS\t_\t5\tnsubj\t_\t_\n5\tdied\tdie\tVERB\tVBD\t_\t0\troot\t_\t_\n\n",
     "2021-03-01"},
};

/* Known days of feasts: name; year-month-day of each. */
static const struct {
    const char *name, *days;
} feasts[] = {
    {"diwali", "1947-11-12 2000-10-26 2005-11-01 2009-10-17 2014-10-23 2018-11-07 2022-10-24 2024-10-31 2025-10-20"},
    {"dhanteras", "2017-10-17 2019-10-25 2022-10-22 2024-10-29"},
    {"naraka chaturdashi", "2018-11-06 2019-10-27 2022-10-24"},
    {"govardhan puja", "2019-10-28 2020-11-15 2022-10-26 2024-11-02"},
    {"bhai dooj", "2018-11-09 2019-10-29 2022-10-26"},
    {"holi", "2010-03-01 2016-03-24 2018-03-02 2019-03-21 2022-03-18 2023-03-08 2024-03-25"},
    {"dussehra", "2016-10-11 2018-10-19 2019-10-08 2020-10-25 2022-10-05 2024-10-12"},
    {"navratri", "2018-10-10 2020-10-17 2022-09-26"},
    {"ganesh chaturthi", "2015-09-17 2018-09-13 2019-09-02 2022-08-31 2023-09-19"},
    {"raksha bandhan", "2018-08-26 2022-08-11 2023-08-30 2025-08-09"},
    {"janmashtami", "2019-08-24 2021-08-30 2023-09-07 2025-08-16"},
    {"gokulashtami", "2018-09-02 2019-08-23 2022-08-18"},
    {"maha shivaratri", "2018-02-13 2020-02-21 2022-03-01 2024-03-08"},
    {"chhath", "2016-11-06 2019-11-02 2022-10-30 2023-11-19"},
    {"karva chauth", "2016-10-19 2018-10-27 2023-11-01 2025-10-10"},
    {"onam", "2013-09-16 2018-08-25 2020-08-31 2024-09-15"},
    {"pongal", "2018-01-14 2019-01-15 2021-01-14"},
    {"makar sankranti", "1999-01-14 2008-01-15 2022-01-14"},
    {"vaisakhi", "2016-04-13 2018-04-14 2020-04-13"},
    {"vishu", "2020-04-14 2023-04-15"},
    {"ugadi", "2018-03-18 2021-04-13 2024-04-09"},
    {"ram navami", "2018-03-25 2019-04-13 2024-04-17"},
    {"hanuman jayanti", "2018-03-31 2023-04-06"},
    {"guru purnima", "2018-07-27 2023-07-03"},
    {"buddha purnima", "2016-05-21 2020-05-07 2022-05-16"},
    {"vesak", "2012-05-05 2013-05-24 2018-05-29"},
    {"guru nanak jayanti", "2018-11-23 2022-11-08 2024-11-15"},
    {"guru ravidas jayanti", "2018-01-31 2019-02-19 2024-02-24"},
    {"valmiki jayanti", "2019-10-13 2020-10-31"},
    {"mahavir jayanti", "2018-03-29 2023-04-04"},
    {"vasant panchami", "2018-01-22 2021-02-16"},
    {"rath yatra", "2018-07-14 2023-06-20"},
    {"rabindra jayanti", "2018-05-09 2020-05-08"},
    {"maghi", "2019-01-15"},
    {"lohri", "2018-01-13"},
    {"thaipusam", "2018-01-31 2019-01-21 2024-01-25"},
    {"parsi new year", "2012-08-18 2019-08-17 2022-08-16 2024-08-15"},
    {"nowruz", "2016-03-20 2017-03-21 2020-03-20 2024-03-20"},
    {"qingming", "2012-04-04 2015-04-05 2019-04-05 2024-04-04"},
    {"chinese new year", "1912-02-18 1954-02-03 2000-02-05 2018-02-16 2030-02-03 2033-01-31"},
    {"seollal", "1997-02-08 2018-02-16 2028-01-27"},
    {"tet", "1968-01-29 1985-01-21 2007-02-17 2018-02-16"},
    {"dragon boat festival", "2018-06-18 2023-06-22"},
    {"mid autumn festival", "2018-09-24 2020-10-01"},
    {"yom kippur", "1973-10-06 2018-09-19 2023-09-25"},
    {"rosh hashanah", "2018-09-09 2023-09-15"},
    {"purim", "2016-03-24 2024-03-24"}, /* leap years: the second Adar */
    {"yom ha'atzmaut", "2018-04-19 2021-04-15 2024-05-14"},
    {"ramadan", "1973-09-27 2018-05-16 2021-04-13"},
    {"islamic new year", "1979-11-20 2018-09-11"},
    {"eid al adha", "1990-07-02 2018-08-21"},
    {"quds day", "2017-06-23"},
    {"orthodox easter", "1961-04-09 2018-04-08"},
    {"enkutatash", "2018-09-11 2019-09-12"},
    {"victoria day", "2018-05-21 2021-05-24"},
    {"advent sunday", "2018-12-02 2022-11-27"},
    {"boss's day", "2016-10-17 2021-10-15"},
};

typedef struct {
    bw_document doc;
    const row *r;
    bool plan;
} job;

static void put_days(bw_buf *b, const bw_time *t)
{
    char from[11] = "", to[11] = "";
    if (t->from != BW_NO_DAY)
        bw_day_format(t->from, from);
    if (t->to != BW_NO_DAY)
        bw_day_format(t->to, to);
    bw_buf_print(b, "%s..%s", from, to);
}

static bw_day day_of(const row *r) { return bw_day_parse(bw_str_of(r->day)); }

static bw_status sentence(void *with, bw_err *err)
{
    job *j = with;
    bw_document *doc = &j->doc;
    bw_when_options o = {0};
    doc->head.day = day_of(j->r);
    when_words(doc, bw_str_of(j->r->text));
    bw_status st = bw_when_dates(&o, doc, err);
    bw_buf got = {.arena = doc->arena};
    for (uint32_t i = 0; i < doc->n_times; i++) {
        const bw_time *t = &doc->times[i];
        bw_buf_print(&got, "%s%.*s = %.*s ", i ? "; " : "", BW_STR_FMT(bw_str_slice(doc->head.text, t->start, t->end)),
                     BW_STR_FMT(t->value));
        put_days(&got, t);
    }
    if (!ok(bw_str_is(bw_buf_view(&got), j->r->want), "%s", j->r->text))
        printf("# got  %.*s\n# want %s\n", BW_STR_FMT(bw_buf_view(&got)), j->r->want);
    return st;
}

static bw_status plan(void *with, bw_err *err)
{
    job *j = with;
    bw_document *doc = &j->doc;
    bw_when_options o = {.prefer_future = true};
    bw_span spans[2] = {{0, (uint32_t)strlen(j->r->text)}, {0, 0}};
    doc->head.day = day_of(j->r);
    doc->head.spans = spans;
    doc->head.n_spans = 2;
    doc->head.has_spans = true;
    when_words(doc, bw_str_of(j->r->text));
    bw_status st = bw_when_dates(&o, doc, err);
    bw_buf got = {.arena = doc->arena};
    if (doc->times[0].type)
        put_days(&got, &doc->times[0]);
    else
        bw_buf_text(&got, "null");
    if (!ok(doc->n_times == 2 && !doc->times[1].type && bw_str_is(bw_buf_view(&got), j->r->want), "planning: %s", j->r->text))
        printf("# got  %.*s\n# want %s\n", BW_STR_FMT(bw_buf_view(&got)), j->r->want);
    return st;
}

static bw_status clause(void *with, bw_err *err)
{
    job *j = with;
    bw_document *doc = &j->doc;
    bw_when_options o = {0};
    bw_str rest = bw_str_of(j->r->text);
    uint64_t line = 0;
    bw_status st = bw_conllu_read(&rest, &line, doc, err);
    doc->head.day = day_of(j->r);
    if (!st)
        st = bw_when_dates(&o, doc, err);
    char day[11] = "";
    if (!st && doc->n_times && doc->times[0].from != BW_NO_DAY)
        bw_day_format(doc->times[0].from, day);
    ok(strcmp(day, j->r->want) == 0, "clause: %.*s: %s", BW_STR_FMT(doc->head.text), day);
    return st;
}

static bw_status json(void *with, bw_err *err)
{
    job *j = with;
    bw_document *doc = &j->doc;
    bw_when_options o = {0};
    doc->head.id = BW_LIT("a");
    doc->head.day = bw_day_of(2021, 4, 1);
    when_words(doc, BW_LIT("Since May he met on 3 May for two days every week."));
    bw_status st = bw_when_dates(&o, doc, err);
    bw_buf out = {.arena = doc->arena};
    bw_when_write(doc, &out);
    bw_str want = BW_LIT(
        "{\"id\":\"a\",\"times\":["
        "{\"start\":0,\"end\":9,\"text\":\"Since May\",\"value\":\"2020-05/\",\"type\":\"DATE\",\"from\":\"2020-05-01\",\"to\":null},"
        "{\"start\":20,\"end\":25,\"text\":\"3 May\",\"value\":\"2021-05-03\",\"type\":\"DATE\",\"from\":\"2021-05-03\",\"to\":\"2021-05-03\"},"
        "{\"start\":30,\"end\":38,\"text\":\"two days\",\"value\":\"P2D\",\"type\":\"DURATION\",\"from\":null,\"to\":null},"
        "{\"start\":39,\"end\":49,\"text\":\"every week\",\"value\":\"P1W\",\"type\":\"SET\",\"from\":null,\"to\":null}]}");
    ok(bw_str_eq(bw_buf_view(&out), want), "JSON: %.*s", (int)out.len, out.ptr);
    ok(doc->times[0].past && !doc->times[0].future && doc->times[1].future && !doc->times[2].past, "sides of the document's day");
    ok(doc->times[0].precision == BW_PRECISION_MONTH && doc->times[1].precision == BW_PRECISION_DAY, "precision");
    return st;
}

/* A day that differs by country is resolved where that country is named. */
static bw_status country(void *with, bw_err *err)
{
    job *j = with;
    bw_document *doc = &j->doc;
    bw_when_options o = {0};
    bw_mention m = {.sentence = 0, .country = "UKR"};
    doc->head.day = bw_day_of(2021, 8, 30);
    when_words(doc, BW_LIT("Independence Day was marked by many. Independence Day was quiet."));
    doc->mentions = &m;
    doc->n_mentions = 1;
    bw_status st = bw_when_dates(&o, doc, err);
    ok(doc->n_times == 1 && doc->times[0].from == bw_day_of(2021, 8, 24) && doc->times[0].sentence == 0, "Independence Day");
    return st;
}

/* Time must grow with the text, not faster: a sentence of 400 000 words of time. */
static bw_status long_text(void *with, bw_err *err)
{
    job *j = with;
    bw_document *doc = &j->doc;
    bw_when_options o = {0};
    bw_buf text = {.arena = doc->arena};
    for (int i = 0; i < 100000; i++)
        bw_buf_text(&text, "last early two between ");
    doc->head.day = bw_day_of(2021, 4, 1);
    when_words(doc, bw_buf_view(&text));
    bw_status st = bw_when_dates(&o, doc, err);
    ok(st == BW_OK && doc->n_tokens == 400000, "a long sentence of words of time");
    return st;
}

static void known_feast(const char *name, const char *days)
{
    char plain[BW_WHEN_LONGEST_NAME];
    size_t n = 0;
    for (; *name; name++)
        if (bw_is_alpha(*name))
            plain[n++] = *name;
    uint32_t low = 0, high = bw_when_n_feasts, same;
    bw_str rest = bw_str_of(days), day;
    bw_when_feasts_of((bw_str){plain, n}, &low, &high, &same);
    while (bw_str_cut(&rest, ' ', &day)) {
        bw_day want = bw_day_parse(day);
        int lasts;
        ok(same > 0 && bw_calendar_feast(&bw_when_feasts[low], bw_day_date(want).year, false, &lasts) == want, "%.*s: %.*s", (int)n, plain,
           BW_STR_FMT(day));
    }
}

static void run(bw_status (*what)(void *, bw_err *), const row *r)
{
    bw_arena *a = bw_arena_new(0);
    job j = {.doc.arena = a, .r = r};
    bw_err err = {0};
    if (!a || bw_arena_try(a, what, &j, &err) != BW_OK)
        ok(false, "%s", err.msg);
    bw_arena_free(a);
}

int main(void)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        run(sentence, &rows[i]);
    for (size_t i = 0; i < sizeof plans / sizeof *plans; i++)
        run(plan, &plans[i]);
    for (size_t i = 0; i < sizeof clauses / sizeof *clauses; i++)
        run(clause, &clauses[i]);
    run(json, NULL);
    run(country, NULL);
    run(long_text, NULL);

    for (size_t i = 0; i < sizeof feasts / sizeof *feasts; i++)
        known_feast(feasts[i].name, feasts[i].days);
    ok(bw_calendar_easter(1961) == bw_day_of(1961, 4, 2) && bw_calendar_easter(2038) == bw_day_of(2038, 4, 25), "Easter");
    ok(bw_calendar_orthodox_easter(2021) == bw_day_of(2021, 5, 2) && bw_calendar_orthodox_easter(2016) == bw_day_of(2016, 5, 1),
       "Orthodox Easter");
    ok(bw_calendar_add_months(bw_day_of(2020, 1, 31), 1) == bw_day_of(2020, 2, 29), "a month on from the 31st");
    ok(bw_calendar_nth_weekday(bw_day_of(2021, 11, 1), bw_day_of(2021, 11, 30), 3, 4) == bw_day_of(2021, 11, 25), "fourth Thursday");
    ok(bw_calendar_nth_weekday(bw_day_of(2021, 11, 1), bw_day_of(2021, 11, 30), 3, 5) == BW_NO_DAY, "no fifth Thursday");
    return tap_done();
}
