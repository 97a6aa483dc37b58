import { createTransport, Transporter } from 'nodemailer';
import { checkMail, dateHeader, messageIdHeader, readSender } from './mail-checks';
import { Mail, Mailer, MailRefusedError, MailUnavailableError } from './mailer.port';

export interface SmtpMailerOptions {
  /** `smtps://user:password@mail.example.ru:465`, or `smtp://…` that turns to TLS. What is asked behind `?` counts for nothing. */
  readonly url: string;
  /** A server that does not turn to TLS is given no letter and no password; false takes what it offers. */
  readonly requiresTls: boolean;
  /** A name and an address: `Kvitok <office@example.ru>`. */
  readonly from: string;
  /** How long a server may be silent, milliseconds. */
  readonly timeoutMilliseconds?: number;
}

const TIMEOUT_MILLISECONDS = 20_000;
const CONNECTIONS_LIMIT = 2;

/** Hands letters to a mail server. An answer 5xx is final, everything else may be tried again. */
export class SmtpMailer implements Mailer {
  private readonly transport: Transporter;
  private readonly sender: ReturnType<typeof readSender>;

  /** Throws RangeError for a sender that is no address. */
  constructor({ url, from, requiresTls, timeoutMilliseconds = TIMEOUT_MILLISECONDS }: SmtpMailerOptions) {
    this.sender = readSender(from);
    const timeouts = {
      connectionTimeout: timeoutMilliseconds,
      greetingTimeout: timeoutMilliseconds,
      socketTimeout: timeoutMilliseconds,
    };
    // No file and no address is ever read for a letter: its text is all that it has.
    const closed = { disableFileAccess: true, disableUrlAccess: true };
    const way = { url: withoutOptions(url), requireTLS: requiresTls };
    this.transport = createTransport({ ...way, pool: true, maxConnections: CONNECTIONS_LIMIT, ...timeouts, ...closed });
  }

  async send(mail: Mail): Promise<void> {
    checkMail(mail);
    const { messageId, sentAt, to, subject, text, oneClickOff = null } = mail;
    try {
      await this.transport.sendMail({
        messageId: messageIdHeader(messageId, this.sender.address),
        // Else the library writes the time of the machine.
        date: dateHeader(sentAt),
        from: this.sender,
        to: { name: '', address: to },
        subject,
        text,
        headers:
          oneClickOff === null
            ? {}
            : {
                'List-Unsubscribe': { prepared: true, value: `<${oneClickOff}>` },
                'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
              },
      });
    } catch (error) {
      throw asMailError(error);
    }
  }

  async close(): Promise<void> {
    this.transport.close();
  }
}

/** Options within an address would win over those that are stated here, TLS among them. */
function withoutOptions(url: string): string {
  const bare = new URL(url);
  bare.search = '';
  return bare.href;
}

/** What the server said may repeat the address: it is kept as the cause and told to nobody. */
function asMailError(error: unknown): MailRefusedError | MailUnavailableError {
  const { responseCode, code } = error as { readonly responseCode?: number; readonly code?: string };
  // A password or a way in clear that the server does not take is the company's to put right: the letter keeps.
  const isOfLetter = code !== 'EAUTH' && code !== 'ETLS';
  const isFinal = responseCode !== undefined && responseCode >= 500 && responseCode < 600 && isOfLetter;
  if (isFinal) return new MailRefusedError(`the mail server answered ${responseCode}`, { cause: error });
  return new MailUnavailableError(`the mail server did not take it (${code ?? 'unknown'})`, { cause: error });
}
