// Shared parts of the mini-programs of steward and staff: frame, report in a list, forms.
import { h, here, icon, sayTime, toast } from './util.js';
import { api, now, stage, upload } from './wire.js';
import { photoChoice } from './phone.js';

/** The mini-program below the chat, with its capsule. */
export function pane(title) {
  const head = h('div.mini-head', h('b', title), h('span.capsule', h('i'), h('i'), h('i')));
  const body = h('div.mini-body');
  return { el: h('div.mini', head, body), head, body };
}

export const statePill = (r) => h(`span.pill.${r.state}`, r.state_name);

export const isOpen = (r) => ['submitted', 'accepted', 'assigned', 'in_hand'].includes(r.state);

/** The light of the current step: green, yellow from 80 %, red beyond 100 %, none while the clocks are paused. */
export function due(r, at = r.due_at) {
  if (!isOpen(r)) return null;
  if (r.paused_until) return h('span.due.paused', r.question ? '等反映人回答' : `挂账到 ${sayTime(r.paused_until, now())}`);
  if (!at) return null;
  const light = at === r.due_at ? r.light : new Date(at) < now() ? 'red' : 'green';
  return h(`span.due.${light}`, light === 'red' ? `超时 · 应于 ${sayTime(at, now())}` : `${sayTime(at, now())} 前`);
}

const pair = (name, value) => value && h('div.pair', h('dt', name), h('dd', value));

/** Both deadlines, and the post that is asked because of a delay. */
export function deadlines(r) {
  if (!isOpen(r)) return [];
  const whole = !r.paused_until && r.whole_due_at !== r.due_at && due(r, r.whole_due_at);
  return [
    pair(whole ? '本步' : '期限', due(r)), whole && pair('全程', whole),
    r.asked && pair('督促', h('span.asked', `${r.asked}，${sayTime(r.asked_due_at, now())} 前落实`)),
  ];
}

export function reportRow(r, onclick, ...more) {
  return h('article.row', { data: { number: r.number, report: r.id } },
    h('button.row-main', { onclick },
      h('div.row-top', h('b', r.title), r.urgent && h('span.pill.urgent', '紧急'), statePill(r)),
      h('div.row-place', r.place || r.area_name),
      h('div.row-foot', h('span', r.number), due(r) || h('span', sayTime(r.submitted_at, now())))), more);
}

/** The photos and voice messages of a report or an event. */
export const thumbs = (files) => files.length > 0 && h('div.thumbs', files.map((f) => {
  if (f.play) return h('audio', { controls: '', preload: 'none', src: here(f.play), 'aria-label': '语音' });
  if (f.thumb) return h('a', { href: here(f.url), target: '_blank', rel: 'noopener' }, h('img', { src: here(f.thumb), alt: '照片', loading: 'lazy' }));
  return h('span.unseen', f.note || (f.kind === 'voice' ? '语音' : '照片审核中'));
}));

/** A choice in a form, with its value. */
export const choice = (label, options, value) => h('label.field', h('span', label),
  h('select', { 'aria-label': label }, options.map(([code, name]) => h('option', { value: code, selected: code === value }, name))));
export const value = (field) => field.querySelector('select').value;

/**
 * A form over the phone: words with ready-made ones, photos, a choice.
 * asks: {title, words, ready: [{name, text}], photos: bool, fields: [Element], go, must}
 * done: gets {words, file_ids} and does it.
 */
export function form(phone, person, asks, done) {
  let photo = null;
  const words = asks.words && h('textarea', { rows: 3, placeholder: asks.words, 'aria-label': asks.words, value: asks.value || '' });
  const ready = asks.ready?.length > 0 && h('div.chips.inside', asks.ready.map((t) => h('button.chip', {
    data: { ready: t.name }, title: t.text, onclick: () => { words.value = t.text; },
  }, t.name)));
  const chosen = h('span.chosen');
  const photos = asks.photos && h('div', photoChoice(asks.photos, (picked, name) => {
    photo = picked;
    photos.querySelectorAll('.pick').forEach((p) => p.classList.toggle('on', p.dataset.photo === name && name !== ''));
    chosen.textContent = name ? '' : `已选 ${picked.name}`;
  }), chosen);
  const go = h('button.go', { data: { do: 'go' } }, asks.go);
  go.addEventListener('click', async () => {
    go.disabled = true;
    try {
      const body = { words: words ? words.value.trim() : '' };
      if (photo) body.file_ids = [await upload(person.key, photo)];
      await done(body);
      phone.close();
    } catch (err) {
      toast(err.message);
      go.disabled = false;
    }
  });
  phone.open(asks.title, asks.fields, words, ready, photos, go);
}

export const solvedPhotos = () => stage.photos.filter((p) => !p.solved);
export const problemPhotos = () => stage.photos.filter((p) => p.solved);

/** Runs a step on a report as the person; a refusal of the service is shown. */
export async function act(person, path, body) {
  try {
    return await api(person.key, 'POST', path, body ?? {});
  } catch (err) {
    toast(err.message);
    return null;
  }
}

export const empty = (text) => h('div.empty', icon('<rect x="4" y="5" width="16" height="14" rx="2.5"/><path d="M8 10h8M8 14h5"/>'), text);
