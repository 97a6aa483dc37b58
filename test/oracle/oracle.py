#!/usr/bin/env python3
"""Independent reference implementation of the calculation rules of company package 1.

    python3 oracle.py PACKAGE_DIR OUT_DIR [--aging DATE ...]

Plain batch style: the whole package is known, every account is computed from the first period to the last, every
ageing replays the money from the beginning. The package is taken to be valid. All arithmetic is exact (Fraction);
only amounts of lines and printed quantities are rounded, half away from zero. Clarity goes before speed.
"""
import csv
import datetime as dt
import json
import os
import sys
from fractions import Fraction as F

PAYEES = ('main', 'capital_repair')
ZONES = {1: (None,), 2: ('day', 'night'), 3: ('peak', 'half_peak', 'night')}
COMPONENT_ORDER = {c: i for i, c in enumerate((None, 'water', 'heat', 'day', 'peak', 'half_peak', 'night'))}
METERED = ('metered', 'metered_two_part')
DAY = dt.timedelta(days=1)


class Refused(Exception):
    """A rule that is needed is not in force when `period` is computed."""

    def __init__(self, period, what):
        super().__init__(f'{period}: {what}')
        self.period, self.what = period, what


# ---------------------------------------------------------------------------------------------------- small tools

def date(text):
    return dt.date.fromisoformat(text) if text else None


def month_of(day):
    return f'{day.year:04d}-{day.month:02d}'


def first_day(period):
    return dt.date(int(period[:4]), int(period[5:7]), 1)


def next_month(period, step=1):
    n = int(period[:4]) * 12 + int(period[5:7]) - 1 + step
    return f'{n // 12:04d}-{n % 12 + 1:02d}'


def last_day(period):
    return first_day(next_month(period)) - DAY


def days_of(period):
    d, end = first_day(period), last_day(period)
    while d <= end:
        yield d
        d += DAY


def periods_between(a, b):
    while a <= b:
        yield a
        a = next_month(a)


def round_away(x):
    """Nearest integer, half away from zero."""
    n = (abs(x) * 2 + 1) // 2
    return int(n if x >= 0 else -n)


def kopecks(roubles):
    return round_away(roubles * 100)


def show(x):
    """Decimal string, at most 6 decimals, no trailing zeros, no -0."""
    n = round_away(F(x) * 10 ** 6)
    sign, n = ('-' if n < 0 else ''), abs(n)
    frac = f'{n % 10 ** 6:06d}'.rstrip('0')
    return f'{sign}{n // 10 ** 6}' + ('.' + frac if frac else '')


def plus(a, b):
    return [x + y for x, y in zip(a, b)]


def minus(a, b):
    return [x - y for x, y in zip(a, b)]


def times(a, k):
    return [x * k for x in a]


# ------------------------------------------------------------------------------------------------------ the package

class Row(dict):
    __getattr__ = dict.__getitem__
    __setattr__ = dict.__setitem__
    __hash__ = object.__hash__
    __eq__ = object.__eq__


def read(folder, name):
    with open(os.path.join(folder, name + '.csv'), encoding='utf-8-sig', newline='') as f:
        rows = [r for r in csv.reader(f, delimiter=';', quotechar='"') if r]
    return [Row(zip(rows[0], r)) for r in rows[1:]]


def values(row, prefix):
    return [F(row[f'{prefix}_{i}']) for i in (1, 2, 3) if row[f'{prefix}_{i}'] != '']


