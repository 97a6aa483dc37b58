import { ApiProperty } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import { TableFormat } from '#libs/gateway';
import { IntegerQueryField } from '#libs/platform';
import { PAGES_MAX } from './row-window';

export const TABLE_FORMATS: readonly TableFormat[] = ['csv', 'xlsx'];

/** Which page of a long table is asked for. */
export function PageField(): PropertyDecorator {
  return IntegerQueryField({ description: 'The page', optional: true, minimum: 1, maximum: PAGES_MAX, example: 1 });
}

/** As which file a table is asked for. */
export function FormatField(): PropertyDecorator {
  return (target, key) => {
    ApiProperty({ enum: TABLE_FORMATS })(target, key);
    IsIn(TABLE_FORMATS)(target, key);
  };
}
