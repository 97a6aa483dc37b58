import { createKvitok } from '#services/app';
import { AdditionalServicesQuery } from '../support/api/additional-services.query';
import { offerDemoServices } from './demo-services';
import { SettableClock } from '#libs/platform';

it('the demonstration offers its services once, however often it is started', async () => {
  const clock = new SettableClock('2026-10-01T05:00:00.000Z', '2026-10-01');
  const kvitok = await createKvitok({ dataDir: null, clock });
  try {
    await offerDemoServices(kvitok.stack);
    const head = await kvitok.stack.store.head();
    await offerDemoServices(kvitok.stack);
    expect(await kvitok.stack.store.head()).toBe(head);
    await kvitok.drain();
    const services = await kvitok.app.get(AdditionalServicesQuery).offered();
    expect(services.map(({ name }) => name)).toEqual([
      'Вывоз крупногабаритного мусора',
      'Вызов электрика',
      'Замена смесителя',
      'Поверка счётчика воды',
    ]);
  } finally {
    await kvitok.close();
  }
});
