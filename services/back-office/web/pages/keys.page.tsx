import { VNode } from 'preact';
import { Table } from '#libs/web';

const KEYS: readonly (readonly [keys: readonly string[], what: string])[] = [
  [['g', '1'], 'Первый раздел; с другой цифрой — раздел с этим номером'],
  [['j'], 'Следующая строка таблицы'],
  [['k'], 'Предыдущая строка таблицы'],
  [['Enter'], 'Открыть строку'],
  [['/'], 'Найти лицевой счёт'],
  [['?'], 'Эта страница'],
];

/** What the keyboard does. Nothing needs it: every key has its link or button. */
export function KeysPage(): VNode {
  return (
    <>
      <h1>Клавиши</h1>
      <Table
        caption="Работа без мыши"
        empty=""
        rows={KEYS}
        columns={[
          { title: 'Клавиши', names: true, cell: ([keys]) => keys.map((key) => <kbd>{key}</kbd>) },
          { title: 'Что делают', cell: ([, what]) => what },
        ]}
      />
    </>
  );
}
