// Response times as distributions: curves for all, and a row for each town with its spread.
import {html, useMemo} from '../../core/html.js';
import {townOf, useDistricts} from '../../core/places.js';
import {measure, t} from '../../core/words.js';
import {Mark} from '../../parts/marks.js';
import {Shares, Spread} from '../../parts/plot.js';
import {Table} from '../../parts/table.js';

const STAGES = ['claimed', 'dispatched', 'on-scene', 'closed'];

/** 90 % of alarms answered within 15 s is what NENA and NFPA ask; the others are what the rings promise. */
const GOALS_S = {claimed: 15, dispatched: 60, 'on-scene': 600};
const GOAL_SHARE = 0.9;
const MARKS_S = [1, 5, 15, 60, 300, 900, 3600, 14400];

export function Times({items}) {
  const district = useDistricts();
  const stages = useMemo(() => STAGES.map((stage) => ({stage, ...merged(items.filter((item) => item.stage === stage))})).filter((one) => one.count), [items]);
  const towns = useMemo(() => {
    const groups = {};
    for (const item of items) (groups[`${townOf(item.district)} ${item.stage}`] ??= []).push(item);
    return groups;
  }, [items]);
  if (!stages.length) return html`<p class="empty">${t('times-none')}</p>`;
  const marks = MARKS_S.map((seconds) => ({ms: seconds * 1000, text: measure(seconds, 's')}));
  return html`
    <div class="stage-plots">
      ${stages.map((one) => html`
        <figure key=${one.stage}>
          <figcaption><strong>${t('stage.' + one.stage)}</strong> <span class="muted">${t('stage-count', {count: one.count})}</span> <${Goal} stage=${one.stage} merged=${one} /></figcaption>
          <${Shares} label=${`${t('stage.' + one.stage)}: ${t('within', {time: measure((GOALS_S[one.stage] ?? 3600), 's')})} ${Math.round(100 * shareAt(one, (GOALS_S[one.stage] ?? 3600) * 1000))}%`}
            curves=${[{name: one.stage, kind: one.stage, points: curve(one)}]} marks=${marks}
            goal=${GOALS_S[one.stage] && {ms: GOALS_S[one.stage] * 1000, share: GOAL_SHARE, text: t('goal-text', {time: measure(GOALS_S[one.stage], 's')})}} />
        </figure>`)}
    </div>
    ${stages.map((one) => html`<${ByTown} key=${one.stage} stage=${one.stage} towns=${towns} district=${district} />`)}`;
}

function Goal({stage, merged: one}) {
  if (!GOALS_S[stage]) return null;
  const isMet = shareAt(one, GOALS_S[stage] * 1000) >= GOAL_SHARE;
  return html`<${Mark} tone=${isMet ? 'good' : 'warn'}>${Math.round(100 * shareAt(one, GOALS_S[stage] * 1000))}% · ${t(isMet ? 'goal-met' : 'goal-missed')}<//>`;
}

/** Many districts as one: counts add up; the figures in between are read off the buckets. */
function merged(items) {
  const count = items.reduce((sum, item) => sum + item.count, 0);
  const buckets = (items[0]?.buckets ?? []).map((bucket, index) => ({atMostMs: bucket.atMostMs, count: items.reduce((sum, item) => sum + item.buckets[index].count, 0)}));
  const maxMs = Math.max(0, ...items.map((item) => item.maxMs));
  const one = items.length === 1 ? items[0] : undefined;
  const at = (share) => Math.min(maxMs, buckets.find((bucket) => bucket.count >= share * count)?.atMostMs ?? maxMs);
  return {count, buckets, maxMs, p50Ms: one?.p50Ms ?? at(.5), p90Ms: one?.p90Ms ?? at(.9), exact: Boolean(one)};
}

// Nothing is known of the time before the first bucket: the line begins at one second.
const curve = (one) => [[1000, 0], ...one.buckets.filter((bucket) => bucket.atMostMs < one.maxMs).map((bucket) => [bucket.atMostMs, bucket.count / one.count]), [one.maxMs, 1]];

function shareAt(one, ms) {
  if (one.maxMs <= ms) return 1;
  const below = one.buckets.filter((bucket) => bucket.atMostMs <= ms);
  return below.length ? below[below.length - 1].count / one.count : 0;
}

function ByTown({stage, towns, district}) {
  const rows = Object.entries(towns).filter(([key]) => key.endsWith(' ' + stage)).map(([key, items]) => ({town: key.split(' ')[0], ...merged(items)})).sort((a, b) => b.p90Ms - a.p90Ms);
  const most = Math.max(...rows.map((row) => row.maxMs));
  const about = (row, ms) => `${row.exact ? '' : '≤ '}${measure(ms / 1000, 's')}`;
  const goal = GOALS_S[stage];
  const columns = [
    {key: 'town', label: t('stage.' + stage), show: (row) => district(row.town)},
    {key: 'count', label: t('count'), show: (row) => html`<span class="figures">${row.count}</span>`},
    {key: 'p50', label: t('median'), show: (row) => html`<span class="figures">${about(row, row.p50Ms)}</span>`},
    {key: 'p90', label: t('p90'), show: (row) => html`<span class="figures">${about(row, row.p90Ms)}</span>`},
    {key: 'max', label: t('longest'), show: (row) => html`<span class="figures">${measure(row.maxMs / 1000, 's')}</span>`},
    ...(goal ? [{key: 'goal', label: t('within', {time: measure(goal, 's')}), show: (row) => html`<span class="figures">${Math.round(100 * shareAt(row, goal * 1000))}%</span>`}] : []),
    {key: 'spread', label: t('spread'), show: (row) => html`<${Spread} p50=${row.p50Ms} p90=${row.p90Ms} max=${row.maxMs} most=${most} goal=${goal && goal * 1000}
      label=${t('spread-label', {p50: about(row, row.p50Ms), p90: about(row, row.p90Ms), max: measure(row.maxMs / 1000, 's')})} />`},
  ];
  return html`<${Table} label=${t('stage.' + stage)} columns=${columns} rows=${rows} name=${(row) => row.town} />`;
}
