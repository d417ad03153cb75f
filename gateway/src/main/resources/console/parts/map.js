// The map: what the registry folder has as GeoJSON, over it the squares of a tile server if there is one, and over that what
// the page puts there. All of it comes from the gateway.
import {html, useEffect, useRef, useState, straight} from '../core/html.js';
import {get} from '../core/api.js';
import {onPreference} from '../core/preferences.js';
import {t} from '../core/words.js';
import {projectionFor, squares, tileServer} from './tiles.js';

const LAYERS = ['landcover', 'water', 'buildings', 'roads', 'boundaries'];
let library;
let layers;

/** Leaflet, fetched when a map is first shown. */
const leaflet = () => (library ??= Promise.all([import('/lib/leaflet.js'), leafletStyle()]).then(([module]) => module));

const leafletStyle = () => new Promise((done) => {
  const style = document.createElement('link');
  style.rel = 'stylesheet';
  style.href = '/lib/leaflet.css';
  style.onload = style.onerror = done;
  document.head.prepend(style);
});

const layerData = () => (layers ??= Promise.all(LAYERS.map((name) => get(`/map/${name}`).then(
  async (data) => [name, data instanceof Blob ? JSON.parse(await data.text()) : data],
  () => [name, undefined]))).then(Object.fromEntries));

const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

const ROADS = {county: 5, town: 3.5, lane: 2, path: 1};

/** How a feature of a layer looks, by its kind. */
function look(name, feature) {
  const kind = feature.properties?.kind;
  if (name === 'landcover') return {stroke: false, fill: true, fillColor: colour('--map-fields'), fillOpacity: 1};
  if (name === 'water') return {stroke: false, fill: true, fillColor: colour('--map-water'), fillOpacity: 1};
  if (name === 'buildings') return {stroke: false, fill: true, fillColor: colour(kind ? '--map-public' : '--map-building'), fillOpacity: 1};
  if (name === 'roads') return {color: colour('--map-road'), weight: ROADS[kind] ?? 2, opacity: kind === 'path' ? .6 : 1, dashArray: kind === 'path' ? '4 4' : undefined};
  return {color: colour('--map-boundary'), weight: feature.properties?.level === 'village' ? 1 : 2, dashArray: '6 5', fill: false, opacity: .8};
}

/** Text on the map is always text. */
export function textNode(text, className) {
  const element = document.createElement('span');
  element.textContent = straight(text);
  if (className) element.className = className;
  return element;
}

/** A round or square mark made of elements, never of markup: `content` is text. */
export function mark(L, className, size, content = '') {
  const element = document.createElement('div');
  element.className = 'map-mark ' + className;
  element.textContent = content;
  element.style.width = element.style.height = `${size}px`;
  return L.divIcon({html: element, className: '', iconSize: [size, size]});
}

/** A camera's field of view as a polygon: [latitude, longitude] pairs. */
export function wedge({latitude, longitude, azimuthDeg, fieldOfViewDeg, rangeM}) {
  const points = [[latitude, longitude]];
  const half = Math.min(fieldOfViewDeg, 358) / 2;
  const north = (rangeM ?? 50) / 111195;
  const east = north / Math.cos(latitude * Math.PI / 180);
  for (let step = 0; step <= 12; step++) {
    const angle = (azimuthDeg - half + (2 * half * step) / 12) * Math.PI / 180;
    points.push([latitude + north * Math.cos(angle), longitude + east * Math.sin(angle)]);
  }
  return points;
}

/**
 * A map. `draw(L, map, group)` puts what the page shows into the group, anew when one of `on` changes; the group is
 * emptied before. `bounds` is looked at when the map is made and when `place` (any key) changes; `children` lie over it.
 */
