/** The page of the cabinet to which banks send payers back; the id of the payment follows after a slash. */
export const RETURN_ADDRESS = Symbol('RETURN_ADDRESS');
