import { createKvitok } from './create-kvitok';
it('starts', async () => {
  const kvitok = await createKvitok({ dataDir: null });
  await kvitok.drain();
  await kvitok.close();
});
