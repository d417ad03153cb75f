// The console's state and how events change it. Pure: no browser, no clock, no network in here.

const CLOSED_KEPT = 200;
const TIMELINES_KEPT = 30;
const UNSTORED_KEPT = 100;

export const INITIAL = Object.freeze({
  me: undefined, // who is signed in
  feed: {phase: 'off', since: 0}, // 'off' | 'connecting' | 'live' | 'lost'
  loaded: false, // whether the open incidents are there
  incidents: {}, // by id: open ones, and the last that were closed
  closed: [], // ids of those, the newest last
  plans: {}, // by incident: {cameras, response, contacts, accessNotes, openedEvent}
  timelines: {}, // by incident: events in order, once somebody looked
  areaEvents: {}, // by id, while they go on
  units: {}, // by id
  devices: {}, // by id, once a page asked for them
  windows: {}, // booked windows by id
  reviews: {}, // by incident: the reviews of it that stand
  handovers: {}, // by who hands over: those that were offered, and how they ended
  orders: {}, // work orders by id, once a page asked for them
  faults: {}, // `${kind}:${subject}`: the last device.* or camera.* event
  unstored: [], // presses that could not be stored
  registryVersion: 0, // counts registry.changed, so that pages can ask again
  live: 0, // counts events, so that a view can see that something came
});

/** What an action makes of a state. */
export function reduce(state, action) {
  const change = ACTIONS[action.type];
  return change ? change(state, action) : state;
}

const ACTIONS = {
  'signed-in': (state, {me}) => ({...INITIAL, me}),
  me: (state, {me}) => ({...state, me}),
  'signed-out': () => INITIAL,
  feed: (state, {phase, at}) => (state.feed.phase === phase ? state : {...state, feed: {phase, since: at}}),
  resync: (state) => ({...state, incidents: {}, closed: [], plans: {}, timelines: {}, areaEvents: {}}),
  incidents: (state, {incidents, complete}) => {
    const next = incidents.reduce(put, state);
    return complete ? {...next, loaded: true} : next;
  },
  plan: (state, {incident, plan}) => ({...state, plans: {...state.plans, [incident]: {...state.plans[incident], ...plan}}}),
  // How things stood at the alarm: shown only while it isn't known how they stand now.
  'first-plan': (state, {incident, plan}) => ({...state, plans: {...state.plans, [incident]: {...plan, ...state.plans[incident]}}}),
  timeline: (state, {incident, events}) => ({...state, timelines: bounded({...state.timelines, [incident]: merge(state.timelines[incident] ?? [], events)})}),
  units: (state, {units}) => ({...state, units: keyed(units, 'unit', state.units)}),
  devices: (state, {devices}) => ({...state, devices: keyed(devices, 'device', state.devices)}),
  'area-events': (state, {areaEvents}) => ({...state, areaEvents: keyed(areaEvents, 'id', state.areaEvents)}),
  reviews: (state, {reviews}) => ({...state, reviews: grouped(reviews)}),
  'reviews-of': (state, {incident, reviews}) => putReviews(state, incident, reviews),
  handovers: (state, {handovers}) => ({...state, handovers: handovers.reduce((all, one) => ({...all, [one.from.user]: one}), state.handovers)}),
  orders: (state, {orders}) => ({...state, orders: keyed(orders, 'id', state.orders)}),
  windows: (state, {windows}) => ({...state, windows: keyed(windows, 'id', state.windows)}),
  event: (state, {event}) => hear({...state, live: state.live + 1}, event),
};

const keyed = (items, key, before) => {
  const next = {...before};
  for (const item of items) next[item[key]] = item;
  return next;
};

function grouped(reviews) {
  const groups = {};
  for (const review of reviews) (groups[review.incident] ??= []).push(review);
  return groups;
}

function hear(state, event) {
  const {type, subject, data = {}} = event;
  // Some events only name their incident.
  let next = data.incident?.place ? put(state, data.incident) : state;
  next = remember(next, event);
  const family = type.slice(0, type.indexOf('.'));
  const change = EVENTS[type] ?? EVENTS[family];
  return change ? change(next, data, subject, event) : next;
}

