import { CarryOutClosesJob } from '#services/billing';
import { OTHER_COMPANY, RunningBackOffice, startBackOffice } from '../support/back-office';
import { TIME_ZONE } from '../support/cabinet';
import { Answer, Resident } from '../support/resident';

let office: RunningBackOffice;

beforeAll(async () => {
  office = await startBackOffice();
  // The sample is computed to September; its October is closed by two people.
  await office.decide('last_period', '2026-12');
  await office.decide('period_close', 'TWO_PEOPLE');
});

afterAll(() => office?.close());

const led = ({ headers }: Answer) => headers.get('location') ?? '';

/** Somebody who signs in afresh: the clock of the test goes on in leaps. */
async function fresh(role: 'operator' | 'accountant' | 'chief', name: string, companies?: string[]): Promise<Resident> {
  return office.officer(role, name, companies);
}

describe('the close of a month in the back-office', () => {
  it('waits for the end of the month', async () => {
    const anna = await fresh('accountant', 'before the end');
    const { text } = await anna.get('/period');
    expect(text).toContain('Открыт октябрь 2026');
    expect(text).toContain('Закрыть месяц можно с вечера последнего дня');
    expect(text).not.toContain('href="/period/close"');
    expect((await anna.get('/period/close')).text).not.toContain('action="/period/close"');
  });

  it('is asked for by one, agreed to by another, and done', async () => {
    office.clock.set('2026-10-31', '20:00:00', TIME_ZONE);
    const [anna, boris] = [await fresh('accountant', 'anna'), await fresh('chief', 'boris')];
    const silent = await anna.submit('/period/close', '/period/close', { reason: '' });
    expect([silent.status, silent.text.includes('Нужна причина')]).toEqual([422, true]);
    const asked = await anna.submit('/period/close', '/period/close', { reason: 'показания проверены' });
    const page = led(asked);
    expect([asked.status, page]).toEqual([303, expect.stringMatching(/^\/approvals\/[0-9a-f]{32}$/)]);

    const own = await anna.get(page);
    expect(own.text).toContain('Это Ваш запрос');
    expect(own.text).not.toContain(`${page}/grant`);
    const low = await (await fresh('operator', 'olga')).get(page);
    expect(low.text).toContain('Согласовать это может бухгалтер');
    expect(low.text).not.toContain(`${page}/grant`);
    const abroad = await fresh('chief', 'abroad', [OTHER_COMPANY]);
    expect((await abroad.get(page)).status).toBe(404);
    expect((await abroad.get('/approvals')).text).not.toContain(page);

    expect((await boris.get('/')).text).toContain(page);
    expect(led(await boris.submit(page, `${page}/grant`, {}))).toBe(page);
    expect((await boris.get(page)).text).toContain('согласовано, выполняется');
    await office.kvitok.drain();
    expect(await office.kvitok.app.get(CarryOutClosesJob).all()).toBe(1);
    await office.kvitok.drain();
    expect((await boris.get(page)).text).toMatch(/закрыто счетов: \d+/);
    expect((await boris.get('/period')).text).toContain('Открыт ноябрь 2026');
  });

  it('stands in the trail: who, what, when, also what it was before', async () => {
    const [boris, borisId] = [await fresh('chief', 'boris'), await office.staffIdOf('chief', 'boris')];
    const { text } = await boris.get(`/audit?staff=${borisId}`);
    expect(text).toContain('Согласовано');
    expect(text).toMatch(new RegExp(`Сотрудник \\d+, № ${borisId}`));
    const olga = await office.staffIdOf('operator', 'olga');
    await boris.submit(`/staff/${olga}`, `/staff/${olga}/role`, { role: 'accountant', reason: 'повышена' });
    // By a name nothing can be found: the whole journal would look like an answer.
    const byName = await boris.get(`/audit?subject=${encodeURIComponent('Белова')}`);
    expect([byName.status, byName.text.includes('href="#subject"'), byName.text.includes('<table')]).toEqual([
      ...[422, true, false],
    ]);
    expect(byName.text).toContain('в журнале ничего не найти');
    const trail = await boris.get(`/audit?subject=${olga}`);
    expect(trail.text).toContain('Изменена должность');
    expect(trail.text).toMatch(/<s class="before">оператор<\/s>.*бухгалтер/);
    expect((await (await fresh('operator', 'kept')).get('/audit')).status).toBe(403);
  });
});
