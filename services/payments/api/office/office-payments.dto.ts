import { ApiProperty } from '@nestjs/swagger';
import { PAYMENT_CHANNELS, PaymentChannel } from '../../domain/payment.events';
import { OnlinePaymentCard } from '../../projections/online-payments.projection';
import { SetAsideCard } from '../../projections/registries/set-aside-payments.projection';
import { AccountPaymentAnswer } from '../payments.dto';
import { RegistryLineAnswer } from '../registries/registries-answers.dto';

class DayOfPaymentsAnswer {
  @ApiProperty({ format: 'date' })
  readonly receivedOn!: string;

  @ApiProperty({ enum: PAYMENT_CHANNELS })
  readonly channel!: PaymentChannel;

  @ApiProperty({ type: 'integer' })
  readonly payments!: number;

  @ApiProperty({ type: 'integer', description: 'Payments that count' })
  readonly receivedKopecks!: number;

  @ApiProperty({ type: 'integer', description: 'Payments that were recalled' })
  readonly reversedKopecks!: number;
}

export class OfficePaymentsAnswer {
  @ApiProperty({ type: [AccountPaymentAnswer], description: 'The latest first' })
  readonly payments!: readonly AccountPaymentAnswer[];

  @ApiProperty()
  readonly more!: boolean;

  @ApiProperty({ type: [DayOfPaymentsAnswer], description: 'Over all that match, the latest day first' })
  readonly days!: readonly DayOfPaymentsAnswer[];
}

export class OfficePaymentAnswer extends AccountPaymentAnswer {
  @ApiProperty({ type: RegistryLineAnswer, nullable: true, description: 'The line of a bank’s file' })
  readonly registryLine!: RegistryLineAnswer | null;

  @ApiProperty({ type: 'object', additionalProperties: true, nullable: true, description: 'It stood aside before' })
  readonly setAside!: SetAsideCard | null;

  @ApiProperty({ type: 'object', additionalProperties: true, nullable: true, description: 'On the page of a bank' })
  readonly online!: OnlinePaymentCard | null;

  @ApiProperty({ type: String, nullable: true, description: 'The payment in whose place it counts' })
  readonly replaces!: string | null;
}
