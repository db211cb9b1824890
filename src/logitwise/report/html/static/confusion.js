// The confusion of many classes: all of them, or a class that is searched for with those it is confused with.
(() => {
  const known = given.sections.classes;
  const field = document.getElementById('classes-search');
  if (!known || !field) return;
  const everyone = document.getElementById('classes-all');
  const told = document.getElementById('classes-found');
  const list = document.getElementById('classes-errors');
  const before = list && [...list.tBodies[0].rows];
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
    const params = {
      names: places.map((place) => known.names[place]), counts: places.length <= known.counts, x_step: step, y_step: step,
      level: places.every((place) => [...known.names[place]].length <= known.level),
    };
    return charts.set('classes-confusion', { params, data: { cells: columns(places) } });
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
  const percent = (share) => `${(100 * share).toFixed(1)} %`;

  function cell(text, key, name = 'td') {
    const made = document.createElement(name);
    made.textContent = text;
    made.dataset.key = key;
    return made;
  }

  function line([truth, decision, i]) {
    const row = document.createElement('tr');
    const head = cell(known.names[truth], truth, 'th');
    head.scope = 'row';
    const share = known.rows[i] / known.support[truth];
    const numbers = [cell(count(known.rows[i]), known.rows[i]), cell(percent(share), share)];
    for (const number of numbers) number.className = 'number';
    const interval = cell(`${percent(known.low[i]).slice(0, -2)} to ${percent(known.high[i])}`, known.low[i]);
    interval.className = 'interval';
    interval.append(bar(known.low[i], share, known.high[i]));
    row.append(head, cell(known.names[decision], decision), ...numbers, interval);
    return row;
  }

  const at = (share) => 100 * Math.min(1, share / known.most);

  function bar(low, share, high) {
    const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
    for (const [name, value] of [['class', 'bar'], ['viewBox', '0 0 100 10'], ['preserveAspectRatio', 'none'], ['aria-hidden', 'true']]) svg.setAttribute(name, value);
    for (const [d, name] of [[`M${at(low)} 5H${at(high)}`, ''], [`M${at(share)} 1V9`, 'at']]) {
      const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
      path.setAttribute('d', d);
      if (name) path.setAttribute('class', name);
      svg.append(path);
    }
    return svg;
  }

  function listed(chosen) {
    if (!list) return '';
    const mine = chosen && cells.filter(([truth, decision]) => chosen.has(truth) || chosen.has(decision));
    list.tBodies[0].replaceChildren(...(mine ? mine.slice(0, known.listed).map(line) : before));
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
    const found = `${count(places.length)} of ${count(known.names.length)} classes found.`;
    if (!places.length) { told.textContent = found; return undefined; }
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
