import { AddressInfo, createServer, Socket } from 'node:net';

/** A mail server that takes every letter and keeps it, unless it is told to answer something else. */
export interface SmtpSink {
  readonly url: string;
  /** The letters as they came, with dots unstuffed. */
  readonly letters: readonly string[];
  /** What it answers to the recipient from now on; null takes the letter. */
  answerRecipient(line: string | null): void;
  close(): Promise<void>;
}

export async function openSmtpSink(): Promise<SmtpSink> {
  const letters: string[] = [];
  let refusal: string | null = null;
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => undefined);
    socket.write('220 sink\r\n');
    let waiting = '';
    let isLetter = false;
    socket.on('data', (chunk) => {
      waiting += chunk.toString('utf8');
      for (;;) {
        const end = isLetter ? waiting.indexOf('\r\n.\r\n') : waiting.indexOf('\r\n');
        if (end < 0) return;
        const part = waiting.slice(0, end);
        waiting = waiting.slice(end + (isLetter ? 5 : 2));
        if (isLetter) {
          letters.push(part.replaceAll(/^\.\./gm, '.'));
          isLetter = false;
          socket.write('250 taken\r\n');
        } else {
          isLetter = /^DATA$/i.test(part);
          socket.write(`${answerTo(part, refusal)}\r\n`);
        }
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`,
    letters,
    answerRecipient: (line) => {
      refusal = line;
    },
    close: () => {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

function answerTo(command: string, refusal: string | null): string {
  if (/^EHLO/i.test(command)) return '250-sink\r\n250 8BITMIME';
  if (/^STARTTLS/i.test(command)) return '502 in clear alone';
  if (/^RCPT/i.test(command) && refusal !== null) return refusal;
  if (/^DATA/i.test(command)) return '354 go on';
  return /^QUIT/i.test(command) ? '221 bye' : '250 yes';
}
