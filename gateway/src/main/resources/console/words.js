// The console's words. Codes that come from the gateway are looked up here too; one that is not here is shown as it is.
const WORDS = {
  zh: {
    title: '雪亮网关 值班席', login: '登录', logout: '退出', user: '用户', password: '密码', incidents: '警情', map: '位置',
    quiet: '目前没有未办结的警情。', live: '数据正常', lost: '数据中断！列表可能不是最新的', claim: '接警', close: '办结', dispatch: '派警',
    cameras: '附近摄像头', units: '处警力量', contacts: '联系人', access: '进入说明', presses: '次按键', places: '处', priority: '级',
    new: '待接警', claimed: '已接警', dispatched: '已派警', 'on-scene': '到达现场', closed: '已办结', stale: '席位失联',
    exercise: '演练', test: '测试', duress: '胁迫', 'quiet-alarm': '静默报警', late: '迟到', active: '未复位', restored: '已复位',
    founded: '属实', unfounded: '不属实', assistance: '求助', accidental: '误触', unverified: '无法核实', call: '已回访', visit: '已上门',
    distance: '距离', 'in-view': '可见', 'view-unknown': '朝向不明', health: '状态', 'not-in-view': '朝向别处', eta: '需时', free: '空闲', busy: '处警中',
    'no-car-within': '范围内无车辆', 'no-unit-within': '范围内无力量', 'no-unit-free': '无空闲力量', 'no-unit-on-duty': '无在岗力量', shortfall: '力量缺口',
    'units-out': '力量未撤回，仍要办结', 'signed-out': '登录已失效：网关重新启动过，或登录已到期。请重新登录，否则听不到新警情！',
    'same-site': '本场所', prerecord: '有警前录像', 'seen-working': '最近正常', 'beyond-range': '超出可视距离', 'looks-away': '朝向别处', 'position-old': '位置较旧', 'position-age': '位置更新于', 'position-unknown': '位置不明', movement: '有动静', 'not-checked-for': '未检查已', sent: '已下达', delivered: '已送达', accepted: '已签收', declined: '已拒绝', 'en-route': '已出警', done: '已反馈', refused: '连接被拒', unreachable: '无法连接', unauthorized: '密码错误',
    ring: '分钟圈', yes: '是', no: '否', unknown: '不明', ok: '正常', owner: '接警人', min: '分钟', s: '秒', m: '米', deg: '度',
  },
  en: {
    title: 'Sharp Eyes desk', login: 'Sign in', logout: 'Sign out', user: 'User', password: 'Password', incidents: 'Incidents', map: 'Map',
    quiet: 'No incident is open.', live: 'Feed is live', lost: 'FEED LOST: this list may be out of date', claim: 'Claim', close: 'Close', dispatch: 'Dispatch',
    cameras: 'Cameras near', units: 'Units', contacts: 'Contacts', access: 'How to get in', presses: 'presses', places: 'places', priority: 'priority',
    new: 'new', claimed: 'claimed', dispatched: 'dispatched', 'on-scene': 'on scene', closed: 'closed', stale: 'desk silent',
    exercise: 'drill', test: 'test', duress: 'DURESS', 'quiet-alarm': 'quiet alarm', late: 'late', active: 'not reset', restored: 'reset',
    founded: 'founded', unfounded: 'unfounded', assistance: 'assistance', accidental: 'accidental', unverified: 'unverified', call: 'called back', visit: 'visited',
    distance: 'distance', 'in-view': 'in view', 'view-unknown': 'direction unknown', health: 'health', 'not-in-view': 'looks away', eta: 'needs', free: 'free', busy: 'busy',
    'no-car-within': 'no car within', 'no-unit-within': 'no unit within', 'no-unit-free': 'no unit free', 'no-unit-on-duty': 'no unit on duty', shortfall: 'Missing',
    'units-out': 'units are still out, close anyway', 'signed-out': 'You are signed out: the gateway was restarted, or your session ended. Sign in again, or you will hear no alarm!',
    'same-site': 'of this site', prerecord: 'seconds before are kept', 'seen-working': 'worked', 'beyond-range': 'beyond range', 'looks-away': 'looks away', 'position-old': 'old position', 'position-age': 'position of', 'position-unknown': 'position unknown', movement: 'movement', 'not-checked-for': 'not checked for', 'en-route': 'on the way',
    ring: 'min ring', yes: 'yes', no: 'no', unknown: 'unknown', ok: 'ok', owner: 'claimed by', min: 'min', s: 's', m: 'm', deg: '°',
  },
};

let language = localStorage.getItem('language') === 'en' ? 'en' : 'zh';

export const t = (code) => WORDS[language][code] ?? code;

export const reason = ({code, value, unit}) => {
  if (value === undefined) return t(code);
  const shown = typeof value === 'number' ? Math.round(value) : t(String(value));
  return `${t(code)} ${shown}${unit ? ' ' + t(unit) : ''}`;
};

export function word(root = document) {
  document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
  document.getElementById('language').textContent = language === 'zh' ? 'English' : '中文';
  for (const element of root.querySelectorAll('[data-t]')) element.textContent = t(element.dataset.t);
}

export function switchLanguage() {
  language = language === 'zh' ? 'en' : 'zh';
  localStorage.setItem('language', language);
  word();
}
