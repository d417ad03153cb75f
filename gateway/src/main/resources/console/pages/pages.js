// The pages of each role, the first is where it starts. A page is one module with a default component.
const page = (path, name, icon, load) => ({path, name, icon, load});

const DESK = page('desk', 'page.desk', 'bell', () => import('./desk/desk.js'));
const PATROL = page('patrol', 'page.patrol', 'car', () => import('./patrol/patrol.js'));
const STATE = page('state', 'page.state', 'tool', () => import('./upkeep/state.js'));
const SITES = page('sites', 'page.sites', 'shield', () => import('./upkeep/sites.js'));
const DEVICES = page('devices', 'page.devices', 'phone', () => import('./upkeep/devices.js'));
const CAMERAS = page('cameras', 'page.cameras', 'camera', () => import('./upkeep/cameras.js'));
const ORDERS = page('orders', 'page.orders', 'list', () => import('./upkeep/orders.js'));
const SOON = page('soon', 'page.soon', 'clock', () => import('./soon.js'));

const PAGES = {
  dispatcher: [DESK],
  patrol: [PATROL],
  site: [SOON],
  maintenance: [STATE, SITES, DEVICES, CAMERAS, ORDERS],
  head: [SOON],
  admin: [SOON],
};

export const pagesOf = (role) => PAGES[role] ?? [SOON];
