import { VNode } from 'preact';
import { Field } from '#libs/web';

export interface SelectOption {
  readonly value: string;
  readonly label: string;
}

interface SelectProps {
  readonly id: string;
  readonly label: string;
  /** What stands for everything; none where something has to be chosen. */
  readonly all?: string;
  readonly options: readonly SelectOption[];
  readonly chosen: string | null;
}

/** One of a list, the first of which may be everything. */
export function Select({ id, label, all, options, chosen }: SelectProps): VNode {
  return (
    <Field
      id={id}
      label={label}
      control={(by) => (
        <select {...by} name={id}>
          {all !== undefined && <option value="">{all}</option>}
          {options.map(({ value, label: text }) => (
            <option value={value} selected={value === chosen}>
              {text}
            </option>
          ))}
        </select>
      )}
    />
  );
}

/** A path with the fields of a filter that say something. */
export function linkWith(path: string, fields: Readonly<Record<string, string | null | undefined>>): string {
  const said = Object.entries(fields).filter((entry): entry is [string, string] => Boolean(entry[1]));
  return said.length === 0 ? path : `${path}?${new URLSearchParams(said).toString()}`;
}
