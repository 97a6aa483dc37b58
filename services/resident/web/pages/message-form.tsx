import { VNode } from 'preact';
import { ActionForm, Field, FieldError } from '#libs/web';
import { FILES_FIELD } from '../../api/upload-turns';

export interface TypedForm {
  readonly text: string;
  readonly errors: readonly FieldError[];
  /** Of the answer that shows the form again; by whether there are errors where absent. */
  readonly status?: number;
}

export interface FormParts {
  readonly token: string;
  readonly account: string;
  readonly formKey: string;
}

const CHARACTERS_LIMIT = 4_000;

/** A message with files. The text stands before the files: it is kept when a file is not taken. */
export function MessageForm(
  props: FormParts & {
    readonly action: string;
    readonly typed: TypedForm;
    readonly label: string;
    readonly button: string;
    readonly hidden?: Readonly<Record<string, string>>;
    /** Whether it comes back after it was sent; by whether there are errors where absent. */
    readonly isAgain?: boolean;
  },
): VNode {
  const { action, token, account, formKey, typed, label, button, hidden = {} } = props;
  const { isAgain = typed.errors.length > 0 } = props;
  const fault = (field: string) => typed.errors.find((one) => one.field === field)?.message;
  return (
    <ActionForm action={action} token={token} enctype="multipart/form-data">
      <input type="hidden" name="account" value={account} />
      <input type="hidden" name="key" value={formKey} />
      {Object.entries(hidden).map(([name, value]) => (
        <input type="hidden" name={name} value={value} />
      ))}
      <Field
        id="text"
        label={label}
        hint="Не пишите код доступа и данные банковской карты: они для ответа не нужны."
        error={fault('text')}
        control={(described) => (
          <textarea {...described} name="text" rows={8} maxLength={CHARACTERS_LIMIT}>
            {typed.text}
          </textarea>
        )}
      />
      <Field
        id={FILES_FIELD}
        label="Снимки и документы, если они нужны"
        hint={`До пяти файлов JPG, PNG или PDF, каждый до 10 МБ.${isAgain ? ' Файлы нужно выбрать ещё раз.' : ''}`}
        error={fault(FILES_FIELD)}
        control={(described) => (
          <input
            {...described}
            type="file"
            name={FILES_FIELD}
            multiple
            accept="image/jpeg,image/png,application/pdf,.jpg,.jpeg,.png,.pdf"
          />
        )}
      />
      <div class="buttons">
        <button class="button" type="submit">
          {button}
        </button>
      </div>
    </ActionForm>
  );
}
