import { ComponentChildren, h, VNode } from 'preact';

/** What is wrong with a field, in words that say what to do. */
export interface FieldError {
  /** The id of the field, to which the summary leads. */
  readonly field: string;
  readonly message: string;
}

/** What is wrong with one field; undefined where nothing is. */
export function errorOf(errors: readonly FieldError[], id: string): string | undefined {
  return errors.find(({ field }) => field === id)?.message;
}

/** All errors of a page at its top, each a link to its field. The reader is taken here first. */
export function ErrorSummary({ errors }: { readonly errors: readonly FieldError[] }): VNode | null {
  if (errors.length === 0) return null;
  return (
    <div class="error-summary" role="alert" aria-labelledby="error-summary-title" tabIndex={-1}>
      <h2 id="error-summary-title">Проверьте, пожалуйста</h2>
      <ul>
        {errors.map(({ field, message }) => (
          <li>
            <a href={`#${field}`}>{message}</a>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** What may be set of a line of text; a date is typed like any text where the browser has no picker. */
export interface InputSettings {
  readonly type?: 'text' | 'password' | 'date' | 'month' | 'time' | 'email' | 'search';
  readonly value?: string;
  readonly inputMode?: 'numeric' | 'decimal' | 'email' | 'text';
  readonly autocomplete?: string;
  readonly class?: string;
  readonly maxLength?: number;
  readonly min?: string;
  readonly max?: string;
}

interface FieldProps {
  readonly id: string;
  readonly label: ComponentChildren;
  readonly hint?: ComponentChildren;
  readonly error?: string | undefined;
  readonly input?: InputSettings;
  /** Another control than a line of text; it has to carry the id and the description by itself. */
  readonly control?: (described: DescribedBy) => VNode;
}

export interface DescribedBy {
  readonly id: string;
  readonly 'aria-describedby'?: string;
  readonly 'aria-invalid'?: 'true';
}

/** A field with its label, hint and error: all three are read out with it. */
export function Field({ id, label, hint, error, input, control }: FieldProps): VNode {
  const described = [...(hint === undefined ? [] : [`${id}-hint`]), ...(error === undefined ? [] : [`${id}-error`])];
  const by: DescribedBy = {
    id,
    ...(described.length > 0 ? { 'aria-describedby': described.join(' ') } : {}),
    ...(error === undefined ? {} : { 'aria-invalid': 'true' }),
  };
  return (
    <div class={error === undefined ? 'field' : 'field field-wrong'}>
      <label for={id}>{label}</label>
      {hint !== undefined && (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {error !== undefined && (
        <p class="field-error" id={`${id}-error`}>
          <span class="visually-hidden">Ошибка: </span>
          {error}
        </p>
      )}
      {control ? control(by) : <Line {...input} {...by} />}
    </div>
  );
}

function Line({ type = 'text', id, ...rest }: InputSettings & DescribedBy): VNode {
  // The types of Preact know each kind of input apart; what they have in common is all that is set here.
  return <>{h('input', { type, id, name: id, ...rest })}</>;
}

export interface SelectOption {
  readonly value: string;
  readonly text: string;
}

/** Chosen from many, in a line of its own. */
export function SelectField(props: {
  readonly id: string;
  readonly label: string;
  readonly hint?: string;
  readonly error?: string | undefined;
  /** What choosing none means; absent where something has to be chosen. */
  readonly none?: string;
  readonly options: readonly SelectOption[];
  readonly chosen: string | null;
}): VNode {
  const { id, label, hint, error, none, options, chosen } = props;
  return (
    <Field
      id={id}
      label={label}
      error={error}
      {...(hint === undefined ? {} : { hint })}
      control={(described) => (
        <select name={id} {...described}>
          {none !== undefined && <option value="">{none}</option>}
          {options.map(({ value, text }) => (
            <option value={value} selected={value === chosen}>
              {text}
            </option>
          ))}
        </select>
      )}
    />
  );
}

/** Chosen from a few: radio buttons under one question. */
export function Choice(props: {
  readonly name: string;
  readonly legend: ComponentChildren;
  readonly hint?: ComponentChildren;
  readonly options: readonly { readonly value: string; readonly label: ComponentChildren; readonly hint?: string }[];
  readonly chosen: string | null;
  readonly error?: string | undefined;
}): VNode {
  const { name, legend, hint: hintOfAll, options, chosen, error } = props;
  const described = [
    ...(hintOfAll === undefined ? [] : [`${name}-hint`]),
    ...(error === undefined ? [] : [`${name}-error`]),
  ];
  return (
    <fieldset
      class={error === undefined ? 'field' : 'field field-wrong'}
      {...(described.length === 0 ? {} : { 'aria-describedby': described.join(' ') })}
    >
      <legend>{legend}</legend>
      {hintOfAll !== undefined && (
        <p class="hint" id={`${name}-hint`}>
          {hintOfAll}
        </p>
      )}
      {error !== undefined && (
        <p class="field-error" id={`${name}-error`}>
          <span class="visually-hidden">Ошибка: </span>
          {error}
        </p>
      )}
      {options.map(({ value, label, hint }, index) => (
        <div class="choice">
          <input
            type="radio"
            id={index === 0 ? name : `${name}-${value}`}
            name={name}
            value={value}
            checked={value === chosen}
            {...(hint === undefined ? {} : { 'aria-describedby': `${name}-${value}-hint` })}
          />
          <label for={index === 0 ? name : `${name}-${value}`}>{label}</label>
          {hint !== undefined && (
            <p class="hint" id={`${name}-${value}-hint`}>
              {hint}
            </p>
          )}
        </div>
      ))}
    </fieldset>
  );
}

/** A form that changes something. The token shows that it was filled in on a page of the site. */
export function ActionForm(props: {
  readonly action: string;
  readonly token: string;
  readonly enctype?: 'multipart/form-data';
  readonly children: ComponentChildren;
}): VNode {
  const { action, token, enctype, children } = props;
  return (
    <form method="post" action={action} novalidate {...(enctype === undefined ? {} : { enctype })}>
      <input type="hidden" name="token" value={token} />
      {children}
    </form>
  );
}

/** The way out, in the head of every page of somebody who has signed in. */
export function SignOutForm({ token }: { readonly token: string }): VNode {
  return (
    <ActionForm action="/sign-out" token={token}>
      <button class="button button-link" type="submit">
        Выйти
      </button>
    </ActionForm>
  );
}
