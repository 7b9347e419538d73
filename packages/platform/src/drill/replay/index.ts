/**
 * The replay: an incident as a file, played through the rules of the desk in simulated time.
 *
 *     story.yaml + texts ─▶ acts ─▶ case and desk (decide) ─▶ log ─▶ site
 *                            └─ the timer between acts: "no news" before a promise runs out
 *     log ─▶ audit from its first line ─▶ score
 *
 * Guarantees: the same rules, signatures and log as in earnest, marked as an exercise; the audit believes the log only;
 * what the story calls refused has to be refused, and anything else that is refused ends the play.
 * Not guaranteed: that data was restored. Facts of recovery are stated by the story; the drill plays those.
 */
export { replayCommand } from './replay-command.ts'
