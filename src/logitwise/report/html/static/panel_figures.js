// Titles, captions and tables beside the panel's charts, which are of the outcome and the rows that the page was written
// with: where another outcome or prevalence is chosen they say so.
const panelFigures = (() => {
  const DRAWN = 'Drawn from the counts of this page; the numbers at the threshold stand above.';
  const OF_ROWS = ['decide-roc', 'decide-scores']; // the same at every prevalence

  function caption(id, one, setting) {
    if (id !== 'decide-decision') return DRAWN;
    const slip = cutCharts.slip(one, setting);
    const near = slip > 0 ? ` Scores were counted in cells: the curve lies within ${slip.toPrecision(2)} of that of the rows.` : '';
    return `${DRAWN}${setting.pi === null ? '' : shift(one, setting.pi)}${near}`;
  }

  function shift(one, pi) {
    const odds = (x) => x / (1 - x);
    const times = odds(pi) / odds(one.positives / (one.positives + one.negatives));
    return ` At this prevalence the odds of a probability are ${Number(times.toPrecision(3))} times as large as here (Bayes), and with them those of a threshold: the axis is of probabilities there, and the point lies where the threshold comes to lie.`;
  }

  function show(one, setting, { original }) {
    const { pi } = setting;
    for (const place of document.querySelectorAll('#decide-charts [data-figure]')) {
      const figure = place.closest('figure');
      const title = figure.querySelector('.figure-title, h3, h4');
      const words = figure.querySelector('figcaption');
      figure.dataset.title ??= title.textContent;
      figure.dataset.caption ??= words.textContent;
      const plain = place.dataset.plain ??= figure.dataset.title.split(' of ')[0];
      const follows = pi !== null && !OF_ROWS.includes(place.id);
      const changed = !original || follows;
      const mix = follows ? `, at a prevalence of ${panelWords.percent(pi)}` : '';
      title.textContent = changed ? `${plain}: ${one.name}${mix}` : figure.dataset.title;
      place.setAttribute('aria-label', title.textContent);
      words.textContent = changed ? caption(place.id, one, setting) : figure.dataset.caption;
      const table = figure.querySelector('details');
      if (table) table.hidden = changed;
    }
  }

  return { show };
})();
