import { Inject, Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { CodeChecks, SecretKeeps } from '#libs/code-vault';
import { ExpiringRecords } from '#libs/expiring-records';
import { Clock } from '#libs/kernel';
import { PersonFields, PersonVault } from '#libs/person-vault';
import { ACCESS_RECORDS, CLOCK, CODE_CHECKS, DEVICE_CLOCK, PERSON_VAULT, SECRET_KEEPS } from '#libs/platform';
import { stepsThatCount } from '../../domain/one-time-code.policy';
import { ChangePersonFields } from '../person-fields';
import { newTotpSecret, stepOfCode } from './totp';

interface UsedStep {
  readonly step: number;
}

const USED_STEPS = 'used-steps';
const STAFF = 'staff:';
const NAME = 'name';
const FACTOR = 'second-factor:';
/** Longer than any code counts. */
const USED_STEP_MILLISECONDS = 10 * 60_000;

/** What is kept of a member of staff outside the log: the name, the hash of the password, the secret of the second factor. */
@Injectable()
export class StaffSecrets {
  constructor(
    @Inject(PERSON_VAULT) private readonly vault: PersonVault,
    @Inject(CODE_CHECKS) private readonly checks: CodeChecks,
    @Inject(SECRET_KEEPS) private readonly keeps: SecretKeeps,
    @Inject(ACCESS_RECORDS) private readonly records: ExpiringRecords,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(DEVICE_CLOCK) private readonly deviceClock: Pick<Clock, 'now'>,
    private readonly people: ChangePersonFields,
  ) {}

  keepName(personId: string, name: string): Promise<void> {
    return this.people.change(personId, (fields) => ({ ...fields, [NAME]: name }));
  }

  /** The names of people; whoever was erased is absent. */
  async namesOf(personIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const people = await this.vault.getMany(personIds);
    return new Map(
      [...people].flatMap(([personId, { [NAME]: name }]) => (name === undefined ? [] : [[personId, name]])),
    );
  }

  /** Makes the secret that a link will show; those of other links that were not enrolled are forgotten. */
  newFactor(personId: string, linkId: string): Promise<void> {
    const secret = newTotpSecret();
    return this.people.change(personId, (fields) => ({
      ...withoutFactors(fields),
      // The same request again keeps the secret that may have been photographed already.
      [`${FACTOR}${linkId}`]: fields[`${FACTOR}${linkId}`] ?? secret,
    }));
  }

  async factor(personId: string, factorId: string): Promise<string | null> {
    return (await this.vault.get(personId))?.[`${FACTOR}${factorId}`] ?? null;
  }

  /** Whether the code counts now. A step that was used once counts no more, also where two ask at the same moment. */
  async takeCode(secret: string, factorId: string, code: string): Promise<boolean> {
    const now = this.clock.now();
    const expiresAt = new Date(Date.parse(now) + USED_STEP_MILLISECONDS).toISOString();
    // The records keep to the time of the process, a code to that of the telephone it stands on.
    const millis = Date.parse(this.deviceClock.now());
    return this.records.change<UsedStep, boolean>({ collection: USED_STEPS, key: factorId, now }, (used) => {
      const step = stepOfCode(secret, code, stepsThatCount(millis, used?.step ?? null));
      if (step === null) return { change: { kind: 'leave' }, answer: false };
      return { change: { kind: 'keep', document: { step }, expiresAt }, answer: true };
    });
  }

  /** Keeps the hash of a password. Answers with the id that names it. */
  async keepPassword(staffId: string, password: string): Promise<string> {
    const passwordId = randomUUID();
    await this.keeps.keep({ account: `${STAFF}${staffId}`, codeId: passwordId, code: plainForm(password) });
    return passwordId;
  }

  /** Costs the same work for a password that nobody has. */
  isPassword(passwordId: string | null, password: string): Promise<boolean> {
    return this.checks.matches(passwordId, plainForm(password));
  }

  async forgetPassword(passwordId: string): Promise<void> {
    await this.keeps.forget([passwordId]);
  }
}

/** Whose password it is that the vault of codes keeps for this owner; null where it is the code of an account. */
export function staffIdOf(owner: string): string | null {
  return owner.startsWith(STAFF) ? owner.slice(STAFF.length) : null;
}

/** One keyboard writes «й» as one sign, another as two. */
function plainForm(password: string): string {
  return password.normalize('NFKC');
}

function withoutFactors(fields: PersonFields): PersonFields {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => !name.startsWith(FACTOR)));
}
