// A small map of the communities: their grids and buildings, drawn from the positions in the service.
import { h } from './util.js';
import { stage } from './wire.js';

const NS = 'http://www.w3.org/2000/svg';

function shape(name, attributes, text) {
  const el = document.createElementNS(NS, name);
  for (const [key, value] of Object.entries(attributes)) el.setAttribute(key, value);
  if (text) el.textContent = text;
  return el;
}

/** A map of one community; onPick gets latitude, longitude and the usual name of the place. */
export function communityMap(community, onPick) {
  const grids = stage.places.filter((p) => p.kind === 'grid' && p.community === community);
  const houses = stage.places.filter((p) => p.kind === 'building' && p.community === community);
  const corners = grids.flatMap((g) => g.boundary?.coordinates?.[0] || []);
  const [west, east] = [Math.min(...corners.map((c) => c[0])), Math.max(...corners.map((c) => c[0]))];
  const [south, north] = [Math.min(...corners.map((c) => c[1])), Math.max(...corners.map((c) => c[1]))];
  const width = 320;
  const height = 210;
  const x = (lng) => 10 + ((lng - west) / (east - west)) * (width - 20);
  const y = (lat) => 10 + ((north - lat) / (north - south)) * (height - 20);

  const svg = shape('svg', { viewBox: `0 0 ${width} ${height}`, class: 'map' });
  const tints = ['#e7eedf', '#efe9da', '#e1ebee'];
  grids.forEach((g, i) => {
    const ring = g.boundary.coordinates[0].map(([lng, lat]) => `${x(lng).toFixed(1)},${y(lat).toFixed(1)}`).join(' ');
    svg.append(shape('polygon', { points: ring, fill: tints[i % 3], stroke: '#fff', 'stroke-width': 4 }));
  });
  for (const b of houses) {
    svg.append(shape('rect', { x: x(b.lng) - 11, y: y(b.lat) - 6, width: 22, height: 12, rx: 2, fill: '#fff', stroke: '#b9b4a6' }));
    svg.append(shape('text', { x: x(b.lng), y: y(b.lat) + 17, class: 'map-name' }, /\d+号/.exec(b.name)?.[0] || b.name.slice(0, 3)));
  }
  const pin = shape('g', { class: 'map-pin', visibility: 'hidden' });
  pin.append(shape('path', { d: 'M0 0c-6-7-8-10-8-14a8 8 0 1 1 16 0c0 4-2 7-8 14z' }), shape('circle', { cy: -14, r: 3 }));
  svg.append(pin);
  svg.addEventListener('click', (e) => {
    const box = svg.getBoundingClientRect();
    const px = ((e.clientX - box.left) / box.width) * width;
    const py = ((e.clientY - box.top) / box.height) * height;
    const lng = west + ((px - 10) / (width - 20)) * (east - west);
    const lat = north - ((py - 10) / (height - 20)) * (north - south);
    const near = houses.map((b) => ({ b, d: Math.hypot(x(b.lng) - px, y(b.lat) - py) })).sort((a, b) => a.d - b.d)[0];
    const onHouse = near && near.d < 14;
    const [tx, ty] = onHouse ? [x(near.b.lng), y(near.b.lat)] : [px, py];
    pin.setAttribute('transform', `translate(${tx} ${ty})`);
    pin.setAttribute('visibility', 'visible');
    onPick(onHouse ? near.b.lat : lat, onHouse ? near.b.lng : lng, near && near.d < 40 ? `${near.b.name}${onHouse ? '' : '附近'}` : `${community}内`);
  });
  return svg;
}

/** A choice of communities above a content that is drawn for each. */
export function byCommunity(first, draw) {
  const names = stage.places.filter((p) => p.kind === 'community').map((p) => p.name);
  const box = h('div');
  const tabs = names.map((name) => h('button.segment', { onclick: () => pick(name) }, name));
  function pick(name) {
    tabs.forEach((t) => t.classList.toggle('on', t.textContent === name));
    box.replaceChildren(draw(name));
  }
  pick(names.includes(first) ? first : names[0]);
  return h('div', h('div.segments', tabs), box);
}
