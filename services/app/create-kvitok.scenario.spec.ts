import request from 'supertest';
import { createKvitok } from './create-kvitok';
it('starts', async () => {
  const kvitok = await createKvitok({ dataDir: null, http: true, follow: true });
  await kvitok.drain();
  const server = kvitok.app.getHttpServer();
  for (const path of ['/health/live', '/health/ready', '/metrics', '/docs-json', '/docs', '/nothing', '/%zz']) {
    const r = await request(server).get(path);
    console.log(path, r.status, r.headers, r.text.slice(0, 2500));
  }
  await kvitok.close();
});
