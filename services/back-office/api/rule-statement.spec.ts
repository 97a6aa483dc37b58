import { choiceOf, ruleNamed, ruleName, settingChoice } from './rule-statement';

describe('what a list of choices sends', () => {
  it('names a rule in one text, and no other text names one', () => {
    const tariff = { kind: 'tariff', key: '', utility: 'hot_water', part: 'heat' } as const;
    expect(ruleNamed(ruleName(tariff))).toEqual(tariff);
    expect([ruleNamed(''), ruleNamed('wish|||'), ruleNamed('tariff||hot_water|heat|more')]).toEqual([null, null, null]);
  });

  it('names a value of a setting, and of no other setting', () => {
    expect(choiceOf('true_up_norm_months', settingChoice('true_up_norm_months', 'yes'))).toBe('yes');
    expect(choiceOf('due_day', settingChoice('true_up_norm_months', 'yes'))).toBeNull();
    expect(choiceOf('', '|yes')).toBeNull();
  });
});
