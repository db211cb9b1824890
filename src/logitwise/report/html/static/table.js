// Tables that sort by any column, and fields that show the rows they find.
const tables = (() => {
  const collator = new Intl.Collator(undefined, { numeric: true });

  // What a cell is sorted by: a number where it has a key, nothing (NaN) where the key is empty, else its words.
  function keyOf(cell) {
    const key = cell.dataset.key ?? cell.textContent.trim();
    if (key === '') return NaN;
    const number = Number(key);
    return Number.isNaN(number) ? key : number;
  }

  const undefinedKey = (key) => typeof key === 'number' && Number.isNaN(key);

  function compared(a, b) {
    if (typeof a === 'number' && typeof b === 'number') return a - b;
    return collator.compare(String(a), String(b));
  }

  // Rows in the order of a column; what is undefined stands last either way, equal rows stay as they stood.
  function sort(table, column, descending) {
    const body = table.tBodies[0];
    const keyed = [...body.rows].map((row) => [keyOf(row.cells[column]), row]);
    const known = keyed.filter(([key]) => !undefinedKey(key));
    known.sort(([a], [b]) => (descending ? compared(b, a) : compared(a, b)));
    body.append(...known.map(([, row]) => row), ...keyed.filter(([key]) => undefinedKey(key)).map(([, row]) => row));
    [...table.tHead.rows[0].cells].forEach((head, i) => {
      if (head.firstElementChild?.classList.contains('sort')) {
        head.setAttribute('aria-sort', i === column ? (descending ? 'descending' : 'ascending') : 'none');
      }
    });
  }

  // Headings become buttons; a column's first click puts small numbers first, words in their order.
  function makeSortable(table) {
    [...table.tHead.rows[0].cells].forEach((head, column) => {
      const button = document.createElement('button');
      button.type = 'button';
      button.className = 'sort';
      button.append(...head.childNodes);
      head.append(button);
      head.setAttribute('aria-sort', 'none');
      button.addEventListener('click', () => sort(table, column, head.getAttribute('aria-sort') === 'ascending'));
    });
  }

  const plain = (text) => text.trim().toLocaleLowerCase();

  // Which of some names are meant: those that are the words, else those that hold them.
  function matcher(query, names) {
    const wanted = plain(query);
    if (wanted === '') return () => true;
    const exact = names.some((name) => plain(name) === wanted);
    return (name) => (exact ? plain(name) === wanted : plain(name).includes(wanted));
  }

  const namesOf = (row) => [...row.querySelectorAll('th, [data-find]')].map((cell) => cell.textContent);

  // One row in a body of its own, which is never sorted, where no other row is left.
  function sayNone(table, none) {
    table.tBodies[1]?.remove();
    if (!none) return;
    const cell = table.createTBody().insertRow().insertCell();
    cell.colSpan = table.tHead.rows[0].cells.length;
    cell.textContent = 'none';
  }

  function filter(table, query) {
    const rows = [...table.tBodies[0].rows];
    const names = rows.map(namesOf);
    const meant = matcher(query, names.flat());
    let found = 0;
    rows.forEach((row, i) => {
      row.hidden = !names[i].some(meant);
      if (!row.hidden) found += 1;
    });
    sayNone(table, rows.length > 0 && found === 0);
    return [found, rows.length];
  }

  for (const table of document.querySelectorAll('table[data-sortable]')) makeSortable(table);
  for (const field of document.querySelectorAll('input[data-filter]')) {
    const filtered = field.dataset.filter.split(' ').map((id) => document.getElementById(id)).filter(Boolean);
    const told = document.getElementById(field.getAttribute('aria-describedby'));
    field.addEventListener('input', () => {
      const counts = filtered.map((table) => filter(table, field.value));
      if (told) told.textContent = field.value.trim() ? `${counts[0][0]} of ${counts[0][1]} found.` : '';
    });
  }
  return { sort, filter, matcher, sayNone };
})();
