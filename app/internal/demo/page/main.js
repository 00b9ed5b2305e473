// The page: three telephones, a PC, and the story of one report, live.
import { h, sayClock, sayDay, soon, toast } from './util.js';
import { api, listen, loadStage, now, order, stage } from './wire.js';
import { Resident } from './resident.js';
import { Steward } from './steward.js';
import { Staff } from './staff.js';
import { Journey } from './journey.js';
import { Desk } from './desk.js';
import { Director } from './director.js';

const seatOf = (name) => document.querySelector(`[data-seat="${name}"]`);
const seats = [['resident', '居民'], ['steward', '红管家'], ['staff', '工作人员'], ['journey', '经过']];

/** On a narrow screen one telephone is shown at a time. */
function look(name) {
  document.body.dataset.look = name;
  for (const tab of document.querySelectorAll('#tabs button')) {
    tab.classList.toggle('on', tab.dataset.to === name);
    if (tab.dataset.to === name) tab.classList.remove('news');
  }
}

function drawClock() {
  document.querySelector('#clock').replaceChildren(h('span', sayDay(now())), h('b', sayClock(now())));
  for (const t of document.querySelectorAll('.status-time')) t.textContent = sayClock(now());
  document.querySelector('#clock').title = stage.clock || '演示用的是现在的时间';
}

async function main() {
  await loadStage();
  document.querySelector('#tabs').append(...seats.map(([name, label]) => h('button', { data: { to: name }, onclick: () => look(name) }, label)));
  look('resident');
  drawClock();
  setInterval(drawClock, 2000);

  const centre = stage.people.find((p) => p.title === '网格中心').key;
  const journey = new Journey(seatOf('journey'), centre);
  const follow = (id) => { journey.follow(id); };

  /** The resident has a new number: their own list contains its report. */
  const told = async (number, person) => {
    const { items } = await api(person.key, 'GET', '/reports');
    const r = items.find((one) => one.number === number);
    if (r) follow(r.id);
  };
  const resident = new Resident(seatOf('resident'), { onOpen: told, onTold: told });
  const steward = new Steward(seatOf('steward'), { onOpen: follow });
  const staff = new Staff(seatOf('staff'), { onOpen: follow, onSession: (s) => journey.showSession(s), onShow: () => window.demo?.director.drawNetwork() });
  const desk = new Desk(seatOf('desk'));
  const cast = { resident, steward, staff, journey, desk, look };
  const director = new Director(document.querySelector('#director'), document.querySelector('#caption'), cast);

  await Promise.all([resident.phone.choose(stage.leads[0]), steward.phone.choose(stage.leads[1]), staff.phone.choose(stage.leads[2])]);
  if (!journey.id) await firstReport(centre, follow);

  for (const seat of [steward, staff]) seat.phone.client.turn(true); // beside the chat of the resident

  const everything = soon(() => {
    for (const seat of [resident, steward, staff]) seat.phone.client.news();
    steward.refresh();
    staff.refresh();
    journey.refresh();
  }, 250);
  listen((t) => {
    if (t.what === 'line') {
      hear(t, cast);
      everything();
    } else if (t.what === 'weather') {
      stage.weather = t.text;
      director.drawWeather();
    } else if (t.what === 'network') {
      loadStage().then(() => connected(t.person, cast, director)).then(everything);
    } else if (t.what === 'open' && t.first) {
      everything(); // what happened since the page fetched its content
    } else {
      reload(cast, director).then(everything);
    }
  });
  setInterval(() => { if (!document.hidden) journey.refresh(); }, 2500);
  setInterval(() => { if (!document.hidden) everything(); }, 9000);
  window.demo = { cast, director, order };
}

/** A line appeared in a chat. */
function hear(t, cast) {
  const part = stage.byKey[t.person]?.part;
  const seat = cast[part];
  if (!seat) return;
  if (t.person === seat.person?.key) seat.chat.refresh();
  if (t.kind !== 'template') return;
  seat.phone.ring(t.person);
  const tab = document.querySelector(`#tabs [data-to="${part}"]`);
  if (t.person === seat.person?.key && !tab.classList.contains('on')) tab.classList.add('news');
}

/** A telephone lost its network, or has it again. */
function connected(key, cast, director) {
  director.drawNetwork();
  for (const seat of [cast.resident, cast.steward, cast.staff]) {
    if (seat.person?.key !== key) continue;
    seat.phone.drawNetwork();
    if (stage.offline.includes(key)) continue;
    seat.phone.client.online();
    seat.chat.refresh();
  }
}

async function reload(cast, director) {
  await loadStage();
  drawClock();
  director.drawWeather();
  for (const seat of [cast.resident, cast.steward, cast.staff]) {
    seat.chat.refresh();
    seat.phone.client.restart();
  }
  cast.desk.restart();
}

/** Before the first event, shows the story of a recent report. */
async function firstReport(centre, follow) {
  const { items } = await api(centre, 'GET', '/staff/reports?list=all');
  const r = items.find((one) => one.state === 'resolved') || items[0];
  if (r) follow(r.id);
}

main().catch((err) => toast(`页面没有打开：${err.message}`));
