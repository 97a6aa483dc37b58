#!/usr/bin/env python3
"""Random VALID company packages for differential testing.

    python3 generate.py SEED OUT_DIR [--accounts N] [--months N] [--closed-on-first] [--ambiguous] [--refusal]

The same seed and options always give the same package. `aging-dates.txt` in OUT_DIR (ignored by importers) suggests
ageing dates for the package.

--closed-on-first  also accounts closed on the 1st of a month with readings received on that very day
--ambiguous        also situations in which the rules leave a choice (see README.md)
--refusal          a needed rule ends inside the computed periods: the result is a refusal
"""
import argparse
import csv
import datetime as dt
import io
import os
import random
import sys

import oracle
from oracle import DAY, ZONES, first_day, last_day, month_of, next_month, periods_between

HEADERS = {
    'company': 'payee name inn kpp ogrn bank_name bic account corr_account address phone time_zone',
    'houses': 'house_id address floors heating_mode heat_meter common_area total_area window_from window_to',
    'accounts': 'account house_id flat total_area opened_on closed_on last_name first_name middle_name',
    'residents': 'account from registered owners',
    'utilities': 'utility name kind unit payee sources max_monthly raise_after_failure',
    'tariffs': 'utility house_id part from price',
    'norms': 'utility house_id from norm per',
    'coefficients': 'utility from coefficient',
    'connections': 'account utility from to meter_possible',
    'meters': 'meter_id account utility serial zones digits installed_on verified_until start_1 start_2 start_3 '
              'removed_on final_1 final_2 final_3 replaces',
    'readings': 'meter_id taken_on received_on value_1 value_2 value_3',
    'readings_corrections': 'meter_id taken_on corrected_on value_1 value_2 value_3 reason',
    'volume_history': 'account utility period volume_1 volume_2 volume_3',
    'house_volumes': 'house_id utility period volume',
    'absences': 'account left_on returned_on persons applied_on',
    'opening_balances': 'account payee period kind amount',
    'payments': 'payment_id account received_on amount payee named_period',
    'payment_reversals': 'payment_id reversed_on reason',
    'key_rates': 'from percent',
    'calendar': 'date kind',
    'settings': 'key from value',
}
LAST = 'Иванова Петров Сидорова Козлов Ёлкина Щукин Юрьева «Ким»'.split()
FIRST = 'Анна Пётр Мария Олег Юлия Илья'.split()
MIDDLE = ['', 'Ивановна', 'Петрович', 'Олеговна']


# ------------------------------------------------------------------------------------------------ check digits (6.2)

def inn10(rng):
    d = [6, 3] + [rng.randrange(10) for _ in range(7)]
    return ''.join(map(str, d + [sum(a * b for a, b in zip(d, (2, 4, 10, 3, 5, 9, 4, 6, 8))) % 11 % 10]))


def inn12(rng):
    d = [6, 3] + [rng.randrange(10) for _ in range(8)]
    d.append(sum(a * b for a, b in zip(d, (7, 2, 4, 10, 3, 5, 9, 4, 6, 8))) % 11 % 10)
    d.append(sum(a * b for a, b in zip(d, (3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8))) % 11 % 10)
    return ''.join(map(str, d))


def ogrn13(rng):
    head = '1' + ''.join(str(rng.randrange(10)) for _ in range(11))
    return head + str(int(head) % 11 % 10)


def with_key(prefix, account):
    """The account with its 9th digit set so that the control sum ends in 0."""
    for key in '0123456789':
        candidate = account[:8] + key + account[9:]
        digits = [int(c) for c in prefix + candidate]
        if sum(d * w % 10 for d, w in zip(digits, (7, 1, 3) * 8)) % 10 == 0:
            return candidate
    raise AssertionError


# -------------------------------------------------------------------------------------------------------- a meter

class Curve:
    """The true register of a meter, unwrapped, in thousandths."""

    def __init__(self, rng, begin, value, base, grain):
        self.begin, self.value, self.grain, self.daily = begin, value, grain, {}
        self.rng, self.base = rng, base

    def at(self, day):
        total, month = 0, month_of(self.begin)
        while month <= month_of(day):
            if month not in self.daily:
                self.daily[month] = int(self.base * self.rng.choice((0, 0.1, 0.7, 1, 1, 1, 1.3, 2.4)) / 30)
            lo, hi = max(self.begin, first_day(month)), min(day, last_day(month) + DAY)
            total += max(0, (hi - lo).days) * self.daily[month]
            month = next_month(month)
        return self.value + total // self.grain * self.grain


