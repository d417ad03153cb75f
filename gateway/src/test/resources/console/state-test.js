// The body of an async function that ConsoleStateIT runs in a browser: what the reducer makes of events.
const {INITIAL, reduce, reviewsFor, queueOf, rings, byUrgency, nobodyComes} = await import('/core/state.js');
const {age} = await import('/core/format.js');
const {reason, t} = await import('/core/words.js');
const {problemWords} = await import('/core/problem-words.js');
const failures = [];
const test = (name, check) => {
  try {
    check();
  } catch (failure) {
    failures.push(`${name}: ${failure.message}`);
  }
};
const same = (actual, wanted) => {
  const [a, w] = [JSON.stringify(actual), JSON.stringify(wanted)];
  if (a !== w) throw new Error(`${a} instead of ${w}`);
};
const ME = {user: 'me', district: 'county', role: 'dispatcher'};
const at = (second) => new Date(Date.UTC(2026, 0, 1, 0, 0, second)).toISOString();
const incident = (id, more = {}) => ({
  id, revision: 0, openedAt: at(0), updatedAt: at(0), status: 'actual', priority: 2, code: 120, quiet: false, late: false,
  condition: 'active', handling: 'new', handlingSince: at(0), place: {site: id, siteName: id, district: 'grid', districtName: 'grid', latitude: 1, longitude: 1},
  presses: {count: 1, places: 1, firstAt: at(0), lastAt: at(0), devices: []}, assignments: [], ringing: {districts: ['grid', 'county'], rung: 0}, ...more,
});
const event = (id, type, data, subject = data.incident?.id ?? 'x') => ({type: 'event', event: {specversion: '1.0', id: String(id), type, subject, time: at(id), data}});
const play = (...actions) => actions.reduce(reduce, reduce(INITIAL, {type: 'signed-in', me: ME}));

