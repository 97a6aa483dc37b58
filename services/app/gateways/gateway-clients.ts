import { Provider } from '@nestjs/common';
import { CLOCK } from '#libs/platform';
import { Kvitok } from '../create-kvitok';

/** Binds clients of services, each of which the module of its service exports, and the clock. `others` stand in for some. */
export function clientsOf(
  { app, stack }: Kvitok,
  tokens: readonly symbol[],
  others: ReadonlyMap<symbol, unknown>,
): readonly Provider[] {
  return [
    ...tokens.map((token) => ({
      provide: token,
      useValue: others.get(token) ?? app.get<unknown>(token, { strict: false }),
    })),
    { provide: CLOCK, useValue: stack.clock },
  ];
}
