import { Body, Controller, DynamicModule, Get, Inject, Module, Param, Post, Res } from '@nestjs/common';
import type { Response } from 'express';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, extname, join } from 'node:path';
import { VNode } from 'preact';
import { Document, Money, Notice, pageText, Summary } from '#libs/web';
import { SandboxAcquirer, SandboxAction, SandboxPayment } from './sandbox.acquirer';

const here = createRequire(__filename);
const STYLES = join(dirname(here.resolve('#package')), 'libs/web/styles');
const FONTS = join(dirname(here.resolve('@fontsource/pt-sans/package.json')), 'files');
const ASSETS: Readonly<Record<string, string>> = {
  'web.css': join(STYLES, 'web.css'),
  'icon.svg': join(STYLES, 'icon.svg'),
  ...font('cyrillic-400'),
  ...font('cyrillic-700'),
  ...font('latin-400'),
  ...font('latin-700'),
};
const SANDBOX = Symbol('SANDBOX');

const PAYER: readonly { readonly action: SandboxAction; readonly text: string }[] = [
  { action: 'approve', text: 'Оплатить' },
  { action: 'approve_late', text: 'Оплатить, но банк подтвердит позже' },
  { action: 'approve_silently', text: 'Оплатить, но уведомление потеряется' },
  { action: 'decline', text: 'Отказать в оплате' },
];
const CLERK: readonly { readonly action: SandboxAction; readonly text: string }[] = [
  { action: 'confirm', text: 'Подтвердить оплату сейчас' },
  { action: 'repeat_notification', text: 'Отправить уведомление ещё раз' },
  { action: 'refund', text: 'Вернуть деньги плательщику' },
  { action: 'refund_half', text: 'Вернуть половину денег' },
  { action: 'refund_silently', text: 'Вернуть деньги, но уведомление потеряется' },
];
const ACTIONS = new Set<string>([...PAYER, ...CLERK].map(({ action }) => action));

function font(face: string): Record<string, string> {
  const name = `pt-sans-${face}-normal.woff`;
  return { [name]: join(FONTS, name) };
}

/** The pages of the training bank, of no use to anybody but whoever tries things out: no card is asked for. */
@Controller()
export class SandboxBankController {
  constructor(@Inject(SANDBOX) private readonly bank: SandboxAcquirer) {}

  @Get('assets/:name')
  asset(@Param('name') name: string, @Res() response: Response): void {
    const path = Object.hasOwn(ASSETS, name) ? ASSETS[name] : undefined;
    if (path === undefined) response.status(404).type('text').send('Такого файла в учебном банке нет.');
    else response.type(extname(name)).send(readFileSync(path));
  }

  @Get('pay/:id')
  page(@Param('id') id: string, @Res() response: Response): void {
    const payment = this.bank.shown(id);
    if (payment === null) {
      response.status(404).type('text').send('Такого платежа в учебном банке нет.');
      return;
    }
    const back = new URL(payment.returnAddress);
    response
      .setHeader('Cache-Control', 'no-store')
      .setHeader('X-Content-Type-Options', 'nosniff')
      .setHeader('Referrer-Policy', 'no-referrer')
      .setHeader(
        'Content-Security-Policy',
        "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; frame-ancestors 'none'; base-uri 'none'; " +
          `form-action 'self' ${back.origin}`,
      )
      .type('html')
      .send(pageText(<BankPage payment={payment} bank={this.bank} />));
  }

  @Post('pay/:id')
  async act(@Param('id') id: string, @Body() body: unknown, @Res() response: Response): Promise<void> {
    const action = (body as { readonly action?: unknown } | undefined)?.action;
    if (typeof action !== 'string' || !ACTIONS.has(action)) {
      response.status(400).type('text').send('Такого действия нет.');
      return;
    }
    const payment = await this.bank.act(id, action as SandboxAction);
    if (payment === null) {
      response.status(404).type('text').send('Такого платежа в учебном банке нет.');
      return;
    }
    // A payer goes back to the company; the clerk stays.
    const isPayer = PAYER.some((one) => one.action === action);
    response.redirect(303, isPayer ? payment.returnAddress : `/pay/${payment.acquirerPaymentId}`);
  }
}

@Module({})
export class SandboxBankModule {
  static forRoot(bank: SandboxAcquirer): DynamicModule {
    return {
      module: SandboxBankModule,
      controllers: [SandboxBankController],
      providers: [{ provide: SANDBOX, useValue: bank }],
    };
  }
}

const STATES: Readonly<Record<SandboxPayment['state'], string>> = {
  pending: 'ожидает оплаты',
  authorized: 'деньги заблокированы',
  captured: 'оплачен',
  declined: 'отклонён',
};

function BankPage({ payment, bank }: { readonly payment: SandboxPayment; readonly bank: SandboxAcquirer }): VNode {
  const { acquirerPaymentId, description, amountKopecks, saveMethod, confirming, state, refundedKopecks } = payment;
  const returned = refundedKopecks < amountKopecks ? 'часть денег возвращена' : 'деньги возвращены';
  const shownState = refundedKopecks > 0 ? returned : confirming ? 'банк проверяет' : STATES[state];
  return (
    <Document
      title="Оплата"
      siteName="Учебный банк"
      styles={['/assets/web.css']}
      navigation={[]}
      here="/pay"
      foot={<p>Учебный банк. Настоящие деньги здесь не ходят, данные карты здесь не нужны.</p>}
    >
      <h1>Оплата в учебном банке</h1>
      <Notice kind="warning" title="Это не настоящий банк">
        <p>Деньги не списываются. Не вводите здесь никаких данных карты: страница их и не спрашивает.</p>
      </Notice>
      <Summary
        items={[
          { name: 'За что', value: description },
          { name: 'Сумма', value: <Money kopecks={amountKopecks} /> },
          { name: 'Состояние', value: shownState },
          ...(saveMethod ? [{ name: 'Карта', value: 'будет запомнена для автоплатежа' }] : []),
        ]}
      />
      <Actions payment={payment} bank={bank} actions={PAYER} id={acquirerPaymentId} />
      <p>
        <a href={payment.returnAddress}>Уйти, не заплатив</a>
      </p>
      <h2>За работника банка</h2>
      <Actions payment={payment} bank={bank} actions={CLERK} id={acquirerPaymentId} />
      {!CLERK.some(({ action }) => bank.possible(payment, action)) && <p class="hint">Пока нечего делать.</p>}
    </Document>
  );
}

function Actions(props: {
  readonly payment: SandboxPayment;
  readonly bank: SandboxAcquirer;
  readonly actions: typeof PAYER;
  readonly id: string;
}): VNode {
  const { payment, bank, actions, id } = props;
  return (
    <>
      {actions
        .filter(({ action }) => bank.possible(payment, action))
        .map(({ action, text }, index) => (
          <form method="post" action={`/pay/${id}`}>
            <input type="hidden" name="action" value={action} />
            <p>
              <button class={index === 0 ? 'button' : 'button button-second'} type="submit">
                {text}
              </button>
            </p>
          </form>
        ))}
    </>
  );
}
