// What the panel's charts are given: points from counts where another outcome or prevalence is chosen, else what they hold.
const cutCharts = (() => {
  const POINTS = 512;
  const PIECES = 50;
  const BINS = 56;
  const HUNDREDTHS = Array.from({ length: 99 }, (_, i) => (i + 1) / 100);
  const EMPTY = { order: [], threshold: [] };
  const RATES = { false_positive_rate: [], true_positive_rate: [] };
  const clean = (x) => (Number.isFinite(x) ? Number(x.toPrecision(5)) : null);

  // As metrics/curves/thinning: at most 512 points, both ends, evenly spaced along the path of all coordinates.
  function thin(...coordinates) {
    const n = coordinates[0].length;
    const every = Array.from({ length: n }, (_, i) => i);
    if (n <= POINTS) return every;
    let sum = 0;
    const along = every.map((i) => (sum += coordinates.reduce((step, c) => step + Math.abs(c[i] - c[Math.max(i - 1, 0)]), 0)));
    const place = along.map((x) => Math.floor((x / Math.max(sum, 1e-300)) * (POINTS - 2)));
    return every.filter((i) => i === 0 || i === n - 1 || place[i] > place[i - 1]);
  }

  // As metrics/curves/areas: between two cuts precision follows the counts of a random part of the rows, not a line.
  function filled({ threshold, tp, fp }) {
    const found = { threshold: [], tp: [], fp: [] };
    const last = tp.length - 1;
    let steps = threshold.map((_, i) => (i < last && fp[i + 1] > fp[i] ? Math.floor(((tp[i + 1] - tp[i]) / tp[last]) * PIECES) : 0));
    const room = POINTS - tp.length;
    const all = steps.reduce((sum, n) => sum + n, 0);
    if (all > room) steps = steps.map((n) => Math.floor((n * room) / all));
    steps.forEach((more, i) => {
      for (let k = 0; k <= more; k++) {
        const part = k / (more + 1);
        found.threshold.push(k ? NaN : threshold[i]);
        found.tp.push(k ? tp[i] + part * (tp[i + 1] - tp[i]) : tp[i]);
        found.fp.push(k ? fp[i] + part * (fp[i + 1] - fp[i]) : fp[i]);
      }
    });
    return found;
  }

  // Both from the cut that takes least to the one that takes every row.
  function curves(one, { pi }) {
    const { positives, negatives } = one;
    if (!positives || !negatives) return { roc: { ...EMPTY, ...RATES }, precision_recall: { ...EMPTY, recall: [], precision: [] } };
    const falling = Array.from(one.tp, (_, i) => one.score.length - i);
    const at = (cut) => (cut < one.score.length ? cuts.edge(one, cut) : NaN);
    const rate = { false: falling.map((cut) => one.fp[cut] / negatives), true: falling.map((cut) => one.tp[cut] / positives) };
    const kept = thin(rate.false, rate.true);
    const [up, down] = pi === null ? [1, 1] : [pi / positives, (1 - pi) / negatives];
    const precision = (tp, fp) => (up * tp) / (up * tp + down * fp);
    const taken = falling.slice(1);
    const some = thin(taken.map((cut) => one.tp[cut] / positives), taken.map((cut) => precision(one.tp[cut], one.fp[cut]))).map((i) => taken[i]);
    const found = filled({ threshold: some.map(at), tp: some.map((cut) => one.tp[cut]), fp: some.map((cut) => one.fp[cut]) });
    const order = (columns) => columns.map((_, i) => i);
    return {
      roc: {
        order: order(kept), threshold: kept.map((i) => clean(at(falling[i]))),
        false_positive_rate: kept.map((i) => clean(rate.false[i])), true_positive_rate: kept.map((i) => clean(rate.true[i])),
      },
      precision_recall: {
        order: order(found.tp), threshold: found.threshold.map(clean),
        recall: found.tp.map((tp) => clean(tp / positives)), precision: found.tp.map((tp, i) => clean(precision(tp, found.fp[i]))),
      },
    };
  }

  const price = (x) => x / (1 - x); // of a false alarm, in finds

  function benefit(mix, x) {
    return cuts.ratio(mix.tp - mix.fp * price(x), mix.rows);
  }

  // Acting where the probability, as it would be at the stated prevalence, reaches each hundredth.
  function decision(one, given) {
    const threshold = HUNDREDTHS;
    const none = threshold.map(() => null);
    const at = (cut, x) => clean(benefit(cuts.measures(one, cut, given).mix, x));
    return {
      threshold, low: none, high: none,
      net_benefit: threshold.map((x) => at(cuts.cutOf(one, cuts.shifted(one, x, { pi: given.pi, back: true })), x)),
      treat_all: threshold.map((x) => at(0, x)),
    };
  }

  // How far the net benefit so drawn can lie off, where a threshold falls inside a cell: its rows may be on either side.
  function slip(one, given) {
    const far = HUNDREDTHS.map((x) => {
      const p = cuts.shifted(one, x, { pi: given.pi, back: true });
      const cut = cuts.cutOf(one, p);
      if (!cut || cuts.exactAt(one, p, cut)) return 0;
      const [here, there] = [cut, cut - 1].map((each) => cuts.measures(one, each, given).mix);
      return Math.max(there.tp - here.tp, (there.fp - here.fp) * price(x)) / here.rows;
    });
    return Math.max(...far);
  }

  function byThreshold(one, given) {
    const every = Math.ceil(one.count / POINTS);
    const columns = { log_odds: [], measure: [], value: [] };
    for (const [measure, key] of [['precision', 'precision'], ['recall', 'recall'], ['F1', 'f1']]) {
      for (let i = 0; i < one.count; i += every) {
        columns.log_odds.push((one.first + i) * one.step);
        columns.measure.push(measure);
        columns.value.push(clean(cuts.measures(one, one.at[i], given)[key]));
      }
    }
    return columns;
  }

  function ends(one) {
    const rows = one.positives + one.negatives;
    const reach = (share) => {
      let cut = 0;
      while (cut + 1 < one.score.length && one.tp[cut + 1] + one.fp[cut + 1] > (1 - share) * rows) cut++;
      return Math.max(-16, Math.min(16, one.place[cut]));
    };
    return { low: Math.min(-2, Math.floor(reach(0.002))), high: Math.max(2, Math.ceil(reach(0.998))) };
  }

  function bins(one, { low, high }) {
    const width = (high - low) / BINS;
    const up = new Float64Array(BINS);
    const down = new Float64Array(BINS);
    for (let i = 0; i < one.score.length; i++) {
      const bin = Math.max(0, Math.min(BINS - 1, Math.floor((one.place[i] - low) / width)));
      up[bin] += one.tp[i] - one.tp[i + 1];
      down[bin] += one.fp[i] - one.fp[i + 1];
    }
    const left = Array.from(up, (_, i) => clean(low + i * width));
    const right = left.map((_, i) => clean(low + (i + 1) * width));
    return {
      left: [...left, ...left], right: [...right, ...right],
      truth: [...Array(BINS).fill(one.name), ...Array(BINS).fill(one.other)],
      share: [...Array.from(up, (n) => clean(n / one.positives)), ...Array.from(down, (n) => clean(-n / one.negatives))],
    };
  }

  const held = new Map(); // what each chart came with
  const id = (name) => `decide-${name}`;
  const there = (name) => Boolean(given.figures[id(name)]);

  function keep() {
    for (const name of ['roc', 'precision_recall', 'decision', 'threshold', 'scores', 'risk_coverage']) {
      if (there(name)) held.set(name, { data: { ...given.figures[id(name)].data }, params: { ...given.figures[id(name)].params } });
    }
  }

  // Datasets: only when the outcome or the prevalence changes.
  function redraw(one, setting, { original }) {
    const own = original && setting.pi === null;
    const { low, high } = own ? {} : ends(one);
    const marks = own ? null : { log_odds: one.markers.map((m) => clean(cuts.logOdds(m.threshold))), label: one.markers.map((m) => m.label) };
    const made = own ? null : curves(one, setting);
    const chance = setting.pi ?? cuts.ratio(one.positives, one.positives + one.negatives);
    const fresh = {
      roc: () => ({ data: { points: made.roc } }),
      precision_recall: () => ({ data: { points: made.precision_recall }, params: { chance: clean(chance) } }),
      decision: () => ({ data: { points: decision(one, setting) } }),
      threshold: () => ({ data: { points: byThreshold(one, setting), marks }, params: { low, high } }),
      scores: () => ({ data: { bins: bins(one, { low, high }), marks }, params: { low, high } }),
    };
    for (const name of held.keys()) if (fresh[name]) charts.set(id(name), own ? held.get(name) : fresh[name]());
  }

  // Thresholds with a name, `{ label, threshold }` each: whenever costs, prevalence or the outcome change.
  function mark(found) {
    const marks = { log_odds: found.map((each) => clean(cuts.logOdds(each.threshold))), label: found.map((each) => each.label) };
    for (const name of ['threshold', 'scores']) if (held.has(name)) charts.set(id(name), { data: { marks } });
  }

  // Points and rules: whenever the threshold moves.
  function move(one, m, p, setting) {
    const cut = clean(cuts.logOdds(p));
    const x = cuts.shifted(one, p, setting);
    const drawn = x >= 0.01 && x <= 0.99;
    const at = (x, y) => (Number.isFinite(x) && Number.isFinite(y) ? { now_x: clean(x), now_y: clean(y) } : { now_x: null, now_y: null });
    const params = {
      roc: () => at(1 - m.specificity, m.recall),
      precision_recall: () => at(m.recall, m.precision),
      decision: () => (drawn ? at(x, benefit(m.mix, x)) : at(NaN, NaN)),
      threshold: () => ({ cut }),
      scores: () => ({ cut }),
      risk_coverage: () => at(m.alerts, m.error),
    };
    return Promise.all([...held.keys()].filter((name) => params[name] && there(name)).map((name) => charts.set(id(name), { params: params[name]() })));
  }

  return { keep, redraw, slip, mark, move };
})();
