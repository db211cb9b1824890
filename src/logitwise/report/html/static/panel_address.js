// What a link to the panel says: numbers and names that are here, and what of it could not be read.
const panelAddress = (() => {
  const KNOWN = ['t', 'fp', 'fn', 'prevalence', 'of'];
  const unique = (outcomes, of) => outcomes.filter((each) => each.name === outcomes[of].name).length === 1;
  const nameOf = (outcomes, of) => (unique(outcomes, of) ? outcomes[of].name : `#${of + 1}`);

  function read(address, { outcomes, initial, confidence }) {
    const missing = [];
    const number = (name, fits, share) => {
      const text = address.get(name);
      const x = text === null ? NaN : panelWords.parsed(text, { share });
      if (Number.isFinite(x) && fits(x)) return x;
      if (text !== null) missing.push(name);
      return null;
    };
    const inside = (x) => x > 0 && x < 1;
    const cost = (x) => x >= 0 && x <= 1e9;
    const t = number('t', inside, true);
    let wrong = number('fp', cost, false) ?? initial.wrong;
    let missed = number('fn', cost, false) ?? initial.missed;
    if (wrong + missed === 0) {
      missing.push('fp', 'fn');
      ({ wrong, missed } = initial);
    }
    const here = confidence || address.get('prevalence') === 'rows';
    const pi = here ? null : number('prevalence', inside, true) ?? initial.pi;
    const named = address.get('of');
    const of = outcomes.findIndex((_, i) => nameOf(outcomes, i) === named);
    if (named !== null && of < 0) missing.push('of');
    for (const name of new Set(address.keys())) {
      if (!KNOWN.includes(name)) missing.push(/^\w{1,20}$/.test(name) ? name : 'a part without a known name');
    }
    return { t, wrong, missed, pi, of: of >= 0 ? of : initial.of, missing: [...new Set(missing)] };
  }

  // The part of an address that brings the panel back; what is as it was at first is left out.
  function written({ of, wrong, missed, pi, p }, { outcomes, initial }) {
    return {
      t: p, fp: wrong === initial.wrong ? null : wrong, fn: missed === initial.missed ? null : missed,
      prevalence: pi === initial.pi ? null : pi ?? 'rows', of: of === initial.of ? null : nameOf(outcomes, of),
    };
  }

  return { read, written };
})();
