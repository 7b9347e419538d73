/**
 * What people read in German when the program stops: the German of every message, hint and missing thing.
 *
 *     an English sentence as it was thrown ─▶ the pattern that says it ─▶ German, with the same names and numbers
 *
 * A failure is said once, in English, where it happens; whoever adds or rewords one adds the German to a file in `texts`.
 * `test/failure-words.test.ts` reads the source: a sentence without German, and German without a sentence, are red.
 *
 * Guarantees: what a failure fills in (names, numbers, paths) stands in the German as it stood in the English; the work grows
 * with the length of the sentence, never faster, whatever a stranger typed into it.
 * Not guaranteed: what other programs say (PostgreSQL, openssl, a mail server) stays as they said it.
 */
export { inGerman, saidIn } from './in-german.ts'
export { failureTitle } from './failure-title.ts'
