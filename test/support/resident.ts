/** A resident whose browser keeps cookies and sends the forms that pages have, and knows no scripts. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly bytes: Buffer;
  readonly text: string;
}

export class Resident {
  private readonly cookies = new Map<string, string>();

  constructor(
    private readonly url: string,
    session?: string,
    /** The name under which the gateway keeps its session. */
    cookie = 'kvitok_session',
  ) {
    if (session !== undefined) this.cookies.set(cookie, session);
  }

  get(path: string): Promise<Answer> {
    return this.ask(path, {});
  }

  /** Reads a page, fills in its form with this action and sends it. `which` tells forms of one action apart. */
  async submit(
    page: string,
    action: string,
    fields: Readonly<Record<string, string>>,
    which: (form: string) => boolean = () => true,
  ): Promise<Answer> {
    const { text } = await this.get(page);
    const form = [...text.matchAll(/<form\b[^>]*action="([^"]*)"[^>]*>([^]*?)<\/form>/g)].find(
      ([, target, inside = '']) => target === action && which(inside),
    )?.[2];
    if (form === undefined) throw new Error(`${page} has no form for ${action}`);
    return this.post(action, { ...hiddenOf(form), ...fields });
  }

  /** Reads a page, fills in its form with this action and sends it with a file. */
  async upload(
    page: string,
    action: string,
    fields: Readonly<Record<string, string>>,
    file: { readonly field: string; readonly name: string; readonly bytes: Uint8Array },
  ): Promise<Answer> {
    const { text } = await this.get(page);
    const form = [...text.matchAll(/<form\b[^>]*action="([^"]*)"[^>]*>([^]*?)<\/form>/g)].find(
      ([, target]) => target === action,
    )?.[2];
    if (form === undefined) throw new Error(`${page} has no form for ${action}`);
    const body = new FormData();
    for (const [name, value] of Object.entries({ ...hiddenOf(form), ...fields })) body.append(name, value);
    body.append(file.field, new Blob([new Uint8Array(file.bytes)]), file.name);
    return this.ask(action, { method: 'POST', headers: { origin: this.url }, body });
  }

  /** Sends fields as they are: what a page would send, or what somebody made up. */
  post(path: string, fields: Readonly<Record<string, string>>, headers: Record<string, string> = {}): Promise<Answer> {
    return this.ask(path, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', origin: this.url, ...headers },
      body: new URLSearchParams(fields).toString(),
    });
  }

  /** Any request with the cookies of the browser. */
  async ask(path: string, { headers = {}, ...rest }: RequestInit): Promise<Answer> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await fetch(`${this.url}${path}`, {
      redirect: 'manual',
      ...rest,
      // Each on a line of its own: a server of the same process, held up for longer than it keeps lines, cuts one in use.
      headers: { connection: 'close', ...(headers as Record<string, string>), ...(cookie === '' ? {} : { cookie }) },
    });
    for (const line of answer.headers.getSetCookie()) this.keep(line);
    const bytes = Buffer.from(await answer.arrayBuffer());
    return { status: answer.status, headers: answer.headers, bytes, text: bytes.toString('utf8') };
  }

  /** What the browser keeps under a name. */
  cookie(name: string): string | undefined {
    return this.cookies.get(name);
  }

  private keep(line: string): void {
    const [pair = '', ...settings] = line.split('; ');
    const name = pair.slice(0, pair.indexOf('='));
    const isOver = settings.some((setting) => /^Expires=Thu, 01 Jan 1970/i.test(setting));
    if (isOver) this.cookies.delete(name);
    else this.cookies.set(name, pair.slice(name.length + 1));
  }
}

export function hiddenOf(form: string): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const [input] of form.matchAll(/<input\b[^>]*type="hidden"[^>]*>/g)) {
    const name = /\bname="([^"]*)"/.exec(input)?.[1];
    if (name !== undefined) fields[name] = (/\bvalue="([^"]*)"/.exec(input)?.[1] ?? '').replaceAll('&amp;', '&');
  }
  return fields;
}
