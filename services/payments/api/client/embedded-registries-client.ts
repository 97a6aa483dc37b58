import { Inject, Injectable } from '@nestjs/common';
import type { CivilDate } from '#libs/kernel';
import type { CommandOrigin } from '#libs/platform';
import type { RegistryFile } from '../../domain/registries/registry-check';
import type { RegistryProfile } from '../../domain/registries/registry-profile';
import { OfficePaymentsQuery } from '../office/office-payments.query';
import { LinesFilter, RegistriesQuery, RegistryFilter, SetAsideFilter } from '../registries/registries.query';
import { RegistryDesk, RegistryToAccept } from '../registries/registry-desk';
import { REGISTRY_WORK, RegistryWork } from '../registries/registry-work';
import { RegistriesClient } from './registries-client';

/** Registries in the same process. */
@Injectable()
export class EmbeddedRegistriesClient implements RegistriesClient {
  constructor(
    private readonly desk: RegistryDesk,
    private readonly query: RegistriesQuery,
    private readonly payments: OfficePaymentsQuery,
    @Inject(REGISTRY_WORK) private readonly work: RegistryWork,
  ) {}

  profiles() {
    return this.query.profiles();
  }

  defineProfile(profile: RegistryProfile, from: CivilDate, origin: CommandOrigin) {
    return this.desk.defineProfile(profile, from, origin);
  }

  check(file: RegistryFile) {
    return this.desk.check(file);
  }

  unaccepted() {
    return this.desk.unaccepted();
  }

  checkAgain(registryId: string) {
    return this.desk.checkAgain(registryId);
  }

  accept(asked: RegistryToAccept, origin: Pick<CommandOrigin, 'actor'>) {
    return this.desk.accept(asked, origin);
  }

  registries(filter?: RegistryFilter) {
    return this.query.list(filter);
  }

  registry(registryId: string) {
    return this.query.one(registryId);
  }

  lines(registryId: string, filter?: LinesFilter) {
    return this.query.lines(registryId, filter);
  }

  setAside(filter?: SetAsideFilter) {
    return this.query.setAside(filter);
  }

  setAsideOne(paymentId: string) {
    return this.query.setAsideOne(paymentId);
  }

  likeAccounts(stated: string) {
    return this.query.likeAccounts(stated);
  }

  keptDays() {
    return Promise.resolve(this.work.keptDays);
  }

  assign(...asked: Parameters<RegistriesClient['assign']>) {
    return this.desk.assign(...asked);
  }

  proposeReturn(...asked: Parameters<RegistriesClient['proposeReturn']>) {
    return this.payments.proposeReturn(...asked);
  }

  refuse(...asked: Parameters<RegistriesClient['refuse']>) {
    return this.desk.refuse(...asked);
  }

  reverse(...asked: Parameters<RegistriesClient['reverse']>) {
    return this.desk.reverse(...asked);
  }

  transfer(...asked: Parameters<RegistriesClient['transfer']>) {
    return this.desk.transfer(...asked);
  }
}
