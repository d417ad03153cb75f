import {html} from '../../core/html.js';
import {Map} from '../../parts/map.js';
import {useStore} from '../../core/store.js';
import {queueOf} from '../../core/state.js';
export default ({me}) => {
  const incidents = useStore((s) => s.incidents);
  return html`<main id="main" class="page" tabindex="-1"><h1>${me.name}</h1><ol>${queueOf({incidents, areaEvents: {}}).map((one) => html`<li>${one.lead.place.siteName}</li>`)}</ol><${Map} label="map" className="tall" draw=${() => {}} bounds=${() => [[26.25, 117.9], [26.35, 118.07]]} /></main>`;
};
