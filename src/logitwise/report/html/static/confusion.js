// The confusion of many classes: all of them, or a class that is searched for with those it is confused with.
(() => {
  const known = given.sections.classes;
  const field = document.getElementById('classes-search');
  if (!known || !field) return;
  const everyone = document.getElementById('classes-all');
  const told = document.getElementById('classes-found');
  const list = document.getElementById('classes-errors');
  const before = list && [...list.tBodies[0].rows];
  const heading = document.getElementById('classes-confusion').closest('figure').querySelector('.figure-title');
  const title = heading.textContent;
  const caption = list?.caption.textContent;
  const most = known.first.length;
  const cells = known.truth.map((truth, i) => [truth, known.decision[i], i]);

  // Columns of the drawing for the classes at some places, in reading order.
  function columns(places) {
    const position = new Map(places.map((place, i) => [place, i]));
    const found = { row: [], column: [], truth: [], decision: [], rows: [], share: [], right: [] };
    const add = (truth, decision, rows, right) => {
      found.row.push(position.get(truth));
      found.column.push(position.get(decision));
      found.truth.push(known.names[truth]);
      found.decision.push(known.names[decision]);
      found.rows.push(rows);
      found.share.push(known.support[truth] ? rows / known.support[truth] : null);
      found.right.push(right);
    };
    for (const place of places) add(place, place, known.hits[place], true);
    for (const [truth, decision, i] of cells) {
      if (position.has(truth) && position.has(decision)) add(truth, decision, known.rows[i], false);
    }
    return found;
  }

  function draw(places) {
    const step = known.steps.find(([classes]) => places.length <= classes)?.[1] ?? known.smallest;
    const cellsOf = columns(places);
    const wrong = cellsOf.share.filter((share, i) => share && !cellsOf.right[i]);
    const params = {
      names: places.map((place) => known.labels[place]), counts: places.length <= known.counts, x_step: step, y_step: step,
      level: step > known.smallest && places.every((place) => [...known.names[place]].length <= known.level),
      most: wrong.length ? Math.max(...wrong) : 1,
    };
    heading.textContent = places === known.first ? title : known.title;
    return charts.set('classes-confusion', { params, data: { cells: cellsOf } });
  }

  // The classes that are meant, and those they are most confused with, as many as are looked at together.
  function company(meant) {
    const shown = new Set(meant.slice(0, most));
    for (const [truth, decision] of cells) {
      if (shown.size >= most) break;
      if (meant.includes(truth)) shown.add(decision);
      else if (meant.includes(decision)) shown.add(truth);
    }
    return [...shown].sort((a, b) => a - b);
  }

  const count = (rows) => rows.toLocaleString('en');

  // A row as the page has them, with the words that came with the page for another mistake.
  function line([truth, decision, i]) {
    const row = before[0].cloneNode(true);
    const said = [
      [known.names[truth], truth], [known.names[decision], decision], [count(known.rows[i]), known.rows[i]],
      [known.shares[i], known.rows[i] / known.support[truth]], [known.intervals[i], known.low[i]],
    ];
    said.forEach(([text, key], k) => {
      row.cells[k].firstChild.data = text;
      row.cells[k].dataset.key = key;
    });
    const [span, mark] = row.querySelectorAll('path');
    span.setAttribute('d', known.spans[i]);
    mark.setAttribute('d', known.marks[i]);
    return row;
  }

  function listed(chosen) {
    if (!list) return '';
    const mine = chosen && cells.filter(([truth, decision]) => chosen.has(truth) || chosen.has(decision));
    list.tBodies[0].replaceChildren(...(mine ? mine.slice(0, known.listed).map(line) : before));
    tables.sayNone(list, mine && !mine.length);
    for (const head of list.tHead.rows[0].cells) head.setAttribute('aria-sort', 'none');
    const some = mine && mine.length > known.listed ? `, the first ${known.listed} listed` : '';
    list.caption.textContent = mine ? `Mistakes with what was searched for: ${count(mine.length)}${some}` : caption;
    const of = known.left ? `, of the ${count(known.rows.length)} commonest` : '';
    return mine ? `${count(mine.length)} kinds of mistakes with them${of}.` : '';
  }

  function search() {
    const query = field.value.trim();
    const all = everyone?.getAttribute('aria-pressed') === 'true';
    if (query === '') {
      listed(null);
      told.textContent = all ? `All ${count(known.names.length)} classes are drawn.` : '';
      return draw(all ? known.names.map((_, place) => place) : known.first);
    }
    const meant = tables.matcher(query, known.names);
    const places = known.names.map((_, place) => place).filter((place) => meant(known.names[place]));
    const more = listed(new Set(places));
    if (!places.length) {
      const drawn = known.first.length < known.names.length ? 'the classes with the most mistakes are drawn' : 'all are drawn';
      told.textContent = `No class is named “${query}”; ${drawn}.`;
      return draw(known.first);
    }
    const found = `${count(places.length)} of ${count(known.names.length)} classes found.`;
    const shown = company(places);
    told.textContent = `${found} ${more} ${shown.length} classes are drawn.`;
    return draw(shown);
  }

  let waiting = 0;
  field.addEventListener('input', () => { clearTimeout(waiting); waiting = setTimeout(search, 80); });
  everyone?.addEventListener('click', () => {
    everyone.setAttribute('aria-pressed', String(everyone.getAttribute('aria-pressed') !== 'true'));
    field.value = '';
    field.dispatchEvent(new Event('input'));
  });
})();
