import type { GroupCheck } from './group-check.ts'

/** A database header has 100 bytes, but pieces are read whole; larger ones are judged by detection alone. */
const readLimit = 64 * 1024 * 1024

const databaseMagic = Buffer.from('SQLite format 3\0', 'latin1')
const journalMagic = Buffer.from('d9d505f920a163d7', 'hex')

/**
 * SQLite: the log has pages of the database's size and begins as logs do (file format §4.1), a journal begins as
 * journals do (§3). Which of two sound logs belongs to a database no header tells: both are of one moment because
 * they come from one backup.
 */
export const checkSqlite: GroupCheck = async (group, members, read) => {
  const bytesOf = async (ending: string): Promise<Buffer | undefined> => {
    const member = members.find(({ path }) => path === group.name + ending)
    return member === undefined || (member.node.size ?? 0) === 0 ? undefined : read(member.node, readLimit)
  }
  const database = await bytesOf('')
  if (database !== undefined && !database.subarray(0, 16).equals(databaseMagic)) {
    return `${group.name} does not begin like a database`
  }
  const log = await bytesOf('-wal')
  if (log !== undefined) {
    if (log.length < 32 || ![0x377f0682, 0x377f0683].includes(log.readUInt32BE(0))) {
      return `${group.name}-wal does not begin like a log`
    }
    const pageSize = database === undefined ? undefined : pageSizeOf(database)
    if (pageSize !== undefined && log.readUInt32BE(8) !== pageSize)
      return `${group.name}-wal is of another database`
  }
  const journal = await bytesOf('-journal')
  // A journal that is done is emptied or begins with zeros.
  if (journal !== undefined && journal.subarray(0, 8).some((byte) => byte !== 0)) {
    if (!journal.subarray(0, 8).equals(journalMagic))
      return `${group.name}-journal does not begin like a journal`
  }
  return undefined
}

/** Bytes of a page; 1 stands for 65,536. */
function pageSizeOf(database: Buffer): number | undefined {
  if (database.length < 18) return undefined
  const said = database.readUInt16BE(16)
  return said === 1 ? 65_536 : said
}
