import { fold } from '#libs/kernel';
import { nightHouseDecider, NightHouseState } from './night-house.decider';
import { NightHouseTotals } from './night-run.commands';
import { nightRunDecider, NightRunState } from './night-run.decider';
import { NightEvent, NightHouseEvent } from './night-run.events';

export interface StandingHouse {
  readonly house: NightHouseState;
  /** How often it was done by what its own stream tells. */
  readonly timesDone: number;
}

/** How a night stands. */
export interface NightStanding {
  readonly run: NightRunState;
  /** The houses that the run names, in its order. */
  readonly houses: ReadonlyMap<string, StandingHouse>;
}

/**
 * How a night stands by the events of its own stream and by those of its houses. What an earlier log tells of a house in the
 * stream of the night comes before what the stream of the house tells.
 */
export function nightStanding(
  events: readonly NightEvent[],
  eventsOf: (houseId: string) => readonly NightHouseEvent[],
): NightStanding {
  const run = fold(nightRunDecider, events);
  const earlier = toldInTheRun(events);
  const houses = new Map<string, StandingHouse>();
  for (const houseId of run.status === 'not_started' ? [] : run.houses) {
    const own = eventsOf(houseId);
    const house = fold(nightHouseDecider, [...(earlier.get(houseId) ?? []), ...own]);
    houses.set(houseId, { house, timesDone: own.filter(({ type }) => type === 'NightHouseCompleted').length });
  }
  return { run, houses };
}

/** What was done in the houses of a night; null while one of them is not done. */
export function doneHouses({ houses }: NightStanding): readonly NightHouseTotals[] | null {
  const done: NightHouseTotals[] = [];
  for (const [houseId, { house }] of houses) {
    if (house.status !== 'completed') return null;
    const { calculated, closed } = house.done;
    done.push({ houseId, calculated, closed, parked: house.parked.length });
  }
  return done;
}

/**
 * How many accounts of a house the night has put by: parked by the rules that are in force, they are tried again the next
 * night, or when a rule has come. None where one of them was parked because others wrote first: the house is done at once.
 */
export function accountsPutBy(house: NightHouseState, bookFingerprint: string): number {
  if (house.status !== 'completed' || house.bookFingerprint !== bookFingerprint) return 0;
  return house.parked.some(({ code }) => code === 'EVENT_STORE_CONFLICT') ? 0 : house.parked.length;
}

function toldInTheRun(events: readonly NightEvent[]): ReadonlyMap<string, readonly NightHouseEvent[]> {
  const told = new Map<string, NightHouseEvent[]>();
  for (const event of events) {
    if (!isOfHouse(event)) continue;
    const before = told.get(event.data.houseId);
    if (before === undefined) told.set(event.data.houseId, [event]);
    else before.push(event);
  }
  return told;
}

function isOfHouse(event: NightEvent): event is NightHouseEvent {
  return 'houseId' in event.data;
}
