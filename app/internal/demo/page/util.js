// Small helpers of the page: elements, time in Beijing, short notes.

const missing = (part) => part === null || part === undefined || part === false;

/** Replaces the content of an element; missing children are left out. */
export function put(el, ...parts) { el.replaceChildren(...parts.flat(3).filter((part) => !missing(part))); }

/** Makes an element: h('button.primary', {onclick}, 'text', child…). */
export function h(spec, ...rest) {
  const [tag, ...classes] = spec.split('.');
  const el = document.createElement(tag || 'div');
  if (classes.length) el.className = classes.join(' ');
  for (const part of rest.flat(3)) {
    if (missing(part)) continue;
    if (part instanceof Node || typeof part !== 'object') {
      el.append(part);
      continue;
    }
    for (const [name, value] of Object.entries(part)) {
      if (name.startsWith('on')) el.addEventListener(name.slice(2), value);
      else if (name === 'data') Object.assign(el.dataset, value);
      else if (name in el && name !== 'list') el[name] = value;
      else if (value !== null && value !== undefined && value !== false) el.setAttribute(name, value);
    }
  }
  return el;
}

/** An icon from path data on a 24-pixel grid. */
export function icon(path, className = 'icon') {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('class', className);
  svg.setAttribute('aria-hidden', 'true');
  svg.innerHTML = path;
  return svg;
}

export const paths = {
  back: '<path d="M15 4 7 12l8 8"/>',
  voice: '<circle cx="12" cy="12" r="9.2"/><path d="M8.6 9.6a4 4 0 0 1 0 4.8M11.6 7.6a7 7 0 0 1 0 8.8M14.6 5.8a10 10 0 0 1 0 12.4"/>',
  keyboard: '<circle cx="12" cy="12" r="9.2"/><path d="M7.5 9.5h.1M10.5 9.5h.1M13.5 9.5h.1M16.5 9.5h.1M7.5 12.4h.1M10.5 12.4h.1M13.5 12.4h.1M16.5 12.4h.1M9 15.4h6"/>',
  menu: '<path d="M5 7h14M5 12h14M5 17h14"/>',
  plus: '<circle cx="12" cy="12" r="9.2"/><path d="M12 7.5v9M7.5 12h9"/>',
  photo: '<rect x="3.5" y="5" width="17" height="14" rx="2.2"/><path d="m4 16.5 4.6-4.4 3.6 3.4 3-2.8 5 4.4"/><circle cx="15.6" cy="9.3" r="1.4"/>',
  pin: '<path d="M12 21s-6.6-5.6-6.6-11a6.6 6.6 0 1 1 13.2 0c0 5.4-6.6 11-6.6 11z"/><circle cx="12" cy="10" r="2.4"/>',
  scan: '<path d="M4 8.5V5.8A1.8 1.8 0 0 1 5.8 4h2.7M15.5 4h2.7A1.8 1.8 0 0 1 20 5.8v2.7M20 15.5v2.7a1.8 1.8 0 0 1-1.8 1.8h-2.7M8.5 20H5.8A1.8 1.8 0 0 1 4 18.2v-2.7M4.5 12h15"/>',
  mic: '<rect x="9" y="3.5" width="6" height="11" rx="3"/><path d="M5.5 11.5a6.5 6.5 0 0 0 13 0M12 18v3"/>',
  person: '<circle cx="12" cy="8.2" r="3.8"/><path d="M4.5 20c.6-4 3.6-6 7.5-6s6.9 2 7.5 6"/>',
  play: '<path d="M8 5.5v13l11-6.5z" fill="currentColor" stroke="none"/>',
  stop: '<rect x="6.5" y="6.5" width="11" height="11" rx="1.6" fill="currentColor" stroke="none"/>',
  check: '<path d="m5 12.5 4.6 4.6L19.5 7"/>',
  sun: '<circle cx="12" cy="13" r="4"/><path d="M12 5V3M5.6 7.6 4.2 6.2M18.4 7.6l1.4-1.4M3 18.5h18"/>',
};

const beijing = (options) => new Intl.DateTimeFormat('zh-CN', { timeZone: 'Asia/Shanghai', hour12: false, ...options });
const dayForm = beijing({ month: 'numeric', day: 'numeric' });
const timeForm = beijing({ hour: '2-digit', minute: '2-digit' });

/** "09:30" today, else "11月20日 09:30". */
export function sayTime(when, today = new Date()) {
  const t = new Date(when);
  if (Number.isNaN(t.getTime())) return '';
  const [month, day] = dayForm.format(t).split('/');
  const clock = timeForm.format(t);
  return dayForm.format(today) === dayForm.format(t) ? clock : `${month}月${day}日 ${clock}`;
}

export const sayClock = (when) => timeForm.format(when);
export function sayDay(when) {
  const [month, day] = dayForm.format(when).split('/');
  return `${month}月${day}日`;
}

/** Addresses of our own service lose their host, so that the page works under any name. */
export function here(url) {
  if (!url) return '';
  const u = new URL(url, location.href);
  return u.pathname + u.search;
}

export function toast(text) {
  const note = h('div.toast', text);
  document.querySelector('#toasts').append(note);
  setTimeout(() => note.classList.add('gone'), 3200);
  setTimeout(() => note.remove(), 3700);
}

/** Calls f once, shortly after the last of many requests. */
export function soon(f, delay = 180) {
  let timer = 0;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(f, delay);
  };
}

/** Reloads the page of a frame; one that is still on its way is left alone, for a reload would stop it. */
export function reloadFrame(frame) {
  const { pathname, search } = new URL(frame.src);
  const { location } = frame.contentWindow;
  if (location.pathname + location.search === pathname + search) location.reload();
}

/** An avatar: the last character of the name on the person's own colour. */
export function face(name, className = 'face') {
  const tints = ['#5b8def', '#e0885a', '#4fa98a', '#b574c9', '#d1667a', '#6f8a3e', '#3c8fa8', '#a9803f'];
  let sum = 0;
  for (const sign of name) sum += sign.codePointAt(0);
  const plain = name.replace(/[A-Z0-9 -]+$/, '');
  return h(`span.${className}`, { style: `background:${tints[sum % tints.length]}` }, plain.slice(-2));
}
