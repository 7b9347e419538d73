/**
 * The drill's shared PostgreSQL: all tenants in the same tables, with an attacker inside and on the disk.
 *
 *     fill ─▶ base backup ─▶ a day's work ─▶ planted role and code ─▶ damage ─▶ data files encrypted
 *                 └── log, segment by segment ──▶ repository ─▶ moments ─▶ just before ─▶ one tenant ─▶ unit
 *
 * Guarantees: real PostgreSQL of the machine, real base backup, log and replay; the responders see the repository
 * alone; rows are compared one by one after stock `pg_restore` loaded what the tenant got. Without PostgreSQL's
 * programs nothing of it is played, and the score says so.
 * Non-guarantees: the archive goes through a folder of the drill's, not through `archive_command` into the vault.
 */
export { openDatabaseDrill } from './database-drill.ts'
export type { DatabaseResponders } from './recover-database.ts'
export { databaseFailures, databaseRow, type DatabaseScore } from './score-database.ts'
