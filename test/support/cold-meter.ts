import { MeterInstalled } from '../../services/metering/domain/meter.events';

/** The meter of cold water that deciders are told about. */
export const COLD_METER = { account: '6301000017', meterId: 'cold-1' };

/** Its installation at 100 m³, verified until the end of the year; what differs is named. */
export function coldMeterInstalled(
  installedOn: string,
  own: Partial<Pick<MeterInstalled['data'], 'startValues' | 'verifiedUntil'>> = {},
): MeterInstalled {
  return {
    type: 'MeterInstalled',
    version: 1,
    data: {
      ...COLD_METER,
      ...{ utility: 'cold_water', serial: '17-004518', digits: 5, installedOn, verifiedUntil: '2026-12-31' },
      ...{ startValues: ['100'], replaces: null, maxMonthly: '50', effectiveOn: installedOn },
      ...own,
    },
  };
}
