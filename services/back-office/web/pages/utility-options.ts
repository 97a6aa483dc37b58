import { componentInWords, SelectOption } from '#libs/web';
import { OfficeNames } from '#services/billing/api/client';

/**
 * Utilities to choose from, each part of a tariff by itself: `hot_water|heat`. A utility that is charged by one tariff as
 * well as by parts, such as electricity by day and night, is there as a whole, too.
 */
export function tariffOptions(utilities: OfficeNames['utilities']): readonly SelectOption[] {
  return utilities.flatMap(({ utility, name, components, hasWholeTariff }) => {
    const whole = components.length === 0 ? [{ value: utility, text: name }] : [];
    const beside = components.length > 0 && hasWholeTariff ? [{ value: utility, text: `${name}, единый тариф` }] : [];
    const parts = components.map((part) => ({
      value: `${utility}|${part}`,
      text: `${name}, ${componentInWords(part)}`,
    }));
    return [...whole, ...beside, ...parts];
  });
}

/** Utilities to choose from, by their names. */
export function utilityOptions(utilities: OfficeNames['utilities']): readonly SelectOption[] {
  return utilities.map(({ utility, name }) => ({ value: utility, text: name }));
}
