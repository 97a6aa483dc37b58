import { Inject, Injectable } from '@nestjs/common';
import { createHash, randomInt } from 'node:crypto';
import { PersonVault } from '#libs/person-vault';
import { PERSON_VAULT } from '#libs/platform';
import { SLIP_CODE_ALPHABET, SLIP_CODE_LENGTH, slipCodeOf, typedSlipCode } from '../../domain/slip-code.policy';
import { SealedSlipCode } from '../../domain/slip.events';

/** Codes belong to nobody: they are sealed under a name of their own, which is no person and is never erased. */
const KEEPER = 'billing-slip-codes';

/** Makes verification codes and opens them again for printing; in the clear they stand on slips alone. */
@Injectable()
export class SlipCodes {
  constructor(@Inject(PERSON_VAULT) private readonly vault: PersonVault) {}

  async draw(): Promise<SealedSlipCode> {
    const drawn = Array.from({ length: SLIP_CODE_LENGTH }, () => randomInt(SLIP_CODE_ALPHABET.length));
    const code = slipCodeOf(drawn);
    const hash = hashOfSlipCode(code);
    return { hash, sealed: await this.vault.seal(KEEPER, purposeOf(hash), code) };
  }

  /** Throws PersonVaultError where it cannot be opened. */
  async open({ hash, sealed }: SealedSlipCode): Promise<string> {
    const code = await this.vault.open(KEEPER, purposeOf(hash), sealed);
    if (code === null) throw new Error('The key of the verification codes was dropped');
    return code;
  }
}

function purposeOf(hash: string): string {
  return `slip-code:${hash}`;
}

/** The hash under which a code is found, in whatever form it was typed. */
export function hashOfSlipCode(text: string): string {
  return createHash('sha256')
    .update(`kvitok slip code ${typedSlipCode(text)}`)
    .digest('hex');
}