class Package:
    def __init__(self, folder):
        get = lambda name: read(folder, name)
        self.houses = {h.house_id: h for h in get('houses')}
        for h in self.houses.values():
            h.common_area, h.total_area, h.window_to = F(h.common_area), F(h.total_area), int(h.window_to)
        self.accounts = {a.account: a for a in get('accounts')}
        for a in self.accounts.values():
            a.opened, a.closed, a.area = date(a.opened_on), date(a.closed_on), F(a.total_area)
            a.house = self.houses[a.house_id]
            a.residents, a.connections, a.meters, a.absences = [], {}, [], []
            a.opening, a.payments, a.corrections, a.history = [], [], [], {}
        for r in sorted(get('residents'), key=lambda r: r['from']):
            self.accounts[r.account].residents.append(
                (date(r['from']), int(r.registered) or int(r.owners)))
        self.utilities = {u.utility: u for u in get('utilities')}
        for i, u in enumerate(self.utilities.values()):
            u.index, u.source_list = i, u.sources.split()
        self.tariffs = sorted(get('tariffs'), key=lambda r: r['from'])
        self.norms = sorted(get('norms'), key=lambda r: r['from'])
        self.coefficients = sorted(get('coefficients'), key=lambda r: r['from'])
        for c in get('connections'):
            c.begin, c.end = date(c['from']), date(c['to'])
            self.accounts[c.account].connections[c.utility] = c
        self.meters = {m.meter_id: m for m in get('meters')}
        for m in self.meters.values():
            m.registers = int(m.zones)
            m.capacity = 10 ** int(m.digits)
            m.installed, m.removed, m.verified = date(m.installed_on), date(m.removed_on), date(m.verified_until)
            m.start, m.final = values(m, 'start'), values(m, 'final')
            m.readings = []
            self.accounts[m.account].meters.append(m)
        self.readings = {}
        for r in get('readings'):
            r.meter, r.taken, r.received = self.meters[r.meter_id], date(r.taken_on), date(r.received_on)
            r.value = values(r, 'value')
            r.belongs = self.month_of_reading(r)
            r.meter.readings.append(r)
            self.readings[r.meter_id, r.taken_on] = r
        for c in get('readings_corrections'):
            c.reading = self.readings[c.meter_id, c.taken_on]
            c.value = values(c, 'value')
            self.accounts[c.reading.meter.account].corrections.append(c)
        for a in self.accounts.values():
            a.corrections.sort(key=lambda c: (self.utilities[c.reading.meter.utility].index, c.corrected_on,
                                              c.taken_on, c.meter_id))
        for v in sorted(get('volume_history'), key=lambda v: v.period):
            self.accounts[v.account].history.setdefault(v.utility, []).append(values(v, 'volume'))
        self.house_volumes = {(v.house_id, v.utility, v.period): F(v.volume) for v in get('house_volumes')}
        for b in sorted(get('absences'), key=lambda b: b.left_on):
            b.left, b.returned, b.applied = date(b.left_on), date(b.returned_on), date(b.applied_on)
            self.accounts[b.account].absences.append(b)
        for o in get('opening_balances'):
            self.accounts[o.account].opening.append(o)
        for p in get('payments'):
            p.received, p.kopecks = date(p.received_on), kopecks(F(p.amount))
            p.payee = p.payee or 'main'
            p.reversed = None
            self.accounts[p.account].payments.append(p)
        by_id = {p.payment_id: p for a in self.accounts.values() for p in a.payments}
        for r in get('payment_reversals'):
            by_id[r.payment_id].reversed = date(r.reversed_on)
        self.key_rates = sorted((r['from'], F(r.percent)) for r in get('key_rates'))
        self.calendar = {date(c.date): c.kind for c in get('calendar')}
        self.settings = {}
        for s in sorted(get('settings'), key=lambda s: s['from']):
            self.settings.setdefault(s.key, []).append((s['from'], s.value))
        self.first_period = self.settings['first_period'][-1][1]
        self.last_period = self.settings['last_period'][-1][1]

    def month_of_reading(self, r):
        """4.1: the month a reading belongs to."""
        account = self.accounts[r.meter.account]
        period = month_of(r.received)
        if r.received.day > account.house.window_to:
            period = next_month(period)
        if account.closed and r.received <= account.closed:
            period = min(period, month_of(account.closed - DAY))
        return period

    # -- dated values ---------------------------------------------------------------------------------------------

    def setting(self, key, day):
        found = None
        for since, value in self.settings.get(key, []):
            if since <= day.isoformat():
                found = value
        return found

    def dated(self, rows, house_id, period, match):
        """4.2: the latest row of the house in force on the first day of the period, else the latest general row."""
        day = first_day(period).isoformat()
        for house in (house_id, ''):
            found = [r for r in rows if r.house_id == house and r['from'] <= day and match(r)]
            if found:
                return found[-1]
        return None

    def tariff(self, utility, part, house_id, period):
        row = self.dated(self.tariffs, house_id, period, lambda r: r.utility == utility and r.part == (part or ''))
        if row is None:
            raise Refused(period, f'tariff {utility} {part}')
        return F(row.price)

    def norm(self, utility, per, house_id, period):
        row = self.dated(self.norms, house_id, period, lambda r: r.utility == utility and r.per == per)
        if row is None:
            raise Refused(period, f'norm {utility} {per}')
        return F(row.norm)

    def coefficient(self, utility, period):
        day, found = first_day(period).isoformat(), None
        for r in self.coefficients:
            if r.utility == utility and r['from'] <= day:
                found = F(r.coefficient)
        return found

    def heating_months(self, period):
        return [int(x) for x in self.setting('heating_months', first_day(period)).split()]

    def cap(self, day, period):
        value = self.setting('penalty_cap_percent', day)
        if value in (None, 'end'):
            raise Refused(period, f'penalty cap on {day}')
        return None if value == 'none' else F(value)

    def rate(self, day, period):
        key = None
        for since, percent in self.key_rates:
            if since <= day.isoformat():
                key = percent
        if key is None:
            raise Refused(period, f'key rate on {day}')
        cap = self.cap(day, period)
        return key if cap is None else min(key, cap)

    def due(self, period):
        first = first_day(next_month(period))
        number = self.setting('due_day', first)
        if number is None:
            raise Refused(period, 'due_day')
        day = first.replace(day=int(number))
        while not self.works(day):
            day += DAY
        return day

    def works(self, day):
        if day in self.calendar:
            return self.calendar[day] == 'working'
        return day.weekday() < 5


# --------------------------------------------------------------------------------------- volumes, charges, recalculations

class Chain:
    """Meters which continue one another; `late` = billable only from the month after the first was installed."""

    def __init__(self, billable, late):
        self.meters, self.billable, self.late = [], billable, late

    def growth(self, since, reading):
        """Growth per register from a counted reading (None = the start values) to `reading`, over the seams."""
        i = self.meters.index(since.meter) if since else 0
        j = self.meters.index(reading.meter)
        value = since.value if since else self.meters[0].start
        total = [F(0)] * len(value)
        for m in self.meters[i:j]:
            total = plus(total, step(m, value, m.final))
            value = self.meters[self.meters.index(m) + 1].start
        return plus(total, step(reading.meter, value, reading.value))


def step(meter, before, now):
    return [n - b if n >= b else meter.capacity - b + n for b, n in zip(before, now)]


