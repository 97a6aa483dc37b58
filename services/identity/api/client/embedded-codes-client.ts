import { Injectable } from '@nestjs/common';
import { CommandOrigin } from '#libs/platform';
import { CodeOffice, CodesAsked, PrintChoice } from '../codes/code-office';
import { HandOutCodes, OfficeCause } from '../codes/hand-out-codes';
import { byStaff, StaffSessions } from '../staff/staff-sessions';
import { CodesClient } from './codes-client';

/** Codes in the same process. */
@Injectable()
export class EmbeddedCodesClient implements CodesClient {
  constructor(
    private readonly sessions: StaffSessions,
    private readonly office: CodeOffice,
    private readonly hands: HandOutCodes,
  ) {}

  async houses(session: string) {
    await this.sessions.require(session);
    return this.office.houses();
  }

  async codes(session: string, asked: CodesAsked) {
    await this.sessions.require(session);
    return this.office.list(asked);
  }

  async code(session: string, account: string) {
    await this.sessions.require(session);
    return this.office.one(account);
  }

  async handOut(session: string, account: string, reason: string, origin: CommandOrigin) {
    const who = await this.sessions.require(session);
    return this.office.handOut(account, reason, who, byStaff(who, origin));
  }

  async printNext(session: string, account: string, reason: string, origin: CommandOrigin) {
    const [cause, by] = await this.actor(session, reason, origin);
    return this.hands.printNext(account, cause, by);
  }

  async replace(session: string, account: string, reason: string, origin: CommandOrigin) {
    const [cause, by] = await this.actor(session, reason, origin);
    return this.hands.reissue(account, cause, by);
  }

  async resume(session: string, account: string, reason: string, origin: CommandOrigin) {
    const [cause, by] = await this.actor(session, reason, origin);
    return this.hands.resume(account, cause, by);
  }

  async issueMissing(session: string, houseId: string | undefined, reason: string, origin: CommandOrigin) {
    const who = await this.sessions.require(session);
    return this.office.issueMissing(houseId, reason, who, byStaff(who, origin));
  }

  async printRuns(session: string) {
    await this.sessions.require(session);
    return this.office.printRuns();
  }

  async requestRun(
    session: string,
    choice: PrintChoice,
    asked: { readonly companyId: string; readonly reason: string },
    origin: CommandOrigin,
  ) {
    const who = await this.sessions.require(session);
    return this.office.requestRun(choice, asked, who, byStaff(who, origin));
  }

  async issueLink(session: string, runId: string, origin: CommandOrigin) {
    const who = await this.sessions.require(session);
    return this.office.issueLink(runId, byStaff(who, origin));
  }

  async accountsOf(session: string, runId: string) {
    await this.sessions.require(session);
    return this.office.accountsOf(runId);
  }

  async open(
    session: string,
    run: { readonly runId: string; readonly link: string },
    accounts: readonly string[],
    origin: CommandOrigin,
  ) {
    const who = await this.sessions.require(session);
    return this.office.open(run, accounts, who, byStaff(who, origin));
  }

  async print(session: string, link: string, origin: CommandOrigin) {
    const who = await this.sessions.require(session);
    return this.office.print(link, who, byStaff(who, origin));
  }

  private async actor(session: string, reason: string, origin: CommandOrigin): Promise<[OfficeCause, CommandOrigin]> {
    const who = await this.sessions.require(session);
    return [{ reason, actorRole: who.role }, byStaff(who, origin)];
  }
}
