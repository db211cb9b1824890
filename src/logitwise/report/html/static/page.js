// What the parts of the page share: its data, and its state in the address.
const given = JSON.parse(document.getElementById('report-data').textContent);

// `#decide?t=0.5&fp=1`: the part before `?` is an anchor as ever, the rest is what a reader set.
const fragment = () => {
  const text = location.hash.slice(1).replace(/%3F/i, '?');
  const [anchor] = text.split('?', 1);
  const query = text.slice(anchor.length + 1);
  try { return [decodeURIComponent(anchor), query]; } catch { return [anchor, query]; }
};
const state = {
  read() {
    return new URLSearchParams(fragment()[1]);
  },
  query(values) {
    return new URLSearchParams(Object.entries(values).filter(([, value]) => value != null && value !== ''));
  },
  write(anchor, values) {
    const query = state.query(values);
    const hash = query.size ? `#${anchor}?${query}` : location.pathname + location.search;
    try { history.replaceState(null, '', hash); } catch { /* a frame without an address keeps no state */ }
  },
};

// A document without an address of its own: the frame of a notebook. Its links within would load the notebook into it.
const framed = location.protocol === 'about:';

// An anchor inside a closed <details> opens it; one with a state behind it is scrolled to by its first part.
(() => {
  let wanted = fragment()[0];

  function go(anchor) {
    wanted = anchor;
    const target = document.getElementById(anchor);
    if (!target) return null;
    for (let each = target; each; each = each.parentElement) if (each.tagName === 'DETAILS') each.open = true;
    target.scrollIntoView();
    return target;
  }
  // As after a jump of the browser's own, the next Tab leads on from there.
  function goFrom(anchor) {
    const target = go(anchor);
    if (!target) return;
    if (target.tabIndex < 0 && !target.hasAttribute('tabindex')) {
      target.tabIndex = -1;
      target.addEventListener('blur', () => target.removeAttribute('tabindex'), { once: true });
    }
    target.focus({ preventScroll: true });
  }
  window.addEventListener('hashchange', () => go(fragment()[0]));
  go(wanted);
  // Charts above it grow as they are drawn: until the reader does something, the anchor stays where it was asked for.
  let acted = false;
  for (const kind of ['wheel', 'touchstart', 'pointerdown', 'keydown']) {
    window.addEventListener(kind, () => { acted = true; }, { once: true, passive: true });
  }
  window.addEventListener('charts-drawn', () => {
    if (!acted) document.getElementById(wanted)?.scrollIntoView({ behavior: 'instant' });
  });
  document.addEventListener('click', (event) => {
    const hash = event.target.closest?.('a[href^="#"]')?.hash;
    if (!hash) return;
    if (framed) {
      event.preventDefault();
      goFrom(decodeURIComponent(hash.slice(1)));
    } else if (hash === location.hash) go(fragment()[0]); // where the address already points, no hash changes
  });
})();

// Which section is read now: the last whose head has passed the upper third of the window.
(() => {
  const links = [...document.querySelectorAll('.contents a')];
  const heads = links.map((link) => document.getElementById(link.hash.slice(1)));
  const strip = document.querySelector('.contents ol');
  let current = null;
  let asked = false;

  function mark() {
    asked = false;
    const end = window.innerHeight + window.scrollY >= document.documentElement.scrollHeight - 2 && window.scrollY > 0;
    const passed = heads.filter((head) => head.getBoundingClientRect().top < window.innerHeight / 3).length;
    const next = links[end ? links.length - 1 : Math.max(passed - 1, 0)];
    if (!next || next === current) return;
    current?.removeAttribute('aria-current');
    next.setAttribute('aria-current', 'location');
    current = next;
    if (strip.scrollWidth > strip.clientWidth) {
      const item = next.parentElement;
      strip.scrollLeft = item.offsetLeft - (strip.clientWidth - item.offsetWidth) / 2;
    }
  }
  const soon = () => { if (!asked) { asked = true; requestAnimationFrame(mark); } };
  window.addEventListener('scroll', soon, { passive: true });
  window.addEventListener('resize', soon);
  soon();
})();

// Copying; where the browser gives no clipboard, what is to be copied is selected.
(() => {
  const said = document.getElementById('page-said');

  async function copy(button) {
    try {
      await navigator.clipboard.writeText(button.dataset.copy);
      return 'Copied';
    } catch {
      const code = button.parentElement.querySelector('code');
      if (code) getSelection().selectAllChildren(code);
      return code ? 'Selected' : 'Not copied';
    }
  }
  for (const button of document.querySelectorAll('[data-copy]')) {
    const before = button.textContent;
    let later = 0;
    button.hidden = false;
    button.addEventListener('click', async () => {
      said.textContent = button.textContent = await copy(button);
      clearTimeout(later);
      later = setTimeout(() => { button.textContent = before; said.textContent = ''; }, 1500);
    });
  }
})();

// What starts hidden because it works with this script alone.
for (const each of document.querySelectorAll('[data-script]')) each.hidden = false;

// A table that fits its place is no stop of the Tab key.
(() => {
  const fits = (place) => {
    if (place.scrollWidth > place.clientWidth + 1 || place.scrollHeight > place.clientHeight + 1) place.tabIndex = 0;
    else place.removeAttribute('tabindex');
  };
  const sizes = new ResizeObserver((seen) => { for (const { target } of seen) fits(target); });
  for (const place of document.querySelectorAll('.scroll')) sizes.observe(place);
})();

// Paper shows what is marked for it, opened.
(() => {
  let opened = [];
  window.addEventListener('beforeprint', () => {
    opened = [...document.querySelectorAll('details[data-print]:not([open])')];
    for (const each of opened) each.open = true;
  });
  window.addEventListener('afterprint', () => {
    for (const each of opened) each.open = false;
    opened = [];
  });
})();
