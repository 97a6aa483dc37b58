import { InterruptedSupply, RecalculationKind } from '#services/billing/api/client';

const KINDS: Readonly<Record<RecalculationKind, string>> = {
  interruption: 'Перерыв в подаче',
  cold: 'В помещении было холодно',
  provider_error: 'Ошибка компании',
  relief: 'Льгота',
  tampering: 'Акт о вмешательстве в прибор',
  heating_year: 'Отопление за год по счётчику дома',
  penalty_waiver: 'Списание пени',
  replay: 'Пересчёт закрытых месяцев',
  reversal: 'Отмена перерасчёта',
};

/** How a kind is worked out, and where that stands in law. */
const RULES: Readonly<Record<RecalculationKind, string>> = {
  interruption:
    'Плата за месяц × 0,15 % × (часы перерыва − допустимые часы), не больше платы за месяц. ПП РФ 354, приложение 1.',
  cold: 'Плата за месяц × 0,15 % × часы × градусы ниже нормы, не больше платы за месяц. ПП РФ 354, приложение 1.',
  provider_error:
    'Верное количество × верный тариф − начислено с прежними перерасчётами объёма и цены. По обращению, до которого ошибку не исправили, ещё минус половина лишнего. ЖК РФ, статья 157, часть 6.',
  relief: 'Меньшее из начисленного количества и нормы × тариф × процент льготы, со знаком минус. ЖК РФ, статья 160.',
  tampering:
    'Норматив × 10 × проживающие × тариф − начислено с прежними перерасчётами объёма и цены, не больше трёх месяцев. ПП РФ 354, пункты 62 и 63.',
  heating_year:
    'Площадь ÷ площадь дома × тепло дома за дни, когда счёт был открыт, × тариф − начислено за год с прежними перерасчётами объёма и цены. ПП РФ 354, пункт 42(1).',
  penalty_waiver:
    'Списывается не больше, чем выставлено и не оплачено. Согласует руководитель, который не просил о списании. ГК РФ, статья 333.',
  replay: 'Месяцы считаются заново теми же правилами, что и ночью.',
  reversal: 'Все строки перерасчёта записываются с обратным знаком.',
};

const SUPPLIES: Readonly<Record<InterruptedSupply, string>> = {
  water: 'вода',
  sewage: 'стоки',
  electricity_two_feeds: 'два ввода в дом',
  electricity_one_feed: 'один ввод в дом',
  gas: 'газ',
  heating: 'отопление',
};

export function recalculationInWords(kind: RecalculationKind): string {
  return KINDS[kind];
}

export function ruleInWords(kind: RecalculationKind): string {
  return RULES[kind];
}

export function supplyInWords(supply: InterruptedSupply): string {
  return SUPPLIES[supply];
}