test('reviews follow their events, and reopening ends them', () => {
  const review = {review: 'R-1', incident: 'a', by: {user: 'me', name: 'I'}, state: 'waiting', askedAt: at(1), expiresAt: at(50)};
  const asked = play(event(1, 'incident.closed', {incident: incident('a', {handling: 'closed'})}), event(2, 'evidence.review-asked', {incident: 'a', reviews: [review]}, 'a'));
  same(asked.reviews.a[0].siteName, 'a');
  same(reviewsFor(asked, 'me', Date.parse(at(3))), []);
  same(reviewsFor(asked, 'other', Date.parse(at(3))).length, 1);
  same(reviewsFor(asked, 'other', Date.parse(at(51))), []);
  const confirmed = reduce(asked, event(3, 'evidence.review-confirmed', {incident: 'a', reviews: [{...review, state: 'confirmed'}]}, 'a'));
  same(reviewsFor(confirmed, 'other', Date.parse(at(4))), []);
  same(reduce(confirmed, event(4, 'incident.reopened', {incident: incident('a', {revision: 1})})).reviews.a, []);
});
test('a refusal is worded by its cause, not by its code', () => {
  const words = problemWords({code: 'forbidden', title: 'x', detail: 'y', body: {cause: 'same-person'}});
  same(words.title, t('refused.same-person'));
  same(words.detail, '');
});
test('how things stood at the alarm never covers how they stand now', () => {
  const state = play({type: 'plan', incident: 'a', plan: {cameras: ['now']}},
    {type: 'first-plan', incident: 'a', plan: {cameras: ['then']}},
    {type: 'first-plan', incident: 'b', plan: {cameras: ['then']}});
  same(state.plans.a, {cameras: ['now']});
  same(state.plans.b, {cameras: ['then']});
});
test('an incident that opens stands in the queue with its plan', () => {
  const state = play(event(1, 'incident.opened', {incident: incident('a'), cameras: [{camera: 'c'}], response: {units: []}, contacts: [{phone: '1'}]}));
  same(queueOf(state).map((entry) => entry.key), ['a']);
  same(state.plans.a.contacts, [{phone: '1'}]);
  same(state.plans.a.openedEvent, '1');
});
test('an older incident never replaces a newer one', () => {
  const state = play(
    event(2, 'incident.claimed', {incident: incident('a', {revision: 1, updatedAt: at(2), handling: 'claimed'})}),
    {type: 'incidents', incidents: [incident('a', {updatedAt: at(5)})]});
  same(state.incidents.a.handling, 'claimed');
});
test('a repeated press raises no revision but replaces', () => {
  const state = play(event(1, 'incident.opened', {incident: incident('a')}),
    event(2, 'incident.repeated', {incident: incident('a', {updatedAt: at(2), presses: {count: 2, places: 1}}), allDesks: false}));
  same(state.incidents.a.presses.count, 2);
});
test('an event that only names its incident changes none', () => {
  same(play(event(1, 'camera.changed', {incident: 'a'}, 'camera-1')).incidents, {});
});
test('a closed incident leaves the queue, late news of it do not bring it back, reopening does', () => {
  const closed = incident('a', {revision: 2, updatedAt: at(3), handling: 'closed'});
  const state = play(event(3, 'incident.closed', {incident: closed}), {type: 'incidents', incidents: [incident('a')]});
  same(queueOf(state), []);
  const again = reduce(state, event(4, 'incident.reopened', {incident: incident('a', {revision: 3, updatedAt: at(4), handling: 'claimed'})}));
  same(queueOf(again).length, 1);
  same(again.closed, []);
});
test('only so many closed incidents are kept', () => {
  const actions = [];
  for (let i = 0; i < 260; i++) actions.push(event(i + 1, 'incident.closed', {incident: incident('i' + i, {revision: 1, handling: 'closed'})}));
  same(Object.keys(play(...actions).incidents).length, 200);
});
test('what nobody has comes first, then priority, then age; late and drills behind', () => {
  const list = [
    incident('claimed', {handling: 'claimed', priority: 1}), incident('drill', {status: 'exercise', priority: 1}), incident('young', {openedAt: at(9)}),
    incident('old', {openedAt: at(1)}), incident('first', {priority: 1, openedAt: at(20)}), incident('late', {late: true, priority: 1}),
    incident('stale', {handling: 'dispatched', owner: {user: 'x', staleSince: at(3)}, openedAt: at(5)}),
  ];
  same(list.sort(byUrgency).map((one) => one.id), ['first', 'old', 'young', 'stale', 'drill', 'late', 'claimed']);
});
test('units that were all recalled or declined leave an incident that nobody comes to, and it stands before what others have', () => {
  const sent = (id, ...states) => incident(id, {handling: 'dispatched', assignments: states.map((state) => ({unit: state, state}))});
  same([sent('a', 'recalled', 'declined'), sent('b', 'recalled', 'en-route'), sent('c', 'done', 'recalled'), sent('d')].map(nobodyComes), [true, false, false, false]);
  same(nobodyComes({...sent('a', 'recalled'), handling: 'closed'}), false);
  same([sent('b', 'en-route'), sent('a', 'recalled')].sort(byUrgency).map((one) => one.id), ['a', 'b']);
});
test('an area event is one card while it goes on', () => {
  const linked = (id) => incident(id, {links: {areaEvent: 'A'}});
  const area = {id: 'A', openedAt: at(0), incidents: 2};
  const state = play({type: 'incidents', incidents: [linked('a'), linked('b'), incident('c')]}, event(5, 'area-event.opened', {areaEvent: area}, 'A'));
  same(queueOf(state).map((entry) => entry.key).sort(), ['A', 'c']);
  const over = reduce(state, event(6, 'area-event.ended', {areaEvent: {...area, endedAt: at(6)}}, 'A'));
  same(queueOf(over).length, 3);
});
test('it rings for the districts that are rung, not while quieted, and not when somebody has it', () => {
  same(rings(incident('a'), ME, 0), true);
  same(rings(incident('a', {ringing: {districts: ['other']}}), ME, 0), false);
  same(rings(incident('a', {ringing: {districts: ['county'], quietUntil: at(60)}}), ME, Date.parse(at(10))), false);
  same(rings(incident('a', {ringing: {districts: ['county'], quietUntil: at(60)}}), ME, Date.parse(at(61))), true);
  same(rings(incident('a', {handling: 'claimed'}), ME, 0), false);
});
test('a timeline has every event once and in order', () => {
  const one = (id) => event(id, 'incident.noted', {text: 'n' + id}, 'a').event;
  const state = play({type: 'timeline', incident: 'a', events: [one(1), one(3)]}, event(2, 'incident.noted', {}, 'a'), event(3, 'incident.noted', {}, 'a'));
  same(state.timelines.a.map((each) => each.id), ['1', '2', '3']);
});
test('a unit that goes off duty loses its place', () => {
  const state = play({type: 'units', units: [{unit: 'u', onDuty: true, latitude: 1, longitude: 1}]},
    event(1, 'unit.moved', {latitude: 2, longitude: 3}, 'u'), event(2, 'unit.duty', {onDuty: false}, 'u'));
  same(state.units.u, {unit: 'u', onDuty: false});
});
test('what can not be stored is kept in sight', () => same(play(event(1, 'alarm.unstored', {device: 'b'})).unstored.length, 1));
test('signing out forgets everything', () => same(reduce(play(event(1, 'incident.opened', {incident: incident('a')})), {type: 'signed-out'}), INITIAL));
test('ages and reasons are worded', () => {
  same([age(7000), age(754000), age(11100000)], ['0:07', '12:34', '3:05:00']);
  same(reason({code: 'distance', value: 35, unit: 'm'}).includes('35'), true);
});
return failures;
