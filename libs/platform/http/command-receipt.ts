import { ApiProperty } from '@nestjs/swagger';
import { CommandResult } from '#libs/event-store';
import { RejectedError } from '#libs/kernel';

/** The answer to a command: the same for a repetition. */
export class CommandReceipt {
  @ApiProperty({ description: 'Give it as minPosition to a query to see what the command did', example: 1234 })
  readonly position!: number;

  @ApiProperty({ description: 'The events of the command; none where nothing had to change', type: [String] })
  readonly eventIds!: string[];
}

/** The receipt of a command that was done. Throws RejectedError for one that was refused. */
export function receiptOf(result: CommandResult): CommandReceipt {
  if (result.kind === 'rejected') throw new RejectedError(result.rejection);
  return { position: result.position, eventIds: result.events.map(({ eventId }) => eventId) };
}
