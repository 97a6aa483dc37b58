import { VNode } from 'preact';
import { Notice, Summary } from '#libs/web';
import { OfficeCompany } from '#services/billing/api/client';
import { StaffRole } from '#services/identity/api/client';
import { roleInWords } from '../../api/role-words';

interface HomeProps {
  readonly company: OfficeCompany | null;
  readonly role: StaffRole;
}

/** The first page after the sign-in: what there is to do today. */
export function HomePage({ company, role }: HomeProps): VNode {
  return (
    <>
      <h1>Сегодня</h1>
      {company === null ? (
        <Notice kind="warning" title="Данных Вашей компании здесь нет">
          <p>Дома и счета появятся после загрузки данных компании. Обратитесь к руководителю.</p>
        </Notice>
      ) : (
        <Summary
          items={[
            { name: 'Компания', value: company.name },
            { name: 'Ваша должность', value: roleInWords(role) },
          ]}
        />
      )}
    </>
  );
}
