export const DESK = {};
