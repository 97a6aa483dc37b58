import type { WorkSign } from '#libs/platform';
import { KeptPackages, KeptRun } from './kept-packages';

export type SignedRun = KeptRun & { readonly sign: WorkSign };

/**
 * One go of this process at an import. What it notes stands under its own sign alone: a go that another process has taken
 * over while it was silent writes nothing on what was begun after it, here or there.
 */
export class ImportGo {
  /** One note after another: the last word is not taken back by a beat that was on its way before it. */
  private noting: Promise<void> = Promise.resolve();

  constructor(
    private readonly kept: Pick<KeptPackages, 'noteRun'>,
    private known: SignedRun,
  ) {}

  get run(): SignedRun {
    return this.known;
  }

  /** Writes down how far it is, which renews its sign. Throws ImportTakenOverError, StorageError. */
  note(change: Partial<Omit<KeptRun, 'sign'>>): Promise<void> {
    this.known = { ...this.known, ...change };
    const noted = this.noting.then(() => this.kept.noteRun(this.known));
    this.noting = noted.catch(() => undefined);
    return noted;
  }
}
