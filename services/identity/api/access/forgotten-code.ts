import { Inject, Injectable, Logger } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { CommandHandler } from '#libs/event-store';
import { ExpiringRecords } from '#libs/expiring-records';
import { Clock } from '#libs/kernel';
import { Mailer } from '#libs/mail';
import { ACCESS_RECORDS, CLOCK, COMMAND_HANDLER, CommandOrigin, MAILER } from '#libs/platform';
import { readLogin } from '../../domain/access-code.policy';
import { credentialStream } from '../../domain/credential.commands';
import { credentialDecider } from '../../domain/credential.decider';
import { CodeChannel } from '../../domain/credential.events';
import { PrintableAccess, PrintCodes } from '../codes/print-codes';
import { Contacts } from '../contacts';
import { AfterAnswer } from './after-answer';
import { Alarms } from './alarms';
import { FindCredentials } from './find-credentials';
import { addressKey, Guesses } from './guesses';
import { keyOf, newToken } from './tokens';

export interface ForgottenCodeAsked {
  readonly login: string;
  readonly address: string;
  /** Tells the browser that asked: the link opens in no other. */
  readonly browserToken: string;
  /** The page of the link, to which its token is put: `https://lk.example.ru/code/`. */
  readonly linkPage: string;
}

interface LinkDocument {
  readonly account: string;
  readonly codeId: string;
  readonly browserKey: string;
}

const LINKS = 'code-links';
const LINK_MINUTES = 10;
const MINUTE_MILLISECONDS = 60_000;
const DAY_MINUTES = 24 * 60;
const PER_LOGIN = { max: 3, minutes: DAY_MINUTES };
const PER_ADDRESS = { max: 10, minutes: 60 };
/** So many people do not forget their codes within an hour. */
const OVER_ALL = { max: 100, minutes: 60 };

/**
 * «Я не помню пароль». The answer says nothing, and takes the same time for every login: whatever differs is done after
 * it. The code in force stays valid, so that a stranger can neither lock anybody out nor force a change.
 */
@Injectable()
export class ForgottenCode {
  private readonly logger = new Logger('Identity');

  constructor(
    @Inject(COMMAND_HANDLER) private readonly commands: CommandHandler,
    @Inject(ACCESS_RECORDS) private readonly records: ExpiringRecords,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(MAILER) private readonly mailer: Mailer,
    private readonly credentials: FindCredentials,
    private readonly contacts: Contacts,
    private readonly prints: PrintCodes,
    private readonly guesses: Guesses,
    private readonly alarms: Alarms,
    private readonly afterAnswer: AfterAnswer,
  ) {}

  async ask(asked: ForgottenCodeAsked): Promise<void> {
    const login = readLogin(asked.login);
    // Counted for every login alike, whether it is one or not.
    const ofAddress = await this.guesses.takeInWindow('forgotten-address', addressKey(asked.address), PER_ADDRESS);
    const ofLogin = await this.guesses.takeInWindow('forgotten-login', login ?? asked.login, PER_LOGIN);
    const ofAll = await this.guesses.takeInWindow('forgotten', 'all', OVER_ALL);
    const isTaken = ofAddress.isAllowed && ofLogin.isAllowed;
    this.afterAnswer.do(async () => {
      if (ofAll.isFirstBeyond) await this.alarms.raise({ kind: 'forgotten_codes', count: ofAll.count.count });
      if (isTaken && login !== null) await this.follow(login, asked);
    });
  }

  /** Looking uses nothing up: programs look at links before people do. */
  async isOpen(link: string, browserToken: string): Promise<boolean> {
    const found = await this.records.get<LinkDocument>(LINKS, keyOf(link), this.clock.now());
    return found?.document.browserKey === keyOf(browserToken);
  }

  /** The code, once; null for a link that is used, old, another browser’s, or of a code that was replaced. */
  async press(link: string, browserToken: string): Promise<PrintableAccess | null> {
    const opened = await this.records.change<LinkDocument, LinkDocument | null>(
      { collection: LINKS, key: keyOf(link), now: this.clock.now() },
      (current) =>
        current?.browserKey === keyOf(browserToken)
          ? { change: { kind: 'remove' }, answer: current }
          : { change: { kind: 'leave' }, answer: null },
    );
    if (opened === null) return null;
    const { account, codeId } = opened;
    const state = await this.credentials.byAccount(account);
    if (state.status !== 'issued' || state.codeId !== codeId) return null;
    const cause = { occasion: 'one_time_link', actorRole: 'system' } as const;
    return (await this.prints.print([account], cause, this.origin('show-code'))).get(account) ?? null;
  }

  private async follow(login: string, asked: ForgottenCodeAsked): Promise<void> {
    const found = await this.credentials.byLogin(login);
    if (found?.state.status !== 'issued') return;
    const { account, state } = found;
    const channel = await this.sendLink(account, state.codeId, asked);
    await this.commands.execute({
      ...this.origin('ask-for-code'),
      stream: credentialStream(account),
      decider: credentialDecider,
      command: { kind: 'AskForCode', account, channel, askedOn: this.clock.today() },
    });
  }

  /** By mail where an address was verified and takes the letter; else the code goes into the next slip. */
  private async sendLink(account: string, codeId: string, asked: ForgottenCodeAsked): Promise<CodeChannel> {
    const to = await this.contacts.mailOf(account);
    if (to === null) return 'slip';
    const token = newToken();
    const now = this.clock.now();
    const expiresAt = new Date(Date.parse(now) + LINK_MINUTES * MINUTE_MILLISECONDS).toISOString();
    const document = { account, codeId, browserKey: keyOf(asked.browserToken) };
    await this.records.change<LinkDocument, null>({ collection: LINKS, key: keyOf(token), now }, () => ({
      change: { kind: 'keep', document, expiresAt, group: account },
      answer: null,
    }));
    try {
      await this.mailer.send({
        messageId: `code-link-${randomUUID()}`,
        sentAt: now,
        to,
        subject: 'Код доступа в личный кабинет',
        text: letterWith(`${asked.linkPage}${token}`),
      });
      return 'mail';
    } catch (error) {
      // A mail server may repeat the address in what it says: only the kind of the failure is told.
      const reason = error instanceof Error ? error.name : 'unknown';
      this.logger.warn({ reason }, 'A letter with a one-time link was not taken: the code goes into the slip');
      await this.records.remove(LINKS, keyOf(token));
      return 'slip';
    }
  }

  private origin(act: string): CommandOrigin {
    const commandId = `${act}:${randomUUID()}`;
    return { commandId, correlationId: commandId, causationId: null, actor: 'service:identity', input: undefined };
  }
}

function letterWith(link: string): string {
  return [
    'Здравствуйте!',
    '',
    'На странице входа в личный кабинет попросили напомнить код доступа. Чтобы увидеть его, откройте ссылку в том же',
    'браузере, в котором просили, и нажмите «Показать код»:',
    '',
    link,
    '',
    'Ссылка действует 10 минут и один раз. Если это были не Вы, ничего делать не нужно: код остаётся прежним, и увидеть',
    'его в другом браузере по этой ссылке нельзя.',
  ].join('\n');
}
