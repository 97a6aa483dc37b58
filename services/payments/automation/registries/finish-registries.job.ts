import { Inject, Injectable, Logger } from '@nestjs/common';
import { READ_MODELS } from '#libs/platform';
import { ReadModels } from '#libs/read-models';
import { registries } from '../../projections/registries/registries.projection';
import { PAYMENTS_ACTOR } from '../payments-consumer';
import { REGISTRY_FILES, RegistryFiles } from './registry-files';
import { RegistryIntake } from './registry-intake';

export interface FinishedRegistries {
  readonly finished: readonly string[];
  /** Their files are not here: whoever has one hands it in again. */
  readonly waiting: readonly string[];
}

/** Records files that were taken and not recorded to their end: just now, or before the process was stopped. */
@Injectable()
export class FinishRegistriesJob {
  private readonly logger = new Logger('Registries');
  /** A file is recorded by one at a time in this process; others would only repeat it. */
  private readonly underWay = new Map<string, Promise<boolean>>();

  constructor(
    private readonly intake: RegistryIntake,
    @Inject(REGISTRY_FILES) private readonly files: RegistryFiles,
    @Inject(READ_MODELS) private readonly readModels: ReadModels,
  ) {}

  async list(): Promise<readonly string[]> {
    const rows = await this.readModels.find(registries, { where: { status: 'recording' } });
    return rows.map(({ key }) => key);
  }

  /** Twice adds nothing: what is recorded is not recorded again. */
  async all(): Promise<FinishedRegistries> {
    const finished: string[] = [];
    const waiting: string[] = [];
    for (const registryId of await this.list()) {
      ((await this.one(registryId)) ? finished : waiting).push(registryId);
    }
    return { finished, waiting };
  }

  /** Records a file to its end; false where the file is not here. Throws RejectedError. */
  one(registryId: string, actor: string = PAYMENTS_ACTOR): Promise<boolean> {
    const running = this.underWay.get(registryId);
    if (running !== undefined) return running;
    const run = this.record(registryId, actor).finally(() => this.underWay.delete(registryId));
    this.underWay.set(registryId, run);
    return run;
  }

  /** Begins to record a file and does not wait; whatever fails is tried again by `all`. */
  begin(registryId: string, actor: string): void {
    this.one(registryId, actor).catch((error: unknown) => {
      this.logger.error({ err: error, registryId }, 'A registry could not be recorded to its end');
    });
  }

  private async record(registryId: string, actor: string): Promise<boolean> {
    const bytes = await this.files.read(registryId);
    if (bytes === null) return false;
    await this.intake.record(bytes, registryId, { actor });
    await this.files.forget(registryId);
    return true;
  }
}
