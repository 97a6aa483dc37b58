import { StaffRole } from '#services/identity/api/client';

const ROLES: Readonly<Record<StaffRole, string>> = {
  operator: 'оператор',
  accountant: 'бухгалтер',
  chief: 'руководитель',
};

export function roleInWords(role: StaffRole): string {
  return ROLES[role];
}
