"""Working days: the public holidays and make-up workdays that the State Council announced, weekends where it has not yet.

Source: the yearly 国务院办公厅关于部分节假日安排的通知, as the chinese-calendar package carries them.
"""

import datetime as dt

import chinese_calendar


def is_announced(day: dt.date) -> bool:
    """Whether the holidays of a day's year are known; where not, only weekends are taken for days off."""
    try:
        chinese_calendar.is_workday(day)
    except NotImplementedError:
        return False
    return True


def is_workday(day: dt.date) -> bool:
    if is_announced(day):
        return bool(chinese_calendar.is_workday(day))
    return day.weekday() < 5


def next_workday(day: dt.date) -> dt.date:
    """The day itself where it is a workday, else the first one after it."""
    while not is_workday(day):
        day += dt.timedelta(days=1)
    return day
