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
  const chance = (z) => (z < 0 ? Math.exp(z) / (1 + Math.exp(z)) : 1 / (1 + Math.exp(-z))); // the smallest are no 0
  const BELOW_ONE = 1 - 2 ** -53;

  // `score[i]` is where cut i begins; the last cut takes nothing. `at` is the cut of each position of the slider.
  async function open(outcome) {
    const [score, positive, negative, steps, gaps, tops] = await unpacked(outcome.packed);
    const tp = new Float64Array(score.length + 1);
    const fp = new Float64Array(score.length + 1);
    for (let i = score.length - 1; i >= 0; i--) {
      tp[i] = tp[i + 1] + positive[i];
      fp[i] = fp[i + 1] + negative[i];
    }
    const at = new Uint32Array(steps.length);
    for (let i = 0, sum = 0; i < steps.length; i++) at[i] = sum += steps[i];
    const below = new Float64Array(score.length + 1).fill(Infinity); // above it counts are those of the next cut
    for (let i = 0, cut = 0; i < gaps.length; i++) below[cut += gaps[i]] = tops[i];
    const place = Float64Array.from(score, outcome.form === 'probability' ? logOdds : (z) => z);
    const whole = outcome.exact && outcome.offered === outcome.all;
    const makes = new Int8Array(score.length + 1); // whether a threshold makes the cut: 1, -1, 0 not known yet
    return { ...outcome, score, tp, fp, at, below, makes, place, whole, positives: tp[0], negatives: fp[0] };
  }

  // What a score must reach for a probability to take it, in the precision of the data.
  function compared(one, p) {
    const plain = one.form === 'probability';
    let wanted = plain ? p : logOdds(p);
    if (one.single) wanted = Math.fround(wanted);
    return wanted - one.slack * (plain ? Math.abs(wanted) : 1 + Math.abs(wanted));
  }

  // The cut of a probability that was typed: the first score that reaches it.
  function cutOf(one, p) {
    const wanted = compared(one, p);
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
    return Math.min(Math.max(p, Number.MIN_VALUE), BELOW_ONE);
  }

  // The least score that a cut takes, as a probability.
  function edge(one, cut) {
    if (cut >= one.score.length) return BELOW_ONE;
    return one.form === 'probability' ? one.score[cut] : chance(one.score[cut]);
  }

  // Whether counts at a probability are exact: at every one, at an edge where cells begin, or where no row lies below it.
  function exactAt(one, p, cut = cutOf(one, p)) {
    const wanted = compared(one, p);
    return one.whole || wanted > one.below[cut] || Math.abs(one.score[cut] - wanted) <= 2 ** -44 * (1 + Math.abs(wanted));
  }

  // Halfway, in log-odds, between the last score that is left and the first that is taken.
  function halfway(one, cut) {
    const low = cut ? one.place[cut - 1] : -Infinity;
    const high = cut < one.score.length ? one.place[cut] : Infinity;
    const middle = Number.isFinite(low) ? (Number.isFinite(high) ? (low + high) / 2 : low + 1) : high - 1;
    return Math.min(chance(Number.isFinite(middle) ? middle : 0), BELOW_ONE);
  }

  // A probability above 0 and below 1 that makes a cut: halfway where every score is held, else at its edge. NaN: none.
  function making(one, cut) {
    const at = edge(one, cut);
    const near = [at, at * (1 - 2 ** -53), at * (1 + 2 ** -52)];
    const tried = one.whole ? [halfway(one, cut), ...near] : [...near, halfway(one, cut)];
    const below = cut ? one.score[cut - 1] : -Infinity;
    const above = cut < one.score.length ? one.score[cut] : Infinity;
    const fits = (p) => {
      const wanted = compared(one, p);
      return p > 0 && p < 1 && below < wanted && wanted <= above && (one.form !== 'probability' || wanted > 0);
    };
    return [...tried, 0.5, BELOW_ONE].find(fits) ?? NaN;
  }

  // The same in few digits.
  const between = (one, cut) => written(one, making(one, cut), cut);

  function isMade(one, cut) {
    one.makes[cut] ||= Number.isNaN(making(one, cut)) ? -1 : 1;
    return one.makes[cut] > 0;
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

  // The cut of least cost on these rows, over all that are held and some threshold makes; the lowest of equal ones.
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
      if (cost < lowest && isMade(one, i)) { lowest = cost; best = i; }
    }
    return best;
  }

  // The threshold that costs imply where probabilities are right: false alarms against misses, at the mix of classes.
  function implied(one, { pi, costs, confidence }) {
    const { wrong, missed } = costs;
    if (confidence) return missed < wrong ? 1 - missed / wrong : 0;
    if (!wrong || !missed || pi === null) return wrong / (wrong + missed);
    return shifted(one, wrong / (wrong + missed), { pi, back: true });
  }

  // A probability as it would be at prevalence `pi`; back: one at `pi` as it is on these rows. null: the same.
  function shifted(one, p, { pi, back = false }) {
    if (pi === null) return p;
    const shift = logOdds(pi) - logOdds(one.positives / (one.positives + one.negatives));
    return chance(logOdds(p) + (back ? -shift : shift));
  }

  return { open, cutOf, exactAt, written, edge, between, isMade, measures, least, implied, shifted, logOdds, chance, ratio };
})();
