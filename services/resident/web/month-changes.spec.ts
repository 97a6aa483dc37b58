import { PrintedStatement } from '#services/billing/api/client';
import { changesOf, differenceOf } from './month-changes';

interface Month {
  readonly charges?: Readonly<Record<string, number>>;
  readonly recalculations?: readonly (readonly [string, number])[];
  readonly penalty?: number;
  /** What is charged for capital repair, and the penalty for it. */
  readonly repair?: readonly [number, number];
}

const total = (values: readonly number[]) => values.reduce((one, other) => one + other, 0);

/** A statement of so many kopecks; of a utility of parts the part stands after a dot. */
function month({ charges = {}, recalculations = [], penalty = 0, repair }: Month): PrintedStatement {
  const line = ([name, amountKopecks]: readonly [string, number]) => {
    const [utility, component = null] = name.split('.');
    return { utility, component, amountKopecks };
  };
  const payee = (
    name: string,
    own: readonly (readonly [string, number])[],
    penaltyKopecks: number,
    others: typeof own,
  ) => ({
    payee: name,
    charges: own.map(line),
    recalculations: others.map(line),
    chargedKopecks: total(own.map(([, amount]) => amount)),
    recalculatedKopecks: total(others.map(([, amount]) => amount)),
    penaltyKopecks,
  });
  const payees = [
    payee('main', Object.entries(charges), penalty, recalculations),
    ...(repair === undefined ? [] : [payee('capital_repair', [['repair', repair[0]]], repair[1], [])]),
  ];
  return { account: '0017', period: '2026-08', dueDate: '2026-09-15', payees } as unknown as PrintedStatement;
}

const inWords = (before: Month, after: Month) =>
  changesOf(month(before), month(after)).changed.map((change) => {
    const { kind, payee, utility, component } = change;
    return `${kind} ${payee} ${[utility, component].filter((one) => one !== null).join('.')}: ${String(differenceOf(change))}`;
  });

it('names every line that differs, the greatest difference first', () => {
  expect(
    inWords(
      { charges: { cold: 100_00, 'hot.water': 50_00, 'hot.heat': 200_00, upkeep: 300_00 } },
      { charges: { cold: 110_00, 'hot.water': 49_99, 'hot.heat': 150_00, upkeep: 300_00 } },
    ),
  ).toEqual(['charge main hot.heat: -5000', 'charge main cold: 1000', 'charge main hot.water: -1']);
});

it('leaves out no line that one of the two months has alone', () => {
  const before = {
    charges: { heating: 900_00, cold: 10_00 },
    recalculations: [['cold', -3_00]],
    penalty: 7_00,
  } as const;
  const after = { charges: { cold: 10_00, 'order:1': 750_00 }, repair: [60_00, 1_00] } as const;
  expect(inWords(before, after)).toEqual([
    'charge main heating: -90000',
    'charge main order:1: 75000',
    'charge capital_repair repair: 6000',
    'penalty main : -700',
    'recalculation main cold: 300',
    'penalty capital_repair : 100',
  ]);
});

it('says of a line that a month has not that it is not there, which is another thing than nothing charged', () => {
  const { changed } = changesOf(month({ charges: { cold: 0 } }), month({ charges: { cold: 5_00 }, penalty: 1_00 }));
  expect(changed.map(({ beforeKopecks, afterKopecks }) => [beforeKopecks, afterKopecks])).toEqual([
    [0, 5_00],
    [null, 1_00],
  ]);
});

it('puts recalculations of one utility together, and apart from its charge and from other payees', () => {
  const after = {
    charges: { cold: 10_00 },
    recalculations: [
      ['cold', -2_00],
      ['cold', -1_00],
    ],
  } as const;
  expect(inWords({ charges: { cold: 10_00 } }, after)).toEqual(['recalculation main cold: -300']);
});

it('adds up: what has changed and what has not make the totals of both months', () => {
  const before = {
    charges: { cold: 100_00, upkeep: 300_00 },
    recalculations: [['cold', -20_00]],
    penalty: 5_00,
  } as const;
  const after = { charges: { cold: 90_00, upkeep: 300_00 }, penalty: 5_00, repair: [60_00, 0] } as const;
  const changes = changesOf(month(before), month(after));
  expect(changes).toMatchObject({ unchangedKopecks: 305_00, beforeKopecks: 385_00, afterKopecks: 455_00 });
  const { changed, unchangedKopecks } = changes;
  expect(total(changed.map(differenceOf))).toBe(455_00 - 385_00);
  expect(unchangedKopecks + total(changed.map(({ afterKopecks }) => afterKopecks ?? 0))).toBe(455_00);
  expect(unchangedKopecks + total(changed.map(({ beforeKopecks }) => beforeKopecks ?? 0))).toBe(385_00);
});
