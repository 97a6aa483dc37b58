import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import * as law from './layout-law';

const ROOT = resolve(__dirname, '../..');
const FOLDERS = ['libs', 'services', 'test', 'bench', 'bin', 'docs'].filter((folder) => existsSync(join(ROOT, folder)));

const file = (path: string, text = ''): law.SourceFile => ({ path, text });

type Catalogue = Readonly<Record<string, { readonly status: number; readonly message: string }>>;

describe('the layout', () => {
  const files = law.readTree(ROOT, FOLDERS);

  describe('a service is four rooms, one module and one entry', () => {
    it.each(law.SERVICES)('%s', (service) => {
      expect(law.servicesNotBuiltOfFourRooms(files, [service])).toEqual([]);
    });

    it('a missing room, a missing module and a file outside the rooms are seen', () => {
      const broken = [file('services/billing/domain/account.events.ts'), file('services/billing/helpers.ts')];
      expect(law.servicesNotBuiltOfFourRooms(broken, ['billing'])).toEqual([
        'billing has no room projections',
        'billing has no room automation',
        'billing has no room api',
        'billing has no billing.module.ts',
        'billing has no main.ts',
        'billing has helpers.ts outside its rooms',
      ]);
    });
  });

  it('the name of a file tells its role', () => {
    expect(law.filesWithoutARoleInTheirName(files)).toEqual([]);
    const broken = [
      'services/billing/domain/account.decider.ts',
      'services/billing/domain/account.decider.spec.ts',
      'services/billing/domain/dossier.ts',
      'services/billing/domain/account.service.ts',
      'services/billing/domain/Account.policy.ts',
      'services/billing/api/debt.projection.ts',
      'services/billing/automation/close.decider.ts',
    ].map((path) => file(path));
    expect(law.filesWithoutARoleInTheirName(broken)).toEqual([
      'services/billing/domain/account.service.ts',
      'services/billing/domain/Account.policy.ts',
      'services/billing/api/debt.projection.ts',
      'services/billing/automation/close.decider.ts',
    ]);
  });

  it('a reaction is named as a sentence, a relay by what it publishes, and both are automation', () => {
    expect(law.automationNotNamedAsASentence(files)).toEqual([]);
    const broken = [
      'services/billing/automation/when-payment-received-then-credit-account.reaction.ts',
      'services/billing/automation/publish-closed-periods.relay.ts',
      'services/billing/automation/payment-received.reaction.ts',
      'services/billing/automation/closed-periods.relay.ts',
      'services/billing/domain/when-payment-received-then-credit-account.reaction.ts',
    ].map((path) => file(path));
    expect(law.automationNotNamedAsASentence(broken)).toEqual(broken.slice(2).map(({ path }) => path));
  });

  it('the name of a test tells its cost', () => {
    expect(law.specsOfUnknownCost(files)).toEqual([]);
    const broken = ['test/x.scenario.spec.ts', 'test/x.spec.ts', 'test/x.int.spec.ts', 'test/x.test.ts'];
    expect(law.specsOfUnknownCost(broken.map((path) => file(path)))).toEqual(['test/x.int.spec.ts', 'test/x.test.ts']);
  });

  it('every level of test has a suite', () => {
    expect(law.levelsWithoutASuite(files)).toEqual([]);
    expect(law.levelsWithoutASuite([file('a.contract.spec.ts'), file('b.e2e.spec.ts')])).toEqual(['scenario']);
  });

  it('a decider, a policy and a projection have their rules beside them', () => {
    expect(law.rulesWithoutASpecBeside(files)).toEqual([]);
    const broken = ['a.decider.ts', 'b.policy.ts', 'b.policy.spec.ts', 'c.projection.ts'].map((path) => file(path));
    expect(law.rulesWithoutASpecBeside(broken)).toEqual(['a.decider.ts', 'c.projection.ts']);
  });

  it('a file is a page: at most 400 lines, a suite at most 700', () => {
    expect(law.filesTooLong(files)).toEqual([]);
    const lines = (count: number): string => 'line\n'.repeat(count);
    const broken = [
      file('a.ts', lines(400)),
      file('b.ts', lines(401)),
      file('c.spec.ts', lines(401)),
      file('d.spec.ts', lines(701)),
    ];
    expect(law.filesTooLong(broken)).toEqual(['b.ts has 401 lines', 'd.spec.ts has 701 lines']);
  });

  it('nothing is left unfinished', () => {
    expect(law.linesLeftUnfinished(files)).toEqual([]);
    expect(law.linesLeftUnfinished([file('a.ts', `fine\n// ${'TO' + 'DO'}: later`)])).toEqual(['a.ts:2']);
  });

  it('the domain inherits nothing', () => {
    expect(law.classesThatInherit(files)).toEqual([]);
    const broken = [
      file('services/billing/domain/account.decider.ts', 'class Account extends Aggregate {}'),
      file('libs/kernel/rejection.ts', 'class RejectedError extends Error {}'),
    ];
    expect(law.classesThatInherit(broken)).toEqual(['services/billing/domain/account.decider.ts']);
  });

  it('a decider closes its unions by a never check', () => {
    expect(law.decidersWithoutANeverCheck(files)).toEqual([]);
    const broken = [
      file('a.decider.ts', 'default: return unreachable(command);'),
      file('b.decider.ts', 'default: return state;'),
    ];
    expect(law.decidersWithoutANeverCheck(broken)).toEqual(['b.decider.ts']);
  });

  it('a type of event is declared once in a service', () => {
    expect(law.eventTypesDeclaredTwice(files)).toEqual([]);
    const text = "export type PeriodClosed = DomainEvent<'PeriodClosed', { period: string }>;";
    const paths = [
      'services/billing/domain/a.events.ts',
      'services/billing/domain/b.events.ts',
      'services/support/domain/a.events.ts',
    ];
    expect(law.eventTypesDeclaredTwice(paths.map((path) => file(path, text)))).toEqual([
      'billing: PeriodClosed in services/billing/domain/a.events.ts, services/billing/domain/b.events.ts',
    ]);
  });

  it('an event is a past fact with its noun', () => {
    expect(law.eventTypesThatAreNoPastFact(files)).toEqual([]);
    const types = ['PeriodClosed', 'CodeHandedOut', 'SlipSent', 'AcceptReading', 'Accepted'];
    const text = types.map((type) => `interface ${type} { readonly type: '${type}' }`).join('\n');
    const path = 'services/billing/domain/a.events.ts';
    expect(law.eventTypesThatAreNoPastFact([file(path, text)])).toEqual([
      `${path}: AcceptReading`,
      `${path}: Accepted`,
    ]);
  });
});