const EVENTS = {
  'incident.opened': (state, data, subject, event) => {
    if (!data.cameras && !data.response && !data.contacts) return state;
    const plan = {
      cameras: data.cameras ?? [],
      response: data.response,
      contacts: data.contacts,
      accessNotes: data.accessNotes,
      openedEvent: event.id,
    };
    return {...state, plans: {...state.plans, [subject]: plan}};
  },
  'area-event': (state, {areaEvent}) => {
    if (!areaEvent) return state;
    const areaEvents = {...state.areaEvents, [areaEvent.id]: areaEvent};
    if (areaEvent.endedAt) delete areaEvents[areaEvent.id];
    return {...state, areaEvents};
  },
  'unit.moved': (state, data, subject, event) => patchUnit(state, subject, {
    latitude: data.latitude, longitude: data.longitude, positionAt: data.positionAt ?? event.time,
  }),
  'unit.duty': (state, data, subject) => patchUnit(state, subject, data.onDuty === false
    ? {onDuty: false, latitude: undefined, longitude: undefined, positionAt: undefined}
    : {onDuty: true}),
  window: (state, {window: booked}) => (booked ? {...state, windows: {...state.windows, [booked.id]: booked}} : state),
  'work-order': (state, {order}) => (order ? {...state, orders: {...state.orders, [order.id]: order}} : state),
  device: (state, data, subject, event) => {
    const faults = {...state.faults, [`device:${subject}`]: event};
    const known = state.devices[subject];
    return {
      ...state,
      faults,
      devices: known && data.health ? {...state.devices, [subject]: {...known, ...data.health}} : state.devices,
    };
  },
  camera: (state, data, subject, event) => ({...state, faults: {...state.faults, [`camera:${subject}`]: event}}),
  'registry.changed': (state) => ({...state, registryVersion: state.registryVersion + 1}),
  handover: (state, {handover}) => (handover ? {...state, handovers: {...state.handovers, [handover.from.user]: handover}} : state),
  'evidence.review-asked': (state, {incident, reviews}) => putReviews(state, incident, reviews),
  'evidence.review-confirmed': (state, {incident, reviews}) => putReviews(state, incident, reviews),
  'evidence.review-declined': (state, {incident, reviews}) => putReviews(state, incident, reviews),
  'incident.reopened': (state, data, subject) => putReviews(state, subject, []),
  'alarm.unstored': (state, data, subject, event) => ({...state, unstored: [...state.unstored, {...data, id: event.id, at: event.time}].slice(-UNSTORED_KEPT)}),
};

/** A site's name is not in the event: it stays as it was told. */
function putReviews(state, incident, reviews = []) {
  const siteName = state.reviews[incident]?.[0]?.siteName ?? state.incidents[incident]?.place.siteName;
  return {...state, reviews: {...state.reviews, [incident]: reviews.map((review) => ({siteName, ...review}))}};
}

function patchUnit(state, unit, patch) {
  const known = state.units[unit];
  return known ? {...state, units: {...state.units, [unit]: {...known, ...patch}}} : state;
}

/** Puts an incident in place unless a newer one stands there; forgets the oldest of those that were closed. */
function put(state, incident) {
  const known = state.incidents[incident.id];
  if (known && isOlder(incident, known)) return state;
  const whole = {...incident, contacts: undefined, accessNotes: undefined};
  const incidents = {...state.incidents, [incident.id]: whole};
  let closed = state.closed;
  const wasClosed = known?.handling === 'closed';
  const isClosed = incident.handling === 'closed';
  if (isClosed && !wasClosed) closed = [...closed, incident.id];
  if (wasClosed && !isClosed) closed = closed.filter((id) => id !== incident.id);
  if (closed.length > CLOSED_KEPT) {
    delete incidents[closed[0]];
    closed = closed.slice(1);
  }
  const plans = incident.contacts
    ? {...state.plans, [incident.id]: {...state.plans[incident.id], contacts: incident.contacts, accessNotes: incident.accessNotes}}
    : state.plans;
  return {...state, incidents, closed, plans};
}

