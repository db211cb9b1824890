// Thresholds of one outcome: unpacked once, then looked up. Counts are those that were packed; nothing is estimated here.
const cuts = (() => {
  const ARRAYS = { Float32Array, Float64Array, Uint32Array };

  async function unpacked({ types, lengths, bytes }) {
    const raw = Uint8Array.from(atob(bytes), (each) => each.charCodeAt(0));
    const plain = new Blob([raw]).stream().pipeThrough(new DecompressionStream('deflate'));
    const buffer = await new Response(plain).arrayBuffer();
    let start = 0;
    return types.map((type, i) => {
      const end = start + lengths[i] * ARRAYS[type].BYTES_PER_ELEMENT;
      const part = new ARRAYS[type](buffer.slice(start, end));
      start = end;
      return part;
    });
  }

  const logOdds = (p) => (p === 0.5 ? 0 : Math.log(p) - Math.log1p(-p));
  const chance = (z) => 1 / (1 + Math.exp(-z));

  // `score[i]` is where cut i begins; the last cut takes nothing. `at` is the cut of each position of the slider.
  async function open(outcome) {
    const [score, positive, negative, steps] = await unpacked(outcome.packed);
    const tp = new Float64Array(score.length + 1);
    const fp = new Float64Array(score.length + 1);
    for (let i = score.length - 1; i >= 0; i--) {
      tp[i] = tp[i + 1] + positive[i];
      fp[i] = fp[i + 1] + negative[i];
    }
    const at = new Uint32Array(steps.length);
    for (let i = 0, sum = 0; i < steps.length; i++) at[i] = sum += steps[i];
    const place = Float64Array.from(score, outcome.form === 'probability' ? logOdds : (z) => z);
    const whole = outcome.exact && outcome.offered === outcome.all;
    return { ...outcome, score, tp, fp, at, place, whole, positives: tp[0], negatives: fp[0] };
  }

  // The cut of a probability that was typed, compared in the precision of the data: the first score that reaches it.
  function cutOf(one, p) {
    const plain = one.form === 'probability';
    let wanted = plain ? p : logOdds(p);
    if (one.single) wanted = Math.fround(wanted);
    wanted -= one.slack * (plain ? Math.abs(wanted) : 1 + Math.abs(wanted));
    let low = 0;
    let high = one.score.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (one.score[middle] >= wanted) high = middle; else low = middle + 1;
    }
    return low;
  }

  // A probability near `p` in as few digits as make this cut, so that what is read and typed again decides the same.
  function written(one, p, cut) {
    for (const near of [p, edge(one, cut)]) {
      for (let digits = 3; digits <= 17; digits++) {
        const short = Number(near.toPrecision(digits));
        if (short > 0 && short < 1 && cutOf(one, short) === cut) return short;
      }
    }
    return Math.min(Math.max(p, Number.MIN_VALUE), 1 - 2 ** -53);
  }

  // The least score that a cut takes, as a probability.
  function edge(one, cut) {
    if (cut >= one.score.length) return 1 - 2 ** -53;
    return one.form === 'probability' ? one.score[cut] : chance(one.score[cut]);
  }

  // Halfway, in log-odds, between the last score that is left and the first that is taken; at an edge where cells begin.
  function between(one, cut) {
    if (!one.whole) return written(one, edge(one, cut), cut);
    const n = one.score.length;
    const low = cut ? one.place[cut - 1] : one.place[0] - 1;
    const high = cut < n ? one.place[cut] : one.place[n - 1] + 1;
    const middle = Number.isFinite(low) && Number.isFinite(high) ? (low + high) / 2 : Number.isFinite(low) ? low + 1 : high - 1;
    return written(one, chance(Math.max(Math.min(middle, 36.7), -744)), cut);
  }

  function counted(one, cut) {
    const tp = one.tp[cut];
    const fp = one.fp[cut];
    return { tp, fp, fn: Math.max(one.positives - tp, 0), tn: Math.max(one.negatives - fp, 0) };
  }

  // Counts as if a share `pi` of rows were positive; recall and specificity stay. null: as counted.
  function mixed(one, { tp, fp, fn, tn }, pi) {
    if (pi === null) return { tp, fp, fn, tn, rows: one.positives + one.negatives };
    const [up, down] = [pi / one.positives, (1 - pi) / one.negatives]; // 0 rows of an outcome: NaN
    const share = (n, w, of) => (of > 0 ? n * w : NaN);
    return {
      tp: share(tp, up, one.positives), fn: share(fn, up, one.positives),
      fp: share(fp, down, one.negatives), tn: share(tn, down, one.negatives), rows: 1,
    };
  }

  const ratio = (part, whole) => (whole > 0 ? part / whole : NaN);

  function costOf({ tp, fp, fn, tn, rows }, { wrong, missed }, confidence) {
    return ratio(wrong * fp + missed * (confidence ? fn + tn : fn), rows) + 0 * tp;
  }

  // Every number the panel shows; NaN where it is undefined.
  function measures(one, cut, { pi, costs, confidence }) {
    const raw = counted(one, cut);
    const mix = mixed(one, raw, pi);
    return {
      ...raw, mix,
      recall: ratio(raw.tp, one.positives),
      specificity: ratio(raw.tn, one.negatives),
      precision: ratio(mix.tp, mix.tp + mix.fp),
      f1: ratio(2 * mix.tp, 2 * mix.tp + mix.fp + mix.fn),
      accuracy: ratio(mix.tp + mix.tn, mix.rows),
      alerts: ratio(mix.tp + mix.fp, mix.rows),
      error: ratio(mix.fp, mix.tp + mix.fp),
      cost: costOf(mix, costs, confidence),
    };
  }

  // The cut of least cost on these rows, over all that are held; the lowest of equal ones.
  function least(one, { pi, costs, confidence }) {
    const { wrong, missed } = costs;
    const free = pi === null || confidence;
    const up = free ? 1 : pi / one.positives;
    const down = free ? 1 : (1 - pi) / one.negatives;
    let best = 0;
    let lowest = Infinity;
    for (let i = 0; i <= one.score.length; i++) {
      const left = confidence ? one.positives - one.tp[i] + one.negatives - one.fp[i] : one.positives - one.tp[i];
      const cost = wrong * down * one.fp[i] + missed * up * left;
      if (cost < lowest) { lowest = cost; best = i; }
    }
    return best;
  }

  // The threshold that costs imply where probabilities are right: false alarms against misses, at the mix of classes.
  function implied(one, { pi, costs, confidence }) {
    const { wrong, missed } = costs;
    if (confidence) return missed < wrong ? 1 - missed / wrong : 0;
    if (!wrong || !missed || pi === null) return wrong / (wrong + missed);
    const rows = one.positives + one.negatives;
    return chance(Math.log(wrong / missed) - logOdds(pi) + logOdds(one.positives / rows));
  }

  return { open, cutOf, written, edge, between, measures, least, implied, logOdds, chance, ratio };
})();
