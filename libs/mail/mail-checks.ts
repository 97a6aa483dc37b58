import { Mail, MailRefusedError } from './mailer.port';

const SUBJECT_CHARACTERS_LIMIT = 200;
const TEXT_CHARACTERS_LIMIT = 100_000;
const ADDRESS_CHARACTERS_LIMIT = 254;

const MESSAGE_ID_FORM = /^[A-Za-z0-9][A-Za-z0-9._-]{0,119}$/;
/** Narrower than RFC 5321: no quoted names, no address within the address, no list of addresses. */
const ADDRESS_FORM = /^[^\s"(),:;<>@[\\\]]+@[^\s"(),:;<>@[\\\]]+$/;
/** As a clock gives it: years, of which a header of mail has four figures. */
const INSTANT_FORM = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;
const URL_FORM = /^https?:\/\/[\x21-\x3b\x3d\x3f-\x7e]{1,500}$/;
/** A line break in a header begins another header, or the text. */
// eslint-disable-next-line no-control-regex
const CONTROL = /[\u0000-\u001f\u007f\u0085\u2028\u2029]/;
// eslint-disable-next-line no-control-regex
const CONTROL_IN_TEXT = /[\u0000-\u0008\u000b-\u001f\u007f]/;

/** Whether a text is one address to which a letter can go, and nothing besides. */
export function isMailAddress(text: string): boolean {
  return text.length <= ADDRESS_CHARACTERS_LIMIT && ADDRESS_FORM.test(text) && !CONTROL.test(text);
}

/** Every adapter lets a letter pass here first. Throws MailRefusedError. */
export function checkMail({ messageId, sentAt, to, subject, text, oneClickOff = null }: Mail): void {
  if (!MESSAGE_ID_FORM.test(messageId)) throw new MailRefusedError('its name is not made of letters and digits');
  if (!INSTANT_FORM.test(sentAt) || Number.isNaN(Date.parse(sentAt))) {
    throw new MailRefusedError('it does not say when it was sent');
  }
  if (!isMailAddress(to)) throw new MailRefusedError('it needs one address');
  if (subject.trim() === '') throw new MailRefusedError('it has no subject');
  if (CONTROL.test(subject)) throw new MailRefusedError('its subject is not one line');
  if (subject.length > SUBJECT_CHARACTERS_LIMIT) throw new MailRefusedError('its subject is too long');
  if (text.length > TEXT_CHARACTERS_LIMIT) throw new MailRefusedError('its text is too long');
  if (CONTROL_IN_TEXT.test(text)) throw new MailRefusedError('its text holds a control character');
  if (oneClickOff !== null && !URL_FORM.test(oneClickOff)) {
    throw new MailRefusedError('what ends such letters is not an address of a page');
  }
}

/** `Kvitok <office@example.ru>`: a name, which may be absent, and an address. Throws RangeError. */
export function readSender(text: string): { readonly name: string; readonly address: string } {
  const match = /^(?:([^<>"\\]*)<([^<>]+)>|([^<>\s]+))$/.exec(text.trim());
  const name = (match?.[1] ?? '').trim();
  const address = (match?.[2] ?? match?.[3] ?? '').trim();
  if (!isMailAddress(address) || CONTROL.test(name))
    throw new RangeError('must be an address, or a name and <address>');
  return { name, address };
}

/** The header of the time at which a letter was sent (RFC 5322, 3.3): `Thu, 15 Oct 2026 06:00:00 +0000`. */
export function dateHeader(sentAt: string): string {
  return new Date(sentAt).toUTCString().replace('GMT', '+0000');
}

/** The header of a letter's name: the same for every attempt to send it. */
export function messageIdHeader(messageId: string, senderAddress: string): string {
  return `<${messageId}@${senderAddress.slice(senderAddress.indexOf('@') + 1)}>`;
}
