// The desk: a list of open incidents, one in detail, and what can be done about it.
import {ask, Stream} from './gateway.js';
import {draw} from './map.js';
import {reason, switchLanguage, t, word} from './words.js';

const $ = (id) => document.getElementById(id);
const incidents = new Map();
const plans = new Map();
const DISPOSITIONS = ['founded', 'unfounded', 'assistance', 'accidental', 'test', 'exercise', 'unverified'];
let me, stream, chosen;

function node(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith('on')) element.addEventListener(key.slice(2), value);
    else if (value !== undefined) element.setAttribute(key, value);
  }
  element.append(...children.filter((child) => child !== undefined));
  return element;
}

function say(problem) {
  $('message').hidden = !problem;
  $('message').textContent = problem?.message ?? '';
}

async function attempt(action) {
  try {
    say();
    await action();
  } catch (problem) {
    say(problem);
    if (problem.incident) put(problem.incident);
    if (problem.status === 401) showLogin();
  }
}

const command = (incident, path, body) => attempt(async () =>
  put(await ask('POST', `/incidents/${incident.id}/${path}`, body, {'If-Match': `"${incident.revision}"`})));

function put(incident) {
  const known = incidents.get(incident.id);
  if (known && known.updatedAt > incident.updatedAt) return;
  if (incident.handling === 'closed') incidents.delete(incident.id);
  else incidents.set(incident.id, incident);
  render();
}

async function choose(id) {
  chosen = id;
  render();
  await attempt(async () => {
    const [incident, cameras, response] = await Promise.all([
      ask('GET', `/incidents/${id}`), ask('GET', `/incidents/${id}/cameras`), ask('GET', `/incidents/${id}/units`)]);
    const opened = plans.get(id)?.event;
    plans.set(id, {cameras: cameras.items, response, contacts: incident.contacts, accessNotes: incident.accessNotes, event: opened});
    put(incident);
    if (opened) stream.say('seen', id, opened);
  });
}

function hear(event) {
  const {incident, cameras, response, contacts, accessNotes} = event.data;
  if (event.type === 'incident.opened') {
    plans.set(incident.id, {cameras, response, contacts, accessNotes, event: event.id});
    requestAnimationFrame(() => stream.say('rendered', incident.id, event.id));
  }
  if (incident?.id) put(incident);
}

function tags(incident) {
  const list = [[t(incident.handling), incident.handling === 'new']];
  if (incident.duress) list.push([t('duress'), true]);
  if (incident.quiet) list.push([t('quiet-alarm'), true]);
  if (incident.status !== 'actual') list.push([t(incident.status)]);
  if (incident.late) list.push([t('late')]);
  if (incident.owner?.staleSince) list.push([t('stale'), true]);
  return list.map(([text, alarm]) => node('span', {class: alarm ? 'tag alarm' : 'tag'}, text));
}

function card(incident) {
  const {presses, place} = incident;
  const count = presses.count > 1 ? ` ×${presses.count}` + (presses.places > 1 ? `, ${presses.places} ${t('places')}` : '') : '';
  const open = () => choose(incident.id);
  return node('li', {
    tabindex: 0, 'data-handling': incident.handling, 'aria-current': incident.id === chosen, onclick: open,
    onkeydown: (key) => { if (key.key === 'Enter') open(); },
  }, ...tags(incident), node('strong', {}, place.siteName + count),
  node('div', {class: 'small'}, `${new Date(incident.openedAt).toLocaleTimeString()} · ${place.districtName} · ${place.address ?? ''}`),
  incident.owner ? node('div', {class: 'small'}, `${t('owner')}: ${incident.owner.name}`) : undefined);
}

function rows(items, cells) {
  return node('table', {}, ...items.map((item) => node('tr', {}, ...cells(item).map((cell) => node('td', {}, cell)))));
}

function closing(incident) {
  const select = node('select', {'aria-label': t('close')}, ...DISPOSITIONS.map((word) => node('option', {value: word}, t(word))));
  const callBack = node('select', {'aria-label': t('call')}, node('option', {value: ''}, '—'),
    ...['call', 'visit'].map((word) => node('option', {value: word}, t(word))));
  const out = node('input', {type: 'checkbox', id: 'units-out'});
  return [select, callBack, node('label', {}, out, ` ${t('units-out')}`), node('button', {
    type: 'button',
    onclick: () => command(incident, 'close', {disposition: select.value, ...(callBack.value && {callBack: callBack.value}), ...(out.checked && {unitsOutConfirmed: true})}),
  }, t('close'))];
}