/** A revision counts people's commands, the time everything else. */
function isOlder(one, other) {
  if (one.revision !== other.revision) return one.revision < other.revision;
  return one.updatedAt < other.updatedAt;
}

function remember(state, event) {
  const known = state.timelines[event.subject];
  return known ? {...state, timelines: {...state.timelines, [event.subject]: merge(known, [event])}} : state;
}

/** Two lists of events as one, in order, none twice. */
function merge(known, more) {
  const ids = new Set(known.map((event) => event.id));
  const fresh = more.filter((event) => /^\d+$/.test(event.id) && !ids.has(event.id));
  if (!fresh.length) return known;
  return [...known, ...fresh].sort((a, b) => Number(a.id) - Number(b.id));
}

function bounded(timelines) {
  const ids = Object.keys(timelines);
  for (const id of ids.slice(0, Math.max(0, ids.length - TIMELINES_KEPT))) delete timelines[id];
  return timelines;
}

// What views ask of a state.

/** The reviews that wait for somebody else than the one who asked, the oldest first. */
export const reviewsFor = (state, user, at) => Object.values(state.reviews).flat()
  .filter((review) => review.state === 'waiting' && review.by.user !== user && Date.parse(review.expiresAt) > at)
  .sort((a, b) => (a.askedAt < b.askedAt ? -1 : 1));

export const isOpen = (incident) => incident.handling !== 'closed';
export const isMine = (incident, me) => Boolean(me) && incident.owner?.user === me.user;
export const isStale = (incident) => Boolean(incident.owner?.staleSince) && isOpen(incident);

/** Whether units were sent and all of them were recalled or declined: it stays dispatched, and nobody is coming. */
export const nobodyComes = ({handling, assignments = []}) => ['dispatched', 'on-scene'].includes(handling)
  && assignments.length > 0 && assignments.every((one) => one.state === 'declined' || one.state === 'recalled');

/** Whether an incident asks this desk for an answer now. */
export function rings(incident, me, at) {
  if (incident.handling !== 'new' || !me) return false;
  const ringing = incident.ringing;
  if (!ringing) return false;
  if (ringing.quietUntil && Date.parse(ringing.quietUntil) > at) return false;
  return ringing.districts.includes(me.district);
}

const HANDLINGS = ['new', 'claimed', 'dispatched', 'on-scene', 'closed'];
const STATUSES = ['actual', 'exercise', 'test', 'system'];

/** How urgent one incident is beside another: what nobody has comes first, then priority, then age. */
export function byUrgency(a, b) {
  return (weight(a) - weight(b)) || (a.openedAt < b.openedAt ? -1 : a.openedAt > b.openedAt ? 1 : 0);
}

function weight(incident) {
  const waits = incident.handling === 'new' || isStale(incident);
  const alone = nobodyComes(incident) || incident.assignments?.some((one) => one.overdue);
  return (waits ? 0 : alone ? 1000 : 2000)
    + (incident.late ? 500 : 0)
    + (incident.duress ? -50 : 0)
    + STATUSES.indexOf(incident.status) * 100
    + (incident.priority ?? 4) * 10
    + HANDLINGS.indexOf(incident.handling);
}

/** The queue: area events that go on as one card each, then what belongs to none; by urgency. */
export function queueOf(state) {
  const groups = new Map();
  const alone = [];
  for (const incident of Object.values(state.incidents)) {
    if (!isOpen(incident)) continue;
    const area = incident.links?.areaEvent;
    if (area && state.areaEvents[area]) {
      if (!groups.has(area)) groups.set(area, []);
      groups.get(area).push(incident);
    } else alone.push({key: incident.id, incident, lead: incident});
  }
  for (const [id, incidents] of groups) {
    incidents.sort(byUrgency);
    alone.push({key: id, area: state.areaEvents[id], incidents, lead: incidents[0]});
  }
  return alone.sort((a, b) => byUrgency(a.lead, b.lead));
}
