// Thresholds that have a name: chips below the slider, triangles above it, and rules in the charts.
const panelMarks = (() => {
  const MOST = 4; // more names than that run into each other in a chart
  const FIRST = ['judged', 'tuned', 'least', 'default', 'certified', 'most', 'all', 'implied'];

  // Those that came with the page, and those that follow from the costs.
  function named(one, setting) {
    const best = cuts.least(one, setting);
    const wanted = cuts.implied(one, setting);
    const found = [...one.markers];
    if (best !== null) found.push({ key: 'least', label: 'least cost', threshold: cuts.between(one, best), cut: best });
    if (wanted > 0 && wanted < 1) found.push({ key: 'implied', label: 'implied by costs', threshold: wanted, cut: cuts.cutOf(one, wanted) });
    return found;
  }

  // Several names of one threshold as one.
  function together(found) {
    const kept = new Map();
    for (const { key, label, threshold, cut } of found) {
      const one = kept.get(threshold) ?? { keys: [], labels: [], threshold, cut };
      one.keys.push(key);
      one.labels.push(label);
      kept.set(threshold, one);
    }
    return [...kept.values()];
  }

  // Those that a chart has room for.
  function charted(found) {
    const rank = ({ keys }) => Math.min(...keys.map((key) => FIRST.indexOf(key)));
    return together(found).sort((a, b) => rank(a) - rank(b)).slice(0, MOST).map(({ labels, threshold }) => ({ label: labels.join(', '), threshold }));
  }

  function piece(tag, name, text = '') {
    const made = document.createElement(tag);
    made.className = name;
    made.textContent = text;
    return made;
  }

  function chip(one, { keys, labels, threshold, cut }, choose) {
    const made = piece('button', `button quiet small marker ${keys.join(' ')}`);
    made.type = 'button';
    made.dataset.cut = String(cut);
    made.title = keys.map((key) => panelWords.TITLES[key] ?? '').join('; ');
    made.append(...keys.map((key) => piece('i', `mark ${key}`)), `${labels.join(', ')} `, piece('b', '', panelWords.threshold(one, threshold, cut)));
    made.addEventListener('click', () => choose(threshold, cut));
    return made;
  }

  // `where` tells how far along the slider a threshold lies, from 0 to 1; `choose` is called with one that is clicked.
  function show(one, found, { chips, marks, where, choose }) {
    const each = together(found);
    const focused = [...chips.children].indexOf(document.activeElement);
    chips.replaceChildren(...each.map((mark) => chip(one, mark, choose)));
    if (focused >= 0) chips.children[Math.min(focused, each.length - 1)].focus();
    marks.replaceChildren(...each.flatMap(({ keys, threshold }) => keys.map((key, i) => {
      const mark = piece('span', `mark ${key}`);
      mark.style.left = `${100 * where(cuts.logOdds(threshold))}%`;
      mark.style.bottom = `${0.45 * i - 0.35}rem`;
      return mark;
    })));
  }

  return { named, charted, show };
})();
