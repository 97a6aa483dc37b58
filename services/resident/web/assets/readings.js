// Says while typing what the reading adds to the last one. Without scripts the button «Сначала посчитать» says it.
const SCALE = 1_000_000n;

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

for (const form of document.querySelectorAll('form')) {
  const fields = [...form.querySelectorAll('.reading')];
  const line = form.querySelector('.reading-difference');
  if (fields.length === 0 || line === null) continue;
  const tell = () => {
    const parts = fields.map(({ value, dataset }) => {
      const [now, last] = [millionths(value), millionths(dataset.last)];
      if (now === null || last === null) return null;
      return now >= last ? `${inWords(now - last)} ${line.dataset.unit}` : 'меньше прошлого';
    });
    line.textContent = parts.every((part) => part === null)
      ? ''
      : `Расход: ${parts.map((part) => part ?? '…').join(' и ')}`;
  };
  for (const field of fields) field.addEventListener('input', tell);
}
