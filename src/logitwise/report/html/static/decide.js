// The decision panel: one threshold that moves every count, number and chart together.
(async () => {
  const panel = document.getElementById('decide-panel');
  const said = given.sections.decide;
  if (!panel || !said?.outcomes?.length) return;
  const $ = (name) => document.getElementById(`decide-${name}`);
  const confidence = said.kind === 'confidence';
  const opened = new Map();
  const initial = { wrong: said.wrong, missed: said.missed, pi: said.prevalence, of: said.shown };
  let now = { of: -1, wrong: initial.wrong, missed: initial.missed, pi: initial.pi, p: 0.5, cut: 0, position: 0 };
  let one = null;
  const $slider = $('slider');
  const slow = (call, wait) => { let timer = 0; return () => { clearTimeout(timer); timer = setTimeout(call, wait); }; };

  const { signed, rows, rate, share, percent, TITLES } = panelWords;
  const put = (name, text) => { const place = $(name); if (place && place.textContent !== text) place.textContent = text; };

  const setting = () => ({ pi: confidence ? null : now.pi, costs: now, confidence });

  // Why a number is undefined, in place of a 0 that nobody counted.
  function reasons(m) {
    const noTruth = one.positives ? '' : `no row is truly ${one.name}`;
    const noRest = one.negatives ? '' : `no row is truly ${one.other}`;
    const none = confidence ? 'no row is answered' : `no row is decided ${one.name}`;
    const mixed = now.pi === null ? '' : noTruth || noRest;
    return {
      recall: noTruth, specificity: noRest, precision: mixed || (m.tp + m.fp > 0 ? '' : none), error: none,
      f1: mixed || noTruth, accuracy: mixed, alerts: mixed, cost: mixed,
    };
  }

  function numbers() {
    const m = cuts.measures(one, now.cut, setting());
    const all = one.positives + one.negatives;
    for (const name of ['tp', 'fp', 'fn', 'tn']) put(name, rows(m[name]));
    put('taken', rows(m.tp + m.fp));
    put('left', rows(m.fn + m.tn));
    put('positives', rows(one.positives));
    put('negatives', rows(one.negatives));
    put('all', rows(all));
    put('tp-share', percent(cuts.ratio(m.tp, one.positives)));
    put('fn-share', percent(cuts.ratio(m.fn, one.positives)));
    put('fp-share', percent(cuts.ratio(m.fp, one.negatives)));
    put('tn-share', percent(cuts.ratio(m.tn, one.negatives)));
    for (const name of ['tp', 'fp', 'fn', 'tn']) put(`mix-${name}`, rate((1e4 * m.mix[name]) / m.mix.rows));
    for (const name of ['recall', 'specificity', 'precision', 'f1', 'accuracy', 'error']) put(name, share(m[name]));
    put('coverage', share(m.alerts));
    put('alerts', rate(1e4 * m.alerts));
    put('cost', rate(1e4 * m.cost));
    const why = reasons(m);
    for (const [name, reason] of Object.entries(why)) put(`${name}-why`, Number.isFinite(m[name]) ? '' : reason);
    return m;
  }

  function threshold() {
    const z = cuts.logOdds(now.p);
    $slider.value = String(now.position);
    const words = `probability ${now.p}, log-odds ${signed(z.toFixed(3))}`;
    $slider.setAttribute('aria-valuetext', words);
    put('now', String(now.p));
    put('log-odds', signed(z.toFixed(3)));
    const p = $('p');
    if (document.activeElement !== p) p.value = String(now.p);
    const moved = one.whole ? '' : movedTo();
    put('edge', moved);
    for (const button of $('markers').children) button.setAttribute('aria-pressed', String(Number(button.dataset.cut) === now.cut));
    $('panel').dataset.cut = String(now.cut);
  }

  function movedTo() {
    if (now.cut >= one.score.length) return '';
    const edge = cuts.edge(one, now.cut);
    return Math.abs(edge - now.p) < 5e-7 * edge ? '' : `Counted from ${Number(edge.toPrecision(6))} up, where the next cut that is kept begins.`;
  }

  function sentence(m) {
    const at = `At threshold ${now.p}`;
    const cost = `Cost per 10,000 rows: ${rate(1e4 * m.cost)}.`;
    if (confidence) {
      return `${at}: ${rows(m.tp + m.fp)} of ${rows(one.positives + one.negatives)} rows answered, ${rows(m.fp)} of them wrong (${percent(m.error)}); ${rows(m.fn + m.tn)} left to a person. ${cost}`;
    }
    return `${at}: of ${rows(one.positives)} rows that are ${one.name}, ${rows(m.tp)} are found and ${rows(m.fn)} missed; of ${rows(one.negatives)} that are ${one.other}, ${rows(m.fp)} are false alarms. ${cost}`;
  }

  const tell = slow(() => put('said', sentence(cuts.measures(one, now.cut, setting()))), 400);
  const keep = slow(() => state.write('decide', fragmentOf()), 300);
  let asked = false;

  // Numbers at once, charts with the next frame.
  function show({ silent = false } = {}) {
    const m = numbers();
    threshold();
    tell();
    if (!silent) keep();
    if (asked) return;
    asked = true;
    requestAnimationFrame(() => { asked = false; cutCharts.move(one, cuts.measures(one, now.cut, setting()), now.p, setting()); });
    return m;
  }

  const nearest = (p) => Math.max(0, Math.min(one.count - 1, Math.round(cuts.logOdds(p) / one.step) - one.first));
  function to(p, cut, how) { now = { ...now, p, cut, position: nearest(p) }; show(how); }
  function toPosition(i, how) {
    const cut = one.at[i];
    now = { ...now, position: i, cut, p: cuts.written(one, cuts.chance((one.first + i) * one.step), cut) };
    show(how);
  }
  const typed = (p, how) => to(p, cuts.cutOf(one, p), how);

  // Markers: those that came with the page, and those that follow from the costs.
  function markers() {
    const best = cuts.least(one, setting());
    const wanted = cuts.implied(one, setting());
    const found = one.markers.map((each) => ({ ...each, title: TITLES[each.key] ?? '' }));
    found.push({ key: 'least', label: 'least cost', threshold: cuts.between(one, best), cut: best, title: TITLES.least });
    if (wanted > 0 && wanted < 1) found.push({ key: 'implied', label: 'implied by costs', threshold: wanted, cut: cuts.cutOf(one, wanted), title: TITLES.implied });
    const place = $('markers');
    const focused = [...place.children].indexOf(document.activeElement);
    place.replaceChildren(...found.map(button));
    if (focused >= 0) place.children[Math.min(focused, found.length - 1)].focus();
    const marks = $('marks');
    marks.replaceChildren(...found.map(({ key, threshold: p }) => {
      const mark = document.createElement('span');
      mark.className = `mark ${key}`;
      mark.style.left = `${100 * where(cuts.logOdds(p))}%`;
      return mark;
    }));
  }
  function button({ key, label, threshold: p, cut, title }) {
    const made = document.createElement('button');
    made.type = 'button';
    made.className = `button quiet small marker ${key}`;
    made.dataset.cut = String(cut);
    made.dataset.key = key;
    made.title = title;
    const value = document.createElement('b');
    value.textContent = String(Number(p.toPrecision(4)));
    made.append(`${label} `, value);
    made.addEventListener('click', () => to(p, cut));
    return made;
  }
  const where = (z) => Math.max(0, Math.min(1, (z / one.step - one.first) / Math.max(one.count - 1, 1)));

  // Probabilities along the slider, as many as stand apart.
  function scale() {
    const wide = $slider.clientWidth || 600;
    const shown = [];
    let last = -Infinity;
    for (const p of [1e-12, 1e-9, 1e-6, 1e-4, 0.001, 0.01, 0.1, 0.25, 0.5, 0.75, 0.9, 0.99, 0.999, 0.9999, 0.999999]) {
      const z = cuts.logOdds(p);
      const x = where(z) * wide;
      if (z < one.first * one.step || z > (one.first + one.count - 1) * one.step || x - last < 58) continue;
      last = x;
      const mark = document.createElement('span');
      mark.textContent = String(p);
      mark.style.left = `${100 * where(z)}%`;
      shown.push(mark);
    }
    $('scale').replaceChildren(...shown);
  }

  async function choose(of) {
    if (!opened.has(of)) opened.set(of, await cuts.open(said.outcomes[of]));
    one = opened.get(of);
    now.of = of;
    $slider.max = String(one.count - 1);
    for (const place of panel.parentElement.querySelectorAll('[data-name]')) place.textContent = one[place.dataset.name];
    if ($('of')) $('of').value = String(of);
    const held = rows(one.all);
    put('kept', one.offered < one.all ? `Of ${held} thresholds that tell these scores apart the page keeps ${rows(one.offered)}, those of the slider among them; counts at each are exact.` : one.exact ? '' : 'Scores were too many to keep one by one and were counted in cells: counts are exact where a cell begins, and a threshold inside one is moved up to the next.');
    scale();
    figures();
  }

  // Titles and tables beside the charts are of the outcome and the rows that the page was written with.
  const own = () => now.of === initial.of && setting().pi === null;
  function figures() {
    const kind = (place) => place.closest('figure');
    for (const place of document.querySelectorAll('#decide-charts [data-figure]')) {
      const figure = kind(place);
      const title = figure.querySelector('.figure-title, h3, h4');
      const caption = figure.querySelector('figcaption');
      figure.dataset.title ??= title.textContent;
      figure.dataset.caption ??= caption.textContent;
      const plain = place.dataset.plain ??= figure.dataset.title.split(' of ')[0];
      const follows = !['decide-roc', 'decide-scores'].includes(place.id);
      const changed = now.of !== initial.of || (setting().pi !== null && follows);
      const mix = setting().pi !== null && follows ? `, at a prevalence of ${percent(now.pi)}` : '';
      title.textContent = changed ? `${plain}: ${one.name}${mix}` : figure.dataset.title;
      place.setAttribute('aria-label', title.textContent);
      caption.textContent = changed ? 'Drawn from the counts of this page; the numbers at the threshold stand above.' : figure.dataset.caption;
      const table = figure.querySelector('details');
      if (table) table.hidden = changed;
    }
    cutCharts.redraw(one, setting(), { original: now.of === initial.of });
  }

  function changed() {
    markers();
    const raw = one.positives / (one.positives + one.negatives);
    put('mix-title', `Per 10,000 rows${confidence ? '' : now.pi === null ? `, ${percent(raw)} of them ${one.name} as here` : `, ${percent(now.pi)} of them ${one.name}`}`);
    if ($('mixed')) $('mixed').hidden = now.pi === null;
    const always = cuts.measures(one, 0, setting()).cost;
    const never = cuts.measures(one, one.score.length, setting()).cost;
    put('cost-others', Number.isFinite(always + never) ? (confidence ? `every row answered: ${rate(1e4 * always)}; none: ${rate(1e4 * never)}` : `all decided ${one.name}: ${rate(1e4 * always)}; none: ${rate(1e4 * never)}`) : '');
  }

  // Inputs that say what is wrong with them and leave the state as it was.
  const FIELDS = {
    p: { ok: (x) => x > 0 && x < 1, wanted: 'A probability above 0 and below 1.', set: (x) => typed(x) },
    wrong: { ok: (x) => x >= 0 && x <= 1e9 && x + now.missed > 0, wanted: 'A cost from 0 to 1,000,000,000; not both of them 0.', set: (x) => { now.wrong = x; changed(); show(); } },
    missed: { ok: (x) => x >= 0 && x <= 1e9 && x + now.wrong > 0, wanted: 'A cost from 0 to 1,000,000,000; not both of them 0.', set: (x) => { now.missed = x; changed(); show(); } },
    prevalence: { ok: (x) => x > 0 && x < 1, wanted: 'A share above 0 and below 1; empty for that of the rows.', set: (x) => { now.pi = x; changed(); show(); redrawn(); }, empty: null },
  };
  const redrawn = slow(() => figures(), 150);
  function fault(name, text) {
    put(`${name}-fault`, text);
    if (text) $(name).setAttribute('aria-invalid', 'true'); else $(name).removeAttribute('aria-invalid');
  }
  for (const [name, field] of Object.entries(FIELDS)) {
    $(name)?.addEventListener('input', () => {
      const text = $(name).value.trim().replace(',', '.');
      const blank = text === '' && 'empty' in field;
      const x = text === '' ? NaN : Number(text);
      const fits = blank || (Number.isFinite(x) && field.ok(x));
      fault(name, fits ? '' : field.wanted);
      if (fits) field.set(blank ? field.empty : x);
    });
    $(name)?.addEventListener('blur', () => { fault(name, ''); fill(); });
  }
  function fill() {
    $('p').value = String(now.p);
    $('wrong').value = String(now.wrong);
    $('missed').value = String(now.missed);
    if ($('prevalence')) $('prevalence').value = now.pi === null ? '' : String(now.pi);
  }
  $slider.addEventListener('input', () => toPosition(Number($slider.value)));

  const unique = (of) => said.outcomes.filter((each) => each.name === said.outcomes[of].name).length === 1;
  function fragmentOf() {
    const { of, wrong, missed, pi, p } = now;
    return {
      t: p, fp: wrong === initial.wrong ? null : wrong, fn: missed === initial.missed ? null : missed,
      prevalence: pi === initial.pi ? null : pi ?? 'rows',
      of: of === initial.of ? null : unique(of) ? said.outcomes[of].name : `#${of + 1}`,
    };
  }
  // From the address only numbers and names that are here are taken.
  async function restore() {
    const address = state.read();
    const number = (name, field) => {
      const text = address.get(name);
      const x = text === null || text.trim() === '' ? NaN : Number(text);
      return Number.isFinite(x) && field.ok(x) ? x : null;
    };
    const named = address.get('of');
    const of = said.outcomes.findIndex((each, i) => (unique(i) ? each.name === named : `#${i + 1}` === named));
    now.wrong = initial.wrong;
    now.missed = initial.missed;
    now.wrong = number('fp', { ok: (x) => x >= 0 && x <= 1e9 }) ?? initial.wrong;
    now.missed = number('fn', { ok: (x) => x >= 0 && x <= 1e9 }) ?? initial.missed;
    if (now.wrong + now.missed === 0) [now.wrong, now.missed] = [initial.wrong, initial.missed];
    now.pi = confidence ? null : address.get('prevalence') === 'rows' ? null : number('prevalence', FIELDS.prevalence) ?? initial.pi;
    await choose(of >= 0 ? of : initial.of);
    changed();
    const t = number('t', FIELDS.p);
    if (t === null) start({ silent: true }); else typed(t, { silent: true });
    fill();
  }
  function start(how) {
    const first = one.markers[one.start];
    to(first.threshold, first.cut, how);
  }

  $('reset').addEventListener('click', async () => {
    Object.assign(now, { wrong: initial.wrong, missed: initial.missed, pi: initial.pi });
    for (const name of Object.keys(FIELDS)) if ($(name)) fault(name, '');
    await choose(initial.of);
    changed();
    start({ silent: true });
    fill();
    setTimeout(() => state.write('decide', {}), 350);
  });
  $('link').addEventListener('click', async () => {
    state.write('decide', fragmentOf());
    const place = $('link-said');
    try {
      await navigator.clipboard.writeText(location.href);
      place.textContent = 'Link copied.';
    } catch {
      place.textContent = location.href;
    }
    setTimeout(() => { place.textContent = ''; }, 6000);
  });
  $('of')?.addEventListener('change', async () => {
    await choose(Number($('of').value));
    changed();
    start();
  });
  $('search')?.addEventListener('input', () => {
    const text = $('search').value.trim().toLowerCase();
    const options = [...$('of').options];
    for (const each of options) each.hidden = each.disabled = Boolean(text) && !each.textContent.toLowerCase().includes(text);
    const left = options.filter((each) => !each.hidden);
    put('search-said', text ? `${left.length} of ${options.length} labels` : '');
    if (left.length && !left.some((each) => each.selected)) { left[0].selected = true; $('of').dispatchEvent(new Event('change')); }
  });
  window.addEventListener('hashchange', () => { if (/^#decide\b/.test(location.hash)) restore(); });
  window.addEventListener('resize', slow(scale, 100));

  for (const each of panel.querySelectorAll('[data-decide]')) each.hidden = false;
  cutCharts.keep();
  await restore();
  panel.dataset.ready = '';
})();