class Generator:
    def __init__(self, options):
        self.o = options
        self.rng = random.Random(f'{options.seed}/{options.closed_on_first}/{options.ambiguous}/{options.refusal}')
        self.rows = {name: [] for name in HEADERS}
        self.serial = 0

    def add(self, file, **row):
        keys = HEADERS[file].split()
        row = {k.rstrip('_'): v for k, v in row.items()}
        assert set(row) <= set(keys), (file, row)
        full = {k: '' if row.get(k) is None else str(row[k]) for k in keys}
        self.rows[file].append(full)
        return full

    def chance(self, p):
        return self.rng.random() < p

    def day_in(self, a, b):
        return a + dt.timedelta(days=self.rng.randint(0, max(0, (b - a).days)))

    def money(self, kopecks):
        whole, part = divmod(kopecks, 100)
        text = f'{whole}.{part:02d}'
        return text.rstrip('0').rstrip('.') if self.chance(0.5) else text

    def number(self, lo, hi, decimals):
        return oracle.show(oracle.F(self.rng.randint(int(lo * 10 ** decimals), int(hi * 10 ** decimals)), 10 ** decimals))

    # -- the company ----------------------------------------------------------------------------------------------

    def run(self):
        r = self.rng
        self.first = f'{r.randint(2023, 2026)}-{r.randint(1, 12):02d}'
        drawn = r.randint(4, 14)
        self.count = self.o.months or drawn
        self.last = next_month(self.first, self.count - 1)
        self.begin, self.end = first_day(self.first), last_day(self.last)
        self.months = list(periods_between(self.first, self.last))
        self.company()
        self.settings()
        self.utilities()
        self.houses()
        self.prices()
        n = self.o.accounts or r.choice((10, 12, 15, 20, 25, 30, 40, 60))
        for i in range(n):
            self.account(i)
        self.write()  # charges do not depend on money: sizes of payments are taken from them
        self.payments()
        self.write()

    def company(self):
        r = self.rng
        for payee in ('main', 'capital_repair'):
            bic = f'0436{r.randint(10, 99)}{r.randint(50, 999):03d}'
            self.add('company', payee=payee, name=f'«Тест; {payee}»', inn=inn12(r) if self.chance(0.2) else inn10(r),
                     kpp='632101001' if self.chance(0.7) else None, ogrn=ogrn13(r), bank_name='АО "Банк"', bic=bic,
                     account=with_key(bic[6:], f'407028100{r.randint(0, 10 ** 11 - 1):011d}'),
                     corr_account=with_key('0' + bic[4:6], f'301018100{0:08d}{bic[6:]}'),
                     address='г. Тольятти, ул. Тестовая, 1', phone='+7 8482 00-00-00' if self.chance(0.5) else None,
                     time_zone=r.choice(('Europe/Samara', 'Europe/Moscow', 'Asia/Yekaterinburg')))

    def settings(self):
        r, old = self.rng, '2000-01-01'
        plain = {
            'first_period': self.first, 'last_period': self.last, 'rounding': 'HALF_AWAY_PER_LINE',
            'tariff_change': 'BILLING_MONTH', 'late_reading': 'CARRY_TO_NEXT', 'new_meter': 'NEXT_MONTH',
            'true_up_norm_months': r.choice(('yes', 'yes', 'no')),
            'average_months': r.choice((6, 6, 6, 4, 12, 3)), 'average_min_months': r.choice((3, 3, 3, 1, 2)),
            'average_periods': r.choice((3, 3, 3, 2, 1, 4)),
            'absence_min_days': r.choice((5, 5, 5, 3, 10)),
            'heating_months': r.choice(('10 11 12 1 2 3 4', '10 11 12 1 2 3 4', '9 10 11 12 1 2 3 4 5', '11 12 1 2 3')),
            'penalty_rate': 'AT_PAYMENT_DATE', 'count_payment_day': 'yes', 'reversal_penalty': 'CHARGE',
            'limitation_years': 3}
        for key, value in plain.items():
            self.add('settings', key=key, from_=old, value=value)
        if self.chance(0.3):
            self.add('settings', key='absence_min_days', from_=self.day_in(self.begin, self.end), value=r.choice((4, 7)))
        if self.o.ambiguous and self.chance(0.5):
            self.add('settings', key='true_up_norm_months', from_=first_day(r.choice(self.months)),
                     value=r.choice(('yes', 'no')))
        self.leap_due = '2026-09' <= self.first <= '2027-03'
        self.add('settings', key='due_day', from_=old, value=28 if self.leap_due else r.choice((10, 10, 5, 20)))
        if self.leap_due:
            self.add('settings', key='due_day', from_='2024-03-01', value=15)
        if self.chance(0.6):
            day = first_day(r.choice(self.months)) if self.chance(0.6) else self.day_in(self.begin, self.end)
            if not (self.leap_due and str(day) == '2024-03-01'):
                self.add('settings', key='due_day', from_=day, value=r.choice((15, 15, 25)))
        self.add('settings', key='penalty_cap_percent', from_=old, value=r.choice(('9.5', '9.5', '9.5', 'none')))
        if self.chance(0.4):
            self.add('settings', key='penalty_cap_percent', from_=self.day_in(self.begin, self.end),
                     value=r.choice(('none', '7.25', '9.5', '12')))
        if self.o.refusal and self.chance(0.5):
            self.ensure('settings', dict(key='penalty_cap_percent', value='end',
                                         from_=self.day_in(self.begin, self.end)), ('key', 'from'))
        else:
            self.add('settings', key='penalty_cap_percent', from_=self.end + dt.timedelta(days=400), value='end')
        day, percent = dt.date(2015, 1, 1), 8
        while day <= self.end + dt.timedelta(days=60):
            self.add('key_rates', from_=day, percent=percent)
            day = self.begin - dt.timedelta(days=r.randint(1, 60)) if day < self.begin - dt.timedelta(days=61) else \
                day + dt.timedelta(days=r.randint(10, 130))
            percent = r.choice(('4.25', '7.5', '8.25', '9.5', '10', '15.5', '21'))
        free = set()
        for month in periods_between(next_month(self.first, -2), next_month(self.last, 2)):
            due = first_day(month)
            for number in (9, 10, 11, 14, 15, 16, 17, 20, 25):
                day = due.replace(day=number)
                if self.chance(0.12):
                    free.add(day)
        if self.leap_due:
            free.add(dt.date(2024, 2, 28))
        for day in sorted(free):
            self.add('calendar', date=day, kind='working' if day.weekday() > 4 else 'non_working')

    def ensure(self, file, row, key):
        """Add a row unless its key is taken."""
        full = self.add(file, **row)
        same = [x for x in self.rows[file] if all(x[k] == full[k] for k in key)]
        if len(same) > 1:
            self.rows[file].pop()
            return False
        return True

    def utilities(self):
        r = self.rng
        water, power = r.choice((60, 150, 200)), r.choice((2500, 6000))
        yn = lambda: r.choice(('yes', 'no'))
        kinds = [('cold_water', 'metered', 'm3', None, water), ('hot_water', 'metered_two_part', 'm3', None, water),
                 ('hw_plain', 'metered', 'm3', None, water), ('gas', 'metered', 'm3', None, water),
                 ('electricity', 'metered', 'kWh', None, power),
                 ('sewage', 'sewage', 'm3', r.choice(('cold_water hot_water', 'cold_water hot_water hw_plain',
                                                      'cold_water')), None),
                 ('heating', 'heating', 'Gcal', None, None), ('upkeep', 'area', 'm2', None, None),
                 ('lift', 'area', 'm2', None, None), ('soi_cw', 'soi_norm', 'm3', None, None),
                 ('soi_el', 'soi_norm', 'kWh', None, None), ('waste_a', 'waste_area', 'm3', None, None),
                 ('waste_p', 'waste_persons', 'm3', None, None), ('cap', 'area', 'm2', None, None)]
        if self.chance(0.3):
            kinds.append(('sewage2', 'sewage', 'm3', 'cold_water', None))
        if self.chance(0.7):
            r.shuffle(kinds)
        if not self.o.ambiguous:  # sources in the order of their ids
            names = [k[0] for k in kinds]
            slots = sorted(names.index(x) for x in ('cold_water', 'hot_water', 'hw_plain'))
            for slot, k in zip(slots, sorted((k for k in kinds if k[0] in ('cold_water', 'hot_water', 'hw_plain')))):
                kinds[slot] = k
        self.u = {}
        for name, kind, unit, sources, monthly in kinds:
            payee = 'capital_repair' if name == 'cap' or self.chance(0.06) else 'main'
            self.u[name] = self.add('utilities', utility=name, name=f'Услуга {name}', kind=kind, unit=unit, payee=payee,
                                    sources=sources, max_monthly=monthly, raise_after_failure=yn() if monthly else None)

    def houses(self):
        r = self.rng
        modes = [('SEASON', 'yes'), ('SEASON', 'no'), ('EVEN_YEAR', 'yes'), ('EVEN_YEAR', 'no')]
        r.shuffle(modes)
        self.h = []
        season = [int(x) for s in self.rows['settings'] if s['key'] == 'heating_months' for x in s['value'].split()]
        for i, (mode, meter) in enumerate(modes[:r.randint(2, 4)]):
            house = self.add('houses', house_id=f'H{i + 1}', address=f'ул. Тестовая, д. {i + 1}; корп. "А"',
                             floors=r.randint(1, 25), heating_mode=mode, heat_meter=meter,
                             common_area=r.choice((0, self.number(50, 400, 1))), total_area=self.number(600, 3000, 2),
                             window_from=r.randint(1, 15), window_to=r.choice((20, 23, 25, 25, 26, 28)))
            self.h.append(house)
            if meter == 'yes' and mode == 'EVEN_YEAR':
                for year in range(int(self.first[:4]) - 1, int(self.last[:4])):
                    for m in range(1, 13):
                        self.add('house_volumes', house_id=house['house_id'], utility='heating',
                                 period=f'{year}-{m:02d}', volume=self.number(0, 60, 3))
            elif meter == 'yes':
                for q in self.months:
                    if int(q[5:]) in season or self.chance(0.25):
                        self.add('house_volumes', house_id=house['house_id'], utility='heating', period=q,
                                 volume=r.choice((0, self.number(5, 70, 3), self.number(5, 70, 3))))

    def prices(self):
        r = self.rng
        long_ago = first_day(next_month(self.first, -r.randint(1, 14)))

        def series(file, key, value, house=True, gone=None):
            """A general row, changes on the 1st of a computed period, rows of a house."""
            dates = {long_ago} | {first_day(m) for m in self.months[1:] if self.chance(0.12)}
            for day in sorted(dates):
                self.add(file, from_=day, **value(), **key)
            if house and self.chance(0.3):
                h = r.choice(self.h)['house_id']
                days = {long_ago - DAY * r.randint(0, 40)} if self.chance(0.5) else set()
                for day in sorted(days | {first_day(r.choice(self.months))}):
                    self.add(file, house_id=h, from_=day, **value(), **key)

        price = lambda lo, hi, d=2: (lambda: {'price': self.number(lo, hi, r.choice((d, d, 4, 6)))})
        for name, u in self.u.items():
            kind = u['kind']
            if kind == 'metered_two_part':
                series('tariffs', dict(utility=name, part='water'), price(20, 60))
                series('tariffs', dict(utility=name, part='heat'), price(1500, 2900))
            elif kind == 'metered':
                for part in ('', 'day', 'night', 'peak', 'half_peak') if name == 'electricity' else ('',):
                    series('tariffs', dict(utility=name, part=part), price(3, 9) if name == 'electricity' else price(10, 60))
            else:
                lo, hi = {'heating': (1500, 2900), 'soi_norm': (20, 60), 'waste_area': (500, 900),
                          'waste_persons': (500, 900), 'sewage': (20, 45)}.get(kind, (2, 35))
                series('tariffs', dict(utility=name), price(lo, hi))
            norm = lambda lo, hi, d: (lambda: {'norm': self.number(lo, hi, d)})
            if kind in oracle.METERED:
                monthly = norm(50, 120, 1) if name == 'electricity' else norm(2, 8, 3)
                series('norms', dict(utility=name, per='person_month'), monthly)
            if kind == 'metered_two_part':
                series('norms', dict(utility=name, per='gcal_per_m3'), norm(0.05, 0.07, 4))
            per = {'heating': ('m2_season_month', 0.015, 0.03, 4), 'soi_norm': ('m2_common_month', 0.01, 0.03, 4),
                   'waste_area': ('m2_year', 0.07, 0.11, 3), 'waste_persons': ('person_year', 1, 3, 2)}.get(kind)
            if per:
                series('norms', dict(utility=name, per=per[0]), norm(*per[1:]))
            if kind in oracle.METERED and self.chance(0.75):
                for day in sorted({long_ago} | {first_day(m) for m in self.months[1:] if self.chance(0.1)}):
                    self.add('coefficients', utility=name, from_=day, coefficient=r.choice((1, '1.5', '1.5', 3, '2.25')))
        if self.o.refusal:
            name = r.choice(('cold_water', 'upkeep', 'heating'))
            for t in self.rows['tariffs']:
                if t['utility'] == name and t['from'] <= str(self.begin):
                    t['from'] = str(first_day(r.choice(self.months)))
            seen, kept = set(), []
            for t in self.rows['tariffs']:
                key = (t['utility'], t['house_id'], t['part'], t['from'])
                if key not in seen:
                    kept.append(t)
                seen.add(key)
            self.rows['tariffs'] = kept

    # -- accounts -------------------------------------------------------------------------------------------------

    def account(self, i):
        r = self.rng
        house = r.choice(self.h)
        number = r.choice((f'00{4500 + i}', f'{i:04d}', f'A-{i}', f'a_{i}', f'{i}.x'))
        opened = dt.date(2015, 1, 1) + DAY * r.randint(0, 2000)
        if self.chance(0.15):
            opened = self.day_in(self.begin, first_day(self.months[-2]))
        closed = None
        if self.chance(0.2):
            closed = self.day_in(max(opened + DAY, self.begin), self.end)
            if self.chance(0.15):
                closed = max(opened + DAY, first_day(month_of(closed)))
            if self.chance(0.04) and opened < self.begin:
                closed = self.day_in(max(opened + DAY, self.begin - DAY * 100), self.begin)
        if self.o.closed_on_first and self.chance(0.4):
            closed = max((first_day(m) for m in self.months[1:] if first_day(m) > opened), default=None,
                         key=lambda d: r.random())
        a = self.add('accounts', account=number, house_id=house['house_id'], flat=f'{i + 1}', total_area=self.number(18, 95, r.choice((0, 1, 2))),
                     opened_on=opened, closed_on=closed, last_name=r.choice(LAST), first_name=r.choice(FIRST),
                     middle_name=r.choice(MIDDLE))
        a = dict(a, opened=opened, closed=closed, window=int(house['window_to']))
        self.add('residents', account=number, from_=opened, registered=r.choice((0, 1, 1, 2, 2, 3, 4)), owners=r.randint(1, 3))
        for day in sorted({self.day_in(self.begin, self.end) for _ in range(r.choice((0, 0, 1, 2, 3)))}):
            if day > opened:
                self.add('residents', account=number, from_=day, registered=r.randint(0, 5), owners=r.randint(1, 3))
        absences = self.absences(a)
        for name, u in self.u.items():
            if self.chance(0.65):
                self.connection(a, name, u, absences)
        self.openings(a)

    def absences(self, a):
        r, n = self.rng, 0
        if not self.chance(0.45):
            return 0
        day = max(a['opened'], self.begin - DAY * 20) + DAY * r.randint(0, 60)
        while day < self.end and n < 3:
            length = r.choice((2, 5, 6, 7, 8, 14, 30, 45, 75, 110))
            back = day + DAY * length
            applied = r.choice((day - DAY * r.randint(0, 40), back + DAY * r.randint(0, 30), back + DAY * 30,
                                back + DAY * r.randint(31, 50)))
            self.add('absences', account=a['account'], left_on=day, returned_on=back, persons=r.choice((1, 1, 2, 3, 9)),
                     applied_on=applied)
            n += 1
            day = back + DAY * r.choice((0, 1, 10, 40, 90))
            if not self.chance(0.5):
                break
        return n

    def connection(self, a, name, u, absences):
        r = self.rng
        begin, end = a['opened'], None
        partial = 0.12 if u['kind'] != 'sewage' or not absences or self.o.ambiguous else 0
        if self.chance(partial):
            begin = self.day_in(max(self.begin, a['opened']), self.end)
            if self.chance(0.3):
                begin = first_day(month_of(begin)) if first_day(month_of(begin)) >= a['opened'] else begin
        if self.chance(partial):
            end = self.day_in(max(begin, self.begin), self.end) + DAY
        metered = u['kind'] in oracle.METERED
        self.add('connections', account=a['account'], utility=name, from_=begin, to=end,
                 meter_possible=r.choice(('yes', 'yes', 'no')) if metered else None)
        if metered:
            self.history(a, name)
            self.meters(a, name, u, max(begin, a['opened']), end)

    def history(self, a, name):
        r = self.rng
        registers = r.choice((1, 1, 2, 3)) if name == 'electricity' else 1
        n = r.choice((0, 0, 1, 2, 3, 4, 6, 6, 6, 9, 13))
        month = next_month(self.first, -r.choice((1, 1, 1, 2, 4)))
        for _ in range(n):
            if name == 'electricity' and self.chance(0.1):
                registers = r.randint(1, 3)
            lo, hi, d = (20, 160, 1) if name == 'electricity' else (0, 9, 3)
            self.add('volume_history', account=a['account'], utility=name, period=month,
                     **{f'volume_{z + 1}': self.number(lo, hi, d) for z in range(registers)})
            month = next_month(month, -r.choice((1, 1, 1, 1, 2)))

    # -- meters and readings --------------------------------------------------------------------------------------

    def meters(self, a, name, u, begin, end):
        """A life of meters of one utility: (installed, verified, removed, in_order, zones, replaces)."""
        r = self.rng
        old = begin < self.begin
        installed = max(begin, self.begin - DAY * r.randint(70, 1500)) if old else begin
        if installed >= self.begin - DAY * 70 and old:
            installed = begin  # opened shortly before: installed on that day
        zones = r.choice((1, 2, 2, 3)) if name == 'electricity' else 1
        far = self.end + DAY * r.randint(30, 2000)
        middle = lambda: self.day_in(max(self.begin, installed + DAY), self.end)
        story = r.choice(('none', 'one', 'one', 'one', 'expired', 'order', 'order', 'order2', 'late', 'late', 'gone',
                          'gone_new', 'first', 'first', 'first_order', 'zones', 'reverified'))
        if story == 'none':
            return
        if story.startswith('first'):
            earliest = max(self.begin - DAY * 28, begin)
            installed = self.day_in(earliest, max(earliest, self.end - DAY * 40))
            if installed < self.begin and (installed.day > a['window'] or month_of(installed) != next_month(self.first, -1)):
                installed = max(self.begin, begin)  # else its reading of the month before first_period could not exist
            first = self.meter(a, name, u, installed, far, None, zones, begin, end) if story == 'first' else None
            if first is None:
                swap = installed + DAY * r.choice((3, 20, 35, 60, 90))
                m = self.meter(a, name, u, installed, far, swap, zones, begin, end)
                self.meter(a, name, u, swap, far + DAY * 100, None, zones, begin, end, m)
            return
        if story == 'one':
            self.meter(a, name, u, installed, far, None, zones, begin, end)
        elif story == 'expired':
            until = self.day_in(max(installed, self.begin - DAY * 60), self.end)
            self.meter(a, name, u, installed, until, None, zones, begin, end)
        elif story in ('order', 'order2', 'reverified'):
            swap = middle()
            m = self.meter(a, name, u, installed, swap + DAY * r.choice((0, 1, 5, 400)), swap, zones, begin, end)
            if story == 'order2':
                again = swap + DAY * r.choice((1, 4, 30, 65))
                m = self.meter(a, name, u, swap, again + DAY * 9, again, zones, begin, end, m)
                swap = again
            self.meter(a, name, u, swap, far, None, zones, begin, end, m, same=story == 'reverified')
        elif story == 'late':
            until = self.day_in(max(installed, self.begin - DAY * 90), self.end)
            gone = until + DAY * r.choice((1, 3, 20, 60, 120))
            m = self.meter(a, name, u, installed, until, gone, zones, begin, end)
            again = gone + DAY * r.choice((0, 0, 0, 15))
            m = self.meter(a, name, u, again, far, None, zones, begin, end, m if self.chance(0.7) else None)
        elif story in ('gone', 'gone_new', 'zones'):
            gone = middle()
            m = self.meter(a, name, u, installed, gone + DAY * r.choice((0, 90, 900)), gone, zones, begin, end)
            if story != 'gone':
                again = gone + DAY * r.choice((0, 2, 40))
                if story == 'zones' and name == 'electricity':
                    zones = zones % 3 + 1
                self.meter(a, name, u, again, far, None, zones, begin, end)

    def meter(self, a, name, u, installed, verified, removed, zones, begin, end, replaces=None, same=False):
        r = self.rng
        self.serial += 1
        power = name == 'electricity'
        digits = r.choice((5, 6)) if power else r.choice((5, 5, 4))
        capacity = 10 ** digits * 1000
        origin = max(installed, self.begin - DAY * 240)
        grain = 1000 if power else r.choice((1, 10, 1000))
        curves, start = [], []
        for _ in range(zones):
            base = r.randint(30, 180) * 1000 if power else r.randint(1, 7) * 1000
            value = r.choice((0, r.randint(0, 900), r.randint(0, 900), 10 ** digits - r.randint(1, 40 if not power else 900))) * 1000
            start.append(value if origin == installed else r.choice((0, value // 2000 * 1000)))
            curves.append(Curve(r, origin, value, base, grain))
        verified = max(verified, installed)
        meter = {'id': f'{r.choice("MmZ")}{self.serial:05d}', 'installed': installed, 'removed': removed, 'start': start,
                 'capacity': capacity, 'limit': int(u['max_monthly']) * 1000}
        meter['final'] = [c.at(removed) for c in curves] if removed else None
        readings = self.readings(a, meter, curves, begin, end)
        if readings is None or not self.plausible(meter, readings, []):
            # no rollover then: the same meter far from its capacity
            for z, c in enumerate(curves):
                shift = c.value - min(c.value, 100000)
                c.value -= shift
                meter['start'][z] = min(meter['start'][z], c.value)
                if removed:
                    meter['final'][z] -= shift
                for x in readings:
                    x['true'][z] -= shift
            assert self.plausible(meter, readings, []), meter
        corrections = []
        for _ in range(6):
            corrections = self.correct(meter, readings)
            if self.plausible(meter, readings, corrections):
                break
            for x in readings:
                x['first'] = x['true']
            corrections = []
        text = lambda vector: [oracle.show(oracle.F(v % capacity, 1000)) for v in vector]
        fill = lambda prefix, vector: {f'{prefix}_{i + 1}': v for i, v in enumerate(text(vector))}
        serial = replaces['serial'] if replaces and same else str(r.randint(10 ** 6, 10 ** 8))
        self.add('meters', meter_id=meter['id'], account=a['account'], utility=name, serial=serial, zones=zones,
                 digits=digits, installed_on=installed, verified_until=verified, removed_on=removed,
                 replaces=replaces['id'] if replaces else None, **fill('start', meter['start']),
                 **(fill('final', meter['final']) if removed else {}))
        for x in readings:
            self.add('readings', meter_id=meter['id'], taken_on=x['taken'], received_on=x['received'], **fill('value', x['first']))
        for c in corrections:
            self.add('readings_corrections', meter_id=meter['id'], taken_on=c['reading']['taken'], corrected_on=c['on'],
                     reason='=правка', **fill('value', c['value']))
        meter['serial'] = serial
        return meter

    def readings(self, a, meter, curves, begin, end):
        """Readings month by month: in time, late, stale, missing, several, outside the life of the account."""
        r = self.rng
        found, skip = {}, 0
        style = r.choice(('good', 'good', 'mixed', 'mixed', 'bad'))
        lo, hi = meter['installed'], meter['removed'] or self.end + DAY * 20
        required = (meter['installed'] < self.begin and (not meter['removed'] or meter['removed'] >= self.begin)
                    and begin < self.begin and (a['closed'] is None or a['closed'] > self.begin)
                    and (end is None or end > self.begin))
        before = next_month(self.first, -1)

        def put(taken, received):
            if not (lo <= taken <= hi and received >= taken):
                return
            if taken == meter['installed'] and not self.chance(0.1):
                return
            if a['closed'] and a['closed'].day == 1 and received == a['closed'] and not self.o.closed_on_first:
                return
            if self.o.closed_on_first and a['closed'] and taken < a['closed'] and self.chance(0.3) \
                    and month_of(taken) == month_of(a['closed'] - DAY):
                received = a['closed']
            found.setdefault(taken, {'taken': taken, 'received': received, 'true': [c.at(taken) for c in curves]})

        for month in periods_between(next_month(self.first, -6), next_month(self.last, 1)):
            one, window = first_day(month), a['window']
            day = lambda x, y: one + DAY * (min(r.randint(x, y), last_day(month).day) - 1)
            if skip:
                skip -= 1
                continue
            if month < before and not self.chance(0.3):
                continue
            usual = day(12, window)
            what = r.random() if month >= before else 0
            calm = {'good': 0.9, 'mixed': 0.6, 'bad': 0.3}[style]
            if what < calm:
                put(usual, usual + DAY * r.choice((0, 0, 0, 1, 2)))
            else:
                what = r.choice(('skip', 'skip', 'skip', 'late', 'late', 'next', 'stale', 'stale', 'two', 'early', 'end'))
                if what == 'skip':
                    skip = r.choice((0, 0, 1, 2, 3, 4, 5, 7))
                elif what == 'late':
                    put(usual, one + DAY * (window + r.randint(0, 5)))
                elif what == 'next':
                    put(day(20, 31), first_day(next_month(month)) + DAY * r.randint(0, 12))
                elif what == 'stale':
                    put(day(1, 31), one + DAY * r.randint(32, 150))
                    skip = r.choice((0, 1, 2, 3))
                elif what == 'two':
                    put(day(1, 12), day(12, 24))
                    put(usual, usual)
                elif what == 'early':
                    put(day(1, 5), day(5, 10))
                elif what == 'end':
                    put(day(27, 31), last_day(month))
        if meter['removed'] and self.chance(0.4):
            put(meter['removed'], meter['removed'] + DAY * r.choice((0, 3)))
        if a['closed'] and self.chance(0.6):
            taken = a['closed'] - DAY * r.choice((0, 1, 1, 3))
            put(taken, taken + DAY * r.choice((0, 0, 1, 4)))
        if required:
            month = [x for x in found.values() if self.belongs(a, x['received']) == before]
            if not month:
                taken = max(meter['installed'], first_day(before) + DAY * r.randint(0, a['window'] - 1))
                received = max(taken, first_day(before))
                if received.day > a['window']:  # installed after the window: moved to the day it still counts
                    raise Retry
                x = found.get(taken)
                if x:
                    x['received'] = received
                else:
                    found[taken] = {'taken': taken, 'received': received, 'true': [c.at(taken) for c in curves]}
        result = [found[k] for k in sorted(found)]
        for x in result:
            x['first'], x['belongs'] = x['true'], self.belongs(a, x['received'])
        return result

    def belongs(self, a, received):
        month = month_of(received)
        if received.day > a['window']:
            month = next_month(month)
        if a['closed'] and received <= a['closed']:
            month = min(month, month_of(a['closed'] - DAY))
        return month

    def correct(self, meter, readings):
        """Some readings were wrong at first; every version stays between the neighbours, or is put right in time."""
        r, out = self.rng, []
        busy = self.chance(0.25)
        for i, x in enumerate(readings):
            known_before = x['belongs'] < self.first
            if not self.chance(0.35 if busy else 0.04) or known_before and x['received'] >= self.begin - DAY * 3:
                continue
            below = readings[i - 1]['true'] if i else meter['start']
            above = readings[i + 1]['true'] if i + 1 < len(readings) else meter['final'] or [v + 3000 for v in x['true']]
            rows, on = [], x['received']
            for _ in range(r.choice((1, 1, 1, 2, 3))):
                on = on + DAY * r.choice((0, 1, 8, 20, 40, 70))
                if known_before:
                    on = min(on, self.begin - DAY)
                if not any(c['on'] == on for c in rows):
                    rows.append({'reading': x, 'on': on})
            grid = 1000 if all(v % 1000 == 0 for v in x['true']) else 1

            def near(v, lo, hi):
                lo, hi = -(-((lo + v) // 2) // grid) * grid, (v + hi) // 2 // grid * grid
                return r.randint(lo // grid, hi // grid) * grid if lo <= v <= hi else v

            some = lambda: [near(v, lo, hi) if self.chance(0.7) else v for v, lo, hi in zip(x['true'], below, above)]
            x['first'] = some()
            if self.chance(0.3):  # far too high, put right before the next reading comes
                x['first'] = [v + r.randint(1, 9) * 1000 for v in x['true']]
            for c in rows:
                c['value'] = some()
            if rows and self.chance(0.7):
                rows[-1]['value'] = x['true']
            out += rows
        return out

    def plausible(self, meter, readings, corrections):
        """4.1: each reading against its neighbour, as known when the later one came, and with all corrections."""
        def value(x, day):
            known = x['first']
            for c in sorted((c for c in corrections if c['reading'] is x), key=lambda c: c['on']):
                if day is None or c['on'] <= day:
                    known = c['value']
            return known

        def fits(before, now):
            for b, n in zip(before, now):
                b, n = b % meter['capacity'], n % meter['capacity']
                if n < b and meter['capacity'] - b + n > meter['limit']:
                    return False
            return True

        for moment in (True, False):
            previous = None
            for x in readings:
                day = x['received'] if moment else None
                if not fits(value(previous, day) if previous else meter['start'], value(x, day)):
                    return False
                previous = x
            if meter['removed']:
                day = meter['removed'] if moment else None
                if not fits(value(previous, day) if previous else meter['start'], meter['final']):
                    return False
        return True

    # -- money ----------------------------------------------------------------------------------------------------

    def openings(self, a):
        r, seen = self.rng, set()
        if a['opened'] >= self.begin or not self.chance(0.6):
            return
        for _ in range(r.randint(1, 5)):
            payee = r.choice(('main', 'main', 'capital_repair'))
            kind = r.choice(('principal', 'principal', 'principal', 'penalty', 'advance'))
            period = next_month(self.first, -r.choice((1, 1, 2, 3, 6, 12, 33, 34, 35, 36, 37, 38, 40)))
            if self.leap_due and self.chance(0.3):
                period = '2024-01'
            if kind == 'advance' and self.chance(0.2):
                period = self.first
            if (payee, period, kind) not in seen and period >= month_of(a['opened']):
                seen.add((payee, period, kind))
                self.add('opening_balances', account=a['account'], payee=payee, period=period, kind=kind,
                         amount=self.money(r.randint(1, 400000)))

    def payments(self):
        r = self.rng
        package = oracle.Package(self.o.out)
        number = 0
        for row in sorted(self.rows['accounts'], key=lambda x: x['account']):
            a = package.accounts[row['account']]
            bill = oracle.Billing(package, a).run()
            owed = {(p, q): sum(l['amountKopecks'] for l in bill.charges.get(q, []) if package.utilities[l['utility']].payee == p)
                    for p in oracle.PAYEES for q in self.months}
            style = r.choice(('monthly', 'monthly', 'rare', 'lump', 'wild', 'none'))
            plan = []
            for q in self.months:
                for payee in oracle.PAYEES:
                    sizes = [owed[payee, q], owed[payee, q], owed[payee, q] // 2, owed[payee, q] + r.randint(1, 99999),
                             owed[payee, q] * 3, r.randint(1, 700000), 10000 * r.randint(1, 60)]
                    times = {'monthly': r.choice((0, 1, 1, 1)), 'rare': int(self.chance(0.25)),
                             'lump': 3 * int(self.chance(0.12)), 'wild': r.randint(0, 4), 'none': 0}[style]
                    day = first_day(next_month(q)) + DAY * r.randint(0, 29)
                    for _ in range(times):
                        if self.chance(0.5):
                            day = first_day(q) + DAY * r.randint(0, 75)
                        if self.chance(0.1):
                            day = last_day(q)
                        plan.append((payee, q, day, r.choice(sizes)))
            if self.chance(0.2):
                plan.append(('main', self.first, self.begin, r.randint(1, 300000)))
            for payee, q, day, size in plan:
                if size <= 0 or day > self.end + DAY * 25 or day < a.opened:
                    continue
                named = None
                if self.chance(0.3):
                    named = r.choice((q, q, q, next_month(q, -1), next_month(q), next_month(q, 2), self.first,
                                      next_month(self.last, 2), next_month(self.first, -1), next_month(self.first, -36)))
                    opening = [o.period for o in a.opening if o.payee == payee and o.kind != 'advance']
                    if opening and self.chance(0.3):
                        named = r.choice(opening)
                number += 1
                payment_id = f'{r.choice(("P", "p-", "", "Z_", "a."))}{number}'
                self.add('payments', payment_id=payment_id, account=row['account'], received_on=day,
                         amount=self.money(size), payee=None if payee == 'main' and self.chance(0.5) else payee,
                         named_period=named)
                if self.chance(0.1):
                    self.add('payment_reversals', payment_id=payment_id, reason='отзыв',
                             reversed_on=day + DAY * r.choice((0, 0, 1, 5, 20, 40, 90, 150)))

    # -- files ----------------------------------------------------------------------------------------------------

    def write(self):
        os.makedirs(self.o.out, exist_ok=True)
        r = random.Random(f'files {self.o.seed}')
        for file, header in HEADERS.items():
            columns = header.split()
            if r.random() < 0.3:
                r.shuffle(columns)
            rows = list(self.rows[file])
            if file != 'utilities':
                r.shuffle(rows)
            text = io.StringIO(newline='')
            writer = csv.writer(text, delimiter=';', lineterminator=r.choice(('\n', '\r\n')),
                                quoting=csv.QUOTE_ALL if r.random() < 0.1 else csv.QUOTE_MINIMAL)
            writer.writerow(columns)
            for row in rows:
                writer.writerow([row[c] for c in columns])
            with open(os.path.join(self.o.out, file + '.csv'), 'w', encoding='utf-8', newline='') as f:
                f.write(('\ufeff' if r.random() < 0.2 else '') + text.getvalue())
        dates = {last_day(self.last), last_day(r.choice(self.months)), self.begin + DAY * r.randint(0, (self.end - self.begin).days),
                 self.begin + DAY * r.randint(0, (self.end - self.begin).days), self.end + DAY * r.randint(1, 40)}
        with open(os.path.join(self.o.out, 'aging-dates.txt'), 'w', encoding='utf-8') as f:
            f.write('\n'.join(map(str, sorted(dates))) + '\n')


class Retry(Exception):
    pass


def main(argv):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('seed')
    parser.add_argument('out')
    parser.add_argument('--accounts', type=int)
    parser.add_argument('--months', type=int)
    parser.add_argument('--closed-on-first', action='store_true')
    parser.add_argument('--ambiguous', action='store_true')
    parser.add_argument('--refusal', action='store_true')
    options = parser.parse_args(argv)
    seed = options.seed
    for attempt in range(50):
        try:
            options.seed = seed if attempt == 0 else f'{seed}+{attempt}'
            Generator(options).run()
            return 0
        except Retry:
            continue
    raise RuntimeError('no package for this seed')


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))
