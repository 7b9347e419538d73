/**
 * The database: evidence and known verdicts, in a PostgreSQL of our own or in one the operator names.
 *
 *   openDatabase({ home })   <home>/postgres      data folder; the socket lies in it
 *                            <home>/postgres.log  what the server says
 *                            <home>/database.lock who may start, join or stop it
 *                            <home>/cache.key     key of the verdict cache, outside of what the server can read
 *   openDatabase({ url })    an existing server, version 15 or later, encoding UTF8
 *        └── migrations (packages/platform/migrations/*.sql)
 *              ├── evidenceLog(database)    append, read: one hash chain per case
 *              ├── evidenceSignal(database) watch: wakes whoever waits for new entries of a case
 *              ├── verdictCache(database)   find, store: rows with a MAC
 *              ├── knownHashes(database)    find, store: rows with a MAC
 *              ├── knownInsides(database)   find, store: rows with a MAC, up to a bound
 *              └── subscriptions(database)  who wants mail of a case; addresses found by keyed hash
 *
 * Guarantees
 * - What `append` or `transaction` returned is on disk: fsync and synchronous commit stay on, and a killed
 *   program or server loses nothing. When the server dies, statements under way fail with `retry: 'later'`; the
 *   next one starts it again.
 * - Several processes may open the same home; they share one server and the last to leave stops it. Locks and
 *   user counts are held by the kernel and by the server, so a killed process leaves nothing stale behind.
 * - No network: the server listens on a unix socket in a folder of mode 0700 only. As root it runs as the data
 *   folder's owner, else as `anlauf` or `nobody`; the home may lie below folders closed to that account.
 * - The database refuses changed or removed evidence, gaps and entries that do not continue the chain.
 * - A verdict whose row was written or altered by somebody without the key counts as not known.
 *
 * Not guaranteed
 * - Whoever is root, or is the server's account, can read and rewrite the files: on a shared host create the
 *   account `anlauf` instead of `nobody`. Rewritten evidence is detected by the chain against a checkpoint kept
 *   elsewhere, not prevented here.
 * - The socket asks for no password; the folder's mode is the door.
 * - A home shared by machines or by containers with separate process numbers is not protected from a second
 *   server while the first one hangs.
 */
export { type CaseBoards, caseBoards } from './case-boards.ts'
export { caseIds } from './case-ids.ts'
export { casesToCall } from './cases-to-call.ts'
export type { Database, DatabaseLocation, Session } from './database.ts'
export { openDatabase } from './open-database.ts'
export { evidenceLines, evidenceLog, evidenceLogWithin } from './evidence-log.ts'
export { dutyDrafts } from './duty-drafts.ts'
export { type CaseWatch, type EvidenceSignal, evidenceSignal } from './evidence-signal.ts'
export * from './inquiries/index.ts'
export {
  askForJob,
  beatJob,
  beginJob,
  endJob,
  jobById,
  type JobSample,
  jobSamples,
  jobsOf,
  jobsSince,
  jobStates,
  openJobIds,
  sampleJob,
} from './job-rows.ts'
export { knownHashes } from './known-hashes.ts'
export { knownInsides, type KnownInsidesOptions } from './known-insides.ts'
export { endMailboxTurn, type MailboxState, mailboxStates, takeMailboxTurn } from './mailbox-turns.ts'
export { isExerciseCase, type OpenCase, openCases } from './open-cases.ts'
export { secretKey } from './secret-key.ts'
export {
  endSiteTurn,
  holdSiteTurn,
  type SiteHostState,
  type SiteState,
  siteStates,
  takeSiteTurn,
} from './site-rows.ts'
export {
  countOptInMails,
  forgetOptInMails,
  keepTelling,
  noteOptInMail,
  owedMails,
  settleOwed,
  takeBouncedSubscribers,
  takeTelling,
  tellingsOf,
  toldNumbers,
} from './subscription-mails.ts'
export {
  deleteSubscription,
  forgetUnconfirmed,
  subscribersAfter,
  type SubscriptionCounts,
  subscriptionCounts,
  subscriptionScopes,
  subscriptionsAfter,
} from './subscription-rows.ts'
export { decideOnSubscriber, subscriptions, type Subscriptions } from './subscriptions.ts'
export { keepStatements, type StatementRow, statementTexts } from './statement-rows.ts'
export { timelineOf } from './timeline.ts'
export { verdictCache } from './verdict-cache.ts'
export { sealClearAddresses, type WebhookAddresses, webhookAddresses } from './webhook-addresses.ts'
export { type WebhookKey, type WebhookKeys, webhookKeys } from './webhook-keys.ts'
export {
  casesToTell,
  deleteEndpoint,
  type DueMessage,
  endpointQueues,
  endpointsOf,
  giveBackMessage,
  insertEndpoint,
  lastAttempts,
  newestAttempts,
  type NewMessage,
  queueMessages,
  releaseEndpoint,
  settleMessage,
  stageEndpoint,
  takeDueMessages,
  toldEvents,
} from './webhook-rows.ts'
