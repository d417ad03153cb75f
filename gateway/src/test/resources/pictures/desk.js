// What a console does with a camera, in its shortest form. Evaluated in a page of the gateway.
window.desk = {
  async ask(method, path, body) {
    const answer = await fetch('/api/v1' + path, {
      method,
      headers: body ? {'Content-Type': 'application/json'} : {},
      body: body ? JSON.stringify(body) : undefined,
    });
    const json = answer.status === 204 ? null : await answer.json();
    return {status: answer.status, json};
  },

  login(user) {
    return this.ask('POST', '/login', {user, password: 'demo'});
  },

  // Looks live; answers when the first picture is decoded, or the view has ended.
  async watch(path, grant, more) {
    const asked = performance.now();
    const seen = {inits: [], pictures: 0, bytes: 0, end: null, code: 0, firstMs: -1};
    const video = document.createElement('video');
    video.muted = true;
    // In sight: of a video that isn't, a browser shows a picture a second.
    Object.assign(video.style, {position: 'fixed', inset: '0', zIndex: '9999', width: '640px'});
    document.body.append(video);
    const source = new MediaSource();
    video.src = URL.createObjectURL(source);
    await new Promise(done => source.addEventListener('sourceopen', done, {once: true}));
    const socket = new WebSocket(location.origin.replace('http', 'ws') + '/api/v1' + path
      + '/live?grant=' + grant + (more || ''));
    socket.binaryType = 'arraybuffer';
    const view = {seen, socket, video};
    let buffer = null;
    const queue = [];
    const feed = () => {
      if (buffer && !buffer.updating && queue.length) buffer.appendBuffer(queue.shift());
    };
    let first;
    const decoded = new Promise(done => { first = done; });
    socket.onmessage = ({data}) => {
      if (typeof data === 'string') {
        const told = JSON.parse(data);
        if (told.type === 'end') seen.end = told.reason;
        if (told.type === 'init') {
          seen.inits.push(told.mimeType);
          if (told.mimeType !== 'image/jpeg') {
            if (buffer) buffer.changeType(told.mimeType);
            else {
              buffer = source.addSourceBuffer(told.mimeType);
              buffer.mode = 'segments';
              buffer.onupdateend = feed;
            }
          }
        }
        return;
      }
      seen.pictures++;
      seen.bytes += data.byteLength;
      if (seen.inits.at(-1) === 'image/jpeg') {
        createImageBitmap(new Blob([data], {type: 'image/jpeg'})).then(picture => {
          seen.width = picture.width;
          if (seen.firstMs < 0) seen.firstMs = performance.now() - asked;
          first();
        });
        return;
      }
      queue.push(data);
      feed();
    };
    video.requestVideoFrameCallback(() => {
      seen.firstMs = performance.now() - asked;
      seen.width = video.videoWidth;
      first();
    });
    video.play().catch(() => {});
    view.closed = new Promise(done => {
      socket.onclose = ({code}) => {
        seen.code = code;
        seen.closedAt = Date.now();
        first();
        done();
      };
    });
    window.view = view;
    await decoded;
    return seen;
  },

  // Plays the clip of a press from the gateway, and jumps about in it.
  async clip(path, grant) {
    const video = document.createElement('video');
    video.muted = true;
    document.body.append(video);
    const once = name => new Promise((done, fail) => {
      video.addEventListener(name, done, {once: true});
      video.addEventListener('error', () => fail(new Error(video.error.message)), {once: true});
    });
    const loaded = once('loadeddata');
    video.src = '/api/v1' + path + '/clip?grant=' + grant;
    await loaded;
    for (const seconds of [video.duration / 2, video.duration - 0.05, 0]) {
      const seeked = once('seeked');
      video.currentTime = seconds;
      await seeked;
    }
    return {duration: video.duration, width: video.videoWidth};
  },

  // From the press to the first decoded picture, as a desk has it; then all is closed again.
  async round(button, camera) {
    const pressed = performance.now();
    const raised = await this.ask('POST', '/alarms', {device: button});
    const incident = '/incidents/' + raised.json.incident;
    const path = incident + '/cameras/' + camera;
    const granted = await this.ask('POST', path + '/grant');
    const asked = performance.now();
    await this.watch(path, granted.json.grant);
    const seen = performance.now();
    await this.ask('POST', incident + '/claim');
    await this.ask('POST', incident + '/close', {disposition: 'founded'});
    await window.view.closed;
    window.view.video.remove();
    return {pressToPictureMs: seen - pressed, askToPictureMs: seen - asked};
  },
};
