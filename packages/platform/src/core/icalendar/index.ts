/**
 * Calendar files (RFC 5545): deadlines inside the house, promises and windows for the public.
 *
 *     entries (a time or a window, a state, a revision) ─▶ VEVENTs, folded at 75 octets ─▶ one file to subscribe to
 *
 * Guarantees: an entry keeps its UID when it moves, and its SEQUENCE never falls as long as the caller's revision does not;
 * all times are in UTC, so that no table of zones can be old; any text comes back as it was typed, but for control characters.
 * Not guaranteed: when a calendar looks again; most do so once a day, whatever the file asks for.
 */
export { type CalendarEntry, icalendar } from './icalendar.ts'
