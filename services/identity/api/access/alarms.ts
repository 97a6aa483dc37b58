import { Inject, Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { CommandHandler } from '#libs/event-store';
import { Clock, periodOf } from '#libs/kernel';
import { CLOCK, COMMAND_HANDLER } from '#libs/platform';
import { alarmStream } from '../../domain/alarm.commands';
import { alarmDecider } from '../../domain/alarm.decider';
import { AlarmKind } from '../../domain/alarm.events';

/** Alarms are facts: the office sees afterwards what was going on, and who was told when. */
@Injectable()
export class Alarms {
  constructor(
    @Inject(COMMAND_HANDLER) private readonly commands: CommandHandler,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async raise({ kind, count }: { readonly kind: AlarmKind; readonly count: number }): Promise<void> {
    const alarmId = randomUUID();
    await this.commands.execute({
      stream: alarmStream(periodOf(this.clock.today())),
      decider: alarmDecider,
      command: { kind: 'RaiseAlarm', alarm: { alarmId, kind, count } },
      commandId: `alarm:${alarmId}`,
      actor: 'service:identity',
    });
  }
}
