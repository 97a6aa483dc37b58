import { Injectable } from '@nestjs/common';
import { RejectedError, Rejection } from '#libs/kernel';
import { Devices } from './devices';
import { Guesser, Guesses, TakenGuess } from './guesses';

export interface Attempt {
  readonly login: string;
  /** From where it came. */
  readonly address: string;
  readonly deviceToken: string | null;
}

/**
 * An attempt at a secret under the limits: charged to address and login before it is looked at, given back when it was
 * right. What is done about a failure is the caller’s.
 */
@Injectable()
export class LimitedAttempts {
  constructor(
    private readonly guesses: Guesses,
    private readonly devices: Devices,
  ) {}

  /**
   * What the check found. Throws RejectedError IDENTITY_ADDRESS_BLOCKED, IDENTITY_SIGN_IN_LOCKED,
   * IDENTITY_SIGN_IN_CLOSED, and the refusal that is given for a failure.
   */
  async make<Found>(
    { login, address, deviceToken }: Attempt,
    check: () => Promise<Found | null>,
    failed: (taken: TakenGuess) => string,
  ): Promise<Found> {
    await this.guesses.takeFromAddress(address);
    const guesser: Guesser = { login, deviceKey: await this.devices.find(deviceToken, login) };
    const taken = await this.guesses.take(guesser);
    const found = await check();
    if (found === null) throw new RejectedError(new Rejection(failed(taken)));
    await this.guesses.forget(guesser);
    await this.guesses.giveBackToAddress(address);
    return found;
  }
}
