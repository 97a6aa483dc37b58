import { implausibleRegister } from './register-step.policy';

describe('a step of the registers', () => {
  const rules = { digits: 3, maxMonthly: '20' };

  it.each([
    ['growing', ['1'], ['900'], null],
    ['standing still', ['5.5'], ['5.50'], null],
    ['falling', ['500'], ['499'], 1],
    ['rolling over by exactly the largest plausible volume', ['990'], ['10'], null],
    ['rolling over by a millionth more', ['990'], ['10.000001'], 1],
    ['falling in the second register alone', ['1', '500', '1'], ['2', '499', '2'], 2],
  ])('%s', (_what, before, now, register) => {
    expect(implausibleRegister(before, now, rules)).toBe(register);
  });

  it('never rolls over where no volume is plausible', () => {
    expect(implausibleRegister(['999'], ['0'], { digits: 3, maxMonthly: null })).toBe(1);
  });
});
