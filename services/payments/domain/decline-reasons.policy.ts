/**
 * Words of banks after which the same method will never be charged again; after any other a charge may go through another
 * time. https://yookassa.ru/developers/payment-acceptance/after-the-payment/declined-payments
 */
const ENDING: readonly string[] = [
  'card_expired',
  'country_forbidden',
  'invalid_card_number',
  'payment_method_restricted',
  'permission_revoked',
];

/** Whether the method is of no use any more. @param reason the acquirer's own word */
export function endsTheMethod(reason: string): boolean {
  return ENDING.includes(reason);
}
