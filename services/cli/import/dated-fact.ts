import { CommandRequest } from '#libs/event-store';
import { CivilDate, Decider, DomainEvent } from '#libs/kernel';

/** A command of the history that a package tells, with the day on which it was recorded. */
export interface DatedFact {
  readonly on: CivilDate;
  readonly stream: string;
  readonly decider: Decider<never, never, DomainEvent>;
  readonly command: object;
  readonly commandId: string;
}

/** The fact as a command for the command handler. */
export function requestOf(fact: DatedFact): CommandRequest<never, never, DomainEvent> {
  return {
    stream: fact.stream,
    decider: fact.decider,
    command: fact.command as never,
    commandId: fact.commandId,
    actor: 'import',
  };
}

/** Collects facts; a decider of any kind may stand behind one. */
export class FactList {
  readonly facts: DatedFact[] = [];

  constructor(
    private readonly prefix: string,
    /** Nothing is recorded before this day: what is older is opening state. */
    private readonly eve: CivilDate,
  ) {}

  add<State, Command extends object, Event extends DomainEvent>(
    on: CivilDate,
    id: string,
    stream: string,
    decider: Decider<State, Command, Event>,
    command: Command,
  ): void {
    this.facts.push({
      on: on > this.eve ? on : this.eve,
      stream,
      decider: decider as unknown as Decider<never, never, DomainEvent>,
      command,
      commandId: `${this.prefix}:${id}`,
    });
  }
}
