import { VNode } from 'preact';
import { dayInWords, monthInWords, Notice, numberInWords, Summary } from '#libs/web';
import { OfficeCompany, PeriodStanding } from '#services/billing/api/client';
import { ApprovalCard, isAtLeast } from '#services/identity/api/client';
import { Officer } from '../../api/officer';
import { roleInWords } from '../../api/role-words';
import { WaitingWork } from '../waiting-work';
import { NamesOfActors } from '../approval-words';
import { ApprovalsTable } from './approvals.page';

interface HomeProps {
  readonly company: OfficeCompany | null;
  readonly officer: Officer;
  readonly standing: PeriodStanding | null;
  /** What waits for a second person, or for its carrying out. */
  readonly open: readonly ApprovalCard[];
  readonly names: NamesOfActors;
  /** What waits for the reader. */
  readonly waiting: readonly WaitingWork[];
  readonly timeZone: string;
}

/** The first page after the sign-in: what there is to do today. */
export function HomePage({ company, officer, standing, open, names, waiting, timeZone }: HomeProps): VNode {
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
      <Waiting waiting={waiting} />
      <ApprovalsTable
        caption="Согласования"
        empty="Согласовывать сейчас нечего."
        approvals={open}
        names={names}
        timeZone={timeZone}
      />
    </>
  );
}

/** Each a link to where it is done, with how many there are. */
function Waiting({ waiting }: Pick<HomeProps, 'waiting'>): VNode {
  return (
    <section aria-labelledby="waiting">
      <h2 id="waiting">Ждёт Вас</h2>
      {waiting.length === 0 ? (
        <p class="empty">Сейчас ничего не ждёт. Здесь появится то, что нужно решить: обращения, показания, платежи.</p>
      ) : (
        <ul class="plain-list">
          {waiting.map(({ text, href, count }) => (
            <li>
              <a href={href}>
                {text}: {count === null ? 'сейчас узнать нельзя' : numberInWords(String(count))}
              </a>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function Period({ standing, officer }: Pick<HomeProps, 'standing' | 'officer'>): VNode {
  if (standing === null) return <>нет</>;
  const { period, endsOn, hasEnded } = standing;
  const words = `${monthInWords(period)}, ${hasEnded ? 'можно закрывать' : `идёт до ${dayInWords(endsOn)}`}`;
  return isAtLeast(officer.role, 'accountant') ? <a href="/period">{words}</a> : <>{words}</>;
}
