// Helps to type a code: groups of digits while typing, and a way to look at it. Without scripts the form works as it is.
const QUASIGROUP = [
  '0317598642',
  '7092154863',
  '4206871359',
  '1750983426',
  '6123045978',
  '3674209581',
  '5869720134',
  '8945362017',
  '9438617205',
  '2581436790',
];

/** True when the last digit is the check digit (Damm) of those before it: a slip of the finger then costs no attempt. */
function holds(digits) {
  let interim = '0';
  for (const digit of digits) interim = QUASIGROUP[Number(interim)][Number(digit)];
  return interim === '0';
}

const digitsOf = (text) => text.replace(/\D/g, '');
const grouped = (digits) => digits.replace(/(\d{4})(?=\d)/g, '$1-');

function say(field, words) {
  let line = document.getElementById(`${field.id}-said`);
  if (line === null) {
    line = document.createElement('p');
    line.id = `${field.id}-said`;
    line.className = 'hint';
    line.setAttribute('aria-live', 'polite');
    field.after(line);
    field.setAttribute('aria-describedby', `${field.getAttribute('aria-describedby') ?? ''} ${line.id}`.trim());
  }
  line.textContent = words;
}

function watch(field, length) {
  field.addEventListener('input', () => {
    const atEnd = field.selectionStart === field.value.length;
    const digits = digitsOf(field.value).slice(0, length);
    if (atEnd) field.value = grouped(digits);
    const isWhole = digits.length === length;
    say(field, isWhole && !holds(digits) ? 'В цифрах опечатка: сверьте их с квитанцией.' : '');
  });
}

const login = document.getElementById('login');
const code = document.getElementById('code');
if (login !== null) watch(login, 9);
if (code !== null) {
  watch(code, 13);
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'button button-link';
  button.textContent = 'Показать код';
  button.setAttribute('aria-pressed', 'false');
  button.addEventListener('click', () => {
    const shown = code.type === 'password';
    code.type = shown ? 'text' : 'password';
    button.textContent = shown ? 'Скрыть код' : 'Показать код';
    button.setAttribute('aria-pressed', String(shown));
  });
  code.after(button);
}
