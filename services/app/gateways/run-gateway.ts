import { INestApplication, Logger } from '@nestjs/common';
import { createServer, Server } from 'node:http';
import {
  GatewaySettings,
  loggingModule,
  Metrics,
  observedRequests,
  readGatewaySettings,
  SettingsError,
  showsKey,
  showsMetricsKey,
  tellUnknownSettings,
  watchServiceLines,
} from '#libs/platform';
import { useProcessLogger } from '../edge';
import { stopOnSignals, wordsOfFailure } from '../run';
import { openBackOffice } from './create-back-office';
import { openCabinet } from './create-cabinet';
import { GatewaySurroundings } from './create-gateway';
import { serveGateway } from './serve-gateways';
import { sourceElsewhere } from './source-elsewhere';

export type GatewayName = 'cabinet' | 'backOffice';

const OPEN = { cabinet: openCabinet, backOffice: openBackOffice } as const;

export interface RunningGateway {
  /** Where it listens. */
  readonly url: string;
  /** Whoever is at a page gets the answer. */
  stop(): Promise<void>;
}

/** A gateway as a process of its own, over services that answer elsewhere. Throws what `listen` throws. */
export async function startGateway(gateway: GatewayName, settings: GatewaySettings): Promise<RunningGateway> {
  const source = sourceElsewhere(settings.services, settings.servicesKey);
  const metrics = new Metrics();
  watchServiceLines(metrics, () => source.states());
  const surroundings: GatewaySurroundings = {
    modules: [loggingModule({ level: settings.logLevel })],
    prepare(app) {
      useProcessLogger(app);
      app.use(observedRequests(metrics));
    },
  };
  await source.start();
  let figures: Server | null = null;
  try {
    // The secret of forms is in the settings: no folder is needed for it.
    const served = await serveGateway(settings.serving, '', (own): Promise<INestApplication> =>
      OPEN[gateway](source, own, surroundings),
    );
    if (served === null) throw new RangeError(`Nothing is to be served of ${gateway}`);
    figures = await serveMetrics(metrics, settings);
    const { app, url, publicAddress } = served;
    new Logger('Kvitok').log({ gateway, url, publicAddress }, 'Kvitok serves');
    return {
      url,
      async stop() {
        await app.close();
        source.stop();
        figures?.close();
      },
    };
  } catch (error) {
    source.stop();
    throw error;
  }
}

/** The figures of the process, on a port of their own that no proxy in front of the pages leads to, with the key. */
async function serveMetrics(
  metrics: Metrics,
  { metrics: wanted, servicesKey }: GatewaySettings,
): Promise<Server | null> {
  if (wanted === null) return null;
  const server = createServer((request, response) => {
    const { authorization } = request.headers;
    const isAllowed = showsKey(authorization, servicesKey) || showsMetricsKey(authorization, wanted.key);
    void answerFigures(metrics, request.url === '/metrics' && isAllowed).then(({ status, type, text }) =>
      response.writeHead(status, { 'Content-Type': type }).end(text),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(wanted.port, wanted.host, resolve);
  });
  return server.unref();
}

async function answerFigures(metrics: Metrics, isAllowed: boolean) {
  if (!isAllowed) return { status: 401, type: 'text/plain', text: '' };
  return { status: 200, type: metrics.registry.contentType, text: await metrics.text() };
}

/** The life of the process of a gateway, as `run` is that of a service. */
export async function runGateway(gateway: GatewayName): Promise<void> {
  tellUnknownSettings(process.env);
  try {
    stopOnSignals(await startGateway(gateway, readGatewaySettings(process.env, gateway)));
  } catch (error) {
    process.stderr.write(`${wordsOfFailure(error)}\n`);
    process.exit(error instanceof SettingsError ? 2 : 1);
  }
}
