import { deciderSpec } from '#libs/testing';
import { registryProfileDecider } from './registry-profile.decider';
import { RegistryProfileDefined } from './registry-profile.events';
import {
  CLIENT_BANK_EXCHANGE,
  ExchangeProfile,
  LinesProfile,
  RegistryProfile,
  SBERBANK_TEXT,
} from './registry-profile';

const spec = deciderSpec(registryProfileDecider);
const OWN: LinesProfile = { ...SBERBANK_TEXT, profileId: 'post', title: 'Почта', channel: 'post' };
const define = (profile: RegistryProfile, from = '2026-03-01') =>
  ({ kind: 'DefineRegistryProfile', profile, from }) as const;
const defined = (profile: RegistryProfile, from = '2026-03-01'): RegistryProfileDefined => ({
  type: 'RegistryProfileDefined',
  version: 1,
  data: { profile, from, effectiveOn: from },
});

describe('a profile of a company’s own', () => {
  it('is defined from a day on, and again from another', () => {
    spec.when(define(OWN)).then([defined(OWN)]);
    const other = { ...OWN, separator: '|' };
    spec
      .given([defined(OWN)])
      .when(define(other, '2026-05-01'))
      .then([defined(other, '2026-05-01')]);
  });

  it('is defined once for a day: files were read by it', () => {
    spec
      .given([defined(OWN)])
      .when(define({ ...OWN }))
      .thenNothing();
    spec
      .given([defined(OWN)])
      .when(define({ ...OWN, separator: '|' }))
      .thenRejected('PAYMENTS_REGISTRY_PROFILE_CONFLICT');
  });

  it('may follow a built-in one, in the same form', () => {
    const other = { ...SBERBANK_TEXT, headerLines: 1 };
    spec.when(define(other)).then([defined(other)]);
    spec
      .when(define({ ...CLIENT_BANK_EXCHANGE, profileId: 'sberbank-text' }))
      .thenRejected('PAYMENTS_REGISTRY_PROFILE_INVALID', { fault: 'form' });
    spec
      .given([defined(OWN)])
      .when(define({ ...CLIENT_BANK_EXCHANGE, profileId: 'post' }, '2026-05-01'))
      .thenRejected('PAYMENTS_REGISTRY_PROFILE_INVALID', { fault: 'form' });
  });

  it.each<[string, Partial<Record<keyof LinesProfile, unknown>>]>([
    ['profileId', { profileId: 'Почта' }],
    ['channel', { channel: '' }],
    ['title', { title: ' ' }],
    ['encoding', { encoding: 'koi8-r' }],
    ['dateForm', { dateForm: 'MM/DD/YYYY' }],
    ['decimalMark', { decimalMark: 'space' }],
    ['separator', { separator: ';;' }],
    ['separator', { separator: ',', decimalMark: 'comma' }],
    ['headerLines', { headerLines: -1 }],
    ['headerLines', { headerLines: 1.5 }],
    ['columns', { columns: ['account', 'amount'] }],
    ['columns', { columns: ['paid_on', 'account', 'amount', 'amount'] }],
    ['columns', { columns: ['paid_on', 'account', 'amount', 'colour'] }],
    ['footer', { footer: { mark: '', columns: ['count'] } }],
    ['footer', { footer: { mark: ';', columns: ['count'] } }],
    ['footer', { footer: { mark: '=', columns: ['colour'] } }],
  ])('has a %s that holds, unlike %j', (fault, change) => {
    spec
      .when(define({ ...OWN, ...change } as LinesProfile))
      .thenRejected('PAYMENTS_REGISTRY_PROFILE_INVALID', { fault });
  });

  it.each([[[]], [['x']], [['л'.repeat(31)]]])(
    'of the exchange form has marks that can be met, unlike %j',
    (accountMarks) => {
      const profile: ExchangeProfile = { ...CLIENT_BANK_EXCHANGE, profileId: 'own', accountMarks };
      spec.when(define(profile)).thenRejected('PAYMENTS_REGISTRY_PROFILE_INVALID', { fault: 'accountMarks' });
    },
  );
});
