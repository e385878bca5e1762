/*
** calendars.c - see calendars.h
**
** With Gregorian months, another count of years:
**     Buddhist Era (Thai solar, since 1941)  year - 543
**     Minguo (Republic of China)             year + 1911
**     Juche (North Korea)                    year + 1911
**     Dangi (Korea, from 2333 BC)            year - 2333
**     Japanese eras                          Meiji 1868, Taisho 1912, Showa 1926, Heisei 1989, Reiwa 2019 are each the year 1
** With months of their own:
**     Hijri        the tabular (arithmetic) calendar: 30-year cycle with the leap years 2 5 7 10 13 16 18 21 24 26 29, first day Friday 16 July 622 (Julian);
**                  E. M. Reingold and N. Dershowitz, Calendrical Calculations, chapter on the Islamic calendar. Months that begin when the moon is seen, and the
**                  Umm al-Qura calendar of Saudi Arabia, differ from it by a day now and then: whoever uses it lowers the score.
**     Solar Hijri  K. M. Borkowski, The Persian calendar for 3000 years, Earth, Moon and Planets 74 (1996): leap years by the breaks of the 33-year
**                  cycle; exact against the astronomical calendar for the years 1 to 3177.
**     Hebrew       the molad of Tishri and the four postponements, as in Calendrical Calculations, chapter on the Hebrew calendar. Months are numbered
**                  as in CLDR: 1 Tishri .. 5 Shevat, 6 Adar I (leap years only), 7 Adar or Adar II, 8 Nisan .. 13 Elul; 14 is the name Adar II.
*/
#include "dates/calendars.h"
#include "dates/calendar.h"

enum { JULIAN_DAY_OF_1970 = 2440588 }; /* Julian day number of 1 January 1970, at noon */

int calendars_year(LexCalendar calendar, int year)
{
    static const struct {
        int16_t shift, most; /* to the Gregorian year; the last year that there is, 0: open */
    } counts[CALENDAR_COUNT] = {
        [CALENDAR_BUDDHIST] = {-543, 2743}, [CALENDAR_MINGUO] = {1911, 189},  [CALENDAR_MEIJI] = {1867, 45},
        [CALENDAR_TAISHO] = {1911, 15},     [CALENDAR_SHOWA] = {1925, 64},    [CALENDAR_HEISEI] = {1988, 31},
        [CALENDAR_REIWA] = {2018, 82},      [CALENDAR_DANGI] = {-2333, 4533}, [CALENDAR_JUCHE] = {1911, 189}};
    if (!counts[calendar].shift || year < 1 || year > counts[calendar].most) return 0;
    int gregorian = year + counts[calendar].shift;
    return gregorian >= 1 ? gregorian : 0;
}

int calendars_usual_year(LexCalendar calendar, int year)
{
    switch (calendar) {
    case CALENDAR_BUDDHIST: return year >= 2400 && year <= 2643;
    case CALENDAR_PERSIAN: return year >= 1250 && year <= 1479;
    default: return 0;
    }
}

/* --- Hijri ----------------------------------------------------------------------------------------------------------- */

static int hijri_leap(int year)
{
    return (14 + 11 * year) % 30 < 11;
}

static int hijri_month_length(int year, int month)
{
    return month % 2 == 1 || (month == 12 && hijri_leap(year)) ? 30 : 29;
}

static int32_t hijri_number(int year, int month, int day)
{
    enum { EPOCH = 1948440 }; /* Julian day of 1 Muharram 1 */
    return EPOCH - 1 + (year - 1) * 354 + (3 + 11 * year) / 30 + 29 * (month - 1) + month / 2 + day -
           JULIAN_DAY_OF_1970;
}

/* --- Solar Hijri -------------------------------------------------------------------------------------------------------- */

