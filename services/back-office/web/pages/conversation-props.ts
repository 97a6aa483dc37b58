import { FieldError } from '#libs/web';
import { AccountCard, Explanation, RecalculationCard } from '#services/billing/api/client';
import { Colleague } from '#services/identity/api/client';
import { AnswerTemplateCard, OfficeConversation } from '#services/support/api/client';
import { Officer } from '../../api/officer';

/** What the page of a conversation and its parts are given. */
export interface OfficeConversationProps {
  readonly shown: OfficeConversation;
  readonly card: Pick<AccountCard, 'address' | 'flat' | 'utilities'>;
  readonly corrections: readonly RecalculationCard[];
  readonly colleagues: readonly Colleague[];
  readonly templates: readonly AnswerTemplateCard[];
  /** How the month of the line was computed; null where the question is about no line, or nothing was computed. */
  readonly explanation: Explanation | null;
  readonly officer: Officer;
  readonly today: string;
  readonly typed: Readonly<Record<string, string>>;
  readonly token: string;
  readonly timeZone: string;
  readonly errors: readonly FieldError[];
  readonly newKey: () => string;
}