class Counted:
    """One counted reading: how its growth arises and what was taken off for volumes charged in the gap."""

    def __init__(self, chain, period, reading, since, ratio, sigma, months):
        self.chain, self.period, self.reading, self.since = chain, period, reading, since
        self.ratio, self.sigma, self.months = ratio, sigma, months  # months: how many equal volumes it gives

    def growth(self):
        return times(self.chain.growth(self.since, self.reading), self.ratio)

    def volume(self):
        return minus(self.growth(), self.sigma)


class GapMonth:
    def __init__(self, period, branch, by_norm, volume):
        self.period, self.branch, self.by_norm, self.volume = period, branch, by_norm, volume


class Meterage:
    """The state of one metered utility of one account."""

    def __init__(self):
        self.chains, self.chain, self.last, self.start_day = {}, None, None, None
        self.gap, self.counted = [], []


class Charged:
    """What later recalculations need to know of a metered line of a period."""

    def __init__(self, branch, basis, k, zones, volume, persons):
        self.branch, self.basis, self.k, self.zones, self.volume, self.persons = branch, basis, k, zones, volume, persons

    def by_norm(self):
        return self.basis in ('norm', 'norm_raised')


class Billing:
    """Charges and recalculations of one account, period by period."""

    def __init__(self, package, account):
        self.p, self.a = package, account
        self.charges, self.recalcs = {}, {}
        self.charged = {}        # (utility, period) -> Charged
        self.sewage = {}         # (sewage utility, period) -> quantity as charged and corrected so far
        self.waste_quantity = {}  # (utility, period) -> quantity of a waste_area line
        self.meterage = {}
        self.sequence = 0
        self.refused = None

    def run(self):
        for u in self.p.utilities.values():
            if u.kind in METERED and u.utility in self.a.connections:
                self.meterage[u.utility] = self.build_chains(u)
        try:
            for period in periods_between(self.p.first_period, self.p.last_period):
                self.period(period)
        except Refused as e:
            self.refused = e
            for book in (self.charges, self.recalcs):
                book.pop(e.period, None)
        return self

    # -- days and persons -----------------------------------------------------------------------------------------

    def active(self, utility, day):
        c = self.a.connections.get(utility)
        return (c is not None and self.a.opened <= day and (self.a.closed is None or day < self.a.closed)
                and c.begin <= day and (c.end is None or day < c.end))

    def active_days(self, utility, period):
        return [d for d in days_of(period) if self.active(utility, d)]

    def whole(self, utility, period):
        return all(self.active(utility, d) for d in days_of(period))

    def share(self, utility, period):
        return F(len(self.active_days(utility, period)), last_day(period).day)

    def persons_on(self, day):
        found = None
        for since, persons in self.a.residents:
            if since <= day:
                found = persons
        return found

    def persons(self, utility, period):
        return F(sum(self.persons_on(d) for d in self.active_days(utility, period)), last_day(period).day)

    # -- meters ---------------------------------------------------------------------------------------------------

    def build_chains(self, u):
        state = Meterage()
        begin = max(self.a.connections[u.utility].begin, self.a.opened)
        meters = [m for m in self.a.meters if m.utility == u.utility]
        todo = sorted(meters, key=lambda m: (m.installed, m.meter_id))
        while todo:
            # a meter after the one it replaces, whatever the order of their ids
            m = next(x for x in todo if not x.replaces or all(y.meter_id != x.replaces for y in todo))
            todo.remove(m)
            old = self.p.meters.get(m.replaces) if m.replaces else None
            month = month_of(m.installed)
            if (old and m.installed == old.removed and old.removed <= old.verified and old.billable <= month):
                m.billable, chain = month, state.chains[old.meter_id]
            elif m.installed <= begin or m.installed < first_day(self.p.first_period):
                m.billable, chain = month, Chain(month, False)
            else:
                m.billable, chain = next_month(month), Chain(next_month(month), True)
            chain.meters.append(m)
            state.chains[m.meter_id] = chain
        state.meters = meters
        return state

    def meter_of(self, state, period):
        billable = [m for m in state.meters if m.billable <= period]
        return max(billable, default=None,
                   key=lambda m: (m.installed, state.chains[m.meter_id].meters.index(m), m.meter_id))

    def enter_chain(self, state, chain):
        """A new chain: its start, and the gap of the old one is forgotten."""
        state.chain, state.gap = chain, []
        before = max(chain.billable, self.p.first_period)
        start = [r for m in chain.meters for r in m.readings if r.taken <= m.verified and r.belongs < before]
        state.last = max(start, default=None, key=lambda r: (r.taken, chain.meters.index(r.meter)))
        state.start_day = state.last.taken if state.last else chain.meters[0].installed

    def usable(self, state, period):
        found = [r for m in state.chain.meters if m.billable <= period for r in m.readings
                 if r.belongs == period and r.taken <= m.verified
                 and (self.a.closed is None or r.taken <= self.a.closed)
                 and r.taken > state.start_day
                 and (not state.gap or r.taken >= first_day(state.gap[0].period))]
        return max(found, default=None, key=lambda r: (r.taken, state.chain.meters.index(r.meter)))

    def average(self, u, state, registers, period):
        volumes = list(self.a.history.get(u.utility, []))
        for c in state.counted:
            volumes += [times(c.growth(), F(1, c.months))] * c.months if c.months else []
        number = lambda key: int(self.p.setting(key, first_day(period)))
        volumes = [v for v in volumes if len(v) == registers][-number('average_months'):]
        if not volumes or len(volumes) < number('average_min_months'):
            return None
        total = [F(0)] * registers
        for v in volumes:
            total = plus(total, v)
        return times(total, F(1, len(volumes)) * self.share(u.utility, period))

    # -- one period -----------------------------------------------------------------------------------------------

    def period(self, period):
        self.charges[period], self.recalcs[period] = [], []
        self.corrections(period)
        for u in self.p.utilities.values():
            if u.kind in METERED and self.active_days(u.utility, period):
                self.metered(u, period)
        for u in self.p.utilities.values():
            if u.kind not in METERED and self.active_days(u.utility, period):
                KINDS[u.kind](self, u, period)
        self.absence_lines(period)
        self.charges[period].sort(key=lambda l: (self.p.utilities[l['utility']].index, COMPONENT_ORDER[l['component']]))
        self.recalcs[period].sort(key=lambda l: l['order'])

    def charge(self, u, period, component, basis, quantity, unit, part=None, k=None):
        tariff = self.p.tariff(u.utility, part, self.a.house_id, period)
        base = kopecks(quantity * tariff)
        amount = base if k is None else kopecks(quantity * tariff * k)
        self.charges[period].append({
            'utility': u.utility, 'component': component, 'basis': basis, 'quantity': show(quantity), 'unit': unit,
            'tariff': show(tariff), 'coefficient': None if k is None else show(k),
            'amountKopecks': amount, 'excessKopecks': amount - base})

    def recalc(self, u, posted, of, component, source, reason, quantity, part=None, amount=None, k=1):
        tariff = self.p.tariff(u.utility, part, self.a.house_id, of)
        self.sequence += 1
        if amount is None:
            amount = kopecks(quantity * tariff * k)
        self.recalcs[posted].append({
            'utility': u.utility, 'component': component, 'source': source, 'reason': reason, 'ofPeriod': of,
            'quantity': show(quantity), 'tariff': show(tariff), 'amountKopecks': amount,
            'order': (u.index, COMPONENT_ORDER[component], self.p.utilities[source].index if source else -1,
                      reason, of, self.sequence)})

    def sewage_over(self, source, period):
        """Sewage utilities over a source which were charged in the period."""
        return [s for s in self.p.utilities.values()
                if s.kind == 'sewage' and source in s.source_list and (s.utility, period) in self.sewage]

    # -- metered utilities (4.4, 4.5, 5.1) ------------------------------------------------------------------------

    def metered(self, u, period):
        state = self.meterage[u.utility]
        persons = self.persons(u.utility, period)
        meter = self.meter_of(state, period)
        if meter is None:
            self.without_meter(u, period, persons)
            return
        chain = state.chains[meter.meter_id]
        if chain is not state.chain:
            self.enter_chain(state, chain)
        zones = ZONES[meter.registers]
        reading = self.usable(state, period)
        if reading:
            closed = [g for g in state.gap if first_day(g.period) <= reading.taken]
            later = [g for g in state.gap if first_day(g.period) > reading.taken]
            counted = self.count(u, state, reading, closed, later, period)
            volume = counted.volume()
            if later:
                self.true_up(u, period, zones, volume, closed)
            else:
                self.charge_metered(u, period, 1, 'meter', None, zones, [max(v, F(0)) for v in volume], persons)
                self.true_up(u, period, zones, [min(v, F(0)) for v in volume], closed)
                return
        self.estimate(u, period, state, meter, zones, persons)

    def without_meter(self, u, period, persons):
        volume = [self.norm_volume(u, period, persons)]
        possible = self.a.connections[u.utility].meter_possible == 'yes'
        k = self.p.coefficient(u.utility, period) if possible else None
        self.charge_metered(u, period, 5 if possible else 6, 'norm' if k is None else 'norm_raised', k, (None,), volume,
                            persons)

    def norm_volume(self, u, period, persons):
        return self.p.norm(u.utility, 'person_month', self.a.house_id, period) * persons

    def count(self, u, state, reading, closed, later, period):
        """Count a usable reading: it closes the gap months that begin on or before its taken_on."""
        ratio = F(1)
        if state.last is None and state.chain.late:
            days = max((reading.taken - first_day(state.chain.billable)).days, 0)
            ratio = F(days, (reading.taken - state.chain.meters[0].installed).days)
        sigma = [F(0)] * len(reading.value)
        for g in self.counted_months(closed, period):
            sigma = plus(sigma, g.volume)
        months = [g.period for g in closed] + ([] if later else [period])
        gives = len(months) if all(self.whole(u.utility, m) for m in months) else 0
        counted = Counted(state.chain, period, reading, state.last, ratio, sigma, gives)
        state.counted.append(counted)
        state.last, state.start_day, state.gap = reading, reading.taken, later
        return counted

    def counted_months(self, closed, period):
        """The closed gap months whose volumes are taken off."""
        norm_too = self.p.setting('true_up_norm_months', first_day(period)) == 'yes'
        return [g for g in closed if norm_too or not g.by_norm]

    def true_up(self, u, period, zones, volume, closed):
        counted = self.counted_months(closed, period)
        parts = {g.period: [F(0)] * len(zones) for g in closed}
        for z, v in enumerate(volume):
            total = sum(g.volume[z] for g in counted)
            for g in closed if total == 0 else counted:
                parts[g.period][z] = v / len(closed) if total == 0 else v * g.volume[z] / total
        for g in closed:
            of, part = g.period, parts[g.period]
            if u.kind == 'metered_two_part':
                self.two_part_lines(u, period, of, 'true_up', part[0])
            else:
                for zone, v in zip(zones, part):
                    if v:
                        self.recalc(u, period, of, zone, None, 'true_up', v, zone)
            for s in self.sewage_over(u.utility, of):
                if sum(part):
                    self.recalc(s, period, of, None, u.utility, 'true_up', sum(part))

    def two_part_lines(self, u, posted, of, reason, volume, k=1):
        if volume:
            heat = volume * self.p.norm(u.utility, 'gcal_per_m3', self.a.house_id, of)
            self.recalc(u, posted, of, 'water', None, reason, volume, 'water', k=k)
            self.recalc(u, posted, of, 'heat', None, reason, heat, 'heat')

    def estimate(self, u, period, state, meter, zones, persons):
        """Branches 2 and 3: average for the first months of the gap, then norm."""
        end = last_day(period)
        failed = meter.verified < end or (meter.removed is not None and meter.removed <= end)
        branch = 2 if failed else 3
        limit = int(self.p.setting('average_periods', first_day(period)))
        k = None
        volume = self.average(u, state, len(zones), period) if len(state.gap) < limit else None
        if volume is not None:
            basis, by_norm = 'average', False
        else:
            volume = [self.norm_volume(u, period, persons)] + [F(0)] * (len(zones) - 1)
            of_branch = sum(1 for g in state.gap if g.branch == 2) + 1
            if len(state.gap) >= limit and failed and of_branch > limit and u.raise_after_failure == 'yes':
                k = self.p.coefficient(u.utility, period)
            basis, by_norm = 'norm' if k is None else 'norm_raised', True
        state.gap = state.gap + [GapMonth(period, branch, by_norm, volume)]
        self.charge_metered(u, period, branch, basis, k, zones, volume, persons)

    def charge_metered(self, u, period, branch, basis, k, zones, volume, persons):
        self.charged[u.utility, period] = Charged(branch, basis, k, zones, volume, persons)
        if u.kind == 'metered_two_part':
            heat = volume[0] * self.p.norm(u.utility, 'gcal_per_m3', self.a.house_id, period)
            self.charge(u, period, 'water', basis, volume[0], 'm3', 'water', k)
            self.charge(u, period, 'heat', 'norm' if basis == 'norm_raised' else basis, heat, 'Gcal', 'heat')
        else:
            for zone, v in zip(zones, volume):
                self.charge(u, period, zone, basis, v, u.unit, zone, k)

    # -- the other kinds (4.5) ------------------------------------------------------------------------------------

    def charge_sewage(self, u, period):
        sources = [self.charged[s, period].volume for s in u.source_list if (s, period) in self.charged]
        quantity = sum((sum(v) for v in sources), F(0))
        self.sewage[u.utility, period] = quantity
        self.charge(u, period, None, 'sum', quantity, u.unit)

    def heating(self, u, period):
        a, h = self.a, self.a.house
        share, months = self.share(u.utility, period), self.p.heating_months(period)
        in_season = int(period[5:7]) in months
        if h.heat_meter == 'yes':
            if h.heating_mode == 'EVEN_YEAR':
                year = int(period[:4]) - 1
                total = F(0)
                for m in range(1, 13):
                    v = self.p.house_volumes.get((a.house_id, u.utility, f'{year:04d}-{m:02d}'))
                    if v is None:
                        raise Refused(period, f'house volume {a.house_id} {year}-{m:02d}')
                    total += v
                quantity = a.area * total / (12 * h.total_area) * share
            else:
                v = self.p.house_volumes.get((a.house_id, u.utility, period))
                if v is None:
                    if in_season:
                        raise Refused(period, f'house volume {a.house_id} {period}')
                    return
                quantity = a.area * v / h.total_area * share
            self.charge(u, period, None, 'house_share', quantity, u.unit)
        else:
            if h.heating_mode == 'SEASON' and not in_season:
                return
            quantity = a.area * self.p.norm(u.utility, 'm2_season_month', a.house_id, period) * share
            if h.heating_mode == 'EVEN_YEAR':
                quantity = quantity * len(months) / 12
            self.charge(u, period, None, 'norm', quantity, u.unit)

    def area(self, u, period):
        self.charge(u, period, None, 'area', self.a.area * self.share(u.utility, period), u.unit)

    def soi_norm(self, u, period):
        h = self.a.house
        norm = self.p.norm(u.utility, 'm2_common_month', h.house_id, period)
        quantity = norm * h.common_area * self.a.area / h.total_area * self.share(u.utility, period)
        self.charge(u, period, None, 'soi_norm', quantity, u.unit)

    def waste_area(self, u, period):
        norm = self.p.norm(u.utility, 'm2_year', self.a.house_id, period)
        quantity = self.a.area * norm / 12 * self.share(u.utility, period)
        self.waste_quantity[u.utility, period] = quantity
        self.charge(u, period, None, 'area_norm', quantity, u.unit)

    def waste_persons(self, u, period):
        norm = self.p.norm(u.utility, 'person_year', self.a.house_id, period)
        self.charge(u, period, None, 'norm', self.persons(u.utility, period) * norm / 12, u.unit)

    # -- absence (5.2) --------------------------------------------------------------------------------------------

    def absence_lines(self, posted):
        for b in self.a.absences:
            full = (b.returned - b.left).days - 1
            if full <= int(self.p.setting('absence_min_days', b.left)) or b.applied > b.returned + dt.timedelta(days=30):
                continue
            days = [b.left + dt.timedelta(days=i + 1) for i in range(full)]
            for q in sorted({month_of(d) for d in days}):
                if self.p.first_period <= q <= self.p.last_period and max(q, month_of(b.applied)) == posted:
                    for u in self.p.utilities.values():
                        self.absence(u, posted, q, int(b.persons), [d for d in days if month_of(d) == q])

    def absence(self, u, posted, q, persons, days):
        house = self.a.house_id
        away = sum(min(persons, self.persons_on(d)) for d in days if self.active(u.utility, d))
        if not away:
            return
        share = F(away, last_day(q).day)
        if u.kind in METERED:
            done = self.charged.get((u.utility, q))
            if done is None or not (done.branch == 6 or done.branch == 2 and done.by_norm()):
                return
            quantity = -self.p.norm(u.utility, 'person_month', house, q) * share
            k = done.k if done.k is not None else 1
            if not quantity:
                return
            if u.kind == 'metered_two_part':
                self.two_part_lines(u, posted, q, 'absence', quantity, k)
            else:
                self.recalc(u, posted, q, done.zones[0], None, 'absence', quantity, done.zones[0], k=k)
            for s in self.sewage_over(u.utility, q):
                self.recalc(s, posted, q, None, u.utility, 'absence', quantity)
        elif u.kind == 'waste_persons':
            quantity = -self.p.norm(u.utility, 'person_year', house, q) / 12 * share
            if quantity:
                self.recalc(u, posted, q, None, None, 'absence', quantity)
        elif u.kind == 'waste_area':
            quantity = -self.waste_quantity[u.utility, q] * share / self.persons(u.utility, q)
            if quantity:
                self.recalc(u, posted, q, None, None, 'absence', quantity)

    # -- corrections of readings (5.3) ----------------------------------------------------------------------------

    def corrections(self, period):
        for c in self.a.corrections:
            month = month_of(date(c.corrected_on))
            if month == period or month < period == self.p.first_period:
                self.correct(c, period)

    def correct(self, c, posted):
        u = self.p.utilities[c.reading.meter.utility]
        state = self.meterage.get(u.utility)
        touched = [k for k in state.counted if k.reading is c.reading or k.since is c.reading] if state else []
        old = [k.volume() for k in touched]
        c.reading.value = c.value
        for k, before in zip(touched, old):
            self.correction_lines(u, posted, k.period, ZONES[c.reading.meter.registers], before,
                                  minus(k.volume(), before))

    def correction_lines(self, u, posted, of, zones, old, delta):
        def line(utility, component, source, part, was, change):
            tariff = self.p.tariff(utility.utility, part, self.a.house_id, of)
            self.recalc(utility, posted, of, component, source, 'reading_correction', change, part,
                        amount=kopecks((was + change) * tariff) - kopecks(was * tariff))

        for zone, was, change in zip(zones, old, delta):
            if not change:
                continue
            if u.kind == 'metered_two_part':
                heat = self.p.norm(u.utility, 'gcal_per_m3', self.a.house_id, of)
                line(u, 'water', None, 'water', was, change)
                line(u, 'heat', None, 'heat', was * heat, change * heat)
            else:
                line(u, zone, None, zone, was, change)
        if sum(delta):
            for s in self.sewage_over(u.utility, of):
                line(s, None, u.utility, None, self.sewage[s.utility, of], sum(delta))
                self.sewage[s.utility, of] += sum(delta)


