import { judgeRegistry, RegistryLine, registryLineKeys } from './registry-lines.policy';

function line(operationId: string | null, amountKopecks: number, more: Partial<RegistryLine> = {}): RegistryLine {
  return {
    operationId,
    paidOn: '2026-06-10',
    time: '10-15-00',
    branch: '8047',
    terminal: '12',
    account: '0045120001',
    amountKopecks,
    ...more,
  };
}

const nothing = new Map<string, string>();
const verdicts = (lines: readonly RegistryLine[], known: ReadonlyMap<string, string> = nothing) =>
  judgeRegistry('sberbank', lines, known).lines.map((judged) => judged.verdict);

describe('a registry of payments', () => {
  it('accepts an operation once', () => {
    const judged = judgeRegistry(
      'sberbank',
      [line('8047001', 150000), line('8047002', 90000), line('8047001', 150000)],
      nothing,
    );
    expect(judged).toMatchObject({ accepted: 2, acceptedKopecks: 240000, duplicates: 1, conflicts: 0 });
    expect(judged.lines.map(({ verdict }) => verdict)).toEqual(['accepted', 'accepted', 'duplicate']);
  });

  it.each([
    ['with operation ids', [line('1', 100), line('2', 200)]],
    ['without operation ids', [line(null, 100), line(null, 100), line(null, 200)]],
  ])('that is loaded again, %s, accepts nothing', (_what, lines) => {
    const first = judgeRegistry('sberbank', lines, nothing);
    expect(first.accepted).toBe(lines.length);
    const known = new Map(first.lines.map(({ key, content }) => [key, content]));
    expect(judgeRegistry('sberbank', lines, known)).toMatchObject({
      accepted: 0,
      acceptedKopecks: 0,
      duplicates: lines.length,
    });
  });

  it('sets aside an operation that comes again with another content', () => {
    expect(verdicts([line('1', 100), line('1', 200)])).toEqual(['accepted', 'conflict']);
    expect(verdicts([line('1', 100), line('1', 100, { account: '7' })])).toEqual(['accepted', 'conflict']);
    expect(verdicts([line('1', 100), line('1', 100, { paidOn: '2026-06-11' })])).toEqual(['accepted', 'conflict']);
  });

  it('lets the first content of an operation stand, whatever follows', () => {
    expect(verdicts([line('1', 100), line('1', 200), line('1', 100)])).toEqual(['accepted', 'conflict', 'duplicate']);
  });

  it('keeps two equal payments of one minute apart where the bank gives no id', () => {
    expect(verdicts([line(null, 100), line(null, 100)])).toEqual(['accepted', 'accepted']);
  });
});

describe('the identity of a line', () => {
  it('belongs to its channel', () => {
    const [one] = registryLineKeys('sberbank', [line('1', 100)]);
    const [other] = registryLineKeys('post', [line('1', 100)]);
    expect(one).not.toBe(other);
  });

  it('does not blur where one part ends and the next begins', () => {
    const keys = registryLineKeys('sberbank', [
      line(null, 100, { branch: '80|47', terminal: '12' }),
      line(null, 100, { branch: '80', terminal: '47|12' }),
    ]);
    expect(new Set(keys).size).toBe(2);
    expect(registryLineKeys('a|b', [line('c', 1)])).not.toEqual(registryLineKeys('a', [line('b|c', 1)]));
  });

  it('counts equals by their whole content', () => {
    const keys = registryLineKeys('sberbank', [line(null, 100), line(null, 200), line(null, 100)]);
    expect(new Set(keys).size).toBe(3);
    expect(registryLineKeys('sberbank', [line(null, 200), line(null, 100), line(null, 100)]).sort()).toEqual(
      [...keys].sort(),
    );
  });
});