export function Map({label, draw, on = [], bounds, place, className = '', children}) {
  const element = useRef();
  const parts = useRef();
  const [ready, setReady] = useState(false);
  const [attribution, attribute] = useState();
  useEffect(() => {
    let gone = false;
    let made;
    (async () => {
      const [L, tiles] = await Promise.all([leaflet(), tileServer()]);
      if (gone) return;
      const map = L.map(element.current, {
        crs: projectionFor(L, tiles), attributionControl: false, zoomControl: false, preferCanvas: true, zoomSnap: .5, maxZoom: 19, minZoom: 8, wheelPxPerZoomLevel: 90,
        zoomAnimation: !matchMedia('(prefers-reduced-motion: reduce)').matches,
      }).setView([30, 110], 8);
      L.control.zoom({zoomInTitle: t('zoom-in'), zoomOutTitle: t('zoom-out')}).addTo(map);
      L.control.scale({imperial: false}).addTo(map);
      map.createPane('ground').style.zIndex = 200;
      map.createPane('squares').style.zIndex = 210;
      map.createPane('limits').style.zIndex = 220;
      if (tiles) squares(L, tiles).addTo(map);
      attribute(tiles?.attribution);
      const base = L.layerGroup().addTo(map);
      const group = L.layerGroup().addTo(map);
      const renderers = {ground: L.canvas({pane: 'ground', padding: .3}), limits: L.canvas({pane: 'limits', padding: .3})};
      const size = new ResizeObserver(() => map.invalidateSize({animate: false}));
      size.observe(element.current);
      made = parts.current = {L, map, base, group, renderers, size};
      map.getContainer().setAttribute('role', 'application');
      map.getContainer().setAttribute('aria-label', label);
      setReady(true);
      ground(made, await layerData());
    })().catch((problem) => console.error(problem));
    const unlisten = onPreference(async () => { if (made) ground(made, await layerData()); });
    return () => {
      gone = true;
      unlisten();
      made?.size.disconnect();
      made?.map.remove();
      parts.current = undefined;
    };
  }, []);
  const home = () => {
    const {map} = parts.current ?? {};
    const wanted = bounds?.();
    if (map && wanted?.length) map.fitBounds(wanted, {maxZoom: 17, padding: [28, 28], animate: false});
  };
  useEffect(() => { if (ready) home(); }, [ready, place]);
  useEffect(() => {
    if (!ready || !parts.current) return;
    const {L, map, group} = parts.current;
    group.clearLayers();
    draw(L, map, group);
  }, [ready, ...on]);
  return html`
    <div class=${'map ' + className}>
      <div ref=${element} class="map-element"></div>
      ${attribution && html`<p class="map-attribution">${attribution}</p>`}
      ${children}
    </div>`;
}

function ground({L, map, base, renderers}, data) {
  base.clearLayers();
  for (const name of LAYERS) {
    if (!data[name]) continue;
    const pane = name === 'boundaries' ? 'limits' : 'ground';
    L.geoJSON(data[name], {
      renderer: renderers[pane], pane, interactive: false, style: (feature) => look(name, feature),
    }).addTo(base);
  }
  names(L, map, base, data);
}

/** Names of villages and of public buildings, the latter only from near. */
function names(L, map, base, data) {
  const near = L.layerGroup();
  const far = L.layerGroup();
  const put = (group, feature) => {
    const name = feature.properties?.name;
    if (!name) return;
    const at = L.geoJSON(feature).getBounds().getCenter();
    L.tooltip({permanent: true, direction: 'center', className: 'bare', interactive: false}).setLatLng(at).setContent(textNode(name)).addTo(group);
  };
  (data.boundaries?.features ?? []).filter((one) => one.properties?.level === 'village').forEach((one) => put(far, one));
  (data.buildings?.features ?? []).filter((one) => one.properties?.kind).forEach((one) => put(near, one));
  const show = () => {
    const zoom = map.getZoom();
    if (zoom >= 16) near.addTo(base); else near.remove();
    if (zoom >= 11.5 && zoom < 15) far.addTo(base); else far.remove();
  };
  if (base.onZoom) map.off('zoomend', base.onZoom);
  base.onZoom = show;
  map.on('zoomend', show);
  show();
}
