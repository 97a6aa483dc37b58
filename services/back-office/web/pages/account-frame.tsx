import { ComponentChildren, VNode } from 'preact';
import { ErrorSummary, FieldError } from '#libs/web';
import { AccountAt } from '#services/billing/api/client';
import { linkTo } from '../links';
import { Moment, MomentForm, momentInQuery, momentInWords } from '../moment';
import { Files } from '../sheet-parts';

/** The path of a part below that of the account; empty for the card. */
export type AccountPart = '' | 'statements' | 'debts' | 'payments' | 'events';

const PARTS: readonly { readonly part: AccountPart; readonly text: string }[] = [
  { part: '', text: 'Счёт' },
  { part: 'statements', text: 'Начисления' },
  { part: 'debts', text: 'Долг' },
  { part: 'payments', text: 'Платежи' },
  { part: 'events', text: 'Записи журнала' },
];

export function accountPath(account: string, part: string, moment: Moment): string {
  return linkTo(`/accounts/${account}${part === '' ? '' : `/${part}`}`, momentInQuery(moment));
}

interface FrameProps {
  readonly account: string;
  /** Null where the moment is to be mended first. */
  readonly card: AccountAt | null;
  readonly part: AccountPart;
  readonly title: string;
  readonly moment: Moment;
  readonly today: string;
  readonly errors: readonly FieldError[];
  readonly action: string;
  readonly children: ComponentChildren;
}

/** What stands above every page of an account: where it is, its parts, and the moment of which they tell. */
export function AccountFrame(props: FrameProps): VNode {
  const { account, card, part, title, moment, today, errors, action, children } = props;
  const words = momentInWords(moment);
  return (
    <>
      <ErrorSummary errors={errors} />
      {card !== null && (
        <p>
          <a href={`/houses/${card.houseId}`}>{card.address}</a>, кв. {card.flat}
        </p>
      )}
      <h1>
        {title} <span class="digits">{account}</span>
      </h1>
      {words !== '' && <p class="lead">{words.slice(0, 1).toUpperCase() + words.slice(1)}</p>}
      <nav aria-label="О счёте">
        <ul class="navigation navigation-inside">
          {PARTS.map((one) => (
            <li>
              <a
                href={accountPath(account, one.part, moment)}
                {...(one.part === part ? { 'aria-current': 'true' } : {})}
              >
                {one.text}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <MomentForm action={action} moment={moment} today={today} errors={errors} />
      {children}
    </>
  );
}

/** A table of an account as a file of the same moment. */
export function AccountFiles(props: {
  readonly account: string;
  readonly table: string;
  readonly moment: Moment;
}): VNode {
  const { account, table, moment } = props;
  return <Files to={(format) => accountPath(account, `${table}.${format}`, moment)} />;
}
