import { mkdir, open, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { checkMail, dateHeader, messageIdHeader, readSender } from './mail-checks';
import { Mail, Mailer, MailUnavailableError } from './mailer.port';

export interface FileMailerOptions {
  /** Where the letters are put, made where it is not. */
  readonly folder: string;
  /** A name and an address: `Kvitok <office@example.ru>`. */
  readonly from: string;
}

/**
 * Puts each letter into a file of its own, `<messageId>.eml`: nothing leaves the machine, and any mail program opens it.
 * Headers and text are UTF-8 as they are (RFC 6532), so that a person can read the file too. A letter sent again
 * replaces its file. Files of letters hold addresses: the folder is readable by its owner alone.
 */
export class FileMailer implements Mailer {
  private readonly sender: ReturnType<typeof readSender>;

  /** Throws RangeError for a sender that is no address. */
  constructor(private readonly options: FileMailerOptions) {
    this.sender = readSender(options.from);
  }

  async send(mail: Mail): Promise<void> {
    checkMail(mail);
    const { folder } = this.options;
    const file = join(folder, `${mail.messageId}.eml`);
    try {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const unfinished = await open(`${file}.part`, 'w', 0o600);
      try {
        await unfinished.writeFile(this.fileText(mail));
        await unfinished.sync();
      } finally {
        await unfinished.close();
      }
      await rename(`${file}.part`, file);
    } catch (error) {
      throw new MailUnavailableError('the folder of letters cannot be written', { cause: error });
    }
  }

  async close(): Promise<void> {
    // No file stays open between two letters.
  }

  private fileText({ messageId, sentAt, to, subject, text, oneClickOff = null }: Mail): string {
    const { name, address } = this.sender;
    const headers = [
      `Date: ${dateHeader(sentAt)}`,
      `Message-ID: ${messageIdHeader(messageId, address)}`,
      `From: ${name === '' ? address : `"${name}" <${address}>`}`,
      `To: ${to}`,
      `Subject: ${subject}`,
      ...(oneClickOff === null
        ? []
        : [`List-Unsubscribe: <${oneClickOff}>`, 'List-Unsubscribe-Post: List-Unsubscribe=One-Click']),
      'MIME-Version: 1.0',
      'Content-Type: text/plain; charset=utf-8',
      'Content-Transfer-Encoding: 8bit',
    ];
    return `${headers.join('\r\n')}\r\n\r\n${text.replaceAll(/\r?\n/g, '\r\n')}\r\n`;
  }
}
