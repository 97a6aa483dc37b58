import { Controller, INestApplication, Module, Post, Req, UseInterceptors } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NextFunction, Request, Response } from 'express';
import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import type { AddressInfo, Server } from 'node:net';
import { ProblemFilter } from '#libs/platform';
import { rememberVisitor } from './visitor';
import { filesOf, UploadInterceptor, UPLOADS_LIMIT, UPLOADS_OF_ONE_LIMIT } from './upload-turns';

/** Each upload that is read waits here until the test lets it be answered. */
let waiting: { answer(): void }[] = [];
let arrivals: (() => void)[] = [];
/** Resolved when an answer is over, whoever ended it. */
let ends: Promise<unknown>[] = [];

@Controller()
class Uploads {
  @Post('uploads')
  @UseInterceptors(UploadInterceptor)
  async take(@Req() request: Request): Promise<{ files: number }> {
    const files = filesOf(request);
    await new Promise<void>((answer) => {
      waiting.push({ answer });
      arrivals.shift()?.();
    });
    return { files: Array.isArray(files) ? files.length : -1 };
  }
}

@Module({ controllers: [Uploads] })
class Process {}

describe('uploads', () => {
  let app: INestApplication;
  let url: string;
  beforeEach(async () => {
    [waiting, arrivals, ends] = [[], [], []];
    app = await NestFactory.create(Process, { logger: false });
    app.useGlobalFilters(new ProblemFilter());
    app.use((request: Request, response: Response, next: NextFunction) => {
      ends.push(once(response, 'close'));
      const account = String(request.headers['x-account']);
      rememberVisitor(request, { sessionToken: 't', login: 'l', accounts: [account], account });
      next();
    });
    await app.listen(0, '127.0.0.1');
    const { port } = (app.getHttpServer() as Server).address() as AddressInfo;
    url = `http://127.0.0.1:${String(port)}/uploads`;
  });
  afterEach(async () => {
    for (const { answer } of waiting) answer();
    await app.close();
  });

  const upload = async (account: string) => {
    const body = new FormData();
    body.append('files', new Blob(['file']), 'a.pdf');
    const response = await fetch(url, { method: 'POST', body, headers: { 'x-account': account } });
    return { status: response.status, body: (await response.json()) as { code?: string; files?: number } };
  };
  /** `arrived` when its file was read and its handler is at work. */
  const start = (account: string) => {
    const arrived = new Promise<void>((resolve) => arrivals.push(resolve));
    return { answer: upload(account), arrived };
  };

  it('keep their turns until they are answered: whoever comes meanwhile is told to come again', async () => {
    const running = Array.from({ length: UPLOADS_LIMIT }, (_, index) => start(`account-${String(index)}`));
    await Promise.all(running.map(({ arrived }) => arrived));
    expect(await upload('one more')).toMatchObject({ status: 503, body: { code: 'SUPPORT_UPLOADS_BUSY' } });
    waiting[0]?.answer();
    expect(await Promise.race(running.map(({ answer }) => answer))).toMatchObject({ status: 201, body: { files: 1 } });
    const next = start('one more');
    await next.arrived;
    waiting.at(-1)?.answer();
    expect((await next.answer).status).toBe(201);
  });

  it('of one account leave turns to others', async () => {
    const own = Array.from({ length: UPLOADS_OF_ONE_LIMIT }, () => start('account-1'));
    await Promise.all(own.map(({ arrived }) => arrived));
    expect((await upload('account-1')).status).toBe(503);
    const other = start('account-2');
    await other.arrived;
    for (const { answer } of waiting) answer();
    expect((await other.answer).status).toBe(201);
  });

  it('whose sender goes away give their turns back', async () => {
    const { port } = new URL(url);
    for (let index = 0; index < UPLOADS_LIMIT; index += 1) {
      const arrived = new Promise<void>((resolve) => arrivals.push(resolve));
      const sending = httpRequest({
        port,
        path: '/uploads',
        method: 'POST',
        headers: { 'x-account': `a${String(index)}` },
      });
      sending.on('error', () => undefined);
      sending.end();
      await arrived;
      sending.destroy();
    }
    await Promise.all(ends);
    const next = start('one more');
    await next.arrived;
    waiting.at(-1)?.answer();
    expect((await next.answer).status).toBe(201);
  });
});
