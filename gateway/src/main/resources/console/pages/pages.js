// The pages of each role, the first is where it starts. A page is one module with a default component.
const page = (path, name, icon, load) => ({path, name, icon, load});

const DESK = page('desk', 'page.desk', 'bell', () => import('./desk/desk.js'));
const PATROL = page('patrol', 'page.patrol', 'car', () => import('./patrol/patrol.js'));
const SOON = page('soon', 'page.soon', 'clock', () => import('./soon.js'));

const PAGES = {
  dispatcher: [DESK],
  patrol: [PATROL],
  site: [SOON],
  maintenance: [SOON],
  head: [SOON],
  admin: [SOON],
};

export const pagesOf = (role) => PAGES[role] ?? [SOON];
