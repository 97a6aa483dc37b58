import { VNode } from 'preact';
import { dayInWords, monthInWords, Notice, Summary } from '#libs/web';
import { OfficeCompany, PeriodStanding } from '#services/billing/api/client';
import { ApprovalCard, isAtLeast } from '#services/identity/api/client';
import { Officer } from '../../api/officer';
import { roleInWords } from '../../api/role-words';
import { ApprovalsTable } from './approvals.page';

interface HomeProps {
  readonly company: OfficeCompany | null;
  readonly officer: Officer;
  readonly standing: PeriodStanding | null;
  /** What waits for a second person, or for its carrying out. */
  readonly open: readonly ApprovalCard[];
  readonly timeZone: string;
}

/** The first page after the sign-in: what there is to do today. */
export function HomePage({ company, officer, standing, open, timeZone }: HomeProps): VNode {
  if (company === null) {
    return (
      <>
        <h1>Сегодня</h1>
        <Notice kind="warning" title="Данных Вашей компании здесь нет">
          <p>
            Дома и счета появятся после загрузки данных компании.{' '}
            {isAtLeast(officer.role, 'accountant') ? <a href="/import">Загрузить данные</a> : 'Их загружает бухгалтер.'}
          </p>
        </Notice>
      </>
    );
  }
  return (
    <>
      <h1>Сегодня</h1>
      <Summary
        items={[
          { name: 'Компания', value: company.name },
          { name: 'Ваша должность', value: roleInWords(officer.role) },
          { name: 'Открытый месяц', value: <Period standing={standing} officer={officer} /> },
        ]}
      />
      <ApprovalsTable
        caption="Согласования"
        empty="Согласовывать сейчас нечего."
        approvals={open}
        timeZone={timeZone}
      />
    </>
  );
}

function Period({ standing, officer }: Pick<HomeProps, 'standing' | 'officer'>): VNode {
  if (standing === null) return <>нет</>;
  const { period, endsOn, hasEnded } = standing;
  const words = `${monthInWords(period)}, ${hasEnded ? 'можно закрывать' : `идёт до ${dayInWords(endsOn)}`}`;
  return isAtLeast(officer.role, 'accountant') ? <a href="/period">{words}</a> : <>{words}</>;
}
