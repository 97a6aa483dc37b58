import { Inject, Injectable } from '@nestjs/common';
import { RejectedError, Rejection } from '#libs/kernel';
import { COMPANIES_CLIENT, CompaniesClient, OfficeCompany } from '#services/billing/api/client';
import { StaffSession } from '#services/identity/api/client';

/**
 * A company’s staff see that company’s houses and accounts alone. What belongs to another company is answered as what is
 * not there.
 */
@Injectable()
export class CompanyScope {
  constructor(@Inject(COMPANIES_CLIENT) private readonly companies: CompaniesClient) {}

  /** The company in which the person works, for what is done to a company as a whole. BACK_OFFICE_NO_COMPANY. */
  async requireCompany({ companies }: StaffSession): Promise<OfficeCompany> {
    const company = await this.companies.company();
    if (company !== null && companies.includes(company.companyId)) return company;
    throw new RejectedError(new Rejection('BACK_OFFICE_NO_COMPANY'));
  }

  /** Throws RejectedError BACK_OFFICE_UNKNOWN_ACCOUNT. */
  async requireAccount({ companies }: StaffSession, account: string): Promise<void> {
    const companyId = await this.companies.companyOfAccount(account);
    if (companyId !== null && companies.includes(companyId)) return;
    throw new RejectedError(new Rejection('BACK_OFFICE_UNKNOWN_ACCOUNT', { account }));
  }

  /** Throws RejectedError BACK_OFFICE_UNKNOWN_HOUSE. */
  async requireHouse({ companies }: StaffSession, house: string): Promise<void> {
    const companyId = await this.companies.companyOfHouse(house);
    if (companyId !== null && companies.includes(companyId)) return;
    throw new RejectedError(new Rejection('BACK_OFFICE_UNKNOWN_HOUSE', { house }));
  }
}