/* Day number of the first of Farvardin; `leap` is set when the year has 366 days. */
static int32_t persian_new_year(int year, int *leap)
{
    static const int16_t breaks[] = {-61,  9,    38,   199,  426,  686,  756,  818,  1111, 1181,
                                     1210, 1635, 2060, 2097, 2192, 2262, 2324, 2394, 2456, 3178};
    int gregorian = year + 621, leaps = -14, before = breaks[0], jump = 0;
    for (size_t i = 1; i < sizeof breaks / sizeof *breaks; i++) {
        jump = breaks[i] - before;
        if (year < breaks[i]) break;
        leaps += jump / 33 * 8 + jump % 33 / 4;
        before = breaks[i];
    }
    int n = year - before;
    leaps += n / 33 * 8 + (n % 33 + 3) / 4;
    if (jump % 33 == 4 && jump - n == 4) leaps++;
    int gregorian_leaps = gregorian / 4 - (gregorian / 100 + 1) * 3 / 4 - 150;
    if (jump - n < 6) n = n - jump + (jump + 4) / 33 * 33;
    int place = ((n + 1) % 33 - 1) % 4; /* -1 in the last year of a cycle: no leap */
    *leap = place == 0;
    return calendar_number(gregorian, 3, 20 + leaps - gregorian_leaps);
}

static int persian_month_length(int leap, int month)
{
    return month <= 6 ? 31 : month <= 11 || leap ? 30 : 29;
}

/* --- Hebrew ---------------------------------------------------------------------------------------------------------------- */

static int hebrew_leap(int year)
{
    return (7 * year + 1) % 19 < 7;
}

/* Days from the epoch to the new year, before the postponements that depend on the years beside it. */
static int32_t hebrew_delay(int year)
{
    int64_t months = (235 * (int64_t)year - 234) / 19, parts = 12084 + 13753 * months,
            day = 29 * months + parts / 25920;
    return (int32_t)((3 * (day + 1)) % 7 < 3 ? day + 1 : day);
}

static int32_t hebrew_new_year(int year)
{
    enum { EPOCH = 347998 }; /* Julian day of 1 Tishri 1 */
    int32_t last = hebrew_delay(year - 1), here = hebrew_delay(year), next = hebrew_delay(year + 1);
    int correction = next - here == 356 ? 2 : here - last == 382 ? 1 : 0;
    return EPOCH - 1 + here + correction - JULIAN_DAY_OF_1970 + 1;
}

static int hebrew_month_length(int year, int month)
{
    int days = (int)(hebrew_new_year(year + 1) - hebrew_new_year(year));
    switch (month) {
    case 2: return days % 10 == 5 ? 30 : 29;   /* Heshvan is long in a year of 355 or 385 days */
    case 3: return days % 10 == 3 ? 29 : 30;   /* Kislev is short in one of 353 or 383 */
    case 6: return hebrew_leap(year) ? 30 : 0; /* Adar I */
    case 4:
    case 7:
    case 9:
    case 11:
    case 13: return 29;
    default: return 30;
    }
}

/* --- all ----------------------------------------------------------------------------------------------------------------------- */

int calendars_range(LexCalendar calendar, int year, int month, int day, int32_t *first, int32_t *last)
{
    int leap = 0, months = 12, length = 0;
    int32_t begin;
    /* a year beyond is one of another calendar: Ramadan 2023 */
    enum { LAST_HIJRI = 1600, LAST_PERSIAN = 1600, FIRST_HEBREW = 3762, LAST_HEBREW = 6200 };
    if (year < 1 || month < 0 || day < 0) return 0;
    if (calendar == CALENDAR_HEBREW) {
        if (year < FIRST_HEBREW || year > LAST_HEBREW) return 0;
        months = 13;
        if (month == 14) month = 7;
        begin = hebrew_new_year(year);
    } else if (calendar == CALENDAR_PERSIAN) {
        if (year > LAST_PERSIAN) return 0;
        begin = persian_new_year(year, &leap);
    } else if (calendar == CALENDAR_HIJRI && year <= LAST_HIJRI) begin = hijri_number(year, 1, 1);
    else return 0;
    if (month > months) return 0;
    for (int m = 1; m <= months; m++) {
        length = calendar == CALENDAR_HEBREW    ? hebrew_month_length(year, m)
                 : calendar == CALENDAR_PERSIAN ? persian_month_length(leap, m)
                                                : hijri_month_length(year, m);
        if (m == month) break;
        if (month) begin += length;
    }
    if (!month) {
        *first = begin;
        *last = calendar == CALENDAR_HEBREW    ? hebrew_new_year(year + 1)
                : calendar == CALENDAR_PERSIAN ? persian_new_year(year + 1, &leap)
                                               : hijri_number(year + 1, 1, 1);
        return 1;
    }
    if (day > length || !length) return 0;
    *first = day ? begin + day - 1 : begin;
    *last = *first + (day ? 1 : length);
    return 1;
}
