import { Rejection } from '#libs/kernel';

/** As many faults are told; a file in the wrong form has as many as lines. */
export const REGISTRY_FAULTS_TOLD = 100;

/** Why a file is refused. Any fault refuses the whole of it: half a registry would never be reconciled. */
export interface RegistryFaults {
  readonly count: number;
  /** The first ones. Details name `line` and, where there is one, `column`. */
  readonly told: readonly Rejection[];
}

export class FaultList implements RegistryFaults {
  count = 0;
  readonly told: Rejection[] = [];

  add(code: string, details: Rejection['details']): void {
    this.count += 1;
    if (this.told.length < REGISTRY_FAULTS_TOLD) this.told.push(new Rejection(code, details));
  }
}

/** Reads the lines of a file one after another. */
export interface RegistryParser<Payment, Totals> {
  /** The payment that ends with this line; null where none does. */
  take(text: string, line: number): Payment | null;
  /** After the last line: what is missing becomes a fault. */
  end(lastLine: number): Totals;
  /** Whoever reads the bytes adds what it finds. */
  readonly faults: FaultList;
}
