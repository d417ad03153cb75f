// How long a battery will last, from what was told of it. Pure.

const DAY_MS = 86400000;
const LEAST_DAYS = 5; // A shorter history says more of the weather than of the battery.
const LEAST_DROP = 3; // Percent; devices round.
const HORIZON_DAYS = 30;

/** What a device's history and its last words say of its battery: [{at, value}], the oldest first. */
export function samplesOf(device) {
  const samples = (device.history ?? [])
    .filter(({data}) => Number.isFinite(data?.health?.batteryPercent))
    .map(({time, data}) => ({at: Date.parse(time), value: data.health.batteryPercent}));
  if (Number.isFinite(device.batteryPercent) && device.seenAt) samples.push({at: Date.parse(device.seenAt), value: device.batteryPercent});
  return samples.sort((a, b) => a.at - b.at);
}

/**
 * {days, from} until it is empty and from how many days that is reckoned; {long} if that is beyond 30 days;
 * {unknown} if the history is too short or the battery did not fall.
 */
export function lasting(samples) {
  const since = lastChange(samples);
  const used = samples.slice(since);
  if (used.length < 2) return {unknown: true};
  const first = used[0];
  const last = used[used.length - 1];
  const days = (last.at - first.at) / DAY_MS;
  const drop = first.value - last.value;
  if (days < LEAST_DAYS) return {unknown: true};
  if (drop < LEAST_DROP) return days >= HORIZON_DAYS ? {long: true} : {unknown: true};
  const left = last.value / slope(used);
  return left > HORIZON_DAYS ? {long: true} : {days: Math.max(0, Math.round(left)), from: Math.round(days)};
}

/** Where the present battery begins: after the last rise of more than 10 percent. */
function lastChange(samples) {
  for (let index = samples.length - 1; index > 0; index--) {
    if (samples[index].value - samples[index - 1].value > 10) return index;
  }
  return 0;
}

/** Percent a day, by least squares. */
function slope(samples) {
  const at = samples.map((sample) => sample.at / DAY_MS);
  const mean = (list) => list.reduce((sum, value) => sum + value, 0) / list.length;
  const middle = mean(at);
  const level = mean(samples.map((sample) => sample.value));
  let up = 0;
  let down = 0;
  samples.forEach((sample, index) => {
    up += (at[index] - middle) * (sample.value - level);
    down += (at[index] - middle) ** 2;
  });
  return Math.max(0.01, -up / down);
}
