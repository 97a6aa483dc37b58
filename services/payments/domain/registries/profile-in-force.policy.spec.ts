import { profilesInForce } from './profile-in-force.policy';
import { CLIENT_BANK_EXCHANGE, LinesProfile, SBERBANK_TEXT } from './registry-profile';

const OWN: LinesProfile = { ...SBERBANK_TEXT, profileId: 'post', title: 'Почта', channel: 'post' };
const BY_COMMA: LinesProfile = { ...SBERBANK_TEXT, separator: '|' };
const idsOn = (on: string, ...versions: { profile: LinesProfile; from: string }[]) =>
  profilesInForce(versions, on).map(({ profile, from }) => `${profile.profileId} ${from}`);

describe('the profiles in force', () => {
  it('are the built-in ones where a company has none', () => {
    expect(profilesInForce([], '2026-01-01').map(({ profile }) => profile)).toEqual([
      SBERBANK_TEXT,
      CLIENT_BANK_EXCHANGE,
    ]);
  });

  it('hold from their day on, a company’s own version in place of the built-in one', () => {
    const versions = [
      { profile: OWN, from: '2026-03-01' },
      { profile: BY_COMMA, from: '2026-04-01' },
      { profile: SBERBANK_TEXT, from: '2026-06-01' },
    ];
    expect(idsOn('2026-02-28', ...versions)).toEqual(['sberbank-text 2000-01-01', '1c-exchange 2000-01-01']);
    expect(idsOn('2026-04-01', ...versions)).toEqual([
      'sberbank-text 2026-04-01',
      '1c-exchange 2000-01-01',
      'post 2026-03-01',
    ]);
    expect(idsOn('2026-06-01', ...versions)[0]).toBe('sberbank-text 2026-06-01');
  });

  it('do not depend on the order in which versions were defined', () => {
    const versions = [
      { profile: SBERBANK_TEXT, from: '2026-06-01' },
      { profile: BY_COMMA, from: '2026-04-01' },
    ];
    expect(profilesInForce(versions, '2026-12-31')[0]?.from).toBe('2026-06-01');
  });
});
