import { VNode } from 'preact';
import { Field, SelectField, SelectOption } from '#libs/web';
import { OfficeHouse } from '#services/billing/api/client';

interface HouseSelectProps {
  readonly houses: readonly OfficeHouse[];
  readonly chosen: string | null;
  /** What choosing none means; every house where it is not said. */
  readonly none?: string;
  readonly error?: string | undefined;
}

/** Houses to choose from, by their addresses. */
export function houseOptions(houses: readonly OfficeHouse[]): readonly SelectOption[] {
  return houses.map(({ houseId, address }) => ({ value: houseId, text: address }));
}

/** A house, by its address. */
export function HouseSelect({ houses, chosen, none = 'Все дома', error }: HouseSelectProps): VNode {
  return (
    <SelectField id="houseId" label="Дом" error={error} none={none} options={houseOptions(houses)} chosen={chosen} />
  );
}

interface ReasonFieldProps {
  readonly id: string;
  readonly value?: string | undefined;
  readonly hint?: string;
  readonly error?: string | undefined;
}

/** Several forms of a page ask for a reason: each field has an id of its own and the one name. */
export function ReasonField({ id, value = '', hint = 'Останется в журнале', error }: ReasonFieldProps): VNode {
  return (
    <Field
      id={id}
      label="Основание"
      hint={hint}
      error={error}
      control={(by) => <input type="text" name="reason" value={value} autocomplete="off" maxLength={300} {...by} />}
    />
  );
}
