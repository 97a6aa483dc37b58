import { VNode } from 'preact';
import { dayInWords, Money } from '#libs/web';
import { InstalmentsCard } from '#services/billing/api/client';

/** Beside a debt that is paid by parts: what has to be paid of it next. */
export function NextInstalment({ agreement }: { readonly agreement: InstalmentsCard }): VNode {
  const { next, overdueKopecks } = agreement;
  return (
    <p>
      {overdueKopecks > 0 ? (
        <strong>
          По рассрочке просрочено <Money kopecks={overdueKopecks} />: заплатите сейчас, иначе она прекратится.
        </strong>
      ) : (
        <strong>
          Действует рассрочка
          {next !== null && (
            <>
              : следующая часть <Money kopecks={next.amountKopecks} /> до {dayInWords(next.dueOn)}
            </>
          )}
          .
        </strong>
      )}{' '}
      <a href="/debt">Все части</a>
    </p>
  );
}
