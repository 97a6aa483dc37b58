import { Module } from '@nestjs/common';
import { PaymentsController } from './api/payments.controller';
import { WhenAccountOpenedThenNotePayerAccount } from './automation/when-account-opened-then-note-payer-account.reaction';

/** Payments and their identity, and their recall. */
@Module({ controllers: [PaymentsController, WhenAccountOpenedThenNotePayerAccount] })
export class PaymentsModule {}
