// All requests of the page: the simulated telephones at /demo, and the real API as any of their people.

export const stage = { people: [], byKey: {}, photos: [], places: [], menu: { button: [] }, leads: [], weather: 'well', offline: [] };

let ahead = 0; // the offset of the demo's clock to this browser's

export const now = () => new Date(Date.now() + ahead);

async function ask(path, options) {
  const res = await fetch(path, options).catch(() => { throw new Error('没有网络'); });
  const body = res.status === 204 ? null : await res.json().catch(() => null);
  if (res.ok) return body;
  const said = body?.error?.message || body?.problem || `请求失败（${res.status}）`;
  throw Object.assign(new Error(said), { status: res.status });
}

export async function loadStage() {
  Object.assign(stage, await ask('/demo/stage'));
  stage.byKey = Object.fromEntries(stage.people.map((p) => [p.key, p]));
  ahead = new Date(stage.now) - Date.now();
}

const post = (body) => ({ method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body ?? {}) });

/** A gesture on the telephone: text, photo, voice, location, scan, menu, follow. */
export const gesture = (key, name, body) => ask(`/demo/people/${key}/${name}`, post(body));

export const sendPicture = (key, file) => ask(`/demo/people/${key}/picture`, { method: 'POST', body: file });

export const chatOf = (key, after) => ask(`/demo/people/${key}/chat?after=${after}`);

export const deliveredAbout = (number) => ask(`/demo/delivered?number=${encodeURIComponent(number)}`);

/** Moves the demo's clock on; the due jobs have run before this returns. */
export async function forward(minutes) {
  await ask('/demo/director/forward', post({ minutes }));
  await loadStage();
}

/** Requests that the board allows without a login. */
export const boardOf = (token) => ask(`/api/v1/boards/${encodeURIComponent(token)}`);
export const callFromBoard = (token, body) => ask(`/api/v1/boards/${encodeURIComponent(token)}/call`, post(body));

export const order = (what, body) => ask(`/demo/director/${what}`, post(body));

// One session for each person; the code comes from the telephone, the token from the real login.
const sessions = new Map();

async function login(key) {
  if (!sessions.has(key)) {
    sessions.set(key, (async () => {
      const { code, path } = await ask(`/demo/people/${key}/login-code`, post());
      return (await ask(path, post({ code }))).token;
    })());
  }
  try {
    return await sessions.get(key);
  } catch (err) {
    sessions.delete(key);
    throw err;
  }
}

const newKey = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (b) => b.toString(16).padStart(2, '0')).join('');

/** A request to the API as this person. body: JSON, or a Blob for an upload. */
export async function api(key, method, path, body) {
  for (let tries = 0; ; tries++) {
    const token = await login(key);
    const headers = { Authorization: `Bearer ${token}` };
    if (method !== 'GET') headers['Idempotency-Key'] = newKey();
    let payload;
    if (body instanceof Blob) payload = body;
    else if (body !== undefined) {
      headers['Content-Type'] = 'application/json';
      payload = JSON.stringify(body);
    }
    try {
      return await ask(`/api/v1${path}`, { method, headers, body: payload });
    } catch (err) {
      if (err.status !== 401 || tries > 0) throw err;
      sessions.delete(key); // the service no longer knows the session
    }
  }
}

/** Uploads a sample photo or a file as this person and returns its id. */
export async function upload(key, photo) {
  const blob = photo instanceof Blob ? photo : await (await fetch(photo)).blob();
  return (await api(key, 'POST', '/media', blob)).id;
}

/** Calls hear for each event, and with `open` for each connection; the browser reconnects automatically. */
export function listen(hear) {
  const stream = new EventSource('/demo/tidings');
  stream.onmessage = (e) => hear(JSON.parse(e.data));
  let first = true;
  stream.onopen = () => {
    hear({ what: 'open', first });
    first = false;
  };
}
