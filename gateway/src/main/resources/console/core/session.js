// What belongs to the stream that is up now: lets a view answer 'rendered' and 'seen'.
export const session = {
  /** Says something on the stream; does nothing while there is none. */
  say() {},
};
