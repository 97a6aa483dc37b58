import { Inject, Injectable, OnModuleDestroy } from '@nestjs/common';
import { PAYMENTS_CLIENT, PaymentsClient } from '#services/payments/api/client';

/** Payments may begin later than the cabinet, or be put to another bank. */
const REFRESH_MILLISECONDS = 30_000;

/** Sites of the bank to which a form of a page may lead. The policy of a page needs them at once, so they are kept here. */
@Injectable()
export class BankPages implements OnModuleDestroy {
  private origins: readonly string[] = [];
  private timer: NodeJS.Timeout | null = null;

  constructor(@Inject(PAYMENTS_CLIENT) private readonly payments: PaymentsClient) {}

  current(): readonly string[] {
    return this.origins;
  }

  /** Asks once, and from then on now and again. Where payments do not answer, what was known stays. */
  async follow(): Promise<void> {
    await this.refresh();
    this.timer ??= setInterval(() => void this.refresh(), REFRESH_MILLISECONDS).unref();
  }

  onModuleDestroy(): void {
    if (this.timer !== null) clearInterval(this.timer);
  }

  private async refresh(): Promise<void> {
    this.origins = await this.payments.online().then(
      ({ pageOrigins }) => pageOrigins,
      () => this.origins,
    );
  }
}
