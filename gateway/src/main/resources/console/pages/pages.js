// The pages of each role, the first is where it starts. A page is one module with a default component.
const page = (path, name, icon, load) => ({path, name, icon, load});

const DESK = page('desk', 'page.desk', 'bell', () => import('./desk/desk.js'));
const PATROL = page('patrol', 'page.patrol', 'car', () => import('./patrol/patrol.js'));
const STATE = page('state', 'page.state', 'tool', () => import('./upkeep/state.js'));
const SITES = page('sites', 'page.sites', 'shield', () => import('./upkeep/sites.js'));
const DEVICES = page('devices', 'page.devices', 'phone', () => import('./upkeep/devices.js'));
const CAMERAS = page('cameras', 'page.cameras', 'camera', () => import('./upkeep/cameras.js'));
const ORDERS = page('orders', 'page.orders', 'list', () => import('./upkeep/orders.js'));
const SITE = page('site', 'page.site', 'home', () => import('./site/site.js'));
const HEAD = page('report', 'page.report', 'chart', () => import('./head/head.js'));
const AUDIT = page('audit', 'page.audit', 'eye', () => import('./head/audit.js'));
const ARCHIVE = page('archive', 'page.archive', 'archive', () => import('./archive/archive.js'));
const REGISTRY = page('registry', 'page.registry', 'upload', () => import('./admin/registry.js'));
const PEOPLE = page('people', 'page.people', 'people', () => import('./admin/people.js'));
const SOON = page('soon', 'page.soon', 'clock', () => import('./soon.js'));

const PAGES = {
  dispatcher: [DESK, ARCHIVE],
  patrol: [PATROL],
  site: [SITE],
  maintenance: [STATE, SITES, DEVICES, CAMERAS, ORDERS],
  head: [HEAD, ARCHIVE, STATE, SITES, AUDIT],
  admin: [REGISTRY, PEOPLE, STATE, SITES, DEVICES, CAMERAS, ORDERS, AUDIT],
};

export const pagesOf = (role) => PAGES[role] ?? [SOON];