function detail(incident) {
  const plan = plans.get(incident.id) ?? {cameras: [], response: {units: [], shortfall: []}};
  const mine = incident.owner?.user === me.user;
  const units = plan.response.units;
  const dispatch = (unit) => node('button', {type: 'button', onclick: () => command(incident, 'assignments', {unit: unit.unit})}, t('dispatch'));
  $('detail').replaceChildren(
    node('h2', {}, incident.place.siteName),
    node('p', {}, ...tags(incident), `${incident.id} · ${t(incident.condition)} · ${incident.place.address ?? ''}`),
    node('div', {class: 'actions'},
      incident.handling === 'new' ? node('button', {class: 'main', type: 'button', onclick: () => command(incident, 'claim')}, t('claim')) : undefined,
      ...(mine ? closing(incident) : [])),
    ...(plan.contacts?.length ? [node('h3', {}, t('contacts')), rows(plan.contacts, (one) => [one.name, one.role, one.phone])] : []),
    ...(plan.accessNotes ? [node('h3', {}, t('access')), node('p', {}, plan.accessNotes)] : []),
    node('h3', {}, t('cameras')),
    rows(plan.cameras, (camera) => [camera.name, `${Math.round(camera.distanceM)} ${t('m')}`, camera.reasons.map(reason).join(' · ')]),
    node('h3', {}, t('units')),
    ...(plan.response.shortfall.length ? [node('p', {class: 'tag alarm'}, `${t('shortfall')}: ${plan.response.shortfall.map(reason).join(', ')}`)] : []),
    rows(units, (unit) => [unit.name, unit.ring ? `${unit.ring} ${t('ring')}` : '—', unit.reasons.map(reason).join(' · '), mine ? dispatch(unit) : '']),
    ...incident.assignments.map((one) => node('p', {}, `${one.name}: ${t(one.state)}`)));
  draw($('map'), incident.place, plan.cameras, units);
}

function render() {
  const open = [...incidents.values()].sort((a, b) =>
    (a.handling !== 'new') - (b.handling !== 'new') || a.priority - b.priority || a.openedAt.localeCompare(b.openedAt));
  $('incidents').replaceChildren(...open.map(card));
  $('quiet').hidden = open.length > 0 || $('feed').classList.contains('lost');
  const incident = incidents.get(chosen);
  $('detail').hidden = !incident;
  if (incident) detail(incident);
  else draw($('map'));
}

function live(whole) {
  $('feed').classList.toggle('lost', !whole);
  $('feed').textContent = t(whole ? 'live' : 'lost');
  render();
}

async function began() {
  let cursor = '';
  do {
    const page = await ask('GET', `/incidents?handling=open&limit=500${cursor}`);
    page.items.forEach(put);
    cursor = page.next ? `&cursor=${encodeURIComponent(page.next)}` : '';
  } while (cursor);
}

function showLogin() {
  stream?.stop();
  me = undefined;
  $('desk').hidden = $('logout').hidden = $('feed').hidden = true;
  $('login').hidden = false;
  $('who').textContent = '';
}

async function showDesk() {
  me = await ask('GET', '/me');
  $('who').textContent = `${me.name} · ${me.districtName}`;
  $('login').hidden = true;
  $('desk').hidden = $('logout').hidden = $('feed').hidden = false;
  incidents.clear();
  stream = new Stream({
    event: hear, incident: put, live, signedOut: () => { showLogin(); say({message: t('signed-out')}); },
    began: () => attempt(began), resync: () => { incidents.clear(); render(); },
  });
  live(false);
  stream.start();
}

$('login').addEventListener('submit', (submit) => {
  submit.preventDefault();
  const form = new FormData(submit.target);
  attempt(async () => {
    await ask('POST', '/login', {user: form.get('user'), password: form.get('password')});
    submit.target.reset();
    await showDesk();
  });
});
$('logout').addEventListener('click', () => attempt(async () => {
  await ask('POST', '/logout');
  showLogin();
}));
$('language').addEventListener('click', () => { switchLanguage(); render(); });

word();
showDesk().catch(showLogin);
