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
  write(anchor, values) {
    const query = new URLSearchParams(Object.entries(values).filter(([, value]) => value != null && value !== ''));
    const hash = query.size ? `#${anchor}?${query}` : location.pathname + location.search;
    try { history.replaceState(null, '', hash); } catch { /* a frame without an address keeps no state */ }
  },
};

// An anchor inside a closed <details> opens it; one with a state behind it is scrolled to by its first part.
(() => {
  function openAnchor() {
    const target = document.getElementById(fragment()[0]);
    if (!target) return;
    for (let each = target; each; each = each.parentElement) if (each.tagName === 'DETAILS') each.open = true;
    target.scrollIntoView();
  }
  window.addEventListener('hashchange', openAnchor);
  openAnchor();
  // Charts above it grow as they are drawn: until the reader does something, the anchor stays where it was asked for.
  let acted = false;
  for (const kind of ['wheel', 'touchstart', 'pointerdown', 'keydown']) {
    window.addEventListener(kind, () => { acted = true; }, { once: true, passive: true });
  }
  window.addEventListener('charts-drawn', () => {
    if (!acted) document.getElementById(fragment()[0])?.scrollIntoView({ behavior: 'instant' });
  });
  // A link to where the address already points changes no hash.
  document.addEventListener('click', (event) => {
    if (event.target.closest?.('a[href^="#"]')?.hash === location.hash) openAnchor();
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
