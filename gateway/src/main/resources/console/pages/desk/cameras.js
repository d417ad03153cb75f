// The cameras that may see the place, the best first, each with why. The first ones play at once.
import {html, useEffect, useRef} from '../../core/html.js';
import {isOpen} from '../../core/state.js';
import {reason, t, word} from '../../core/words.js';
import {CameraTile} from '../../parts/camera-tile.js';
import {Icon} from '../../parts/icons.js';

const PLAYING = 4;

/** Those that start by themselves: they work, and don't plainly look elsewhere. */
const playable = (camera) => camera.health === 'ok' && camera.inView !== 'no';

export function Cameras({incident, cameras, me, chosen, onChoose}) {
  const count = cameras.length;
  const big = count ? chosen % (count + 1) : 0; // 0: none is large
  const section = useRef();
  useEffect(() => {
    if (big) section.current?.querySelector('.is-big')?.scrollIntoView({block: 'nearest'});
  }, [big]);
  const playing = new Set(cameras.filter(playable).slice(0, PLAYING).map((camera) => camera.camera));
  // Where none plainly sees the place, the nearest that works is better than none.
  if (!playing.size) cameras.filter((camera) => camera.health === 'ok').slice(0, 2).forEach((camera) => playing.add(camera.camera));
  return html`
    <section class="card cameras" aria-labelledby="cameras-title" ref=${section}>
      <header class="card-head"><h2 id="cameras-title"><${Icon} name="camera" size="18" /> ${t('cameras')}</h2><small class="muted">${t('cameras-audited')}</small> <kbd class="hint">V</kbd></header>
      ${!count && html`<p class="empty">${t('cameras-none')}</p>`}
      <ol class="tiles">
        ${cameras.map((camera, index) => html`
          <li key=${camera.camera} class=${big === index + 1 ? 'is-big' : ''}>
            <${CameraTile} incident=${incident.id} camera=${camera} number=${index + 1} viewer=${me.name}
              allowed=${isOpen(incident)} right=${incident.owner?.user ?? ''} start=${playing.has(camera.camera)} onBig=${() => onChoose(big === index + 1 ? 0 : index + 1)} isBig=${big === index + 1} />
            <p class="tile-reasons">${camera.health !== 'ok' ? html`<b class="bad">${word('health', camera.health)}</b> · ` : ''}${camera.reasons.filter((one) => one.code !== 'health').map(reason).join(' · ')}</p>
          </li>`)}
      </ol>
    </section>`;
}
