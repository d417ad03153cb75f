// The tile server of the settings, if there is one. Its squares come through the gateway: no browser asks anybody else.
import {API, get} from '../core/api.js';
import {shift, unshift} from '../core/shift.js';

let asked;

/** The tile server: {attribution, minZoom, maxZoom, coordinates}; undefined if there is none. */
export const tileServer = () => (asked ??= get('/map').then(({tiles}) => tiles, (problem) => {
  asked = undefined; // The next map asks again.
  console.error(problem);
}));

/**
 * How the map is drawn over such squares: every page gives WGS-84 places, and the map shifts them while it draws. That is
 * the only place where anything is shifted.
 */
export function projectionFor(L, tiles) {
  const mercator = L.Projection.SphericalMercator;
  if (!tiles || tiles.coordinates === 'wgs-84') return L.CRS.EPSG3857;
  const moved = (how) => ({lat, lng}) => {
    const [latitude, longitude] = how(tiles.coordinates, [lat, lng]);
    return L.latLng(latitude, longitude);
  };
  const [there, back] = [moved(shift), moved(unshift)];
  return L.extend({}, L.CRS.EPSG3857, {
    projection: L.extend({}, mercator, {
      project: (place) => mercator.project(there(L.latLng(place))),
      unproject: (point) => back(mercator.unproject(point)),
    }),
  });
}

/** The squares. They lie over what the registry folder draws, which so shows wherever one is missing. */
export const squares = (L, tiles) => L.tileLayer(`${API}/map/tiles/{z}/{x}/{y}`, {
  pane: 'squares', minNativeZoom: tiles.minZoom, maxNativeZoom: tiles.maxZoom, className: 'map-square', keepBuffer: 1, updateWhenZooming: false,
});
