import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkDigit } from '#libs/kernel';
import { createKvitok, Kvitok } from '#services/app';
import { AfterAnswer, credentialDecider, credentialStream, FindCredentials, HandOutCodes } from '#services/identity';
import { IDENTITY_CLIENT, IdentityClient } from '../services/identity/api/client';

/**
 * Figure 13 of security: can somebody who measures answers tell logins that exist from others? A thousand of each are
 * asked for, in an order by chance, with the real hash; two distributions of times are compared by Kolmogorov and Smirnov.
 * `npm run security:timing [so many]`. Ends with 1 where they can be told apart (p at or below 0.01).
 */
const ASKED = Number(process.argv[2] ?? '1000');
const P_MIN = 0.01;
const CAUSE = { reason: 'Measurement', actorRole: 'operator' } as const;

interface Question {
  readonly login: string;
  readonly isKnown: boolean;
  readonly number: number;
}

async function main(): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), 'kvitok-timing-'));
  const kvitok = await createKvitok({ dataDir, follow: false });
  try {
    const questions = shuffled([...(await knownLogins(kvitok)), ...unknownLogins()]);
    const client = kvitok.app.get<IdentityClient>(IDENTITY_CLIENT);
    const settle = () => kvitok.app.get(AfterAnswer).settle();
    const signIn = ({ login, number }: Question) =>
      client
        .signIn({ login, code: withCheckDigit('100000000007'), ...from(number) })
        .then(() => undefined)
        .catch(() => undefined);
    const forgotten = ({ login, number }: Question) =>
      client.askForCode({ login, ...from(number), browserToken: 'b', linkPage: 'https://lk.example.ru/code/' });
    const told = [
      await compare('sign-in with a wrong code', questions, signIn, settle),
      await compare('forgotten code', questions, forgotten, settle),
    ];
    process.exitCode = told.every((p) => p > P_MIN) ? 0 : 1;
  } finally {
    await kvitok.close();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function compare(
  name: string,
  questions: readonly Question[],
  ask: (question: Question) => Promise<void>,
  settle: () => Promise<void>,
): Promise<number> {
  const times = { known: [] as number[], unknown: [] as number[] };
  for (const question of questions) {
    const began = performance.now();
    await ask(question);
    const took = performance.now() - began;
    // What follows an answer is let finish, so that it falls on no other question.
    await settle();
    times[question.isKnown ? 'known' : 'unknown'].push(took);
  }
  const { distance, p } = kolmogorovSmirnov(times.known, times.unknown);
  const middle = (values: readonly number[]) => [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;
  const medians = `median ${middle(times.known).toFixed(2)} ms known, ${middle(times.unknown).toFixed(2)} ms unknown`;
  console.log(
    `${name}: ${String(questions.length)} asked, ${medians}, D = ${distance.toFixed(4)}, p = ${p.toFixed(4)}`,
  );
  return p;
}

async function knownLogins({ app, stack }: Kvitok): Promise<readonly Question[]> {
  const accounts = Array.from({ length: ASKED }, (_, index) => `T${String(index).padStart(5, '0')}`);
  const origin = { commandId: 'timing', correlationId: 'timing', causationId: null, actor: 'bench', input: undefined };
  await stack.commands.executeMany(
    accounts.map((account) => ({
      ...origin,
      stream: credentialStream(account),
      decider: credentialDecider,
      command: { kind: 'NoteCabinetAccount' as const, account, houseId: 'H', openedOn: '2026-01-01' },
      commandId: `timing:note:${account}`,
    })),
  );
  // A few at a time: more hashes than the queue takes would be sent away.
  for (let first = 0; first < accounts.length; first += 50) {
    await app.get(HandOutCodes).issueMany(accounts.slice(first, first + 50), CAUSE, origin);
  }
  const states = await app.get(FindCredentials).byAccounts(accounts);
  return [...states.values()].flatMap((state, number) =>
    state.status === 'issued' ? [{ login: state.login, isKnown: true, number }] : [],
  );
}

function unknownLogins(): readonly Question[] {
  return Array.from({ length: ASKED }, (_, index) => ({
    login: withCheckDigit(String(40_000_000 + index * 37)),
    isKnown: false,
    number: ASKED + index,
  }));
}

/** Each asks from an address of its own, so that no limit answers in place of the code. */
function from(number: number) {
  const address = `10.${String(number >> 16)}.${String((number >> 8) & 255)}.${String(number & 255)}`;
  return { address, deviceToken: null, userAgent: 'bench' };
}

function withCheckDigit(digits: string): string {
  return digits + checkDigit(digits);
}

function shuffled<Item>(items: readonly Item[]): Item[] {
  return items
    .map((item) => ({ item, place: Math.random() }))
    .sort((one, other) => one.place - other.place)
    .map(({ item }) => item);
}

/** The two-sample test: the greatest distance of the two distributions, and how likely it is where they are one. */
function kolmogorovSmirnov(one: readonly number[], other: readonly number[]): { distance: number; p: number } {
  const [a, b] = [one, other].map((values) => [...values].sort((x, y) => x - y)) as [number[], number[]];
  let [i, j, distance] = [0, 0, 0];
  while (i < a.length && j < b.length) {
    const value = Math.min(a[i] as number, b[j] as number);
    while (i < a.length && (a[i] as number) <= value) i += 1;
    while (j < b.length && (b[j] as number) <= value) j += 1;
    distance = Math.max(distance, Math.abs(i / a.length - j / b.length));
  }
  const root = Math.sqrt((a.length * b.length) / (a.length + b.length));
  const lambda = (root + 0.12 + 0.11 / root) * distance;
  let p = 0;
  for (let term = 1; term <= 100; term += 1) p += 2 * (-1) ** (term - 1) * Math.exp(-2 * term * term * lambda * lambda);
  return { distance, p: Math.min(1, Math.max(0, p)) };
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
