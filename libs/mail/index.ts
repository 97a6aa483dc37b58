export * from './file.mailer';
export { isMailAddress, readSender } from './mail-checks';
export * from './mailer.port';
export * from './memory.mailer';
export * from './smtp.mailer';
