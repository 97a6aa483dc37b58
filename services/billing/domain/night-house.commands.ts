import { CivilDate } from '#libs/kernel';
import { NightHouseCompleted } from './night-run.events';

export interface TakeNightHouse {
  readonly kind: 'TakeNightHouse';
  readonly date: CivilDate;
  readonly houseId: string;
  readonly holder: string;
  /** The present instant and the end of the lease, UTC. */
  readonly at: string;
  readonly leaseUntil: string;
  /** A worker that is known to have ended: what it holds is free. */
  readonly goneHolder: string | null;
  /** How often the house had been done when it was found to be due. */
  readonly timesDoneBefore: number;
}

export interface ProgressNightHouse {
  readonly kind: 'ProgressNightHouse';
  readonly date: CivilDate;
  readonly houseId: string;
  readonly token: number;
  readonly accountsDone: number;
  readonly leaseUntil: string;
}

export type CompleteNightHouse = { readonly kind: 'CompleteNightHouse' } & NightHouseCompleted['data'];

export type NightHouseCommand = TakeNightHouse | ProgressNightHouse | CompleteNightHouse;

export function nightHouseStream(date: CivilDate, houseId: string): string {
  return `billing_night_house-${date}_${houseId}`;
}
