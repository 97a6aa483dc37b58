// What opens on demand is on paper as well. The style sheet does it where a browser knows `::details-content`; an earlier
// one prints what is open alone.
const opened = new Set();

addEventListener('beforeprint', () => {
  for (const closed of document.querySelectorAll('details:not([open])')) {
    closed.open = true;
    opened.add(closed);
  }
});

addEventListener('afterprint', () => {
  for (const one of opened) one.open = false;
  opened.clear();
});
