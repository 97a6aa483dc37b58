/** Whose account the money is to reach, as a bank needs it. */
export interface PaymentRecipient {
  readonly name: string;
  readonly inn: string;
  readonly kpp: string | null;
  readonly bankName: string;
  readonly bic: string;
  readonly bankAccount: string;
  readonly correspondentAccount: string;
}

/** What a payment of housing and utilities says of itself besides its sum: GIS ZhKKh is told it. */
export interface PaymentPurpose {
  /** Dwelling account at the company. */
  readonly account: string;
  readonly recipient: PaymentRecipient;
}

export interface NewAcquirerPayment {
  /** The payment's own name, up to 64 letters, digits and dashes. The same again is the same payment. */
  readonly reference: string;
  readonly amountKopecks: number;
  /** What the payer reads at the bank, up to 128 characters, without personal data. */
  readonly description: string;
  /** Null for what is no housing or utility, such as an additional service. */
  readonly purpose: PaymentPurpose | null;
  /** Where the bank sends the payer afterwards: a page of this company, never an address that a user gave. */
  readonly returnAddress: string;
  /** The payer has agreed that the method of payment is kept for later charges. */
  readonly saveMethod: boolean;
  /** A kept method: the payer is asked nothing. */
  readonly methodId: string | null;
  /**
   * What the bank keeps with the payment and tells in its list, without personal data: should our own records be lost, it
   * is known whose it was. Up to 14 of them, names of up to 32 characters, values of up to 512.
   */
  readonly labels: Readonly<Record<string, string>>;
}

/** A kept method of payment: a token that is of use to this company alone, and words such as `карта •• 4477`. */
export interface SavedMethod {
  readonly methodId: string;
  readonly title: string;
}

/** A payment that was asked for and of which no answer came: by which name, and between which instants (UTC) to look. */
export interface LostPayment {
  readonly reference: string;
  readonly from: string;
  readonly to: string;
}

/** What an acquirer says of a payment now. */
export interface AcquirerPayment {
  readonly acquirerPaymentId: string;
  /** The name under which it was made; null for a payment that was made otherwise. */
  readonly reference: string | null;
  readonly state: 'pending' | 'authorized' | 'captured' | 'declined';
  readonly amountKopecks: number;
  /** How much of it was given back so far. */
  readonly refundedKopecks: number;
  /** When the money was taken, UTC; null where nothing was taken, or the bank does not say. */
  readonly capturedAt: string | null;
  /** The bank's page on which the payer goes on; null where there is nothing to go on with. */
  readonly pageAddress: string | null;
  readonly method: SavedMethod | null;
  /** The acquirer's own word for why it was declined. */
  readonly declineReason: string | null;
}

/** A payment of the bank's own list. */
export interface ListedPayment {
  readonly payment: AcquirerPayment;
  /** What was given to the bank to be kept with it; empty for a payment that was made otherwise. */
  readonly labels: Readonly<Record<string, string>>;
}

export interface ListedPayments {
  /** The earliest first. */
  readonly payments: readonly ListedPayment[];
  /** Entries of the list that are no payments in roubles. */
  readonly unread: number;
}

/**
 * A bank that takes payments on a page of its own. What it says is asked for: a notification only tells that it is
 * worth asking, so that nobody can make a payment by sending one.
 */
export interface Acquirer {
  /** Stands in events beside the ids that it has given: `sandbox`, `yookassa`. */
  readonly name: string;
  /** Origins of its pages: a payer is sent nowhere else. */
  readonly pageOrigins: readonly string[];
  /** Throws AcquirerUnavailableError, AcquirerRefusedError. */
  create(payment: NewAcquirerPayment): Promise<AcquirerPayment>;
  /** Null for a payment that it does not know. Throws AcquirerUnavailableError. */
  find(acquirerPaymentId: string): Promise<AcquirerPayment | null>;
  /**
   * Looks for a payment whose id was never learnt among those made between two instants; null where it is not among them.
   * Throws AcquirerUnavailableError, also where there are too many to look through, and AcquirerRefusedError.
   */
  look(lost: LostPayment): Promise<AcquirerPayment | null>;
  /** Takes the money of an authorized payment. Throws AcquirerUnavailableError, AcquirerRefusedError. */
  capture(acquirerPaymentId: string): Promise<AcquirerPayment>;
  /** Lets go of the money of an authorized payment. Throws AcquirerUnavailableError, AcquirerRefusedError. */
  cancel(acquirerPaymentId: string): Promise<AcquirerPayment>;
  /**
   * Payments of which money was given back since an instant (UTC), each once, whoever gave it back. Throws
   * AcquirerUnavailableError, also where there are too many to look through, and AcquirerRefusedError.
   */
  refundedSince(from: string): Promise<readonly string[]>;
  /**
   * Payments that were made since an instant (UTC), by whomever and whatever became of them. Throws
   * AcquirerUnavailableError, also where there are too many to look through, and AcquirerRefusedError.
   */
  madeSince(from: string): Promise<ListedPayments>;
  /** The payment that a notification is about; null where it is none that this acquirer sends. */
  subjectOf(notification: unknown): string | null;
}

export const ACQUIRER = Symbol('ACQUIRER');

/** It did not answer, or not clearly: the payment may have been made. The same request may be repeated. */
export class AcquirerUnavailableError extends Error {
  constructor(
    readonly acquirer: string,
    message: string,
    options?: ErrorOptions & {
      /** It answers nobody, as far as can be told: whoever has more to ask had better come later. */
      readonly isDown?: boolean;
    },
  ) {
    super(`${acquirer}: ${message}`, options);
    this.name = 'AcquirerUnavailableError';
    this.isDown = options?.isDown ?? false;
  }

  readonly isDown: boolean;
}

/** It does not make this payment: repeating the request changes nothing. */
export class AcquirerRefusedError extends Error {
  constructor(
    readonly acquirer: string,
    /** The acquirer's word for what is wrong, such as `invalid_request:amount`. */
    readonly reason: string,
  ) {
    super(`${acquirer} refused: ${reason}`);
    this.name = 'AcquirerRefusedError';
  }
}
