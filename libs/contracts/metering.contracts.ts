import { z } from 'zod';
import { accountField, contract, dateField, decimalField, periodField } from './contract';

const registers = z.array(decimalField).min(1).max(3).describe('One value a register');

export const meterInstalled = contract(
  'metering.meter-installed.v1',
  'A meter counts for a utility of an account from a day.',
  z.object({
    account: accountField,
    meterId: z.string(),
    utility: z.string(),
    serial: z.string(),
    digits: z.int().min(3).max(9).describe('Digits before the point'),
    installedOn: dateField,
    verifiedUntil: dateField.describe('Last day of a valid verification'),
    startValues: registers,
    replaces: z.string().nullable().describe('The removed meter that it replaces'),
  }),
);

export const meterRemoved = contract(
  'metering.meter-removed.v1',
  'A meter was taken off with its final values.',
  z.object({ account: accountField, meterId: z.string(), removedOn: dateField, finalValues: registers }),
);

export const readingAccepted = contract(
  'metering.reading-accepted.v1',
  'A meter reading was taken and received.',
  z.object({
    account: accountField,
    meterId: z.string(),
    takenOn: dateField,
    receivedOn: dateField,
    values: registers,
  }),
);

export const readingCorrected = contract(
  'metering.reading-corrected.v1',
  'An accepted reading has other values than were recorded.',
  z.object({
    account: accountField,
    meterId: z.string(),
    takenOn: dateField.describe('Names the reading together with the meter'),
    correctedOn: dateField,
    values: registers,
    reason: z.string(),
  }),
);

export const consumptionHistoryRecorded = contract(
  'metering.consumption-history-recorded.v1',
  'Actual monthly volumes from before the first billing period are known, for averages only.',
  z.object({
    account: accountField,
    utility: z.string(),
    months: z.array(z.object({ period: periodField, volumes: registers })),
  }),
);
