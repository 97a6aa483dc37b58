import { spawnSync } from 'node:child_process';

/** The text of a payment code (GOST R 56042-2014) in a picture, as another program reads it. */
export function paymentCodeIn(picture: Buffer): string {
  const { error, status, stdout } = spawnSync('zbarimg', ['--quiet', '--raw', '-'], {
    input: picture,
    encoding: 'utf8',
  });
  if (error !== undefined) throw new Error('zbarimg is not there: apt-get install zbar-tools');
  if (status !== 0) throw new Error('There is no code in the picture');
  return stdout.trim();
}

/** A field of a payment code; null where it has none. */
export function fieldOfCode(code: string, field: string): string | null {
  return new RegExp(`\\|${field}=([^|]*)`).exec(code)?.[1] ?? null;
}
