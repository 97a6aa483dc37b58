import { ApiProperty } from '@nestjs/swagger';
import { IsString, Length, Matches } from 'class-validator';
import { CheckedPackage, ImportRun, PackageContents, PackageFault } from './package-import';

const CHECK_FORM = /^[0-9a-f]{32}$/;
const STATES: readonly (ImportRun['state'] | 'none')[] = ['none', 'running', 'done', 'failed', 'interrupted'];
const CHECK_STATES: readonly CheckedPackage['state'][] = ['checking', 'checked'];

/** The only part of the form is the file. */
export class CheckPackageForm {
  @ApiProperty({ type: 'string', format: 'binary', description: 'The folder of the package as a ZIP archive' })
  readonly file!: unknown;
}

export class CheckBody {
  @ApiProperty({ description: 'The check of a sound package', pattern: CHECK_FORM.source })
  @IsString()
  @Matches(CHECK_FORM)
  readonly checkId!: string;
}

export class AskToImportBody extends CheckBody {
  @ApiProperty({ description: 'Why, for the second person and the audit', minLength: 1, maxLength: 300 })
  @IsString()
  @Length(1, 300)
  readonly reason!: string;
}

export class PackageFaultAnswer implements PackageFault {
  @ApiProperty({ example: 'accounts.csv' })
  readonly file!: string;

  @ApiProperty({ type: 'integer', description: 'The header is 1, the file as a whole 0' })
  readonly line!: number;

  @ApiProperty({ description: 'Empty: the whole line' })
  readonly column!: string;

  @ApiProperty()
  readonly code!: string;

  @ApiProperty({ description: 'What is wrong and what to do, in Russian' })
  readonly reason!: string;
}

export class PackageContentsAnswer implements PackageContents {
  @ApiProperty()
  readonly companyId!: string;

  @ApiProperty()
  readonly companyName!: string;

  @ApiProperty({ example: '2026-01' })
  readonly firstPeriod!: string;

  @ApiProperty({ type: 'integer' })
  readonly houses!: number;

  @ApiProperty({ type: 'integer' })
  readonly accounts!: number;

  @ApiProperty({ type: 'integer' })
  readonly meters!: number;

  @ApiProperty({ type: 'integer' })
  readonly readings!: number;

  @ApiProperty({ type: 'integer' })
  readonly payments!: number;
}

export class CheckedPackageAnswer implements Omit<CheckedPackage, 'failure'> {
  @ApiProperty()
  readonly checkId!: string;

  @ApiProperty()
  readonly fileName!: string;

  @ApiProperty({ description: 'SHA-256 of the archive' })
  readonly archiveHash!: string;

  @ApiProperty({ enum: CHECK_STATES })
  readonly state!: CheckedPackage['state'];

  @ApiProperty({ type: 'integer', description: 'How many files of the package were looked at' })
  readonly filesDone!: number;

  @ApiProperty({ type: 'integer' })
  readonly files!: number;

  @ApiProperty({ type: [PackageFaultAnswer], description: 'At most 100; none where the package is sound' })
  readonly faults!: readonly PackageFaultAnswer[];

  @ApiProperty({ type: PackageContentsAnswer, nullable: true })
  readonly contents!: PackageContentsAnswer | null;

  @ApiProperty({ type: String, nullable: true, description: 'Why it could not be looked at to the end: a code' })
  readonly failure!: string | null;
}

export function checkedAnswerOf({ failure, ...checked }: CheckedPackage): CheckedPackageAnswer {
  return { ...checked, failure: failure?.code ?? null };
}

export class ImportRunAnswer {
  @ApiProperty({ enum: STATES })
  readonly state!: (typeof STATES)[number];

  @ApiProperty({ type: 'integer', description: 'How many days of the history are over' })
  readonly daysDone!: number;

  @ApiProperty({ type: 'integer' })
  readonly days!: number;

  @ApiProperty({ type: String, nullable: true, description: 'The code of the refusal' })
  readonly failure!: string | null;

  @ApiProperty({ description: 'Whether it can be carried on where it was' })
  readonly mayGoOn!: boolean;
}

export function runAnswerOf(run: ImportRun | null): ImportRunAnswer {
  if (run === null) return { state: 'none', daysDone: 0, days: 0, failure: null, mayGoOn: false };
  const { state, daysDone, days, failure, mayGoOn } = run;
  return { state, daysDone, days, failure: failure?.code ?? null, mayGoOn };
}
