import { deciderSpec } from '#libs/testing';
import { visitStream } from './visit.commands';
import { visitDecider } from './visit.decider';

const spec = deciderSpec(visitDecider);
const visit = (visitId: string) => ({
  login: '123456789',
  account: '0017',
  visitId,
  device: 'Chrome, Android',
  isNewDevice: true,
});
const entered = (visitId: string) => ({ type: 'CabinetEntered', version: 1, data: visit(visitId) }) as const;

describe('a visit to the cabinet', () => {
  it('is recorded once', () => {
    spec.when({ kind: 'EnterCabinet', ...visit('v-1') }).then([entered('v-1')]);
    spec
      .given([entered('v-1')])
      .when({ kind: 'EnterCabinet', ...visit('v-1') })
      .thenNothing();
    spec
      .given([entered('v-1')])
      .when({ kind: 'EnterCabinet', ...visit('v-2') })
      .then([entered('v-2')]);
  });

  it('names the other accounts that it opens, where there are any', () => {
    const attachedAccounts = ['0018', '0019'];
    const data = { ...visit('v-1'), attachedAccounts };
    spec
      .when({ kind: 'EnterCabinet', ...visit('v-1'), attachedAccounts })
      .then([{ type: 'CabinetEntered', version: 1, data }]);
    spec.when({ kind: 'EnterCabinet', ...visit('v-1'), attachedAccounts: [] }).then([entered('v-1')]);
  });

  it('stands in a stream of its login and month', () => {
    expect(visitStream('123456789', '2026-10')).toBe('identity_visits-123456789_2026_10');
  });
});
