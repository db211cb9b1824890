// What the panel's charts are given: points from counts where another outcome or prevalence is chosen, else what they hold.
const cutCharts = (() => {
  const POINTS = 512;
  const BINS = 56;
  const clean = (x) => (Number.isFinite(x) ? Number(x.toPrecision(5)) : null);

  // As many cuts as an eye can tell, evenly along the path of both rates, from the cut that takes nothing.
  function along(one) {
    const n = one.score.length;
    const length = (i) => one.tp[i] / (one.positives || 1) + one.fp[i] / (one.negatives || 1);
    const kept = [n];
    for (let i = n - 1, last = 0; i >= 0; i--) {
      const place = Math.floor((length(i) / 2) * (POINTS - 3));
      if (n <= POINTS || place > last || i === 0) { kept.push(i); last = place; }
    }
    return kept;
  }

  function curves(one, given) {
    const kept = along(one);
    const each = kept.map((cut) => cuts.measures(one, cut, given));
    const threshold = kept.map((cut) => clean(cut < one.score.length ? cuts.edge(one, cut) : NaN));
    const order = kept.map((_, i) => i);
    const taken = each.map((m, i) => i).filter((i) => Number.isFinite(each[i].precision));
    return {
      roc: { order, threshold, false_positive_rate: each.map((m) => clean(1 - m.specificity)), true_positive_rate: each.map((m) => clean(m.recall)) },
      precision_recall: {
        order: taken.map((_, i) => i), threshold: taken.map((i) => threshold[i]),
        recall: taken.map((i) => clean(each[i].recall)), precision: taken.map((i) => clean(each[i].precision)),
      },
    };
  }

  function benefit(one, p, cut, given) {
    const { mix } = cuts.measures(one, cut, given);
    return cuts.ratio(mix.tp - (mix.fp * p) / (1 - p), mix.rows);
  }

  function decision(one, given) {
    const threshold = Array.from({ length: 99 }, (_, i) => (i + 1) / 100);
    const none = threshold.map(() => null);
    return {
      threshold, low: none, high: none,
      net_benefit: threshold.map((p) => clean(benefit(one, p, cuts.cutOf(one, p), given))),
      treat_all: threshold.map((p) => clean(benefit(one, p, 0, given))),
    };
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

  // Points and rules: whenever the threshold moves.
  function move(one, m, p, setting) {
    const cut = clean(cuts.logOdds(p));
    const drawn = p >= 0.01 && p <= 0.99;
    const at = (x, y) => (Number.isFinite(x) && Number.isFinite(y) ? { now_x: clean(x), now_y: clean(y) } : { now_x: null, now_y: null });
    const params = {
      roc: () => at(1 - m.specificity, m.recall),
      precision_recall: () => at(m.recall, m.precision),
      decision: () => (drawn ? at(p, cuts.ratio(m.mix.tp - (m.mix.fp * p) / (1 - p), m.mix.rows)) : at(NaN, NaN)),
      threshold: () => ({ cut }),
      scores: () => ({ cut }),
      risk_coverage: () => at(m.alerts, m.error),
    };
    return Promise.all([...held.keys()].filter((name) => params[name] && there(name)).map((name) => charts.set(id(name), { params: params[name]() })));
  }

  return { keep, redraw, move };
})();
