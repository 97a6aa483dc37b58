import { Inject, Injectable, Optional } from '@nestjs/common';
import { Clock } from '#libs/kernel';
import { CLOCK, READ_MODELS } from '#libs/platform';
import { ReadModels } from '#libs/read-models';
import { registries } from '../../projections/registries/registries.projection';
import { REGISTRY_FILE_DAYS, REGISTRY_FILE_DAYS_USUAL, REGISTRY_FILES, RegistryFiles } from './registry-files';

const DAY_MILLISECONDS = 24 * 60 * 60_000;

/** Removes files that were looked at and never accepted: they name people, and nothing was recorded of them. */
@Injectable()
export class ForgetUnacceptedRegistriesJob {
  constructor(
    @Inject(REGISTRY_FILES) private readonly files: RegistryFiles,
    @Inject(READ_MODELS) private readonly readModels: ReadModels,
    @Inject(CLOCK) private readonly clock: Clock,
    @Optional() @Inject(REGISTRY_FILE_DAYS) private readonly days: number | null = null,
  ) {}

  /** Files that would be removed now. */
  async list(): Promise<readonly string[]> {
    const wait = (this.days ?? REGISTRY_FILE_DAYS_USUAL) * DAY_MILLISECONDS;
    const old = await this.files.keptBefore(new Date(Date.parse(this.clock.now()) - wait).toISOString());
    // What was accepted is needed until its last line is recorded, however long that takes.
    const accepted = await this.readModels.getMany(registries, old);
    return old.filter((registryId) => !accepted.has(registryId));
  }

  /** Answers how many were removed. */
  async all(): Promise<number> {
    const old = await this.list();
    for (const registryId of old) await this.files.forget(registryId);
    return old.length;
  }
}
