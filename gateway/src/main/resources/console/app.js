// The console: signs in, keeps the event stream, shows the page of the person's role.
import {html, render, useEffect, useState} from './core/html.js';
import {all, ask, get, onSignedOut, post} from './core/api.js';
import {learn, now} from './core/clock.js';
import {forget, recall, remember} from './core/kept.js';
import {usePreferences} from './core/hooks.js';
import {go, usePath} from './core/router.js';
import {EventStream} from './core/stream.js';
import {dispatch, useStore} from './core/store.js';
import {attempt, toastProblem} from './core/toast.js';
import {t} from './core/words.js';
import {Header, LostFeed} from './parts/header.js';
import {SecondFactorFirst} from './parts/second-factor.js';
import {SignIn} from './parts/sign-in.js';
import {Toasts} from './parts/toasts.js';
import {pagesOf} from './pages/pages.js';
import {session} from './core/session.js';

/** So long a phone that knows who was signed in waits for the gateway before it goes on without. */
const SOON_MS = 5000;

/** What every role has before it sees anything: the open incidents that it may see. */
async function load(me) {
  if (['dispatcher', 'patrol', 'head', 'site'].includes(me.role)) {
    const incidents = await all('/incidents?handling=open');
    if (me.role === 'patrol') incidents.push(...await goingOn(me.unit, await loadUnits(), incidents));
    dispatch({type: 'incidents', incidents, complete: true});
  }
  if (['dispatcher', 'head'].includes(me.role)) {
    dispatch({type: 'area-events', areaEvents: await all('/area-events')});
    dispatch({type: 'reviews', reviews: (await get('/reviews')).items});
  }
  if (me.role === 'dispatcher') dispatch({type: 'handovers', handovers: (await get('/handovers')).items});
  if (['dispatcher', 'head', 'admin'].includes(me.role)) await loadUnits();
}

async function loadUnits() {
  const units = await all('/units');
  dispatch({type: 'units', units});
  return units;
}

/** What was closed while the unit goes on is in no list of open incidents. */
async function goingOn(unit, units, open) {
  const mine = units.find((one) => one.unit === unit)?.incidents ?? [];
  const closed = mine.filter((id) => !open.some((one) => one.id === id));
  return Promise.all(closed.map((id) => get(`/incidents/${encodeURIComponent(id)}`)));
}

function listen(me, onOver) {
  const again = () => load(me).catch((problem) => {
    toastProblem(problem);
    if (problem.status !== 401) setTimeout(again, 3000);
  });
  const stream = new EventStream({
    event: (event) => {
      if (stream.isLive) learn(event.time);
      dispatch({type: 'event', event});
    },
    feed: (phase) => {
      stream.isLive = phase === 'live';
      dispatch({type: 'feed', phase, at: now()});
    },
    began: again,
    resync: () => dispatch({type: 'resync'}),
    incidents: (incidents) => dispatch({type: 'incidents', incidents}),
    signedOut: onOver,
  });
  session.say = (...words) => stream.say(...words);
  stream.start();
  return stream;
}

function App() {
  usePreferences();
  const [phase, setPhase] = useState('starting');
  const me = useStore((state) => state.me);
  const mustEnrol = me?.secondFactor === 'needed';
  const signIn = async () => {
    const who = await ask('GET', '/me', undefined, {}, recall() ? AbortSignal.timeout(SOON_MS) : undefined);
    remember(who);
    dispatch({type: 'signed-in', me: who});
    setPhase('in');
  };
  /** Opened in a dead spot: a patrol goes on with what its phone knows. */
  const resume = (problem) => {
    const who = problem.status === 0 ? recall() : undefined;
    if (who) dispatch({type: 'signed-in', me: who});
    setPhase(who ? 'in' : 'out');
  };
  const over = () => setPhase((before) => (before === 'in' ? 'expired' : before === 'starting' ? 'out' : before));
  useEffect(() => {
    onSignedOut(over);
    signIn().catch(resume);
  }, []);
  useEffect(() => {
    if (!me || mustEnrol) return undefined;
    const stream = listen(me, over);
    return () => stream.stop();
  }, [me?.user, mustEnrol]);
  useEffect(() => {
    if (phase === 'expired' || phase === 'out') dispatch({type: 'signed-out'});
    if (phase === 'expired') forget();
  }, [phase]);
  const end = (path) => attempt(async () => {
    await post(path);
    forget();
    setPhase('out');
  });
  const signOut = () => end('/logout');
  if (phase === 'starting') return html`<p class="starting">${t('starting')}</p>`;
  if (!me) return html`<${SignIn} onSignedIn=${signIn} expired=${phase === 'expired'} /><${Toasts} />`;
  if (mustEnrol) return html`<${SecondFactorFirst} onSignOut=${signOut} /><${Toasts} />`;
  return html`<${Signed} me=${me} onSignOut=${signOut} onEverywhere=${() => end('/me/logout-everywhere')} /><${Toasts} />`;
}

function Signed({me, onSignOut, onEverywhere}) {
  const path = usePath();
  const pages = pagesOf(me.role);
  const page = pages.find((one) => one.path === path[0]) ?? pages[0];
  useEffect(() => {
    document.title = t('product');
    if (path[0] !== page.path) go(page.path);
  }, [page.path]);
  return html`
    <a class="skip" href="#main" onClick=${(event) => { event.preventDefault(); document.getElementById('main')?.focus(); }}>${t('skip')}</a>
    <${Header} me=${me} pages=${pages} current=${page.path} onSignOut=${onSignOut} onEverywhere=${onEverywhere} />
    <${LostFeed} role=${me.role} />
    <${Loaded} key=${page.path} page=${page} me=${me} path=${path.slice(1)} />`;
}

/** A page's module is fetched when it is first needed. */
function Loaded({page, me, path}) {
  const [loaded, set] = useState({});
  useEffect(() => {
    page.load().then(
      (module) => set({Page: module.default}),
      (problem) => {
        console.error(problem);
        set({problem});
      });
  }, []);
  if (loaded.problem) return html`<main id="main" class="page"><p class="problem" role="alert">${t('page-broken')}</p></main>`;
  if (!loaded.Page) return html`<main id="main" class="page" aria-busy="true"><p class="starting">${t('starting')}</p></main>`;
  return html`<${loaded.Page} me=${me} path=${path} />`;
}

render(html`<${App} />`, document.getElementById('app'));
