import { checkMail } from './mail-checks';
import { Mail, Mailer, MailUnavailableError } from './mailer.port';

/** Keeps letters in memory, one of each name: for tests and trials. */
export class MemoryMailer implements Mailer {
  private readonly letters = new Map<string, Mail>();
  private isBroken = false;

  async send(mail: Mail): Promise<void> {
    checkMail(mail);
    if (this.isBroken) throw new MailUnavailableError('the mailer was told to break down');
    this.letters.set(mail.messageId, mail);
  }

  /** In the order in which they were first sent. */
  sent(): readonly Mail[] {
    return [...this.letters.values()];
  }

  /** From now on nothing is taken, until `repair`. */
  breakDown(): void {
    this.isBroken = true;
  }

  repair(): void {
    this.isBroken = false;
  }

  async close(): Promise<void> {
    // What was sent can still be looked at.
  }
}
