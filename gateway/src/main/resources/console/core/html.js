// The one place that knows the view library: Preact's hooks and htm's tagged templates, without a build step.
export {
  h, html, render, Component, useState, useEffect, useLayoutEffect, useRef, useMemo, useCallback,
} from '/lib/preact.js';
