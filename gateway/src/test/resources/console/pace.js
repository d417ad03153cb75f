// The body of an async function that ConsoleStateIT runs in a desk's page: a busy night, and how long its frames take.
const [seconds] = given;
const {dispatch, getState} = await import('/core/store.js');
const now = () => new Date().toISOString();
const began = Date.now();
const spread = (index, count) => ({latitude: 26.25 + .1 * ((index * 7919) % count) / count, longitude: 117.9 + .17 * ((index * 104729) % count) / count});
const incident = (index, more = {}) => ({
  id: `pace-${index}`, revision: 0, openedAt: new Date(began - index).toISOString(), updatedAt: now(), status: 'actual', priority: 1 + (index % 4), code: 120, quiet: false, late: false,
  condition: 'active', handling: 'new', handlingSince: now(), assignments: [], ringing: {districts: [getState().me.district], rung: 0},
  place: {site: `s${index}`, siteName: `石桥村第${index}户`, siteKind: 'household', district: 'd', districtName: '石桥村', ...spread(index, 500)},
  presses: {count: 1, places: 1, firstAt: now(), lastAt: now(), devices: []}, ...more,
});
dispatch({type: 'devices', devices: Array.from({length: 5000}, (unused, index) => ({
  device: `d${index}`, name: `d${index}`, kind: 'button', link: index % 50 ? 'online' : 'offline', faults: [], ...spread(index, 5000)}))});
dispatch({type: 'incidents', incidents: Array.from({length: 500}, (unused, index) => incident(index))});
await new Promise((done) => setTimeout(done, 3000));
const longTasks = [];
new PerformanceObserver((list) => longTasks.push(...list.getEntries().map(({duration}) => duration))).observe({type: 'longtask'});
// From a key to the paint after it, to 8 ms; and how much of that it waited for its turn.
const [delays, waits] = [[], []];
new PerformanceObserver((list) => list.getEntries().filter(({name}) => name === 'keydown').forEach((key) => {
  delays.push(key.duration);
  waits.push(key.processingStart - key.startTime);
})).observe({type: 'event', durationThreshold: 16});
document.body.dataset.pace = 'runs';
const gaps = [];
let last = performance.now();
let running = true;
const frame = () => {
  const at = performance.now();
  gaps.push(at - last);
  last = at;
  if (running) requestAnimationFrame(frame);
};
requestAnimationFrame(frame);
let events = 0;
let worked = 0;
await new Promise((done) => {
  const timer = setInterval(() => {
    const start = performance.now();
    const index = events % 500;
    const moves = events % 5 !== 0;
    dispatch({type: 'event', event: moves
      ? {specversion: '1.0', id: crypto.randomUUID(), type: 'unit.moved', subject: `unit-${1 + events % 8}`, time: now(), data: spread(events, 997)}
      : {specversion: '1.0', id: String(1e9 + events), type: 'incident.repeated', subject: `pace-${index}`, time: now(), data: {
        allDesks: false, incident: incident(index, {updatedAt: now(), presses: {count: 2 + events, places: 1, firstAt: now(), lastAt: now(), devices: []}})}}});
    worked += performance.now() - start;
    if (++events === 50 * seconds) {
      clearInterval(timer);
      done();
    }
  }, 20);
});
running = false;
await new Promise((done) => setTimeout(done, 500));
const at = (all, share) => (all.length ? all.sort((a, b) => a - b)[Math.floor((all.length - 1) * share)] : 0).toFixed(1);
return `events=${events} cards=${document.querySelectorAll('.incident-card').length} devices=${Object.keys(getState().devices).length}`
  + ` frames=${gaps.length} frame p50=${at(gaps, .5)} ms p95=${at(gaps, .95)} ms p99=${at(gaps, .99)} ms longest=${at(gaps, 1)} ms,`
  + ` ${longTasks.length} tasks over 50 ms (longest ${at(longTasks, 1)} ms), ${delays.length} keys to paint p50=${at(delays, .5)} ms p95=${at(delays, .95)} ms,`
  + ` waited p95=${at(waits, .95)} ms, reducer ${(worked / events * 1000).toFixed(0)} µs an event`;
