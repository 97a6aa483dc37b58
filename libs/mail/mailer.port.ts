/** A letter to one person. Whether and when it is sent is decided by whoever sends it. */
export interface Mail {
  /**
   * Names the letter for ever: letters, digits, `.`, `_`, `-`, at most 120. A letter that is sent again after a doubt
   * carries the same name, by which a mail server or its reader can tell that it is the same.
   */
  readonly messageId: string;
  /** UTC instant at which it is handed over, by the clock of whoever sends it: `2026-10-15T06:00:00.000Z`. */
  readonly sentAt: string;
  /** One address: `anna@example.ru`. */
  readonly to: string;
  /** One line, at most 200 characters. */
  readonly subject: string;
  /** Plain text, lines divided by `\n`. */
  readonly text: string;
  /** Where a press of a button, without signing in, ends letters of this kind (RFC 8058); null where nothing ends them. */
  readonly oneClickOff?: string | null;
}

/**
 * Hands letters over to whoever delivers them. Every adapter passes the same contract suite.
 *
 * `send` ends when the letter was taken over. It rejects with MailRefusedError for a letter that will never be taken, and
 * with MailUnavailableError where another attempt may succeed: the caller keeps the letter and sends it again. After a
 * MailUnavailableError the letter may have been taken over all the same.
 */
export interface Mailer {
  send(mail: Mail): Promise<void>;
  close(): Promise<void>;
}

/** The letter is not a letter, or its address is refused: to send it again is of no use. Names the field, not its content. */
export class MailRefusedError extends Error {
  readonly code = 'MAIL_REFUSED';

  constructor(
    readonly reason: string,
    options?: { readonly cause?: unknown },
  ) {
    super(`The letter cannot be sent: ${reason}`, options);
    this.name = 'MailRefusedError';
  }
}

/** Nobody takes letters at the moment. */
export class MailUnavailableError extends Error {
  readonly code = 'MAIL_UNAVAILABLE';

  constructor(
    readonly reason: string,
    options?: { readonly cause?: unknown },
  ) {
    super(`Letters are not taken at the moment: ${reason}`, options);
    this.name = 'MailUnavailableError';
  }
}
