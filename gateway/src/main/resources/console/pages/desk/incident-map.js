// The map of one incident: the place, cameras and what they see, units in their rings, the cordon.
import {html, useEffect, useRef, useState} from '../../core/html.js';
import {onTick} from '../../core/clock.js';
import {getState} from '../../core/store.js';
import {t} from '../../core/words.js';
import {Map, mark, textNode, wedge} from '../../parts/map.js';
import {isOut} from './units.js';

const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const GLYPHS = {foot: '步', bicycle: '自', motorcycle: '摩', car: '车'};

/** Where the plan's units are now: their last known places, renewed once a second while they move. */
function useMoving(units) {
  const [, again] = useState(0);
  const seen = useRef();
  useEffect(() => onTick(() => {
    const {units: now} = getState();
    if (now !== seen.current) {
      seen.current = now;
      again((count) => count + 1);
    }
  }), []);
  const known = getState().units;
  return units.map((unit) => {
    const moved = known[unit.unit];
    return moved && Number.isFinite(moved.latitude) ? {...unit, latitude: moved.latitude, longitude: moved.longitude} : unit;
  });
}

export function IncidentMap({incident, cameras, response}) {
  const {place} = incident;
  const units = useMoving(response?.units ?? []);
  const where = units.map((unit) => `${unit.unit}@${unit.latitude},${unit.longitude}`).join();
  const assigned = incident.assignments.map((one) => one.unit + one.state).join();
  const bounds = () => [
    [place.latitude, place.longitude],
    ...cameras.filter((camera) => camera.inView === 'yes' || camera.distanceM < 300).map((camera) => [camera.latitude, camera.longitude]),
    ...(response?.units ?? []).filter((unit) => unit.ring > 0).slice(0, 2).map((unit) => [unit.latitude, unit.longitude]),
  ];
  const draw = (L, map, group) => {
    for (const ring of response?.rings ?? []) ringOn(L, group, place, ring, '--good', t('min-ring', ring));
    for (const point of response?.cordon ?? []) {
      L.marker([point.latitude, point.longitude], {icon: mark(L, 'checkpoint', 14), keyboard: false})
        .bindTooltip(textNode(`${point.name} · ${t('min-cordon', point)}`), {direction: 'top'}).addTo(group);
    }
    cameras.forEach((camera, index) => cameraOn(L, group, camera, index));
    for (const unit of units) unitOn(L, group, unit, incident);
    L.marker([place.latitude, place.longitude], {
      icon: mark(L, `place ${incident.status === 'exercise' ? 'drill' : incident.status}`, 26, '!'), keyboard: false, zIndexOffset: 1000,
    }).bindTooltip(textNode(place.siteName), {direction: 'top', permanent: true, offset: [0, -10]}).addTo(group);
  };
  return html`
    <section class="card" aria-label=${t('map')}>
      <${Map} label=${t('map')} className="incident-map" draw=${draw} on=${[cameras, response, where, assigned, incident.status]} bounds=${bounds} place=${incident.id + Boolean(response)}>
        <p class="map-legend">
          <span><i class="dot place"></i>${t('place')}</span><span><i class="dot camera"></i>${t('cameras')}</span><span><i class="dot unit"></i>${t('units')}</span><span><i class="dot checkpoint"></i>${t('cordon')}</span>
        </p>
      <//>
    </section>`;
}

function ringOn(L, group, place, {radiusM}, token, label) {
  L.circle([place.latitude, place.longitude], {radius: radiusM, color: colour(token), weight: 1.5, opacity: .8, fill: false, dashArray: '2 6', interactive: false}).addTo(group);
  const north = place.latitude + radiusM / 111195;
  L.tooltip({permanent: true, direction: 'center', className: 'bare', interactive: false}).setLatLng([north, place.longitude]).setContent(textNode(label)).addTo(group);
}

function cameraOn(L, group, camera, index) {
  const sees = camera.inView === 'yes';
  if (Number.isFinite(camera.azimuthDeg) && Number.isFinite(camera.fieldOfViewDeg)) {
    L.polygon(wedge(camera), {color: colour(sees ? '--accent' : '--line-strong'), weight: 1, fillOpacity: sees ? .28 : .12, interactive: false}).addTo(group);
  }
  const bad = camera.health !== 'ok' ? ' bad' : sees ? ' sees' : '';
  L.marker([camera.latitude, camera.longitude], {icon: mark(L, 'camera' + bad, 20, String(index + 1)), keyboard: false, zIndexOffset: sees ? 300 : 0})
    .bindTooltip(textNode(camera.name), {direction: 'top'}).addTo(group);
}

function unitOn(L, group, unit, incident) {
  if (!Number.isFinite(unit.latitude)) return;
  const sent = incident.assignments.find((one) => one.unit === unit.unit && isOut(one));
  L.marker([unit.latitude, unit.longitude], {icon: mark(L, 'unit' + (sent || !unit.available ? ' busy' : ''), 24, GLYPHS[unit.kind] ?? ''), keyboard: false, zIndexOffset: 500})
    .bindTooltip(textNode(unit.name), {direction: 'bottom', permanent: Boolean(sent), offset: [0, 8]}).addTo(group);
  if (sent) {
    L.polyline([[unit.latitude, unit.longitude], [incident.place.latitude, incident.place.longitude]], {color: colour('--warn-solid'), weight: 2, dashArray: '3 6', interactive: false}).addTo(group);
  }
}
