// Where a WGS-84 place lies on a map that is drawn in another coordinate system, and back; degrees, [latitude, longitude].
// Pure. The same formulas as the gateway's CoordinateSystem, which a test holds this against; sources are named there.

const AXIS_M = 6378245;
const ECCENTRICITY_SQUARED = 0.006693421622965943;
const BAIDU_WAVE = Math.PI * 3000 / 180;
const CLOSE_ENOUGH_DEG = 1e-10;
const MOST_STEPS = 40;

const degrees = (radians) => radians * 180 / Math.PI;
const wave = (heightM, at, length) => heightM * Math.sin(at / length * Math.PI) * 2 / 3;
const waves = (x) => (20 * Math.sin(6 * x * Math.PI) + 20 * Math.sin(2 * x * Math.PI)) * 2 / 3;

const northShiftM = (x, y) => -100 + 2 * x + 3 * y + .2 * y * y + .1 * x * y + .2 * Math.sqrt(Math.abs(x))
  + waves(x) + wave(20, y, 1) + wave(40, y, 3) + wave(160, y, 12) + wave(320, y, 30);

const eastShiftM = (x, y) => 300 + x + 2 * y + .1 * x * x + .1 * x * y + .1 * Math.sqrt(Math.abs(x))
  + waves(x) + wave(20, x, 1) + wave(40, x, 3) + wave(150, x, 12) + wave(300, x, 30);

function gcj02([latitude, longitude]) {
  if (latitude < .8293 || latitude > 55.8271 || longitude < 72.004 || longitude > 137.8347) return [latitude, longitude];
  const x = longitude - 105;
  const y = latitude - 35;
  const radians = latitude * Math.PI / 180;
  const magic = 1 - ECCENTRICITY_SQUARED * Math.sin(radians) ** 2;
  const meridianM = AXIS_M * (1 - ECCENTRICITY_SQUARED) / (magic * Math.sqrt(magic));
  const parallelM = AXIS_M / Math.sqrt(magic) * Math.cos(radians);
  return [latitude + degrees(northShiftM(x, y) / meridianM), longitude + degrees(eastShiftM(x, y) / parallelM)];
}

function bd09([latitude, longitude]) {
  const radius = Math.sqrt(longitude * longitude + latitude * latitude) + .00002 * Math.sin(latitude * BAIDU_WAVE);
  const angle = Math.atan2(latitude, longitude) + .000003 * Math.cos(longitude * BAIDU_WAVE);
  return [radius * Math.sin(angle) + .006, radius * Math.cos(angle) + .0065];
}

const FROM_WGS84 = {'wgs-84': (place) => place, 'gcj-02': gcj02, 'bd-09': (place) => bd09(gcj02(place))};

/** Where a WGS-84 place is drawn in a system: 'wgs-84', 'gcj-02' or 'bd-09'. */
export const shift = (system, place) => FROM_WGS84[system](place);

/** The WGS-84 place that is drawn there: by iteration, because there is no closed inverse. */
export function unshift(system, [latitude, longitude]) {
  const place = [latitude, longitude];
  for (let step = 0; step < MOST_STEPS; step++) {
    const there = shift(system, place);
    const miss = [latitude - there[0], longitude - there[1]];
    place[0] += miss[0];
    place[1] += miss[1];
    if (Math.abs(miss[0]) < CLOSE_ENOUGH_DEG && Math.abs(miss[1]) < CLOSE_ENOUGH_DEG) break;
  }
  return place;
}
