import { Inject, Injectable } from '@nestjs/common';
import { RejectedError, Rejection } from '#libs/kernel';
import { CommandOrigin } from '#libs/platform';
import { COMPANIES_CLIENT, CompaniesClient } from '#services/billing/api/client';
import { APPROVALS_CLIENT, ApprovalReceipt, ApprovalsClient, isAtLeast } from '#services/identity/api/client';
import { Officer } from './officer';
import { CheckedPackage, importPlanOf, ImportRun, PACKAGE_IMPORT, PackageImport } from './package-import';

/**
 * The import, for those who work in the company of the package: before it is loaded no company is there to ask. What a new
 * company holds one accountant loads; to a company that is kept here already a chief adds, or a second person agrees.
 */
@Injectable()
export class ImportDesk {
  constructor(
    @Inject(PACKAGE_IMPORT) private readonly packages: PackageImport,
    @Inject(COMPANIES_CLIENT) private readonly companies: CompaniesClient,
    @Inject(APPROVALS_CLIENT) private readonly approvals: ApprovalsClient,
  ) {}

  /** Throws what the import throws. */
  check(officer: Officer, archive: { readonly name: string; readonly bytes: Buffer }): Promise<CheckedPackage> {
    return this.packages.check(archive, officer.staffId);
  }

  /** Throws BACK_OFFICE_OTHER_COMPANY, upon which nothing of it is kept. */
  async checked({ staffId, companies }: Officer, checkId: string): Promise<CheckedPackage> {
    const checked = await this.packages.checked(checkId, staffId);
    if (checked.contents === null || companies.includes(checked.contents.companyId)) return checked;
    await this.packages.forget(checkId);
    throw new RejectedError(new Rejection('BACK_OFFICE_OTHER_COMPANY'));
  }

  /** Whether a second person has to agree before this one’s package is recorded. */
  async needsAgreement({ role }: Officer): Promise<boolean> {
    return !isAtLeast(role, 'chief') && (await this.companies.company()) !== null;
  }

  /** Throws IMPORT_NEEDS_SECOND_PERSON. */
  async accept(officer: Officer, checkId: string): Promise<ImportRun> {
    await this.checked(officer, checkId);
    const run = await this.run(officer);
    // Told again, or twice at once: the answer is how far it is.
    if (run?.checkId === checkId && run.state === 'running') return run;
    if (await this.needsAgreement(officer)) throw new RejectedError(new Rejection('IMPORT_NEEDS_SECOND_PERSON'));
    return this.packages.accept(checkId, officer.staffId, isAtLeast(officer.role, 'chief'));
  }

  /** Asks a second person to agree to this very archive. Throws IMPORT_NOT_SOUND, and what `request` throws. */
  async ask(officer: Officer, checkId: string, reason: string, origin: CommandOrigin): Promise<ApprovalReceipt> {
    const checked = await this.checked(officer, checkId);
    const { contents, fileName } = checked;
    if (contents === null) throw new RejectedError(new Rejection('IMPORT_NOT_SOUND'));
    const { companyId, companyName, houses, accounts, readings, payments } = contents;
    const summary = [
      `Загрузить архив ${fileName} в данные компании ${companyName}: домов ${String(houses)}`,
      `счетов ${String(accounts)}`,
      `показаний ${String(readings)}`,
      `платежей ${String(payments)}`,
    ].join(', ');
    const plan = importPlanOf(checked, contents);
    const asked = { kind: 'import', companyId, subject: companyId, plan, summary, reason } as const;
    return this.approvals.request(officer.sessionToken, asked, origin);
  }

  /** Carries on what was interrupted: whoever may begin one may end it. Throws IMPORT_NOTHING_TO_GO_ON. */
  async goOn(officer: Officer): Promise<ImportRun> {
    if ((await this.run(officer)) === null) throw new RejectedError(new Rejection('IMPORT_NOTHING_TO_GO_ON'));
    return this.packages.goOn();
  }

  /** The run of one of the officer’s companies. */
  async run({ companies }: Officer): Promise<ImportRun | null> {
    const run = await this.packages.run();
    return run !== null && companies.includes(run.companyId) ? run : null;
  }
}
