import { checkDigit } from '#libs/kernel';
import { MemoryMailer } from '#libs/mail';
import { credentials } from '../projections/credentials.projection';
import { PrintableAccess } from './codes/print-codes';
import { Contacts } from './contacts';
import { anOrigin, CAUSE, Identity, refusalOf, startIdentity } from './testing/start-identity';

const PAGE = 'https://lk.example.ru/code/';
const ADDRESS = 'anna@example.ru';

describe('«Я не помню пароль»', () => {
  let identity: Identity;
  let access: PrintableAccess;
  beforeEach(async () => {
    identity = await startIdentity();
    await identity.openAccounts([['0017', 'h-1']]);
    access = await identity.handOut('0017');
  });
  afterEach(() => identity.close());

  const mailer = () => identity.stack.mailer as MemoryMailer;
  const letters = () => mailer().sent();
  const ask = async (login: string, from: { address?: string; browserToken?: string } = {}) => {
    await identity.client.askForCode({
      login,
      address: '192.0.2.1',
      browserToken: 'browser-1',
      linkPage: PAGE,
      ...from,
    });
    await identity.settle();
  };
  const verifyMail = () =>
    identity.app.get(Contacts).verifyMail({ account: '0017', personId: 'p-1', address: ADDRESS }, CAUSE, anOrigin());
  const linkIn = (text = letters().at(-1)?.text ?? '') =>
    text
      .split('\n')
      .find((line) => line.startsWith(PAGE))
      ?.slice(PAGE.length) ?? '';

  it('without a verified address puts the code into the next slip; the code in force stays valid', async () => {
    await ask(access.login);
    await identity.catchUp();
    expect((await identity.eventsOf('CodeAskedFor')).map(({ data }) => data)).toMatchObject([
      { account: '0017', channel: 'slip' },
    ]);
    expect((await identity.stack.readModelStore.get(credentials, '0017'))?.document.printAsked).toBe(true);
    expect(letters()).toEqual([]);
    await expect(identity.signIn(access)).resolves.toMatchObject({ accounts: ['0017'] });
  });

  it('with one sends a link that shows the code once, after a press, in the browser that asked', async () => {
    await verifyMail();
    await ask(access.login);
    expect(letters()).toHaveLength(1);
    expect(letters()[0]).toMatchObject({ to: ADDRESS });
    expect(letters()[0]?.text).not.toContain(access.code);
    const link = linkIn();
    const here = { link, browserToken: 'browser-1' };
    expect(await identity.client.lookAtOneTimeLink({ link, browserToken: 'browser-2' })).toBe(false);
    expect(await identity.client.pressOneTimeLink({ link, browserToken: 'browser-2' })).toBeNull();
    expect(await identity.client.lookAtOneTimeLink(here)).toBe(true);
    expect(await identity.client.lookAtOneTimeLink(here)).toBe(true);
    expect(await identity.client.pressOneTimeLink(here)).toEqual(access);
    expect(await identity.client.pressOneTimeLink(here)).toBeNull();
    expect((await identity.eventsOf('CodePrinted')).at(-1)?.data).toMatchObject({ occasion: 'one_time_link' });
  });

  it('lets the link go out after ten minutes', async () => {
    await verifyMail();
    await ask(access.login);
    const here = { link: linkIn(), browserToken: 'browser-1' };
    identity.clock.goOn(9);
    expect(await identity.client.lookAtOneTimeLink(here)).toBe(true);
    identity.clock.goOn(1);
    expect(await identity.client.lookAtOneTimeLink(here)).toBe(false);
    expect(await identity.client.pressOneTimeLink(here)).toBeNull();
  });

  it('shows nothing by a link of a code that was replaced', async () => {
    await verifyMail();
    await ask(access.login);
    await identity.handOut('0017');
    expect(await identity.client.pressOneTimeLink({ link: linkIn(), browserToken: 'browser-1' })).toBeNull();
  });

  it('without a mail server puts the code into the slip', async () => {
    await verifyMail();
    mailer().breakDown();
    await ask(access.login);
    expect((await identity.eventsOf('CodeAskedFor')).map(({ data }) => data)).toMatchObject([{ channel: 'slip' }]);
  });

  it('is followed three times a day for a login', async () => {
    for (let request = 0; request < 5; request += 1) await ask(access.login, { address: `198.51.100.${request}` });
    expect(await identity.eventsOf('CodeAskedFor')).toHaveLength(3);
    identity.clock.goOn(24 * 60);
    await ask(access.login);
    expect(await identity.eventsOf('CodeAskedFor')).toHaveLength(4);
  });

  it('is followed ten times an hour for an address', async () => {
    const unknown = (index: number) => `1000000${index}${checkDigit(`1000000${index}`)}`;
    for (let request = 0; request < 10; request += 1) await ask(unknown(request));
    await ask(access.login);
    expect(await identity.eventsOf('CodeAskedFor')).toEqual([]);
    await ask(access.login, { address: '203.0.113.7' });
    expect(await identity.eventsOf('CodeAskedFor')).toHaveLength(1);
  });

  it('raises an alarm, once, when more people ask than forget; strangers’ requests are no events', async () => {
    for (let request = 0; request < 150; request += 1) {
      const digits = String(20_000_000 + request);
      await ask(digits + checkDigit(digits), { address: `198.51.100.${request}` });
    }
    expect((await identity.eventsOf('AccessAlarmRaised')).map(({ data }) => data)).toMatchObject([
      { kind: 'forgotten_codes', count: 101 },
    ]);
    expect(await identity.eventsOf('CodeAskedFor')).toEqual([]);
  });
});

