import { Inject, Injectable } from '@nestjs/common';
import { RejectedError, Rejection } from '#libs/kernel';
import { Officer } from './officer';
import { CheckedPackage, ImportRun, PACKAGE_IMPORT, PackageImport } from './package-import';

/** The import, for those who work in the company of the package: before it is loaded no company is there to ask. */
@Injectable()
export class ImportDesk {
  constructor(@Inject(PACKAGE_IMPORT) private readonly packages: PackageImport) {}

  /** Throws BACK_OFFICE_OTHER_COMPANY, and what the import throws. */
  check(officer: Officer, archive: { readonly name: string; readonly bytes: Buffer }): CheckedPackage {
    return this.own(officer, this.packages.check(archive, officer.staffId));
  }

  checked(officer: Officer, checkId: string): CheckedPackage {
    return this.own(officer, this.packages.checked(checkId, officer.staffId));
  }

  accept(officer: Officer, checkId: string): ImportRun {
    this.checked(officer, checkId);
    return this.packages.accept(checkId, officer.staffId);
  }

  /** The run of one of the officer’s companies. */
  run({ companies }: Officer): ImportRun | null {
    const run = this.packages.run();
    return run !== null && companies.includes(run.companyId) ? run : null;
  }

  private own({ companies }: Officer, checked: CheckedPackage): CheckedPackage {
    if (checked.contents === null || companies.includes(checked.contents.companyId)) return checked;
    throw new RejectedError(new Rejection('BACK_OFFICE_OTHER_COMPANY'));
  }
}
