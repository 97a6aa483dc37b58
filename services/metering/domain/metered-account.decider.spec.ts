import { deciderSpec } from '#libs/testing';
import { meteredAccountDecider } from './metered-account.decider';
import { MeteredAccountEvent } from './metered-account.events';

const spec = deciderSpec(meteredAccountDecider);
const NOTE = { account: '0017', houseId: 'h-1', openedOn: '2026-01-01', windowFromDay: 15, windowToDay: 25 };
const NOTED: MeteredAccountEvent = {
  type: 'MeteredAccountNoted',
  version: 1,
  data: { ...NOTE, effectiveOn: '2026-01-01' },
};
const closed = (closedOn: string): MeteredAccountEvent => ({
  type: 'MeteredAccountClosed',
  version: 1,
  data: { account: '0017', closedOn, effectiveOn: closedOn },
});

describe('an account that is metered', () => {
  it('is noted when billing has opened it, once', () => {
    spec.when({ kind: 'NoteMeteredAccount', ...NOTE }).then([NOTED]);
    spec
      .given([NOTED])
      .when({ kind: 'NoteMeteredAccount', ...NOTE })
      .thenNothing();
  });

  it.each([
    ['house', { houseId: 'h-2' }],
    ['first day of the window', { windowFromDay: 16 }],
    ['last day of the window', { windowToDay: 26 }],
    ['day of opening', { openedOn: '2026-01-02' }],
  ])('is noted anew with another %s', (_what, other) => {
    const note = { ...NOTE, ...other };
    spec
      .given([NOTED])
      .when({ kind: 'NoteMeteredAccount', ...note })
      .then([{ type: 'MeteredAccountNoted', version: 1, data: { ...note, effectiveOn: note.openedOn } }]);
  });

  it('is closed when billing has closed it, once for a day', () => {
    spec
      .given([NOTED])
      .when({ kind: 'CloseMeteredAccount', account: '0017', closedOn: '2026-05-10' })
      .then([closed('2026-05-10')]);
    spec
      .given([NOTED, closed('2026-05-10')])
      .when({ kind: 'CloseMeteredAccount', account: '0017', closedOn: '2026-05-10' })
      .thenNothing();
    spec
      .given([NOTED, closed('2026-05-10')])
      .when({ kind: 'CloseMeteredAccount', account: '0017', closedOn: '2026-05-11' })
      .then([closed('2026-05-11')]);
  });

  it('cannot be closed before it is known', () => {
    spec
      .when({ kind: 'CloseMeteredAccount', account: '0017', closedOn: '2026-05-10' })
      .thenRejected('METERING_UNKNOWN_ACCOUNT', { account: '0017' });
  });

  it('stays closed when it is noted anew', () => {
    const renoted = { ...NOTED, data: { ...NOTED.data, windowToDay: 26 } } as MeteredAccountEvent;
    spec
      .given([NOTED, closed('2026-05-10'), renoted])
      .when({ kind: 'CloseMeteredAccount', account: '0017', closedOn: '2026-05-10' })
      .thenNothing();
  });
});
