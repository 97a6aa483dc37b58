import { z } from 'zod';
import { BUS_FILE, CODE_FILE, EVENT_FILE, VAULT_FILE } from '#libs/platform';

export const MANIFEST_FILE = 'manifest.json';

/**
 * In the order in which their moments are fixed: what follows the log may lag behind it and never be ahead of it, and
 * what events speak of has to be there. Read models are built again; sessions and counters of attempts are left out,
 * so that a session that was ended does not live again.
 */
export const COPIED_FILES: readonly string[] = [BUS_FILE, EVENT_FILE, VAULT_FILE, CODE_FILE];

/** What a backup says of itself. */
export const manifestSchema = z.strictObject({
  format: z.literal('kvitok-backup/1'),
  takenAt: z.iso.datetime(),
  /** How long the log was. */
  head: z.int().nonnegative(),
  files: z.array(
    z.strictObject({ name: z.string(), bytes: z.int().nonnegative(), sha256: z.string().regex(/^[0-9a-f]{64}$/) }),
  ),
  /** The keys that the data were sealed with. */
  keys: z.array(
    z.strictObject({ variable: z.string(), fileName: z.string(), fingerprint: z.string(), included: z.boolean() }),
  ),
});

export type Manifest = z.infer<typeof manifestSchema>;