describe('a verified address', () => {
  let identity: Identity;
  beforeEach(async () => {
    identity = await startIdentity();
    await identity.openAccounts([['0017', 'h-1']]);
  });
  afterEach(() => identity.close());

  it('stands in the vault, sealed, and nowhere in the log', async () => {
    await identity.stack.vault.put('p-1', { lastName: 'Кузнецова' });
    const contacts = identity.app.get(Contacts);
    const asked = { account: '0017', personId: 'p-1', address: ADDRESS };
    const { contactId } = await contacts.verifyMail(asked, CAUSE, anOrigin());
    expect(await identity.stack.vault.get('p-1')).toEqual({ lastName: 'Кузнецова', [`mail:${contactId}`]: ADDRESS });
    expect(await contacts.mailOf('0017')).toBe(ADDRESS);
    expect(JSON.stringify(await identity.log())).not.toContain(ADDRESS);
  });

  it('stated again under the same id is kept once', async () => {
    const contacts = identity.app.get(Contacts);
    const origin = anOrigin();
    const asked = { account: '0017', personId: 'p-1', address: ADDRESS };
    const first = await contacts.verifyMail(asked, CAUSE, origin);
    expect(await contacts.verifyMail(asked, CAUSE, origin)).toEqual(first);
    expect(Object.keys((await identity.stack.vault.get('p-1')) ?? {})).toEqual([`mail:${first.contactId}`]);
  });

  it('is not replaced by another one under the same key: that is refused, and the first one stays', async () => {
    const contacts = identity.app.get(Contacts);
    const asked = { account: '0017', personId: 'p-1', address: ADDRESS };
    const origin = anOrigin();
    await contacts.verifyMail(asked, CAUSE, origin);
    const another = { ...asked, address: 'stranger@example.ru' };
    expect(await refusalOf(contacts.verifyMail(another, CAUSE, origin))).toBe('COMMAND_ID_REUSED');
    expect(await contacts.mailOf('0017')).toBe(ADDRESS);
    const together = ['one', 'two'].map((name) =>
      refusalOf(
        contacts.verifyMail({ ...asked, address: `${name}@example.ru` }, CAUSE, { ...origin, commandId: 't:2' }),
      ),
    );
    expect(new Set(await Promise.all(together))).toEqual(new Set([null, 'COMMAND_ID_REUSED']));
  });

  it('is kept for nobody whom the log does not have it of', async () => {
    const contacts = identity.app.get(Contacts);
    const asked = { account: '0017', personId: 'p-1', address: ADDRESS };
    const origin = anOrigin();
    const { contactId } = await contacts.verifyMail(asked, CAUSE, origin);
    const strange = { ...asked, personId: 'p-2' };
    expect(await refusalOf(contacts.verifyMail(strange, CAUSE, origin))).toBe('COMMAND_ID_REUSED');
    expect(Object.keys((await identity.stack.vault.get('p-2')) ?? {})).toEqual([]);
    await contacts.withdraw({ account: '0017', contactId }, CAUSE, anOrigin());
    await contacts.verifyMail({ ...asked, address: 'stranger@example.ru' }, CAUSE, origin);
    expect(Object.keys((await identity.stack.vault.get('p-1')) ?? {})).toEqual([]);
  });

  it('is forgotten when it is withdrawn', async () => {
    const contacts = identity.app.get(Contacts);
    const asked = { account: '0017', personId: 'p-1', address: ADDRESS };
    const { contactId } = await contacts.verifyMail(asked, CAUSE, anOrigin());
    await contacts.withdraw({ account: '0017', contactId }, CAUSE, anOrigin());
    expect(await identity.stack.vault.get('p-1')).toEqual({});
    expect(await contacts.mailOf('0017')).toBeNull();
  });
});
