import { renderToStaticMarkup } from 'preact-render-to-string';
import { NOTIFICATION_KINDS } from '#services/support/api/client';
import { NotificationsPage } from './notifications.page';

const off = ['instalment_due'];
const page = renderToStaticMarkup(
  <NotificationsPage
    token="t"
    account="0017"
    formKey="k"
    isSaved={false}
    preferences={{
      addresses: ['a•••@example.ru'],
      kinds: NOTIFICATION_KINDS.map((kind) => ({ ...kind, on: !off.includes(kind.kind) })),
    }}
  />,
);

it.each([
  ['instalments_agreed', 'Рассрочка действует', 'Когда рассрочка началась или снова действует', true],
  ['instalment_due', 'Скоро платить по рассрочке', 'За несколько дней до срока каждой части рассрочки', false],
  [
    'instalments_broken',
    'Рассрочка прекратилась',
    'Когда часть не оплачена в срок, платёж отозван или рассрочку прекратила управляющая компания',
    true,
  ],
  ['instalments_fulfilled', 'Рассрочка выплачена', 'Когда долг по рассрочке оплачен полностью', true],
])('the letter %s has a switch of its own, with its words', (kind, title, says, on) => {
  const box = new RegExp(`<input[^>]*name="on-${kind}"[^>]*>`).exec(page)?.[0] ?? '';
  expect(box).toContain('type="checkbox"');
  expect(/\schecked\b/.test(box)).toBe(on);
  expect(page).toContain(`<label for="on-${kind}">${title}</label>`);
  expect(page).toContain(says);
});
