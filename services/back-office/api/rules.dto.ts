import { ApiProperty, IntersectionType } from '@nestjs/swagger';
import { IsIn, IsString, Matches } from 'class-validator';
import { CivilDateField, IdentifierField } from '#libs/platform';
import { RuleEnding, RuleKind } from '#services/billing/api/client';
import { ReasonBody } from './staff.dto';

const RULE_KINDS: readonly RuleKind[] = ['tariff', 'norm', 'coefficient', 'key_rate', 'setting'];
const VALUE_FORM = /^[0-9A-Za-z_. -]{1,64}$/;

/** A rule and the first day of one of its values. */
class NamedRule {
  @ApiProperty({ enum: RULE_KINDS })
  @IsIn(RULE_KINDS)
  readonly kind!: RuleKind;

  @IdentifierField({ description: 'Of a setting', optional: true })
  readonly key?: string;

  @IdentifierField({ description: 'Of a tariff, a norm or a coefficient', optional: true })
  readonly utility?: string;

  @IdentifierField({ description: 'The part of a tariff, or what a norm is for', optional: true })
  readonly part?: string;

  @IdentifierField({ description: 'The house; all that have none of their own where it is absent', optional: true })
  readonly houseId?: string;

  @CivilDateField({ description: 'The first day; not before the oldest open month' })
  readonly from!: string;
}

/** A value of a rule from a day on. */
export class RuleEffectQuery extends NamedRule {
  @ApiProperty({ description: 'A decimal with a point, or the word of a setting', pattern: VALUE_FORM.source })
  @IsString()
  @Matches(VALUE_FORM)
  readonly value!: string;
}

export class RuleWithdrawalBody extends IntersectionType(NamedRule, ReasonBody) {}

export class RuleBody extends IntersectionType(RuleEffectQuery, ReasonBody) {}

class WithdrawnRuleAnswer {
  @ApiProperty({ format: 'date-time' })
  readonly recordedAt!: string;

  @ApiProperty()
  readonly actor!: string;

  @ApiProperty({ type: String, nullable: true })
  readonly reason!: string | null;
}

class StatedRuleAnswer {
  @ApiProperty({ format: 'date' })
  readonly from!: string;

  @ApiProperty()
  readonly value!: string;

  @ApiProperty()
  readonly eventId!: string;

  @ApiProperty({ format: 'date-time' })
  readonly recordedAt!: string;

  @ApiProperty()
  readonly actor!: string;

  @ApiProperty({ type: String, nullable: true, description: 'Null where it was imported' })
  readonly reason!: string | null;

  @ApiProperty({ type: WithdrawnRuleAnswer, nullable: true, description: 'Who took it back, being a mistake' })
  readonly withdrawn!: WithdrawnRuleAnswer | null;

  @ApiProperty({ description: 'Whether it may be taken back now' })
  readonly mayWithdraw!: boolean;
}

class RuleAnswer {
  @ApiProperty({ enum: RULE_KINDS })
  readonly kind!: RuleKind;

  @ApiProperty({ description: 'Of a setting; else empty' })
  readonly key!: string;

  @ApiProperty()
  readonly utility!: string;

  @ApiProperty()
  readonly utilityName!: string;

  @ApiProperty()
  readonly unit!: string;

  @ApiProperty()
  readonly part!: string;

  @ApiProperty({ type: String, nullable: true })
  readonly houseId!: string | null;

  @ApiProperty({ type: String, nullable: true })
  readonly address!: string | null;

  @ApiProperty({ type: StatedRuleAnswer, nullable: true })
  readonly inForce!: StatedRuleAnswer | null;

  @ApiProperty({ type: [StatedRuleAnswer], description: 'In the order of their first days' })
  readonly history!: readonly StatedRuleAnswer[];
}

class RuleEndingAnswer {
  @ApiProperty({ enum: ['penalty_cap_percent', 'last_period'] satisfies readonly RuleEnding['key'][] })
  readonly key!: RuleEnding['key'];

  @ApiProperty({ format: 'date', description: 'The last day of which it is decided; it may be over' })
  readonly through!: string;
}

export class RulesAnswer {
  @ApiProperty({ type: [RuleAnswer] })
  readonly rules!: readonly RuleAnswer[];

  @ApiProperty({
    type: [RuleEndingAnswer],
    description:
      'Settings that end within two months from today, or have ended, and nobody has decided what comes then',
  })
  readonly ending!: readonly RuleEndingAnswer[];
}

export class RuleEffectAnswer {
  @ApiProperty({ type: String, nullable: true, description: 'What is in force on that day now' })
  readonly before!: string | null;

  @ApiProperty({ description: 'The first month that is computed with it', example: '2026-11' })
  readonly firstPeriod!: string;

  @ApiProperty({ type: 'integer', description: 'Open accounts that it holds for' })
  readonly accounts!: number;

  @ApiProperty({ type: String, format: 'date', nullable: true, description: 'No rule can begin earlier' })
  readonly notBefore!: string | null;
}
