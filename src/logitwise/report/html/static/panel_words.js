// Numbers and thresholds of the decision panel in words.
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

  const TITLES = {
    default: '0.5, where nobody said otherwise', judged: 'The threshold that this report judges',
    tuned: 'Chosen on some of these rows, judged on the others', all: 'No row is left to a person',
    most: 'About four fifths of the rows are answered', certified: 'Errors among the answered are at most 1 %, with 95 % confidence',
    least: 'Chosen on these very rows: judge it on others', implied: 'Right where the probabilities are right',
  };

  return { signed, rows, rate, share, percent, TITLES };
})();
