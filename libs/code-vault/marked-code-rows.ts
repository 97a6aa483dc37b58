import { KeyMarks } from '#libs/person-vault';
import { CodeRows } from './code-rows.port';

/** Rows with the marks of the keys that they are sealed and hashed with, as every adapter keeps them. */
export interface MarkedCodeRows extends CodeRows {
  readonly keyMarks: KeyMarks;
}
