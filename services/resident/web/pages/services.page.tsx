import { VNode } from 'preact';
import { countInWords } from '#libs/web';
import { LAST_HOURS_OF_A_DAY, OfferedService } from '#services/support/api/client';
import { priceOfUnit } from '../order-words';

/** What the company offers beside the utilities. */
export function ServicesPage({ services }: { readonly services: readonly OfferedService[] }): VNode {
  return (
    <>
      <h1>Дополнительные услуги</h1>
      <p class="lead">
        Закажите услугу на удобный день. Оплатить её можно в квитанции или сразу. <a href="/orders">Мои заказы</a>
      </p>
      {services.length === 0 && (
        <p class="empty">Сейчас компания ничего не предлагает. Когда услуги появятся, их можно будет заказать здесь.</p>
      )}
      <ul class="cards">
        {services.map((service) => (
          <li class="card">
            <h2 class="card-title">{service.name}</h2>
            <p>{service.description}</p>
            <p>
              <strong>{priceOfUnit(service.unitPriceKopecks, service.unit)}</strong>
            </p>
            <p class="hint">{whenInWords(service)}</p>
            <p>
              <a class="button" href={`/services/${service.serviceId}/order`}>
                Заказать<span class="visually-hidden">: {service.name}</span>
              </a>
            </p>
          </li>
        ))}
      </ul>
    </>
  );
}

function whenInWords({ leadDays, doneOn, changeDaysBefore }: OfferedService): string {
  const lead =
    leadDays === 0
      ? `На сегодня можно заказать до ${String(24 - LAST_HOURS_OF_A_DAY)}:00`
      : `Заказывают за ${days(leadDays)}`;
  const weekdays = doneOn === 'weekdays' ? ', по будням' : '';
  const change =
    changeDaysBefore === 0
      ? 'Отменить можно и в день визита.'
      : `Отменить можно не позднее чем за ${days(changeDaysBefore)}.`;
  return `${lead}${weekdays}. ${change}`;
}

function days(count: number): string {
  return countInWords(count, 'день', 'дня', 'дней');
}
