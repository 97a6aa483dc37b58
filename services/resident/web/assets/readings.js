// Says while typing what the reading adds to the last one, and what the month would cost with it. Without scripts the
// button «Сначала посчитать» says both.
const SCALE = 1_000_000n;
/** Typing is followed by a pause; until then nobody is asked. */
const PAUSE_MILLISECONDS = 500;

/** A decimal with a comma or a point, as whole millionths; null where it is none. */
function millionths(text) {
  const match = /^(\d{1,12})(?:[.,](\d{1,6}))?$/.exec(text.replace(/\s/g, ''));
  return match === null ? null : BigInt(match[1]) * SCALE + BigInt((match[2] ?? '').padEnd(6, '0'));
}

function inWords(value) {
  const fraction = String(value % SCALE)
    .padStart(6, '0')
    .replace(/0+$/, '');
  return `${value / SCALE}${fraction === '' ? '' : `,${fraction}`}`;
}

function rubles(kopecks) {
  const digits = String(Math.abs(kopecks)).padStart(3, '0');
  const whole = digits.slice(0, -2).replace(/\B(?=(\d{3})+$)/g, '\u202f');
  return `${kopecks < 0 ? '\u2212' : ''}${whole},${digits.slice(-2)}\u00a0₽`;
}

/** What the engine that bills makes of the values; null where it refuses them: the form then says why. */
async function priceOf(account, meterId, values) {
  const answer = await fetch(`/api/accounts/${encodeURIComponent(account)}/readings/forecasts`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'X-Kvitok-Request': '1' },
    body: JSON.stringify({ meterId, values: values.map((value) => value.replace(/\s/g, '').replace(',', '.')) }),
  }).catch(() => null);
  return answer?.ok ? answer.json() : null;
}

for (const form of document.querySelectorAll('form')) {
  const fields = [...form.querySelectorAll('.reading')];
  const line = form.querySelector('.reading-difference');
  if (fields.length === 0 || line === null) continue;
  let asked = 0;
  let pause;
  const tell = () => {
    const parts = fields.map(({ value, dataset }) => {
      const [now, last] = [millionths(value), millionths(dataset.last)];
      if (now === null || last === null) return null;
      return now >= last ? `${inWords(now - last)} ${line.dataset.unit}` : 'меньше прошлого';
    });
    const growth = parts.every((part) => part === null)
      ? ''
      : `Расход: ${parts.map((part) => part ?? '…').join(' и ')}`;
    line.textContent = growth;
    clearTimeout(pause);
    asked += 1;
    const mine = asked;
    if (parts.some((part) => part === null || part === 'меньше прошлого')) return;
    pause = setTimeout(async () => {
      const { account, meterId } = form.elements;
      const price = await priceOf(
        account.value,
        meterId.value,
        fields.map(({ value }) => value),
      );
      // Whatever was typed meanwhile has a later answer.
      if (price !== null && mine === asked) {
        line.textContent = `${growth}. Начисление за месяц: ${rubles(price.amountKopecks)}`;
      }
    }, PAUSE_MILLISECONDS);
  };
  for (const field of fields) field.addEventListener('input', tell);
}
