import { join } from 'node:path';
import { FileMailer, Mailer, MemoryMailer, SmtpMailer } from '#libs/mail';
import { mailWayOf, readMailSettings } from '../config/settings';

export const LETTERS_FOLDER = 'letters';

/**
 * How letters leave: by the mail server of `KVITOK_SMTP_URL`; without one into files of the data folder, which is for
 * trying things out; without a data folder they stay in memory. Throws SettingsError.
 */
export function openMailer(dataDir: string | null, environment: Readonly<Record<string, string | undefined>>): Mailer {
  if (dataDir === null) return new MemoryMailer();
  const settings = readMailSettings(environment);
  const { smtpUrl, from } = settings;
  const requiresTls = mailWayOf(settings).code === 'MAIL_TLS_REQUIRED';
  if (smtpUrl !== null) return new SmtpMailer({ url: smtpUrl, from, requiresTls });
  return new FileMailer({ folder: join(dataDir, LETTERS_FOLDER), from });
}
