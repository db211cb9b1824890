// Probabilities: another label into the reliability diagram, its sentence and its table.
(() => {
  const choice = document.getElementById('probabilities-label');
  const packed = given.sections.probabilities;
  if (!choice || !packed) return;
  const id = 'probabilities-reliability';
  const figure = document.getElementById(id).closest('figure');
  const status = document.getElementById('probabilities-status');

  function element(name, text, attributes = {}) {
    const made = document.createElement(name);
    made.textContent = text;
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    return made;
  }

  function fill(table, { header, rows, title }) {
    table.querySelector('caption').textContent = title;
    table.querySelector('thead tr').replaceChildren(
      ...header.map((name, i) => element('th', name, { scope: 'col', ...(i && { class: 'number' }) })));
    table.querySelector('tbody').replaceChildren(...rows.map((cells) => {
      const row = document.createElement('tr');
      row.append(...cells.map((cell, i) => (i ? element('td', cell, { class: 'number' }) : element('th', cell, { scope: 'row' }))));
      return row;
    }));
  }

  async function show() {
    const label = packed.labels[Number(choice.value)];
    if (!label) return;
    figure.querySelector('.figure-title').textContent = label.title;
    figure.querySelector('figcaption').textContent = label.sentence;
    figure.querySelector('summary .hidden').textContent = `: ${label.title}`;
    figure.querySelector('.scroll').setAttribute('aria-label', label.title);
    document.getElementById(id).setAttribute('aria-label', label.title);
    fill(figure.querySelector('table'), label);
    await charts.set(id, { data: label.data });
    status.textContent = `${label.title} is shown.`;
  }

  choice.addEventListener('change', show);
  // A browser may bring back what was chosen before a reload.
  if (Number(choice.value) !== Number(choice.dataset.first)) show();
})();
