import { RejectedError } from '#libs/kernel';
import { Kvitok } from '#services/app';
import { companyStream, referenceDecider } from '#services/billing';
import { COMPANIES_CLIENT, CompaniesClient } from '#services/billing/api/client';

/** From this day on the demonstration has rules of its own besides those of the package. */
const FROM = '2026-10-01';
/** The months that can be worked through: the sample company is calculated to September. */
export const LAST_MONTH = '2026-12';

const SETTINGS = [
  ['last_period', LAST_MONTH],
  ['period_close', 'TWO_PEOPLE'],
] as const;

/**
 * Opens the months after those of the sample for calculation, and has them closed by two people instead of the night,
 * so that a month of an accountant can be tried. By the ordinary commands; at a second start nothing is written.
 */
export async function openDemonstrationMonths({ app, stack, drain }: Kvitok): Promise<void> {
  const company = await app.get<CompaniesClient>(COMPANIES_CLIENT, { strict: false }).company();
  if (company === null) return;
  for (const [key, value] of SETTINGS) {
    const result = await stack.commands.execute({
      stream: companyStream(company.companyId),
      decider: referenceDecider,
      command: { kind: 'DecideSetting', setting: { key, from: FROM, value } },
      commandId: `demo:setting:${key}`,
      actor: 'staff:demo',
    });
    if (result.kind === 'rejected') throw new RejectedError(result.rejection);
  }
  await drain();
}
