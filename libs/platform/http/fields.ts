import { applyDecorators } from '@nestjs/common';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsInt, IsString, Matches, Max, Min, ValidateBy, ValidateIf } from 'class-validator';
import { isBillingPeriod, isCivilDate } from '#libs/kernel';
import { isInstant } from '../system-clock';

export interface FieldOptions {
  readonly description: string;
  /** May be left out. */
  readonly optional?: boolean;
}

/** Account, meter and payment numbers: nothing that a path, a stream name or a log line could trip over. */
export const IDENTIFIER_FORM = /^[0-9A-Za-z_.-]{1,32}$/;

/** Years of 366 days: every fourth one, of full hundreds every fourth. */
const LEAP_YEAR_FORM = '(\\d{2}(0[48]|[2468][048]|[13579][26])|(0[48]|[2468][048]|[13579][26])00)';
/** What a day or an instant looks like, for the document: exactly the days that there are. */
const DAY_FORM =
  '((?!0000)\\d{4}-((0[13578]|1[02])-(0[1-9]|[12]\\d|3[01])|(0[469]|11)-(0[1-9]|[12]\\d|30)|02-(0[1-9]|1\\d|2[0-8]))' +
  `|${LEAP_YEAR_FORM}-02-29)`;
export const MOMENT_FORM = `^${DAY_FORM}(T([01]\\d|2[0-3]):[0-5]\\d(:[0-5]\\d(\\.\\d{1,3})?)?(Z|[+-]([01]\\d|2[0-3]):[0-5]\\d))?$`;

interface Shape {
  readonly type: 'string' | 'integer';
  readonly format?: string;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly maxLength?: number;
  readonly example: string | number;
}

/** The field may be left out. Unlike `IsOptional` this lets no `null` pass, for which no default would step in. */
export function MayBeAbsent(): PropertyDecorator {
  return ValidateIf((_object, value) => value !== undefined);
}

function documented({ description, optional = false }: FieldOptions, shape: Shape): PropertyDecorator {
  const options = { description, ...shape };
  return optional ? applyDecorators(ApiPropertyOptional(options), MayBeAbsent()) : ApiProperty(options);
}

function holds(name: string, validate: (value: string) => boolean): PropertyDecorator {
  return ValidateBy({ name, validator: { validate: (value) => typeof value === 'string' && validate(value) } });
}

export function IdentifierField(options: FieldOptions): PropertyDecorator {
  const shape: Shape = { type: 'string', pattern: IDENTIFIER_FORM.source, example: '6301000017' };
  return applyDecorators(documented(options, shape), IsString(), Matches(IDENTIFIER_FORM));
}

/** A day of the calendar, `YYYY-MM-DD`. */
export function CivilDateField(options: FieldOptions): PropertyDecorator {
  const shape: Shape = { type: 'string', format: 'date', example: '2026-09-30' };
  return applyDecorators(documented(options, shape), IsString(), holds('isCivilDate', isCivilDate));
}

/** A month, `YYYY-MM`. */
export function BillingPeriodField(options: FieldOptions): PropertyDecorator {
  const shape: Shape = { type: 'string', pattern: '^(?!0000)\\d{4}-(0[1-9]|1[0-2])$', example: '2026-09' };
  return applyDecorators(documented(options, shape), IsString(), holds('isBillingPeriod', isBillingPeriod));
}

/** An instant with its zone, or a day: then its end in the company's zone. */
export function KnownAtField(options: FieldOptions): PropertyDecorator {
  const shape: Shape = { type: 'string', pattern: MOMENT_FORM, maxLength: 35, example: '2026-09-30' };
  const isMoment = (text: string) => isCivilDate(text) || isInstant(text);
  return applyDecorators(documented(options, shape), IsString(), holds('isMoment', isMoment));
}

/** A whole number in a body. */
export function IntegerField(
  options: FieldOptions & { readonly minimum: number; readonly maximum: number; readonly example: number },
): PropertyDecorator {
  const { minimum, maximum, example } = options;
  const shape: Shape = { type: 'integer', minimum, maximum, example };
  return applyDecorators(documented(options, shape), IsInt(), Min(minimum), Max(maximum));
}

/** As `IntegerField`, for a query, where every value arrives as text: digits become the number, `1e3` is no number. */
export function IntegerQueryField(options: Parameters<typeof IntegerField>[0]): PropertyDecorator {
  const digits = ({ value }: { value: unknown }): unknown =>
    typeof value === 'string' && /^\d{1,16}$/.test(value) ? Number(value) : value;
  return applyDecorators(Transform(digits), IntegerField(options));
}
