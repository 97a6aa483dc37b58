import { VNode } from 'preact';
import { Field } from '#libs/web';

interface FieldOptions {
  readonly error: string | undefined;
  /** What the browser may fill in; `off` where the login is somebody else's. */
  readonly autocomplete: string;
}

/** The login as it stands on the slip; a wrong one stays as it was typed. */
export function LoginField({
  hint = '9 цифр',
  typed,
  error,
  autocomplete,
}: FieldOptions & { readonly hint?: string; readonly typed: string }): VNode {
  return (
    <Field
      id="login"
      label="Логин"
      hint={hint}
      error={error}
      control={(described) => (
        <input
          {...described}
          class="short digits"
          type="text"
          name="login"
          inputMode="numeric"
          autocomplete={autocomplete}
          maxLength={24}
          value={typed}
        />
      )}
    />
  );
}

/** The access code; it is typed anew each time. */
export function CodeField({ error, autocomplete }: FieldOptions): VNode {
  return (
    <Field
      id="code"
      label="Код доступа"
      hint="13 цифр, например 4821-0935-7716-4"
      error={error}
      control={(described) => (
        <input
          {...described}
          class="digits code"
          type="password"
          name="code"
          inputMode="numeric"
          autocomplete={autocomplete}
          maxLength={32}
        />
      )}
    />
  );
}
