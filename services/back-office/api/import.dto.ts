import { ApiProperty } from '@nestjs/swagger';
import { IsString, Matches } from 'class-validator';
import { CheckedPackage, ImportRun, PackageContents, PackageFault } from './package-import';

const CHECK_FORM = /^[0-9a-f]{32}$/;
const STATES: readonly (ImportRun['state'] | 'none')[] = ['none', 'running', 'done', 'failed'];

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

export class PackageFaultAnswer implements PackageFault {
  @ApiProperty({ example: 'accounts.csv' })
  readonly file!: string;

  @ApiProperty({ type: 'integer', description: 'The header is 1, the file as a whole 0' })
  readonly line!: number;

  @ApiProperty({ description: 'Empty: the whole line' })
  readonly column!: string;

  @ApiProperty()
  readonly code!: string;

  @ApiProperty()
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

export class CheckedPackageAnswer implements CheckedPackage {
  @ApiProperty()
  readonly checkId!: string;

  @ApiProperty()
  readonly fileName!: string;

  @ApiProperty({ type: [PackageFaultAnswer], description: 'At most 100; none where the package is sound' })
  readonly faults!: readonly PackageFaultAnswer[];

  @ApiProperty({ type: PackageContentsAnswer, nullable: true })
  readonly contents!: PackageContentsAnswer | null;
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
}

export function runAnswerOf(run: ImportRun | null): ImportRunAnswer {
  if (run === null) return { state: 'none', daysDone: 0, days: 0, failure: null };
  const { state, daysDone, days, failure } = run;
  return { state, daysDone, days, failure: failure?.code ?? null };
}
