import { CivilDate } from '#libs/kernel';
import { Kopecks } from '#libs/money';
import { OrderMoney } from './order-money.policy';
import { OrderPlaced } from './order.events';

export type OrderState =
  | { readonly status: 'unknown' }
  | {
      readonly status: 'placed' | 'confirmed' | 'completed' | 'cancelled';
      readonly placed: OrderPlaced['data'];
      readonly visitOn: CivilDate;
      readonly partOfDay: OrderPlaced['data']['partOfDay'];
      readonly changeableUntil: CivilDate;
      readonly payments: Readonly<Record<string, OrderMoney>>;
      readonly charged: boolean;
      /** What two people have agreed to give back and the bank has not told of yet. */
      readonly agreedKopecks: Kopecks;
      /** Agreements that were noted, or noted as not made. */
      readonly answeredApprovals: readonly string[];
    };

export type KnownOrder = Exclude<OrderState, { status: 'unknown' }>;
