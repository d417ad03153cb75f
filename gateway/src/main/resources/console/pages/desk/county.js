// What stands in the middle when no incident is open: the county, its units and what happens in it.
import {html, useEffect, useMemo, useRef, useState} from '../../core/html.js';
import {all} from '../../core/api.js';
import {go} from '../../core/router.js';
import {dispatch, getState, useStore} from '../../core/store.js';
import {onTick} from '../../core/clock.js';
import {t} from '../../core/words.js';
import {Map, mark, textNode} from '../../parts/map.js';

/** Registered devices, asked for once and again when the registry has changed. */
export function useDevices() {
  const version = useStore((state) => state.registryVersion);
  const devices = useStore((state) => state.devices);
  useEffect(() => {
    all('/devices').then((list) => dispatch({type: 'devices', devices: list}), (problem) => console.error(problem));
  }, [version]);
  return devices;
}

/** The most urgent incidents are marks that can be clicked; the rest are dots. */
const MARKED = 40;

const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

export function County({queue}) {
  const devices = useDevices();
  const phase = useStore((state) => state.feed.phase);
  const places = useMemo(() => Object.values(devices), [devices]);
  // Units move all the time: looked at once a second, not at each step.
  const [units, setUnits] = useState(getState().units);
  const shown = useRef(units);
  useEffect(() => onTick(() => {
    const now = getState().units;
    if (now !== shown.current) {
      shown.current = now;
      setUnits(now);
    }
  }), []);
  const incidents = queue.flatMap((entry) => entry.incidents ?? [entry.incident]);
  // What is drawn of them; a repeated press changes nothing on the map.
  const drawn = incidents.map((one) => one.id + one.status + one.place.latitude + one.place.longitude).join();
  const bounds = () => {
    const points = [...incidents.map((one) => one.place), ...places].filter((one) => Number.isFinite(one.latitude)).map((one) => [one.latitude, one.longitude]);
    return points.length ? points : undefined;
  };
  const devicesLayer = useRef();
  const draw = (L, map, group) => {
    if (devicesLayer.current?.places !== places || devicesLayer.current.map !== map) {
      devicesLayer.current?.layer.remove();
      const renderer = L.canvas({padding: .3});
      devicesLayer.current = {places, map, renderer, layer: devicesOn(L, places, renderer).addTo(map)};
    }
    for (const unit of Object.values(units)) {
      if (!Number.isFinite(unit.latitude)) continue;
      L.marker([unit.latitude, unit.longitude], {icon: mark(L, 'unit' + (unit.incident ? ' busy' : ''), 16), keyboard: false})
        .bindTooltip(textNode(unit.name), {direction: 'top'}).addTo(group);
    }
    for (const incident of incidents.slice(MARKED)) {
      L.circleMarker([incident.place.latitude, incident.place.longitude], {
        renderer: devicesLayer.current.renderer, radius: 6, weight: 2, color: colour('--surface'), fillColor: colour('--alarm'), fillOpacity: 1, interactive: false,
      }).addTo(group);
    }
    for (const incident of incidents.slice(0, MARKED)) {
      L.marker([incident.place.latitude, incident.place.longitude], {
        icon: mark(L, `place ${incident.status === 'exercise' ? 'drill' : incident.status}`, 20, String(incident.priority ?? '')), keyboard: false, zIndexOffset: 1000,
      }).bindTooltip(textNode(incident.place.siteName), {direction: 'top'}).on('click', () => go('desk', 'i', incident.id)).addTo(group);
    }
  };
  return html`
    <section class="county" aria-label=${t('county')}>
      <${Map} label=${t('county')} className="fill" draw=${draw} on=${[drawn, units, places]} bounds=${bounds} place=${places.length}>
        <p class="map-legend"><span><i class="dot good"></i>${t('legend-device')}</span><span><i class="dot bad"></i>${t('legend-offline')}</span><span><i class="dot unit"></i>${t('units')}</span></p>
      <//>
      ${!incidents.length && phase === 'live' && html`<p class="county-quiet">${t('queue-empty')}</p>`}
    </section>`;
}

function devicesOn(L, places, renderer) {
  const layer = L.layerGroup();
  const good = colour('--good');
  const bad = colour('--alarm');
  for (const device of places) {
    if (!Number.isFinite(device.latitude)) continue;
    const fine = device.link === 'online' && !device.faults?.length;
    L.circleMarker([device.latitude, device.longitude], {
      renderer, radius: fine ? 3 : 4.5, stroke: false, fillColor: fine ? good : bad, fillOpacity: fine ? .75 : 1, interactive: false,
    }).addTo(layer);
  }
  return layer;
}
