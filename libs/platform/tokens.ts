/** What services ask for by name; `PlatformModule` binds each to the adapter of the mode in which the process runs. */
export const EVENT_STORE = Symbol('EVENT_STORE');
export const COMMAND_HANDLER = Symbol('COMMAND_HANDLER');
export const READ_MODELS = Symbol('READ_MODELS');
export const READ_MODEL_STORE = Symbol('READ_MODEL_STORE');
export const PROJECTOR = Symbol('PROJECTOR');
export const CLOCK = Symbol('CLOCK');
/** The time that devices of people keep; another than `CLOCK` where the process keeps a day of its own. */
export const DEVICE_CLOCK = Symbol('DEVICE_CLOCK');
export const CONSUMER_STATE = Symbol('CONSUMER_STATE');
/** For those who wait until a service has heard of something. */
export const CONSUMER_PLACES = Symbol('CONSUMER_PLACES');
export const PERSON_VAULT = Symbol('PERSON_VAULT');
export const CODE_CHECKS = Symbol('CODE_CHECKS');
export const CODE_PRINTS = Symbol('CODE_PRINTS');
export const SECRET_KEEPS = Symbol('SECRET_KEEPS');
export const ACCESS_RECORDS = Symbol('ACCESS_RECORDS');
export const LEASE_HOLDERS = Symbol('LEASE_HOLDERS');
export const BLOB_STORE = Symbol('BLOB_STORE');
export const MAILER = Symbol('MAILER');
