// The table of named thresholds, kept at the costs and the prevalence that the panel has.
const panelTable = (() => {
  const place = document.getElementById('decide-named');
  const body = place?.querySelector('tbody');
  const original = body ? [...body.rows] : [];
  const LONG = { least: 'least cost on these rows' };
  let turn = 0;

  function cells(one, cut, setting) {
    const m = cuts.measures(one, cut, setting);
    const { rows, rate, share } = panelWords;
    if (setting.confidence) return [rows(m.tp + m.fp), rows(m.fp), rows(m.fn + m.tn), share(m.alerts), share(m.error), rate(1e4 * m.cost)];
    const counts = [m.tp, m.fp, m.fn, m.tn].map(rows);
    return [...counts, share(m.precision), share(m.recall), share(m.f1), rate(1e4 * m.cost), rate(1e4 * m.alerts)];
  }

  function row(texts, names) {
    const made = document.createElement('tr');
    made.append(...texts.map((text, i) => {
      const cell = document.createElement(i ? 'td' : 'th');
      if (!i) cell.scope = 'row';
      if (i >= names) cell.className = 'number';
      cell.textContent = text;
      return cell;
    }));
    return made;
  }

  // `outcome(i)` promises one of `count` outcomes; `own`: costs and prevalence are those that the page was written with.
  async function show(count, outcome, setting, own) {
    const mine = ++turn;
    if (!body) return;
    const made = [];
    for (let i = 0; i < count && !own; i++) {
      const one = await outcome(i);
      if (mine !== turn) return;
      for (const { key, label, threshold, cut } of panelMarks.named(one, setting)) {
        const first = [LONG[key] ?? label, panelWords.threshold(one, threshold, cut)];
        made.push(count > 1 ? row([one.name, ...first, ...cells(one, cut, setting)], 2) : row([...first, ...cells(one, cut, setting)], 1));
      }
    }
    body.replaceChildren(...(own ? original : made));
  }

  return { place, show };
})();
