/**
 * What the files of deployment name and the code does not have yet. A name that has come into the code is taken off this
 * list; the list is empty when the distributed mode is whole.
 */
export const COMING_VARIABLES: readonly string[] = [
  'KVITOK_KURRENTDB_URL',
  'KVITOK_IDENTITY_URL',
  'KVITOK_METERING_URL',
  'KVITOK_BILLING_URL',
  'KVITOK_PAYMENTS_URL',
  'KVITOK_SUPPORT_URL',
];

export const COMING_PROCESSES: readonly string[] = ['services/resident/main.ts', 'services/back-office/main.ts'];
