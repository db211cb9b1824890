// Charts: frozen Vega drawings, each given its data when it comes near the window or the page is idle.
const charts = (() => {
  const BESIDE_THE_PLOT = 52; // pixels of axis and title
  const views = new Map();
  const promised = new Map();
  const places = [...document.querySelectorAll('[data-figure]')];

  const rows = (columns) => {
    const names = Object.keys(columns);
    const count = names.length ? columns[names[0]].length : 0;
    return Array.from({ length: count }, (_, i) => Object.fromEntries(names.map((name) => [name, columns[name][i]])));
  };

  // Vega gives roles to its container and marks; here the place around them is one picture, and the page says the rest.
  function container(place) {
    const inside = document.createElement('div');
    inside.ariaHidden = 'true';
    place.replaceChildren(inside);
    return inside;
  }

  async function draw(id) {
    const place = document.getElementById(id);
    try {
      const { drawing, data, params } = given.figures[id];
      const runtime = vega.parse(given.drawings[drawing], null, { ast: true });
      const inside = container(place);
      const view = new vega.View(runtime, { expr: interpreter, renderer: 'svg', container: inside, hover: true });
      for (const name of ['role', 'aria-roledescription', 'aria-label']) inside.removeAttribute(name);
      view.logLevel(vega.Error);
      for (const [name, columns] of Object.entries(data)) view.data(name, rows(columns));
      for (const [name, value] of Object.entries(params)) view.signal(name, value);
      await view.runAsync();
      views.set(id, view);
      place.style.minHeight = '';
      place.dataset.drawn = '';
      return view;
    } catch (fault) {
      failed(place, fault);
      return null;
    }
  }

  // What cannot be drawn is said, and its table stands open in its place.
  function failed(place, fault) {
    console.warn(`${place.id} is not drawn:`, fault);
    place.textContent = 'This chart could not be drawn in this browser. The table below says the same.';
    place.className = 'chart-fault';
    place.style.minHeight = '';
    place.removeAttribute('role');
    place.removeAttribute('aria-label');
    place.removeAttribute('aria-describedby');
    place.dataset.drawn = '';
    const table = place.closest('.figure')?.querySelector('details');
    if (table) table.open = true;
  }

  // The view of a chart, drawn once; null of one that could not be.
  function view(id) {
    if (!promised.has(id)) promised.set(id, draw(id));
    return promised.get(id);
  }

  // Moves params and replaces datasets of a chart that is there; one not drawn yet gets them when it is.
  async function set(id, { params = {}, data = {} }) {
    const known = views.get(id) ?? (promised.has(id) ? await promised.get(id) : undefined);
    if (known === undefined && given.figures[id]) {
      Object.assign(given.figures[id].params, params);
      Object.assign(given.figures[id].data, data);
    }
    if (!known) return null;
    for (const [name, value] of Object.entries(params)) known.signal(name, value);
    for (const [name, columns] of Object.entries(data)) {
      known.change(name, vega.changeset().remove(vega.truthy).insert(rows(columns)));
    }
    return known.runAsync();
  }

  // A place in a closed <details>, or hidden, is drawn when it is shown.
  const shown = (place) => place.checkVisibility();
  const drawingOf = (id) => given.drawings[given.figures[id].drawing];

  for (const place of places) {
    const { height } = drawingOf(place.id);
    if (typeof height === 'number') place.style.minHeight = `${height + BESIDE_THE_PLOT}px`;
  }

  const near = new IntersectionObserver((seen) => {
    for (const { isIntersecting, target } of seen) if (isIntersecting) { near.unobserve(target); view(target.id); }
  }, { rootMargin: '400px' });
  for (const place of places) near.observe(place);

  // Whatever is not looked at yet is drawn while nothing else happens.
  const idle = window.requestIdleCallback || ((call) => setTimeout(call, 50));
  const rest = () => {
    const next = places.find((place) => !promised.has(place.id) && shown(place));
    if (next) view(next.id).then(() => idle(rest));
    else Promise.all(promised.values()).then(() => {
      document.documentElement.dataset.drawn = '';
      window.dispatchEvent(new Event('charts-drawn'));
    });
  };
  window.addEventListener('load', () => idle(rest));

  // Told of its width by whatever changes it: the window, a <details>, paper. A change of height is its own doing, and
  // so is the width of a drawing that does not ask for that of its container.
  const asks = (id) => drawingOf(id).signals?.some(({ name, init }) => name === 'width' && /containerSize/.test(init));
  function fit(id, width) {
    const known = views.get(id);
    if (!known || !width || !asks(id) || Math.abs(known.signal('width') - width) < 1) return;
    known.signal('width', width).runAsync();
  }
  let onPaper = false;
  const sizes = new ResizeObserver((seen) => {
    if (!onPaper) for (const { target } of seen) fit(target.id, target.clientWidth);
  });
  for (const place of places) sizes.observe(place);

  // Before paper the page has the width of a sheet for a moment; Vega draws in microtasks, so the sheet is ready.
  window.addEventListener('beforeprint', () => {
    onPaper = true;
    document.documentElement.classList.add('on-paper');
    for (const place of places.filter(shown)) view(place.id).then(() => fit(place.id, place.clientWidth));
  });
  window.addEventListener('afterprint', () => {
    onPaper = false;
    document.documentElement.classList.remove('on-paper');
    for (const place of places) fit(place.id, place.clientWidth);
  });

  return { view, set };
})();
