import { CivilDate } from '#libs/kernel';
import { ServiceTerms } from './additional-service.events';

export interface OfferAdditionalService {
  readonly kind: 'OfferAdditionalService';
  readonly serviceId: string;
  readonly from: CivilDate;
  readonly terms: ServiceTerms;
}

export interface ChangeAdditionalService {
  readonly kind: 'ChangeAdditionalService';
  readonly serviceId: string;
  readonly from: CivilDate;
  readonly terms: ServiceTerms;
}

export interface WithdrawAdditionalService {
  readonly kind: 'WithdrawAdditionalService';
  readonly serviceId: string;
  readonly from: CivilDate;
}

export type AdditionalServiceCommand = OfferAdditionalService | ChangeAdditionalService | WithdrawAdditionalService;

export function additionalServiceStream(serviceId: string): string {
  return `support_additional_service-${serviceId}`;
}
