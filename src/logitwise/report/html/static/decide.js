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
  // Called when nothing more comes for a while; `now` calls it at once, `stop` not at all.
  function slow(call, wait) {
    let timer = 0;
    const later = () => { clearTimeout(timer); timer = setTimeout(call, wait); };
    later.stop = () => clearTimeout(timer);
    later.now = () => { clearTimeout(timer); call(); };
    return later;
  }

  const { signed, rows, rate, share, percent, parts, floored, called, parsed } = panelWords;
  const put = (name, text) => { const place = $(name); if (place && place.textContent !== text) place.textContent = text; };

  const setting = () => ({ pi: confidence ? null : now.pi, costs: now, confidence });

  const rest = () => (said.kind === 'label' ? `not ${called(one.name)}` : called(one.other));

  // Why a number is undefined, in place of a 0 that nobody counted.
  function reasons(m) {
    const noTruth = one.positives ? '' : `no row is truly ${called(one.name)}`;
    const noRest = one.negatives ? '' : `no row is truly ${rest()}`;
    const none = confidence ? 'no row is answered' : `no row is decided ${called(one.name)}`;
    const mixed = now.pi === null ? '' : noTruth || noRest;
    return {
      recall: noTruth, specificity: noRest, precision: mixed || (m.tp + m.fp > 0 ? '' : none), error: none,
      f1: mixed || noTruth, accuracy: mixed, alerts: mixed, cost: mixed,
    };
  }

  function numbers() {
    const m = cuts.measures(one, now.cut, setting());
    for (const name of ['tp', 'fp', 'fn', 'tn']) put(name, rows(m[name]));
    put('taken', rows(m.tp + m.fp));
    put('left', rows(m.fn + m.tn));
    put('positives', rows(one.positives));
    put('negatives', rows(one.negatives));
    put('all', rows(one.positives + one.negatives));
    for (const [first, second, whole] of [['tp', 'fn', one.positives], ['fp', 'tn', one.negatives]]) {
      const [here, there] = parts(cuts.ratio(m[first], whole), cuts.ratio(m[second], whole));
      put(`${first}-share`, here);
      put(`${second}-share`, there);
    }
    for (const name of ['tp', 'fp', 'fn', 'tn']) put(`mix-${name}`, rate((1e4 * m.mix[name]) / m.mix.rows));
    for (const name of ['recall', 'specificity', 'precision', 'f1', 'accuracy']) put(name, share(m[name]));
    put('error', percent(m.error));
    put('coverage', percent(m.alerts));
    put('alerts', rate(1e4 * m.alerts));
    put('cost', rate(1e4 * m.cost));
    for (const [name, reason] of Object.entries(reasons(m))) put(`${name}-why`, Number.isFinite(m[name]) ? '' : reason);
    return m;
  }

  function threshold() {
    const z = signed(cuts.logOdds(now.p).toFixed(3));
    $slider.value = String(now.position);
    $slider.setAttribute('aria-valuetext', `probability ${now.p}, log-odds ${z}`);
    put('now', String(now.p));
    put('log-odds', z);
    const p = $('p');
    if (document.activeElement !== p) p.value = String(now.p);
    put('edge', movedTo());
    for (const button of $('markers').children) button.setAttribute('aria-pressed', String(Number(button.dataset.cut) === now.cut));
    $('panel').dataset.cut = String(now.cut);
  }

  // Where counts are not those of the very threshold but of the next cut that is kept.
  function movedTo() {
    if (cuts.exactAt(one, now.p, now.cut)) return '';
    if (now.cut >= one.score.length) {
      return one.exact ? '' : `Above ${floored(cuts.edge(one, one.score.length - 1))} no cut is kept: rows up there count as below this threshold.`;
    }
    const edge = cuts.edge(one, now.cut);
    return Math.abs(edge - now.p) < 5e-7 * Math.min(edge, 1 - edge) ? '' : `Counted from ${floored(edge)} up, where the next cut that is kept begins.`;
  }

  function sentence(m) {
    const at = `At threshold ${now.p}`;
    const cost = `Cost per 10,000 rows: ${rate(1e4 * m.cost)}.`;
    const unit = said.weighted ? 'weighted rows' : 'rows';
    if (confidence) {
      return `${at}: ${rows(m.tp + m.fp)} of ${rows(one.positives + one.negatives)} ${unit} answered, ${rows(m.fp)} of them wrong (${percent(m.error)}); ${rows(m.fn + m.tn)} left to a person. ${cost}`;
    }
    return `${at}: of ${rows(one.positives)} ${unit} that are ${called(one.name)}, ${rows(m.tp)} are found and ${rows(m.fn)} missed; of ${rows(one.negatives)} that are ${rest()}, ${rows(m.fp)} are false alarms. ${cost}`;
  }

  let unread = ''; // what of the link could not be read, until something is moved
  const tell = slow(() => put('said', `${unread}${sentence(cuts.measures(one, now.cut, setting()))}`), 400);
  const keep = slow(() => state.write('decide', fragmentOf()), 300);
  let asked = false;

  // Numbers at once, charts with the next frame.
  function show({ silent = false } = {}) {
    const m = numbers();
    threshold();
    tell();
    if (!silent) { unread = ''; keep(); }
    if (framed) put('unlinked', `Save the report to share a threshold: #decide?${state.query(fragmentOf())} behind its address opens it here.`);
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

  function markers() {
    const found = panelMarks.named(one, setting());
    panelMarks.show(one, found, { chips: $('markers'), marks: $('marks'), where, choose: (p, cut) => to(p, cut) });
    cutCharts.mark(panelMarks.charted(found));
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

  function unpacked(of) {
    if (!opened.has(of)) opened.set(of, cuts.open(said.outcomes[of]));
    return opened.get(of);
  }

  // False where another was chosen while this one was unpacked: the later choice stands.
  let turn = 0;
  async function choose(of) {
    const mine = ++turn;
    const found = await unpacked(of);
    if (mine !== turn) return false;
    one = found;
    now.of = of;
    $slider.max = String(one.count - 1);
    for (const place of panel.parentElement.querySelectorAll('[data-name]')) place.textContent = one[place.dataset.name];
    if ($('of')) $('of').value = String(of);
    put('kept', panelWords.kept(one));
    scale();
    figures();
    return true;
  }

  function figures() {
    panelFigures.show(one, setting(), { original: now.of === initial.of });
    cutCharts.redraw(one, setting(), { original: now.of === initial.of });
    cutCharts.mark(panelMarks.charted(panelMarks.named(one, setting())));
  }

  const asWritten = () => now.wrong === initial.wrong && now.missed === initial.missed && now.pi === initial.pi;
  const table = slow(() => panelTable.show(said.outcomes.length, unpacked, setting(), asWritten()), 150);
  panelTable.place?.addEventListener('toggle', () => { if (panelTable.place.open) table.now(); });

  // Words beside the fields: whose costs these are, what the table was made with, and the command that tunes for them.
  function terms() {
    const mine = now.wrong !== initial.wrong || now.missed !== initial.missed;
    const assumed = $('assumed');
    assumed.dataset.written ??= assumed.textContent;
    put('assumed', mine ? panelWords.costs(now, confidence) : assumed.dataset.written);
    put('table-said', panelWords.terms(now, confidence));
    const copy = panel.querySelector('#decide-tune [data-copy]');
    if (!copy) return;
    const pi = said.kind === 'label' ? null : now.pi; // of labels a rule wants the share of every one
    const words = asWritten() ? said.command : panelWords.tuning(said.command, { ...now, pi });
    copy.dataset.copy = words;
    copy.parentElement.querySelector('code').replaceChildren(...panelWords.unbroken(words));
  }

  function changed() {
    markers();
    terms();
    if (panelTable.place?.open) table();
    const raw = one.positives / (one.positives + one.negatives);
    put('mix-title', `Per 10,000 rows${confidence ? '' : now.pi === null ? `, ${percent(raw)} of them ${called(one.name)} as here` : `, ${percent(now.pi)} of them ${called(one.name)}`}`);
    if ($('mixed')) $('mixed').hidden = now.pi === null;
    const always = cuts.measures(one, 0, setting()).cost;
    const never = cuts.measures(one, one.score.length, setting()).cost;
    const all = confidence ? 'every row answered' : `all decided ${called(one.name)}`;
    put('cost-others', Number.isFinite(always + never) ? `${all}: ${rate(1e4 * always)}; none: ${rate(1e4 * never)}` : '');
  }

  // Inputs that say what is wrong with them and leave the state as it was.
  const FIELDS = {
    p: { ok: (x) => x > 0 && x < 1, share: true, wanted: 'A probability above 0 and below 1, or a percentage like 2 %.', set: (x) => typed(x) },
    wrong: { ok: (x) => x >= 0 && x <= 1e9 && x + now.missed > 0, wanted: 'Costs from 0 to 1,000,000,000, not both of them 0.', set: (x) => { now.wrong = x; changed(); show(); } },
    missed: { ok: (x) => x >= 0 && x <= 1e9 && x + now.wrong > 0, wanted: 'Costs from 0 to 1,000,000,000, not both of them 0.', set: (x) => { now.missed = x; changed(); show(); } },
    prevalence: { ok: (x) => x > 0 && x < 1, share: true, wanted: 'Prevalence: a share above 0 and below 1, or a percentage like 2 %; empty for that of the rows.', set: (x) => { now.pi = x; changed(); show(); redrawn(); }, empty: null },
  };
  const redrawn = slow(() => figures(), 150);
  function fault(name, text) {
    put(`${name}-fault`, text);
    if (text) $(name).setAttribute('aria-invalid', 'true'); else $(name).removeAttribute('aria-invalid');
  }
  for (const [name, field] of Object.entries(FIELDS)) {
    $(name)?.addEventListener('input', () => {
      const blank = $(name).value.trim() === '' && 'empty' in field;
      const x = parsed($(name).value, field);
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

  const places = { outcomes: said.outcomes, initial, confidence };
  const fragmentOf = () => panelAddress.written(now, places);
  async function restore() {
    const { t, wrong, missed, pi, of, missing } = panelAddress.read(state.read(), places);
    Object.assign(now, { wrong, missed, pi });
    unread = panelWords.unread(missing);
    if (!await choose(of)) return;
    changed();
    if (t === null) start({ silent: true }); else typed(t, { silent: true });
    if (unread) tell.now();
    fill();
  }
  function start(how) {
    to(one.markers[one.start].threshold, one.markers[one.start].cut, how);
  }

  $('reset').addEventListener('click', async () => {
    Object.assign(now, { wrong: initial.wrong, missed: initial.missed, pi: initial.pi });
    for (const name of Object.keys(FIELDS)) if ($(name)) fault(name, '');
    unread = '';
    if (!await choose(initial.of)) return;
    changed();
    start({ silent: true });
    fill();
    keep.stop();
    state.write('decide', {});
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
    if (!await choose(Number($('of').value))) return;
    changed();
    start();
    tell.now();
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
  $('link').hidden = framed;
  cutCharts.keep();
  await restore();
  panel.dataset.ready = '';
})();