describe('the catalogue of errors', () => {
  const files = law.readTree(ROOT, ['libs', 'services']);

  /** Loaded late, so that a missing catalogue fails its own laws and no other. */
  function catalogue(): Catalogue {
    const path = join(ROOT, 'libs/platform/errors/error-catalogue');
    return jest.requireActual<{ ERROR_CATALOGUE: Catalogue }>(path).ERROR_CATALOGUE;
  }

  it('names every rejection that the code states', () => {
    const broken = [
      file('services/billing/domain/a.decider.ts', "return new Rejection('BILLING_PERIOD_CLOSED', {});"),
      file('services/billing/domain/b.decider.ts', "return refuse('BILLING_UNKNOWN_ACCOUNT');"),
      file('services/billing/domain/c.decider.ts', "return new Rejection('closed');"),
      file('services/billing/domain/c.decider.spec.ts', "expect(new Rejection('BILLING_MADE_UP'));"),
    ];
    expect(law.rejectionsOutsideTheCatalogue(broken, ['BILLING_PERIOD_CLOSED', 'closed'])).toEqual([
      'services/billing/domain/b.decider.ts: BILLING_UNKNOWN_ACCOUNT',
      'services/billing/domain/c.decider.ts: closed',
    ]);
    expect(law.rejectionsOutsideTheCatalogue(files, Object.keys(catalogue()))).toEqual([]);
  });

  it('answers with a status of refusal or failure and a sentence for people', () => {
    const entries = Object.entries(catalogue());
    expect(entries.length).toBeGreaterThan(0);
    const bad = entries.filter(([code, { status, message }]) => {
      const statusHolds = Number.isInteger(status) && status >= 400 && status <= 599;
      return !/^[A-Z][A-Z0-9]*(_[A-Z0-9]+)+$/.test(code) || !statusHolds || message.trim().split(/\s+/).length < 2;
    });
    expect(bad.map(([code]) => code)).toEqual([]);
  });
});
