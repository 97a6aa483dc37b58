/* Keys for those who work all day: nothing here is needed, every page works without. */
let waitsForSection = false;

function isTyping(target) {
  return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName ?? '');
}

function rows() {
  return [...document.querySelectorAll('main table tbody a[href], main table tbody button')];
}

function move(by) {
  const all = rows();
  if (all.length === 0) return;
  const at = all.indexOf(document.activeElement);
  const next = at < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(all.length - 1, Math.max(0, at + by));
  all[next].focus();
}

document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || isTyping(event.target)) return;
  if (waitsForSection) {
    waitsForSection = false;
    const section = document.querySelectorAll('nav .navigation a')[Number(event.key) - 1];
    if (section) section.click();
    return;
  }
  if (event.code === 'KeyG') waitsForSection = true;
  else if (event.code === 'KeyJ') move(1);
  else if (event.code === 'KeyK') move(-1);
  else if (event.key === '/') {
    const search = document.querySelector('header input[type="search"]');
    if (!search) return;
    event.preventDefault();
    search.focus();
  } else if (event.key === '?') document.location.assign('/keys');
});
