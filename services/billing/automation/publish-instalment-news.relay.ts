import {
  DataOf,
  instalmentKept,
  instalmentsAgreed,
  instalmentsFulfilled,
  instalmentsMissed,
  instalmentsReopened,
  instalmentsRestored,
  instalmentsWithdrawn,
} from '#libs/contracts';
import { RecordedEvent, unreachable } from '#libs/kernel';
import { RelayTranslation } from '#libs/messaging';
import { InstalmentEvent, InstalmentsNotAgreed } from '../domain/instalment.events';

type Told = Exclude<InstalmentEvent, InstalmentsNotAgreed>;

/**
 * Tells what an account has agreed to pay by parts and what becomes of it. Why, and who of the office agreed, is nobody
 * else's business and is not told.
 */
export const INSTALMENT_NEWS_RELAY: RelayTranslation = {
  service: 'billing',
  handles: [
    'InstalmentsAgreed',
    'InstalmentKept',
    'InstalmentsMissed',
    'InstalmentsRestored',
    'InstalmentsFulfilled',
    'InstalmentsReopened',
    'InstalmentsWithdrawn',
  ] satisfies Told['type'][],
  translate(recorded) {
    const event = recorded as RecordedEvent & Told;
    return { ...toldOf(event), key: event.data.account };
  },
};

function toldOf(event: Told): { readonly contract: string; readonly data: object } {
  const { account, agreementId, effectiveOn } = event.data;
  const said = { account, agreementId };
  switch (event.type) {
    case 'InstalmentsAgreed': {
      const { terms, amountKopecks } = event.data;
      const { payee, graceDays } = terms;
      const parts = terms.parts.map(({ dueOn, amountKopecks: ofPart }) => ({ dueOn, amountKopecks: ofPart }));
      const agreedOn = effectiveOn;
      const data: DataOf<typeof instalmentsAgreed> = { ...said, agreedOn, payee, graceDays, amountKopecks, parts };
      return { contract: instalmentsAgreed.name, data };
    }
    case 'InstalmentKept': {
      const { part, leftKopecks } = event.data;
      const data: DataOf<typeof instalmentKept> = { ...said, part, keptOn: effectiveOn, leftKopecks };
      return { contract: instalmentKept.name, data };
    }
    case 'InstalmentsMissed': {
      const { part, penaltyFrom, missingKopecks } = event.data;
      const missedOn = effectiveOn;
      const recalled = event.data.recalled === true ? { recalled: true } : {};
      const data: DataOf<typeof instalmentsMissed> = {
        ...said,
        part,
        missedOn,
        penaltyFrom,
        missingKopecks,
        ...recalled,
      };
      return { contract: instalmentsMissed.name, data };
    }
    case 'InstalmentsRestored': {
      const data: DataOf<typeof instalmentsRestored> = { ...said, part: event.data.part, restoredOn: effectiveOn };
      return { contract: instalmentsRestored.name, data };
    }
    case 'InstalmentsFulfilled': {
      const data: DataOf<typeof instalmentsFulfilled> = { ...said, fulfilledOn: effectiveOn };
      return { contract: instalmentsFulfilled.name, data };
    }
    case 'InstalmentsReopened': {
      const { leftKopecks } = event.data;
      const data: DataOf<typeof instalmentsReopened> = { ...said, reopenedOn: effectiveOn, leftKopecks };
      return { contract: instalmentsReopened.name, data };
    }
    case 'InstalmentsWithdrawn': {
      const { penaltyFrom } = event.data;
      const data: DataOf<typeof instalmentsWithdrawn> = { ...said, withdrawnOn: effectiveOn, penaltyFrom };
      return { contract: instalmentsWithdrawn.name, data };
    }
    default:
      return unreachable(event);
  }
}
