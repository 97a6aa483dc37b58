/** What the pages and the API of the cabinet ask for by name. */
export const COOKIES = Symbol('COOKIES');
export const FORM_TOKENS = Symbol('FORM_TOKENS');
export const SLIP_CHECKS = Symbol('SLIP_CHECKS');
