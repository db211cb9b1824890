// Numbers and thresholds of the decision panel in words, and words as people type them in numbers.
const panelWords = (() => {
  // Numbers in words: as many digits as keep a share from looking like 0 or 1.
  const MINUS = '\u2212';
  const signed = (text) => text.replace('-', MINUS);
  const written = (digits, least = 0) => new Intl.NumberFormat('en-US', { minimumFractionDigits: least, maximumFractionDigits: digits });
  const WHOLE = written(0);
  const TENTHS = written(1, 1);
  const UP_TO = [written(0), written(1), written(2)];
  const rows = (n) => (Math.abs(n - Math.round(n)) > 1e-6 ? TENTHS : WHOLE).format(n);
  const rate = (n) => (Number.isFinite(n) ? UP_TO[n >= 100 ? 0 : n >= 10 ? 1 : 2].format(n) : '–');
  function share(x) {
    if (!Number.isFinite(x)) return '–';
    if (x === 0 || x === 1) return String(x);
    let digits = 3;
    while (digits < 8 && ['0', '1'].includes(String(Number(x.toFixed(digits))))) digits++;
    return x.toFixed(digits);
  }
  function percent(x) {
    if (!Number.isFinite(x)) return '–';
    let digits = 3;
    while (x < 1 && digits < 9 && Number((100 * x).toPrecision(digits)) === 100) digits++;
    return `${Number((100 * x).toPrecision(digits))} %`;
  }

  // The two parts of a whole with the same digits: three of the smaller, so that they are seen to add up.
  function parts(x, y) {
    const least = Math.min(x, y);
    const decimals = least > 0 ? Math.min(Math.max(2 - Math.floor(Math.log10(100 * least)), 0), 9) : 0;
    return [x, y].map((each) => (Number.isFinite(each) ? `${(100 * each).toFixed(decimals)} %` : '–'));
  }

  // A threshold in four digits, or as many as make the same cut when they are typed; never 0 or 1.
  function threshold(one, p, cut) {
    for (let digits = 4; digits <= 17; digits++) {
      const short = Number(p.toPrecision(digits));
      if (short > 0 && short < 1 && cuts.cutOf(one, short) === cut) return String(short);
    }
    return p >= 1 ? 'none' : String(p);
  }

  // Not above `x`, in six digits or a few more: from there up the same rows are taken.
  function floored(x) {
    for (let digits = 6; digits <= 17; digits++) {
      const size = 10 ** (digits - 1 - Math.floor(Math.log10(x)));
      const low = Number((Math.floor(x * size) / size).toPrecision(digits));
      if (low > 0 && low <= x && x - low < 1e-6 * Math.min(x, 1 - x)) return String(low);
    }
    return String(x);
  }

  // A class name inside a sentence: in quotes unless it is one plain word, and no number.
  const called = (name) => (/^\p{L}[\p{L}\p{N}_.+/&%@-]*$/u.test(name) ? name : `'${name}'`);

  // A number as people write it: 0.3, 0,3, 1e-3, of shares 2 %, of costs 1,000; NaN where it is none.
  function parsed(text, { share: ofShare = false } = {}) {
    let plain = text.trim().replace(MINUS, '-');
    const percents = plain.endsWith('%');
    if (percents && !ofShare) return NaN;
    if (percents) plain = plain.slice(0, -1).trim();
    if (!ofShare && /^\d{1,3}(,\d{3})+(\.\d+)?$/.test(plain)) plain = plain.replaceAll(',', '');
    plain = plain.replace(',', '.');
    if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(plain)) return NaN;
    return !percents ? Number(plain) : /e/i.test(plain) ? Number(plain) / 100 : Number(`${plain}e-2`);
  }

  // What part of a link could not be read, as a sentence with a space after it.
  function unread(names) {
    if (!names.length) return '';
    const all = names.length > 1 ? `${names.slice(0, -1).join(', ')} and ${names.at(-1)}` : names[0];
    return `Of the link, ${all} could not be read and ${names.length > 1 ? 'are' : 'is'} left as the report has ${names.length > 1 ? 'them' : 'it'}. `;
  }

  // The command that tunes a rule for other costs than those it was written for, or at another prevalence.
  function tuning(command, { wrong, missed, pi }) {
    const plain = command.replace(/ --maximize f1| --cost false_\w+=\S+| --prevalence \S+/g, '');
    const there = pi === null ? '' : ` --prevalence ${pi}`;
    return plain.replace(/ -o rule\.json$/, () => ` --cost false_positive=${wrong} --cost false_negative=${missed}${there} -o rule.json`);
  }

  const payers = (confidence) => (confidence ? ['a wrong answer', 'a row left to a person'] : ['a false alarm', 'a miss']);

  // What costs that a reader set come down to.
  function costs({ wrong, missed }, confidence) {
    const names = payers(confidence);
    const [less, more] = wrong <= missed ? names : [names[1], names[0]];
    const times = Math.max(wrong, missed) / Math.min(wrong, missed);
    const ratio = !Number.isFinite(times) ? `only ${more} costs anything` : times === 1 ? `${more} costs as much as ${less}` : `${more} costs ${Number(times.toPrecision(3))} times as much as ${less}`;
    return `Costs as you set them: ${ratio}. Only their ratio moves the threshold.`;
  }

  // At what costs and prevalence a table was made.
  function terms({ wrong, missed, pi }, confidence) {
    const [alarm, miss] = payers(confidence);
    const mix = confidence ? '' : pi === null ? ', and the prevalence of these rows' : `, and a prevalence of ${percent(pi)}`;
    return `At costs of ${wrong} for ${alarm} and ${missed} for ${miss}${mix}.`;
  }

  // Which thresholds have exact counts, where not all have.
  function kept({ all, offered, exact }) {
    if (offered < all) return `Of ${rows(all)} thresholds that tell these scores apart the page keeps ${rows(offered)}, those of the slider among them; counts at each are exact.`;
    return exact ? '' : 'Scores were too many to keep one by one and were counted in cells: counts are exact where a cell begins, and a threshold inside one is moved up to the next.';
  }

  // A command as nodes that break between its words alone.
  const unbroken = (command) => command.split(' ').flatMap((word, i) => {
    const made = document.createElement('span');
    made.textContent = word;
    return i ? [' ', made] : [made];
  });

  const TITLES = {
    default: '0.5, where nobody said otherwise', judged: 'The threshold that this report judges',
    tuned: 'Chosen on all of these rows, so that the numbers here flatter it; LW301 judged it on rows that it was not chosen on',
    all: 'No row is left to a person',
    most: 'About four fifths of the rows are answered', certified: 'Errors among the answered are at most 1 %, with 95 % confidence',
    least: 'Chosen on these very rows: judge it on others', implied: 'Right where the probabilities are right',
  };

  return { signed, rows, rate, share, percent, parts, threshold, floored, called, parsed, unread, tuning, costs, terms, kept, unbroken, TITLES };
})();
