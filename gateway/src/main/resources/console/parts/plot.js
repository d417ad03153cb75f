// Small drawings in SVG: what a device did over time, and how durations are spread. Each says in words what it shows.
import {html} from '../core/html.js';

const WIDTH = 720;
const PAD = {left: 44, right: 16, top: 12, bottom: 26};
const inner = WIDTH - PAD.left - PAD.right;

/** Bands over time: [{from, to, kind}], times in milliseconds. */
export function Bands({label, from, to, bands, ticks}) {
  const x = (at) => PAD.left + ((at - from) / (to - from)) * inner;
  return html`
    <svg class="plot" viewBox=${`0 0 ${WIDTH} 62`} role="img" aria-label=${label}>
      ${bands.map((band, index) => html`<rect key=${index} class=${'band ' + band.kind} x=${x(Math.max(from, band.from))} width=${Math.max(1, x(band.to) - x(Math.max(from, band.from)))} y="8" height="26" rx="2" />`)}
      <${Times} ticks=${ticks} x=${x} y=${52} />
    </svg>`;
}

const Times = ({ticks, x, y}) => ticks.map(({at, text}, index) => html`
  <text key=${at} x=${x(at)} y=${y} text-anchor=${index === 0 ? 'start' : index === ticks.length - 1 ? 'end' : 'middle'}>${text}</text>`);

/** A value that stays until it changes: points [{at, value}], values from 0 to `most`. */
export function Steps({label, from, to, points, most = 100, unit = '%', ticks}) {
  const height = 190;
  const x = (at) => PAD.left + ((at - from) / (to - from)) * inner;
  const y = (value) => PAD.top + (1 - value / most) * (height - PAD.top - PAD.bottom);
  const path = points.map((point, index) => `${index ? `H${x(point.at).toFixed(1)}V` : `M${x(point.at).toFixed(1)} `}${y(point.value).toFixed(1)}`).join('');
  const last = points[points.length - 1];
  return html`
    <svg class="plot" viewBox=${`0 0 ${WIDTH} ${height}`} role="img" aria-label=${label}>
      ${[0, most / 2, most].map((value) => html`
        <g key=${value}><line class="grid" x1=${PAD.left} x2=${WIDTH - PAD.right} y1=${y(value)} y2=${y(value)} /><text x=${PAD.left - 6} y=${y(value) + 4} text-anchor="end">${value}${unit}</text></g>`)}
      ${last && html`<path class="line" d=${`${path}H${x(to).toFixed(1)}`} />`}
      ${points.map((point, index) => html`<circle key=${index} class="dot" cx=${x(point.at)} cy=${y(point.value)} r="3.5" />`)}
      <${Times} ticks=${ticks} x=${x} y=${height - 6} />
    </svg>`;
}

/**
 * What share was reached within what time, over a logarithmic axis of time; the goal is a line and a point.
 *
 * @param curves [{name, kind, points: [[ms, share]]}], shares from 0 to 1
 * @param marks [{ms, text}] on the axis of time
 * @param goal {ms, share, text}
 */
export function Shares({label, curves, marks, goal}) {
  const height = 240;
  const least = Math.log(marks[0].ms);
  const most = Math.log(marks[marks.length - 1].ms);
  const x = (ms) => PAD.left + Math.min(1, Math.max(0, (Math.log(Math.max(1, ms)) - least) / (most - least))) * inner;
  const y = (share) => PAD.top + (1 - share) * (height - PAD.top - PAD.bottom);
  const path = (points) => points.map(([ms, share], index) => `${index ? 'L' : 'M'}${x(ms).toFixed(1)} ${y(share).toFixed(1)}`).join('');
  return html`
    <svg class="plot" viewBox=${`0 0 ${WIDTH} ${height}`} role="img" aria-label=${label}>
      ${[0, .5, .9, 1].map((share) => html`
        <g key=${share}><line class="grid" x1=${PAD.left} x2=${WIDTH - PAD.right} y1=${y(share)} y2=${y(share)} /><text class=${share === 1 ? 'minor' : ''} x=${PAD.left - 6} y=${y(share) + 4} text-anchor="end">${share * 100}%</text></g>`)}
      ${goal && html`
        <rect class="goal-area" x=${PAD.left} width=${x(goal.ms) - PAD.left} y=${y(1)} height=${y(goal.share) - y(1)} />
        <line class="goal" x1=${x(goal.ms)} x2=${x(goal.ms)} y1=${y(1)} y2=${y(0)} />
        <text class="goal-text" x=${x(goal.ms) + 5} y=${y(0) - 6}>${goal.text}</text>`}
      ${curves.map((curve) => html`<path key=${curve.name} class=${'line ' + curve.kind} d=${path(curve.points)} />`)}
      ${marks.map((one, index) => html`<text key=${one.ms} class=${index % 2 ? 'minor' : ''} x=${x(one.ms)} y=${height - 6} text-anchor=${index === 0 ? 'start' : index === marks.length - 1 ? 'end' : 'middle'}>${one.text}</text>`)}
    </svg>`;
}

/** One line of a table: from the median over nine in ten to the longest, on a logarithmic axis; the goal as a tick. */
export function Spread({p50, p90, max, most, goal, label}) {
  const width = 220;
  const end = Math.log(Math.max(most, goal ?? 0, 2000));
  const x = (ms) => 6 + Math.max(0, (Math.log(Math.max(1000, ms)) - Math.log(1000)) / (end - Math.log(1000))) * (width - 12);
  return html`
    <svg class="plot spread" viewBox=${`0 0 ${width} 20`} role="img" aria-label=${label}>
      <line class="grid" x1="6" x2=${width - 6} y1="10" y2="10" />
      <line class="whisker" x1=${x(p90)} x2=${x(max)} y1="10" y2="10" />
      <rect class="box" x=${x(p50)} width=${Math.max(2, x(p90) - x(p50))} y="4" height="12" rx="2" />
      <circle class="dot" cx=${x(max)} cy="10" r="3" />
      ${goal && html`<line class="goal" x1=${x(goal)} x2=${x(goal)} y1="0" y2="20" />`}
    </svg>`;
}
