/** The words that banks have for a refusal; any other is told as it is of no use to the payer. */
const DECLINES: Readonly<Record<string, string>> = {
  insufficient_funds: 'на карте не хватило денег',
  card_expired: 'срок карты истёк',
  invalid_card_number: 'номер карты введён с ошибкой',
  invalid_csc: 'код на обороте карты введён с ошибкой',
  '3d_secure_failed': 'не пройдена проверка по коду из сообщения банка',
  call_issuer: 'Ваш банк отклонил платёж; позвоните ему',
  issuer_unavailable: 'Ваш банк сейчас не отвечает',
  internal_timeout: 'банк не ответил вовремя',
  canceled_by_merchant: 'платёж отменён',
  declined_by_payer: 'Вы отказались от оплаты',
  expired_on_confirmation: 'время на оплату вышло',
  country_forbidden: 'картой этой страны платить нельзя',
  fraud_suspected: 'банк счёл платёж подозрительным',
  general_decline: 'банк отклонил платёж без объяснений',
  identification_required: 'банк просит подтвердить личность',
  payment_method_limit_exceeded: 'по карте превышен предел платежей',
  payment_method_restricted: 'этой картой так платить нельзя',
  permission_revoked: 'карта отвязана от автоплатежа',
  not_paid_says_the_office: 'мы проверили вместе с банком, платежа у него нет',
  unknown_to_the_bank: 'банк этот платёж не получил',
};

/** Why a payment was not made, as a part of a sentence. @param reason the acquirer's own word; null where it said none */
export function declineInWords(reason: string | null): string {
  return DECLINES[reason ?? ''] ?? 'банк не назвал причину';
}
