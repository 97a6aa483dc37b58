import { Inject, Injectable } from '@nestjs/common';
import { RejectedError, Rejection } from '#libs/kernel';
import { Kopecks } from '#libs/money';
import { PersonVault } from '#libs/person-vault';
import { CLOCK, PERSON_VAULT, READ_MODELS } from '#libs/platform';
import { Condition, pagesByKey, ReadModels } from '#libs/read-models';
import type { Clock } from '#libs/kernel';
import { LikeAccount, likeAccounts } from '../../domain/like-accounts.policy';
import { SetAsideReason } from '../../domain/payment.events';
import { ProfileVersion } from '../../domain/registries/profile-in-force.policy';
import { RegistryOutcome } from '../../domain/registries/registry.events';
import { knownAccounts } from '../../projections/known-accounts.projection';
import { registries, RegistryCard } from '../../projections/registries/registries.projection';
import {
  RegistryLineCard,
  registryLineKey,
  registryLines,
} from '../../projections/registries/registry-lines.projection';
import { profilesOn } from '../../projections/registries/registry-profiles.query';
import {
  SetAsideCard,
  setAsidePayments,
  SetAsideStatus,
} from '../../projections/registries/set-aside-payments.projection';

export const REGISTRY_PAGE_LIMIT = 500;
const ACCOUNTS_A_PAGE = 5_000;
const LIKE_ACCOUNTS_TOLD = 10;

export interface RegistryPage {
  /** The latest first. */
  readonly registries: readonly RegistryCard[];
  readonly more: boolean;
}

export interface RegistryLinesPage {
  /** In the order of the file. */
  readonly lines: readonly RegistryLineCard[];
  readonly more: boolean;
}

/** Who paid, as the bank says it: personal data. */
export type PayerDetails = Readonly<Record<string, string>>;

export interface SetAsidePayment extends SetAsideCard {
  /** Null where the file says nothing, or the person was erased. */
  readonly payer: PayerDetails | null;
}

export interface SetAsidePage {
  /** The oldest payments first. */
  readonly payments: readonly SetAsidePayment[];
  readonly more: boolean;
  /** Over all that match, not the page alone. */
  readonly total: { readonly payments: number; readonly amountKopecks: Kopecks };
}

export interface RegistryFilter {
  readonly status?: RegistryCard['status'];
  /** Only those taken before this instant, for the next page. */
  readonly before?: string;
  readonly limit?: number;
}

export interface LinesFilter {
  readonly outcome?: RegistryOutcome;
  /** Only those behind this place in the file, for the next page. */
  readonly after?: number;
  readonly limit?: number;
}

export interface SetAsideFilter {
  /** Those that wait where absent. */
  readonly status?: SetAsideStatus;
  readonly because?: readonly SetAsideReason[];
  readonly registryId?: string;
  readonly limit?: number;
}

/** What was taken from banks' files, line by line, and what stands aside. */
@Injectable()
export class RegistriesQuery {
  constructor(
    @Inject(READ_MODELS) private readonly readModels: ReadModels,
    @Inject(PERSON_VAULT) private readonly vault: PersonVault,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  profiles(): Promise<readonly ProfileVersion[]> {
    return profilesOn(this.readModels, this.clock.today());
  }

  async list({ status, before, limit = REGISTRY_PAGE_LIMIT }: RegistryFilter = {}): Promise<RegistryPage> {
    const where: Record<string, Condition> = {};
    if (status !== undefined) where['status'] = status;
    if (before !== undefined) where['recorded_at'] = { below: before };
    const rows = await this.readModels.find(registries, { where, orderBy: ['-recorded_at'], limit: limit + 1 });
    return { registries: rows.slice(0, limit).map(({ document }) => document), more: rows.length > limit };
  }

  /** Throws RejectedError PAYMENTS_UNKNOWN_REGISTRY. */
  async one(registryId: string): Promise<RegistryCard> {
    const row = await this.readModels.get(registries, registryId);
    if (row === null) throw new RejectedError(new Rejection('PAYMENTS_UNKNOWN_REGISTRY', { registryId }));
    return row.document;
  }

  /** Throws RejectedError PAYMENTS_UNKNOWN_REGISTRY. */
  async lines(registryId: string, filter: LinesFilter = {}): Promise<RegistryLinesPage> {
    await this.one(registryId);
    const { outcome, after = 0, limit = REGISTRY_PAGE_LIMIT } = filter;
    const where = { registry_id: registryId, ...(outcome === undefined ? {} : { outcome }) };
    const afterKey = registryLineKey(registryId, after);
    const rows = await this.readModels.find(registryLines, { where, afterKey, limit: limit + 1 });
    return { lines: rows.slice(0, limit).map(({ document }) => document), more: rows.length > limit };
  }

  /** One that stands, or stood, aside. Throws RejectedError PAYMENTS_UNKNOWN_SET_ASIDE. */
  async setAsideOne(paymentId: string): Promise<SetAsidePayment> {
    const row = await this.readModels.get(setAsidePayments, paymentId);
    if (row === null) throw new RejectedError(new Rejection('PAYMENTS_UNKNOWN_SET_ASIDE', { paymentId }));
    const { payerId } = row.document;
    return { ...row.document, payer: payerId === null ? null : await this.vault.get(payerId) };
  }

  /** Accounts whose numbers are like this one, the nearest first. */
  async likeAccounts(stated: string): Promise<readonly LikeAccount[]> {
    const like: LikeAccount[] = [];
    for await (const rows of pagesByKey(this.readModels, knownAccounts, { limit: ACCOUNTS_A_PAGE })) {
      like.push(
        ...likeAccounts(
          stated,
          rows.map(({ key }) => key),
          LIKE_ACCOUNTS_TOLD,
        ),
      );
    }
    return like.sort((one, other) => one.slips - other.slips).slice(0, LIKE_ACCOUNTS_TOLD);
  }

  async setAside(filter: SetAsideFilter = {}): Promise<SetAsidePage> {
    const { status = 'waiting', because, registryId, limit = REGISTRY_PAGE_LIMIT } = filter;
    const where: Record<string, Condition> = { status };
    if (because !== undefined) where['because'] = { in: because };
    if (registryId !== undefined) where['registry_id'] = registryId;
    const found = await this.readModels.find(setAsidePayments, { where, orderBy: ['received_on'], limit: limit + 1 });
    const cards = found.slice(0, limit).map(({ document }) => document);
    const payers = await this.vault.getMany(cards.flatMap(({ payerId }) => payerId ?? []));
    const [sum] = await this.readModels.sum(setAsidePayments, { where, groupBy: [], sums: ['amount_kopecks'] });
    return {
      payments: cards.map((card) => ({ ...card, payer: payers.get(card.payerId ?? '') ?? null })),
      more: found.length > limit,
      total: { payments: sum?.count ?? 0, amountKopecks: sum?.sums['amount_kopecks'] ?? 0 },
    };
  }
}
