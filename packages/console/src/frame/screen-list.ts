/** A screen of a case, as the frame knows it: a place and a key. What it shows is loaded by `screens/screens.ts`. */
export interface Screen {
  /** Its place in the address, `/cases/CASE/ID`. */
  readonly id: ScreenId
  /** Pressed after `g`. */
  readonly key: string
}

/** What the frame gives to the screen that is open. */
export interface ScreenProps {
  readonly caseId: string
}

/**
 * In the order of the navigation. Adding one is a line here and in `screens/screens.ts`, its names in `frame-words.ts`,
 * and its folder.
 */
const listed = [
  { id: 'now', key: 'n' },
  { id: 'plan', key: 'p' },
  { id: 'matrix', key: 'm' },
  { id: 'approvals', key: 'a' },
  { id: 'word', key: 'o' },
  { id: 'claims', key: 'k' },
  { id: 'statements', key: 'b' },
  { id: 'calls', key: 'l' },
  { id: 'inquiries', key: 'i' },
  { id: 'subscriptions', key: 'u' },
  { id: 'queue', key: 'q' },
  { id: 'restart', key: 'w' },
  { id: 'jobs', key: 'j' },
  { id: 'timeline', key: 't' },
  { id: 'clocks', key: 'c' },
  { id: 'duties', key: 'd' },
  { id: 'facts', key: 'f' },
  { id: 'roster', key: 'r' },
  { id: 'evidence', key: 'e' },
  { id: 'estate', key: 's' },
  { id: 'exercise', key: 'x' },
] as const

export type ScreenId = (typeof listed)[number]['id']

export const screens: readonly Screen[] = listed
