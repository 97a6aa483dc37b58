import { connect } from 'node:net';

/** What came back upon bytes that no browser would send; status 0 where nothing did. */
export interface RawAnswer {
  readonly status: number;
  readonly text: string;
}

const ANSWER_MILLISECONDS = 10_000;

/** Sends a request exactly as it is written and reads until the server hangs up: ask with `Connection: close`. */
export function sendRaw(url: string, lines: readonly string[], body = ''): Promise<RawAnswer> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname);
    let text = '';
    socket.setEncoding('utf8').setTimeout(ANSWER_MILLISECONDS, () => socket.destroy());
    socket.on('data', (chunk: string) => (text += chunk));
    socket.on('error', reject);
    socket.on('close', () => resolve({ status: Number(/^HTTP\/1\.1 (\d{3})/.exec(text)?.[1] ?? 0), text }));
    socket.write(`${lines.join('\r\n')}\r\n\r\n${body}`);
  });
}
