/** What an event is called in the office. One that has no words here goes by its own name, and is no less there. */
const ACTS: Readonly<Record<string, string>> = {
  StaffMemberRegistered: 'Добавлен сотрудник',
  StaffRoleChanged: 'Изменена должность',
  StaffMemberSuspended: 'Вход приостановлен',
  StaffMemberRestored: 'Вход открыт',
  StaffLinkIssued: 'Выдана ссылка для входа',
  StaffPasswordSet: 'Задан пароль',
  SecondFactorEnrolled: 'Подключено приложение для входа',
  SecondFactorWithdrawn: 'Пароль и приложение отозваны',
  StaffSignedIn: 'Вход',
  ApprovalRequested: 'Отправлено на согласование',
  ApprovalGranted: 'Согласовано',
  ApprovalRefused: 'Отказано',
  ApprovalWithdrawn: 'Запрос отозван',
  CredentialIssued: 'Выдан код доступа',
  CredentialReissued: 'Заменён код доступа',
  CredentialRevoked: 'Отозван код доступа',
  CodePrinted: 'Напечатан код доступа',
  CodePrintRequested: 'Код пойдёт в следующую квитанцию',
  PrintRunRequested: 'Запрошена печать кодов',
  PrintRunApproved: 'Печать кодов согласована',
  PrintRunPrinted: 'Коды напечатаны',
  CabinetEntered: 'Вход в личный кабинет',
  ContactVerified: 'Записан адрес почты',
  ContactWithdrawn: 'Удалён адрес почты',
  PersonErased: 'Удалены личные данные',
  ReadingAccepted: 'Принято показание',
  ReadingCorrected: 'Исправлено показание',
  ReadingDoubtSettled: 'Проверено сомнительное показание',
  CalculationAsked: 'Запущен расчёт',
  PaymentReceived: 'Записан платёж',
  PaymentReversed: 'Сторнирован платёж',
  TariffSet: 'Задан тариф',
  NormSet: 'Задан норматив',
  SettingDecided: 'Изменена настройка',
  KeyRateAnnounced: 'Задана ключевая ставка',
  RaisingCoefficientSet: 'Задан повышающий коэффициент',
  PeriodClosed: 'Закрыт месяц по счёту',
  SlipIssued: 'Сформирована квитанция',
};

const FIELDS: Readonly<Record<string, string>> = {
  account: 'счёт',
  actorRole: 'в должности',
  amountKopecks: 'сумма, копеек',
  companies: 'компании',
  companyId: 'компания',
  device: 'устройство',
  from: 'с',
  grantedBy: 'согласовал',
  houseId: 'дом',
  kind: 'вид',
  period: 'месяц',
  plan: 'что делается',
  price: 'цена',
  reason: 'основание',
  requestedBy: 'просил',
  role: 'должность',
  staffId: 'сотрудник',
  subject: 'о чём',
  summary: 'подробно',
  utility: 'услуга',
  value: 'значение',
  values: 'значения',
};

export function actInWords(type: string): string {
  return ACTS[type] ?? type;
}

export function fieldInWords(field: string): string {
  return FIELDS[field] ?? field;
}
