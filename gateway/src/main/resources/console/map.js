// A plain map: what belongs to one incident, to scale, north up.
const SVG = 'http://www.w3.org/2000/svg';
const METRES_PER_DEGREE = 111195;

function shape(name, attributes, title) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  if (title) {
    const tip = document.createElementNS(SVG, 'title');
    tip.textContent = title;
    element.append(tip);
  }
  return element;
}

export function draw(svg, place, cameras, units) {
  svg.replaceChildren();
  if (!place) return;
  const east = METRES_PER_DEGREE * Math.cos(place.latitude * Math.PI / 180);
  const offset = (at) => [(at.longitude - place.longitude) * east, (place.latitude - at.latitude) * METRES_PER_DEGREE];
  const reach = Math.max(100, ...[...cameras, ...units.slice(0, 4)].flatMap((at) => offset(at).map(Math.abs)));
  const scale = 440 / reach;
  const xy = (at) => offset(at).map((metres) => 500 + metres * scale);
  for (const camera of cameras) {
    const [x, y] = xy(camera);
    if (camera.azimuthDeg !== undefined && camera.fieldOfViewDeg !== undefined) {
      svg.append(view(x, y, camera, (camera.rangeM ?? 50) * scale));
    }
    svg.append(shape('rect', {class: 'camera', x: x - 10, y: y - 10, width: 20, height: 20}, camera.name));
  }
  for (const unit of units) {
    const [x, y] = xy(unit);
    svg.append(shape('path', {class: 'unit', d: `M${x} ${y - 16}l16 28h-32z`}, unit.name));
  }
  svg.append(shape('circle', {class: 'incident', cx: 500, cy: 500, r: 16}, place.siteName));
  const label = shape('text', {x: 24, y: 975});
  label.textContent = `↔ ${Math.round(2 * reach)} m`;
  svg.append(label);
}

function view(x, y, camera, radius) {
  const edge = (degrees) => {
    const angle = degrees * Math.PI / 180;
    return `${x + radius * Math.sin(angle)} ${y - radius * Math.cos(angle)}`;
  };
  const half = Math.min(camera.fieldOfViewDeg, 359) / 2;
  const large = half > 90 ? 1 : 0;
  return shape('path', {
    class: 'view',
    d: `M${x} ${y}L${edge(camera.azimuthDeg - half)}A${radius} ${radius} 0 ${large} 1 ${edge(camera.azimuthDeg + half)}z`,
  });
}
