/**
 * The word to the outside, in a drill: what the public reads, what customers get by name, and the proof of it.
 *
 *     claims ─▶ updates, correction, advisory, closing report ─▶ site
 *     notice ─▶ spool ─▶ relay of the exercise ─▶ link, or bounce ─▶ call with the code ─▶ proof
 *     log + what the relay got ─▶ score
 *
 * Guarantees: the desk, the notices and the spool are the real ones; the relay takes mail on this machine only, and the
 * score counts every mail that went elsewhere or was not marked. Not guaranteed: that a person reads; recipients are played.
 */
export { wordFailures, wordRow, type WordScore } from './score-word.ts'
export { openWord, type Word } from './word.ts'