KINDS = {'sewage': Billing.charge_sewage, 'heating': Billing.heating, 'area': Billing.area, 'soi_norm': Billing.soi_norm,
         'waste_area': Billing.waste_area, 'waste_persons': Billing.waste_persons}


# -------------------------------------------------------------------------------------------- debts, payments, penalty

class Line:
    """The debt of one origin period."""

    def __init__(self, period, due, opening):
        self.period, self.due, self.opening = period, due, opening
        self.principal = 0
        self.penalty_opening = self.penalty_posted = 0
        self.billed = {}
        self.allocations = {'principal': [], 'penalty': []}

    def paid(self, kind):
        return sum(a.amount for a in self.allocations[kind])

    def open(self, kind):
        whole = self.principal if kind == 'principal' else self.penalty_opening + self.penalty_posted
        return whole - self.paid(kind)


class Money:
    """A payment or an advance. `pieces`: money not allocated, as [freed, date, amount]."""

    def __init__(self, payment_id, day, amount, named=None):
        self.id, self.day, self.amount, self.named = payment_id, day, amount, named or None
        self.pieces = [[False, day, amount]]
        self.reserved = False

    def key(self):
        return (self.day, self.id is not None, (self.id or '').encode())

    def left(self):
        return sum(amount for _, _, amount in self.pieces)


