// Ticks four times a second, in a page that nobody looks at too.
setInterval(() => postMessage(0), 250);
