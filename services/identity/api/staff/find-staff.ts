import { Inject, Injectable } from '@nestjs/common';
import { EventStore } from '#libs/event-store';
import { fold } from '#libs/kernel';
import { EVENT_STORE } from '#libs/platform';
import { staffStream } from '../../domain/staff.commands';
import { staffDecider, StaffState } from '../../domain/staff.decider';
import { StaffEvent } from '../../domain/staff.events';

/** Members of staff as the log has them at this moment: what opens a door does not wait for a read model. */
@Injectable()
export class FindStaff {
  constructor(@Inject(EVENT_STORE) private readonly store: EventStore) {}

  async byId(staffId: string): Promise<StaffState> {
    const history = await this.store.readStream(staffStream(staffId));
    return fold(staffDecider, history as unknown as readonly StaffEvent[]);
  }
}