class Allocation:
    def __init__(self, number, money, line, kind, amount, day):
        self.number, self.money, self.line, self.kind, self.amount, self.day = number, money, line, kind, amount, day


class Ledger:
    """One account and payee, played from the beginning through `until`."""

    def __init__(self, package, account, payee, billing, until):
        self.p, self.a, self.payee = package, account, payee
        self.lines, self.money, self.counter = {}, [], 0
        self.statements = {}
        self.start = first_day(package.first_period)
        self.open_books()
        self.play(billing, until)

    def open_books(self):
        rows = [o for o in self.a.opening if o.payee == self.payee]
        for o in rows:
            if o.kind != 'advance':
                line = self.lines.get(o.period)
                if line is None:
                    line = self.lines[o.period] = Line(o.period, self.p.due(o.period), True)
                if o.kind == 'principal':
                    line.principal += kopecks(F(o.amount))
                else:
                    line.penalty_opening += kopecks(F(o.amount))
        for o in sorted(rows, key=lambda o: o.period):
            if o.kind == 'advance':
                m = Money(None, self.start - DAY, kopecks(F(o.amount)))
                self.money.append(m)
                self.spend(m, m.day, ('principal', 'penalty'))

    def play(self, billing, until):
        payments = sorted((p for p in self.a.payments if p.payee == self.payee), key=lambda p: p.payment_id.encode())
        closes = {last_day(q): q for q in periods_between(self.p.first_period, self.p.last_period)}
        days = {p.received for p in payments} | {p.reversed for p in payments if p.reversed} | set(closes)
        received = 0
        by_id = {}
        opening = self.balance()
        for day in sorted(d for d in days if d <= until):
            for p in payments:
                if p.received == day:
                    received += p.kopecks
                    by_id[p.payment_id] = self.receive(p)
            for p in payments:
                if p.reversed == day:
                    received -= p.kopecks
                    self.reverse(by_id[p.payment_id])
            if day in closes:
                q = closes[day]
                charges = [l for l in billing.charges[q] if self.mine(l)]
                recalcs = [l for l in billing.recalcs[q] if self.mine(l)]
                penalty = self.close(q, day, charges, recalcs)
                charged = sum(l['amountKopecks'] for l in charges)
                recalculated = sum(l['amountKopecks'] for l in recalcs)
                closing = self.balance()
                assert closing == opening + charged + recalculated + penalty - received, (self.a.account, q)
                self.statements[q] = {
                    'payee': self.payee, 'openingKopecks': opening, 'charges': charges,
                    'recalculations': [{k: v for k, v in l.items() if k != 'order'} for l in recalcs],
                    'chargedKopecks': charged, 'recalculatedKopecks': recalculated, 'penaltyKopecks': penalty,
                    'paymentsKopecks': received, 'closingKopecks': closing}
                opening, received = closing, 0

    def mine(self, row):
        return self.p.utilities[row['utility']].payee == self.payee

    def balance(self):
        return (sum(l.open('principal') + l.open('penalty') for l in self.lines.values())
                - sum(m.left() for m in self.money))

    def ordered_lines(self):
        return [self.lines[q] for q in sorted(self.lines)]

    # -- allocation (6.2) -----------------------------------------------------------------------------------------

    def barred(self, line, day):
        years = int(self.p.setting('limitation_years', day))
        try:
            limit = line.due.replace(year=line.due.year + years)
        except ValueError:
            limit = dt.date(line.due.year + years, 3, 1)
        return day > limit

    def spend(self, money, day, kinds, named=None, only_named=False):
        """Allocate what is left of `money` on `day`; freed money first, by date, and it keeps its date."""
        for piece in sorted(money.pieces, key=lambda p: (not p[0], p[1])):
            freed, own_day, _ = piece
            for kind in kinds:
                lines = self.ordered_lines()
                if kind == 'principal':
                    lines.sort(key=lambda l: l.period != named)
                for line in lines:
                    if only_named and line.period != named:
                        continue
                    if line.period != named and self.barred(line, day):
                        continue
                    amount = min(piece[2], line.open(kind))
                    if amount > 0:
                        self.counter += 1
                        line.allocations[kind].append(
                            Allocation(self.counter, money, line, kind, amount, own_day if freed else day))
                        piece[2] -= amount
        money.pieces = [p for p in money.pieces if p[2]]

    def free(self, line, kind, amount):
        """Take `amount` back from the allocations made last; it keeps their dates."""
        for a in sorted(line.allocations[kind], key=lambda a: -a.number):
            back = min(amount, a.amount)
            if back > 0:
                a.amount -= back
                amount -= back
                a.money.pieces.append([True, a.day, back])
        line.allocations[kind] = [a for a in line.allocations[kind] if a.amount]
        assert amount == 0

    def receive(self, p):
        m = Money(p.payment_id, p.received, p.kopecks, p.named_period)
        self.money.append(m)
        if m.named and m.named >= month_of(p.received) and m.named not in self.lines:
            m.reserved = True
        else:
            named = m.named if m.named in self.lines else None
            self.spend(m, p.received, ('principal', 'penalty'), named)
        return m

    def reverse(self, money):
        for line in self.lines.values():
            for kind in line.allocations:
                line.allocations[kind] = [a for a in line.allocations[kind] if a.money is not money]
        self.money.remove(money)

    # -- the close (6.1) ------------------------------------------------------------------------------------------

    def close(self, period, day, charges, recalcs):
        self.p.cap(day, period)
        self.post(period, day, charges, recalcs)
        for m in sorted(self.money, key=Money.key):
            if m.reserved and m.named == period:
                m.reserved = False
                self.spend(m, day, ('principal',), period, only_named=True)
        self.offset(day, ('principal',))
        posted = 0
        for _ in range(1000):
            step_posted = self.post_penalty(period, day)
            self.offset(day, ('principal', 'penalty'))
            if not step_posted:
                return posted
            posted += sum(step_posted)
        raise RuntimeError(f'penalty does not settle: {self.a.account} {period}')

    def post(self, period, day, charges, recalcs):
        nets = {}
        for l in recalcs:
            nets.setdefault(l['ofPeriod'], []).append(l)
        into = list(charges)
        for of in sorted(nets):
            net = sum(l['amountKopecks'] for l in nets[of])
            line = self.lines.get(of)
            if net < 0 and of < period and line is not None:
                self.bill(line, nets[of])
                cut = min(-net, line.principal)
                line.principal -= cut
                if line.paid('principal') > line.principal:
                    self.free(line, 'principal', line.paid('principal') - line.principal)
                if -net > cut:
                    self.money.append(Money(None, day, -net - cut))
            else:
                into += nets[of]
        total = sum(l['amountKopecks'] for l in into)
        if total < 0:
            self.money.append(Money(None, day, -total))
        elif into:
            line = self.lines[period] = Line(period, self.p.due(period), False)
            line.principal = total
            self.bill(line, into)

    def bill(self, line, rows):
        for l in rows:
            line.billed[l['utility']] = line.billed.get(l['utility'], 0) + l['amountKopecks']

    def offset(self, day, kinds):
        for m in sorted(self.money, key=Money.key):
            if not m.reserved:
                self.spend(m, day, kinds)

    # -- penalty (7) ----------------------------------------------------------------------------------------------

    def penalty(self, line, t, period):
        """Exact penalty of a line to day t, in kopecks."""
        parts = [(a.amount, min(a.day, t)) for a in line.allocations['principal']]
        parts.append((line.open('principal'), t))
        total = F(0)
        for amount, end in parts:
            k = (end - line.due).days
            since = 1
            if line.opening:
                since = max(since, (self.start - line.due).days)
            if self.payee == 'main':
                early = max(0, min(k, 90) - max(31, since) + 1)
                late = max(0, k - max(91, since) + 1)
                weight = F(early, 300) + F(late, 130)
            else:
                weight = F(max(0, k - max(31, since) + 1), 300)
            if amount and weight:
                total += amount * self.p.rate(end, period) / 100 * weight
        return total

    def post_penalty(self, period, day):
        steps = []
        for line in self.ordered_lines():
            change = round_away(self.penalty(line, day, period)) - line.penalty_posted
            if change:
                line.penalty_posted += change
                steps.append(change)
                excess = -line.open('penalty')
                if excess > 0:
                    self.free(line, 'penalty', excess)
        return steps

    # -- ageing (8) -----------------------------------------------------------------------------------------------

    def aging(self, day):
        self.p.cap(day, month_of(day))
        rows = []
        for line in self.ordered_lines():
            principal = line.open('principal')
            posted = line.open('penalty')
            accrued = (line.penalty_opening + round_away(self.penalty(line, day, month_of(day)))
                       - line.paid('penalty'))
            if principal or posted or accrued:
                rows.append({'period': line.period, 'dueDate': line.due.isoformat(), 'principalKopecks': principal,
                             'penaltyKopecks': accrued, 'penaltyPostedKopecks': posted,
                             'timeBarred': self.barred(line, day), 'byUtility': self.by_utility(line, principal)})
        return {'payee': self.payee, 'lines': rows, 'principalKopecks': sum(r['principalKopecks'] for r in rows),
                'penaltyKopecks': sum(r['penaltyKopecks'] for r in rows),
                'advanceKopecks': sum(m.left() for m in self.money)}

    def by_utility(self, line, principal):
        billed = [(self.p.utilities[u].index, u, s) for u, s in line.billed.items() if s > 0]
        billed.sort()
        whole = sum(s for _, _, s in billed)
        if not whole or not principal:
            return []
        shares = [[principal * s // whole, F(principal * s, whole) % 1, u] for _, u, s in billed]
        rest = principal - sum(s[0] for s in shares)
        for s in sorted(shares, key=lambda s: -s[1])[:rest]:
            s[0] += 1
        return [{'utility': u, 'principalKopecks': n} for n, _, u in shares if n]


# ------------------------------------------------------------------------------------------------------------ results

def compute(folder, aging_dates):
    package = Package(folder)
    refusals, billings = [], {}
    for number in sorted(package.accounts):
        billings[number] = Billing(package, package.accounts[number]).run()
        if billings[number].refused:
            refusals.append(billings[number].refused)
    limit = min((r.period for r in refusals), default=None)
    end = last_day(package.last_period) if limit is None else first_day(limit) - DAY
    statements = []
    for number, account in sorted(package.accounts.items()):
        try:
            books = [Ledger(package, account, payee, billings[number], end) for payee in PAYEES]
        except Refused as e:
            refusals.append(e)
            continue
        begin = max(month_of(account.opened), package.first_period)
        if refusals:
            continue
        for q in periods_between(begin, package.last_period):
            statements.append({'account': number, 'period': q, 'dueDate': package.due(q).isoformat(),
                               'payees': [b.statements[q] for b in books]})
    if refusals:
        raise min(refusals, key=lambda r: r.period)
    results = {'statements.json': {'format': 'kvitok-statements/1', 'statements': statements}}
    for day in aging_dates:
        rows = []
        for number, account in sorted(package.accounts.items()):
            if account.opened <= day:
                books = [Ledger(package, account, payee, billings[number], day) for payee in PAYEES]
                rows.append({'account': number, 'payees': [b.aging(day) for b in books]})
        results[f'aging-{day}.json'] = {'format': 'kvitok-aging/1', 'asOf': day.isoformat(), 'accounts': rows}
    return results


def main(argv):
    if len(argv) < 2 or (len(argv) > 2 and argv[2] != '--aging'):
        print(__doc__, file=sys.stderr)
        return 2
    folder, out = argv[0], argv[1]
    try:
        results = compute(folder, [date(d) for d in argv[2:] if d != '--aging'])
    except Refused as e:
        print(json.dumps({'refused': 'no_rule_in_force', 'period': e.period}))
        print(e.what, file=sys.stderr)
        return 1
    os.makedirs(out, exist_ok=True)
    for name, value in results.items():
        with open(os.path.join(out, name), 'w', encoding='utf-8') as f:
            json.dump(value, f, ensure_ascii=False, indent=1)
            f.write('\n')
    return 0


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))
